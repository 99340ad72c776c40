/**
 * Subtraction of two tensors of one shape.
 */
import { defineOp } from '../op.ts';
import { sameShapes } from './shared/same-shapes.ts';

/**
 * Difference of two tensors, element by element: y = a − b.
 *
 * Shapes: a [...], b [...] -> y [...], all alike
 * @throws ShapeError if the shapes differ
 * Gradient: da += dy, db −= dy.
 */
export const subtract = defineOp({
  name: 'subtract',
  inputs: ['a', 'b'],
  outputShape: ({ a, b }) => sameShapes('subtract', a, b),

  forward({ a, b }, y) {
    for (let i = 0; i < y.data.length; i++) y.data[i] = a.data[i] - b.data[i];
  },

  reads: [],
  backward(dy, { a: da, b: db }) {
    if (da !== null) for (let i = 0; i < dy.data.length; i++) da.data[i] += dy.data[i];
    if (db !== null) for (let i = 0; i < dy.data.length; i++) db.data[i] -= dy.data[i];
  },

  examples: [
    { shapes: { a: [2, 7], b: [2, 7] }, output: [2, 7] },
    { shapes: { a: [5], b: [5] }, output: [5] },
  ],
  rejects: [{ shapes: { a: [4], b: [4, 1] }, message: 'expected b [4], received [4, 1]' }],
});
