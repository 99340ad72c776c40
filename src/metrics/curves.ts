/**
 * What all curves of scores are made of: the counts of right and wrong positives at every distinct score.
 *
 * A classifier gives each row a score; a threshold makes predictions of scores: a row is predicted positive where
 * score >= threshold. As the threshold falls from one score to the next, rows change over from predicted negative to
 * predicted positive and never back, so one pass over the rows, sorted by score, counts all thresholds at once.
 */
import { readOptions } from '../options.ts';
import type { TensorLike } from '../tensor/index.ts';
import type { Label, Labels } from './shared/labels.ts';
import { type BinaryOptions, type BinaryRows, readBinary } from './shared/scores.ts';
import type { RowWeights } from './shared/weights.ts';

/** The four counts of a binary problem at one threshold after the other, from the highest score to the lowest. */
export interface CountsAtThresholds {
  /** The distinct scores, falling. A row is predicted positive where its score is at least the threshold. */
  readonly thresholds: readonly number[];
  /** Positive rows that are predicted positive, summed by weight; so are the others. */
  readonly truePositives: readonly number[];
  /** Negative rows that are predicted positive. */
  readonly falsePositives: readonly number[];
  /** Positive rows that are predicted negative. */
  readonly falseNegatives: readonly number[];
  /** Negative rows that are predicted negative. */
  readonly trueNegatives: readonly number[];
}

/** No options: what the curves read theirs over. */
export const BINARY_DEFAULTS = {
  posLabel: undefined as Label | undefined,
  sampleWeight: undefined as RowWeights | undefined,
};

/**
 * The table of true and false positives and negatives at every distinct score.
 *
 * @param targets labels [rows], or a Tensor [rows, 1] of 0 and 1 as LabelBinarizer gives
 * @param scores [rows] or [rows, 1], finite; the higher, the more likely positive
 * @param options `posLabel`, the positive label, by default 1 where the targets are 0 and 1, or -1 and 1, and true
 * where they are booleans; `sampleWeight` [rows], by default ones
 * @throws ShapeError if lengths differ or the scores have several columns; ArgumentError if it is not clear which label
 * is positive, for scores that are not finite, and if all weights are 0
 * Peers: scikit-learn's confusion_matrix_at_thresholds.
 * @example
 * const { thresholds, truePositives, falsePositives } = confusionMatrixAtThresholds([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]);
 * thresholds; // [0.8, 0.4, 0.35, 0.1]
 * truePositives; // [1, 1, 2, 2]
 * falsePositives; // [0, 1, 1, 2]
 */
export function confusionMatrixAtThresholds(
  targets: Labels,
  scores: TensorLike,
  options: BinaryOptions = {},
): CountsAtThresholds {
  const who = 'confusionMatrixAtThresholds';
  return countAtThresholds(readBinary(who, targets, scores, readOptions(who, BINARY_DEFAULTS, options)));
}

/** The same of rows that are read. Rows of weight 0 count nothing, and their scores are no thresholds. */
export function countAtThresholds({ positive, scores, weights }: BinaryRows): CountsAtThresholds {
  const rows = Array.from(positive.keys()).filter((row) => weights[row] !== 0);
  rows.sort((a, b) => scores[b] - scores[a]);
  const thresholds: number[] = [];
  const truePositives: number[] = [];
  const falsePositives: number[] = [];
  let right = 0;
  let wrong = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    if (positive[row] === 1) right += weights[row];
    else wrong += weights[row];
    if (i + 1 < rows.length && scores[rows[i + 1]] === scores[row]) continue; // equal scores change over together
    thresholds.push(scores[row]);
    truePositives.push(right);
    falsePositives.push(wrong);
  }
  return {
    thresholds,
    truePositives,
    falsePositives,
    falseNegatives: truePositives.map((count) => right - count),
    trueNegatives: falsePositives.map((count) => wrong - count),
  };
}

/** The points of a ROC curve, from (0, 0) to (1, 1). */
export interface RocCurve {
  /** False positive rate: the share of the negative rows that are predicted positive, rising. */
  readonly fpr: readonly number[];
  /** True positive rate, or recall: the share of the positive rows that are predicted positive, rising. */
  readonly tpr: readonly number[];
  /** Falling; the first is Infinity, where nothing is predicted positive. */
  readonly thresholds: readonly number[];
}

/** The ROC curve of counts. Points within a straight stretch are left out where `dropIntermediate` says so. */
export function rocOf(counts: CountsAtThresholds, dropIntermediate: boolean): RocCurve {
  const { truePositives: tps, falsePositives: fps, thresholds } = counts;
  const last = thresholds.length - 1;
  const bends = (y: readonly number[], i: number) => y[i + 1] - y[i] - (y[i] - y[i - 1]) !== 0;
  const kept = Array.from(thresholds.keys()).filter(
    (i) => !dropIntermediate || i === 0 || i === last || bends(fps, i) || bends(tps, i),
  );
  return {
    fpr: [0, ...kept.map((i) => fps[i])].map((count) => count / fps[last]),
    tpr: [0, ...kept.map((i) => tps[i])].map((count) => count / tps[last]),
    thresholds: [Number.POSITIVE_INFINITY, ...kept.map((i) => thresholds[i])],
  };
}

/** The area under y over x, by trapezoids; negative where x falls. */
export function trapezoids(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let area = 0;
  for (let i = 1; i < x.length; i++) area += ((x[i] - x[i - 1]) * (y[i] + y[i - 1])) / 2;
  return area;
}

/** The points of a precision-recall curve; the last is (recall 0, precision 1), which has no threshold. */
export interface PrecisionRecallCurve {
  /** The share of the rows predicted positive that are positive. */
  readonly precision: readonly number[];
  /** The share of the positive rows that are predicted positive, falling. */
  readonly recall: readonly number[];
  /** Rising; one fewer than the points. */
  readonly thresholds: readonly number[];
}

/** The precision-recall curve of counts. Points in a stretch of equal true positives are left out if asked. */
export function precisionRecallOf(
  counts: CountsAtThresholds,
  dropIntermediate: boolean,
): PrecisionRecallCurve {
  const { truePositives: tps, falsePositives: fps, thresholds } = counts;
  const positives = tps[tps.length - 1];
  const kept = Array.from(thresholds.keys())
    .filter((i) => !dropIntermediate || changes(tps, i))
    .reverse();
  return {
    precision: [...kept.map((i) => tps[i] / (tps[i] + fps[i])), 1],
    recall: [...kept.map((i) => (positives === 0 ? 1 : tps[i] / positives)), 0],
    thresholds: kept.map((i) => thresholds[i]),
  };
}

/** Whether y changes just before or just after i, or i is an end. */
export function changes(y: readonly number[], i: number): boolean {
  return i === 0 || i === y.length - 1 || y[i] !== y[i - 1] || y[i] !== y[i + 1];
}
