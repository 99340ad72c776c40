/**
 * NonNeg: weights that are never negative.
 */
import { defineConstraint } from './constraint.ts';

/**
 * No weight is negative: w ← max(w, 0).
 *
 * Shapes: w [...]
 * Peers: Keras (NonNeg).
 * @example
 * Dense(20, { kernelConstraint: NonNeg() });
 */
export const NonNeg = defineConstraint({
  name: 'non_neg',
  options: {},
  apply(w) {
    for (let i = 0; i < w.data.length; i++) w.data[i] = Math.max(w.data[i], 0);
  },
});
