/**
 * Gaussian dropout: each element times a random number of mean 1.
 */
import { number } from '../../options.ts';
import { fillNormal, firstKey, secondKey } from '../../random/index.ts';
import { defineOp } from '../op.ts';
import { dropoutDeviation } from './shared/noise.ts';
import { checkPlace } from './shared/place.ts';

/**
 * Noise of the normal distribution by which x is multiplied: y_i = x_i (1 + σ z_i) with σ = √(rate / (1 − rate)), so that
 * mean and variance of the factor are those of dropout.
 *
 * z_i is a pure function of seed, position, step and i (`random/counter-hash.ts`, `random/normal.ts`); the factors are
 * kept, since drawing them again would take longer.
 *
 * Shapes: x [...] -> y [...]
 * Options: `rate`, the share that dropout would drop, 0 to below 1, default 0; `seed` and `position` (of the layer in
 * its model), whole numbers from 0 on, default 0. Cell: `step`, the number of the training step.
 * Gradient: dx_i += dy_i (1 + σ z_i).
 * @see Srivastava et al. (2014), "Dropout", JMLR 15, section 10
 */
export const gaussianDropout = defineOp({
  name: 'gaussianDropout',
  inputs: ['x'],
  options: { rate: 0, seed: 0, position: 0 },
  cells: ['step'],
  outputShape({ x }, options) {
    number('gaussianDropout', 'rate', options.rate, { min: 0, below: 1 });
    checkPlace('gaussianDropout', options);
    return x;
  },

  saves: { factor: ({ x }) => x },
  forward({ x }, y, { factor }, { rate, seed, position, step }) {
    const stddev = dropoutDeviation(rate);
    fillNormal(factor.data, firstKey(seed, position, step.value), secondKey(seed, position, step.value));
    for (let i = 0; i < y.data.length; i++) {
      factor.data[i] = 1 + stddev * factor.data[i];
      y.data[i] = x.data[i] * factor.data[i];
    }
  },

  reads: ['factor'],
  backward(dy, { x: dx }, { factor }) {
    if (dx !== null) for (let i = 0; i < dy.data.length; i++) dx.data[i] += dy.data[i] * factor.data[i];
  },

  examples: [
    {
      shapes: { x: [5, 7] },
      output: [5, 7],
      options: { rate: 0.3, seed: 11, position: 2 },
      cells: { step: 4 },
    },
    {
      shapes: { x: [40] },
      output: [40],
      options: { rate: 0.85, seed: 2 ** 33 + 5 },
      cells: { step: 2 ** 34 + 9 },
    },
    { shapes: { x: [3, 4] }, output: [3, 4], cells: { step: 0 } },
  ],
});
