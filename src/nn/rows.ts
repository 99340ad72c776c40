/**
 * Rows of data on their way into a Program: read, checked, cut into batches, copied.
 */
import { ArgumentError, complain, ShapeError } from '../errors.ts';
import {
  type DType,
  firstNonFinite,
  type Floats,
  formatShape,
  sameShape,
  type Shape,
  Tensor,
  type TensorLike,
  toTensor,
} from '../tensor/index.ts';

/** Data as a tensor of the model's float type: the tensor itself if it is one already, else a copy. */
export function readData(who: string, name: string, values: TensorLike, dtype: DType): Tensor {
  const tensor =
    values instanceof Tensor && values.dtype === dtype ? values : toTensor(who, name, values, { dtype });
  if (tensor.shape.length === 0 || tensor.shape[0] === 0) {
    const expected = 'at least one row';
    throw new ArgumentError(
      complain({ who, problem: `${name} is empty`, expected, received: formatShape(tensor.shape) }),
    );
  }
  const bad = firstNonFinite(tensor);
  if (bad === null) return tensor;
  throw new ArgumentError(
    complain({
      who,
      problem: `${name} holds a number that is not finite`,
      expected: 'finite numbers',
      received: `${bad.value} in row ${bad.row}, column ${bad.column}`,
    }),
  );
}

/** Refuses rows that do not fit the input of a model. @throws ShapeError */
export function checkRows(who: string, name: string, { shape }: Tensor, input: Shape): void {
  if (sameShape(shape.slice(1), input)) return;
  const one = sameShape(shape, input) ? { help: 'One sample is a row too: [x] in place of x.' } : {};
  throw new ShapeError(
    complain({
      who,
      problem: `${name} does not fit the model`,
      expected: formatShape(['rows', ...input]),
      received: formatShape(shape),
      ...one,
    }),
  );
}

/** Refuses two tensors of different numbers of rows. @throws ShapeError */
export function checkSameRows(
  who: string,
  x: Tensor,
  t: Tensor,
  [xName, tName]: readonly [string, string] = ['x', 't'],
): void {
  if (x.shape[0] === t.shape[0]) return;
  throw new ShapeError(
    complain({
      who,
      problem: `${xName} and ${tName} differ in rows`,
      expected: `${x.shape[0]} rows of ${tName} for ${xName} ${formatShape(x.shape)}`,
      received: `${tName} ${formatShape(t.shape)}`,
    }),
  );
}

/** A part of the rows, from `start` on, in memory of its own. */
export function sliceRows({ data, shape }: Tensor, start: number, end: number): Tensor {
  const columns = data.length / shape[0];
  return new Tensor(data.slice(start * columns, end * columns), [end - start, ...shape.slice(1)]);
}

/**
 * Copies rows `order[start]`, `order[start + 1]`, … of `from` into all rows of `into`, by loops: no view is made.
 *
 * @param columns numbers in a row, the same in both
 */
export function gatherRows(
  from: Floats,
  order: Int32Array,
  start: number,
  columns: number,
  into: Floats,
): void {
  const rows = (into.length / columns) | 0;
  for (let i = 0; i < rows; i++) {
    const source = order[start + i] * columns;
    const target = i * columns;
    for (let j = 0; j < columns; j++) into[target + j] = from[source + j];
  }
}

/** Copies rows from `start` on into `into`; what is left of `into` becomes 0. */
export function copyRows(from: Floats, start: number, columns: number, into: Floats): void {
  const offset = start * columns;
  for (let i = 0; i < into.length; i++) into[i] = offset + i < from.length ? from[offset + i] : 0;
}
