/**
 * The mean absolute percentage error.
 */
import { lastAxis } from '../../tensor/index.ts';
import { defineOp } from '../op.ts';
import { EPSILON } from './shared/formulas.ts';
import { lossShape } from './shared/loss-shape.ts';

/**
 * Weighted mean over rows, and mean over units, of 100 |p − t| / |t|, where |t| is at least 1e-7.
 *
 * Shapes: targets [rows, units], predictions [rows, units], weights [rows] -> []
 * The sum of the weighted rows is divided by the number of rows, not by the sum of the weights.
 * @throws ShapeError if the shapes do not fit
 * Gradient: dp += dy · w/(rows · units) · 100 sign(p − t) / |t|, with sign(0) = 0.
 * Peers: Keras (mape). scikit-learn's function of this name gives shares, not hundredths, and keeps |t| from 2.2e-16 on.
 */
export const meanAbsolutePercentageError = defineOp({
  name: 'meanAbsolutePercentageError',
  inputs: ['targets', 'predictions', 'weights'],
  constant: ['targets', 'weights'],
  outputShape: ({ targets, predictions, weights }) =>
    lossShape('meanAbsolutePercentageError', 'predictions', targets, predictions, weights),

  forward({ targets, predictions, weights }, loss) {
    const units = lastAxis(predictions.shape);
    const rows = weights.data.length;
    let total = 0;
    for (let i = 0; i < rows; i++) {
      let row = 0;
      for (let place = i * units; place < (i + 1) * units; place++) {
        const t = targets.data[place];
        row += (100 * Math.abs(predictions.data[place] - t)) / Math.max(Math.abs(t), EPSILON);
      }
      total += weights.data[i] * row;
    }
    loss.data[0] = total / (rows * units);
  },

  reads: ['targets', 'predictions', 'weights'],
  backward(dy, { predictions: dp }, { targets, predictions, weights }) {
    if (dp === null) return;
    const units = lastAxis(dp.shape);
    const rows = weights.data.length;
    for (let i = 0; i < rows; i++) {
      const share = (dy.data[0] * weights.data[i]) / (rows * units);
      for (let place = i * units; place < (i + 1) * units; place++) {
        const t = targets.data[place];
        const slope = (100 * Math.sign(predictions.data[place] - t)) / Math.max(Math.abs(t), EPSILON);
        dp.data[place] += share * slope;
      }
    }
  },

  examples: [
    { shapes: { targets: [4, 3], predictions: [4, 3], weights: [4] }, output: [], between: [0.3, 2] },
    { shapes: { targets: [7, 1], predictions: [7, 1], weights: [7] }, output: [], between: [-4, -0.2] },
  ],
  rejects: [
    {
      shapes: { targets: [4, 1], predictions: [4, 3], weights: [4] },
      message: 'expected targets [4, 3], received [4, 1]',
    },
  ],
});
