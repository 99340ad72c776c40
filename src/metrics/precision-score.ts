/**
 * Precision: which share of what is predicted to be of a class is of it.
 */
import { askBinary, type Averaged, type ScoreAverage, type ScoreOptions } from './shared/averages.ts';
import type { LabelSets } from './shared/comparison.ts';
import type { Labels } from './shared/labels.ts';
import { precisionRecall } from './shared/precision-recall.ts';

/**
 * Share of the rows predicted to be of a class that are of it, 0 to 1: tp / (tp + fp).
 *
 * @param targets labels [rows], as strings or numbers, or a Tensor of class numbers, one-hot rows or probabilities
 * @param predictions likewise
 * @param options `average`: default 'binary', which is about the class `posLabel`; for more than two classes 'macro',
 * 'micro', 'weighted' or null; for rows of several labels 'samples' too; the others as ScoreOptions tells
 * @returns a number; a list with one for each label if `average` is null
 * @throws ShapeError if sizes differ; ArgumentError if there are no rows, for what is no label, and if the average or
 * posLabel does not fit the labels
 * Peers: scikit-learn's precision_score; 0/0 gives what it gives, without its warning.
 * @example
 * precisionScore([1, 0, 0, 1, 1], [1, 1, 0, 1, 0]); // 0.6666666666666666
 * precisionScore([2, 0, 2, 1], [2, 0, 1, 1], { average: null }); // [ 1, 0.5, 1 ]
 */
export function precisionScore<A extends ScoreAverage = 'binary'>(
  targets: Labels | LabelSets,
  predictions: Labels | LabelSets,
  options: ScoreOptions<A> = {},
): Averaged<A> {
  return precisionRecall<A>(askBinary('precisionScore', targets, predictions, options), 1).precision;
}
