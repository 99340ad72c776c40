/**
 * Nadam: Adam that looks ahead, as Nesterov's momentum does.
 */
import { power, realPower } from '../random/index.ts';
import { type Convention, defineOptimizer } from './optimizer.ts';

/** μₜ = β₁ (1 − ½ · 0.96^(tψ)): a momentum that grows from about β₁/2 to β₁. */
function momentumAt(t: number, beta1: number, pace: number): number {
  return beta1 * (1 - realPower(0.96, t * pace) / 2);
}

/**
 * Adam with Nesterov's momentum.
 *
 * Update, in step t: m ← m + (g − m)(1 − β₁); v ← v + (g² − v)(1 − β₂); μₜ = β₁ (1 − ½ · 0.96ᵗ) and Pₜ = μ₁ μ₂ … μₜ;
 * m̂ = μₜ₊₁ m / (1 − Pₜ₊₁) + (1 − μₜ) g / (1 − Pₜ); v̂ = v / (1 − β₂ᵗ); w ← w − α m̂ / (√v̂ + ε).
 * Update (`convention: 'pytorch'`): the same with μₜ = β₁ (1 − ½ · 0.96^(tψ)).
 *
 * @param options `learningRate` α >= 0, default 0.001, or a schedule; `beta1` β₁ and `beta2` β₂ in [0, 1), defaults 0.9
 * and 0.999; `epsilon` ε > 0, default 1e-7; `momentumDecay` ψ >= 0, default 0.004, which Keras has not and PyTorch's form
 * alone reads; `convention` 'keras' (default) or 'pytorch'; and those that all optimizers have (`CommonOptions`)
 * @throws ArgumentError for options out of range
 * Peers: Keras; PyTorch's own defaults are `learningRate` 0.002 and `epsilon` 1e-8.
 * @see Dozat (2016), "Incorporating Nesterov Momentum into Adam", algorithm 8
 * @example
 * const nadam = Nadam({ learningRate: 0.002 });
 */
export const Nadam = defineOptimizer({
  name: 'Nadam',
  options: {
    learningRate: 0.001,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-7,
    momentumDecay: 0.004,
    convention: 'keras' as Exclude<Convention, 'course'>,
  },
  ranges: {
    learningRate: { min: 0 },
    beta1: { min: 0, below: 1 },
    beta2: { min: 0, below: 1 },
    epsilon: { above: 0 },
    momentumDecay: { min: 0 },
  },
  choices: { convention: ['keras', 'pytorch'] },
  slots: ['m', 'v'],
  scalars: ['product', 'factors', 'ahead', 'now', 'correction'],

  advance(given, step) {
    const { beta1, beta2, momentumDecay, convention } = given;
    const pace = convention === 'pytorch' ? momentumDecay : 1;
    // Pₜ goes on from Pₜ₋₁; at any other step it is multiplied anew, so that it follows from the step alone.
    const goesOn = given.factors === step - 1;
    let product = goesOn ? given.product : 1;
    for (let t = goesOn ? step : 1; t <= step; t++) product *= momentumAt(t, beta1, pace);
    given.product = product;
    given.factors = step;
    const next = momentumAt(step + 1, beta1, pace);
    given.ahead = next / (1 - product * next);
    given.now = (1 - momentumAt(step, beta1, pace)) / (1 - product);
    given.correction = 1 / (1 - power(beta2, step));
  },

  update(w, g, { m, v }, { learningRate, beta1, beta2, epsilon, ahead, now, correction }) {
    for (let i = 0; i < w.data.length; i++) {
      m.data[i] += (g.data[i] - m.data[i]) * (1 - beta1);
      v.data[i] += (g.data[i] * g.data[i] - v.data[i]) * (1 - beta2);
      const mean = ahead * m.data[i] + now * g.data[i];
      w.data[i] -= (learningRate * mean) / (Math.sqrt(correction * v.data[i]) + epsilon);
    }
  },

  examples: [
    {
      options: { learningRate: 0.02, beta1: 0.8, beta2: 0.99, epsilon: 1e-3 },
      weight: 1.3,
      gradients: [0.7, -0.3, 1.1],
      after: [1.2779287564958872, 1.284712579314351, 1.264395023722456],
    },
    {
      options: { learningRate: 0.02, beta1: 0.8, beta2: 0.99, epsilon: 1e-3, convention: 'pytorch' },
      weight: 1.3,
      gradients: [0.7, -0.3, 1.1],
      after: [1.2781256873672142, 1.2852564223760636, 1.2642912224523375],
    },
  ],
});
