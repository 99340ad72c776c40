/**
 * The Poisson loss, for outputs that are how often something happens on average.
 */
import { lastAxis } from '../../tensor/index.ts';
import { defineOp } from '../op.ts';
import { EPSILON } from './shared/formulas.ts';
import { lossShape } from './shared/loss-shape.ts';

/**
 * Weighted mean over rows, and mean over units, of p − t ln(p + 1e-7): what a count t costs if p was expected.
 *
 * It is the negative log-likelihood of a Poisson distribution, without ln t!, which no prediction changes. Predictions
 * below 0 have no logarithm: their loss is NaN.
 *
 * Shapes: targets [rows, units], predictions [rows, units], weights [rows] -> []
 * The sum of the weighted rows is divided by the number of rows, not by the sum of the weights.
 * @throws ShapeError if the shapes do not fit
 * Gradient: dp += dy · w/(rows · units) · (1 − t / (p + 1e-7)).
 * Peers: Keras (poisson), PyTorch (PoissonNLLLoss with log_input=False, whose constant is 1e-8).
 */
export const poissonLoss = defineOp({
  name: 'poissonLoss',
  inputs: ['targets', 'predictions', 'weights'],
  constant: ['targets', 'weights'],
  outputShape: ({ targets, predictions, weights }) =>
    lossShape('poissonLoss', 'predictions', targets, predictions, weights),

  forward({ targets, predictions, weights }, loss) {
    const units = lastAxis(predictions.shape);
    const rows = weights.data.length;
    let total = 0;
    for (let i = 0; i < rows; i++) {
      let row = 0;
      for (let place = i * units; place < (i + 1) * units; place++) {
        const p = predictions.data[place];
        row += p - targets.data[place] * Math.log(p + EPSILON);
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
        dp.data[place] += share * (1 - targets.data[place] / (predictions.data[place] + EPSILON));
      }
    }
  },

  examples: [
    { shapes: { targets: [4, 3], predictions: [4, 3], weights: [4] }, output: [], between: [0.2, 4] },
    { shapes: { targets: [7, 1], predictions: [7, 1], weights: [7] }, output: [], between: [0.5, 9] },
  ],
  rejects: [
    {
      shapes: { targets: [4, 1], predictions: [4, 3], weights: [4] },
      message: 'expected targets [4, 3], received [4, 1]',
    },
  ],
});
