/**
 * Sigmoid and binary cross-entropy in one: the loss of yes-or-no outputs, from their logits.
 */
import { lastAxis } from '../../tensor/index.ts';
import { defineOp } from '../op.ts';
import { logistic } from './shared/formulas.ts';
import { lossShape } from './shared/loss-shape.ts';

/**
 * Weighted mean over rows, and mean over units, of −t ln σ(z) − (1 − t) ln (1 − σ(z)).
 *
 * It is worked out as max(z, 0) − z t + ln(1 + e^−|z|), which neither overflows nor loses small probabilities.
 *
 * Shapes: targets [rows, units], logits [rows, units], weights [rows] -> []
 * The sum of the weighted rows is divided by the number of rows, not by the sum of the weights.
 * @throws ShapeError if the shapes do not fit
 * Gradient: dz += dy · w/(rows · units) · (σ(z) − t): probability minus target.
 * Peers: Keras (binary_crossentropy after a sigmoid), PyTorch (BCEWithLogitsLoss).
 */
export const sigmoidCrossEntropy = defineOp({
  name: 'sigmoidCrossEntropy',
  inputs: ['targets', 'logits', 'weights'],
  constant: ['targets', 'weights'],
  outputShape: ({ targets, logits, weights }) =>
    lossShape('sigmoidCrossEntropy', 'logits', targets, logits, weights),

  forward({ targets, logits, weights }, loss) {
    const units = lastAxis(logits.shape);
    const rows = weights.data.length;
    let total = 0;
    for (let i = 0; i < rows; i++) {
      let row = 0;
      for (let place = i * units; place < (i + 1) * units; place++) {
        const z = logits.data[place];
        row += Math.max(z, 0) - z * targets.data[place] + Math.log1p(Math.exp(-Math.abs(z)));
      }
      total += weights.data[i] * row;
    }
    loss.data[0] = total / (rows * units);
  },

  reads: ['targets', 'logits', 'weights'],
  backward(dy, { logits: dz }, { targets, logits, weights }) {
    if (dz === null) return;
    const units = lastAxis(dz.shape);
    const rows = weights.data.length;
    for (let i = 0; i < rows; i++) {
      const share = (dy.data[0] * weights.data[i]) / (rows * units);
      for (let place = i * units; place < (i + 1) * units; place++) {
        dz.data[place] += share * (logistic(logits.data[place]) - targets.data[place]);
      }
    }
  },

  examples: [
    { shapes: { targets: [4, 3], logits: [4, 3], weights: [4] }, output: [] },
    { shapes: { targets: [5, 1], logits: [5, 1], weights: [5] }, output: [], between: [-40, 40] },
  ],
  rejects: [
    {
      shapes: { targets: [5], logits: [5, 1], weights: [5] },
      message: 'expected targets [5, 1], received [5]',
    },
  ],
});
