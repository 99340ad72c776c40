/**
 * The categorical hinge loss: the score of the right class must lead by 1.
 */
import { lastAxis } from '../../tensor/index.ts';
import { defineOp } from '../op.ts';
import { lossShape } from './shared/loss-shape.ts';

/** The largest (1 − t_j) p_j of the row from `start` on. */
function largestOther(t: ArrayLike<number>, p: ArrayLike<number>, start: number, classes: number): number {
  let largest = (1 - t[start]) * p[start];
  for (let j = start + 1; j < start + classes; j++) largest = Math.max(largest, (1 - t[j]) * p[j]);
  return largest;
}

/**
 * Weighted mean over rows of max(0, 1 + max_j (1 − t_j) p_j − Σ_j t_j p_j).
 *
 * With one-hot targets the right class has (1 − t) p = 0 in the inner maximum: the best of the others counts as 0 if
 * all of them are below.
 *
 * Shapes: targets [rows, classes], predictions [rows, classes], weights [rows] -> []
 * The sum of the weighted rows is divided by the number of rows, not by the sum of the weights.
 * @throws ShapeError if the shapes do not fit
 * Gradient: where the row costs something or just begins to, dp_j += dy · w/rows · (m_j (1 − t_j) − t_j), with m_j = 1
 * at the largest (1 − t_j) p_j, and equal shares of 1 where several are the largest; else 0.
 * Peers: Keras (categorical_hinge).
 */
export const categoricalHingeLoss = defineOp({
  name: 'categoricalHingeLoss',
  inputs: ['targets', 'predictions', 'weights'],
  constant: ['targets', 'weights'],
  outputShape: ({ targets, predictions, weights }) =>
    lossShape('categoricalHingeLoss', 'predictions', targets, predictions, weights),

  forward({ targets, predictions, weights }, loss) {
    const classes = lastAxis(predictions.shape);
    const rows = weights.data.length;
    const [T, P] = [targets.data, predictions.data];
    let total = 0;
    for (let i = 0; i < rows; i++) {
      const start = i * classes;
      let right = 0;
      for (let j = start; j < start + classes; j++) right += T[j] * P[j];
      total += weights.data[i] * Math.max(0, 1 + largestOther(T, P, start, classes) - right);
    }
    loss.data[0] = total / rows;
  },

  reads: ['targets', 'predictions', 'weights'],
  backward(dy, { predictions: dp }, { targets, predictions, weights }) {
    if (dp === null) return;
    const classes = lastAxis(dp.shape);
    const rows = weights.data.length;
    const [T, P] = [targets.data, predictions.data];
    for (let i = 0; i < rows; i++) {
      const start = i * classes;
      const share = (dy.data[0] * weights.data[i]) / rows;
      const largest = largestOther(T, P, start, classes);
      let right = 0;
      let count = 0; // how many are the largest
      for (let j = start; j < start + classes; j++) {
        right += T[j] * P[j];
        if ((1 - T[j]) * P[j] === largest) count++;
      }
      if (1 + largest - right < 0) continue;
      for (let j = start; j < start + classes; j++) {
        const most = (1 - T[j]) * P[j] === largest ? 1 / count : 0;
        dp.data[j] += share * (most * (1 - T[j]) - T[j]);
      }
    }
  },

  examples: [
    { shapes: { targets: [4, 3], predictions: [4, 3], weights: [4] }, output: [] },
    { shapes: { targets: [7, 5], predictions: [7, 5], weights: [7] }, output: [], between: [-0.4, 0.7] },
  ],
  rejects: [
    {
      shapes: { targets: [4], predictions: [4, 3], weights: [4] },
      message: 'expected targets [4, 3], received [4]',
    },
  ],
});
