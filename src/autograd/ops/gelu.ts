/**
 * The Gaussian error linear unit.
 */
import { oneOf } from '../../options.ts';
import { defineOp } from '../op.ts';
import { normalDensity, normalDistribution } from './shared/normal.ts';

/** u(x) = √(2/π) (x + 0.044715 x³): tanh u(x) is near 2 Φ(x) − 1. */
const SLOPE = Math.sqrt(2 / Math.PI);
const CUBIC = 0.044715;

/**
 * Gaussian error linear unit, element by element: y = x · Φ(x), where Φ(x) = ½ (1 + erf(x / √2)) is the share of a
 * standard normal distribution that lies below x.
 *
 * With `approximate: 'tanh'` it is y = ½ x (1 + tanh u), u = √(2/π) (x + 0.044715 x³), at most 0.0005 away.
 *
 * Shapes: x [...] -> y [...]
 * Option: `approximate`, 'none' or 'tanh', default 'none'. The activation 'gelu' of layers is the exact one; a function
 * makes the other of it.
 * @throws ArgumentError for another word
 * Gradient: dx += dy · (Φ(x) + x φ(x)), φ the density; with 'tanh' dx += dy · ½ (1 + t + x (1 − t²) u'), t = tanh u.
 * Peers: Keras's and PyTorch's `gelu` are exact by default too; TensorFlow.js's is called `gelu`, its approximation
 * `gelu_new`.
 * @see Hendrycks and Gimpel (2016), "Gaussian Error Linear Units", section 2
 * @example
 * const geluTanh = (x) => gelu(x, { approximate: 'tanh' });
 * Dense(20, { activation: geluTanh });
 */
export const gelu = defineOp({
  name: 'gelu',
  inputs: ['x'],
  options: { approximate: 'none' },
  outputShape({ x }, { approximate }) {
    oneOf('gelu', 'approximate', approximate, ['none', 'tanh']);
    return x;
  },

  forward({ x }, y, _saved, { approximate }) {
    for (let i = 0; i < y.data.length; i++) {
      const value = x.data[i];
      const share = approximate === 'none' ? normalDistribution(value) : 0.5 * (1 + tanhOf(value));
      y.data[i] = value * share;
    }
  },

  reads: ['x'],
  backward(dy, { x: dx }, { x }, { approximate }) {
    if (dx === null) return;
    for (let i = 0; i < dy.data.length; i++) {
      const value = x.data[i];
      if (approximate === 'none') {
        dx.data[i] += dy.data[i] * (normalDistribution(value) + value * normalDensity(value));
      } else {
        const t = tanhOf(value);
        const slope = SLOPE * (1 + 3 * CUBIC * value * value);
        dx.data[i] += dy.data[i] * 0.5 * (1 + t + value * (1 - t * t) * slope);
      }
    }
  },

  examples: [
    { shapes: { x: [3, 5] }, output: [3, 5] },
    { shapes: { x: [41] }, output: [41], between: [-9, 9] },
    { shapes: { x: [3, 5] }, output: [3, 5], options: { approximate: 'tanh' } },
    { shapes: { x: [41] }, output: [41], between: [-9, 9], options: { approximate: 'tanh' } },
  ],
});

/** tanh u(x). */
function tanhOf(x: number): number {
  return Math.tanh(SLOPE * (x + CUBIC * x * x * x));
}
