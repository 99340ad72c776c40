/**
 * Optimizers: what turns gradients into better weights.
 *
 * Each is one file with its equations, its defaults and a loop. They change parameters in place and remember, for
 * each parameter, what their rule needs: a velocity, a running mean square.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import { oneOf } from '../options.ts';
import { Adadelta } from './adadelta.ts';
import { Adagrad } from './adagrad.ts';
import { Adam } from './adam.ts';
import { Adamax } from './adamax.ts';
import { AdamW } from './adamw.ts';
import { Lion } from './lion.ts';
import { Nadam } from './nadam.ts';
import type { Optimizer } from './optimizer.ts';
import { RMSprop } from './rmsprop.ts';
import { readSchedule } from './schedules/index.ts';
import { SGD } from './sgd.ts';

/** Every optimizer by the name that `compile` takes: with its default options. */
export const optimizers = {
  sgd: SGD,
  rmsprop: RMSprop,
  adam: Adam,
  adamw: AdamW,
  adagrad: Adagrad,
  adadelta: Adadelta,
  adamax: Adamax,
  nadam: Nadam,
  lion: Lion,
} as const;

/** The name of an optimizer. */
export type OptimizerName = keyof typeof optimizers;

/**
 * An optimizer by its name, as it is, or from what JSON keeps of it: `{ name, options }`.
 *
 * @throws ArgumentError for what is none of these, and for names that are not in `optimizers`
 */
export function readOptimizer(who: string, value: unknown): Optimizer {
  const read = (name: string) =>
    optimizers[oneOf(who, 'optimizer', name, Object.keys(optimizers) as OptimizerName[])];
  if (typeof value === 'string') return read(value)();
  const { kind, name, options } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof value === 'object' && kind === 'optimizer') return value as Optimizer;
  if (typeof value === 'object' && typeof name === 'string') {
    return read(name.toLowerCase())(withSchedule(who, options) as never);
  }
  const expected = 'a name or an optimizer such as SGD({ learningRate: 0.1 })';
  throw new ArgumentError(
    complain({ who, problem: 'optimizer is not usable', expected, received: show(value) }),
  );
}

/** Options as JSON keeps them, their schedule made again. */
function withSchedule(who: string, options: unknown): unknown {
  const { learningRate } = (options ?? {}) as { readonly learningRate?: unknown };
  if (typeof learningRate !== 'object' || learningRate === null) return options;
  return { ...(options as object), learningRate: readSchedule(who, learningRate) };
}

export { SGD } from './sgd.ts';
export { RMSprop } from './rmsprop.ts';
export { Adam } from './adam.ts';
export { AdamW } from './adamw.ts';
export { Adagrad } from './adagrad.ts';
export { Adadelta } from './adadelta.ts';
export { Adamax } from './adamax.ts';
export { Nadam } from './nadam.ts';
export { Lion } from './lion.ts';
export {
  type AnyOptimizerDefinition,
  type Convention,
  defineOptimizer,
  type Live,
  type Optimizer,
  type OptimizerDefinition,
  type OptimizerExample,
  type OptimizerGiven,
  type OptimizerMaker,
  type OptimizerOptions,
} from './optimizer.ts';
export type { CommonOptions } from './shared/common-options.ts';
export {
  clipByGlobalNorm,
  clipByNorm,
  clipByValue,
  coupledDecay,
  decoupledDecay,
  unscaledDecay,
} from './shared/clipping-and-decay.ts';
export * from './schedules/index.ts';
