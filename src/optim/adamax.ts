/**
 * Adamax: Adam with the largest recent gradient in place of the root mean square.
 */
import { power } from '../random/index.ts';
import { type Convention, defineOptimizer } from './optimizer.ts';

/**
 * Steps along the running mean of the gradients, divided by the largest of them, which fades with time.
 *
 * Update, in step t: αₜ = α / (1 − β₁ᵗ); m ← m + (g − m)(1 − β₁); u ← max(β₂ u, |g|); w ← w − αₜ m / (u + ε).
 * Update (`convention: 'pytorch'`): u ← max(β₂ u, |g| + ε); w ← w − αₜ m / u.
 *
 * @param options `learningRate` α >= 0, default 0.001, or a schedule; `beta1` β₁ and `beta2` β₂ in [0, 1), defaults 0.9
 * and 0.999; `epsilon` ε > 0, default 1e-7; `convention` 'keras' (default) or 'pytorch'; and those that all optimizers
 * have (`CommonOptions`)
 * @throws ArgumentError for options out of range
 * Peers: Keras, TensorFlow.js; PyTorch's own defaults are `learningRate` 0.002 and `epsilon` 1e-8.
 * @see Kingma and Ba (2015), "Adam: A Method for Stochastic Optimization", section 7.1
 * @example
 * const adamax = Adamax({ learningRate: 0.002 });
 */
export const Adamax = defineOptimizer({
  name: 'Adamax',
  options: {
    learningRate: 0.001,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-7,
    convention: 'keras' as Exclude<Convention, 'course'>,
  },
  ranges: {
    learningRate: { min: 0 },
    beta1: { min: 0, below: 1 },
    beta2: { min: 0, below: 1 },
    epsilon: { above: 0 },
  },
  choices: { convention: ['keras', 'pytorch'] },
  slots: ['m', 'u'],
  scalars: ['alpha'],

  advance(given, step) {
    given.alpha = given.learningRate / (1 - power(given.beta1, step));
  },

  update(w, g, { m, u }, { beta1, beta2, epsilon, alpha, convention }) {
    const [inside, outside] = convention === 'pytorch' ? [epsilon, 0] : [0, epsilon];
    for (let i = 0; i < w.data.length; i++) {
      m.data[i] += (g.data[i] - m.data[i]) * (1 - beta1);
      u.data[i] = Math.max(beta2 * u.data[i], Math.abs(g.data[i]) + inside);
      w.data[i] -= (alpha * m.data[i]) / (u.data[i] + outside);
    }
  },

  examples: [
    {
      options: { learningRate: 0.02, beta1: 0.8, beta2: 0.9, epsilon: 1e-3 },
      weight: 1.3,
      gradients: [0.7, -0.3, 1.1],
      after: [1.2800285306704708, 1.275450259848143, 1.2657124655925482],
    },
    {
      options: { learningRate: 0.02, beta1: 0.8, beta2: 0.9, epsilon: 1e-3, convention: 'pytorch' },
      weight: 1.3,
      gradients: [0.7, -0.3, 1.1],
      after: [1.2800285306704708, 1.2754495341751644, 1.2657117399195696],
    },
  ],
});
