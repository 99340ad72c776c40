/**
 * The hard hyperbolic tangent: a tanh of straight lines.
 */
import { defineOp } from '../op.ts';

/**
 * Hard hyperbolic tangent, element by element: y = min(max(x, −1), 1).
 *
 * Shapes: x [...] -> y [...]
 * Gradient: dx += dy where −1 <= x <= 1, else 0.
 * Peers: Keras takes the same derivative 1 at ±1; PyTorch takes 0.
 */
export const hardTanh = defineOp({
  name: 'hardTanh',
  inputs: ['x'],
  outputShape: ({ x }) => x,

  forward({ x }, y) {
    for (let i = 0; i < y.data.length; i++) y.data[i] = Math.min(Math.max(x.data[i], -1), 1);
  },

  reads: ['x'],
  backward(dy, { x: dx }, { x }) {
    if (dx === null) return;
    for (let i = 0; i < dy.data.length; i++) if (Math.abs(x.data[i]) <= 1) dx.data[i] += dy.data[i];
  },

  examples: [
    { shapes: { x: [3, 5] }, output: [3, 5], awayFrom: 1 },
    { shapes: { x: [41] }, output: [41], between: [-7, 8], awayFrom: -1 },
  ],
});
