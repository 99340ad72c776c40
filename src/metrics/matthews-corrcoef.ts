/**
 * Matthews's correlation coefficient: how targets and predictions go together, however unequal the classes are.
 */
import { readOptions } from '../options.ts';
import { columnSums, countPairs } from './confusion-matrix.ts';
import type { Labels } from './shared/labels.ts';
import { sum } from './shared/sum.ts';
import type { RowWeights } from './shared/weights.ts';

/**
 * Correlation of targets and predictions, −1 to 1; 0 is guessing.
 *
 * With c rows right of n, and tₖ true and pₖ predicted rows of class k:
 * (c·n − Σ tₖ·pₖ) / √((n² − Σ pₖ²)·(n² − Σ tₖ²)), and 0 where that is 0/0. Of two classes it is
 * (tp·tn − fp·fn) / √((tp + fp)·(tp + fn)·(tn + fp)·(tn + fn)).
 *
 * @param targets labels [rows], as strings or numbers, or a Tensor of class numbers, one-hot rows or probabilities
 * @param predictions likewise
 * @param options `sampleWeight`: one number >= 0 for each row, default ones
 * @throws ShapeError if the lengths differ; ArgumentError if there are none, or for what is no label
 * Peers: scikit-learn's matthews_corrcoef.
 * @see B. W. Matthews, Biochimica et Biophysica Acta 405 (1975); J. Gorodkin, Computational Biology and Chemistry 28
 * (2004), for more than two classes
 * @example
 * matthewsCorrcoef([1, 1, 1, 0], [1, 0, 1, 1]); // -0.3333333333333333
 */
export function matthewsCorrcoef(
  targets: Labels,
  predictions: Labels,
  options: { readonly sampleWeight?: RowWeights } = {},
): number {
  const who = 'matthewsCorrcoef';
  const { sampleWeight } = readOptions(who, { sampleWeight: undefined as RowWeights | undefined }, options);
  const { matrix } = countPairs(who, targets, predictions, { labels: undefined, sampleWeight });
  const t = matrix.map((row) => sum(row));
  const p = columnSums(matrix);
  const n = sum(p);
  const c = matrix.reduce((right, row, k) => right + row[k], 0);
  const dot = (a: readonly number[], b: readonly number[]) =>
    a.reduce((total, ak, k) => total + ak * b[k], 0);
  const spread = (n * n - dot(p, p)) * (n * n - dot(t, t));
  return spread === 0 ? 0 : (c * n - dot(t, p)) / Math.sqrt(spread);
}
