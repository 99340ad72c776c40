/**
 * What an initializer is: how the start values of a parameter are drawn.
 */
import { ArgumentError, complain, show } from '../../errors.ts';
import { readDefinition, readOptions, wholeNumber } from '../../options.ts';
import { type RandomStream, randomStream } from '../../random/index.ts';
import type { Shape } from '../../tensor/index.ts';

/**
 * The standard deviation of a standard normal that is drawn again beyond ±2:
 * √(1 − 4 φ(2) / (2 Φ(2) − 1)), with φ(2) = 0.05399… and Φ(2) = 0.97724….
 */
export const TRUNCATED_SPREAD = 0.87962566103423978;

/** Everything there is to know about an initializer. */
export interface InitializerDefinition<O extends object> {
  /** Keras's name of it, to the letter. */
  readonly name: string;
  readonly options: O;
  /** Refuses impossible options. */
  check?(who: string, options: Readonly<O>): void;
  /** The start values, row by row. */
  values(shape: Shape, options: Readonly<O>, random: RandomStream): ArrayLike<number>;
  /** Mean and variance that the values must have; null, or left out, where they are not drawn one by one. */
  claims?(shape: Shape, options: Readonly<O>): { readonly mean: number; readonly variance: number } | null;
}

/** A definition whose names the compiler has forgotten. */
// biome-ignore lint/suspicious/noExplicitAny: the erased form of every definition
export type AnyInitializerDefinition = InitializerDefinition<any>;

/** Start values as a function: row by row for a shape, drawn from `random` if they are drawn. */
export type InitializerFunction = (shape: Shape, random: RandomStream) => ArrayLike<number>;

/** Draws start values for a parameter. */
export interface Initializer {
  readonly kind: 'initializer';
  readonly name: string;
  readonly options: object;
  /** What it was made of; none for a function of the user's own. */
  readonly definition?: AnyInitializerDefinition;
  /** The start values for a shape, row by row; draws from its own stream if it has a seed, else from `random`. */
  values(shape: Shape, random: RandomStream): ArrayLike<number>;
  claims(shape: Shape): { readonly mean: number; readonly variance: number } | null;
  toString(): string;
  toJSON(): object;
}

/** Makes an initializer with these options; `seed` gives it a stream of its own. */
export interface InitializerMaker<O> {
  (options?: Partial<O> & { readonly seed?: number }): Initializer;
  readonly definition: AnyInitializerDefinition;
}

/**
 * Makes an initializer from its definition.
 *
 * @throws ArgumentError for parts that are missing, of another kind or misspelt
 * @example
 * const Halves = defineInitializer({
 *   name: 'halves',
 *   options: {},
 *   values: (shape) => new Float64Array(size(shape)).fill(1 / 2),
 *   claims: () => ({ mean: 1 / 2, variance: 0 }),
 * });
 */
export function defineInitializer<O extends object>(
  definition: InitializerDefinition<O>,
): InitializerMaker<O> {
  readDefinition('defineInitializer', definition, PARTS);
  const { name } = definition;
  const make = (given?: Partial<O> & { readonly seed?: number }): Initializer => {
    const options = readOptions<O>(name, definition.options, given, ['seed']);
    const seed = given?.seed;
    if (seed !== undefined) wholeNumber(name, 'seed', seed, { min: 0 });
    definition.check?.(name, options);
    const told = seed === undefined ? options : { ...options, seed };
    return {
      kind: 'initializer',
      name,
      options: told,
      definition,
      values: (shape, random) =>
        definition.values(shape, options, seed === undefined ? random : randomStream(seed, 'init')),
      claims: (shape) => definition.claims?.(shape, options) ?? null,
      toString: () => name,
      toJSON: () => ({ name, options: told }),
    };
  };
  Object.defineProperty(make, 'name', { value: name });
  return Object.assign(make, { definition });
}

/** A function as an initializer. */
export function initializerOf(values: InitializerFunction): Initializer {
  const name = values.name || 'initializer';
  return {
    kind: 'initializer',
    name,
    options: {},
    values: (shape, random) => values(shape, random),
    claims: () => null,
    toString: () => name,
    toJSON: () => ({ function: values.name }),
  };
}

const PARTS = {
  required: { name: 'string', options: 'object', values: 'function' },
  optional: { check: 'function', claims: 'function' },
} as const;

/**
 * The axes that count as inputs and outputs of a parameter: [inputs, units], or n and n for a vector of n.
 *
 * @param who the initializer that asks
 */
export function fans(who: string, shape: Shape): { readonly fanIn: number; readonly fanOut: number } {
  if (shape.length === 2) return { fanIn: shape[0], fanOut: shape[1] };
  if (shape.length === 1) return { fanIn: shape[0], fanOut: shape[0] };
  throw new ArgumentError(
    complain({
      who,
      problem: 'no rule for this shape',
      expected: '[inputs, units] or [n]',
      received: show(shape),
    }),
  );
}
