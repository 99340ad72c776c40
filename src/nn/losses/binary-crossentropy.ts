/**
 * Binary cross-entropy, for outputs that are probabilities of yes.
 */
import { binaryCrossEntropy, sigmoid, sigmoidCrossEntropy } from '../../autograd/index.ts';
import { number } from '../../options.ts';
import { defineLoss } from './loss.ts';
import { smoothed } from './shared/smoothing.ts';

/**
 * Mean over rows and units of −t ln p − (1 − t) ln (1 − p).
 *
 * After a sigmoid it is worked out from the logits; after anything else from the probabilities, kept within
 * [1e-7, 1 − 1e-7].
 *
 * @param options `fromLogits`, default false: true if the last layer has no activation, and its numbers are logits;
 * `labelSmoothing` s, 0 to 1, default 0: targets become t (1 − s) + s/2; `reduction`, default 'sum_over_batch_size'
 * @throws ArgumentError for options out of range
 * Peers: Keras on TensorFlow. That one starts from the logits after a softmax too, as if they had gone through a
 * sigmoid, which is another loss than that of the predictions shown; here only a sigmoid's logits count.
 * @example
 * const loss = BinaryCrossentropy({ labelSmoothing: 0.1 });
 */
export const BinaryCrossentropy = defineLoss({
  name: 'binary_crossentropy',
  targets: 'probabilities',
  predictions: 'probabilities',
  options: { fromLogits: false as boolean, labelSmoothing: 0 },
  check: (who, { labelSmoothing }) => void number(who, 'labelSmoothing', labelSmoothing, { min: 0, max: 1 }),
  call: (targets, predictions, weights, { labelSmoothing }) =>
    binaryCrossEntropy(smoothed(targets, labelSmoothing, 2), predictions, weights),
  through: {
    op: sigmoid,
    from: (targets, logits, weights, { labelSmoothing }) =>
      sigmoidCrossEntropy(smoothed(targets, labelSmoothing, 2), logits, weights),
  },
  examples: [
    {
      targets: [[1], [0], [0.2]],
      predictions: [[0.7], [0.4], [0.1]],
      loss: -(Math.log(0.7) + Math.log(0.6) + 0.2 * Math.log(0.1) + 0.8 * Math.log(0.9)) / 3,
    },
    {
      options: { labelSmoothing: 0.2 },
      targets: [[1], [0]],
      predictions: [[0.7], [0.4]],
      loss: -(0.9 * Math.log(0.7) + 0.1 * Math.log(0.3) + 0.1 * Math.log(0.4) + 0.9 * Math.log(0.6)) / 2,
    },
    {
      options: { fromLogits: true },
      targets: [[1], [0]],
      predictions: [[1.7], [-0.4]],
      loss: (Math.log(1 + Math.exp(-1.7)) + Math.log(1 + Math.exp(-0.4))) / 2,
    },
  ],
});
