/**
 * The exponential function.
 */
import { defineOp } from '../op.ts';

/**
 * Exponential, element by element: y = e^x.
 *
 * Shapes: x [...] -> y [...]
 * Gradient: dx += y · dy; only the output is kept.
 */
export const exp = defineOp({
  name: 'exp',
  inputs: ['x'],
  outputShape: ({ x }) => x,

  forward({ x }, y) {
    for (let i = 0; i < y.data.length; i++) y.data[i] = Math.exp(x.data[i]);
  },

  reads: ['output'],
  backward(dy, { x: dx }, { output: y }) {
    if (dx === null) return;
    for (let i = 0; i < dy.data.length; i++) dx.data[i] += y.data[i] * dy.data[i];
  },

  examples: [
    { shapes: { x: [3, 5] }, output: [3, 5] },
    { shapes: { x: [7] }, output: [7], between: [-6, 3] },
  ],
});
