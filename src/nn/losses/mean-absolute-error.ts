/**
 * Mean absolute error, for outputs that are numbers, less moved by outliers than the squared error.
 */
import { meanAbsoluteError } from '../../autograd/index.ts';
import { defineLoss } from './loss.ts';

/**
 * Mean over rows and units of |p − t|.
 *
 * @param options `reduction`, default 'sum_over_batch_size'
 * Peers: Keras.
 * @example
 * const loss = MeanAbsoluteError();
 */
export const MeanAbsoluteError = defineLoss({
  name: 'mean_absolute_error',
  targets: 'numbers',
  options: {},
  call: (targets, predictions, weights) => meanAbsoluteError(targets, predictions, weights),
  examples: [
    {
      targets: [
        [1, 0],
        [2, -1],
      ],
      predictions: [
        [0.4, 0.3],
        [1.9, -1.2],
      ],
      loss: (0.6 + 0.3 + 0.1 + 0.2) / 4,
    },
  ],
});
