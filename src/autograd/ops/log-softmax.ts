/**
 * The logarithm of softmax: scores into logarithms of probabilities.
 */
import { complain, ShapeError } from '../../errors.ts';
import { lastAxis } from '../../tensor/index.ts';
import { defineOp } from '../op.ts';

/**
 * Logarithm of softmax along the last axis: y_j = x_j − ln Σ_k e^(x_k), finite also where a probability is too small for
 * a number.
 *
 * The row's maximum is subtracted first, which changes nothing in the result and keeps e^x from overflowing.
 *
 * Shapes: x [..., classes] -> y [..., classes]
 * @throws ShapeError for a single number
 * Gradient: dx_j += dy_j − e^(y_j) Σ_k dy_k; only the output is kept.
 */
export const logSoftmax = defineOp({
  name: 'logSoftmax',
  inputs: ['x'],
  outputShape({ x }) {
    if (x.length > 0) return x;
    throw new ShapeError(
      complain({
        who: 'logSoftmax',
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
      for (let j = 0; j < classes; j++) total += Math.exp(x.data[start + j] - largest);
      const logTotal = Math.log(total);
      for (let j = 0; j < classes; j++) y.data[start + j] = x.data[start + j] - largest - logTotal;
    }
  },

  reads: ['output'],
  backward(dy, { x: dx }, { output: y }) {
    if (dx === null) return;
    const classes = lastAxis(y.shape);
    for (let start = 0; start < y.data.length; start += classes) {
      let total = 0;
      for (let j = 0; j < classes; j++) total += dy.data[start + j];
      for (let j = 0; j < classes; j++)
        dx.data[start + j] += dy.data[start + j] - Math.exp(y.data[start + j]) * total;
    }
  },

  examples: [
    { shapes: { x: [3, 5] }, output: [3, 5] },
    { shapes: { x: [2, 3, 4] }, output: [2, 3, 4], between: [-9, 9] },
    { shapes: { x: [7] }, output: [7], between: [-30, 30] },
  ],
  rejects: [{ shapes: { x: [] }, message: 'expected x [..., classes]' }],
});
