/**
 * The length of the weights that lead to each unit, and changing it.
 *
 * Of a kernel [inputs, units] these are its columns; a bias [units] counts as one column.
 */
import type { View } from '../../../tensor/index.ts';

/** What is added to a length before it divides, so that a length of 0 can: Keras's `epsilon()`. */
export const EPSILON = 1e-7;

/** How many columns there are. */
export function columnsOf({ data, shape }: View): number {
  return shape.length === 0 ? 1 : data.length / shape[0];
}

/** The length of a column: √Σᵢ w_ij². */
export function columnNorm(w: View, column: number): number {
  const columns = columnsOf(w);
  let squares = 0;
  for (let i = column; i < w.data.length; i += columns) squares += w.data[i] * w.data[i];
  return Math.sqrt(squares);
}

/** Multiplies a column by a factor. */
export function scaleColumn(w: View, column: number, factor: number): void {
  const columns = columnsOf(w);
  for (let i = column; i < w.data.length; i += columns) w.data[i] *= factor;
}
