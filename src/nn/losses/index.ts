/**
 * Losses: how far predictions are from targets, as one number that training makes small.
 *
 * Which loss goes with which last layer: linear or tanh with the squared error, sigmoid with binary, softmax with
 * categorical cross-entropy (S22).
 */
import { ArgumentError, complain, show } from '../../errors.ts';
import { oneOf } from '../../options.ts';
import { binary } from './binary-crossentropy.ts';
import { categorical } from './categorical-crossentropy.ts';
import { customLoss, type Loss, type LossCall } from './loss.ts';
import { meanAbsolute } from './mean-absolute-error.ts';
import { meanSquared } from './mean-squared-error.ts';
import { sparseCategorical } from './sparse-categorical-crossentropy.ts';

/** Every loss by Keras's name and short names: `losses.mse(t, p)`, `losses.categorical_crossentropy(t, p)`. */
export const losses = {
  mean_squared_error: meanSquared,
  mse: meanSquared,
  MSE: meanSquared,
  mean_absolute_error: meanAbsolute,
  mae: meanAbsolute,
  MAE: meanAbsolute,
  binary_crossentropy: binary,
  bce: binary,
  BCE: binary,
  categorical_crossentropy: categorical,
  sparse_categorical_crossentropy: sparseCategorical,
} as const;

/** The name of a loss. */
export type LossName = keyof typeof losses;

/** A loss by its name, the one given, or one made of a function of ops. @throws ArgumentError listing the names */
export function readLoss(who: string, value: LossName | Loss | LossCall): Loss {
  if (typeof value === 'function')
    return 'kind' in value && value.kind === 'loss' ? value : customLoss(value);
  if (typeof value === 'string') return losses[oneOf(who, 'loss', value, Object.keys(losses) as LossName[])];
  const expected =
    "a name such as 'categorical_crossentropy', or a function (targets, predictions, weights) => Tensor";
  throw new ArgumentError(complain({ who, problem: 'loss is missing', expected, received: show(value) }));
}

export {
  defineLoss,
  type Loss,
  type LossCall,
  type LossDefinition,
  type LossExample,
  readTargets,
} from './loss.ts';
