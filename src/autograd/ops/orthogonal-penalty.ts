/**
 * How far the rows or columns of a matrix are from being perpendicular: what an orthogonal penalty is made of.
 */
import { complain, ShapeError } from '../../errors.ts';
import { formatShape, type Shape } from '../../tensor/index.ts';
import { defineOp } from '../op.ts';
import { EPSILON } from './shared/formulas.ts';

/** How the vectors of a matrix lie in its flat array: vector i begins at i · next, its numbers are `stride` apart. */
interface Vectors {
  readonly count: number;
  readonly length: number;
  readonly next: number;
  readonly stride: number;
}

function vectorsOf([rows, columns]: Shape, mode: string): Vectors {
  return mode === 'rows'
    ? { count: rows, length: columns, next: columns, stride: 1 }
    : { count: columns, length: rows, next: 1, stride: columns };
}

/**
 * Mean over all pairs of vectors of |cos| of the angle between them: y = Σ_{i<j} |c_ij| / (n (n − 1) / 2), with
 * c_ij = u_i · u_j, u_i = x_i / max(‖x_i‖, ε), ε = 1e-7. It is 0 where all n rows (or columns) are perpendicular, 1 where
 * all are parallel.
 *
 * Shapes: x [rows, columns] -> y []
 * @param given `mode` 'rows' (default) or 'columns'
 * @throws ShapeError unless x is a matrix of at least two such vectors
 * Gradient: du_i = Σ_{j≠i} sign(c_ij) u_j · dy / (n (n − 1) / 2); dx_i += (du_i − u_i (u_i · du_i)) / ‖x_i‖, and
 * below ε, dx_i += du_i / ε.
 * Peers: Keras (OrthogonalRegularizer, without its factor); for a single vector Keras gives NaN.
 */
export const orthogonalPenalty = defineOp({
  name: 'orthogonalPenalty',
  inputs: ['x'],
  options: { mode: 'rows' as 'rows' | 'columns' },
  outputShape({ x }, { mode }) {
    if (x.length === 2 && vectorsOf(x, mode).count > 1) return [];
    throw new ShapeError(
      complain({
        who: 'orthogonalPenalty',
        problem: `there are no two ${mode} to compare`,
        expected: `x [rows, columns] of at least two ${mode}`,
        received: formatShape(x),
      }),
    );
  },
  saves: {
    norms: ({ x }, { mode }) => [vectorsOf(x, mode).count],
    units: ({ x }, { mode }) => [vectorsOf(x, mode).count, vectorsOf(x, mode).length],
    cosines: ({ x }, { mode }) => [vectorsOf(x, mode).count, vectorsOf(x, mode).count],
  },

  forward({ x }, y, { norms, units: u, cosines: c }, { mode }) {
    const { count, length, next, stride } = vectorsOf(x.shape, mode);
    for (let i = 0; i < count; i++) {
      let squares = 0;
      for (let k = 0; k < length; k++)
        squares += x.data[i * next + k * stride] * x.data[i * next + k * stride];
      norms.data[i] = Math.sqrt(squares);
      const divisor = Math.max(norms.data[i], EPSILON);
      for (let k = 0; k < length; k++) u.data[i * length + k] = x.data[i * next + k * stride] / divisor;
    }
    let total = 0;
    for (let i = 0; i < count; i++) {
      c.data[i * count + i] = 1;
      for (let j = 0; j < i; j++) {
        let s = 0;
        for (let k = 0; k < length; k++) s += u.data[i * length + k] * u.data[j * length + k];
        c.data[i * count + j] = s;
        c.data[j * count + i] = s;
        total += Math.abs(s);
      }
    }
    y.data[0] = total / ((count * (count - 1)) / 2);
  },

  reads: ['norms', 'units', 'cosines'],
  backward(dy, { x: dx }, { norms, units: u, cosines: c }, { mode }) {
    if (dx === null) return;
    const { count, length, next, stride } = vectorsOf(dx.shape, mode);
    const share = dy.data[0] / ((count * (count - 1)) / 2);
    for (let i = 0; i < count; i++) {
      const divisor = Math.max(norms.data[i], EPSILON);
      let along = 0; // u_i · du_i
      for (let j = 0; j < count; j++) {
        if (j === i) continue;
        const slope = (Math.sign(c.data[i * count + j]) * share) / divisor;
        for (let k = 0; k < length; k++) dx.data[i * next + k * stride] += slope * u.data[j * length + k];
        along += slope * c.data[i * count + j];
      }
      if (norms.data[i] < EPSILON) continue;
      for (let k = 0; k < length; k++) dx.data[i * next + k * stride] -= along * u.data[i * length + k];
    }
  },

  examples: [
    { shapes: { x: [3, 5] }, output: [] },
    { shapes: { x: [4, 3] }, output: [], options: { mode: 'columns' } },
    { shapes: { x: [2, 7] }, output: [], between: [0.3, 4] },
  ],
  rejects: [
    { shapes: { x: [1, 4] }, message: 'there are no two rows to compare' },
    { shapes: { x: [5] }, message: 'expected x [rows, columns] of at least two rows, received [5]' },
  ],
});
