/**
 * The larger of two tensors, element by element.
 */
import { defineOp } from '../op.ts';
import { sameShapes } from './shared/same-shapes.ts';

/**
 * The larger of two tensors of one shape, element by element: y = max(a, b).
 *
 * Shapes: a [...], b [...] -> y [...], all alike
 * @throws ShapeError if the shapes differ
 * Gradient: da += dy where a ≥ b, db += dy elsewhere.
 * Peers: of two equals the first gets the whole gradient, as in TensorFlow; PyTorch gives each a half.
 */
export const maximum = defineOp({
  name: 'maximum',
  inputs: ['a', 'b'],
  outputShape: ({ a, b }) => sameShapes('maximum', a, b),

  forward({ a, b }, y) {
    for (let i = 0; i < y.data.length; i++) y.data[i] = Math.max(a.data[i], b.data[i]);
  },

  reads: ['a', 'b'],
  backward(dy, { a: da, b: db }, { a, b }) {
    if (da !== null) {
      for (let i = 0; i < dy.data.length; i++) if (a.data[i] >= b.data[i]) da.data[i] += dy.data[i];
    }
    if (db !== null) {
      for (let i = 0; i < dy.data.length; i++) if (!(a.data[i] >= b.data[i])) db.data[i] += dy.data[i];
    }
  },

  examples: [
    { shapes: { a: [3, 5], b: [3, 5] }, output: [3, 5] },
    { shapes: { a: [7], b: [7] }, output: [7], between: [-90, 90] },
  ],
  rejects: [{ shapes: { a: [3, 5], b: [3, 1] }, message: 'expected b [3, 5], received [3, 1]' }],
});
