/**
 * Inverse time decay: the learning rate falls as one over the time.
 */
import { number } from '../../options.ts';
import { defineSchedule } from './schedule.ts';
import { checkDecay, decayOptions, requiredOfDecay, timeAt } from './shared/staircase.ts';

/**
 * A learning rate that decays like 1/t: α(t) = α₀ / (1 + r t / d).
 *
 * @param options `initialLearningRate` α₀ >= 0; `decaySteps` d > 0; `decayRate` r >= 0, what is added to the divisor in d
 * updates (all three must be given); `staircase`, default false: t / d is rounded down, so that it falls in steps
 * @throws ArgumentError for options that are missing or out of range
 * Peers: Keras (InverseTimeDecay), in 32-bit floats there, in 64 here.
 * @example
 * const rate = InverseTimeDecay({ initialLearningRate: 0.3, decaySteps: 100, decayRate: 2 });
 * rate.at(100); // 0.09999999999999999
 */
export const InverseTimeDecay = defineSchedule({
  name: 'InverseTimeDecay',
  options: decayOptions,
  required: requiredOfDecay,
  check(who, options) {
    checkDecay(who, options);
    number(who, 'decayRate', options.decayRate, { min: 0 });
  },
  at: (step, options) => options.initialLearningRate / (1 + options.decayRate * timeAt(step, options)),
  examples: [
    {
      options: { initialLearningRate: 0.13, decaySteps: 7, decayRate: 0.6 },
      rates: [
        [0, 0.13],
        [3, 0.10340909090909091],
        [35, 0.0325],
      ],
    },
    {
      options: { initialLearningRate: 0.13, decaySteps: 7, decayRate: 0.6, staircase: true },
      rates: [
        [6, 0.13],
        [13, 0.08125],
        [34, 0.03823529411764706],
      ],
    },
  ],
});
