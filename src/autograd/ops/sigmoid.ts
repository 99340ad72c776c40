/**
 * The logistic sigmoid.
 */
import { defineOp } from '../op.ts';
import { logistic } from './shared/formulas.ts';

/**
 * Logistic sigmoid, element by element: y = 1 / (1 + e^-x).
 *
 * Shapes: x [...] -> y [...]
 * Gradient: dx += dy · y · (1 − y); only the output is kept.
 */
export const sigmoid = defineOp({
  name: 'sigmoid',
  inputs: ['x'],
  outputShape: ({ x }) => x,

  forward({ x }, y) {
    for (let i = 0; i < y.data.length; i++) y.data[i] = logistic(x.data[i]);
  },

  reads: ['output'],
  backward(dy, { x: dx }, { output: y }) {
    if (dx === null) return;
    for (let i = 0; i < dy.data.length; i++) dx.data[i] += dy.data[i] * y.data[i] * (1 - y.data[i]);
  },

  examples: [
    { shapes: { x: [3, 5] }, output: [3, 5], between: [-6, 6] },
    { shapes: { x: [7] }, output: [7], between: [-90, 90] },
  ],
});
