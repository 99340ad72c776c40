/**
 * The mean of each column.
 */
import { columnSum } from '../../tensor/index.ts';
import { defineOp } from '../op.ts';
import { columnShape } from './shared/column-shape.ts';

/**
 * The mean of each unit over all rows: y_j = 1/n Σ_i x_ij.
 *
 * Shapes: x [..., units] -> y [units]; n is the number of rows, all axes but the last taken together
 * @throws ShapeError for a single number
 * Gradient: dx_ij += dy_j / n.
 */
export const columnMean = defineOp({
  name: 'columnMean',
  inputs: ['x'],
  outputShape: ({ x }) => columnShape('columnMean', x),

  forward({ x }, y) {
    const rows = x.data.length / y.data.length;
    y.data.fill(0);
    columnSum(x, y);
    for (let j = 0; j < y.data.length; j++) y.data[j] /= rows;
  },

  reads: [],
  backward(dy, { x: dx }) {
    if (dx === null) return;
    const units = dy.data.length;
    const rows = dx.data.length / units;
    for (let start = 0; start < dx.data.length; start += units) {
      for (let j = 0; j < units; j++) dx.data[start + j] += dy.data[j] / rows;
    }
  },

  examples: [
    { shapes: { x: [3, 5] }, output: [5] },
    { shapes: { x: [2, 3, 4] }, output: [4] },
    { shapes: { x: [7] }, output: [7] },
  ],
  rejects: [{ shapes: { x: [] }, message: 'expected x [..., units], received []' }],
});
