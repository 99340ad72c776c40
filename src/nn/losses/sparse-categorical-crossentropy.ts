/**
 * Sparse categorical cross-entropy: categorical cross-entropy with the number of the class as target.
 */
import { categoricalCrossEntropy, oneHotRows, softmax, softmaxCrossEntropy } from '../../autograd/index.ts';
import { wholeNumber } from '../../options.ts';
import { lastAxis, type Tensor } from '../../tensor/index.ts';
import { defineLoss } from './loss.ts';
import { checkLabels } from './shared/targets.ts';

const name = 'sparse_categorical_crossentropy';

/** One-hot rows of the labels, which must be classes: a row of zeros would cost nothing. */
function rowsOf(labels: Tensor, like: Tensor, ignored: number | null): Tensor {
  const classes = lastAxis(like.shape);
  checkLabels(name, labels, classes, ignored);
  return oneHotRows(labels, { classes });
}

/**
 * Mean over rows of −ln p_label: the categorical cross-entropy of one-hot targets, from labels [rows].
 *
 * @param options `fromLogits`, default false: true if the last layer has no activation, and its numbers are logits;
 * `ignoreClass`, a label whose rows count for nothing, neither in the sum nor in the number of rows that it is divided
 * by, default null (none); `reduction`, default 'sum_over_batch_size'
 * @throws ArgumentError for a label that is not the number of a class
 * Peers: Keras on TensorFlow; from probabilities that are not a softmax's, Keras clips before it divides by the row's
 * sum, while here both forms of the loss always agree. In a loss of a batch, `ignoreClass` divides by the rows of the
 * batch that are left; History weighs batches by all their rows, as Keras does.
 * @example
 * const loss = SparseCategoricalCrossentropy({ ignoreClass: -1 });
 */
export const SparseCategoricalCrossentropy = defineLoss({
  name,
  targets: 'labels',
  predictions: 'shares',
  options: { fromLogits: false as boolean, ignoreClass: null as number | null },
  check: (who, { ignoreClass }) => {
    if (ignoreClass !== null) wholeNumber(who, 'ignoreClass', ignoreClass, {});
  },
  call: (labels, predictions, weights, { ignoreClass }) =>
    categoricalCrossEntropy(rowsOf(labels, predictions, ignoreClass), predictions, weights),
  through: {
    op: softmax,
    from: (labels, logits, weights, { ignoreClass }) =>
      softmaxCrossEntropy(rowsOf(labels, logits, ignoreClass), logits, weights),
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
    {
      options: { ignoreClass: -1 },
      targets: [1, -1, 2],
      predictions: [
        [0.2, 0.7, 0.1],
        [0.4, 0.4, 0.2],
        [0.3, 0.1, 0.6],
      ],
      loss: -(Math.log(0.7) + Math.log(0.6)) / 2,
    },
  ],
});
