/**
 * Addition of one vector to every row.
 */
import { complain, ShapeError } from '../../errors.ts';
import { columnSum, formatShape, lastAxis } from '../../tensor/index.ts';
import { defineOp } from '../op.ts';

/**
 * A bias added to every row: y_ij = x_ij + b_j.
 *
 * Shapes: x [..., units], bias [units] -> y [..., units]
 * @throws ShapeError unless the bias has as many numbers as a row
 * Gradient: dx += dy; db_j += Σ_i dy_ij.
 */
export const addBias = defineOp({
  name: 'addBias',
  inputs: ['x', 'bias'],
  outputShape({ x, bias }) {
    if (x.length === 0 || bias.length !== 1 || bias[0] !== lastAxis(x)) {
      throw new ShapeError(
        complain({
          who: 'addBias',
          problem: 'the bias does not fit the rows',
          expected: `bias [${x.length === 0 ? 'units' : lastAxis(x)}] for x ${formatShape(x)}`,
          received: `bias ${formatShape(bias)}`,
        }),
      );
    }
    return x;
  },

  forward({ x, bias }, y) {
    const units = bias.data.length;
    for (let start = 0; start < y.data.length; start += units) {
      for (let j = 0; j < units; j++) y.data[start + j] = x.data[start + j] + bias.data[j];
    }
  },

  reads: [],
  backward(dy, { x: dx, bias: db }) {
    if (dx !== null) for (let i = 0; i < dy.data.length; i++) dx.data[i] += dy.data[i];
    if (db !== null) columnSum(dy, db);
  },

  examples: [
    { shapes: { x: [3, 5], bias: [5] }, output: [3, 5] },
    { shapes: { x: [2, 3, 4], bias: [4] }, output: [2, 3, 4] },
    { shapes: { x: [7], bias: [7] }, output: [7] },
  ],
  rejects: [
    { shapes: { x: [3, 5], bias: [3] }, message: 'expected bias [5] for x [3, 5], received bias [3]' },
    { shapes: { x: [3, 5], bias: [1, 5] }, message: 'received bias [1, 5]' },
    { shapes: { x: [], bias: [1] }, message: 'expected bias [units]' },
  ],
});
