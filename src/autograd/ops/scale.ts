/**
 * Multiplication by a constant number.
 */
import { defineOp } from '../op.ts';

/**
 * A tensor times a constant: y = factor · x.
 *
 * Shapes: x [...] -> y [...]
 * Option: `factor`, any number, default 1.
 * Gradient: dx += factor · dy.
 */
export const scale = defineOp({
  name: 'scale',
  inputs: ['x'],
  options: { factor: 1 },
  outputShape: ({ x }) => x,

  forward({ x }, y, _saved, { factor }) {
    for (let i = 0; i < y.data.length; i++) y.data[i] = factor * x.data[i];
  },

  reads: [],
  backward(dy, { x: dx }, _kept, { factor }) {
    if (dx !== null) for (let i = 0; i < dy.data.length; i++) dx.data[i] += factor * dy.data[i];
  },

  examples: [
    { shapes: { x: [3, 5] }, output: [3, 5], options: { factor: -1.7 } },
    { shapes: { x: [] }, output: [], options: { factor: 0.3 } },
    { shapes: { x: [4] }, output: [4] },
  ],
});
