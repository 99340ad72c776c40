/**
 * The hinge loss, for outputs whose sign is the answer: the loss of a support vector machine.
 */
import { lastAxis } from '../../tensor/index.ts';
import { defineOp } from '../op.ts';
import { signOf } from './shared/formulas.ts';
import { lossShape } from './shared/loss-shape.ts';

/**
 * Weighted mean over rows, and mean over units, of max(0, 1 − t p), where a target 0 counts as −1.
 *
 * Shapes: targets [rows, units], predictions [rows, units], weights [rows] -> []
 * The sum of the weighted rows is divided by the number of rows, not by the sum of the weights.
 * @throws ShapeError if the shapes do not fit
 * Gradient: dp += dy · w/(rows · units) · (−t) where t p ≤ 1, else 0.
 * Peers: Keras (hinge), which takes 0 for −1 only if all targets are 0 or 1; scikit-learn (hinge_loss).
 */
export const hingeLoss = defineOp({
  name: 'hingeLoss',
  inputs: ['targets', 'predictions', 'weights'],
  constant: ['targets', 'weights'],
  outputShape: ({ targets, predictions, weights }) =>
    lossShape('hingeLoss', 'predictions', targets, predictions, weights),

  forward({ targets, predictions, weights }, loss) {
    const units = lastAxis(predictions.shape);
    const rows = weights.data.length;
    let total = 0;
    for (let i = 0; i < rows; i++) {
      let row = 0;
      for (let place = i * units; place < (i + 1) * units; place++) {
        const t = signOf(targets.data[place]);
        row += Math.max(0, 1 - t * predictions.data[place]);
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
        const t = signOf(targets.data[place]);
        if (t * predictions.data[place] <= 1) dp.data[place] -= share * t;
      }
    }
  },

  examples: [
    { shapes: { targets: [4, 3], predictions: [4, 3], weights: [4] }, output: [], between: [-1.6, 1.6] },
    { shapes: { targets: [7, 1], predictions: [7, 1], weights: [7] }, output: [], between: [-5, 4] },
  ],
  rejects: [
    {
      shapes: { targets: [4, 1], predictions: [4, 3], weights: [4] },
      message: 'expected targets [4, 3], received [4, 1]',
    },
  ],
});
