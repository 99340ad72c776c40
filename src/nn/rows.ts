/**
 * Rows of data on their way into a Program: read, checked, cut into batches, copied.
 */
import { ArgumentError, complain, ShapeError, show } from '../errors.ts';
import {
  type DType,
  firstNonFinite,
  formatShape,
  sameShape,
  type Shape,
  Tensor,
  type TensorLike,
  toTensor,
} from '../tensor/index.ts';

/** Data as a tensor of the model's float type: the tensor itself if it is one already, else a copy. */
export function readData(who: string, name: string, values: TensorLike, dtype: DType): Tensor {
  refuseNames(who, name, values);
  const tensor =
    values instanceof Tensor && values.dtype === dtype ? values : toTensor(who, name, values, { dtype });
  if (tensor.shape.length === 0) {
    const expected = 'rows, such as [[1]]';
    throw new ShapeError(
      complain({ who, problem: `${name} is a single number`, expected, received: show(values) }),
    );
  }
  if (tensor.shape[0] === 0) {
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

/** Refuses names and booleans where numbers are wanted, and says how to make numbers of them. @throws ArgumentError */
function refuseNames(who: string, name: string, values: unknown): void {
  if (!Array.isArray(values)) return;
  let first: unknown = values;
  while (Array.isArray(first)) first = first[0];
  if (typeof first !== 'string' && typeof first !== 'boolean') return;
  const help =
    name === 'x' || name.endsWith('[0]') || typeof first === 'boolean'
      ? 'Number(value) makes a number; readCsv of multiperceptron/data reads a file of them.'
      : 'LabelBinarizer().fitTransform(labels) makes rows of numbers of names.';
  const problem = `${name} holds ${typeof first === 'string' ? 'text' : 'true and false'}`;
  throw new ArgumentError(complain({ who, problem, expected: 'numbers', received: show(first), help }));
}

/** Refuses rows that do not fit the input of a model. @throws ShapeError */
export function checkRows(who: string, name: string, { shape }: Tensor, input: Shape): void {
  if (sameShape(shape.slice(1), input)) return;
  const flat = shape.length === 1 && sameShape(input, [1]);
  const help = flat
    ? `A column has a list for each row: ${name}.map((value) => [value]).`
    : sameShape(shape, input)
      ? 'One sample is a row too: [x] in place of x.'
      : null;
  throw new ShapeError(
    complain({
      who,
      problem: `${name} does not fit the model`,
      expected: formatShape(['rows', ...input]),
      received: formatShape(shape),
      ...(help === null ? {} : { help }),
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

/** Copies rows of `from`, from `start` on, into all rows of `into`; where there are no more, rows of zeros. */
export function copyRows(from: Tensor, start: number, into: Tensor): void {
  const columns = into.data.length / into.shape[0];
  const part = from.data.subarray(start * columns, start * columns + into.data.length);
  into.data.set(part);
  if (part.length < into.data.length) into.data.fill(0, part.length);
}
