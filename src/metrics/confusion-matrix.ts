/**
 * The confusion matrix: which classes are taken for which.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import { readOptions } from '../options.ts';
import { type Label, type Labels, readLabels, readPair, sortedLabels } from './shared/labels.ts';

/** Counts of targets against predictions; as text, the matrix as NumPy prints it. */
export interface ConfusionMatrix {
  /** The classes, in the order of rows and columns. */
  readonly labels: readonly Label[];
  /** `matrix[i][j]`: how many rows of class `labels[i]` were predicted as `labels[j]`. */
  readonly matrix: readonly (readonly number[])[];
  toString(): string;
}

/**
 * Counts, for each pair of classes, how often the first was predicted as the second.
 *
 * Rows are the true classes, columns the predicted ones, so the diagonal holds what is right.
 *
 * @param targets labels [rows], as strings or numbers, or a Tensor of class numbers, one-hot rows or probabilities
 * @param predictions likewise
 * @param options `labels`: the classes in the wanted order, default all that occur, sorted; rows of others are left out
 * @throws ShapeError if the lengths differ; ArgumentError if there are none, if some are names and others numbers, or
 * if none of `labels` is among the targets
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
  options: { readonly labels?: readonly Label[] } = {},
): ConfusionMatrix {
  const who = 'confusionMatrix';
  const given = readOptions(who, { labels: undefined as readonly Label[] | undefined }, options);
  const pairs = readPair(who, targets, predictions);
  const labels =
    given.labels === undefined ? sortedLabels(pairs.flat()) : readLabels(who, 'labels', given.labels);
  if (!pairs.some(([target]) => labels.includes(target))) {
    const problem = 'none of the labels is among the targets';
    throw new ArgumentError(complain({ who, problem, received: show(labels) }));
  }
  const place = new Map(labels.map((label, i) => [label, i]));
  const matrix = labels.map(() => labels.map(() => 0));
  for (const [target, prediction] of pairs) {
    const row = place.get(target);
    const column = place.get(prediction);
    if (row !== undefined && column !== undefined) matrix[row][column]++;
  }
  return { labels, matrix, toString: () => print(matrix) };
}

function print(matrix: readonly (readonly number[])[]): string {
  const width = Math.max(...matrix.flat().map((count) => String(count).length));
  const rows = matrix.map((row) => `[${row.map((count) => String(count).padStart(width)).join(' ')}]`);
  return `[${rows.join('\n ')}]`;
}
