/**
 * Formulas of one number that several ops share.
 */

/** The logistic function 1 / (1 + e^-x); 0 and 1 at the far ends, never NaN for a number. */
export function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** How near to 0 and 1 a probability may come before its logarithm is taken: Keras's `epsilon()`. */
export const EPSILON = 1e-7;

/** A probability kept within [EPSILON, 1 − EPSILON]. */
export function clip(p: number): number {
  return Math.min(Math.max(p, EPSILON), 1 - EPSILON);
}

/** Whether `clip` leaves p as it is; where it does not, the gradient is 0. */
export function unclipped(p: number): boolean {
  return p >= EPSILON && p <= 1 - EPSILON;
}
