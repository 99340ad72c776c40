/**
 * The tensor: a flat array of numbers with a shape, which remembers the op that made it.
 *
 * That memory (`source`) is all that automatic differentiation needs: walking it backwards from the loss visits
 * every op once, and each op knows the gradient of its own inputs.
 */
import { ArgumentError, complain, ShapeError } from '../errors.ts';
import { format } from './print.ts';
import { formatShape, lastAxis, type Shape, size } from './shape.ts';
import type { Cell, Step } from './step.ts';

/** The storage of a tensor: Float32Array in training, Float64Array where formulas are checked. */
export type Floats = Float32Array | Float64Array;

/** The two number formats: 32-bit floats (about 7 digits) and 64-bit floats (about 16 digits). */
export type DType = 'float32' | 'float64';

/** All that a compute kernel sees of a tensor. */
export interface View {
  readonly data: Floats;
  readonly shape: Shape;
}

/** How a tensor was made: written by an op, read by the backward walk and by Programs. */
export interface Source {
  readonly op: { readonly name: string };
  readonly inputs: readonly Tensor[];
  /** What forward kept for backward beside the output. */
  readonly saved: readonly Tensor[];
  readonly cells: readonly Cell[];
  /** Which inputs a gradient is to reach, settled when the op was called. */
  readonly wants: readonly boolean[];
  /** The op's work, as a step that writes the output again. */
  forward(): Step;
  /** The op's gradient, as a step: adds to `gradients` (null: not wanted), given `dy`, the output's own. */
  backward(dy: Tensor, gradients: readonly (Tensor | null)[]): Step;
}

/**
 * A flat array of numbers with a shape, row by row.
 *
 * Users make tensors with `tensor`, `zeros`, `ones` and `full`; ops make all others.
 */
export class Tensor implements View {
  /**
   * The numbers, row-major. A plain field, so that loops over it stay fast.
   *
   * Ask for it each time: training may put the numbers into other memory, of which `data` is then a view, and an array
   * that was kept does not follow. `data.slice()` is a copy.
   */
  data: Floats;
  readonly shape: Shape;
  /** The op that made this tensor; null for data and parameters. */
  readonly source: Source | null;
  /** The parameter whose value this is; null for all other tensors. */
  readonly owner: Parameter | null;

  constructor(data: Floats, shape: Shape, source: Source | null = null, owner: Parameter | null = null) {
    this.data = data;
    // `| 0` keeps the lengths small integers inside V8: loops that count in doubles take twice the time.
    this.shape = shape.map((length) => length | 0);
    this.source = source;
    this.owner = owner;
    if (data.length !== size(this.shape)) {
      throw new ShapeError(
        complain({
          who: 'Tensor',
          problem: 'shape and data differ in size',
          expected: `${size(shape)} numbers for ${formatShape(shape)}`,
          received: `${data.length}`,
        }),
      );
    }
  }

  /** How many numbers it holds. */
  get size(): number {
    return this.data.length;
  }

  get dtype(): DType {
    return this.data instanceof Float64Array ? 'float64' : 'float32';
  }

  /** The number of a tensor that holds one only, such as a loss. @throws ShapeError if it holds more or none */
  item(): number {
    if (this.data.length !== 1) {
      throw new ShapeError(
        complain({
          who: 'item',
          problem: 'this tensor is not a single number',
          expected: 'one number',
          received: formatShape(this.shape),
          help: 'toArray() gives all numbers.',
        }),
      );
    }
    return this.data[0];
  }

  /** The numbers as nested arrays of this shape; a number for []. A copy. */
  toArray(): NestedArray {
    return nest(this.data, this.shape);
  }

  /** What JSON keeps: `tensor` and `setWeights` read it again. */
  toJSON(): { dtype: DType; shape: Shape; data: number[] } {
    return { dtype: this.dtype, shape: this.shape, data: Array.from(this.data) };
  }

