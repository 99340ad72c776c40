/**
 * Stochastic gradient descent, plain or with momentum.
 */
import { ArgumentError, complain } from '../errors.ts';
import { type Convention, defineOptimizer } from './optimizer.ts';

/**
 * Gradient descent, with momentum if wanted.
 *
 * Update (Keras): w ← w − α g; with momentum μ: v ← μ v − α g, w ← w + v; with Nesterov's look ahead:
 * v ← μ v − α g, w ← w + μ v − α g. Without momentum there is nothing to look ahead along: plain gradient descent.
 * Update (`convention: 'course'`, S52): v ← β v + (1 − β) g, w ← w − α v, with β = `momentum`: v is the exponentially
 * weighted average of the gradients. The two walk the same path if α(course) · (1 − β) = α(Keras).
 * Update (`convention: 'pytorch'`): v ← μ v + g, w ← w − α v; Nesterov's: w ← w − α (g + μ v). Keras's path as long as α
 * stays the same: a new α counts for all of v here, for new gradients only there.
 *
 * @param options `learningRate` α >= 0, default 0.01, or a schedule; `momentum` 0 to 1, default 0; `nesterov`, default
 * false; `convention` 'keras' (default), 'course' or 'pytorch'; and those that all optimizers have (`CommonOptions`)
 * @throws ArgumentError for options out of range, and for Nesterov in the course's convention, which has none
 * Peers: Keras, and with the convention PyTorch, whose own default is `learningRate` 0.001; TensorFlow.js has
 * PyTorch's form.
 * @see Sutskever et al. (2013), "On the importance of initialization and momentum in deep learning"
 * @example
 * const sgd = SGD({ learningRate: 0.1, momentum: 0.9 });
 */
export const SGD = defineOptimizer({
  name: 'SGD',
  options: {
    learningRate: 0.01,
    momentum: 0,
    nesterov: false as boolean,
    convention: 'keras' as Convention,
  },
  ranges: { learningRate: { min: 0 }, momentum: { min: 0, max: 1 } },
  choices: { convention: ['keras', 'course', 'pytorch'] },
  slotsWhen: {
    velocity({ momentum, nesterov, convention }) {
      if (nesterov && convention === 'course') {
        throw new ArgumentError(
          complain({
            who: 'SGD',
            problem: "nesterov has no form in the course's convention",
            help: "Leave out nesterov, or take convention: 'keras'.",
          }),
        );
      }
      return momentum > 0;
    },
  },

  update(w, g, { velocity: v }, { learningRate, momentum, nesterov, convention }) {
    if (v === null) {
      for (let i = 0; i < w.data.length; i++) w.data[i] -= learningRate * g.data[i];
    } else if (convention === 'course') {
      for (let i = 0; i < w.data.length; i++) {
        v.data[i] = momentum * v.data[i] + (1 - momentum) * g.data[i];
        w.data[i] -= learningRate * v.data[i];
      }
    } else if (convention === 'pytorch') {
      for (let i = 0; i < w.data.length; i++) {
        v.data[i] = momentum * v.data[i] + g.data[i];
        w.data[i] -= learningRate * (nesterov ? g.data[i] + momentum * v.data[i] : v.data[i]);
      }
    } else if (nesterov) {
      for (let i = 0; i < w.data.length; i++) {
        v.data[i] = momentum * v.data[i] - learningRate * g.data[i];
        w.data[i] += momentum * v.data[i] - learningRate * g.data[i];
      }
    } else {
      for (let i = 0; i < w.data.length; i++) {
        v.data[i] = momentum * v.data[i] - learningRate * g.data[i];
        w.data[i] += v.data[i];
      }
    }
  },

  examples: [
    { options: { learningRate: 0.3 }, weight: 2, gradients: [0.7, -0.3, 1.1], after: [1.79, 1.88, 1.55] },
    {
      options: { learningRate: 0.1, momentum: 0.9 },
      weight: 2,
      gradients: [0.7, -0.3, 1.1],
      after: [1.93, 1.897, 1.7573],
    },
    {
      options: { learningRate: 0.1, momentum: 0.9, nesterov: true },
      weight: 2,
      gradients: [0.7, -0.3, 1.1],
      after: [1.867, 1.8673, 1.63157],
    },
    {
      options: { learningRate: 0.1, momentum: 0.9, convention: 'course' },
      weight: 2,
      gradients: [0.7, -0.3, 1.1],
      after: [1.993, 1.9897, 1.97573],
    },
    {
      options: { learningRate: 0.1, momentum: 0.9, convention: 'pytorch' },
      weight: 2,
      gradients: [0.7, -0.3, 1.1],
      after: [1.93, 1.897, 1.7573],
    },
    {
      options: { learningRate: 0.1, momentum: 0.9, nesterov: true, convention: 'pytorch' },
      weight: 2,
      gradients: [0.7, -0.3, 1.1],
      after: [1.867, 1.8673, 1.63157],
    },
  ],
});
