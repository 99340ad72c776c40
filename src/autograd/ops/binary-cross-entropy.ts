/**
 * Binary cross-entropy from probabilities, for outputs that are not the result of a sigmoid.
 */
import { lastAxis } from '../../tensor/index.ts';
import { defineOp } from '../op.ts';
import { clip, unclipped } from './shared/formulas.ts';
import { lossShape } from './shared/loss-shape.ts';

/**
 * Weighted mean over rows, and mean over units, of −t ln q − (1 − t) ln (1 − q), where q is the probability kept
 * within [1e-7, 1 − 1e-7]. After a sigmoid, `sigmoidCrossEntropy` on the logits is exact and is what models use.
 *
 * Shapes: targets [rows, units], probabilities [rows, units], weights [rows] -> []
 * The sum of the weighted rows is divided by the number of rows, not by the sum of the weights.
 * @throws ShapeError if the shapes do not fit
 * Gradient: dp += dy · w/(rows · units) · (q − t) / (q (1 − q)), 0 where q was clipped.
 * Peers: Keras (binary_crossentropy, from_logits=False).
 */
export const binaryCrossEntropy = defineOp({
  name: 'binaryCrossEntropy',
  inputs: ['targets', 'probabilities', 'weights'],
  constant: ['targets', 'weights'],
  outputShape: ({ targets, probabilities, weights }) =>
    lossShape('binaryCrossEntropy', 'probabilities', targets, probabilities, weights),

  forward({ targets, probabilities, weights }, loss) {
    const units = lastAxis(probabilities.shape);
    const rows = weights.data.length;
    let total = 0;
    for (let i = 0; i < rows; i++) {
      let row = 0;
      for (let place = i * units; place < (i + 1) * units; place++) {
        const t = targets.data[place];
        const q = clip(probabilities.data[place]);
        row -= t * Math.log(q) + (1 - t) * Math.log(1 - q);
      }
      total += weights.data[i] * row;
    }
    loss.data[0] = total / (rows * units);
  },

  reads: ['targets', 'probabilities', 'weights'],
  backward(dy, { probabilities: dp }, { targets, probabilities, weights }) {
    if (dp === null) return;
    const units = lastAxis(dp.shape);
    const rows = weights.data.length;
    for (let i = 0; i < rows; i++) {
      const share = (dy.data[0] * weights.data[i]) / (rows * units);
      for (let place = i * units; place < (i + 1) * units; place++) {
        const q = probabilities.data[place];
        if (unclipped(q)) dp.data[place] += (share * (q - targets.data[place])) / (q * (1 - q));
      }
    }
  },

  examples: [
    { shapes: { targets: [4, 3], probabilities: [4, 3], weights: [4] }, output: [], between: [0.1, 0.9] },
    { shapes: { targets: [5, 1], probabilities: [5, 1], weights: [5] }, output: [], between: [0.05, 0.6] },
  ],
  rejects: [
    {
      shapes: { targets: [5], probabilities: [5, 1], weights: [5] },
      message: 'expected targets [5, 1], received [5]',
    },
  ],
});