  /** A readable table, aligned, and abbreviated above 1000 numbers. */
  toString(): string {
    return `Tensor ${formatShape(this.shape)} ${this.dtype}\n${format(this)}`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

/** A number, or an array of nested arrays that all have one shape. */
export type NestedArray = number | NestedArray[];

function nest(data: Floats, shape: Shape): NestedArray {
  let level: NestedArray[] = Array.from(data);
  for (let axis = shape.length - 1; axis > 0; axis--) {
    const length = shape[axis];
    const rows = size(shape.slice(0, axis));
    level = Array.from({ length: rows }, (_, row) => level.slice(row * length, (row + 1) * length));
  }
  return shape.length === 0 ? level[0] : level;
}

/** Numbers that are learned: a tensor that gradients are wanted of, with a name. */
export class Parameter {
  readonly value: Tensor;
  readonly name: string;
  /** What `backward` added up since the last update; null before the first. Same shape as `value`. */
  gradient: Tensor | null = null;
  /** Whether a gradient is to reach it. A parameter that is frozen keeps its value. */
  trainable = true;
  /** Puts the values back where they may be; optimizers call it after each update. Null: anywhere. */
  constraint: ((w: View) => void) | null = null;

  constructor(data: Floats, shape: Shape, name: string) {
    this.value = new Tensor(data, shape, null, this);
    this.name = name;
  }

  get shape(): Shape {
    return this.value.shape;
  }

  /** Its value as JSON keeps it, with its name. */
  toJSON(): { name: string; dtype: DType; shape: Shape; data: number[] } {
    return { name: this.name, ...this.value.toJSON() };
  }

  toString(): string {
    return `Parameter ${this.name} ${formatShape(this.shape)} ${this.value.dtype}\n${format(this.value)}`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

/** A new storage of zeros. */
export function storage(dtype: DType, length: number): Floats {
  return dtype === 'float64' ? new Float64Array(length) : new Float32Array(length);
}

/** Zeros of the shape and float type of another tensor: the place of a gradient, or what an optimizer remembers. */
export function zerosLike({ dtype, shape, size: length }: Tensor): Tensor {
  return new Tensor(storage(dtype, length), shape);
}

/** The first row whose numbers are not all finite, with its column; null if all are. Rows run over the first axis. */
export function firstNonFinite(x: View): { row: number; column: number; value: number } | null {
  if (allFinite(x.data)) return null;
  const columns = x.shape.length > 1 ? size(x.shape.slice(1)) : 1;
  for (let i = 0; i < x.data.length; i++) {
    if (!Number.isFinite(x.data[i])) {
      return { row: Math.floor(i / columns), column: i % columns, value: x.data[i] };
    }
  }
  return null;
}

/** Whether all numbers are finite: 0 · x is 0 for those alone. Four sums side by side take half the time of a search. */
function allFinite(data: Floats): boolean {
  const whole = data.length - (data.length % 4);
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let i = 0; i < whole; i += 4) {
    s0 += 0 * data[i];
    s1 += 0 * data[i + 1];
    s2 += 0 * data[i + 2];
    s3 += 0 * data[i + 3];
  }
  for (let i = whole; i < data.length; i++) s0 += 0 * data[i];
  return s0 + s1 + s2 + s3 === 0;
}

/** The column of the largest number in one row of x [rows, columns]; the first of equals. */
export function argmaxRow(x: View, row: number): number {
  const columns = lastAxis(x.shape);
  let best = 0;
  for (let j = 1; j < columns; j++) {
    if (x.data[row * columns + j] > x.data[row * columns + best]) best = j;
  }
  return best;
}

/** A tensor where one is wanted: the value of a Parameter, or the tensor itself. @throws ArgumentError otherwise */
export function asTensor(who: string, name: string, value: unknown): Tensor {
  if (value instanceof Tensor) return value;
  if (value instanceof Parameter) return value.value;
  throw new ArgumentError(
    complain({
      who,
      problem: `${name} is not a tensor`,
      expected: 'a Tensor or a Parameter',
      received: Array.isArray(value) ? 'an array' : typeof value,
      help: 'tensor(values) makes one from arrays and numbers.',
    }),
  );
}
