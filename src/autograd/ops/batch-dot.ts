/**
 * Scalar products, row by row.
 */
import { complain, ShapeError } from '../../errors.ts';
import { formatShape, lastAxis, type Shape, size } from '../../tensor/index.ts';
import { defineOp } from '../op.ts';

/** What stands between the rows and the last axis: how many vectors there are in each row. */
function vectorsOf({ shape }: { readonly shape: Shape }): number {
  return size(shape.slice(1, -1));
}

/**
 * Scalar products of the vectors of a with those of b, row by row: y_rpq = Σ_k a_rpk b_rqk.
 *
 * Shapes: a [rows, inner], b [rows, inner] -> y [rows, 1]; where a row holds several vectors, each of a meets each of b:
 * a [rows, ...p, inner], b [rows, ...q, inner] -> y [rows, ...p, ...q]
 * @throws ShapeError if the rows or the inner sizes differ
 * Gradient: da_rpk += Σ_q dy_rpq b_rqk, db_rqk += Σ_p dy_rpq a_rpk.
 * Peers: Keras (batch_dot along the last axes); PyTorch writes torch.bmm(a, b.mT).
 */
export const batchDot = defineOp({
  name: 'batchDot',
  inputs: ['a', 'b'],
  outputShape({ a, b }) {
    if (a.length < 2 || b.length < 2 || a[0] !== b[0] || lastAxis(a) !== lastAxis(b)) {
      const expected = a.length < 2 ? ['rows', 'inner'] : [a[0], '...', lastAxis(a)];
      throw new ShapeError(
        complain({
          who: 'batchDot',
          problem: 'the rows, or the vectors in them, do not match',
          expected: `${a.length < 2 ? 'a and b' : 'b'} ${formatShape(expected)} for a ${formatShape(a)}`,
          received: `b ${formatShape(b)}`,
        }),
      );
    }
    const inner = [...a.slice(1, -1), ...b.slice(1, -1)];
    return [a[0], ...(inner.length === 0 ? [1] : inner)];
  },

  forward({ a, b }, y) {
    const inner = lastAxis(a.shape);
    const [p, q] = [vectorsOf(a), vectorsOf(b)];
    for (let i = 0; i < y.data.length; i++) {
      const [ofA, ofB] = [Math.floor(i / q) * inner, (Math.floor(i / (p * q)) * q + (i % q)) * inner];
      let s = 0;
      for (let k = 0; k < inner; k++) s += a.data[ofA + k] * b.data[ofB + k];
      y.data[i] = s;
    }
  },

  reads: ['a', 'b'],
  backward(dy, { a: da, b: db }, { a, b }) {
    const inner = lastAxis(a.shape);
    const [p, q] = [vectorsOf(a), vectorsOf(b)];
    for (let i = 0; i < dy.data.length; i++) {
      const [ofA, ofB] = [Math.floor(i / q) * inner, (Math.floor(i / (p * q)) * q + (i % q)) * inner];
      const d = dy.data[i];
      if (da !== null) for (let k = 0; k < inner; k++) da.data[ofA + k] += d * b.data[ofB + k];
      if (db !== null) for (let k = 0; k < inner; k++) db.data[ofB + k] += d * a.data[ofA + k];
    }
  },

  examples: [
    { shapes: { a: [3, 5], b: [3, 5] }, output: [3, 1] },
    { shapes: { a: [2, 3, 5], b: [2, 4, 5] }, output: [2, 3, 4] },
    { shapes: { a: [3, 4], b: [3, 2, 4] }, output: [3, 2] },
    { shapes: { a: [2, 2, 3, 5], b: [2, 5] }, output: [2, 2, 3] },
  ],
  rejects: [
    { shapes: { a: [3, 5], b: [3, 4] }, message: 'expected b [3, ..., 5] for a [3, 5], received b [3, 4]' },
    { shapes: { a: [3, 5], b: [2, 5] }, message: 'received b [2, 5]' },
    { shapes: { a: [5], b: [5] }, message: 'expected a and b [rows, inner] for a [5]' },
    { shapes: { a: [3, 5], b: [3] }, message: 'received b [3]' },
  ],
});
