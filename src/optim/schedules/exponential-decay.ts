/**
 * Exponential decay: in equal times, the learning rate falls by equal factors.
 */
import { number } from '../../options.ts';
import { realPower } from '../../random/index.ts';
import { defineSchedule } from './schedule.ts';
import { checkDecay, decayOptions, requiredOfDecay, timeAt } from './shared/staircase.ts';

/**
 * A learning rate that decays exponentially: α(t) = α₀ r^(t / d).
 *
 * @param options `initialLearningRate` α₀ >= 0; `decaySteps` d > 0, the updates in which it is multiplied by
 * `decayRate` r > 0 (all three must be given); `staircase`, default false: t / d is rounded down, so that it falls in steps
 * @throws ArgumentError for options that are missing or out of range
 * Peers: Keras (ExponentialDecay), in 32-bit floats there, in 64 here.
 * @example
 * const rate = ExponentialDecay({ initialLearningRate: 0.1, decaySteps: 100, decayRate: 0.9, staircase: true });
 * rate.at(99); // 0.1
 * rate.at(100); // 0.09000000000000001
 */
export const ExponentialDecay = defineSchedule({
  name: 'ExponentialDecay',
  options: decayOptions,
  required: requiredOfDecay,
  check(who, options) {
    checkDecay(who, options);
    number(who, 'decayRate', options.decayRate, { above: 0 });
  },
  at: (step, options) => options.initialLearningRate * realPower(options.decayRate, timeAt(step, options)),
  examples: [
    {
      options: { initialLearningRate: 0.13, decaySteps: 7, decayRate: 0.83 },
      rates: [
        [0, 0.13],
        [3, 0.12002246300172875],
        [7, 0.1079],
        [70, 0.0201708535433676],
      ],
    },
    {
      options: { initialLearningRate: 0.13, decaySteps: 7, decayRate: 0.83, staircase: true },
      rates: [
        [6, 0.13],
        [7, 0.1079],
        [20, 0.089557],
      ],
    },
  ],
});
