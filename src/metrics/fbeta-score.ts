/**
 * F with any beta: precision and recall in one number, one weighing more than the other.
 */
import { ArgumentError, complain } from '../errors.ts';
import { number, readOptions } from '../options.ts';
import {
  type ScoreAverage,
  type Averaged,
  readQuestion,
  SCORE_DEFAULTS,
  type ScoreOptions,
} from './shared/averages.ts';
import type { LabelSets } from './shared/comparison.ts';
import type { Labels } from './shared/labels.ts';
import { precisionRecall } from './shared/precision-recall.ts';

/**
 * Weighted harmonic mean of precision and recall, 0 to 1: (1 + β²)·P·R / (β²·P + R).
 *
 * @param targets labels [rows], as strings or numbers, or a Tensor of class numbers, one-hot rows or probabilities
 * @param predictions likewise
 * @param options `beta`: how many times as much recall weighs as precision, >= 0, Infinity for recall alone; must be
 * given. `average`: default 'binary', which is about the class `posLabel`; for more than two classes 'macro',
 * 'micro', 'weighted' or null; for rows of several labels 'samples' too; the others as ScoreOptions tells
 * @returns a number; a list with one for each label if `average` is null
 * @throws ShapeError if sizes differ; ArgumentError if there are no rows, for what is no label, and if the average or
 * posLabel does not fit the labels
 * Peers: scikit-learn's fbeta_score; 0/0 gives what it gives, without its warning.
 * @example
 * fbetaScore([1, 0, 1, 1], [1, 0, 0, 0], { beta: 2 }); // 0.38461538461538464
 */
export function fbetaScore<A extends ScoreAverage = 'binary'>(
  targets: Labels | LabelSets,
  predictions: Labels | LabelSets,
  options: ScoreOptions<A> & { readonly beta: number },
): Averaged<A> {
  const who = 'fbetaScore';
  const defaults = { beta: Number.NaN, average: 'binary' as ScoreAverage, ...SCORE_DEFAULTS };
  const { beta, ...given } = readOptions(who, defaults, options);
  if (Number.isNaN(beta)) {
    const help = 'Write { beta: 2 } for recall to weigh twice as much as precision; f1Score has beta 1.';
    throw new ArgumentError(complain({ who, problem: 'beta is needed', expected: 'a number >= 0', help }));
  }
  if (beta !== Number.POSITIVE_INFINITY) number(who, 'beta', beta, { min: 0 });
  return precisionRecall<A>(readQuestion(who, targets, predictions, given), beta).fscore;
}
