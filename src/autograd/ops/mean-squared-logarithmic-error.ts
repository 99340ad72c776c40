/**
 * The mean squared logarithmic error: it measures by which factor predictions are off, not by how much.
 */
import { lastAxis } from '../../tensor/index.ts';
import { defineOp } from '../op.ts';
import { EPSILON } from './shared/formulas.ts';
import { lossShape } from './shared/loss-shape.ts';

/**
 * Weighted mean over rows, and mean over units, of (ln(1 + p) − ln(1 + t))², where p and t are at least 1e-7.
 *
 * Shapes: targets [rows, units], predictions [rows, units], weights [rows] -> []
 * The sum of the weighted rows is divided by the number of rows, not by the sum of the weights.
 * @throws ShapeError if the shapes do not fit
 * Gradient: dp += dy · w/(rows · units) · 2 (ln(1 + p) − ln(1 + t)) / (1 + p), 0 where p is below 1e-7.
 * Peers: Keras (msle). scikit-learn's function of this name does without the 1e-7.
 */
export const meanSquaredLogarithmicError = defineOp({
  name: 'meanSquaredLogarithmicError',
  inputs: ['targets', 'predictions', 'weights'],
  constant: ['targets', 'weights'],
  outputShape: ({ targets, predictions, weights }) =>
    lossShape('meanSquaredLogarithmicError', 'predictions', targets, predictions, weights),

  forward({ targets, predictions, weights }, loss) {
    const units = lastAxis(predictions.shape);
    const rows = weights.data.length;
    let total = 0;
    for (let i = 0; i < rows; i++) {
      let row = 0;
      for (let place = i * units; place < (i + 1) * units; place++) {
        const p = Math.max(predictions.data[place], EPSILON);
        const error = Math.log1p(p) - Math.log1p(Math.max(targets.data[place], EPSILON));
        row += error * error;
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
        const p = predictions.data[place];
        const error = Math.log1p(p) - Math.log1p(Math.max(targets.data[place], EPSILON));
        if (p >= EPSILON) dp.data[place] += (share * 2 * error) / (1 + p);
      }
    }
  },

  examples: [
    { shapes: { targets: [4, 3], predictions: [4, 3], weights: [4] }, output: [], between: [0.1, 5] },
    {
      shapes: { targets: [7, 1], predictions: [7, 1], weights: [7] },
      output: [],
      between: [-2, 2],
      awayFrom: 0,
    },
  ],
  rejects: [
    {
      shapes: { targets: [4, 1], predictions: [4, 3], weights: [4] },
      message: 'expected targets [4, 3], received [4, 1]',
    },
  ],
});
