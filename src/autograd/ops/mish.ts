/**
 * Mish: a smooth, slightly dipping relu.
 */
import { defineOp } from '../op.ts';
import { logistic, softplusOf } from './shared/formulas.ts';

/**
 * Mish, element by element: y = x · t, with t = tanh(softplus(x)).
 *
 * Shapes: x [...] -> y [...]
 * Gradient: dx += dy · (t + x (1 − t²) σ(x)), since σ is the derivative of softplus.
 * @see Misra (2019), "Mish: A Self Regularized Non-Monotonic Activation Function"
 */
export const mish = defineOp({
  name: 'mish',
  inputs: ['x'],
  outputShape: ({ x }) => x,

  forward({ x }, y) {
    for (let i = 0; i < y.data.length; i++) y.data[i] = x.data[i] * Math.tanh(softplusOf(x.data[i]));
  },

  reads: ['x'],
  backward(dy, { x: dx }, { x }) {
    if (dx === null) return;
    for (let i = 0; i < dy.data.length; i++) {
      const t = Math.tanh(softplusOf(x.data[i]));
      dx.data[i] += dy.data[i] * (t + x.data[i] * (1 - t * t) * logistic(x.data[i]));
    }
  },

  examples: [
    { shapes: { x: [3, 5] }, output: [3, 5], between: [-6, 6] },
    { shapes: { x: [7] }, output: [7], between: [-90, 90] },
  ],
});
