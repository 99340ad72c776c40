/**
 * Making tensors and parameters from what users have: nested arrays, typed arrays with a shape, ndarrays, numbers.
 */
import { ArgumentError, complain, ShapeError, show } from '../errors.ts';
import { oneOf, readOptions } from '../options.ts';
import { checkShape, formatShape, type Shape, size } from './shape.ts';
import { type DType, type NestedArray, Parameter, storage, Tensor } from './tensor.ts';

/** Numbers nested in arrays, all rows of one length; read-only arrays are fine. */
export type Nested = number | readonly Nested[];

/** Flat numbers with their shape; with `stride` and `offset` too, it is what an ndarray is. */
export interface Strided {
  readonly data: ArrayLike<number> | { get(index: number): number; readonly length: number };
  readonly shape: readonly number[];
  readonly stride?: readonly number[];
  readonly offset?: number;
}

/** A flat array of numbers: one axis. */
export type TypedArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint8ClampedArray
  | Uint16Array
  | Uint32Array;

/** Everything that `tensor`, `fit` and `predict` take as numbers. */
export type TensorLike = Tensor | Parameter | Nested | TypedArray | Strided;

/** How to make a tensor. */
export interface TensorOptions {
  /** The shape to give to a flat array; by default that of the values. */
  readonly shape?: Shape;
  /** Default 'float32', or the dtype of a tensor that is copied. */
  readonly dtype?: DType;
}

/**
 * A new tensor with these numbers: always a copy.
 *
 * @param values nested arrays, a typed array, `{ data, shape }`, an ndarray, a Tensor or a number
 * @param options `shape` for a flat array; `dtype`, by default 'float32'
 * @throws ShapeError if rows differ in length or the shape does not fit; ArgumentError if something is no number
 * @example
 * tensor([[5.1, 3.5], [4.9, 3]]);                         // [2, 2]
 * tensor(new Float32Array(6), { shape: [2, 3] });          // [2, 3]
 */
export function tensor(values: TensorLike, options: TensorOptions = {}): Tensor {
  return toTensor('tensor', 'values', values, options);
}

/** Zeros. @param shape whole numbers from 0 on */
export function zeros(shape: Shape, options: { readonly dtype?: DType } = {}): Tensor {
  return filled('zeros', shape, 0, options);
}

/** Ones. @param shape whole numbers from 0 on */
export function ones(shape: Shape, options: { readonly dtype?: DType } = {}): Tensor {
  return filled('ones', shape, 1, options);
}

/** One number everywhere. @param shape whole numbers from 0 on */
export function full(shape: Shape, value: number, options: { readonly dtype?: DType } = {}): Tensor {
  if (typeof value !== 'number') throw new ArgumentError(noNumber('full', 'value', value));
  return filled('full', shape, value, options);
}

function filled(who: string, shape: Shape, value: number, options: { readonly dtype?: DType }): Tensor {
  const { dtype } = readOptions(who, { dtype: 'float32' as DType }, options);
  const data = storage(checkDType(who, dtype), size(checkShape(who, shape)));
  return new Tensor(data.fill(value), shape);
}

/**
 * A new parameter: numbers that `backward` finds gradients for and optimizers change.
 *
 * @param values its start values, as for `tensor`
 * @param options `name` for messages and tables, default 'parameter'; `shape` and `dtype` as for `tensor`
 */
export function parameter(
  values: TensorLike,
  options: TensorOptions & { readonly name?: string } = {},
): Parameter {
  const { name = 'parameter', ...rest } = options;
  readOptions<object>('parameter', { name, shape: undefined, dtype: undefined }, options);
  const { data, shape } = toTensor('parameter', 'values', values, rest);
  return new Parameter(data, shape, name);
}

/** `tensor`, speaking as another function about another argument. */
export function toTensor(who: string, name: string, values: unknown, options: TensorOptions = {}): Tensor {
  const defaults = { shape: undefined as Shape | undefined, dtype: undefined as DType | undefined };
  const given = readOptions(who, defaults, options as Partial<typeof defaults>);
  const read = readValues(who, name, values);
  const dtype = checkDType(who, given.dtype ?? read.dtype ?? 'float32');
  const shape = given.shape === undefined ? read.shape : checkShape(who, given.shape);
  if (size(shape) !== read.data.length) {
    throw new ShapeError(
      complain({
        who,
        problem: `${name} and shape differ in size`,
        expected: `${size(shape)} numbers for ${formatShape(shape)}`,
        received: `${read.data.length}`,
      }),
    );
  }
  const data = storage(dtype, read.data.length);
  data.set(read.data);
  return new Tensor(data, shape);
}

interface Read {
  readonly data: ArrayLike<number>;
  readonly shape: Shape;
  readonly dtype?: DType;
}

function readValues(who: string, name: string, values: unknown): Read {
  if (values instanceof Tensor) return values;
  if (values instanceof Parameter) return values.value;
  if (typeof values === 'number') return { data: [values], shape: [] };
  if (Array.isArray(values)) return readNested(who, name, values);
  if (ArrayBuffer.isView(values) && 'length' in values) {
    const flat = values as unknown as ArrayLike<number>;
    if (typeof flat[0] === 'bigint') throw notNumbers(who, name, 'an array of bigints');
    return { data: flat, shape: [flat.length] };
  }
  if (typeof values === 'object' && values !== null && 'data' in values && 'shape' in values) {
    return readStrided(who, name, values as Strided);
  }
  throw notNumbers(who, name, show(values));
}

