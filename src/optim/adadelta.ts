/**
 * Adadelta: steps in the units of the weights, whatever the units of the loss.
 */
import { type Convention, defineOptimizer } from './optimizer.ts';

/**
 * Gradient descent with steps as large as the recent steps were, compared with the recent gradients.
 *
 * Update: a ← ρ a + (1 − ρ) g²; Δ = √(d + ε) / √(a + ε) · g; d ← ρ d + (1 − ρ) Δ²; w ← w − α Δ. As d starts at 0, ε decides
 * how large the first steps are: about √(ε / (1 − ρ)), very small.
 *
 * @param options `learningRate` α >= 0, default 0.001, or a schedule (the paper has 1, and so should have most uses);
 * `rho` ρ in [0, 1), default 0.95; `epsilon` ε > 0, default 1e-7; `convention` 'keras' (default) or 'pytorch', which
 * differ in `weightDecay` alone; and those that all optimizers have (`CommonOptions`)
 * @throws ArgumentError for options out of range
 * Peers: Keras, PyTorch, TensorFlow.js; PyTorch's own defaults are `learningRate` 1, `rho` 0.9 and `epsilon` 1e-6.
 * @see Zeiler (2012), "ADADELTA: An Adaptive Learning Rate Method", algorithm 1
 * @example
 * const adadelta = Adadelta({ learningRate: 1 });
 */
export const Adadelta = defineOptimizer({
  name: 'Adadelta',
  options: {
    learningRate: 0.001,
    rho: 0.95,
    epsilon: 1e-7,
    convention: 'keras' as Exclude<Convention, 'course'>,
  },
  ranges: { learningRate: { min: 0 }, rho: { min: 0, below: 1 }, epsilon: { above: 0 } },
  choices: { convention: ['keras', 'pytorch'] },
  slots: ['meanSquare', 'meanSquareMove'],

  update(w, g, { meanSquare: a, meanSquareMove: d }, { learningRate, rho, epsilon }) {
    for (let i = 0; i < w.data.length; i++) {
      a.data[i] = rho * a.data[i] + (1 - rho) * g.data[i] * g.data[i];
      const move = (Math.sqrt(d.data[i] + epsilon) / Math.sqrt(a.data[i] + epsilon)) * g.data[i];
      d.data[i] = rho * d.data[i] + (1 - rho) * move * move;
      w.data[i] -= learningRate * move;
    }
  },

  examples: [
    {
      options: { learningRate: 0.9, rho: 0.93, epsilon: 1e-5 },
      weight: 1.3,
      gradients: [0.7, -0.3, 1.1],
      after: [1.2892445102573795, 1.295421320776044, 1.281850047072715],
    },
    {
      options: { learningRate: 1.3, epsilon: 1e-5, convention: 'pytorch' },
      weight: 1.3,
      gradients: [0.7, -0.3, 1.1],
      after: [1.281618974536136, 1.2920813451957316, 1.2689511456233993],
    },
  ],
});
