/**
 * Errors of regression: means of how far predicted numbers are from their targets, 0 at best.
 */
import { ArgumentError, complain } from '../errors.ts';
import type { TensorLike } from '../tensor/index.ts';
import { meanError, type RawValues, type RegressionOptions } from './shared/outputs.ts';

/**
 * Mean absolute error: Σᵢ wᵢ |tᵢ − yᵢ| / Σᵢ wᵢ.
 *
 * Shapes: targets t and predictions y [rows] or [rows, outputs], the same; [rows] is [rows, 1]
 * @param options `sampleWeight` w, by default ones; `multioutput`, what becomes of several outputs: 'uniform_average'
 * (default), 'raw_values', or weights
 * @returns one number; of `multioutput: 'raw_values'` a list, one for each output
 * @throws ShapeError if the shapes differ; ArgumentError for NaN and infinities, for no rows, for weights that sum to 0
 * Peers: scikit-learn's mean_absolute_error. Nothing is broadcast.
 * @example
 * meanAbsoluteError([3.1, -0.4, 2], [2.5, 0, 2.2]); // 0.4000000000000001
 * meanAbsoluteError([[3, 10], [1, 14]], [[2, 13], [1, 13]], { multioutput: 'raw_values' }); // [0.5, 2]
 */
export function meanAbsoluteError(
  targets: TensorLike,
  predictions: TensorLike,
  options: RawValues<RegressionOptions>,
): number[];
export function meanAbsoluteError(
  targets: TensorLike,
  predictions: TensorLike,
  options?: RegressionOptions,
): number;
export function meanAbsoluteError(
  targets: TensorLike,
  predictions: TensorLike,
  options: RegressionOptions = {},
): number | number[] {
  return meanError('meanAbsoluteError', targets, predictions, options, (t, y) => Math.abs(t - y));
}

/**
 * Mean squared error: Σᵢ wᵢ (tᵢ − yᵢ)² / Σᵢ wᵢ.
 *
 * Shapes, options, results and errors as of meanAbsoluteError.
 * Peers: scikit-learn's mean_squared_error.
 * @example
 * meanSquaredError([3, -0.5, 2, 7], [2.5, 0, 2, 8]); // 0.375
 */
export function meanSquaredError(
  targets: TensorLike,
  predictions: TensorLike,
  options: RawValues<RegressionOptions>,
): number[];
export function meanSquaredError(
  targets: TensorLike,
  predictions: TensorLike,
  options?: RegressionOptions,
): number;
export function meanSquaredError(
  targets: TensorLike,
  predictions: TensorLike,
  options: RegressionOptions = {},
): number | number[] {
  return meanError('meanSquaredError', targets, predictions, options, (t, y) => (t - y) ** 2);
}

/**
 * Root mean squared error: √(Σᵢ wᵢ (tᵢ − yᵢ)² / Σᵢ wᵢ), in the unit of the targets. Each output has its own root.
 *
 * Shapes, options, results and errors as of meanAbsoluteError.
 * Peers: scikit-learn's root_mean_squared_error.
 * @example
 * rootMeanSquaredError([3, -1, 2, 7], [2, 0, 2, 5]); // 1.224744871391589
 */
export function rootMeanSquaredError(
  targets: TensorLike,
  predictions: TensorLike,
  options: RawValues<RegressionOptions>,
): number[];
export function rootMeanSquaredError(
  targets: TensorLike,
  predictions: TensorLike,
  options?: RegressionOptions,
): number;
export function rootMeanSquaredError(
  targets: TensorLike,
  predictions: TensorLike,
  options: RegressionOptions = {},
): number | number[] {
  const who = 'rootMeanSquaredError';
  return meanError(who, targets, predictions, options, (t, y) => (t - y) ** 2, Math.sqrt);
}

