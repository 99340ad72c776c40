/**
 * Row weights with a mean of 1.
 */
import { ShapeError, complain } from '../../errors.ts';
import { formatShape } from '../../tensor/index.ts';
import { defineOp } from '../op.ts';

/**
 * y_i = w_i · rows / Σ_k w_k, and zeros where the weights sum to 0.
 *
 * Losses divide by the number of rows. With these weights in place of w, that is the sum of the weights: the loss is
 * the weighted mean.
 *
 * Shapes: weights [rows] -> y [rows]
 * @throws ShapeError if the weights are not one number for each row
 * Gradient: none, weights are constants.
 */
export const normalizeWeights = defineOp({
  name: 'normalizeWeights',
  inputs: ['weights'],
  constant: ['weights'],
  outputShape({ weights }) {
    if (weights.length === 1) return weights;
    const received = formatShape(weights);
    const problem = 'this is not one weight for each row';
    throw new ShapeError(
      complain({ who: 'normalizeWeights', problem, expected: 'weights [rows]', received }),
    );
  },

  forward({ weights }, y) {
    const rows = weights.data.length;
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += weights.data[i];
    const factor = sum === 0 ? 0 : rows / sum;
    for (let i = 0; i < rows; i++) y.data[i] = weights.data[i] * factor;
  },

  reads: [],
  backward() {},

  examples: [
    { shapes: { weights: [7] }, output: [7], between: [0.2, 3] },
    { shapes: { weights: [1] }, output: [1], between: [0.3, 0.4] },
  ],
  rejects: [{ shapes: { weights: [7, 1] }, message: 'expected weights [rows], received [7, 1]' }],
});
