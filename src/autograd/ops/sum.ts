/**
 * The sum of all elements.
 */
import { defineOp } from '../op.ts';

/**
 * Sum of all elements: y = Σ x_i.
 *
 * Shapes: x [...] -> y []
 * Gradient: dx_i += dy.
 */
export const sum = defineOp({
  name: 'sum',
  inputs: ['x'],
  outputShape: () => [],

  forward({ x }, y) {
    let s = 0;
    for (let i = 0; i < x.data.length; i++) s += x.data[i];
    y.data[0] = s;
  },

  reads: [],
  backward(dy, { x: dx }) {
    if (dx === null) return;
    for (let i = 0; i < dx.data.length; i++) dx.data[i] += dy.data[0];
  },

  examples: [
    { shapes: { x: [3, 5] }, output: [] },
    { shapes: { x: [2, 3, 4] }, output: [] },
  ],
});
