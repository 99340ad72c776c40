/**
 * Accuracy: the share of samples whose class is right.
 */
import { argmaxRow, lastAxis } from '../tensor/index.ts';
import { defineMetric } from './metric.ts';

/**
 * Share of the rows that are classified right, 0 to 1, weighted by row.
 *
 * What "right" means follows from the shapes, as in Keras. Predictions [rows, 1]: binary, a probability strictly above
 * ½ is class 1. Targets [rows] or [rows, 1] with predictions [rows, classes]: the target is the number of the class.
 * Otherwise one-hot: the column of the largest target is the column of the largest prediction. Of equal predictions
 * the first counts.
 *
 * Peers: Keras's `metrics=['accuracy']`, scikit-learn's accuracy_score.
 */
export const accuracy = defineMetric({
  name: 'accuracy',
  direction: 'up',
  best: 1,
  counts: { right: 0, total: 0 },

  update(counts, targets, predictions, weights) {
    const units = lastAxis(predictions.shape);
    const sparse = targets.data.length === weights.data.length;
    for (let i = 0; i < weights.data.length; i++) {
      const predicted = units === 1 ? (predictions.data[i] > 0.5 ? 1 : 0) : argmaxRow(predictions, i);
      const target = sparse ? targets.data[i] : argmaxRow(targets, i);
      if (predicted === target) counts.right += weights.data[i];
      counts.total += weights.data[i];
    }
  },
  result: ({ right, total }) => right / total,

  examples: [
    {
      targets: { data: [0, 1, 1, 0, 1], shape: [5, 1] },
      predictions: { data: [0.3, 0.7, 0.2, 0.5, 0.9], shape: [5, 1] },
      weights: [1, 1, 2, 3, 1],
      result: 6 / 8,
    },
    {
      targets: { data: [2, 0, 1, 1], shape: [4] },
      predictions: { data: [0.1, 0.2, 0.7, 0.4, 0.3, 0.3, 0.6, 0.3, 0.1, 0.2, 0.7, 0.1], shape: [4, 3] },
      weights: [1, 2, 4, 3],
      result: 6 / 10,
    },
    {
      targets: { data: [0, 0, 1, 1, 0, 0, 0, 1, 0], shape: [3, 3] },
      predictions: { data: [0.1, 0.2, 0.7, 0.4, 0.4, 0.2, 0.4, 0.2, 0.4], shape: [3, 3] },
      weights: [1, 3, 2],
      result: 4 / 6,
    },
  ],
});
