/**
 * The confusion matrix: which classes are taken for which.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import { oneOf, readOptions } from '../options.ts';
import { type ConfusionPlotOptions, plotConfusion } from '../terminal/index.ts';
import { type Label, type Labels, readLabels, readPair, sortedLabels } from './shared/labels.ts';
import { matrixText } from './shared/number-text.ts';
import { shown } from './shared/shown.ts';
import { sum } from './shared/sum.ts';
import { type RowWeights, readWeights } from './shared/weights.ts';

/** Counts of targets against predictions; as text, the matrix as NumPy prints it. */
export interface ConfusionMatrix {
  /** The classes, in the order of rows and columns. */
  readonly labels: readonly Label[];
  /** `matrix[i][j]`: how many rows of class `labels[i]` were predicted as `labels[j]`, or their share. */
  readonly matrix: readonly (readonly number[])[];
  /** The matrix in brackets, as a console shows it too. */
  toString(): string;
  /**
   * The matrix for a terminal: the labels at both sides, each number shaded by its share of the row, what is right in
   * green and what is wrong in red.
   */
  plot(options?: ConfusionPlotOptions): string;
}

/** Of what the entries of a confusion matrix are shares: of their row, of their column, or of all. */
export type Normalize = 'true' | 'pred' | 'all';

/**
 * Counts, for each pair of classes, how often the first was predicted as the second.
 *
 * Rows are the true classes, columns the predicted ones, so the diagonal holds what is right.
 *
 * @param targets labels [rows], as strings or numbers, or a Tensor of class numbers, one-hot rows or probabilities
 * @param predictions likewise
 * @param options `labels`: the classes in the wanted order, default all that occur, sorted; rows of others are left out.
 * `sampleWeight`: one number >= 0 for each row, added up in place of counting. `normalize`: shares in place of counts,
 * of each true class ('true', rows sum to 1), of each predicted class ('pred', columns), or of all ('all'); where there is
 * nothing to share, 0
 * @throws ShapeError if the lengths differ; ArgumentError if there are none, if some are names and others numbers, for
 * fractions in place of labels, or if none of `labels` is among the targets
 * Peers: scikit-learn's confusion_matrix, orientation and order included.
 * @example
 * String(confusionMatrix([2, 0, 2, 1], [2, 0, 1, 1]));
 * // [[1 0 0]
 * //  [0 1 0]
 * //  [0 1 1]]
 */
export function confusionMatrix(
  targets: Labels,
  predictions: Labels,
  options: {
    readonly labels?: readonly Label[];
    readonly sampleWeight?: RowWeights;
    readonly normalize?: Normalize | null;
  } = {},
): ConfusionMatrix {
  const who = 'confusionMatrix';
  const defaults = { ...COUNTING, normalize: null as Normalize | null };
  const { normalize, ...given } = readOptions(who, defaults, options);
  const { labels, matrix: counts, whole } = countPairs(who, targets, predictions, given);
  const matrix = normalize === null ? counts : shares(counts, oneOf(who, 'normalize', normalize, NORMALIZE));
  const text = matrixText(matrix, whole && normalize === null);
  const plot: ConfusionMatrix['plot'] = (options) => plotConfusion(labels, matrix, options);
  return Object.defineProperty(shown({ labels, matrix, plot }, text), 'plot', { enumerable: false });
}

const NORMALIZE = ['true', 'pred', 'all'] as const;

/** What counting is told, by default. */
const COUNTING = {
  labels: undefined as readonly Label[] | undefined,
  sampleWeight: undefined as RowWeights | undefined,
};

/** The counts of a confusion matrix; `whole`: whether all weights are whole. @throws as confusionMatrix, in other's name */
export function countPairs(
  who: string,
  targets: Labels,
  predictions: Labels,
  given: typeof COUNTING = COUNTING,
): { readonly labels: readonly Label[]; readonly matrix: readonly number[][]; readonly whole: boolean } {
  const pairs = readPair(who, targets, predictions);
  const weights = readWeights(who, given.sampleWeight, pairs.length);
  const labels =
    given.labels === undefined ? sortedLabels(pairs.flat()) : readLabels(who, 'labels', given.labels);
  if (!pairs.some(([target]) => labels.includes(target))) {
    const problem = 'none of the labels is among the targets';
    const there = sortedLabels(pairs.map(([target]) => target));
    const expected = `labels of the targets, ${show(there)}`;
    throw new ArgumentError(complain({ who, problem, expected, received: show(labels) }));
  }
  const place = new Map(labels.map((label, i) => [label, i]));
  const matrix = labels.map(() => labels.map(() => 0));
  pairs.forEach(([target, prediction], pair) => {
    const row = place.get(target);
    const column = place.get(prediction);
    if (row !== undefined && column !== undefined) matrix[row][column] += weights[pair];
  });
  return { labels, matrix, whole: weights.every(Number.isInteger) };
}

/** The sums of the columns of a matrix. */
export const columnSums = (matrix: readonly number[][]): number[] =>
  matrix[0].map((_, column) => matrix.reduce((total, row) => total + row[column], 0));

/** Counts, divided by those of their row, of their column, or of all; 0/0 is 0. */
function shares(counts: readonly number[][], normalize: Normalize): number[][] {
  const rows = counts.map((row) => sum(row));
  const columns = columnSums(counts);
  const all = sum(counts.flat());
  const whole = (row: number, column: number) =>
    normalize === 'true' ? rows[row] : normalize === 'pred' ? columns[column] : all;
  return counts.map((row, i) => row.map((count, j) => (whole(i, j) === 0 ? 0 : count / whole(i, j))));
}
