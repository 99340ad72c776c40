/**
 * The sum of squares: what an L2 penalty is made of.
 */
import { defineOp } from '../op.ts';

/**
 * Sum of the squares of all elements: y = Σ x_i².
 *
 * Shapes: x [...] -> y []
 * Gradient: dx_i += 2 x_i · dy.
 */
export const sumSquares = defineOp({
  name: 'sumSquares',
  inputs: ['x'],
  outputShape: () => [],

  forward({ x }, y) {
    let s = 0;
    for (let i = 0; i < x.data.length; i++) s += x.data[i] * x.data[i];
    y.data[0] = s;
  },

  reads: ['x'],
  backward(dy, { x: dx }, { x }) {
    if (dx === null) return;
    for (let i = 0; i < dx.data.length; i++) dx.data[i] += 2 * x.data[i] * dy.data[0];
  },

  examples: [
    { shapes: { x: [3, 5] }, output: [] },
    { shapes: { x: [2, 3, 4] }, output: [] },
  ],
});
