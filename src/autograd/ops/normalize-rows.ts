/**
 * Vectors made one unit long.
 */
import { complain, ShapeError } from '../../errors.ts';
import { lastAxis, type View } from '../../tensor/index.ts';
import { defineOp } from '../op.ts';

/** ‖x‖, the length of the vector that begins at `start`. */
function norm(x: View, start: number, columns: number): number {
  let squares = 0;
  for (let j = 0; j < columns; j++) squares += x.data[start + j] * x.data[start + j];
  return Math.sqrt(squares);
}

/**
 * Every row divided by its length: y = x / max(‖x‖, ε), so that the scalar product of two rows is the cosine of the
 * angle between them.
 *
 * Shapes: x [..., columns] -> y [..., columns]
 * @param given `epsilon` ε, the least length that is divided by, default 1e-7: shorter rows stay shorter than 1
 * @throws ShapeError for a single number
 * Gradient: dx += (dy − y (y · dy)) / ‖x‖; below ε, dx += dy / ε.
 * Peers: Keras (ops.normalize, of order 2).
 */
export const normalizeRows = defineOp({
  name: 'normalizeRows',
  inputs: ['x'],
  options: { epsilon: 1e-7 },
  outputShape({ x }) {
    if (x.length > 0) return x;
    const [expected, received] = ['x [..., columns]', '[]'];
    throw new ShapeError(
      complain({ who: 'normalizeRows', problem: 'there is no last axis', expected, received }),
    );
  },

  forward({ x }, y, _saved, { epsilon }) {
    const columns = lastAxis(x.shape);
    for (let start = 0; start < x.data.length; start += columns) {
      const length = Math.max(norm(x, start, columns), epsilon);
      for (let j = 0; j < columns; j++) y.data[start + j] = x.data[start + j] / length;
    }
  },

  reads: ['x', 'output'],
  backward(dy, { x: dx }, { x, output: y }, { epsilon }) {
    if (dx === null) return;
    const columns = lastAxis(x.shape);
    for (let start = 0; start < x.data.length; start += columns) {
      const length = norm(x, start, columns);
      let dot = 0;
      for (let j = 0; j < columns; j++) dot += y.data[start + j] * dy.data[start + j];
      if (length < epsilon) dot = 0;
      for (let j = 0; j < columns; j++)
        dx.data[start + j] += (dy.data[start + j] - y.data[start + j] * dot) / Math.max(length, epsilon);
    }
  },

  examples: [
    { shapes: { x: [3, 5] }, output: [3, 5] },
    { shapes: { x: [2, 3, 4] }, output: [2, 3, 4], between: [0.3, 9] },
    { shapes: { x: [3, 4] }, output: [3, 4], options: { epsilon: 20 } },
  ],
  rejects: [{ shapes: { x: [] }, message: 'expected x [..., columns]' }],
});
