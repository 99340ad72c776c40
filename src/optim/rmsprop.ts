/**
 * RMSprop: each weight's step divided by the recent size of its gradients.
 */
import { type Convention, defineOptimizer } from './optimizer.ts';

/**
 * Gradient descent with steps divided by a running root mean square of the gradients.
 *
 * Update: s ← ρ s + (1 − ρ) g², w ← w − α g / √(s + ε).
 * Centered: ḡ ← ρ ḡ + (1 − ρ) g and s − ḡ² in place of s. With momentum μ: m ← μ m + α g / √(s + ε), w ← w − m.
 * Update (`convention: 'pytorch'`): √s + ε in place of √(s + ε), and α outside m: m ← μ m + g / (√s + ε), w ← w − α m.
 *
 * @param options `learningRate` α >= 0, default 0.001, or a schedule; `rho` ρ in [0, 1), default 0.9; `momentum` 0 to 1,
 * default 0; `epsilon` ε > 0, default 1e-7; `centered`, default false; `convention` 'keras' (default), 'course' (S55, the same
 * formula) or 'pytorch'; and those that all optimizers have (`CommonOptions`)
 * @throws ArgumentError for options out of range
 * Peers: Keras, TensorFlow.js and the course's slide (S55) put ε under the root, PyTorch outside; PyTorch's own defaults are
 * `learningRate` 0.01, `rho` 0.99 and `epsilon` 1e-8. Centered, rounding can make s − ḡ² negative (large gradients that
 * hardly change), and their formulas then give NaN; here it is at least 0.
 * @see Hinton (2012), "Neural Networks for Machine Learning", lecture 6e
 * @example
 * const rmsprop = RMSprop({ learningRate: 0.001 });
 */
export const RMSprop = defineOptimizer({
  name: 'RMSprop',
  options: {
    learningRate: 0.001,
    rho: 0.9,
    momentum: 0,
    epsilon: 1e-7,
    centered: false as boolean,
    convention: 'keras' as Convention,
  },
  ranges: {
    learningRate: { min: 0 },
    rho: { min: 0, below: 1 },
    momentum: { min: 0, max: 1 },
    epsilon: { above: 0 },
  },
  choices: { convention: ['keras', 'course', 'pytorch'] },
  slots: ['meanSquare'],
  slotsWhen: {
    meanGradient: ({ centered }) => centered,
    velocity: ({ momentum }) => momentum > 0,
  },

  update(w, g, { meanSquare: s, meanGradient, velocity: m }, given) {
    const { learningRate, rho, momentum, epsilon, convention } = given;
    const pytorch = convention === 'pytorch';
    for (let i = 0; i < w.data.length; i++) {
      s.data[i] = rho * s.data[i] + (1 - rho) * g.data[i] * g.data[i];
      let spread = s.data[i];
      if (meanGradient !== null) {
        meanGradient.data[i] = rho * meanGradient.data[i] + (1 - rho) * g.data[i];
        // A variance is never negative; the difference of two rounded numbers may be.
        spread = Math.max(spread - meanGradient.data[i] * meanGradient.data[i], 0);
      }
      let move = pytorch
        ? g.data[i] / (Math.sqrt(spread) + epsilon)
        : (learningRate * g.data[i]) / Math.sqrt(spread + epsilon);
      if (m !== null) {
        m.data[i] = momentum * m.data[i] + move;
        move = m.data[i];
      }
      w.data[i] -= pytorch ? learningRate * move : move;
    }
  },

  examples: [
    {
      options: {},
      weight: 1.3,
      gradients: [0.7, -0.3, 1.1],
      after: [1.2968377255666406, 1.2981396134505663, 1.2954621768252259],
    },
    {
      options: { learningRate: 0.02, rho: 0.85, momentum: 0.6, centered: true },
      weight: 1.3,
      gradients: [0.7, -0.3, 1.1],
      after: [1.2439888414657192, 1.2324360463478548, 1.1769177002526603],
    },
    {
      options: { learningRate: 0.02, rho: 0.85, epsilon: 1e-3, convention: 'pytorch' },
      weight: 1.3,
      gradients: [0.7, -0.3, 1.1],
      after: [1.24854999824102, 1.2702391784116116, 1.2259792177108302],
    },
    {
      options: { learningRate: 0.02, rho: 0.85, momentum: 0.6, centered: true, convention: 'pytorch' },
      weight: 1.3,
      gradients: [0.7, -0.3, 1.1],
      after: [1.2439888190478343, 1.232436017270858, 1.1769176660616427],
    },
  ],
});
