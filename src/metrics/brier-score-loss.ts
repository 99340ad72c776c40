/**
 * The Brier score: the mean squared error of probabilities.
 */
import { flag, readOptions } from '../options.ts';
import { ArgumentError, complain, show } from '../errors.ts';
import type { TensorLike } from '../tensor/index.ts';
import { type Label, type Labels, sortedLabels } from './shared/labels.ts';
import {
  binaryProbabilities,
  type ClassProbabilities,
  readClassProbabilities,
  readProbabilities,
} from './shared/probabilities.ts';
import { columnsOf, positiveLabel, readTargets } from './shared/scores.ts';
import { type RowWeights, readWeights } from './shared/weights.ts';

/** What `brierScoreLoss` is told. */
export interface BrierOptions {
  /** How much each row counts, default 1 each. */
  readonly sampleWeight?: RowWeights;
  /** For one column: the label whose probability it is, by default 1, true, or the larger of two numbers. */
  readonly posLabel?: Label;
  /** For several columns: all classes in sorted order, where the targets lack one. */
  readonly labels?: Labels;
  /** Whether the sum over the classes is halved, so that it ends at 1: default 'auto', for two classes. */
  readonly scaleByHalf?: boolean | 'auto';
}

const DEFAULTS = {
  sampleWeight: undefined as RowWeights | undefined,
  posLabel: undefined as Label | undefined,
  labels: undefined as Labels | undefined,
  scaleByHalf: 'auto' as boolean | 'auto',
};

/**
 * The mean over the rows of Σ (y - p)² over the classes, y being 1 for the row's own class and else 0; of two classes half
 * of that, which is (y - p)² of the positive one. 0 is best.
 *
 * @param targets labels [rows], or a Tensor [rows, 1] of 0 and 1 as LabelBinarizer gives, or of one-hot rows
 * @param probabilities from 0 to 1: [rows] or [rows, 1], of the positive label, or [rows, classes], columns in the sorted
 * order of the labels
 * @throws ShapeError if rows or columns do not fit; ArgumentError for probabilities out of range, for names without
 * `posLabel` or three classes with one column, for a single class with several, and if all weights are 0
 * Peers: scikit-learn's brier_score_loss.
 * @see G. Brier (1950), Verification of forecasts expressed in terms of probability, Monthly Weather Review 78
 * @example
 * brierScoreLoss([0, 1, 1, 0], [0.125, 0.875, 0.75, 0.375]); // 0.05859375
 */
export function brierScoreLoss(
  targets: Labels,
  probabilities: TensorLike,
  options: BrierOptions = {},
): number {
  const who = 'brierScoreLoss';
  const given = readOptions(who, DEFAULTS, options);
  if (given.scaleByHalf !== 'auto') flag(who, 'scaleByHalf', given.scaleByHalf);
  const { labels } = readTargets(who, targets);
  const column = readProbabilities(who, probabilities, labels.length);
  const read: ClassProbabilities =
    columnsOf(column) === 1
      ? binaryProbabilities(who, labels, positiveOf(who, labels, given.posLabel), column)
      : readClassProbabilities(who, targets, probabilities, given.labels);
  const weights = readWeights(who, given.sampleWeight, labels.length);
  const { data, shape } = read.probabilities;
  const classes = shape[1];
  let sum = 0;
  let total = 0;
  for (let row = 0; row < shape[0]; row++) {
    let error = 0;
    for (let j = 0; j < classes; j++)
      error += ((read.codes[row] === j ? 1 : 0) - data[row * classes + j]) ** 2;
    sum += weights[row] * error;
    total += weights[row];
  }
  const halved = given.scaleByHalf === 'auto' ? classes < 3 : given.scaleByHalf;
  return (sum / total) * (halved ? 0.5 : 1);
}

/** The positive label; of numbers such as 1 and 2 the larger. @throws ArgumentError for three labels, and for names */
function positiveOf(who: string, labels: readonly Label[], posLabel: Label | undefined): Label {
  const present = sortedLabels(labels);
  if (present.length > 2) {
    const problem = 'one column of probabilities is for two classes';
    const expected = `probabilities [rows, ${present.length}] for the classes ${show(present)}`;
    throw new ArgumentError(complain({ who, problem, expected }));
  }
  const isUsual = present.every((label) => label === 0 || label === 1) || present.every(isSign);
  if (posLabel === undefined && typeof present[0] === 'number' && !isUsual)
    return present[present.length - 1];
  return positiveLabel(who, labels, posLabel);
}

const isSign = (label: Label) => label === -1 || label === 1;
