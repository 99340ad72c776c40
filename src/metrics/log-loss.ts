/**
 * The log loss of probabilities: cross-entropy, from targets and predictions.
 */
import { flag, readOptions } from '../options.ts';
import type { TensorLike } from '../tensor/index.ts';
import type { Labels } from './shared/labels.ts';
import { epsilonOf, readClassProbabilities } from './shared/probabilities.ts';
import { type RowWeights, readWeights } from './shared/weights.ts';

/**
 * The mean of -ln p, where p is the probability that the row's own class was given: 0 is best.
 *
 * p is kept within [ε, 1 - ε], so that a class that was given probability 0 costs much and not Infinity; ε is 2⁻²³ for
 * Float32 and 2⁻⁵² for Float64 and plain arrays. Rows need not sum to 1; they are taken as they are.
 *
 * @param targets labels [rows], or a Tensor [rows, 1] of 0 and 1 as LabelBinarizer gives, or of one-hot rows
 * @param probabilities from 0 to 1: [rows] or [rows, 1], of the second of two classes, or [rows, classes], columns in the
 * sorted order of the labels
 * @param options `normalize`, by default true; false gives the sum in place of the mean; `sampleWeight` [rows], by
 * default ones; `labels`, all classes in sorted order, where the targets lack one
 * @throws ShapeError if rows or columns do not fit; ArgumentError for probabilities out of range, for a single class,
 * for `labels` that are not sorted or lack a target, and if all weights are 0
 * Peers: scikit-learn's log_loss, which sorts `labels` with a warning. Keras's cross-entropies keep p within
 * [1e-7, 1 - 1e-7].
 * @example
 * logLoss(['ham', 'spam', 'spam', 'ham'], [0.1, 0.9, 0.8, 0.35]); // 0.21616187468057912
 */
export function logLoss(
  targets: Labels,
  probabilities: TensorLike,
  options: {
    readonly normalize?: boolean;
    readonly sampleWeight?: RowWeights;
    readonly labels?: Labels;
  } = {},
): number {
  const who = 'logLoss';
  const defaults = {
    normalize: true,
    sampleWeight: undefined as RowWeights | undefined,
    labels: undefined as Labels | undefined,
  };
  const given = readOptions(who, defaults, options);
  flag(who, 'normalize', given.normalize);
  const { codes, probabilities: read } = readClassProbabilities(who, targets, probabilities, given.labels);
  const weights = readWeights(who, given.sampleWeight, codes.length);
  const epsilon = epsilonOf(probabilities);
  const classes = read.shape[1];
  let sum = 0;
  let total = 0;
  for (let row = 0; row < codes.length; row++) {
    const p = Math.min(Math.max(read.data[row * classes + codes[row]], epsilon), 1 - epsilon);
    sum -= weights[row] * Math.log(p);
    total += weights[row];
  }
  return given.normalize ? sum / total : sum;
}
