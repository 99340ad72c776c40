/**
 * The share of right labels, from two lists of labels.
 */
import { type Labels, readPair } from './shared/labels.ts';

/**
 * Share of the rows whose predicted label is the target, 0 to 1.
 *
 * @param targets labels [rows], as strings or numbers, or a Tensor of class numbers, one-hot rows or probabilities
 * @param predictions likewise
 * @throws ShapeError if the lengths differ; ArgumentError if there are none, or if some are names and others numbers
 * Peers: scikit-learn's accuracy_score.
 * @example
 * accuracyScore(['a', 'b', 'b'], ['a', 'b', 'a']); // 0.6666666666666666
 */
export function accuracyScore(targets: Labels, predictions: Labels): number {
  const pairs = readPair('accuracyScore', targets, predictions);
  return pairs.filter(([target, prediction]) => target === prediction).length / pairs.length;
}
