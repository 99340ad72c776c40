/**
 * Softmax and categorical cross-entropy in one: the loss of a classifier, from its logits.
 */
import { lastAxis } from '../../tensor/index.ts';
import { defineOp } from '../op.ts';
import { lossShape } from './shared/loss-shape.ts';

/**
 * Weighted mean over rows of −Σ_j t_j ln softmax(z)_j.
 *
 * It is worked out as Σ_j t_j (ln Σ_k e^(z_k) − z_j), so no logarithm of a rounded probability is taken: a logit of
 * −120 for the right class costs 120 and has a gradient.
 *
 * Shapes: targets [rows, classes], logits [rows, classes], weights [rows] -> []
 * The sum of the weighted rows is divided by the number of rows (as Keras does), not by the sum of the weights.
 * @throws ShapeError if the shapes do not fit
 * Gradient: dz_j += dy · w/rows · (softmax(z)_j Σ_k t_k − t_j); for targets that sum to 1, probability minus target.
 * Peers: Keras and PyTorch agree for targets that sum to 1; TensorFlow leaves Σ t out of the gradient.
 */
export const softmaxCrossEntropy = defineOp({
  name: 'softmaxCrossEntropy',
  inputs: ['targets', 'logits', 'weights'],
  constant: ['targets', 'weights'],
  outputShape: ({ targets, logits, weights }) =>
    lossShape('softmaxCrossEntropy', 'logits', targets, logits, weights),
  saves: { probabilities: ({ logits }) => logits },

  forward({ targets, logits, weights }, loss, { probabilities }) {
    const classes = lastAxis(logits.shape);
    const rows = weights.data.length;
    const Z = logits.data;
    const P = probabilities.data;
    let total = 0;
    for (let i = 0; i < rows; i++) {
      const start = i * classes;
      let largest = Z[start];
      for (let j = 1; j < classes; j++) if (Z[start + j] > largest) largest = Z[start + j];
      let sum = 0;
      for (let j = 0; j < classes; j++) {
        const e = Math.exp(Z[start + j] - largest);
        P[start + j] = e;
        sum += e;
      }
      const logSum = largest + Math.log(sum);
      let row = 0;
      for (let j = 0; j < classes; j++) {
        P[start + j] /= sum;
        row += targets.data[start + j] * (logSum - Z[start + j]);
      }
      total += weights.data[i] * row;
    }
    loss.data[0] = total / rows;
  },

  reads: ['targets', 'weights', 'probabilities'],
  backward(dy, { logits: dz }, { targets, weights, probabilities }) {
    if (dz === null) return;
    const classes = lastAxis(dz.shape);
    const rows = weights.data.length;
    for (let i = 0; i < rows; i++) {
      const start = i * classes;
      const share = (dy.data[0] * weights.data[i]) / rows;
      let mass = 0;
      for (let j = 0; j < classes; j++) mass += targets.data[start + j];
      for (let j = 0; j < classes; j++) {
        dz.data[start + j] += share * (mass * probabilities.data[start + j] - targets.data[start + j]);
      }
    }
  },

  examples: [
    { shapes: { targets: [4, 3], logits: [4, 3], weights: [4] }, output: [] },
    { shapes: { targets: [2, 5], logits: [2, 5], weights: [2] }, output: [], between: [0, 90] },
    { shapes: { targets: [1, 7], logits: [1, 7], weights: [1] }, output: [] },
  ],
  rejects: [
    {
      shapes: { targets: [4], logits: [4, 3], weights: [4] },
      message: 'expected targets [4, 3], received [4]',
    },
    {
      shapes: { targets: [4, 3], logits: [4, 3], weights: [3] },
      message: 'expected weights [4], received [3]',
    },
    { shapes: { targets: [3], logits: [3], weights: [3] }, message: 'expected logits [rows, units]' },
  ],
});
