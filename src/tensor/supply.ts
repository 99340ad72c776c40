/**
 * Supplies: where a Program finds the data it is trained on.
 */
import type { Floats } from './tensor.ts';

/**
 * Rows that a Program reads from and does not own: each training brings its own.
 *
 * An executor may replace `data` by a view of its own memory that holds the same numbers.
 */
export interface Supply<D extends Floats | Int32Array = Floats | Int32Array> {
  data: D;
}
