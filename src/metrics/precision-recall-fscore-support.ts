/**
 * Precision, recall, F and support, all at once.
 */
import { number, readOptions } from '../options.ts';
import { type ScoreAverage, readQuestion, SCORE_DEFAULTS, type ScoreOptions } from './shared/averages.ts';
import type { LabelSets } from './shared/comparison.ts';
import type { Labels } from './shared/labels.ts';
import { type PrecisionRecallFscore, precisionRecall } from './shared/precision-recall.ts';

/**
 * Precision tp / (tp + fp), recall tp / (tp + fn) and F of each label, or averaged over them.
 *
 * F = (1 + β²)·P·R / (β²·P + R) is computed of counts, (1 + β²)·tp / ((1 + β²)·tp + β²·fn + fp).
 *
 * @param targets labels [rows], as strings or numbers, or a Tensor of class numbers, one-hot rows or probabilities
 * @param predictions likewise
 * @param options `beta`: how many times as much recall weighs as precision, >= 0, Infinity for recall alone, default 1;
 * `average`: default null, a list with a number for each label; the others as ScoreOptions tells
 * @returns lists, in the order of `labels`, or numbers if there is an `average`; support, the weight of the rows that have
 * each label, is then null
 * @throws ShapeError if sizes differ; ArgumentError if there are no rows, for what is no label, and if the average or
 * posLabel does not fit the labels
 * Peers: scikit-learn's precision_recall_fscore_support; 0/0 gives what it gives, without its warning.
 * @example
 * const { precision, recall, support } = precisionRecallFscoreSupport([2, 0, 2, 1], [2, 0, 1, 1]);
 * precision; // [ 1, 0.5, 1 ]
 * recall; // [ 1, 1, 0.5 ]
 * support; // [ 1, 1, 2 ]
 */
export function precisionRecallFscoreSupport<A extends ScoreAverage = null>(
  targets: Labels | LabelSets,
  predictions: Labels | LabelSets,
  options: ScoreOptions<A> & { readonly beta?: number } = {},
): PrecisionRecallFscore<A> {
  const who = 'precisionRecallFscoreSupport';
  const defaults = { beta: 1, average: null as ScoreAverage, ...SCORE_DEFAULTS };
  const { beta, ...given } = readOptions(who, defaults, options);
  if (beta !== Number.POSITIVE_INFINITY) number(who, 'beta', beta, { min: 0 });
  return precisionRecall<A>(readQuestion(who, targets, predictions, given), beta);
}
