/**
 * Addition of two tensors of one shape.
 */
import { defineOp } from '../op.ts';
import { sameShapes } from './shared/same-shapes.ts';

/**
 * Sum of two tensors, element by element: y = a + b.
 *
 * Shapes: a [...], b [...] -> y [...], all alike
 * @throws ShapeError if the shapes differ
 * Gradient: da += dy, db += dy.
 */
export const add = defineOp({
  name: 'add',
  inputs: ['a', 'b'],
  outputShape: ({ a, b }) => sameShapes('add', a, b),

  forward({ a, b }, y) {
    for (let i = 0; i < y.data.length; i++) y.data[i] = a.data[i] + b.data[i];
  },

  reads: [],
  backward(dy, { a: da, b: db }) {
    if (da !== null) for (let i = 0; i < dy.data.length; i++) da.data[i] += dy.data[i];
    if (db !== null) for (let i = 0; i < dy.data.length; i++) db.data[i] += dy.data[i];
  },

  examples: [
    { shapes: { a: [3, 5], b: [3, 5] }, output: [3, 5] },
    { shapes: { a: [], b: [] }, output: [] },
  ],
  rejects: [{ shapes: { a: [3, 5], b: [5] }, message: 'expected b [3, 5], received [5]' }],
});
