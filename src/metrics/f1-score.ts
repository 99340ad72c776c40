/**
 * F1: precision and recall in one number.
 */
import { askBinary, type Averaged, type ScoreAverage, type ScoreOptions } from './shared/averages.ts';
import type { LabelSets } from './shared/comparison.ts';
import type { Labels } from './shared/labels.ts';
import { precisionRecall } from './shared/precision-recall.ts';

/**
 * Harmonic mean of precision and recall, 0 to 1: 2·P·R / (P + R) = 2·tp / (2·tp + fp + fn).
 *
 * @param targets labels [rows], as strings or numbers, or a Tensor of class numbers, one-hot rows or probabilities
 * @param predictions likewise
 * @param options `average`: default 'binary', which is about the class `posLabel`; for more than two classes 'macro',
 * 'micro', 'weighted' or null; for rows of several labels 'samples' too; the others as ScoreOptions tells
 * @returns a number; a list with one for each label if `average` is null
 * @throws ShapeError if sizes differ; ArgumentError if there are no rows, for what is no label, and if the average or
 * posLabel does not fit the labels
 * Peers: scikit-learn's f1_score; 0/0 gives what it gives, without its warning.
 * @example
 * f1Score([1, 0, 1, 1], [1, 0, 0, 0]); // 0.5
 * f1Score(['oak', 'elm', 'oak'], ['oak', 'oak', 'elm'], { posLabel: 'oak' }); // 0.5
 */
export function f1Score<A extends ScoreAverage = 'binary'>(
  targets: Labels | LabelSets,
  predictions: Labels | LabelSets,
  options: ScoreOptions<A> = {},
): Averaged<A> {
  return precisionRecall<A>(askBinary('f1Score', targets, predictions, options), 1).fscore;
}
