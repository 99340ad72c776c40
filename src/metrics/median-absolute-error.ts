/**
 * The error of the middle row, from targets and predictions.
 */
import type { TensorLike } from '../tensor/index.ts';
import {
  combine,
  type RawValues,
  type RegressionOptions,
  readOutputs,
  readRegressionOptions,
} from './shared/outputs.ts';
import { readWeights } from './shared/weights.ts';

/**
 * Median absolute error: the median of |tᵢ − yᵢ|, which outliers do not move.
 *
 * With weights it is the number with half of the weight on each side, or the mean of two where the half falls between
 * them; rows of weight 0 are not there.
 *
 * Shapes, options, results and errors as of meanAbsoluteError.
 * Peers: scikit-learn's median_absolute_error.
 * @example
 * medianAbsoluteError([3, -0.5, 2, 7], [2.5, 0, 2, 8]); // 0.5
 * medianAbsoluteError([3, -0.5, 2, 7], [2.5, 0, 2, 8], { sampleWeight: [1, 1, 1, 4] }); // 1
 */
export function medianAbsoluteError(
  targets: TensorLike,
  predictions: TensorLike,
  options: RawValues<RegressionOptions>,
): number[];
export function medianAbsoluteError(
  targets: TensorLike,
  predictions: TensorLike,
  options?: RegressionOptions,
): number;
export function medianAbsoluteError(
  targets: TensorLike,
  predictions: TensorLike,
  options: RegressionOptions = {},
): number | number[] {
  const who = 'medianAbsoluteError';
  const { multioutput, sampleWeight } = readRegressionOptions(who, options);
  const read = readOutputs(who, targets, predictions);
  const weights = readWeights(who, sampleWeight, read.rows);
  const medians = read.targets.map((t, j) => {
    const y = read.predictions[j];
    return weightedMedian(
      t.map((target, i) => Math.abs(target - y[i])),
      weights,
    );
  });
  return combine(who, medians, multioutput);
}

/**
 * The averaged inverse of the distribution function at ½, definition 2 of R. Hyndman, Y. Fan (1996), Sample Quantiles in
 * Statistical Packages.
 */
function weightedMedian(values: Float64Array, weights: Float64Array): number {
  const order = Array.from(values.keys())
    .filter((i) => weights[i] > 0)
    .sort((a, b) => values[a] - values[b]);
  let below = 0;
  const sums = order.map((i) => {
    below += weights[i];
    return below;
  });
  const half = below / 2;
  const at = sums.findIndex((sum) => sum >= half);
  const value = values[order[at]];
  const isBetween = sums[at] - half <= Number.EPSILON && at + 1 < order.length;
  return isBetween ? (value + values[order[at + 1]]) / 2 : value;
}
