/**
 * Polynomial decay: from one learning rate to another along a power of the time that is left.
 */
import { flag, number } from '../../options.ts';
import { realPower } from '../../random/index.ts';
import { defineSchedule } from './schedule.ts';

/**
 * A learning rate that goes to an end in d updates and stays there: α(t) = (α₀ − αₑ) (1 − t/d)^p + αₑ, t at most d.
 *
 * With `cycle`, d is doubled, tripled … each time that t passes it: the rate leaps up and comes down more slowly.
 *
 * @param options `initialLearningRate` α₀ >= 0 and `decaySteps` d > 0 (both must be given); `endLearningRate` αₑ >= 0, default
 * 0.0001; `power` p >= 0, default 1, a straight line; `cycle`, default false
 * @throws ArgumentError for options that are missing or out of range
 * Peers: Keras (PolynomialDecay), in 32-bit floats there, in 64 here.
 * @example
 * const rate = PolynomialDecay({ initialLearningRate: 0.1, decaySteps: 100, endLearningRate: 0.02 });
 * rate.at(50); // 0.06
 * rate.at(1000); // 0.02
 */
export const PolynomialDecay = defineSchedule({
  name: 'PolynomialDecay',
  options: {
    initialLearningRate: 0.1,
    decaySteps: 1,
    endLearningRate: 0.0001,
    power: 1,
    cycle: false as boolean,
  },
  required: ['initialLearningRate', 'decaySteps'],
  check(who, { initialLearningRate, decaySteps, endLearningRate, power, cycle }) {
    number(who, 'initialLearningRate', initialLearningRate, { min: 0 });
    number(who, 'decaySteps', decaySteps, { above: 0 });
    number(who, 'endLearningRate', endLearningRate, { min: 0 });
    number(who, 'power', power, { min: 0 });
    flag(who, 'cycle', cycle);
  },
  at(step, { initialLearningRate, decaySteps, endLearningRate, power, cycle }) {
    const length = cycle ? decaySteps * Math.max(1, Math.ceil(step / decaySteps)) : decaySteps;
    const left = 1 - Math.min(step, length) / length;
    return (initialLearningRate - endLearningRate) * realPower(left, power) + endLearningRate;
  },
  examples: [
    {
      options: { initialLearningRate: 0.13, decaySteps: 8 },
      rates: [
        [0, 0.13],
        [3, 0.0812875],
        [8, 0.0001],
        [9, 0.0001],
      ],
    },
    {
      options: { initialLearningRate: 0.13, decaySteps: 8, endLearningRate: 0.02, power: 1.7, cycle: true },
      rates: [
        [0, 0.13],
        [3, 0.06947533171050614],
        [8, 0.02],
        [9, 0.046980834790281104],
        [16, 0.02],
        [33, 0.025682734524161303],
      ],
    },
  ],
});
