/**
 * Adam: momentum and RMSprop in one, the most used optimizer.
 */
import { type Convention, defineOptimizer } from './optimizer.ts';
import { adamRanges, advanceAdam, updateAdam } from './shared/adam.ts';

/**
 * Adaptive moments: steps along the running mean of the gradients, divided by their running root mean square.
 *
 * Update (Keras), in step t: αₜ = α √(1 − β₂ᵗ) / (1 − β₁ᵗ); m ← m + (g − m)(1 − β₁); v ← v + (g² − v)(1 − β₂);
 * w ← w − αₜ m / (√v + ε). The factor on α corrects that m and v start at 0 and are too small at first.
 * Update (`convention: 'course'`, S57): the same m and v, no correction, ε under the root: w ← w − α m / √(v + ε).
 * Update (`convention: 'pytorch'`): w ← w − α m̂ / (√v̂ + ε), m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ).
 * With `amsgrad`, the largest v there has been takes its place under the root, so that steps cannot grow again.
 *
 * @param options `learningRate` α >= 0, default 0.001, or a schedule; `beta1` β₁ and `beta2` β₂ in [0, 1), defaults 0.9
 * and 0.999; `epsilon` ε > 0, default 1e-7; `amsgrad`, default false; `convention` 'keras' (default), 'course' or
 * 'pytorch'; and those that all optimizers have (`CommonOptions`)
 * @throws ArgumentError for options out of range
 * Peers: Keras and scikit-learn use this ε, outside the root after the correction ("epsilon hat" in the paper);
 * PyTorch and TensorFlow.js add ε before it: first steps differ for gradients near ε. PyTorch's own default is `epsilon`
 * 1e-8.
 * @see Kingma and Ba (2015), "Adam: A Method for Stochastic Optimization", section 2; Reddi, Kale and Kumar (2018), "On the
 * Convergence of Adam and Beyond"
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
    amsgrad: false as boolean,
    convention: 'keras' as Convention,
  },
  ranges: adamRanges,
  choices: { convention: ['keras', 'course', 'pytorch'] },
  slots: ['m', 'v'],
  slotsWhen: { vHat: ({ amsgrad }) => amsgrad },
  scalars: ['alpha', 'offset'],
  advance: advanceAdam,
  update: updateAdam,

  examples: [
    {
      options: { learningRate: 0.01, beta1: 0.8, beta2: 0.99 },
      weight: 1.3,
      gradients: [0.7, -0.3, 1.1],
      after: [1.2900000142856938, 1.2873130918815168, 1.2803872502172071],
    },
    {
      options: { learningRate: 0.01, beta1: 0.8, beta2: 0.7, amsgrad: true },
      weight: 1.3,
      gradients: [0.7, -0.3, 1.1],
      after: [1.290000002608202, 1.2873095388252427, 1.2808603351177994],
    },
    {
      options: { convention: 'course' },
      weight: 1.3,
      gradients: [0.7, -0.3, 1.1],
      after: [1.296838044971844, 1.295467333634157, 1.2921644936386594],
    },
    {
      options: { learningRate: 0.01, beta1: 0.8, beta2: 0.99, epsilon: 1e-2, convention: 'pytorch' },
      weight: 1.3,
      gradients: [0.7, -0.3, 1.1],
      after: [1.2901408450704226, 1.2875029879996664, 1.2806654802087798],
    },
  ],
});
