/**
 * Rows of data on their way into a Program: read, checked, cut into batches, copied.
 */
import { ArgumentError, complain, ShapeError, show } from '../errors.ts';
import { oneOf } from '../options.ts';
import {
  type DType,
  firstNonFinite,
  formatShape,
  sameShape,
  type Shape,
  size,
  Tensor,
  type TensorLike,
  toTensor,
} from '../tensor/index.ts';
import { refuseNoNumbers } from './no-numbers.ts';
import type { Parts } from './replay.ts';

/** Data of a model, checked: one tensor for each input and each output. */
export interface Rows {
  readonly inputs: readonly Tensor[];
  readonly targets: readonly Tensor[];
  /** [rows] for each output; null where all samples count alike. */
  readonly weights: readonly Tensor[] | null;
}

/** The values of several inputs or outputs: in their order, or by their names. */
export type Several = readonly TensorLike[] | Readonly<Record<string, TensorLike>>;

/**
 * One value for each name, in the order of the names.
 *
 * @param names of the inputs or outputs; where there is one only, the value is its own
 * @returns pairs of a name as messages show it, and the value
 * @throws ArgumentError if there are too few or too many, or for an unknown name
 */
export function readSeveral<V>(
  who: string,
  what: string,
  values: V | readonly V[] | Readonly<Record<string, V>>,
  names: readonly string[],
): (readonly [name: string, value: V])[] {
  if (names.length === 1) return [[what, values as V]];
  const expected = `a list of ${names.length}, or { ${names.join(', ')} }`;
  if (Array.isArray(values) && values.length === names.length)
    return names.map((_, i) => [`${what}[${i}]`, values[i] as V]);
  const isRecord = typeof values === 'object' && values !== null && !Array.isArray(values);
  if (isRecord && !('data' in values) && !ArrayBuffer.isView(values)) {
    const record = values as Readonly<Record<string, V>>;
    for (const name of Object.keys(record)) oneOf(who, `name in ${what}`, name, names);
    const missing = names.find((name) => !(name in record));
    if (missing === undefined) return names.map((name) => [`${what}.${name}`, record[name]]);
    throw new ArgumentError(complain({ who, problem: `${what} has no ${show(missing)}`, expected }));
  }
  const received = Array.isArray(values) ? `a list of ${values.length}` : show(values);
  const problem = `the model has ${names.length} ${what === 'x' ? 'inputs' : 'outputs'}, ${what} does not`;
  throw new ArgumentError(complain({ who, problem, expected, received }));
}

/** Data as a tensor of the model's float type: the tensor itself if it is one already, else a copy. */
export function readData(who: string, name: string, values: TensorLike, dtype: DType): Tensor {
  refuseNoNumbers(who, name, values);
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

/** Refuses rows that do not fit the input of a model. @throws ShapeError */
export function checkRows(who: string, name: string, { shape }: Tensor, input: Shape): void {
  if (sameShape(shape.slice(1), input)) return;
  const help = rowHelp(name, shape, input);
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

/** What was most likely meant by rows that do not fit. */
function rowHelp(name: string, shape: Shape, input: Shape): string | null {
  const row = shape.slice(1);
  if (row.length === 0 && sameShape(input, [1]))
    return `A column has a list for each row: ${name}.map((value) => [value]).`;
  if (sameShape(shape, input)) {
    const told =
      input.length > 1 ? 'The shape of an Input is that of one row, without the number of rows. ' : '';
    return `${told}One sample is a row too: [x] in place of x.`;
  }
  if (row.length > 1 && input.length === 1 && size(row) === input[0])
    return `Begin with Input({ shape: ${formatShape(row)} }) and Flatten().`;
  if (row.length === 1 && sameShape([shape[0]], input))
    return `A row is a sample: ${name}[0].map((_, j) => ${name}.map((row) => row[j])) makes rows of columns.`;
  return null;
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

/** Some of the rows, in memory of their own. */
export function pickRows({ data, shape }: Tensor, rows: ArrayLike<number>): Tensor {
  const columns = data.length / shape[0];
  const picked = data.slice(0, rows.length * columns);
  for (let i = 0; i < rows.length; i++)
    picked.set(data.subarray(rows[i] * columns, (rows[i] + 1) * columns), i * columns);
  return new Tensor(picked, [rows.length, ...shape.slice(1)]);
}

/** Some of the rows of all that a model takes. */
export function pickAll({ inputs, targets, weights }: Rows, rows: ArrayLike<number>): Rows {
  const pick = (tensors: readonly Tensor[]) => tensors.map((tensor) => pickRows(tensor, rows));
  return { inputs: pick(inputs), targets: pick(targets), weights: weights === null ? null : pick(weights) };
}

/** How many rows there are. */
export function countRows({ inputs }: Pick<Rows, 'inputs'>): number {
  return inputs[0].shape[0];
}

/** Copies rows from `start` on into a Program: into all that it reads. */
export function copyBatch({ inputs, targets, weights }: Rows, start: number, parts: Parts): void {
  inputs.forEach((tensor, i) => {
    copyRows(tensor, start, parts.inputs[i]);
  });
  targets.forEach((tensor, i) => {
    copyRows(tensor, start, parts.targets[i]);
  });
  if (weights !== null) {
    weights.forEach((tensor, i) => {
      copyRows(tensor, start, parts.weights[i]);
    });
  }
  parts.ones.data.fill(1);
}

/** Copies rows of `from`, from `start` on, into all rows of `into`; where there are no more, rows of zeros. */
export function copyRows(from: Tensor, start: number, into: Tensor): void {
  const columns = into.data.length / into.shape[0];
  const part = from.data.subarray(start * columns, start * columns + into.data.length);
  into.data.set(part);
  if (part.length < into.data.length) into.data.fill(0, part.length);
}
