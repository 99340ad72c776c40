/**
 * Rows, as kernels: how a Program takes the rows of a batch out of the data, and adds up what they give.
 */
import type { Cell } from '../step.ts';
import type { Supply } from '../supply.ts';
import type { Floats, View } from '../tensor.ts';

/**
 * Copies rows `order[start]`, `order[start + 1]`, … of `from` into all rows of `into`. By loops: no view is made.
 *
 * Shapes: from [samples, columns], order [samples], into [rows, columns]
 */
export function gatherRows(from: Supply<Floats>, order: Supply<Int32Array>, start: Cell, into: View): void {
  const X = from.data;
  const Y = into.data;
  const first = start.value | 0;
  const rows = into.shape[0];
  const columns = (Y.length / rows) | 0;
  for (let i = 0; i < rows; i++) {
    const source = order.data[first + i] * columns;
    const target = i * columns;
    for (let j = 0; j < columns; j++) Y[target + j] = X[source + j];
  }
}

/**
 * Adds a batch to the sums of an epoch: sums ← sums + [data loss · rows, penalty · rows, rows].
 *
 * @param penalty null where nothing is penalized: its sum stays as it is
 */
export function tally(dataLoss: View, penalty: View | null, rows: number, sums: View): void {
  sums.data[0] += dataLoss.data[0] * rows;
  if (penalty !== null) sums.data[1] += penalty.data[0] * rows;
  sums.data[2] += rows;
}
