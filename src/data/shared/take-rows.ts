/**
 * Rows of whatever has rows, by their numbers.
 */
import { ArgumentError, complain, show } from '../../errors.ts';
import { wholeNumber } from '../../options.ts';
import { size, storage, Tensor, type TypedArray } from '../../tensor/index.ts';

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
 * Chosen rows, in the order in which they are named; a row may be named more than once.
 *
 * Shapes: values [rows, ...] -> [chosen, ...]
 * @param values a Tensor, an array or a typed array
 * @param rows numbers of rows, from 0
 * @returns a copy of the same kind
 * @throws ArgumentError for a row that is not there
 * @example
 * takeRows(['ash', 'elm', 'oak'], [2, 0]); // ['oak', 'ash']
 * takeRows(tensor([[1, 4], [2, 5], [3, 6]]), [2, 0]).toArray(); // [[3, 6], [1, 4]]
 */
export function takeRows<R extends Rows>(values: R, rows: readonly number[]): SameKind<R> {
  const last = countRows('takeRows', 'values', values) - 1;
  for (const row of rows) wholeNumber('takeRows', 'row', row, { min: 0, max: last });
  return taken(values, rows) as SameKind<R>;
}

function taken(values: Rows, rows: readonly number[]): Rows {
  if (values instanceof Tensor) {
    const inner = values.shape.slice(1);
    const width = size(inner);
    const data = storage(values.dtype, rows.length * width);
    rows.forEach((row, i) => {
      data.set(values.data.subarray(row * width, (row + 1) * width), i * width);
    });
    return new Tensor(data, [rows.length, ...inner]);
  }
  const picked = rows.map((row) => values[row]);
  if (Array.isArray(values)) return picked;
  return new (values.constructor as new (values: readonly unknown[]) => TypedArray)(picked);
}
