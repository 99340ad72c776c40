/**
 * The calibration curve: whether of the rows that were given 70 % some 70 % are positive.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import { oneOf, readOptions, wholeNumber } from '../options.ts';
import { sampleQuantile } from '../random/index.ts';
import type { TensorLike } from '../tensor/index.ts';
import { type Label, type Labels, sortedLabels } from './shared/labels.ts';
import { readProbabilities } from './shared/probabilities.ts';
import { oneColumn, positiveLabel, positivesOf, readTargets } from './shared/scores.ts';

/** The points of a calibration curve, one for each bin that holds rows. */
export interface CalibrationCurve {
  /** The share of the bin's rows that are positive. */
  readonly probTrue: readonly number[];
  /** The mean probability that the bin's rows were given, rising. */
  readonly probPred: readonly number[];
}

/**
 * Sorts the rows by their probability into bins, and compares in each the share of positive rows with the mean
 * probability. Of a well-calibrated model both are about equal.
 *
 * A probability on the edge of two bins belongs to the lower one. Bins without a row are left out.
 *
 * @param targets labels [rows], two at most, or a Tensor [rows, 1] of 0 and 1 as LabelBinarizer gives
 * @param probabilities [rows] or [rows, 1] from 0 to 1, of the positive label
 * @param options `posLabel`, the positive label, by default 1 where the targets are 0 and 1, or -1 and 1; `nBins`, by
 * default 5; `strategy`, by default 'uniform', bins of equal width; 'quantile', bins of about as many rows each
 * @throws ShapeError if lengths differ or there are several columns; ArgumentError for probabilities out of range, for more
 * labels than two, and if it is not clear which is positive
 * Peers: scikit-learn's calibration_curve.
 * @see A. Niculescu-Mizil, R. Caruana (2005), Predicting good probabilities with supervised learning, ICML, section 4
 * @example
 * const { probTrue, probPred } = calibrationCurve([0, 0, 1, 0, 1, 1], [0.125, 0.25, 0.375, 0.625, 0.75, 1], { nBins: 2 });
 * probTrue; // [0.3333333333333333, 0.6666666666666666]
 * probPred; // [0.25, 0.7916666666666666]
 */
export function calibrationCurve(
  targets: Labels,
  probabilities: TensorLike,
  options: {
    readonly posLabel?: Label;
    readonly nBins?: number;
    readonly strategy?: 'uniform' | 'quantile';
  } = {},
): CalibrationCurve {
  const who = 'calibrationCurve';
  const defaults = {
    posLabel: undefined as Label | undefined,
    nBins: 5,
    strategy: 'uniform' as 'uniform' | 'quantile',
  };
  const given = readOptions(who, defaults, options);
  const bins = wholeNumber(who, 'nBins', given.nBins);
  const strategy = oneOf(who, 'strategy', given.strategy, ['uniform', 'quantile']);
  const { labels } = readTargets(who, targets);
  const read = readProbabilities(who, probabilities, labels.length);
  const p = oneColumn(who, 'probabilities', read);
  const present = sortedLabels(labels);
  if (present.length > 2) {
    const problem = 'there are more than two classes';
    throw new ArgumentError(
      complain({ who, problem, expected: 'targets of two labels', received: show(present) }),
    );
  }
  const positive = positivesOf(labels, positiveLabel(who, labels, given.posLabel));
  const edges = strategy === 'uniform' ? uniformEdges(bins) : quantileEdges(p, bins);
  const [rows, truths, sums] = [0, 1, 2].map(() => new Array<number>(bins).fill(0));
  for (let i = 0; i < p.length; i++) {
    const bin = edges.filter((edge) => edge < p[i]).length;
    rows[bin] += 1;
    truths[bin] += positive[i];
    sums[bin] += p[i];
  }
  const filled = Array.from(rows.keys()).filter((bin) => rows[bin] > 0);
  return {
    probTrue: filled.map((bin) => truths[bin] / rows[bin]),
    probPred: filled.map((bin) => sums[bin] / rows[bin]),
  };
}

/** The inner edges of bins of equal width: i / bins, rounded as NumPy's linspace does. */
function uniformEdges(bins: number): number[] {
  return Array.from({ length: bins - 1 }, (_, i) => (i + 1) * (1 / bins));
}

/** The inner edges of bins of as many rows each: quantiles. */
function quantileEdges(values: ArrayLike<number>, bins: number): number[] {
  const sorted = Float64Array.from(values).sort();
  // a percentage on its way, which may round
  return uniformEdges(bins).map((share) => sampleQuantile(sorted, (share * 100) / 100));
}
