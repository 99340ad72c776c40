/**
 * Initializers: the start values of parameters.
 *
 * All weights equal would stay equal, so they start at random; how far from zero depends on the size of the layer.
 */
import { readMember } from '../member.ts';
import { Constant, Ones, Zeros } from './constant.ts';
import { type Initializer, initializerOf, type InitializerFunction } from './initializer.ts';
import { Identity, Orthogonal } from './matrix.ts';
import { RandomNormal, RandomUniform, TruncatedNormal } from './random.ts';
import {
  GlorotNormal,
  GlorotUniform,
  HeNormal,
  HeUniform,
  LecunNormal,
  LecunUniform,
  VarianceScaling,
} from './variance-scaling.ts';

/** Every initializer by Keras's name. */
export const initializers = {
  glorot_uniform: GlorotUniform,
  glorot_normal: GlorotNormal,
  he_uniform: HeUniform,
  he_normal: HeNormal,
  lecun_uniform: LecunUniform,
  lecun_normal: LecunNormal,
  variance_scaling: VarianceScaling,
  random_uniform: RandomUniform,
  random_normal: RandomNormal,
  truncated_normal: TruncatedNormal,
  orthogonal: Orthogonal,
  identity: Identity,
  zeros: Zeros,
  ones: Ones,
  constant: Constant,
} as const;

/** The name of an initializer. */
export type InitializerName = keyof typeof initializers;

/** What a `kernelInitializer` option takes: a name, an initializer, or a function `(shape, random) => values`. */
export type InitializerOption = InitializerName | Initializer | InitializerFunction;

/**
 * An initializer by its name, of a function, from what it is as JSON, or the one given.
 *
 * @throws ArgumentError listing the names
 */
export function readInitializer(who: string, option: string, value: InitializerOption): Initializer {
  return readMember<Initializer, InitializerName, InitializerFunction>(who, option, value, {
    kind: 'initializer',
    makers: initializers,
    of: initializerOf,
    work: 'values',
    example: 'HeNormal()',
    form: 'a function (shape, random) => values',
  });
}

export { Constant, Ones, Zeros } from './constant.ts';
export {
  type AnyInitializerDefinition,
  defineInitializer,
  type Initializer,
  type InitializerDefinition,
  type InitializerMaker,
  type InitializerFunction,
} from './initializer.ts';
export { Identity, Orthogonal } from './matrix.ts';
export { RandomNormal, RandomUniform, TruncatedNormal } from './random.ts';
export {
  type Distribution,
  type FanMode,
  GlorotNormal,
  GlorotUniform,
  HeNormal,
  HeUniform,
  LecunNormal,
  LecunUniform,
  VarianceScaling,
} from './variance-scaling.ts';
