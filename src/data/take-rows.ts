/**
 * Chosen rows, by their numbers.
 */
import { wholeNumber } from '../options.ts';
import { countRows, pickRows, type Rows, type SameKind } from '../tensor/index.ts';

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
  return pickRows(values, rows);
}
