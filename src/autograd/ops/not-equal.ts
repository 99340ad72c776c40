/**
 * Where numbers differ from a given one, such as the class of the rows that are left out.
 */
import { defineOp } from '../op.ts';

/**
 * y = 1 where x ≠ value, else 0.
 *
 * Shapes: x [...] -> y [...]
 * Option: `value`, default 0.
 * Gradient: none: y is constant wherever it can be differentiated, so x counts as a constant.
 */
export const notEqual = defineOp({
  name: 'notEqual',
  inputs: ['x'],
  constant: ['x'],
  options: { value: 0 },
  outputShape: ({ x }) => x,

  forward({ x }, y, _saved, { value }) {
    for (let i = 0; i < y.data.length; i++) y.data[i] = x.data[i] !== value ? 1 : 0;
  },

  reads: [],
  backward() {},

  examples: [
    { shapes: { x: [7] }, output: [7], between: [0, 3], whole: true, options: { value: 2 } },
    { shapes: { x: [3, 5] }, output: [3, 5], between: [-1, 1], whole: true },
  ],
});
