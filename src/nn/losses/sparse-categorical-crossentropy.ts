/**
 * Sparse categorical cross-entropy: categorical cross-entropy with the number of the class as target.
 */
import { categoricalCrossEntropy, oneHotRows, softmax, softmaxCrossEntropy } from '../../autograd/index.ts';
import { lastAxis, type Tensor } from '../../tensor/index.ts';
import { checkLabels, defineLoss } from './loss.ts';

const name = 'sparse_categorical_crossentropy';

/** One-hot rows of the labels, which must be classes: a row of zeros would cost nothing. */
function rowsOf(labels: Tensor, like: Tensor): Tensor {
  const classes = lastAxis(like.shape);
  checkLabels(name, labels, classes);
  return oneHotRows(labels, { classes });
}

/**
 * Mean over rows of −ln p_label: the categorical cross-entropy of one-hot targets, from labels [rows].
 *
 * @throws ArgumentError for a label that is not the number of a class
 * Peers: Keras on TensorFlow; from probabilities that are not a softmax's, Keras clips before it divides by the row's
 * sum, while here both forms of the loss always agree.
 */
export const sparseCategorical = defineLoss({
  name,
  targets: 'labels',
  call: (labels, predictions, weights) =>
    categoricalCrossEntropy(rowsOf(labels, predictions), predictions, weights),
  through: {
    op: softmax,
    from: (labels, logits, weights) => softmaxCrossEntropy(rowsOf(labels, logits), logits, weights),
  },
  examples: [
    {
      targets: [1, 2],
      predictions: [
        [0.2, 0.7, 0.1],
        [0.3, 0.1, 0.6],
      ],
      loss: -(Math.log(0.7) + Math.log(0.6)) / 2,
    },
  ],
});
