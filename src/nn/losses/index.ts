/**
 * Losses: how far predictions are from targets, as one number that training makes small.
 *
 * Which loss goes with which last layer: linear or tanh with the squared error, sigmoid with binary, softmax with
 * categorical cross-entropy (S22).
 */
import { ArgumentError, complain, show } from '../../errors.ts';
import { oneOf, readOptions } from '../../options.ts';
import { BinaryCrossentropy } from './binary-crossentropy.ts';
import { CategoricalCrossentropy } from './categorical-crossentropy.ts';
import { CategoricalHinge } from './categorical-hinge.ts';
import { CosineSimilarity } from './cosine-similarity.ts';
import { Hinge } from './hinge.ts';
import { Huber } from './huber.ts';
import { KLDivergence } from './kl-divergence.ts';
import { LogCosh } from './log-cosh.ts';
import { customLoss, type Loss, type LossCall, type LossMaker, lossWith, type SavedLoss } from './loss.ts';
import { MeanAbsoluteError } from './mean-absolute-error.ts';
import { MeanAbsolutePercentageError } from './mean-absolute-percentage-error.ts';
import { MeanSquaredError } from './mean-squared-error.ts';
import { MeanSquaredLogarithmicError } from './mean-squared-logarithmic-error.ts';
import { Poisson } from './poisson.ts';
import { SparseCategoricalCrossentropy } from './sparse-categorical-crossentropy.ts';
import { SquaredHinge } from './squared-hinge.ts';

const [squared, absolute] = [MeanSquaredError(), MeanAbsoluteError()];
const [percentage, logarithmic] = [MeanAbsolutePercentageError(), MeanSquaredLogarithmicError()];
const [binary, divergence, logCosh] = [BinaryCrossentropy(), KLDivergence(), LogCosh()];

/**
 * Every loss by Keras's name and short names, with its default options: `losses.mse(t, p)`,
 * `losses.categorical_crossentropy(t, p)`.
 */
export const losses = {
  mean_squared_error: squared,
  mse: squared,
  MSE: squared,
  mean_absolute_error: absolute,
  mae: absolute,
  MAE: absolute,
  mean_absolute_percentage_error: percentage,
  mape: percentage,
  MAPE: percentage,
  mean_squared_logarithmic_error: logarithmic,
  msle: logarithmic,
  MSLE: logarithmic,
  huber: Huber(),
  log_cosh: logCosh,
  logcosh: logCosh,
  binary_crossentropy: binary,
  bce: binary,
  BCE: binary,
  categorical_crossentropy: CategoricalCrossentropy(),
  sparse_categorical_crossentropy: SparseCategoricalCrossentropy(),
  kl_divergence: divergence,
  kld: divergence,
  KLD: divergence,
  poisson: Poisson(),
  hinge: Hinge(),
  squared_hinge: SquaredHinge(),
  categorical_hinge: CategoricalHinge(),
  cosine_similarity: CosineSimilarity(),
} as const;

/** The name of a loss. */
export type LossName = keyof typeof losses;

/** What names a loss, or is one. */
export type LossLike =
  | LossName
  | Loss
  | LossCall
  // biome-ignore lint/suspicious/noExplicitAny: a maker of any options
  | LossMaker<any>
  | SavedLoss;

/**
 * A loss by its name, the one given, one of a maker with default options, one that was written down, or one made of a
 * function of ops.
 *
 * @throws ArgumentError listing the names
 */
export function readLoss(who: string, value: LossLike): Loss {
  const named = (name: unknown) => losses[oneOf(who, 'loss', name, Object.keys(losses) as LossName[])];
  if (typeof value === 'string') return named(value);
  if (typeof value === 'function') {
    const { kind } = value as { readonly kind?: unknown };
    if (kind === 'loss') return value as Loss;
    return kind === 'lossMaker' ? (value as LossMaker<{}>)() : customLoss(value as LossCall);
  }
  if (typeof value === 'object' && value !== null && 'name' in value) {
    const { name, options } = readOptions<SavedLoss>(who, { name: '', options: {} }, value);
    return lossWith(named(name).definition, options);
  }
  const expected =
    "a name such as 'categorical_crossentropy', or a function (targets, predictions, weights) => Tensor";
  const problem = `loss is ${value === undefined || value === null ? 'missing' : 'not usable'}`;
  throw new ArgumentError(complain({ who, problem, expected, received: show(value) }));
}

export {
  type AnyLossDefinition,
  defineLoss,
  givenAs,
  type Loss,
  type LossCall,
  type LossDefinition,
  type LossExample,
  type LossMaker,
  type LossOptions,
  lossWith,
  type SavedLoss,
} from './loss.ts';
export { checkPairing } from './shared/pairing.ts';
export { readTargets } from './shared/targets.ts';
export type { LossReduction } from './shared/weights.ts';
export {
  BinaryCrossentropy,
  CategoricalCrossentropy,
  CategoricalHinge,
  CosineSimilarity,
  Hinge,
  Huber,
  KLDivergence,
  LogCosh,
  MeanAbsoluteError,
  MeanAbsolutePercentageError,
  MeanSquaredError,
  MeanSquaredLogarithmicError,
  Poisson,
  SparseCategoricalCrossentropy,
  SquaredHinge,
};
