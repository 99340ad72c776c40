/**
 * Lion: steps of one size, in the direction that most recent gradients agree on.
 */
import { defineOptimizer } from './optimizer.ts';

/**
 * Descent by signs: every weight moves by α, up or down, as a mean of past gradients and the present one says.
 *
 * Update: w ← w − α sign(β₁ m + (1 − β₁) g); m ← β₂ m + (1 − β₂) g.
 *
 * @param options `learningRate` α >= 0, default 0.001, or a schedule (a third to a tenth of Adam's is usual); `beta1` β₁ and
 * `beta2` β₂ in [0, 1), defaults 0.9 and 0.99; and those that all optimizers have (`CommonOptions`)
 * @throws ArgumentError for options out of range
 * Peers: Keras.
 * @see Chen et al. (2023), "Symbolic Discovery of Optimization Algorithms", algorithm 2
 * @example
 * const lion = Lion({ learningRate: 0.0003, weightDecay: 0.01 });
 */
export const Lion = defineOptimizer({
  name: 'Lion',
  options: { learningRate: 0.001, beta1: 0.9, beta2: 0.99 },
  ranges: { learningRate: { min: 0 }, beta1: { min: 0, below: 1 }, beta2: { min: 0, below: 1 } },
  slots: ['m'],

  update(w, g, { m }, { learningRate, beta1, beta2 }) {
    for (let i = 0; i < w.data.length; i++) {
      w.data[i] -= learningRate * Math.sign(beta1 * m.data[i] + (1 - beta1) * g.data[i]);
      m.data[i] = beta2 * m.data[i] + (1 - beta2) * g.data[i];
    }
  },

  examples: [
    {
      options: { learningRate: 0.02, beta1: 0.8, beta2: 0.6 },
      weight: 1.3,
      gradients: [0.7, -0.3, -1.9],
      after: [1.28, 1.26, 1.28],
    },
  ],
});