/**
 * Mean absolute percentage error, as a share: Σᵢ wᵢ |tᵢ − yᵢ| / max(|tᵢ|, 2⁻⁵²) / Σᵢ wᵢ. An error of 200 % is 2; a
 * target of 0 that is not met gives a very large number.
 *
 * Shapes, options, results and errors as of meanAbsoluteError.
 * Peers: scikit-learn's mean_absolute_percentage_error. Keras's loss of this name is a hundred times that, with 1e-7 in
 * place of 2⁻⁵².
 * @example
 * meanAbsolutePercentageError([4, -2, 10], [5, -2, 8]); // 0.15
 */
export function meanAbsolutePercentageError(
  targets: TensorLike,
  predictions: TensorLike,
  options: RawValues<RegressionOptions>,
): number[];
export function meanAbsolutePercentageError(
  targets: TensorLike,
  predictions: TensorLike,
  options?: RegressionOptions,
): number;
export function meanAbsolutePercentageError(
  targets: TensorLike,
  predictions: TensorLike,
  options: RegressionOptions = {},
): number | number[] {
  const who = 'meanAbsolutePercentageError';
  const share = (t: number, y: number) => Math.abs(t - y) / Math.max(Math.abs(t), Number.EPSILON);
  return meanError(who, targets, predictions, options, share);
}

/**
 * Mean squared logarithmic error: Σᵢ wᵢ (ln(1 + tᵢ) − ln(1 + yᵢ))² / Σᵢ wᵢ, for numbers that grow by factors.
 *
 * Shapes, options, results and errors as of meanAbsoluteError; further
 * @throws ArgumentError for targets or predictions of −1 and below
 * Peers: scikit-learn's mean_squared_log_error. Keras's loss takes what is below 1e-7 for 1e-7.
 * @example
 * meanSquaredLogarithmicError([3, 5, 2.5, 7], [2.5, 5, 4, 8]); // 0.03973012298459379
 */
export function meanSquaredLogarithmicError(
  targets: TensorLike,
  predictions: TensorLike,
  options: RawValues<RegressionOptions>,
): number[];
export function meanSquaredLogarithmicError(
  targets: TensorLike,
  predictions: TensorLike,
  options?: RegressionOptions,
): number;
export function meanSquaredLogarithmicError(
  targets: TensorLike,
  predictions: TensorLike,
  options: RegressionOptions = {},
): number | number[] {
  const who = 'meanSquaredLogarithmicError';
  return meanError(who, targets, predictions, options, squaredLogarithms(who));
}

/**
 * Root mean squared logarithmic error: the root of meanSquaredLogarithmicError, for each output its own.
 *
 * Shapes, options, results and errors as of meanSquaredLogarithmicError.
 * Peers: scikit-learn's root_mean_squared_log_error.
 * @example
 * rootMeanSquaredLogarithmicError([3, 5, 2.5, 7], [2.5, 5, 4, 8]); // 0.19932416558108
 */
export function rootMeanSquaredLogarithmicError(
  targets: TensorLike,
  predictions: TensorLike,
  options: RawValues<RegressionOptions>,
): number[];
export function rootMeanSquaredLogarithmicError(
  targets: TensorLike,
  predictions: TensorLike,
  options?: RegressionOptions,
): number;
export function rootMeanSquaredLogarithmicError(
  targets: TensorLike,
  predictions: TensorLike,
  options: RegressionOptions = {},
): number | number[] {
  const who = 'rootMeanSquaredLogarithmicError';
  return meanError(who, targets, predictions, options, squaredLogarithms(who), Math.sqrt);
}

function squaredLogarithms(who: string): (t: number, y: number) => number {
  return (t, y) => {
    for (const [name, value] of [
      ['a target', t],
      ['a prediction', y],
    ] as const) {
      if (value > -1) continue;
      const problem = `${name} has no logarithm of 1 + its value`;
      throw new ArgumentError(complain({ who, problem, expected: 'numbers > -1', received: `${value}` }));
    }
    return (Math.log1p(t) - Math.log1p(y)) ** 2;
  };
}
