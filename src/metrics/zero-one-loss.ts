/**
 * The share of wrong labels, from two lists of labels.
 */
import type { LabelSets } from './shared/comparison.ts';
import type { Labels } from './shared/labels.ts';
import { type ShareOptions, shareOfRows } from './shared/share.ts';

/**
 * Share of the rows whose predicted label is not the target, 0 to 1: Σ w·[t ≠ p] / Σ w, which is 1 − accuracy.
 *
 * @param targets labels [rows], as strings or numbers, or a Tensor of class numbers, one-hot rows or probabilities
 * @param predictions likewise
 * @param options `normalize`: false gives the weight of the wrong rows in place of their share, default true;
 * `sampleWeight`: one number >= 0 for each row, default ones; `multilabel`: whether both sides are [rows, labels] of 0
 * and 1, of which a row is wrong if any of its labels is, default false
 * @throws ShapeError if the lengths differ; ArgumentError if there are none, if some are names and others numbers, or
 * for fractions in place of labels
 * Peers: scikit-learn's zero_one_loss.
 * @example
 * zeroOneLoss([2, 0, 2, 1], [2, 0, 1, 1]); // 0.25
 * zeroOneLoss([2, 0, 2, 1], [2, 0, 1, 1], { normalize: false }); // 1
 */
export function zeroOneLoss(
  targets: Labels | LabelSets,
  predictions: Labels | LabelSets,
  options: ShareOptions = {},
): number {
  return shareOfRows('zeroOneLoss', false, targets, predictions, options);
}
