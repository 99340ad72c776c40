/**
 * Cosine decay with warm restarts: again and again, the learning rate leaps up and falls along half a wave.
 */
import { number } from '../../options.ts';
import { cos, power } from '../../random/index.ts';
import { defineSchedule } from './schedule.ts';

/**
 * A learning rate that falls along half a cosine and starts anew:
 * α(t) = α₀ ((1 − a) ½ mⁱ (1 + cos(π s/d)) + a), s updates after restart i, in a period of d = d₀ tⁱ updates.
 *
 * @param options `initialLearningRate` α₀ >= 0 and `firstDecaySteps` d₀ > 0 (both must be given); `tMul` t >= 1, default 2, by
 * which each period is longer than the one before; `mMul` m >= 0, default 1, by which each starts lower; `alpha` a >= 0,
 * default 0
 * @throws ArgumentError for options that are missing or out of range
 * Peers: Keras (CosineDecayRestarts), which finds the period by a logarithm in 32-bit floats and may be one update late
 * where one ends.
 * @see Loshchilov and Hutter (2017), "SGDR: Stochastic Gradient Descent with Warm Restarts", section 3
 * @example
 * const rate = CosineDecayRestarts({ initialLearningRate: 0.1, firstDecaySteps: 100 });
 * rate.at(100); // 0.1
 * rate.at(300); // 0.1
 */
export const CosineDecayRestarts = defineSchedule({
  name: 'CosineDecayRestarts',
  options: { initialLearningRate: 0.1, firstDecaySteps: 1, tMul: 2, mMul: 1, alpha: 0 },
  required: ['initialLearningRate', 'firstDecaySteps'],
  check(who, { initialLearningRate, firstDecaySteps, tMul, mMul, alpha }) {
    number(who, 'initialLearningRate', initialLearningRate, { min: 0 });
    number(who, 'firstDecaySteps', firstDecaySteps, { above: 0 });
    number(who, 'tMul', tMul, { min: 1 });
    number(who, 'mMul', mMul, { min: 0 });
    number(who, 'alpha', alpha, { min: 0 });
  },
  at(step, { initialLearningRate, firstDecaySteps, tMul, mMul, alpha }) {
    let restarts = 0;
    let period = firstDecaySteps;
    let since = step;
    if (tMul === 1) {
      restarts = Math.floor(step / period);
      since = step - restarts * period;
    }
    while (since >= period) {
      since -= period;
      period *= tMul;
      restarts++;
    }
    const wave = (power(mMul, restarts) * (1 + cos((Math.PI * since) / period))) / 2;
    return initialLearningRate * ((1 - alpha) * wave + alpha);
  },
  examples: [
    {
      options: { initialLearningRate: 0.13, firstDecaySteps: 6 },
      rates: [
        [0, 0.13],
        [2, 0.0975],
        [6, 0.13],
        [10, 0.0975],
        [18, 0.13],
      ],
    },
    {
      options: { initialLearningRate: 0.13, firstDecaySteps: 6, tMul: 1.5, mMul: 0.8, alpha: 0.1 },
      rates: [
        [4, 0.04225],
        [6, 0.1066],
        [9, 0.0832],
        [12, 0.0364],
        [15, 0.08788],
      ],
    },
    {
      options: { initialLearningRate: 0.13, firstDecaySteps: 6, tMul: 1, mMul: 0.8 },
      rates: [
        [6, 0.104],
        [8, 0.078],
        [14, 0.0624],
      ],
    },
  ],
});
