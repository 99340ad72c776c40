/**
 * A confusion matrix of two by two for each label.
 */
import { ArgumentError, complain } from '../errors.ts';
import { flag, readOptions } from '../options.ts';
import { type LabelSets, readChosen, readComparison } from './shared/comparison.ts';
import { countsByLabel, countsByRow } from './shared/counts.ts';
import type { Label, Labels } from './shared/labels.ts';
import { type RowWeights, readWeights } from './shared/weights.ts';

/** [[tn, fp], [fn, tp]]: what has the label in the second row, what is predicted to have it in the second column. */
export type TwoByTwo = readonly [readonly [number, number], readonly [number, number]];

/**
 * Counts for each label, each against all others, which rows have it and which are predicted to.
 *
 * @param targets labels [rows], as strings or numbers, or a Tensor of class numbers, one-hot rows or probabilities
 * @param predictions likewise
 * @param options `labels`: which, in which order, default all that occur, sorted; `sampleWeight`: one number >= 0 for
 * each row, default ones; `multilabel`: whether both sides are [rows, labels] of 0 and 1, default false; `samplewise`:
 * whether to count the labels of each row in place of the rows of each label, for multilabel only, default false
 * @returns [[tn, fp], [fn, tp]] for each label, or row. Shapes: [labels or rows, 2, 2]
 * @throws ShapeError if sizes differ; ArgumentError if there are no rows, or for what is no label
 * Peers: scikit-learn's multilabel_confusion_matrix.
 * @example
 * multilabelConfusionMatrix(['oak', 'elm', 'oak'], ['oak', 'oak', 'oak'], { labels: ['oak'] });
 * // [ [ [ 0, 1 ], [ 0, 2 ] ] ]
 */
export function multilabelConfusionMatrix(
  targets: Labels | LabelSets,
  predictions: Labels | LabelSets,
  options: {
    readonly labels?: readonly Label[];
    readonly sampleWeight?: RowWeights;
    readonly samplewise?: boolean;
    readonly multilabel?: boolean;
  } = {},
): readonly TwoByTwo[] {
  const who = 'multilabelConfusionMatrix';
  const defaults = {
    labels: undefined as readonly Label[] | undefined,
    sampleWeight: undefined as RowWeights | undefined,
    samplewise: false,
    multilabel: false,
  };
  const given = readOptions(who, defaults, options);
  const comparison = readComparison(who, targets, predictions, given.multilabel);
  const weights = readWeights(who, given.sampleWeight, comparison.rows);
  const labels = readChosen(who, given.labels, comparison);
  const samplewise = flag(who, 'samplewise', given.samplewise);
  if (samplewise && !comparison.multilabel) {
    const problem = 'samplewise is for rows that may have several labels each';
    const help = 'Set { multilabel: true } with [rows, labels] of 0 and 1.';
    throw new ArgumentError(complain({ who, problem, help }));
  }
  const counts =
    samplewise && comparison.multilabel
      ? countsByRow(comparison, weights, labels)
      : countsByLabel(comparison, weights, labels);
  return counts.map(
    ({ trueNegatives: tn, falsePositives: fp, falseNegatives: fn, truePositives: tp }) =>
      [
        [tn, fp],
        [fn, tp],
      ] as const,
  );
}
