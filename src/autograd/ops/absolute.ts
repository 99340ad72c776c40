/**
 * The absolute value.
 */
import { defineOp } from '../op.ts';

/**
 * Absolute value, element by element: y = |x|.
 *
 * Shapes: x [...] -> y [...]
 * Gradient: dx += sign(x) · dy, with sign(0) = 0.
 */
export const absolute = defineOp({
  name: 'absolute',
  inputs: ['x'],
  outputShape: ({ x }) => x,

  forward({ x }, y) {
    for (let i = 0; i < y.data.length; i++) y.data[i] = Math.abs(x.data[i]);
  },

  reads: ['x'],
  backward(dy, { x: dx }, { x }) {
    if (dx === null) return;
    for (let i = 0; i < dy.data.length; i++) dx.data[i] += Math.sign(x.data[i]) * dy.data[i];
  },

  examples: [
    { shapes: { x: [3, 5] }, output: [3, 5], awayFrom: 0 },
    { shapes: { x: [7] }, output: [7], between: [-60, 60], awayFrom: 0 },
  ],
});
