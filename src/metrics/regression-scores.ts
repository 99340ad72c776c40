/**
 * Scores of regression: which share of the targets' variance is explained, 1 at best.
 */
import { flag, oneOf, readOptions } from '../options.ts';
import type { TensorLike } from '../tensor/index.ts';
import { combine, mean, type Multioutput, type RawValues, readOutputs } from './shared/outputs.ts';
import { type RowWeights, readWeights } from './shared/weights.ts';

/** Options of the scores of regression. */
export interface RegressionScoreOptions {
  /** How much each row counts: [rows], finite numbers >= 0, not all 0. Default ones. */
  readonly sampleWeight?: RowWeights;
  /**
   * What becomes of several outputs: 'raw_values', a list with the score of each; 'uniform_average' (default), their mean;
   * 'variance_weighted', their mean weighted by the variances of the targets; or weights for a mean.
   */
  readonly multioutput?: Multioutput | 'variance_weighted';
  /** Whether constant targets score 1 if they are met, and 0 if not, in place of NaN and −∞. Default true. */
  readonly forceFinite?: boolean;
}

/**
 * Coefficient of determination: R² = 1 − Σᵢ wᵢ (tᵢ − yᵢ)² / Σᵢ wᵢ (tᵢ − t̄)². 0 is as good as always saying the mean t̄;
 * worse is negative.
 *
 * Shapes: targets t and predictions y [rows] or [rows, outputs], the same; [rows] is [rows, 1]
 * @param options `sampleWeight` w, by default ones; `multioutput`, by default 'uniform_average'; `forceFinite`, by
 * default true
 * @returns one number; of `multioutput: 'raw_values'` a list, one for each output; NaN of a single row
 * @throws ShapeError if the shapes differ; ArgumentError for NaN and infinities, for no rows, for weights that sum to 0
 * Peers: scikit-learn's r2_score. Equal targets are constant here; there they are only if their mean is free of
 * rounding, and −10³⁰ may come out if not. Of a single row it gives NaN for 'raw_values' too, not a list.
 * @example
 * r2Score([3, -0.5, 2, 7], [2.5, 0, 2, 8]); // 0.9486081370449679
 * r2Score([4.1, 4.1, 4.1], [4, 4.1, 4.2]); // 0
 */
export function r2Score(
  targets: TensorLike,
  predictions: TensorLike,
  options: RawValues<RegressionScoreOptions>,
): number[];
export function r2Score(
  targets: TensorLike,
  predictions: TensorLike,
  options?: RegressionScoreOptions,
): number;
export function r2Score(
  targets: TensorLike,
  predictions: TensorLike,
  options: RegressionScoreOptions = {},
): number | number[] {
  return explained('r2Score', targets, predictions, options, (who, errors, weights) =>
    errors.length < 2 ? Number.NaN : mean(who, errors.map(square), weights),
  );
}

/**
 * Explained variance: 1 − Var(t − y) / Var(t). Unlike r2Score it forgives an error that is the same in all rows.
 *
 * Shapes, options and errors as of r2Score; of a single row it is 1.
 * Peers: scikit-learn's explained_variance_score, but for constant targets and constant errors whose mean is rounded,
 * which are constant here.
 * @example
 * explainedVarianceScore([3, -0.5, 2, 7], [2.5, 0, 2, 8]); // 0.9571734475374732
 * explainedVarianceScore([3, 1, 2], [5, 3, 4]); // 1
 */
export function explainedVarianceScore(
  targets: TensorLike,
  predictions: TensorLike,
  options: RawValues<RegressionScoreOptions>,
): number[];
export function explainedVarianceScore(
  targets: TensorLike,
  predictions: TensorLike,
  options?: RegressionScoreOptions,
): number;
export function explainedVarianceScore(
  targets: TensorLike,
  predictions: TensorLike,
  options: RegressionScoreOptions = {},
): number | number[] {
  return explained('explainedVarianceScore', targets, predictions, options, variance);
}

/** 1 − unexplained(t − y) / Var(t) for each output, and of these what `multioutput` asks for. */
function explained(
  who: string,
  targets: TensorLike,
  predictions: TensorLike,
  options: RegressionScoreOptions,
  unexplained: (who: string, errors: Float64Array, weights: Float64Array) => number,
): number | number[] {
  const defaults = {
    sampleWeight: undefined as RowWeights | undefined,
    multioutput: 'uniform_average' as Multioutput | 'variance_weighted',
    forceFinite: true,
  };
  const { sampleWeight, multioutput, forceFinite } = readOptions(who, defaults, options);
  flag(who, 'forceFinite', forceFinite);
  if (typeof multioutput === 'string')
    oneOf(who, 'multioutput', multioutput, ['raw_values', 'uniform_average', 'variance_weighted']);

  const read = readOutputs(who, targets, predictions);
  const weights = readWeights(who, sampleWeight, read.rows);
  const variances = read.targets.map((t) => variance(who, t, weights));
  const scores = read.targets.map((t, j) => {
    const y = read.predictions[j];
    const left = unexplained(
      who,
      t.map((target, i) => target - y[i]),
      weights,
    );
    if (forceFinite && left === 0) return 1;
    return forceFinite && left > 0 && variances[j] === 0 ? 0 : 1 - left / variances[j];
  });
  if (multioutput !== 'variance_weighted') return combine(who, scores, multioutput as Multioutput);
  if (variances.every((variance) => variance === 0)) return combine(who, scores, 'uniform_average');
  return mean(who, scores, variances);
}

const square = (value: number) => value * value;

/** Σ w (v − v̄)² / Σ w; exactly 0 if all values that weigh something are equal. */
function variance(who: string, values: Float64Array, weights: Float64Array): number {
  const center = mean(who, values, weights);
  const first = values[weights.findIndex((weight) => weight > 0)];
  if (values.every((value, i) => value === first || weights[i] === 0)) return 0;
  return mean(
    who,
    values.map((value) => square(value - center)),
    weights,
  );
}
