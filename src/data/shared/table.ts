/**
 * Tables as scalers and encoders read them: one row for each sample, worked on in double precision.
 */
import { ArgumentError, complain, ShapeError, StateError } from '../../errors.ts';
import {
  type DType,
  firstNonFinite,
  formatShape,
  Parameter,
  storage,
  Tensor,
  type TensorLike,
  toTensor,
} from '../../tensor/index.ts';

/** Finite numbers [rows, columns], and the number format that results are to have. */
export interface Table {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
  readonly dtype: DType;
}

/**
 * @param columns how many there must be; by default at least one
 * @throws ShapeError unless x is [rows, columns]; ArgumentError for NaN and infinities, naming row and column
 */
export function toTable(who: string, x: TensorLike, columns?: number): Table {
  const table = toTensor(who, 'x', x, { dtype: 'float64' });
  const { shape } = table;
  if (shape.length !== 2 || shape[0] === 0 || shape[1] === 0 || shape[1] !== (columns ?? shape[1])) {
    const problem = columns === undefined ? 'this is not a table' : 'x has not the columns that fit saw';
    const expected = `x [rows, ${columns ?? 'columns'}]`;
    const help = shape.length === 1 ? 'One row is [x]; one column is x.map((value) => [value]).' : '';
    throw new ShapeError(complain({ who, problem, expected, received: formatShape(shape), help }));
  }
  requireFinite(who, table);
  const dtype = x instanceof Tensor ? x.dtype : x instanceof Parameter ? x.value.dtype : 'float32';
  return { rows: shape[0], columns: shape[1], data: table.data as Float64Array, dtype };
}

/** @throws ArgumentError for NaN and infinities, naming row and column, counted from 0 */
export function requireFinite(who: string, x: Tensor): void {
  const wrong = firstNonFinite(x);
  if (wrong === null) return;
  throw new ArgumentError(
    complain({
      who,
      problem: `row ${wrong.row}, column ${wrong.column} is not finite`,
      expected: 'a finite number',
      received: `${wrong.value}`,
    }),
  );
}

/** A tensor of the table's shape and format: f of each number and its column. */
export function mapColumns(
  { rows, columns, data, dtype }: Table,
  f: (value: number, j: number) => number,
): Tensor {
  const mapped = storage(dtype, data.length);
  for (let i = 0; i < data.length; i++) mapped[i] = f(data[i], i % columns);
  return new Tensor(mapped, [rows, columns]);
}

/** What `fit` has learned. @throws StateError if it has not been called */
export function fitted<F>(who: string, learned: F | null): F {
  if (learned !== null) return learned;
  throw new StateError(complain({ who, problem: 'nothing has been learned yet', help: 'Call fit first.' }));
}

/**
 * What was learned of the columns, if it is all finite: numbers near the largest that there are overflow when they are
 * squared or subtracted.
 *
 * @throws ArgumentError naming the column
 */
export function requireLearned<F extends object>(
  who: string,
  learned: F & { [K in keyof F]: readonly number[] },
): F {
  for (const [name, values] of Object.entries<readonly number[]>(learned)) {
    const column = values.findIndex((value) => !Number.isFinite(value) || (name === 'scale' && value === 0));
    if (column < 0) continue;
    const problem = `the numbers of column ${column} are too large for its ${name}`;
    const help = 'Divide the column by some power of ten first.';
    throw new ArgumentError(complain({ who, problem, received: `${values[column]}`, help }));
  }
  return learned;
}
