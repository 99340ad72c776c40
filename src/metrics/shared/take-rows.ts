/**
 * Rows of targets and predictions, whatever holds them, by their numbers.
 */
import { ArgumentError, complain, ShapeError, show } from '../../errors.ts';
import { size, storage, Tensor, type TypedArray } from '../../tensor/index.ts';

/** What has rows: a Tensor along its first axis, an array of labels, numbers or rows, a typed array. */
export type PairedRows = Tensor | readonly unknown[] | TypedArray;

/** How many rows both have. @throws ArgumentError if one has none to count; ShapeError if they differ */
export function countRows(who: string, targets: unknown, predictions: unknown): number {
  const [t, y] = [rowsOf(who, 'targets', targets), rowsOf(who, 'predictions', predictions)];
  if (t === 0) throw new ArgumentError(complain({ who, problem: 'there are no rows' }));
  if (t === y) return t;
  const expected = `${t} predictions for ${t} targets`;
  throw new ShapeError(complain({ who, problem: 'lengths differ', expected, received: `${y}` }));
}

function rowsOf(who: string, name: string, values: unknown): number {
  if (values instanceof Tensor && values.shape.length > 0) return values.shape[0];
  if (Array.isArray(values)) return values.length;
  if (ArrayBuffer.isView(values) && 'length' in values) return (values as TypedArray).length;
  throw new ArgumentError(
    complain({
      who,
      problem: `${name} have no rows`,
      expected: 'a Tensor, an array or a typed array',
      received: values instanceof Tensor ? 'a single number' : show(values),
      help: 'tensor(values) makes a Tensor from numbers of other kinds.',
    }),
  );
}

/** Chosen rows, in the order in which they are named: a copy of the same kind. */
export function takeRows<R extends PairedRows>(values: R, rows: ArrayLike<number>): R {
  if (values instanceof Tensor) {
    const inner = values.shape.slice(1);
    const width = size(inner);
    const data = storage(values.dtype, rows.length * width);
    for (let i = 0; i < rows.length; i++) {
      data.set(values.data.subarray(rows[i] * width, (rows[i] + 1) * width), i * width);
    }
    return new Tensor(data, [rows.length, ...inner]) as PairedRows as R;
  }
  const picked = Array.from(rows, (row) => values[row]);
  if (Array.isArray(values)) return picked as PairedRows as R;
  return new (values.constructor as new (values: readonly unknown[]) => R)(picked);
}
