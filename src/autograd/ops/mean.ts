/**
 * The mean of all elements.
 */
import { defineOp } from '../op.ts';

/**
 * Mean of all n elements: y = (1/n) Σ x_i.
 *
 * Shapes: x [...] -> y []
 * Gradient: dx_i += dy / n.
 */
export const mean = defineOp({
  name: 'mean',
  inputs: ['x'],
  outputShape: () => [],

  forward({ x }, y) {
    let s = 0;
    for (let i = 0; i < x.data.length; i++) s += x.data[i];
    y.data[0] = s / x.data.length;
  },

  reads: [],
  backward(dy, { x: dx }) {
    if (dx === null) return;
    const share = dy.data[0] / dx.data.length;
    for (let i = 0; i < dx.data.length; i++) dx.data[i] += share;
  },

  examples: [
    { shapes: { x: [3, 5] }, output: [] },
    { shapes: { x: [2, 3, 4] }, output: [] },
  ],
});
