/**
 * Cosine decay: the learning rate falls along half a wave, slowly at first and at the end.
 */
import { ArgumentError, complain } from '../../errors.ts';
import { number } from '../../options.ts';
import { cos } from '../../random/index.ts';
import { defineSchedule } from './schedule.ts';

/**
 * A learning rate that falls along half a cosine in d updates: α(t) = α₀ ((1 − a) ½ (1 + cos(π t/d)) + a), t at most d.
 *
 * With a warm-up, it first goes from α₀ straight to `warmupTarget` in `warmupSteps` updates, and falls from there.
 *
 * @param options `initialLearningRate` α₀ >= 0 and `decaySteps` d > 0, without the warm-up (both must be given); `alpha`
 * a >= 0, default 0, the share that is left at the end; `warmupTarget` >= 0 or null, default null: no warm-up;
 * `warmupSteps` >= 0, default 0
 * @throws ArgumentError for options that are missing or out of range, and for `warmupSteps` without a target, which
 * Keras passes over
 * Peers: Keras (CosineDecay), in 32-bit floats there, in 64 here.
 * @see Loshchilov and Hutter (2017), "SGDR: Stochastic Gradient Descent with Warm Restarts", section 3
 * @example
 * const rate = CosineDecay({ initialLearningRate: 0.001, decaySteps: 200, warmupTarget: 0.03, warmupSteps: 50 });
 * rate.at(50); // 0.03
 * rate.at(250); // 0
 */
export const CosineDecay = defineSchedule({
  name: 'CosineDecay',
  options: {
    initialLearningRate: 0.1,
    decaySteps: 1,
    alpha: 0,
    warmupTarget: null as number | null,
    warmupSteps: 0,
  },
  required: ['initialLearningRate', 'decaySteps'],
  check(who, { initialLearningRate, decaySteps, alpha, warmupTarget, warmupSteps }) {
    number(who, 'initialLearningRate', initialLearningRate, { min: 0 });
    number(who, 'decaySteps', decaySteps, { above: 0 });
    number(who, 'alpha', alpha, { min: 0 });
    if (warmupTarget !== null) number(who, 'warmupTarget', warmupTarget, { min: 0 });
    number(who, 'warmupSteps', warmupSteps, { min: 0 });
    if (warmupTarget !== null || warmupSteps === 0) return;
    const problem = 'warmupSteps has no warmupTarget';
    const help = 'Give warmupTarget, the learning rate at the end of the warm-up.';
    throw new ArgumentError(complain({ who, problem, help }));
  },
  at(step, { initialLearningRate, decaySteps, alpha, warmupTarget, warmupSteps }) {
    if (warmupTarget !== null && step < warmupSteps) {
      return (warmupTarget - initialLearningRate) * (step / warmupSteps) + initialLearningRate;
    }
    const time = Math.min(step - warmupSteps, decaySteps) / decaySteps;
    const wave = (1 + cos(Math.PI * time)) / 2;
    return (warmupTarget ?? initialLearningRate) * ((1 - alpha) * wave + alpha);
  },
  examples: [
    {
      options: { initialLearningRate: 0.13, decaySteps: 9, alpha: 0.07 },
      rates: [
        [0, 0.13],
        [3, 0.099775],
        [7, 0.023242613413457788],
        [9, 0.0091],
        [900, 0.0091],
      ],
    },
    {
      options: { initialLearningRate: 0.013, decaySteps: 9, warmupTarget: 0.07, warmupSteps: 4 },
      rates: [
        [0, 0.013],
        [3, 0.05575],
        [4, 0.07],
        [10, 0.0175],
        [13, 0],
      ],
    },
  ],
});
