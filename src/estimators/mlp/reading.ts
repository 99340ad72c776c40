/**
 * What the perceptrons are given, read: rows, weights of rows, labels and numbers to learn.
 */
import { ArgumentError, complain, ShapeError, show } from '../../errors.ts';
import { type Label, sortedLabels } from '../../labels.ts';
import { type RowWeights, readWeights } from '../../metrics/shared/weights.ts';
import { readOptions } from '../../options.ts';
import { readData } from '../../nn/rows.ts';
import {
  argmaxRow,
  type DType,
  formatShape,
  Parameter,
  Tensor,
  type TensorLike,
  toTensor,
  type TypedArray,
} from '../../tensor/index.ts';

/** The class of each row: labels, or rows of zeros with a single one. */
export type ClassTargets<L extends Label = Label> =
  | readonly L[]
  | (L extends number ? TypedArray | Tensor | readonly (readonly number[])[] : never);

/** Weights of the rows: how much each counts. */
export interface WeightedOptions {
  /** A finite number >= 0 for each row, not all 0; default 1. */
  readonly sampleWeight?: RowWeights;
}

/** The weights among the options; nothing else is. */
export function readWeighted(who: string, options: WeightedOptions): RowWeights | undefined {
  if (Array.isArray(options) || ArrayBuffer.isView(options) || options instanceof Tensor) {
    const help = 'Weights of the rows are an option: { sampleWeight: weights }.';
    throw new ArgumentError(complain({ who, problem: 'the options are a list', help }));
  }
  return readOptions(who, { sampleWeight: undefined as RowWeights | undefined }, options as object)
    .sampleWeight;
}

/** The number format of training: that of a Tensor or of typed numbers with a shape; float64 for arrays, as in NumPy. */
export function dtypeOf(x: unknown): DType {
  if (x instanceof Tensor) return x.dtype;
  if (x instanceof Parameter) return x.value.dtype;
  const data = (x as { readonly data?: unknown } | null | undefined)?.data;
  return data instanceof Float32Array ? 'float32' : 'float64';
}

/**
 * Rows of finite numbers.
 *
 * @param columns how many there must be; null: at least one
 * @throws ShapeError unless x is [rows, columns]; ArgumentError for what is not finite, or is no number
 */
export function readX(who: string, x: TensorLike, dtype: DType, columns: number | null): Tensor {
  const read = readData(who, 'x', x, dtype);
  const { shape } = read;
  if (shape.length === 2 && shape[1] > 0 && (columns === null || shape[1] === columns)) return read;
  const wrongColumns = shape.length === 2 && columns !== null;
  const problem = wrongColumns ? 'x has not the columns that fit saw' : 'x is not one row for each sample';
  const help =
    shape.length === 1
      ? 'One sample is a row too: [x] in place of x; a single column is x.map((value) => [value]).'
      : shape.length > 2
        ? 'An image becomes a row by tensor(x, { shape: [rows, pixels] }).'
        : undefined;
  throw new ShapeError(
    complain({
      who,
      problem,
      expected: `x [rows, ${columns ?? 'columns'}]`,
      received: formatShape(shape),
      ...(help === undefined ? {} : { help }),
    }),
  );
}

/** Weights of the rows, in the format of training; null where none are given. */
export function readRowWeights(
  who: string,
  weights: RowWeights | undefined,
  rows: number,
  dtype: DType,
): Tensor | null {
  if (weights === undefined) return null;
  return toTensor(who, 'sampleWeight', readWeights(who, weights, rows), { dtype });
}

/** One thing for each row. @throws ShapeError */
function checkRowCount(who: string, name: string, count: number, rows: number): void {
  if (count === rows) return;
  const problem = `x and ${name} differ in rows`;
  throw new ShapeError(complain({ who, problem, expected: `${rows} rows of ${name}`, received: `${count}` }));
}

/** Numbers to learn, [rows, outputs]: one column of a list. @throws as `readX`, and ArgumentError for names */
export function readNumbers(who: string, t: TensorLike, rows: number, dtype: DType): Tensor {
  let first: unknown = t;
  while (Array.isArray(first)) first = first[0];
  if (typeof first === 'string' || typeof first === 'boolean') {
    const help = 'MLPClassifier learns labels.';
    throw new ArgumentError(
      complain({ who, problem: 't holds labels', expected: 'numbers', received: show(first), help }),
    );
  }
  const read = readData(who, 't', t, dtype);
  const shape = read.shape.length === 1 ? [read.shape[0], 1] : read.shape;
  if (shape.length !== 2 || shape[1] === 0) {
    const received = formatShape(read.shape);
    const problem = 't is not one number, or one row of them, for each sample';
    throw new ShapeError(complain({ who, problem, expected: 't [rows] or [rows, outputs]', received }));
  }
  checkRowCount(who, 't', shape[0], rows);
  return read.shape.length === 1 ? new Tensor(read.data, shape) : read;
}

