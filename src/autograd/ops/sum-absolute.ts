/**
 * The sum of absolute values: what an L1 penalty is made of.
 */
import { defineOp } from '../op.ts';

/**
 * Sum of the absolute values of all elements: y = Σ |x_i|.
 *
 * Shapes: x [...] -> y []
 * Gradient: dx_i += sign(x_i) · dy, with sign(0) = 0.
 */
export const sumAbsolute = defineOp({
  name: 'sumAbsolute',
  inputs: ['x'],
  outputShape: () => [],

  forward({ x }, y) {
    let s = 0;
    for (let i = 0; i < x.data.length; i++) s += Math.abs(x.data[i]);
    y.data[0] = s;
  },

  reads: ['x'],
  backward(dy, { x: dx }, { x }) {
    if (dx === null) return;
    for (let i = 0; i < dx.data.length; i++) dx.data[i] += Math.sign(x.data[i]) * dy.data[0];
  },

  examples: [
    { shapes: { x: [3, 5] }, output: [], awayFrom: 0 },
    { shapes: { x: [2, 3, 4] }, output: [], awayFrom: 0 },
  ],
});
