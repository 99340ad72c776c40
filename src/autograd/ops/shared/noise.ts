/**
 * The numbers behind the kinds of dropout that do not set to zero.
 */
import { SELU_ALPHA, SELU_SCALE } from './formulas.ts';

/** The deviation of dropout's factor, which is 0 or 1 / (1 − rate): √(rate / (1 − rate)). */
export function dropoutDeviation(rate: number): number {
  return Math.sqrt(rate / (1 - rate));
}

/** α′ = −1.758…: what SELU comes close to on the far left, and what alpha dropout drops to. */
export const SELU_LOWEST = -SELU_SCALE * SELU_ALPHA;

/** The slope of alpha dropout: a = ((1 − rate) (1 + rate α′²))^−½. */
export function alphaDropoutSlope(rate: number): number {
  return 1 / Math.sqrt((1 - rate) * (1 + rate * SELU_LOWEST * SELU_LOWEST));
}
