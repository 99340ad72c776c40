/**
 * The natural logarithm.
 */
import { defineOp } from '../op.ts';

/**
 * Natural logarithm, element by element: y = ln x, for x > 0. It is −∞ at 0 and NaN below, as in mathematics libraries.
 *
 * Shapes: x [...] -> y [...]
 * Gradient: dx += dy / x.
 */
export const log = defineOp({
  name: 'log',
  inputs: ['x'],
  outputShape: ({ x }) => x,

  forward({ x }, y) {
    for (let i = 0; i < y.data.length; i++) y.data[i] = Math.log(x.data[i]);
  },

  reads: ['x'],
  backward(dy, { x: dx }, { x }) {
    if (dx === null) return;
    for (let i = 0; i < dy.data.length; i++) dx.data[i] += dy.data[i] / x.data[i];
  },

  examples: [
    { shapes: { x: [3, 5] }, output: [3, 5], between: [0.1, 4] },
    { shapes: { x: [7] }, output: [7], between: [1, 90] },
  ],
});
