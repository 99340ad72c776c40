/**
 * The detection error tradeoff curve: the two kinds of errors against each other, over all thresholds.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import { flag, readOptions } from '../options.ts';
import type { TensorLike } from '../tensor/index.ts';
import { BINARY_DEFAULTS, changes, countAtThresholds } from './curves.ts';
import { type Labels, sortedLabels } from './shared/labels.ts';
import { type BinaryOptions, readBinary, readTargets } from './shared/scores.ts';

/** The points of a detection error tradeoff curve. */
export interface DetCurve {
  /** False positive rate: the share of the negative rows that are predicted positive, falling. */
  readonly fpr: readonly number[];
  /** False negative rate: the share of the positive rows that are predicted negative, rising. */
  readonly fnr: readonly number[];
  /** Rising; the last is Infinity where even the highest score has a false positive. */
  readonly thresholds: readonly number[];
}

/**
 * fpr = FP / (FP + TN) and fnr = FN / (TP + FN) at rising thresholds, where a row is predicted positive if
 * score >= threshold.
 *
 * It begins at the highest threshold that misses no positive row, and ends at the lowest that has no false positive.
 *
 * @param targets labels [rows], or a Tensor [rows, 1] of 0 and 1 as LabelBinarizer gives; two labels in all
 * @param scores [rows] or [rows, 1], finite, such as the probabilities of one sigmoid unit
 * @param options `posLabel`, the positive label, by default 1 where the targets are 0 and 1, or -1 and 1; `sampleWeight`
 * [rows], by default ones; `dropIntermediate`, by default false, leaves out points between others of the same fnr
 * @throws ShapeError if lengths differ or the scores have several columns; ArgumentError if the targets have not exactly
 * two labels or it is not clear which is positive, for scores that are not finite, and if all weights are 0
 * Peers: scikit-learn's det_curve.
 * @see A. Martin et al. (1997), The DET curve in assessment of detection task performance, Eurospeech
 * @example
 * const { fpr, fnr, thresholds } = detCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]);
 * fpr; // [0.5, 0.5, 0]
 * fnr; // [0, 0.5, 0.5]
 * thresholds; // [0.35, 0.4, 0.8]
 */
export function detCurve(
  targets: Labels,
  scores: TensorLike,
  options: BinaryOptions & { readonly dropIntermediate?: boolean } = {},
): DetCurve {
  const who = 'detCurve';
  const given = readOptions(who, { ...BINARY_DEFAULTS, dropIntermediate: false }, options);
  flag(who, 'dropIntermediate', given.dropIntermediate);
  const counts = countAtThresholds(readBinary(who, targets, scores, given));
  const present = sortedLabels(readTargets(who, targets).labels);
  if (present.length !== 2) {
    const problem = 'there is no tradeoff between errors';
    throw new ArgumentError(
      complain({ who, problem, expected: 'targets of two labels', received: show(present) }),
    );
  }
  const thresholds = [Number.POSITIVE_INFINITY, ...counts.thresholds];
  const tps = [0, ...counts.truePositives];
  const fps = [0, ...counts.falsePositives];
  const positives = tps[tps.length - 1];
  const negatives = fps[fps.length - 1];
  const kept = Array.from(thresholds.keys()).filter((i) => !given.dropIntermediate || changes(tps, i));
  const first = kept.findLastIndex((i) => fps[i] === 0);
  const last = kept.findIndex((i) => tps[i] === positives);
  const points = kept.slice(first, last + 1).reverse();
  return {
    fpr: points.map((i) => fps[i] / negatives),
    fnr: points.map((i) => (positives - tps[i]) / positives),
    thresholds: points.map((i) => thresholds[i]),
  };
}
