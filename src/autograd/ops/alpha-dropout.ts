/**
 * Alpha dropout: a random share of the elements set to what SELU gives far below zero.
 */
import { number } from '../../options.ts';
import { dropThreshold, elementBits, firstKey, secondKey } from '../../random/index.ts';
import { defineOp } from '../op.ts';
import { alphaDropoutSlope, SELU_LOWEST } from './shared/noise.ts';
import { checkPlace } from './shared/place.ts';

/**
 * Dropout for nets of SELU: y_i = a x_i + b where element i is kept, else a α′ + b, with α′ = −1.758…, what SELU comes
 * close to on the far left, a = ((1 − rate) (1 + rate α′²))^−½ and b = −a α′ rate, so that mean 0 and variance 1 stay.
 *
 * Which elements are kept is a pure function of seed, position, step and i, the mask of `dropout`, so backward draws it
 * again and nothing is stored.
 *
 * Shapes: x [...] -> y [...]
 * Options: `rate`, the share dropped, 0 to below 1, default 0; `seed` and `position` (of the layer in its model), whole
 * numbers from 0 on, default 0. Cell: `step`, the number of the training step.
 * Gradient: dx_i += a dy_i where element i is kept.
 * @see Klambauer et al. (2017), "Self-Normalizing Neural Networks", section "New dropout technique"
 */
export const alphaDropout = defineOp({
  name: 'alphaDropout',
  inputs: ['x'],
  options: { rate: 0, seed: 0, position: 0 },
  cells: ['step'],
  outputShape({ x }, options) {
    number('alphaDropout', 'rate', options.rate, { min: 0, below: 1 });
    checkPlace('alphaDropout', options);
    return x;
  },

  forward({ x }, y, _saved, { rate, seed, position, step }) {
    const threshold = dropThreshold(rate);
    const k1 = firstKey(seed, position, step.value);
    const k2 = secondKey(seed, position, step.value);
    const a = alphaDropoutSlope(rate);
    const b = -a * rate * SELU_LOWEST;
    const dropped = a * SELU_LOWEST + b;
    for (let i = 0; i < y.data.length; i++) {
      if (elementBits(i, k1, k2) >>> 0 >= threshold) y.data[i] = a * x.data[i] + b;
      else y.data[i] = dropped;
    }
  },

  reads: [],
  backward(dy, { x: dx }, _kept, { rate, seed, position, step }) {
    if (dx === null) return;
    const threshold = dropThreshold(rate);
    const k1 = firstKey(seed, position, step.value);
    const k2 = secondKey(seed, position, step.value);
    const a = alphaDropoutSlope(rate);
    for (let i = 0; i < dy.data.length; i++)
      if (elementBits(i, k1, k2) >>> 0 >= threshold) dx.data[i] += a * dy.data[i];
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
