/**
 * Dropout: a random share of the elements set to zero.
 */
import { number, wholeNumber } from '../../options.ts';
import { dropThreshold, firstKey, keeps, secondKey } from '../../random/index.ts';
import { defineOp } from '../op.ts';

/**
 * Inverted dropout: y_i = x_i / (1 − rate) where element i is kept, else 0; the mean of y is that of x.
 *
 * Which elements are kept is a pure function of seed, position, step and i (`random/counter-hash.ts`), so backward
 * draws the same mask again and nothing is stored.
 *
 * Shapes: x [...] -> y [...]
 * Options: `rate`, the share dropped, 0 to 1, default 0; `seed` and `position` (of the layer in its model), whole
 * numbers from 0 on, default 0. Cell: `step`, the number of the training step.
 * Gradient: dx_i += dy_i / (1 − rate) where element i is kept.
 * @see Srivastava et al. (2014), "Dropout", JMLR 15
 */
export const dropout = defineOp({
  name: 'dropout',
  inputs: ['x'],
  options: { rate: 0, seed: 0, position: 0 },
  cells: ['step'],
  outputShape({ x }, { rate, seed, position }) {
    number('dropout', 'rate', rate, { min: 0, max: 1 });
    wholeNumber('dropout', 'seed', seed, { min: 0 });
    wholeNumber('dropout', 'position', position, { min: 0 });
    return x;
  },

  forward({ x }, y, _saved, { rate, seed, position, step }) {
    const threshold = dropThreshold(rate);
    const k1 = firstKey(seed, position, step.value);
    const k2 = secondKey(seed, position, step.value);
    const factor = 1 / (1 - rate);
    for (let i = 0; i < y.data.length; i++) y.data[i] = keeps(i, k1, k2, threshold) ? factor * x.data[i] : 0;
  },

  reads: [],
  backward(dy, { x: dx }, _kept, { rate, seed, position, step }) {
    if (dx === null) return;
    const threshold = dropThreshold(rate);
    const k1 = firstKey(seed, position, step.value);
    const k2 = secondKey(seed, position, step.value);
    const factor = 1 / (1 - rate);
    for (let i = 0; i < dy.data.length; i++)
      if (keeps(i, k1, k2, threshold)) dx.data[i] += factor * dy.data[i];
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
    { shapes: { x: [3, 4] }, output: [3, 4], options: { rate: 1 }, cells: { step: 1 } },
    { shapes: { x: [3, 4] }, output: [3, 4], cells: { step: 0 } },
  ],
});
