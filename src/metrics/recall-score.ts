/**
 * Recall: which share of a class is found.
 */
import { askBinary, type Averaged, type ScoreAverage, type ScoreOptions } from './shared/averages.ts';
import type { LabelSets } from './shared/comparison.ts';
import type { Labels } from './shared/labels.ts';
import { precisionRecall } from './shared/precision-recall.ts';

/**
 * Share of the rows of a class that are predicted to be of it, 0 to 1: tp / (tp + fn).
 *
 * @param targets labels [rows], as strings or numbers, or a Tensor of class numbers, one-hot rows or probabilities
 * @param predictions likewise
 * @param options `average`: default 'binary', which is about the class `posLabel`; for more than two classes 'macro',
 * 'micro', 'weighted' or null; for rows of several labels 'samples' too; the others as ScoreOptions tells
 * @returns a number; a list with one for each label if `average` is null
 * @throws ShapeError if sizes differ; ArgumentError if there are no rows, for what is no label, and if the average or
 * posLabel does not fit the labels
 * Peers: scikit-learn's recall_score; 0/0 gives what it gives, without its warning.
 * @example
 * recallScore([1, 0, 1, 1], [1, 0, 0, 0]); // 0.3333333333333333
 * recallScore([2, 0, 2, 1], [2, 0, 1, 1], { average: 'macro' }); // 0.8333333333333334
 */
export function recallScore<A extends ScoreAverage = 'binary'>(
  targets: Labels | LabelSets,
  predictions: Labels | LabelSets,
  options: ScoreOptions<A> = {},
): Averaged<A> {
  return precisionRecall<A>(askBinary('recallScore', targets, predictions, options), 1).recall;
}
