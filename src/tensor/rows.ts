/**
 * Rows of whatever has rows: tensors along their first axis, arrays of anything, typed arrays.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import type { TypedArray } from './create.ts';
import { size } from './shape.ts';
import { storage, Tensor } from './tensor.ts';

/** What has rows: a tensor along its first axis, an array of anything, a typed array. */
export type Rows = Tensor | readonly unknown[] | TypedArray;

/** The kind of `R` again: a tensor of a tensor, an array of an array. */
export type SameKind<R> = R extends readonly (infer Row)[] ? Row[] : R;

/** Whether this has rows, as opposed to options. */
export function hasRows(values: unknown): values is Rows {
  return (
    (values instanceof Tensor && values.shape.length > 0) ||
    Array.isArray(values) ||
    (ArrayBuffer.isView(values) && 'length' in values)
  );
}

/** How many rows. @throws ArgumentError if it has none to count */
export function countRows(who: string, name: string, values: unknown): number {
  if (hasRows(values)) return values instanceof Tensor ? values.shape[0] : values.length;
  throw new ArgumentError(
    complain({
      who,
      problem: `${name} has no rows`,
      expected: 'a Tensor, an array or a typed array',
      received: values instanceof Tensor ? 'a single number' : show(values),
      help: 'tensor(values) makes a Tensor from numbers of other kinds.',
    }),
  );
}

/**
 * Rows that are there, in the order in which they are named: a copy of the same kind.
 *
 * Shapes: values [rows, ...] -> [chosen, ...]
 */
export function pickRows<R extends Rows>(values: R, rows: ArrayLike<number>): SameKind<R>;
export function pickRows(values: Rows, rows: ArrayLike<number>): Rows {
  if (values instanceof Tensor) {
    const inner = values.shape.slice(1);
    const width = size(inner);
    const data = storage(values.dtype, rows.length * width);
    for (let i = 0; i < rows.length; i++) {
      data.set(values.data.subarray(rows[i] * width, (rows[i] + 1) * width), i * width);
    }
    return new Tensor(data, [rows.length, ...inner]);
  }
  const picked = Array.from(rows, (row) => values[row]);
  if (Array.isArray(values)) return picked;
  return (values.constructor as unknown as { from(values: readonly unknown[]): TypedArray }).from(picked);
}
