/**
 * The area under the ROC curve, from targets and scores.
 */
import { ArgumentError, complain } from '../errors.ts';
import { flag, number, oneOf, readOptions } from '../options.ts';
import type { Tensor, TensorLike } from '../tensor/index.ts';
import { countAtThresholds, rocOf, trapezoids } from './curves.ts';
import {
  type AveragedColumns,
  averageClasses,
  averageLabels,
  COLUMN_AVERAGES,
  type ColumnAverage,
} from './shared/column-averages.ts';
import { type Labels, sortedLabels } from './shared/labels.ts';
import {
  type BinaryRows,
  codesOf,
  columnsOf,
  oneColumn,
  positivesOf,
  readClasses,
  readScores,
  readTargets,
  requireColumns,
  type Targets,
} from './shared/scores.ts';
import { type RowWeights, readWeights } from './shared/weights.ts';

/** What `rocAucScore` is told. */
export interface RocAucOptions<A extends ColumnAverage = ColumnAverage> {
  /** How several classes or labels become one number, default 'macro'. Two classes need none. */
  readonly average?: A;
  /** How much each row counts, default 1 each. */
  readonly sampleWeight?: RowWeights;
  /** Only the part of the curve up to this false positive rate, > 0 and <= 1, standardized by McClish; default all. */
  readonly maxFpr?: number | null;
  /** Three and more classes: 'ovr' each against the rest, 'ovo' each against each. Default 'raise': say which. */
  readonly multiClass?: 'raise' | 'ovr' | 'ovo';
  /** All classes in sorted order, where the targets lack one. */
  readonly labels?: Labels;
  /** Whether a row may have several labels: then targets are [rows, labels] of 0 and 1. Default false. */
  readonly multilabel?: boolean;
}

const DEFAULTS = {
  average: 'macro' as ColumnAverage,
  sampleWeight: undefined as RowWeights | undefined,
  maxFpr: null as number | null,
  multiClass: 'raise' as 'raise' | 'ovr' | 'ovo',
  labels: undefined as Labels | undefined,
  multilabel: false,
};

/**
 * The probability that a positive row has a higher score than a negative one, equal scores counting half: the area under
 * `rocCurve`. Of two classes the larger label is the positive one. NaN where the targets have one class only.
 *
 * With `maxFpr` m the area A up to there is standardized: ½ · (1 + (A - m²/2) / (m - m²/2)), so that ½ is chance and 1
 * is best (McClish).
 *
 * @param targets labels [rows], or a Tensor [rows, 1] of 0 and 1 as LabelBinarizer gives, or of one-hot rows; with
 * `multilabel` [rows, labels] of 0 and 1
 * @param scores two classes: [rows] or [rows, 1]; more: probabilities [rows, classes], columns in the sorted order of the
 * labels, rows of sum 1; `multilabel`: [rows, labels]
 * @throws ShapeError if rows or columns do not fit; ArgumentError for scores that are not finite, for rows of several
 * classes that do not sum to 1, if all weights are 0, and for options that do not go together: 'ovo' takes no weights and
 * no average but 'macro' and 'weighted'; 'samples' is for `multilabel`; `maxFpr` is for two classes and `multilabel`
 * Peers: scikit-learn's roc_auc_score; Keras's AUC takes 200 thresholds and is approximate.
 * @see J. Hanley, B. McNeil (1982), Radiology 143; D. McClish (1989), Medical Decision Making 9; D. Hand, R. Till (2001),
 * Machine Learning 45, for 'ovo'
 * @example
 * rocAucScore([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // 0.75
 */
export function rocAucScore<A extends ColumnAverage = 'macro'>(
  targets: TensorLike | Labels,
  scores: TensorLike,
  options: RocAucOptions<A> = {},
): AveragedColumns<A> {
  const given = readOptions('rocAucScore', DEFAULTS, options as RocAucOptions);
  return score(targets, scores, given) as AveragedColumns<A>;
}

function score(targets: TensorLike | Labels, scores: TensorLike, given: typeof DEFAULTS): number | number[] {
  const who = 'rocAucScore';
  if (given.average !== null) oneOf(who, 'average', given.average, COLUMN_AVERAGES);
  if (given.maxFpr !== null) number(who, 'maxFpr', given.maxFpr, { above: 0, max: 1 });
  oneOf(who, 'multiClass', given.multiClass, ['raise', 'ovr', 'ovo']);
  const area = (rows: BinaryRows) => areaOf(rows, given.maxFpr ?? 1);

  if (flag(who, 'multilabel', given.multilabel)) {
    return averageLabels(who, area, targets, scores, given);
  }
  const read = readTargets(who, targets as Labels);
  const values = readScores(who, 'scores', scores, read.labels.length);
  const present = sortedLabels(read.labels);
  if (present.length > 2 || columnsOf(values) > 2) return ofClasses(who, read, values, given);
  const positive = positivesOf(read.labels, present[1] ?? present[0]);
  const weights = readWeights(who, given.sampleWeight, read.labels.length);
  return area({ positive, scores: oneColumn(who, 'scores', values), weights });
}

