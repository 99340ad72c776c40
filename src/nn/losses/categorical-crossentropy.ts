/**
 * Categorical cross-entropy, for outputs that are probabilities of classes, with one-hot targets.
 */
import { categoricalCrossEntropy, softmax, softmaxCrossEntropy } from '../../autograd/index.ts';
import { defineLoss } from './loss.ts';

/**
 * Mean over rows of −Σ_j t_j ln p_j.
 *
 * After a softmax it is worked out from the logits; after anything else from the probabilities, each row divided by
 * its sum and kept within [1e-7, 1 − 1e-7].
 *
 * Peers: Keras on TensorFlow. That one starts from the logits after a sigmoid too, as if they had gone through a
 * softmax, which is another loss than that of the predictions shown; here only a softmax's logits count.
 */
export const categorical = defineLoss({
  name: 'categorical_crossentropy',
  targets: 'probabilities',
  call: (targets, predictions, weights) => categoricalCrossEntropy(targets, predictions, weights),
  through: {
    op: softmax,
    from: (targets, logits, weights) => softmaxCrossEntropy(targets, logits, weights),
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
  ],
});
