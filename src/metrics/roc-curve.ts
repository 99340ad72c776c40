/**
 * The ROC curve: true positives against false positives, over all thresholds.
 */
import { flag, readOptions } from '../options.ts';
import type { TensorLike } from '../tensor/index.ts';
import { BINARY_DEFAULTS, countAtThresholds, type RocCurve, rocOf } from './curves.ts';
import type { Labels } from './shared/labels.ts';
import { type BinaryOptions, readBinary } from './shared/scores.ts';

/**
 * The receiver operating characteristic: fpr = FP / (FP + TN) and tpr = TP / (TP + FN) at falling thresholds, where a row
 * is predicted positive if score >= threshold.
 *
 * The first threshold is Infinity: nothing is predicted positive. Without a negative row every fpr is NaN, without a
 * positive row every tpr.
 *
 * @param targets labels [rows], or a Tensor [rows, 1] of 0 and 1 as LabelBinarizer gives
 * @param scores [rows] or [rows, 1], finite, such as the probabilities of one sigmoid unit
 * @param options `posLabel`, the positive label, by default 1 where the targets are 0 and 1, or -1 and 1; `sampleWeight`
 * [rows], by default ones; `dropIntermediate`, by default true, leaves out points that lie within a straight stretch
 * @throws ShapeError if lengths differ or the scores have several columns; ArgumentError if it is not clear which label
 * is positive, for scores that are not finite, and if all weights are 0
 * Peers: scikit-learn's roc_curve; where that warns and gives NaN, so does this, without a word.
 * @see T. Fawcett (2006), An introduction to ROC analysis, Pattern Recognition Letters 27, algorithm 1
 * @example
 * const { fpr, tpr, thresholds } = rocCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]);
 * fpr; // [0, 0, 0.5, 0.5, 1]
 * tpr; // [0, 0.5, 0.5, 1, 1]
 * thresholds; // [Infinity, 0.8, 0.4, 0.35, 0.1]
 */
export function rocCurve(
  targets: Labels,
  scores: TensorLike,
  options: BinaryOptions & { readonly dropIntermediate?: boolean } = {},
): RocCurve {
  const who = 'rocCurve';
  const given = readOptions(who, { ...BINARY_DEFAULTS, dropIntermediate: true }, options);
  flag(who, 'dropIntermediate', given.dropIntermediate);
  return rocOf(countAtThresholds(readBinary(who, targets, scores, given)), given.dropIntermediate);
}