/** The area of one column, up to a false positive rate; NaN of one class only. */
function areaOf(rows: BinaryRows, maxFpr: number): number {
  const counts = countAtThresholds(rows);
  const { fpr, tpr } = rocOf(counts, true);
  if (!(fpr[fpr.length - 1] === 1 && tpr[tpr.length - 1] === 1)) return Number.NaN;
  if (maxFpr === 1) return trapezoids(fpr, tpr);
  const stop = fpr.findIndex((rate) => rate > maxFpr);
  const slope = (tpr[stop] - tpr[stop - 1]) / (fpr[stop] - fpr[stop - 1]);
  const end = tpr[stop - 1] + slope * (maxFpr - fpr[stop - 1]);
  const part = trapezoids([...fpr.slice(0, stop), maxFpr], [...tpr.slice(0, stop), end]);
  const least = 0.5 * maxFpr ** 2;
  return 0.5 * (1 + (part - least) / (maxFpr - least));
}

function ofClasses(
  who: string,
  { labels, classes: columns }: Targets,
  scores: Tensor,
  { average, multiClass, ...given }: typeof DEFAULTS,
): number | number[] {
  const refuse = (problem: string, expected: string, help?: string) =>
    new ArgumentError(complain({ who, problem, expected, ...(help === undefined ? {} : { help }) }));
  if (given.maxFpr !== null && given.maxFpr !== 1) {
    throw refuse('maxFpr is for two classes', 'no maxFpr for three or more');
  }
  if (multiClass === 'raise') {
    const help = "multiClass: 'ovr' takes each class against the rest, 'ovo' each against each other.";
    throw refuse('three or more classes have no single ROC curve', "multiClass 'ovr' or 'ovo'", help);
  }
  const sums = Array.from(labels, (_, i) => rowSum(scores, i));
  const bad = sums.findIndex((sum) => !(Math.abs(1 - sum) <= 1e-8 + 1e-5 * Math.abs(sum))); // NumPy's allclose
  if (scores.shape.length === 2 && bad >= 0) {
    const help = 'A softmax makes probabilities of logits.';
    throw refuse(`scores[${bad}] sums to ${sums[bad]}`, 'probabilities: rows of sum 1', help);
  }
  if (average === 'samples') throw refuse("average 'samples' is for multilabel", 'another average');
  if (multiClass === 'ovo' && average !== 'macro' && average !== 'weighted') {
    throw refuse("multiClass 'ovo' has no such average", "average 'macro' or 'weighted'");
  }
  if (multiClass === 'ovo' && given.sampleWeight !== undefined) {
    throw refuse("multiClass 'ovo' takes no sampleWeight", "no sampleWeight, or multiClass 'ovr'");
  }
  const classes =
    given.labels === undefined ? (columns ?? sortedLabels(labels)) : readClasses(who, given.labels, labels);
  if (multiClass === 'ovo') {
    requireColumns(who, 'scores', classes, scores);
    return oneVersusOne(codesOf(labels, classes), scores, average === 'weighted');
  }
  const weights = readWeights(who, given.sampleWeight, labels.length);
  return averageClasses(who, (rows) => areaOf(rows, 1), labels, classes, scores, weights, average);
}

/** The mean over all pairs of classes that occur; each is the mean of two areas, either class being the positive one. */
function oneVersusOne(codes: readonly number[], scores: Tensor, weighted: boolean): number {
  const columns = scores.shape[1];
  const present = [...new Set(codes)].sort((a, b) => a - b);
  let sum = 0;
  let total = 0;
  for (const [place, a] of present.entries()) {
    for (const b of present.slice(place + 1)) {
      const rows = Array.from(codes.keys()).filter((row) => codes[row] === a || codes[row] === b);
      const weights = new Float64Array(rows.length).fill(1);
      const [first, second] = [a, b].map((positive) =>
        areaOf(
          {
            positive: Uint8Array.from(rows, (row) => (codes[row] === positive ? 1 : 0)),
            scores: rows.map((row) => scores.data[row * columns + positive]),
            weights,
          },
          1,
        ),
      );
      const prevalence = weighted ? rows.length / codes.length : 1;
      sum += (prevalence * (first + second)) / 2;
      total += prevalence;
    }
  }
  return sum / total;
}

function rowSum({ data, shape }: Tensor, row: number): number {
  const columns = shape[1] ?? 1;
  let sum = 0;
  for (let j = 0; j < columns; j++) sum += data[row * columns + j];
  return sum;
}
