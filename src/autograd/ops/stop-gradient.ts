/**
 * The same numbers, as a constant.
 */
import { defineOp } from '../op.ts';

/**
 * Passes numbers on and no gradient back: y = x.
 *
 * What a loss takes from y counts as given: targets that a net makes for itself, or a branch that must not train what
 * stands before it.
 *
 * Shapes: x [...] -> y [...]
 * Gradient: none, x counts as a constant.
 * Peers: TensorFlow (tf.stop_gradient), PyTorch (detach). The result is a copy, never a view.
 * @example
 * const x = parameter([1.5, -2]);
 * backward(sum(multiply(x, stopGradient(x))));
 * x.gradient.toArray(); // [1.5, -2]
 */
export const stopGradient = defineOp({
  name: 'stopGradient',
  inputs: ['x'],
  constant: ['x'],
  outputShape: ({ x }) => x,

  forward({ x }, y) {
    for (let i = 0; i < y.data.length; i++) y.data[i] = x.data[i];
  },

  reads: [],
  backward() {},

  examples: [
    { shapes: { x: [3, 5] }, output: [3, 5] },
    { shapes: { x: [2, 3, 4] }, output: [2, 3, 4] },
    { shapes: { x: [] }, output: [] },
  ],
});
