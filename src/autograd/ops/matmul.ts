/**
 * The matrix product.
 */
import { complain, ShapeError } from '../../errors.ts';
import {
  fill,
  formatShape,
  lastAxis,
  matmulKernel,
  matmulTransposedA,
  matmulTransposedB,
} from '../../tensor/index.ts';
import { defineOp } from '../op.ts';

/**
 * Matrix product: y_ij = Σ_k a_ik b_kj. What the course calls the *neta* of a layer, before its bias.
 *
 * Shapes: a [..., inner], b [inner, columns] -> y [..., columns]
 * @throws ShapeError if b is no matrix, or the inner sizes differ
 * Gradient: da += dy bᵀ, db += aᵀ dy.
 */
export const matmul = defineOp({
  name: 'matmul',
  inputs: ['a', 'b'],
  outputShape({ a, b }) {
    if (a.length === 0 || b.length !== 2 || lastAxis(a) !== b[0]) {
      const transposed = a.length > 0 && b.length === 2 && lastAxis(a) === b[1];
      throw new ShapeError(
        complain({
          who: 'matmul',
          problem: 'inner sizes differ',
          expected: `b [${a.length === 0 ? 'inner' : lastAxis(a)}, columns] for a ${formatShape(a)}`,
          received: `b ${formatShape(b)}`,
          ...(transposed ? { help: 'Did you mean to transpose b?' } : {}),
        }),
      );
    }
    return [...a.slice(0, -1), b[1]];
  },

  forward({ a, b }, y) {
    fill(y, 0);
    matmulKernel(a, b, y);
  },

  reads: ['a', 'b'],
  backward(dy, { a: da, b: db }, { a, b }) {
    if (da !== null) matmulTransposedB(dy, b, da);
    if (db !== null) matmulTransposedA(a, dy, db);
  },

  examples: [
    { shapes: { a: [3, 5], b: [5, 7] }, output: [3, 7] },
    { shapes: { a: [1, 6], b: [6, 4] }, output: [1, 4] },
    { shapes: { a: [2, 3, 4], b: [4, 9] }, output: [2, 3, 9] },
    { shapes: { a: [5], b: [5, 2] }, output: [2] },
    { shapes: { a: [4, 1], b: [1, 1] }, output: [4, 1] },
  ],
  rejects: [
    { shapes: { a: [2, 3], b: [4, 5] }, message: 'expected b [3, columns] for a [2, 3], received b [4, 5]' },
    { shapes: { a: [2, 3], b: [4, 3] }, message: 'Did you mean to transpose b?' },
    { shapes: { a: [2, 3], b: [3] }, message: 'received b [3]' },
    { shapes: { a: [], b: [3, 2] }, message: 'expected b [inner, columns]' },
  ],
});
