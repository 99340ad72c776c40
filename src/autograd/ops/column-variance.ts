/**
 * The variance of each column.
 */
import { defineOp } from '../op.ts';
import { columnShape, fitsColumns } from './shared/column-shape.ts';

/**
 * The variance of each unit over all rows, about a mean that is given: y_j = 1/n Σ_i (x_ij − m_j)².
 *
 * Divided by n, not by n − 1: the biased variance.
 *
 * Shapes: x [..., units], mean [units] -> y [units]; n is the number of rows, all axes but the last taken together
 * @throws ShapeError unless there is a mean for each unit
 * Gradient: dx_ij += dy_j · 2/n (x_ij − m_j). The mean takes none: where it is that of x, its share is
 * −2/n Σ_i (x_ij − m_j) = 0.
 */
export const columnVariance = defineOp({
  name: 'columnVariance',
  inputs: ['x', 'mean'],
  constant: ['mean'],
  outputShape({ x, mean }) {
    fitsColumns('columnVariance', x, { mean });
    return columnShape('columnVariance', x);
  },

  forward({ x, mean }, y) {
    const units = y.data.length;
    const rows = x.data.length / units;
    for (let j = 0; j < units; j++) {
      let total = 0;
      for (let place = j; place < x.data.length; place += units) {
        const distance = x.data[place] - mean.data[j];
        total += distance * distance;
      }
      y.data[j] = total / rows;
    }
  },

  reads: ['x', 'mean'],
  backward(dy, { x: dx }, { x, mean }) {
    if (dx === null) return;
    const units = dy.data.length;
    const rows = dx.data.length / units;
    for (let start = 0; start < dx.data.length; start += units) {
      for (let j = 0; j < units; j++) {
        dx.data[start + j] += ((dy.data[j] * 2) / rows) * (x.data[start + j] - mean.data[j]);
      }
    }
  },

  examples: [
    { shapes: { x: [3, 5], mean: [5] }, output: [5] },
    { shapes: { x: [2, 3, 4], mean: [4] }, output: [4] },
    { shapes: { x: [7], mean: [7] }, output: [7] },
  ],
  rejects: [
    { shapes: { x: [3, 5], mean: [3] }, message: 'expected mean [5], received [3]' },
    { shapes: { x: [], mean: [1] }, message: 'expected x [..., units], received []' },
  ],
});
