/**
 * Accuracy with k guesses for each row.
 */
import { ArgumentError, complain } from '../errors.ts';
import { flag, readOptions, wholeNumber } from '../options.ts';
import type { Tensor, TensorLike } from '../tensor/index.ts';
import { type Label, type Labels, sortedLabels } from './shared/labels.ts';
import { codesOf, oneColumn, readClasses, readScores, readTargets, requireColumns } from './shared/scores.ts';
import { type RowWeights, readWeights } from './shared/weights.ts';

/**
 * The share of the rows whose class is among the k classes of the highest scores.
 *
 * Of equal scores the later column counts as the higher. Two classes have one score for each row, that of the second:
 * with k = 1 it must be above ½ if all scores are from 0 to 1, else above 0; with k = 2 every row is right.
 *
 * @param targets labels [rows], or a Tensor of class numbers or one-hot rows
 * @param scores [rows, classes], columns in the sorted order of the labels; [rows] or [rows, 1] for two classes
 * @param options `k`, a whole number, by default 2; `normalize`, by default true; false gives the number of rows in place
 * of the share; `sampleWeight` [rows], by default ones; `labels`, all classes in sorted order, where the targets lack one
 * @throws ShapeError if rows or columns do not fit; ArgumentError for scores that are not finite, for `labels` that are not
 * sorted or lack a target, and if all weights are 0
 * Peers: scikit-learn's top_k_accuracy_score; where k leaves no class out it warns, and this gives the same 1.
 * @example
 * topKAccuracyScore([0, 1, 2, 2], [[0.5, 0.2, 0.2], [0.3, 0.4, 0.2], [0.2, 0.4, 0.3], [0.7, 0.2, 0.1]]); // 0.75
 */
export function topKAccuracyScore(
  targets: Labels,
  scores: TensorLike,
  options: {
    readonly k?: number;
    readonly normalize?: boolean;
    readonly sampleWeight?: RowWeights;
    readonly labels?: Labels;
  } = {},
): number {
  const who = 'topKAccuracyScore';
  const defaults = {
    k: 2,
    normalize: true,
    sampleWeight: undefined as RowWeights | undefined,
    labels: undefined as Labels | undefined,
  };
  const given = readOptions(who, defaults, options);
  const k = wholeNumber(who, 'k', given.k);
  flag(who, 'normalize', given.normalize);
  const { labels, classes: columns } = readTargets(who, targets);
  const classes =
    given.labels === undefined ? (columns ?? sortedLabels(labels)) : readClasses(who, given.labels, labels);
  const read = readScores(who, 'scores', scores, labels.length);
  const codes = codesOf(labels, classes);
  const weights = readWeights(who, given.sampleWeight, labels.length);
  const hit = classes.length > 2 ? ofColumns(who, classes, read, k) : ofOneColumn(who, classes, read, k);
  let sum = 0;
  let total = 0;
  for (let row = 0; row < codes.length; row++) {
    if (hit(row, codes[row])) sum += weights[row];
    total += weights[row];
  }
  return given.normalize ? sum / total : sum;
}

type Hit = (row: number, code: number) => boolean;

/** A class is among the first k if fewer than k others have a higher score, or an equal one in a later column. */
function ofColumns(who: string, classes: readonly Label[], scores: Tensor, k: number): Hit {
  requireColumns(who, 'scores', classes, scores);
  return (row, code) => {
    const start = row * classes.length;
    const own = scores.data[start + code];
    let before = 0;
    for (let j = 0; j < classes.length; j++) {
      const other = scores.data[start + j];
      if (other > own || (other === own && j > code)) before++;
    }
    return before < k;
  };
}

function ofOneColumn(who: string, classes: readonly Label[], scores: Tensor, k: number): Hit {
  if (classes.length < 2) {
    const problem = 'there is only one class';
    const help = 'Where targets lack a class, labels names all: labels: [0, 1].';
    throw new ArgumentError(complain({ who, problem, expected: 'two classes or more', help }));
  }
  const column = oneColumn(who, 'scores', scores);
  if (k > 1) return () => true;
  const threshold = column.every((score) => score >= 0 && score <= 1) ? 0.5 : 0;
  return (row, code) => (column[row] > threshold ? 1 : 0) === code;
}
