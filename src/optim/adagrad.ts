/**
 * Adagrad: each weight's step divided by the size of all its gradients so far.
 */
import { type Convention, defineOptimizer } from './optimizer.ts';

/**
 * Gradient descent with steps that shrink where gradients were large: rare inputs keep on learning.
 *
 * Update: a ← a + g², w ← w − α g / √(a + ε); a starts at `initialAccumulatorValue`.
 * Update (`convention: 'pytorch'`): w ← w − α g / (√a + ε).
 *
 * @param options `learningRate` α >= 0, default 0.001, or a schedule; `initialAccumulatorValue` >= 0, default 0.1;
 * `epsilon` ε > 0, default 1e-7; `convention` 'keras' (default) or 'pytorch'; and those that all optimizers have
 * (`CommonOptions`)
 * @throws ArgumentError for options out of range
 * Peers: Keras, TensorFlow.js; PyTorch's own defaults are `learningRate` 0.01, `initialAccumulatorValue` 0 and `epsilon` 1e-10.
 * @see Duchi, Hazan and Singer (2011), "Adaptive Subgradient Methods for Online Learning and Stochastic Optimization"
 * @example
 * const adagrad = Adagrad({ learningRate: 0.01 });
 */
export const Adagrad = defineOptimizer({
  name: 'Adagrad',
  options: {
    learningRate: 0.001,
    initialAccumulatorValue: 0.1,
    epsilon: 1e-7,
    convention: 'keras' as Exclude<Convention, 'course'>,
  },
  ranges: { learningRate: { min: 0 }, initialAccumulatorValue: { min: 0 }, epsilon: { above: 0 } },
  choices: { convention: ['keras', 'pytorch'] },
  slots: ['accumulator'],
  starts: { accumulator: ({ initialAccumulatorValue }) => initialAccumulatorValue },

  update(w, g, { accumulator: a }, { learningRate, epsilon, convention }) {
    const [inside, outside] = convention === 'keras' ? [epsilon, 0] : [0, epsilon];
    for (let i = 0; i < w.data.length; i++) {
      a.data[i] += g.data[i] * g.data[i];
      w.data[i] -= (learningRate * g.data[i]) / (Math.sqrt(a.data[i] + inside) + outside);
    }
  },

  examples: [
    {
      options: { learningRate: 0.02, initialAccumulatorValue: 0.3, epsilon: 1e-3 },
      weight: 1.3,
      gradients: [0.7, -0.3, 1.1],
      after: [1.2842587290659404, 1.2906511195478059, 1.275437040639278],
    },
    {
      options: { learningRate: 0.02, initialAccumulatorValue: 0, epsilon: 1e-3, convention: 'pytorch' },
      weight: 1.3,
      gradients: [0.7, -0.3, 1.1],
      after: [1.2800285306704708, 1.2878965853800795, 1.2714652946628382],
    },
  ],
});
