/**
 * The share of wrong labels, where a row may have several.
 */
import { readOptions } from '../options.ts';
import { isRight, type LabelSets, readComparison } from './shared/comparison.ts';
import type { Labels } from './shared/labels.ts';
import { sum } from './shared/sum.ts';
import { type RowWeights, readWeights } from './shared/weights.ts';

/**
 * Share of the labels that are wrong, 0 to 1: Σ w·(wrong labels of the row) / (Σ w · labels of a row).
 *
 * With one label for each row it is the share of wrong rows, as `zeroOneLoss`.
 *
 * @param targets labels [rows], as strings or numbers, or a Tensor of class numbers, one-hot rows or probabilities
 * @param predictions likewise
 * @param options `sampleWeight`: one number >= 0 for each row, default ones; `multilabel`: whether both sides are
 * [rows, labels] of 0 and 1, default false
 * @throws ShapeError if the sizes differ; ArgumentError if there are none, or for what is no label
 * Peers: scikit-learn's hamming_loss.
 * @example
 * hammingLoss([[0, 1, 1], [1, 0, 1]], [[0, 1, 0], [1, 0, 1]], { multilabel: true }); // 0.16666666666666666
 */
export function hammingLoss(
  targets: Labels | LabelSets,
  predictions: Labels | LabelSets,
  options: { readonly sampleWeight?: RowWeights; readonly multilabel?: boolean } = {},
): number {
  const who = 'hammingLoss';
  const defaults = { sampleWeight: undefined as RowWeights | undefined, multilabel: false };
  const { sampleWeight, multilabel } = readOptions(who, defaults, options);
  const comparison = readComparison(who, targets, predictions, multilabel);
  const weights = readWeights(who, sampleWeight, comparison.rows);
  if (!comparison.multilabel) {
    return sum(weights.map((weight, row) => (isRight(comparison, row) ? 0 : weight))) / sum(weights);
  }
  const { targets: t, predictions: p, present } = comparison;
  let wrong = 0;
  for (let i = 0; i < t.size; i++) {
    if (t.data[i] !== p.data[i]) wrong += weights[Math.floor(i / present.length)];
  }
  return wrong / (sum(weights) * present.length);
}
