/**
 * Product of two tensors of one shape, element by element.
 */
import { defineOp } from '../op.ts';
import { sameShapes } from './shared/same-shapes.ts';

/**
 * Product of two tensors, element by element: y = a · b. (The matrix product is `matmul`.)
 *
 * Shapes: a [...], b [...] -> y [...], all alike
 * @throws ShapeError if the shapes differ
 * Gradient: da += dy · b, db += dy · a.
 */
export const multiply = defineOp({
  name: 'multiply',
  inputs: ['a', 'b'],
  outputShape: ({ a, b }) => sameShapes('multiply', a, b),

  forward({ a, b }, y) {
    for (let i = 0; i < y.data.length; i++) y.data[i] = a.data[i] * b.data[i];
  },

  reads: ['a', 'b'],
  backward(dy, { a: da, b: db }, { a, b }) {
    if (da !== null) for (let i = 0; i < dy.data.length; i++) da.data[i] += dy.data[i] * b.data[i];
    if (db !== null) for (let i = 0; i < dy.data.length; i++) db.data[i] += dy.data[i] * a.data[i];
  },

  examples: [
    { shapes: { a: [3, 4], b: [3, 4] }, output: [3, 4] },
    { shapes: { a: [2, 3, 5], b: [2, 3, 5] }, output: [2, 3, 5] },
  ],
  rejects: [{ shapes: { a: [3, 4], b: [4, 3] }, message: 'expected b [3, 4], received [4, 3]' }],
});
