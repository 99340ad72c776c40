/**
 * The share of right labels, from two lists of labels.
 */
import type { LabelSets } from './shared/comparison.ts';
import type { Labels } from './shared/labels.ts';
import { type ShareOptions, shareOfRows } from './shared/share.ts';

/**
 * Share of the rows whose predicted label is the target, 0 to 1: Σ w·[t = p] / Σ w.
 *
 * @param targets labels [rows], as strings or numbers, or a Tensor of class numbers, one-hot rows or probabilities
 * @param predictions likewise
 * @param options `normalize`: false gives the weight of the right rows in place of their share, default true;
 * `sampleWeight`: one number >= 0 for each row, default ones; `multilabel`: whether both sides are [rows, labels] of 0
 * and 1, of which a row is right if all its labels are, default false
 * @throws ShapeError if the lengths differ; ArgumentError if there are none, if some are names and others numbers, or
 * for fractions in place of labels
 * Peers: scikit-learn's accuracy_score.
 * @example
 * accuracyScore(['a', 'b', 'b'], ['a', 'b', 'a']); // 0.6666666666666666
 */
export function accuracyScore(
  targets: Labels | LabelSets,
  predictions: Labels | LabelSets,
  options: ShareOptions = {},
): number {
  return shareOfRows('accuracyScore', true, targets, predictions, options);
}
