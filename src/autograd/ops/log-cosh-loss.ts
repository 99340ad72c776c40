/**
 * The logarithm of the hyperbolic cosine of the error: smooth everywhere, absolute for large errors.
 */
import { lastAxis } from '../../tensor/index.ts';
import { defineOp } from '../op.ts';
import { lossShape } from './shared/loss-shape.ts';

/**
 * Weighted mean over rows, and mean over units, of ln cosh (p − t).
 *
 * It is worked out as |e| + ln(1 + e^(−2|e|)) − ln 2 of the error e, which never overflows.
 *
 * Shapes: targets [rows, units], predictions [rows, units], weights [rows] -> []
 * The sum of the weighted rows is divided by the number of rows, not by the sum of the weights.
 * @throws ShapeError if the shapes do not fit
 * Gradient: dp += dy · w/(rows · units) · tanh(p − t).
 * Peers: Keras (log_cosh), whose ln 2 is that of 32 bits in Float64 too: there it is 1.9e-9 less.
 */
export const logCoshLoss = defineOp({
  name: 'logCoshLoss',
  inputs: ['targets', 'predictions', 'weights'],
  constant: ['targets', 'weights'],
  outputShape: ({ targets, predictions, weights }) =>
    lossShape('logCoshLoss', 'predictions', targets, predictions, weights),

  forward({ targets, predictions, weights }, loss) {
    const units = lastAxis(predictions.shape);
    const rows = weights.data.length;
    let total = 0;
    for (let i = 0; i < rows; i++) {
      let row = 0;
      for (let place = i * units; place < (i + 1) * units; place++) {
        const size = Math.abs(predictions.data[place] - targets.data[place]);
        row += size + Math.log1p(Math.exp(-2 * size)) - Math.LN2;
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
        dp.data[place] += share * Math.tanh(predictions.data[place] - targets.data[place]);
      }
    }
  },

  examples: [
    { shapes: { targets: [4, 3], predictions: [4, 3], weights: [4] }, output: [] },
    { shapes: { targets: [7, 1], predictions: [7, 1], weights: [7] }, output: [], between: [-40, 50] },
  ],
  rejects: [
    {
      shapes: { targets: [4, 1], predictions: [4, 3], weights: [4] },
      message: 'expected targets [4, 3], received [4, 1]',
    },
  ],
});
