/**
 * The rectified linear unit.
 */
import { defineOp } from '../op.ts';

/**
 * Rectified linear unit, element by element: y = max(x, 0). NaN stays NaN, so that a fault is not hidden.
 *
 * Shapes: x [...] -> y [...]
 * Gradient: dx += dy where y > 0, else 0: the derivative at 0 is 0.
 * Peers: Keras, PyTorch and scikit-learn take the same derivative at 0.
 */
export const relu = defineOp({
  name: 'relu',
  inputs: ['x'],
  outputShape: ({ x }) => x,

  forward({ x }, y) {
    for (let i = 0; i < y.data.length; i++) y.data[i] = Math.max(x.data[i], 0);
  },

  reads: ['output'],
  backward(dy, { x: dx }, { output: y }) {
    if (dx === null) return;
    for (let i = 0; i < dy.data.length; i++) dx.data[i] += y.data[i] > 0 ? dy.data[i] : 0;
  },

  examples: [
    { shapes: { x: [3, 5] }, output: [3, 5], awayFrom: 0 },
    { shapes: { x: [41] }, output: [41], between: [-60, 60], awayFrom: 0 },
  ],
});
