/**
 * Accuracy in which every class counts the same, however many rows it has.
 */
import { flag, readOptions } from '../options.ts';
import { countPairs } from './confusion-matrix.ts';
import type { Labels } from './shared/labels.ts';
import { mean, sum } from './shared/sum.ts';
import type { RowWeights } from './shared/weights.ts';

/**
 * Mean over the true classes of the share of their rows that is right, 0 to 1: the mean recall.
 *
 * @param targets labels [rows], as strings or numbers, or a Tensor of class numbers, one-hot rows or probabilities
 * @param predictions likewise; classes that are no target have no share
 * @param options `sampleWeight`: one number >= 0 for each row, default ones; `adjusted`: whether guessing is to give 0
 * and all right 1, which is (b − 1/k) / (1 − 1/k) of k classes, default false
 * @returns if adjusted and there is one true class alone, NaN where all is right, else −∞
 * @throws ShapeError if the lengths differ; ArgumentError if there are none, or for what is no label
 * Peers: scikit-learn's balanced_accuracy_score.
 * @example
 * balancedAccuracyScore([0, 0, 0, 1], [0, 0, 0, 0]); // 0.5
 * balancedAccuracyScore([0, 0, 0, 1], [0, 0, 0, 0], { adjusted: true }); // 0
 */
export function balancedAccuracyScore(
  targets: Labels,
  predictions: Labels,
  options: { readonly sampleWeight?: RowWeights; readonly adjusted?: boolean } = {},
): number {
  const who = 'balancedAccuracyScore';
  const defaults = { sampleWeight: undefined as RowWeights | undefined, adjusted: false };
  const { sampleWeight, adjusted } = readOptions(who, defaults, options);
  const { matrix } = countPairs(who, targets, predictions, { labels: undefined, sampleWeight });
  const recalls = matrix.map((row, i) => row[i] / sum(row)).filter((recall) => !Number.isNaN(recall));
  const balanced = mean(recalls);
  const chance = 1 / recalls.length;
  return flag(who, 'adjusted', adjusted) ? (balanced - chance) / (1 - chance) : balanced;
}
