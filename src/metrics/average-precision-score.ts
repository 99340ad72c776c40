/**
 * Average precision: one number for a precision-recall curve.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import { flag, oneOf, readOptions } from '../options.ts';
import type { TensorLike } from '../tensor/index.ts';
import { countAtThresholds, precisionRecallOf } from './curves.ts';
import {
  type AveragedColumns,
  averageClasses,
  averageLabels,
  COLUMN_AVERAGES,
  type ColumnAverage,
} from './shared/column-averages.ts';
import { type Label, type Labels, sortedLabels } from './shared/labels.ts';
import {
  type BinaryOptions,
  type BinaryRows,
  oneColumn,
  positiveLabel,
  positivesOf,
  readScores,
  readTargets,
} from './shared/scores.ts';
import { type RowWeights, readWeights } from './shared/weights.ts';

/** What `averagePrecisionScore` is told. */
export interface AveragePrecisionOptions<A extends ColumnAverage = ColumnAverage> extends BinaryOptions {
  /** How several classes or labels become one number, default 'macro'. Two classes need none. */
  readonly average?: A;
  /** Whether a row may have several labels: then targets are [rows, labels] of 0 and 1. Default false. */
  readonly multilabel?: boolean;
}

const DEFAULTS = {
  average: 'macro' as ColumnAverage,
  posLabel: undefined as Label | undefined,
  sampleWeight: undefined as RowWeights | undefined,
  multilabel: false,
};

/**
 * AP = Σ (Rₙ - Rₙ₋₁) · Pₙ over the thresholds: the mean of the precisions P, weighted by what each adds to the recall R.
 *
 * Two numbers are called "AUC-PR". This one has steps between the points of the curve: for the four rows of the example
 * it is 0.8333. `auc(recall, precision)` draws straight lines between them, which no classifier could follow, and
 * is 0.7917. Without a positive row it is 0.
 *
 * @param targets labels [rows], or a Tensor [rows, 1] of 0 and 1 as LabelBinarizer gives, or of one-hot rows; with
 * `multilabel` [rows, labels] of 0 and 1
 * @param scores two classes: [rows] or [rows, 1]; more: [rows, classes], columns in the sorted order of the labels, each
 * class against the rest; `multilabel`: [rows, labels]
 * @param options `posLabel`, for two classes, by default 1, or true; `average`; `sampleWeight`; `multilabel`
 * @throws ShapeError if rows or columns do not fit; ArgumentError for scores that are not finite, for two labels of which
 * neither is `posLabel`, and for `posLabel` with more classes
 * Peers: scikit-learn's average_precision_score; Keras's AUC with curve 'PR' takes 200 thresholds and is approximate.
 * @see J. Davis, M. Goadrich (2006), The relationship between precision-recall and ROC curves, ICML
 * @example
 * averagePrecisionScore([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // 0.8333333333333333
 * const { precision, recall } = precisionRecallCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]);
 * auc(recall, precision); // 0.7916666666666666
 */
export function averagePrecisionScore<A extends ColumnAverage = 'macro'>(
  targets: TensorLike | Labels,
  scores: TensorLike,
  options: AveragePrecisionOptions<A> = {},
): AveragedColumns<A> {
  const given = readOptions('averagePrecisionScore', DEFAULTS, options as AveragePrecisionOptions);
  return score(targets, scores, given) as AveragedColumns<A>;
}

function score(targets: TensorLike | Labels, scores: TensorLike, given: typeof DEFAULTS): number | number[] {
  const who = 'averagePrecisionScore';
  if (given.average !== null) oneOf(who, 'average', given.average, COLUMN_AVERAGES);

  if (flag(who, 'multilabel', given.multilabel)) {
    requireOne(who, given.posLabel);
    return averageLabels(who, averagePrecision, targets, scores, given);
  }
  const { labels, classes } = readTargets(who, targets as Labels);
  const rows = labels.length;
  const read = readScores(who, 'scores', scores, rows);
  const weights = readWeights(who, given.sampleWeight, rows);
  const present = sortedLabels(labels);
  if (present.length > 2 || (classes !== undefined && classes.length > 2)) {
    requireOne(who, given.posLabel);
    return averageClasses(who, averagePrecision, labels, classes ?? present, read, weights, given.average);
  }
  const standard = typeof present[0] === 'number' ? 1 : undefined;
  const posLabel = positiveLabel(who, labels, given.posLabel ?? standard);
  if (present.length === 2 && !present.includes(posLabel)) {
    const problem = 'posLabel is not among the targets';
    const expected = `one of ${present.map(show).join(', ')}`;
    throw new ArgumentError(complain({ who, problem, expected, received: show(posLabel) }));
  }
  const column = oneColumn(who, 'scores', read);
  return averagePrecision({ positive: positivesOf(labels, posLabel), scores: column, weights });
}

/** AP of one column. */
function averagePrecision(rows: BinaryRows): number {
  const { precision, recall } = precisionRecallOf(countAtThresholds(rows), false);
  let sum = 0;
  for (let i = 0; i + 1 < recall.length; i++) sum += (recall[i] - recall[i + 1]) * precision[i];
  return sum;
}

/** Every column has a positive label of its own. @throws ArgumentError for a posLabel other than 1 */
function requireOne(who: string, posLabel: Label | undefined): void {
  if (posLabel === undefined || posLabel === 1) return;
  const problem = 'posLabel is for two classes';
  const help =
    'Each column is scored with its own class as the positive one; average: null gives all results.';
  throw new ArgumentError(
    complain({ who, problem, expected: 'no posLabel', received: show(posLabel), help }),
  );
}