/** The labels of rows, and the classes there are of them: those that occur, or all columns of one-hot rows. */
export interface ReadLabels {
  readonly labels: readonly Label[];
  readonly classes: readonly Label[];
  /** Whether t has a column for each class, so that there are no others. */
  readonly complete: boolean;
}

/**
 * One label for each row.
 *
 * @throws ArgumentError for labels of several kinds, numbers that are not whole, and rows that are not one-hot
 */
export function readClasses(who: string, t: unknown, rows: number): ReadLabels {
  const read = readLabels(who, t);
  checkRowCount(who, 't', read.labels.length, rows);
  return read;
}

function readLabels(who: string, t: unknown): ReadLabels {
  if (t === undefined || t === null) {
    const expected = 'a label for each row';
    throw new ArgumentError(complain({ who, problem: 't is missing', expected, received: show(t) }));
  }
  if (Array.isArray(t) && !Array.isArray(t[0]) && !ArrayBuffer.isView(t[0])) {
    checkLabels(who, t);
    return { labels: t, classes: sortedLabels(t as readonly Label[]), complete: false };
  }
  const { data, shape } = toTensor(who, 't', t, { dtype: 'float64' });
  if (shape.length === 1 || (shape.length === 2 && shape[1] === 1)) {
    const labels = Array.from(data);
    checkLabels(who, labels);
    return { labels, classes: sortedLabels(labels), complete: false };
  }
  if (shape.length !== 2) {
    const expected = 't [rows], or one-hot rows [rows, classes]';
    throw new ShapeError(
      complain({ who, problem: 't is not one label for each row', expected, received: formatShape(shape) }),
    );
  }
  return readOneHot(who, new Tensor(data, shape));
}

function readOneHot(who: string, t: Tensor): ReadLabels {
  const [rows, columns] = t.shape;
  for (let i = 0; i < rows; i++) {
    const row = t.data.subarray(i * columns, (i + 1) * columns);
    if (
      row.every((value) => value === 0 || value === 1) &&
      row.indexOf(1) >= 0 &&
      row.indexOf(1) === row.lastIndexOf(1)
    )
      continue;
    throw new ArgumentError(
      complain({
        who,
        problem: `row ${i} of t is not one-hot`,
        expected: 'zeros and a single one',
        received: show(Array.from(row)),
        help: 'For rows that may have several labels, or none, set multilabel: true.',
      }),
    );
  }
  const labels = Array.from({ length: rows }, (_, row) => argmaxRow(t, row));
  return { labels, classes: Array.from({ length: columns }, (_, j) => j), complete: true };
}

/** That all are of one kind, and numbers whole. */
export function checkLabels(who: string, labels: readonly unknown[], name = 't'): void {
  if (labels.length === 0) throw new ArgumentError(complain({ who, problem: `${name} is empty` }));
  const kind = typeof labels[0];
  const known = ['string', 'number', 'boolean'].includes(kind);
  const wrong = labels.findIndex(
    (label) => !known || typeof label !== kind || (kind === 'number' && !Number.isInteger(label)),
  );
  if (wrong < 0) return;
  const label = labels[wrong];
  const fraction = kind === 'number' && typeof label === 'number';
  throw new ArgumentError(
    complain({
      who,
      problem: `${name}[${wrong}] is no label`,
      expected: fraction
        ? 'a whole number'
        : known
          ? `a ${kind}, as ${name}[0] is one`
          : 'a string, number or boolean',
      received: show(label),
      ...(fraction && Number.isFinite(label) ? { help: 'MLPRegressor learns numbers of any kind.' } : {}),
    }),
  );
}

/** Zeros and ones, [rows, labels]: which labels each row has. @throws ArgumentError for other numbers */
export function readIndicators(who: string, t: unknown, dtype: DType, rows: number): Tensor {
  const read = toTensor(who, 't', t, { dtype });
  if (read.shape.length !== 2 || read.shape[1] === 0) {
    const received = formatShape(read.shape);
    const problem = 't has no column for each label';
    const help = 'Without multilabel: true, t may be a label for each row.';
    throw new ShapeError(complain({ who, problem, expected: 't [rows, labels]', received, help }));
  }
  checkRowCount(who, 't', read.shape[0], rows);
  const wrong = read.data.findIndex((value) => value !== 0 && value !== 1);
  if (wrong < 0) return read;
  const place = `row ${Math.floor(wrong / read.shape[1])}, column ${wrong % read.shape[1]}`;
  throw new ArgumentError(
    complain({
      who,
      problem: `${place} of t is not usable`,
      expected: '0 or 1',
      received: show(read.data[wrong]),
    }),
  );
}
