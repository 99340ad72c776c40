/**
 * Optimizers: what turns gradients into better weights.
 *
 * Each is one file with its equations, its defaults and a loop. They change parameters in place and remember, for
 * each parameter, what their rule needs: a velocity, a running mean square.
 */
import { Adam } from './adam.ts';
import { RMSprop } from './rmsprop.ts';
import { SGD } from './sgd.ts';

/** Every optimizer by the name that `compile` takes: with its default options. */
export const optimizers = { sgd: SGD, rmsprop: RMSprop, adam: Adam } as const;

/** The name of an optimizer. */
export type OptimizerName = keyof typeof optimizers;

export { SGD, type MomentumConvention } from './sgd.ts';
export { RMSprop } from './rmsprop.ts';
export { Adam, type AdamConvention } from './adam.ts';
export {
  type AnyOptimizerDefinition,
  defineOptimizer,
  type Live,
  type Optimizer,
  type OptimizerDefinition,
  type OptimizerExample,
  type OptimizerMaker,
  type OptimizerOptions,
} from './optimizer.ts';
