/**
 * Softmax: scores into probabilities.
 */
import { complain, ShapeError } from '../../errors.ts';
import { lastAxis } from '../../tensor/index.ts';
import { defineOp } from '../op.ts';

/**
 * Softmax along the last axis: y_j = e^(x_j) / Σ_k e^(x_k), so that each row is positive and sums to 1.
 *
 * The row's maximum is subtracted first, which changes nothing in the quotient and keeps e^x from overflowing.
 *
 * Shapes: x [..., classes] -> y [..., classes]
 * @throws ShapeError for a single number
 * Gradient: dx_j += y_j (dy_j − Σ_k dy_k y_k); only the output is kept.
 */
export const softmax = defineOp({
  name: 'softmax',
  inputs: ['x'],
  outputShape({ x }) {
    if (x.length > 0) return x;
    throw new ShapeError(
      complain({
        who: 'softmax',
        problem: 'there is no last axis',
        expected: 'x [..., classes]',
        received: '[]',
      }),
    );
  },

  forward({ x }, y) {
    const classes = lastAxis(y.shape);
    for (let start = 0; start < y.data.length; start += classes) {
      let largest = x.data[start];
      for (let j = 1; j < classes; j++) if (x.data[start + j] > largest) largest = x.data[start + j];
      let total = 0;
      for (let j = 0; j < classes; j++) {
        const e = Math.exp(x.data[start + j] - largest);
        y.data[start + j] = e;
        total += e;
      }
      for (let j = 0; j < classes; j++) y.data[start + j] /= total;
    }
  },

  reads: ['output'],
  backward(dy, { x: dx }, { output: y }) {
    if (dx === null) return;
    const classes = lastAxis(y.shape);
    for (let start = 0; start < y.data.length; start += classes) {
      let dot = 0;
      for (let j = 0; j < classes; j++) dot += dy.data[start + j] * y.data[start + j];
      for (let j = 0; j < classes; j++) dx.data[start + j] += y.data[start + j] * (dy.data[start + j] - dot);
    }
  },

  examples: [
    { shapes: { x: [3, 5] }, output: [3, 5] },
    { shapes: { x: [2, 3, 4] }, output: [2, 3, 4], between: [-9, 9] },
    { shapes: { x: [7] }, output: [7], between: [-300, 300] },
  ],
  rejects: [{ shapes: { x: [] }, message: 'expected x [..., classes]' }],
});
