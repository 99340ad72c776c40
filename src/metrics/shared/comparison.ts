/**
 * What a score compares: two lists with a label for each row, or two matrices that mark the labels of each row.
 */
import { ArgumentError, complain, ShapeError, show } from '../../errors.ts';
import { flag } from '../../options.ts';
import { formatShape, type Tensor, toTensor } from '../../tensor/index.ts';
import { type Label, type Labels, readLabels, readPair, sortedLabels } from './labels.ts';

/** Rows that may have several labels each: [rows, labels] of 0 and 1. */
export type LabelSets = readonly ArrayLike<number>[] | Tensor;

/** A label for each row, in targets and in predictions. */
export interface LabelPairs {
  readonly multilabel: false;
  readonly rows: number;
  /** All labels that occur, sorted. */
  readonly present: readonly Label[];
  readonly targets: readonly Label[];
  readonly predictions: readonly Label[];
}

/** 0 or 1 for each row and label, in targets and in predictions. Shapes: [rows, labels]. */
export interface LabelSetPairs {
  readonly multilabel: true;
  readonly rows: number;
  /** The numbers of the columns. */
  readonly present: readonly Label[];
  readonly targets: Tensor;
  readonly predictions: Tensor;
}

/** Targets and predictions of one form. */
export type Comparison = LabelPairs | LabelSetPairs;

/**
 * Targets and predictions as labels, or with `multilabel` as matrices of 0 and 1.
 *
 * @throws ShapeError if sizes differ; ArgumentError for no rows, labels of different kinds, and what is no label
 */
export function readComparison(
  who: string,
  targets: Labels | LabelSets,
  predictions: Labels | LabelSets,
  multilabel: boolean,
): Comparison {
  if (flag(who, 'multilabel', multilabel)) return readSets(who, targets, predictions);
  const pairs = readPair(who, targets as Labels, predictions as Labels);
  return {
    multilabel: false,
    rows: pairs.length,
    present: sortedLabels(pairs.flat()),
    targets: pairs.map(([target]) => target),
    predictions: pairs.map(([, prediction]) => prediction),
  };
}

function readSets(who: string, targets: unknown, predictions: unknown): LabelSetPairs {
  const wanted = readLabelSets(who, 'targets', targets);
  const given = readLabelSets(who, 'predictions', predictions);
  const [rows, columns] = wanted.shape;
  if (rows !== given.shape[0] || columns !== given.shape[1]) {
    const expected = `predictions ${formatShape(wanted.shape)}, as the targets`;
    const received = formatShape(given.shape);
    throw new ShapeError(complain({ who, problem: 'shapes differ', expected, received }));
  }
  const present = Array.from({ length: columns }, (_, column) => column);
  return { multilabel: true, rows, present, targets: wanted, predictions: given };
}

/** Which labels each row has: a matrix of 0 and 1. @throws ShapeError, ArgumentError */
export function readLabelSets(who: string, name: string, values: unknown): Tensor {
  const marks = toTensor(who, name, values, { dtype: 'float64' });
  const expected = 'rows of 0 and 1, a column for each label';
  if (marks.shape.length !== 2 || marks.size === 0) {
    const problem = `${name} are no matrix of labels`;
    throw new ShapeError(complain({ who, problem, expected, received: `shape ${formatShape(marks.shape)}` }));
  }
  const bad = marks.data.findIndex((value) => value !== 0 && value !== 1);
  if (bad < 0) return marks;
  const [row, column] = [Math.floor(bad / marks.shape[1]), bad % marks.shape[1]];
  const problem = `${name}[${row}][${column}] is not 0 or 1`;
  const order = name === 'targets' ? 'Targets come first. ' : '';
  const help = `${order}Probabilities become labels by a threshold: p > 0.5 ? 1 : 0.`;
  throw new ArgumentError(complain({ who, problem, expected, received: show(marks.data[bad]), help }));
}

/** Whether the prediction of a row is its target, in every label of it. */
export function isRight(comparison: Comparison, row: number): boolean {
  if (!comparison.multilabel) return comparison.targets[row] === comparison.predictions[row];
  const { targets, predictions, present } = comparison;
  for (let i = row * present.length; i < (row + 1) * present.length; i++) {
    if (targets.data[i] !== predictions.data[i]) return false;
  }
  return true;
}

/**
 * The labels that were asked for.
 *
 * @returns undefined where none were
 * @throws ArgumentError for none, for labels of another kind, and for columns that there are not
 */
export function readChosen(
  who: string,
  labels: readonly Label[] | undefined,
  comparison: Comparison,
): readonly Label[] | undefined {
  if (labels === undefined) return undefined;
  const chosen = readLabels(who, 'labels', labels);
  if (chosen.length === 0) {
    throw new ArgumentError(complain({ who, problem: 'labels are none', expected: 'one at least' }));
  }
  const { multilabel, present } = comparison;
  const kind = typeof present[0];
  const wrong = chosen.find((label) => (multilabel ? !present.includes(label) : typeof label !== kind));
  if (wrong === undefined) return chosen;
  const expected = multilabel ? `columns from 0 to ${present.length - 1}` : `${kind}s, as the targets are`;
  throw new ArgumentError(
    complain({ who, problem: 'labels do not fit the targets', expected, received: show(wrong) }),
  );
}
