/**
 * Binary cross-entropy, for outputs that are probabilities of yes.
 */
import { binaryCrossEntropy, sigmoid, sigmoidCrossEntropy } from '../../autograd/index.ts';
import { defineLoss } from './loss.ts';

/**
 * Mean over rows and units of −t ln p − (1 − t) ln (1 − p).
 *
 * After a sigmoid it is worked out from the logits; after anything else from the probabilities, kept within
 * [1e-7, 1 − 1e-7].
 *
 * Peers: Keras on TensorFlow. That one starts from the logits after a softmax too, as if they had gone through a
 * sigmoid, which is another loss than that of the predictions shown; here only a sigmoid's logits count.
 */
export const binary = defineLoss({
  name: 'binary_crossentropy',
  targets: 'probabilities',
  call: (targets, predictions, weights) => binaryCrossEntropy(targets, predictions, weights),
  through: {
    op: sigmoid,
    from: (targets, logits, weights) => sigmoidCrossEntropy(targets, logits, weights),
  },
  examples: [
    {
      targets: [[1], [0], [0.2]],
      predictions: [[0.7], [0.4], [0.1]],
      loss: -(Math.log(0.7) + Math.log(0.6) + 0.2 * Math.log(0.1) + 0.8 * Math.log(0.9)) / 3,
    },
  ],
});
