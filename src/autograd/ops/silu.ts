/**
 * The sigmoid linear unit, also called swish.
 */
import { defineOp } from '../op.ts';
import { logistic } from './shared/formulas.ts';

/**
 * Sigmoid linear unit, element by element: y = x · σ(x), with σ(x) = 1 / (1 + e^-x).
 *
 * Shapes: x [...] -> y [...]
 * Gradient: dx += dy · σ(x) (1 + x (1 − σ(x))).
 * @see Elfwing, Uchibe and Doya (2018), "Sigmoid-Weighted Linear Units"; Ramachandran et al. (2017),
 * "Searching for Activation Functions", where it is called Swish
 */
export const silu = defineOp({
  name: 'silu',
  inputs: ['x'],
  outputShape: ({ x }) => x,

  forward({ x }, y) {
    for (let i = 0; i < y.data.length; i++) y.data[i] = x.data[i] * logistic(x.data[i]);
  },

  reads: ['x'],
  backward(dy, { x: dx }, { x }) {
    if (dx === null) return;
    for (let i = 0; i < dy.data.length; i++) {
      const s = logistic(x.data[i]);
      dx.data[i] += dy.data[i] * s * (1 + x.data[i] * (1 - s));
    }
  },

  examples: [
    { shapes: { x: [3, 5] }, output: [3, 5], between: [-6, 6] },
    { shapes: { x: [7] }, output: [7], between: [-90, 90] },
  ],
});
