/**
 * The scaled exponential linear unit.
 */
import { defineOp } from '../op.ts';
import { SELU_ALPHA, SELU_SCALE } from './shared/formulas.ts';

/**
 * Scaled exponential linear unit, element by element: y = s · x where x > 0, else s · α · (e^x − 1), with
 * s = 1.0507009873554805 and α = 1.6732632423543772.
 *
 * With these two, and weights by `lecun_normal`, mean 0 and variance 1 of the inputs are kept from layer to layer.
 *
 * Shapes: x [...] -> y [...]
 * Gradient: dx += s · dy where y >= 0, else (y + s α) · dy; only the output is kept.
 * Peers: TensorFlow takes the same derivative s at 0.
 * @see Klambauer et al. (2017), "Self-Normalizing Neural Networks", equation 2
 */
export const selu = defineOp({
  name: 'selu',
  inputs: ['x'],
  outputShape: ({ x }) => x,

  forward({ x }, y) {
    for (let i = 0; i < y.data.length; i++)
      y.data[i] = SELU_SCALE * (x.data[i] > 0 ? x.data[i] : SELU_ALPHA * Math.expm1(x.data[i]));
  },

  reads: ['output'],
  backward(dy, { x: dx }, { output: y }) {
    if (dx === null) return;
    for (let i = 0; i < dy.data.length; i++)
      dx.data[i] += (y.data[i] < 0 ? y.data[i] + SELU_SCALE * SELU_ALPHA : SELU_SCALE) * dy.data[i];
  },

  examples: [
    { shapes: { x: [3, 5] }, output: [3, 5], awayFrom: 0 },
    { shapes: { x: [41] }, output: [41], between: [-30, 8], awayFrom: 0 },
  ],
});
