/**
 * The squared hinge loss, for outputs whose sign is the answer.
 */
import { squaredHingeLoss } from '../../autograd/index.ts';
import { defineLoss } from './loss.ts';

/**
 * Mean over rows and units of max(0, 1 − t p)², with targets −1 and 1, or 0 and 1, where 0 counts as −1.
 *
 * @param options `reduction`, default 'sum_over_batch_size'
 * Peers: Keras, with the same differences as `Hinge`.
 * @example
 * const loss = SquaredHinge();
 */
export const SquaredHinge = defineLoss({
  name: 'squared_hinge',
  targets: 'signs',
  options: {},
  call: (targets, predictions, weights) => squaredHingeLoss(targets, predictions, weights),
  examples: [
    {
      targets: [
        [1, -1],
        [-1, 1],
      ],
      predictions: [
        [0.3, -1.4],
        [0.2, -0.6],
      ],
      loss: (0.49 + 0 + 1.44 + 2.56) / 4,
    },
    { targets: [[1, 0]], predictions: [[0.3, -0.6]], loss: (0.49 + 0.16) / 2 },
  ],
});
