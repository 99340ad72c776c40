/**
 * Adam: momentum and RMSprop in one, the most used optimizer.
 */
import { power } from '../random/index.ts';
import { defineOptimizer } from './optimizer.ts';

/** Whose formula of Adam: Keras's with bias correction, or the course's without. */
export type AdamConvention = 'keras' | 'course';

/**
 * Adaptive moments: steps along the running mean of the gradients, divided by their running root mean square.
 *
 * Update (Keras), in step t: αₜ = α √(1 − β₂ᵗ) / (1 − β₁ᵗ); m ← m + (g − m)(1 − β₁); v ← v + (g² − v)(1 − β₂);
 * w ← w − αₜ m / (√v + ε). The factor on α corrects that m and v start at 0 and are too small at first.
 * Update (`convention: 'course'`, S57): the same m and v, no correction, ε under the root: w ← w − α m / √(v + ε).
 *
 * @param options `learningRate` α >= 0, default 0.001; `beta1` β₁ and `beta2` β₂ in [0, 1), defaults 0.9 and 0.999;
 * `epsilon` ε > 0, default 1e-7; `convention` 'keras' (default) or 'course'
 * @throws ArgumentError for options out of range
 * Peers: Keras and scikit-learn use this ε, outside the root after the correction ("epsilon hat" in the paper);
 * PyTorch and TensorFlow.js add ε before it: first steps differ for gradients near ε.
 * @see Kingma and Ba (2015), "Adam: A Method for Stochastic Optimization", section 2
 * @example
 * const adam = Adam({ learningRate: 0.001 });
 */
export const Adam = defineOptimizer({
  name: 'Adam',
  options: {
    learningRate: 0.001,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-7,
    convention: 'keras' as AdamConvention,
  },
  ranges: {
    learningRate: { min: 0 },
    beta1: { min: 0, below: 1 },
    beta2: { min: 0, below: 1 },
    epsilon: { above: 0 },
  },
  choices: { convention: ['keras', 'course'] },
  slots: ['m', 'v'],
  scalars: ['alpha'],

  advance(given, step) {
    const { learningRate, beta1, beta2, convention } = given;
    // One product at the end: V8 boxes the result of a choice between α and a product, 16 bytes a step.
    const corrected = convention === 'keras';
    const correction = corrected ? Math.sqrt(1 - power(beta2, step)) / (1 - power(beta1, step)) : 1;
    given.alpha = learningRate * correction;
  },

  update(w, g, { m, v }, { beta1, beta2, epsilon, alpha, convention }) {
    const inside = convention === 'course' ? epsilon : 0;
    const outside = convention === 'course' ? 0 : epsilon;
    for (let i = 0; i < w.data.length; i++) {
      m.data[i] += (g.data[i] - m.data[i]) * (1 - beta1);
      v.data[i] += (g.data[i] * g.data[i] - v.data[i]) * (1 - beta2);
      w.data[i] -= (alpha * m.data[i]) / (Math.sqrt(v.data[i] + inside) + outside);
    }
  },

  examples: [
    {
      options: { learningRate: 0.01, beta1: 0.8, beta2: 0.99 },
      weight: 1.3,
      gradients: [0.7, -0.3, 1.1],
      after: [1.2900000142856938, 1.2873130918815168, 1.2803872502172071],
    },
    {
      options: { convention: 'course' },
      weight: 1.3,
      gradients: [0.7, -0.3, 1.1],
      after: [1.296838044971844, 1.295467333634157, 1.2921644936386594],
    },
  ],
});
