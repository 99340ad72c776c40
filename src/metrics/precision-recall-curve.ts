/**
 * The precision-recall curve, over all thresholds.
 */
import { flag, readOptions } from '../options.ts';
import type { TensorLike } from '../tensor/index.ts';
import {
  BINARY_DEFAULTS,
  countAtThresholds,
  type PrecisionRecallCurve,
  precisionRecallOf,
} from './curves.ts';
import type { Labels } from './shared/labels.ts';
import { type BinaryOptions, readBinary } from './shared/scores.ts';

/**
 * precision = TP / (TP + FP) and recall = TP / (TP + FN) at rising thresholds, where a row is predicted positive if
 * score >= threshold.
 *
 * The last point, precision 1 and recall 0, has no threshold. Without a positive row every other recall is 1.
 *
 * @param targets labels [rows], or a Tensor [rows, 1] of 0 and 1 as LabelBinarizer gives
 * @param scores [rows] or [rows, 1], finite, such as the probabilities of one sigmoid unit
 * @param options `posLabel`, the positive label, by default 1 where the targets are 0 and 1, or -1 and 1; `sampleWeight`
 * [rows], by default ones; `dropIntermediate`, by default false, leaves out points between others of the same recall
 * @throws ShapeError if lengths differ or the scores have several columns; ArgumentError if it is not clear which label
 * is positive, for scores that are not finite, and if all weights are 0
 * Peers: scikit-learn's precision_recall_curve.
 * @example
 * const { precision, recall, thresholds } = precisionRecallCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]);
 * precision; // [0.5, 0.6666666666666666, 0.5, 1, 1]
 * recall; // [1, 1, 0.5, 0.5, 0]
 * thresholds; // [0.1, 0.35, 0.4, 0.8]
 */
export function precisionRecallCurve(
  targets: Labels,
  scores: TensorLike,
  options: BinaryOptions & { readonly dropIntermediate?: boolean } = {},
): PrecisionRecallCurve {
  const who = 'precisionRecallCurve';
  const given = readOptions(who, { ...BINARY_DEFAULTS, dropIntermediate: false }, options);
  flag(who, 'dropIntermediate', given.dropIntermediate);
  return precisionRecallOf(
    countAtThresholds(readBinary(who, targets, scores, given)),
    given.dropIntermediate,
  );
}
