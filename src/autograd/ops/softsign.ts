/**
 * Softsign: a sigmoid without an exponential.
 */
import { defineOp } from '../op.ts';

/**
 * Softsign, element by element: y = x / (1 + |x|), between −1 and 1; it nears its ends more slowly than tanh.
 *
 * Shapes: x [...] -> y [...]
 * Gradient: dx += dy / (1 + |x|)².
 * @see Bergstra et al. (2009), "Quadratic Polynomials Learn Better Image Features"
 */
export const softsign = defineOp({
  name: 'softsign',
  inputs: ['x'],
  outputShape: ({ x }) => x,

  forward({ x }, y) {
    for (let i = 0; i < y.data.length; i++) y.data[i] = x.data[i] / (1 + Math.abs(x.data[i]));
  },

  reads: ['x'],
  backward(dy, { x: dx }, { x }) {
    if (dx === null) return;
    for (let i = 0; i < dy.data.length; i++) dx.data[i] += dy.data[i] / (1 + Math.abs(x.data[i])) ** 2;
  },

  examples: [
    { shapes: { x: [3, 5] }, output: [3, 5] },
    { shapes: { x: [7] }, output: [7], between: [-90, 90] },
  ],
});
