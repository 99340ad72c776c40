/**
 * Jaccard's index: what targets and predictions share of all that either has.
 */
import { ArgumentError, complain } from '../errors.ts';
import { readOptions } from '../options.ts';
import {
  type ScoreAverage,
  type Averaged,
  averaged,
  countsOf,
  ratio,
  readQuestion,
  SCORE_DEFAULTS,
  type ScoreOptions,
} from './shared/averages.ts';
import type { LabelSets } from './shared/comparison.ts';
import type { Labels } from './shared/labels.ts';

/**
 * Size of the intersection over size of the union, 0 to 1: tp / (tp + fp + fn).
 *
 * @param targets labels [rows], as strings or numbers, or a Tensor of class numbers, one-hot rows or probabilities
 * @param predictions likewise
 * @param options `average`: default 'binary', which is about the class `posLabel`; for more than two classes 'macro',
 * 'micro', 'weighted' or null; for rows of several labels 'samples' too; the others as ScoreOptions tells, but that
 * zeroDivision is 0 or 1
 * @returns a number; a list with one for each label if `average` is null
 * @throws ShapeError if sizes differ; ArgumentError if there are no rows, for what is no label, and if the average or
 * posLabel does not fit the labels
 * Peers: scikit-learn's jaccard_score; 0/0 gives what it gives, without its warning.
 * @see P. Jaccard, Bulletin de la Société Vaudoise des Sciences Naturelles 37 (1901)
 * @example
 * jaccardScore([1, 0, 1, 1], [1, 0, 0, 0]); // 0.3333333333333333
 */
export function jaccardScore<A extends ScoreAverage = 'binary'>(
  targets: Labels | LabelSets,
  predictions: Labels | LabelSets,
  options: ScoreOptions<A> = {},
): Averaged<A> {
  const who = 'jaccardScore';
  const given = readOptions(who, { average: 'binary' as ScoreAverage, ...SCORE_DEFAULTS }, options);
  if (Number.isNaN(given.zeroDivision)) {
    const problem = 'zeroDivision is not usable';
    throw new ArgumentError(complain({ who, problem, expected: '0 or 1', received: 'NaN' }));
  }
  const question = readQuestion(who, targets, predictions, given);
  const counts = countsOf(question);
  const scores = counts.map(({ truePositives: tp, falsePositives: fp, falseNegatives: fn }) =>
    ratio(tp, tp + fp + fn, question),
  );
  return averaged<A>(scores, counts, question);
}
