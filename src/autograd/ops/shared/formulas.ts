/**
 * Formulas of one number that several ops share.
 */

/** The logistic function 1 / (1 + e^-x); 0 and 1 at the far ends, never NaN for a number. */
export function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** ln (1 + e^x) = max(x, 0) + ln (1 + e^−|x|), in which nothing overflows. */
export function softplusOf(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** A logistic function of straight lines: min(max(x + 3, 0), 6) / 6. */
export function hardLogistic(x: number): number {
  return Math.min(Math.max(x + 3, 0), 6) / 6;
}

/**
 * The constants of selu, with which mean 0 and variance 1 of the inputs are kept.
 * @see Klambauer et al. (2017), "Self-Normalizing Neural Networks": λ₀₁ and α₀₁
 */
export const SELU_SCALE = 1.0507009873554805;
export const SELU_ALPHA = 1.6732632423543772;

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

/** A target of a hinge loss as a sign: 0, the other way of writing no, counts as −1. */
export function signOf(t: number): number {
  return t === 0 ? -1 : t;
}
