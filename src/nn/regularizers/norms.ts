/**
 * Penalties on the size of weights: sums of their absolute values and of their squares.
 */
import { add, scale, sumAbsolute, sumSquares } from '../../autograd/index.ts';
import { number, oneOf, readOptions } from '../../options.ts';
import type { Tensor } from '../../tensor/index.ts';
import { defineRegularizer, type Regularizer } from './regularizer.ts';

/** λ Σ|w|, or null for λ = 0. */
const absolutes = (w: Tensor, factor: number): Tensor | null =>
  factor > 0 ? scale(sumAbsolute(w), { factor }) : null;

/** λ Σw², or null for λ = 0. */
const squares = (w: Tensor, factor: number): Tensor | null =>
  factor > 0 ? scale(sumSquares(w), { factor }) : null;

/** Which factor stands before Σw²: λ as in Keras, or λ/2 as on the course's slides. */
export type L2Convention = 'keras' | 'course';

/** `l1` with its options by name. */
export const L1 = defineRegularizer({
  name: 'l1',
  options: { l1: 0.01 },
  check: (who, { l1 }) => void number(who, 'l1', l1, { min: 0 }),
  penalty: (w, { l1 }) => absolutes(w, l1),
});

/** `l2` with its options by name. */
export const L2 = defineRegularizer({
  name: 'l2',
  options: { l2: 0.01, convention: 'keras' as L2Convention },
  check(who, { l2, convention }) {
    number(who, 'l2', l2, { min: 0 });
    oneOf(who, 'convention', convention, ['keras', 'course']);
  },
  penalty: (w, { l2, convention }) => squares(w, convention === 'course' ? l2 / 2 : l2),
});

/** `l1_l2`. */
export const L1L2 = defineRegularizer({
  name: 'l1_l2',
  options: { l1: 0, l2: 0 },
  check(who, { l1, l2 }) {
    number(who, 'l1', l1, { min: 0 });
    number(who, 'l2', l2, { min: 0 });
  },
  penalty(w, { l1, l2 }) {
    const [absolute, square] = [absolutes(w, l1), squares(w, l2)];
    return absolute !== null && square !== null ? add(absolute, square) : (absolute ?? square);
  },
});

/**
 * L1 penalty: λ Σ|w|. Draws weights to exactly 0.
 *
 * @param factor λ >= 0, default 0.01
 * Peers: Keras (L1). The course's slide (S46) subtracts λ sign(w) without the learning rate; here it is the gradient.
 */
export function l1(factor = 0.01): Regularizer {
  return L1({ l1: factor });
}

/**
 * L2 penalty: λ Σw². Keeps all weights small.
 *
 * @param factor λ >= 0, default 0.01
 * @param options `convention`: 'keras' (default), or 'course' for λ/2 Σw²
 * Peers: Keras (L2), without ½. The course (S45, D6) writes λ/2 Σw², whose gradient is λw: its λ = 0.02 is
 * `l2(0.01)`, or `l2(0.02, { convention: 'course' })`.
 */
export function l2(factor = 0.01, options: { readonly convention?: L2Convention } = {}): Regularizer {
  const { convention } = readOptions('l2', { convention: 'keras' as L2Convention }, options);
  return L2({ l2: factor, convention });
}

/**
 * Both penalties: λ₁ Σ|w| + λ₂ Σw².
 *
 * @param options `l1` and `l2`, each >= 0, defaults 0 (as in Keras 3)
 */
export function l1_l2(options: { readonly l1?: number; readonly l2?: number } = {}): Regularizer {
  return L1L2(options);
}