function notNumbers(who: string, name: string, received: string): ArgumentError {
  return new ArgumentError(
    complain({
      who,
      problem: `${name} are not numbers`,
      expected: 'nested arrays, a typed array, { data, shape }, an ndarray or a Tensor',
      received,
    }),
  );
}

/** The message about one value among numbers. */
function noNumber(who: string, what: string, received: unknown): string {
  return complain({ who, problem: `${what} is no number`, expected: 'a number', received: show(received) });
}

/** Nested arrays, flattened; every row must have the length of the first row of its axis. */
function readNested(who: string, name: string, values: readonly unknown[]): Read {
  const shape: number[] = [];
  for (let first: unknown = values; Array.isArray(first) || ArrayBuffer.isView(first); ) {
    const row = first as ArrayLike<unknown>;
    shape.push(row.length);
    first = row[0];
  }
  const data = new Float64Array(size(shape));
  let next = 0;
  walk(values, 0, '');
  return { data, shape };

  function walk(part: unknown, axis: number, place: string): void {
    if (axis === shape.length) {
      if (typeof part !== 'number') {
        throw new ArgumentError(noNumber(who, name + place, part));
      }
      data[next++] = part;
      return;
    }
    const row = part as ArrayLike<unknown>;
    if (!(Array.isArray(part) || ArrayBuffer.isView(part)) || row.length !== shape[axis]) {
      const received = typeof part === 'object' && part !== null ? `${row.length}` : show(part);
      throw new ShapeError(
        complain({
          who,
          problem: `${name}${place} has another length`,
          expected: `${shape[axis]} values`,
          received,
        }),
      );
    }
    for (let i = 0; i < row.length; i++) walk(row[i], axis + 1, `${place}[${i}]`);
  }
}

/** `{ data, shape }`, and the four fields of an ndarray with any strides and offset, made contiguous. */
function readStrided(who: string, name: string, { data, shape, stride, offset = 0 }: Strided): Read {
  checkShape(who, shape);
  if (typeof data !== 'object' || data === null || !Number.isInteger(data.length)) {
    throw notNumbers(who, name, `data that is ${show(data)}`);
  }
  const length = size(shape);
  if (stride === undefined && data.length !== length) {
    throw new ShapeError(
      complain({
        who,
        problem: `data and shape of ${name} differ in size`,
        expected: `${length} numbers for ${formatShape(shape)}`,
        received: `${data.length}`,
      }),
    );
  }
  const inOnePiece = stride === undefined && offset === 0;
  if (inOnePiece && ArrayBuffer.isView(data)) {
    const flat = data as unknown as ArrayLike<number>;
    if (typeof flat[0] === 'number') return { data: flat, shape: [...shape] }; // bigints are refused below
  }
  const steps = stride ?? shape.map((_, axis) => size(shape.slice(axis + 1)));
  checkStrides(who, name, shape, steps, offset, data.length);

  const read = 'get' in data && typeof data.get === 'function' ? (i: number) => data.get(i) : null;
  const at: (i: number) => unknown = read ?? ((i) => (data as ArrayLike<number>)[i]);
  const flat = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    let place = offset;
    let rest = i;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      place += (rest % shape[axis]) * steps[axis];
      rest = Math.floor(rest / shape[axis]);
    }
    const value = at(place);
    if (typeof value !== 'number') throw new ArgumentError(noNumber(who, `${name}.data[${place}]`, value));
    flat[i] = value;
  }
  return { data: flat, shape: [...shape] };
}

/** That there is a whole stride for each axis, and that all elements lie within the data. */
function checkStrides(
  who: string,
  name: string,
  shape: Shape,
  stride: readonly number[],
  offset: number,
  length: number,
): void {
  if (
    !Array.isArray(stride) ||
    stride.length !== shape.length ||
    ![...stride, offset].every(Number.isInteger)
  ) {
    throw new ShapeError(
      complain({
        who,
        problem: `the strides of ${name} do not fit its shape`,
        expected: `stride with ${shape.length} whole numbers for ${formatShape(shape)}, and a whole offset`,
        received: `${show(stride)}, ${show(offset)}`,
      }),
    );
  }
  if (size(shape) === 0) return;
  const reach = stride.map((step, axis) => step * (shape[axis] - 1));
  const first = reach.reduce((place, far) => place + Math.min(far, 0), offset);
  const last = reach.reduce((place, far) => place + Math.max(far, 0), offset);
  if (first < 0 || last >= length) {
    throw new ShapeError(
      complain({
        who,
        problem: `${name} reach beyond their data`,
        expected: `places within the ${length} numbers of data`,
        received: `places from ${first} to ${last} for shape ${formatShape(shape)}`,
      }),
    );
  }
}

function checkDType(who: string, dtype: unknown): DType {
  return oneOf(who, 'dtype', dtype, ['float32', 'float64']);
}

export type { NestedArray };
