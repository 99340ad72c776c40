/**
 * The square.
 */
import { defineOp } from '../op.ts';

/**
 * Square, element by element: y = x².
 *
 * Shapes: x [...] -> y [...]
 * Gradient: dx += 2x · dy.
 */
export const square = defineOp({
  name: 'square',
  inputs: ['x'],
  outputShape: ({ x }) => x,

  forward({ x }, y) {
    for (let i = 0; i < y.data.length; i++) y.data[i] = x.data[i] * x.data[i];
  },

  reads: ['x'],
  backward(dy, { x: dx }, { x }) {
    if (dx === null) return;
    for (let i = 0; i < dy.data.length; i++) dx.data[i] += 2 * x.data[i] * dy.data[i];
  },

  examples: [
    { shapes: { x: [3, 5] }, output: [3, 5] },
    { shapes: { x: [2, 3, 4] }, output: [2, 3, 4], between: [-9, 9] },
  ],
});
