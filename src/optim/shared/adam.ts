/**
 * The rule of Adam and AdamW: they differ in their weight decay alone.
 */
import type { Range } from '../../options.ts';
import { power } from '../../random/index.ts';
import type { View } from '../../tensor/index.ts';

/** What the rule reads of the options, and the two numbers that it works out once a step. */
interface Given {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly amsgrad: boolean;
  readonly convention: string;
  /** α, with the bias corrections of m and v. */
  alpha: number;
  /** ε, in PyTorch's form with the bias correction of v. */
  offset: number;
}

/** The ranges of its numbers. */
export const adamRanges: Readonly<
  Record<'learningRate' | 'beta1' | 'beta2' | 'epsilon' | 'weightDecay', Range>
> = {
  learningRate: { min: 0 },
  beta1: { min: 0, below: 1 },
  beta2: { min: 0, below: 1 },
  epsilon: { above: 0 },
  weightDecay: { min: 0 },
};

/** m̂ / (√v̂ + ε) with m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ) is m / (√v + ε √(1 − β₂ᵗ)), times what is in α. */
export function advanceAdam(given: Given, step: number): void {
  const { learningRate, beta1, beta2, epsilon, convention } = given;
  // One product at the end: V8 boxes the result of a choice between α and a product, 16 bytes a step.
  const corrected = convention !== 'course';
  const root = corrected ? Math.sqrt(1 - power(beta2, step)) : 1;
  const correction = corrected ? root / (1 - power(beta1, step)) : 1;
  given.alpha = learningRate * correction;
  given.offset = epsilon * (convention === 'pytorch' ? root : 1);
}

/** The loop; with amsgrad, the largest v there has been takes the place of v. */
export function updateAdam(
  w: View,
  g: View,
  { m, v, vHat }: { readonly m: View; readonly v: View; readonly vHat: View | null },
  { beta1, beta2, alpha, offset, convention }: Readonly<Given>,
): void {
  const inside = convention === 'course' ? offset : 0;
  const outside = convention === 'course' ? 0 : offset;
  if (vHat === null) {
    for (let i = 0; i < w.data.length; i++) {
      m.data[i] += (g.data[i] - m.data[i]) * (1 - beta1);
      v.data[i] += (g.data[i] * g.data[i] - v.data[i]) * (1 - beta2);
      w.data[i] -= (alpha * m.data[i]) / (Math.sqrt(v.data[i] + inside) + outside);
    }
  } else {
    for (let i = 0; i < w.data.length; i++) {
      m.data[i] += (g.data[i] - m.data[i]) * (1 - beta1);
      v.data[i] += (g.data[i] * g.data[i] - v.data[i]) * (1 - beta2);
      vHat.data[i] = Math.max(vHat.data[i], v.data[i]);
      w.data[i] -= (alpha * m.data[i]) / (Math.sqrt(vHat.data[i] + inside) + outside);
    }
  }
}
