/**
 * Change of sign.
 */
import { defineOp } from '../op.ts';

/**
 * Negative, element by element: y = −x.
 *
 * Shapes: x [...] -> y [...]
 * Gradient: dx −= dy.
 */
export const negate = defineOp({
  name: 'negate',
  inputs: ['x'],
  outputShape: ({ x }) => x,

  forward({ x }, y) {
    for (let i = 0; i < y.data.length; i++) y.data[i] = -x.data[i];
  },

  reads: [],
  backward(dy, { x: dx }) {
    if (dx === null) return;
    for (let i = 0; i < dy.data.length; i++) dx.data[i] -= dy.data[i];
  },

  examples: [
    { shapes: { x: [3, 5] }, output: [3, 5] },
    { shapes: { x: [] }, output: [] },
  ],
});
