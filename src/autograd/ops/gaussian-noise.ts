/**
 * Gaussian noise: a random number added to each element.
 */
import { number } from '../../options.ts';
import { fillNormal, firstKey, secondKey } from '../../random/index.ts';
import { defineOp } from '../op.ts';
import { checkPlace } from './shared/place.ts';

/**
 * Noise of the normal distribution: y_i = x_i + σ z_i, the z of mean 0 and variance 1.
 *
 * z_i is a pure function of seed, position, step and i (`random/counter-hash.ts`, `random/normal.ts`).
 *
 * Shapes: x [...] -> y [...]
 * Options: `stddev` σ, from 0 on, default 1; `seed` and `position` (of the layer in its model), whole numbers from 0
 * on, default 0. Cell: `step`, the number of the training step.
 * Gradient: dx += dy.
 */
export const gaussianNoise = defineOp({
  name: 'gaussianNoise',
  inputs: ['x'],
  options: { stddev: 1, seed: 0, position: 0 },
  cells: ['step'],
  outputShape({ x }, options) {
    number('gaussianNoise', 'stddev', options.stddev, { min: 0 });
    checkPlace('gaussianNoise', options);
    return x;
  },

  forward({ x }, y, _saved, { stddev, seed, position, step }) {
    fillNormal(y.data, firstKey(seed, position, step.value), secondKey(seed, position, step.value));
    for (let i = 0; i < y.data.length; i++) y.data[i] = x.data[i] + stddev * y.data[i];
  },

  reads: [],
  backward(dy, { x: dx }) {
    if (dx !== null) for (let i = 0; i < dy.data.length; i++) dx.data[i] += dy.data[i];
  },

  examples: [
    {
      shapes: { x: [5, 7] },
      output: [5, 7],
      options: { stddev: 0.3, seed: 11, position: 2 },
      cells: { step: 4 },
    },
    {
      shapes: { x: [40] },
      output: [40],
      options: { stddev: 1.7, seed: 2 ** 33 + 5 },
      cells: { step: 2 ** 34 + 9 },
    },
    { shapes: { x: [3, 4] }, output: [3, 4], cells: { step: 0 } },
  ],
});
