/**
 * Cohen's kappa: how far two agree on labels, beyond what they would by chance.
 */
import { number, oneOf, readOptions } from '../options.ts';
import { columnSums, countPairs } from './confusion-matrix.ts';
import type { Label, Labels } from './shared/labels.ts';
import { sum } from './shared/sum.ts';
import type { RowWeights } from './shared/weights.ts';

/** What a disagreement of classes i and j weighs: 1, |i − j| or (i − j)². */
export type KappaWeights = 'linear' | 'quadratic' | null;

/**
 * Agreement of two lists of labels: 1 − (disagreement) / (disagreement expected by chance), at most 1; 0 is chance.
 *
 * With cᵢⱼ the rows that one calls i and the other j: κ = 1 − Σ wᵢⱼ·cᵢⱼ / Σ wᵢⱼ·(Σⱼcᵢⱼ·Σᵢcᵢⱼ / n).
 *
 * @param targets labels [rows], as strings or numbers, or a Tensor of class numbers, one-hot rows or probabilities
 * @param predictions likewise; the two may change places
 * @param options `labels`: which classes, in which order, default all that occur, sorted; rows of others are left out.
 * `weights`: w of classes at places i and j, null for 1 where they differ (default), 'linear' for |i − j|, 'quadratic'
 * for (i − j)². `sampleWeight`: one number >= 0 for each row, default ones. `replaceUndefinedBy`: what is given where
 * kappa is 0/0, -1 to 1 or NaN, default NaN
 * @throws ShapeError if the lengths differ; ArgumentError if there are none, for what is no label, or if none of `labels`
 * is among the targets
 * Peers: scikit-learn's cohen_kappa_score.
 * @see J. Cohen, Educational and Psychological Measurement 20 (1960)
 * @example
 * cohenKappaScore(['no', 'no', 'no', 'yes'], ['no', 'yes', 'no', 'yes']); // 0.5
 */
export function cohenKappaScore(
  targets: Labels,
  predictions: Labels,
  options: {
    readonly labels?: readonly Label[];
    readonly weights?: KappaWeights;
    readonly sampleWeight?: RowWeights;
    readonly replaceUndefinedBy?: number;
  } = {},
): number {
  const who = 'cohenKappaScore';
  const defaults = {
    labels: undefined as readonly Label[] | undefined,
    weights: null as KappaWeights,
    sampleWeight: undefined as RowWeights | undefined,
    replaceUndefinedBy: Number.NaN,
  };
  const { weights, replaceUndefinedBy: undefinedKappa, ...given } = readOptions(who, defaults, options);
  if (weights !== null) oneOf(who, 'weights', weights, ['linear', 'quadratic']);
  if (!Number.isNaN(undefinedKappa)) {
    number(who, 'replaceUndefinedBy', undefinedKappa, { min: -1, max: 1 });
  }
  const { matrix } = countPairs(who, targets, predictions, given);
  const rows = matrix.map((row) => sum(row));
  const columns = columnSums(matrix);
  const n = sum(columns);
  if (n === 0) return undefinedKappa;

  const seen: number[] = [];
  const expected: number[] = [];
  for (let i = 0; i < rows.length; i++) {
    for (let j = 0; j < columns.length; j++) {
      const w = disagreement(weights, i, j);
      seen.push(w * matrix[i][j]);
      expected.push((w * (rows[i] * columns[j])) / n);
    }
  }
  const chance = sum(expected);
  return chance === 0 ? undefinedKappa : 1 - sum(seen) / chance;
}

function disagreement(weights: KappaWeights, i: number, j: number): number {
  if (weights === 'quadratic') return (i - j) ** 2;
  if (weights === 'linear') return Math.abs(i - j);
  return i === j ? 0 : 1;
}
