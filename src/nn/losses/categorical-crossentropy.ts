/**
 * Categorical cross-entropy, for outputs that are probabilities of classes, with one-hot targets.
 */
import { categoricalCrossEntropy, softmax, softmaxCrossEntropy } from '../../autograd/index.ts';
import { number } from '../../options.ts';
import { lastAxis } from '../../tensor/index.ts';
import { defineLoss } from './loss.ts';
import { smoothed } from './shared/smoothing.ts';

/**
 * Mean over rows of −Σ_j t_j ln p_j.
 *
 * After a softmax it is worked out from the logits; after anything else from the probabilities, each row divided by
 * its sum and kept within [1e-7, 1 − 1e-7].
 *
 * @param options `fromLogits`, default false: true if the last layer has no activation, and its numbers are logits;
 * `labelSmoothing` s, 0 to 1, default 0: targets of K classes become t (1 − s) + s/K; `reduction`, default
 * 'sum_over_batch_size'
 * @throws ArgumentError for options out of range
 * Peers: Keras on TensorFlow. That one starts from the logits after a sigmoid too, as if they had gone through a
 * softmax, which is another loss than that of the predictions shown; here only a softmax's logits count.
 * @example
 * const loss = CategoricalCrossentropy({ fromLogits: true });
 */
export const CategoricalCrossentropy = defineLoss({
  name: 'categorical_crossentropy',
  targets: 'probabilities',
  predictions: 'shares',
  options: { fromLogits: false as boolean, labelSmoothing: 0 },
  check: (who, { labelSmoothing }) => void number(who, 'labelSmoothing', labelSmoothing, { min: 0, max: 1 }),
  call: (targets, predictions, weights, { labelSmoothing }) => {
    const classes = lastAxis(predictions.shape);
    return categoricalCrossEntropy(smoothed(targets, labelSmoothing, classes), predictions, weights);
  },
  through: {
    op: softmax,
    from: (targets, logits, weights, { labelSmoothing }) => {
      const classes = lastAxis(logits.shape);
      return softmaxCrossEntropy(smoothed(targets, labelSmoothing, classes), logits, weights);
    },
  },
  examples: [
    {
      targets: [
        [0, 1, 0],
        [0.2, 0, 0.8],
      ],
      predictions: [
        [0.2, 0.7, 0.1],
        [0.3, 0.1, 0.6],
      ],
      loss: -(Math.log(0.7) + 0.2 * Math.log(0.3) + 0.8 * Math.log(0.6)) / 2,
    },
    {
      options: { labelSmoothing: 0.3 },
      targets: [[0, 1, 0]],
      predictions: [[0.2, 0.7, 0.1]],
      loss: -(0.1 * Math.log(0.2) + 0.8 * Math.log(0.7) + 0.1 * Math.log(0.1)),
    },
    {
      options: { fromLogits: true },
      targets: [[0, 1, 0]],
      predictions: [[1.2, -0.7, 0.1]],
      loss: Math.log(Math.exp(1.2) + Math.exp(-0.7) + Math.exp(0.1)) + 0.7,
    },
  ],
});
