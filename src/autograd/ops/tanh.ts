/**
 * The hyperbolic tangent.
 */
import { defineOp } from '../op.ts';

/**
 * Hyperbolic tangent, element by element: y = tanh x, between −1 and 1.
 *
 * Shapes: x [...] -> y [...]
 * Gradient: dx += dy · (1 − y²); only the output is kept.
 */
export const tanh = defineOp({
  name: 'tanh',
  inputs: ['x'],
  outputShape: ({ x }) => x,

  forward({ x }, y) {
    for (let i = 0; i < y.data.length; i++) y.data[i] = Math.tanh(x.data[i]);
  },

  reads: ['output'],
  backward(dy, { x: dx }, { output: y }) {
    if (dx === null) return;
    for (let i = 0; i < dy.data.length; i++) dx.data[i] += dy.data[i] * (1 - y.data[i] * y.data[i]);
  },

  examples: [
    { shapes: { x: [3, 5] }, output: [3, 5] },
    { shapes: { x: [7] }, output: [7], between: [-30, 30] },
  ],
});
