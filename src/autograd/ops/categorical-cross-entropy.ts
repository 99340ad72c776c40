/**
 * Categorical cross-entropy from probabilities, for outputs that are not the result of a softmax.
 */
import { lastAxis } from '../../tensor/index.ts';
import { defineOp } from '../op.ts';
import { clip, unclipped } from './shared/formulas.ts';
import { lossShape } from './shared/loss-shape.ts';

/** p as a part of its row's sum; 0 in a row of zeros. */
function part(p: number, sum: number): number {
  return sum === 0 ? 0 : p / sum;
}

/**
 * Weighted mean over rows of −Σ_j t_j ln q_j, where q is the row of probabilities divided by its sum and kept within
 * [1e-7, 1 − 1e-7]. After a softmax, `softmaxCrossEntropy` on the logits is exact and is what models use.
 *
 * Shapes: targets [rows, classes], probabilities [rows, classes], weights [rows] -> []
 * The sum of the weighted rows is divided by the number of rows, not by the sum of the weights. A row that sums to 0
 * counts as zeros: its loss is that of 1e-7, and it has no gradient.
 * @throws ShapeError if the shapes do not fit
 * Gradient: with g_j = −t_j / q_j (0 where q_j was clipped) and S the row's sum,
 * dp_k += dy · w/rows · (g_k − Σ_j g_j q_j) / S.
 * Peers: Keras (categorical_crossentropy, from_logits=False).
 */
export const categoricalCrossEntropy = defineOp({
  name: 'categoricalCrossEntropy',
  inputs: ['targets', 'probabilities', 'weights'],
  constant: ['targets', 'weights'],
  outputShape: ({ targets, probabilities, weights }) =>
    lossShape('categoricalCrossEntropy', 'probabilities', targets, probabilities, weights),

  forward({ targets, probabilities, weights }, loss) {
    const classes = lastAxis(probabilities.shape);
    const rows = weights.data.length;
    const P = probabilities.data;
    let total = 0;
    for (let i = 0; i < rows; i++) {
      const start = i * classes;
      let sum = 0;
      for (let j = start; j < start + classes; j++) sum += P[j];
      let row = 0;
      for (let j = start; j < start + classes; j++) row -= targets.data[j] * Math.log(clip(part(P[j], sum)));
      total += weights.data[i] * row;
    }
    loss.data[0] = total / rows;
  },

  reads: ['targets', 'probabilities', 'weights'],
  backward(dy, { probabilities: dp }, { targets, probabilities, weights }) {
    if (dp === null) return;
    const classes = lastAxis(dp.shape);
    const rows = weights.data.length;
    const P = probabilities.data;
    for (let i = 0; i < rows; i++) {
      const start = i * classes;
      const share = (dy.data[0] * weights.data[i]) / rows;
      let sum = 0;
      for (let j = start; j < start + classes; j++) sum += P[j];
      let dot = 0; // Σ g q = −Σ t over what is not clipped
      for (let j = start; j < start + classes; j++) if (unclipped(part(P[j], sum))) dot -= targets.data[j];
      for (let j = start; j < start + classes; j++) {
        const q = part(P[j], sum);
        const g = unclipped(q) ? -targets.data[j] / q : 0;
        if (sum !== 0) dp.data[j] += (share * (g - dot)) / sum;
      }
    }
  },

  examples: [
    { shapes: { targets: [4, 3], probabilities: [4, 3], weights: [4] }, output: [], between: [0.1, 0.9] },
    { shapes: { targets: [2, 5], probabilities: [2, 5], weights: [2] }, output: [], between: [0.2, 3] },
  ],
  rejects: [
    {
      shapes: { targets: [4], probabilities: [4, 3], weights: [4] },
      message: 'expected targets [4, 3], received [4]',
    },
  ],
});
