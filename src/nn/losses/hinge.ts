/**
 * The hinge loss, for outputs whose sign is the answer.
 */
import { hingeLoss } from '../../autograd/index.ts';
import { defineLoss } from './loss.ts';

/**
 * Mean over rows and units of max(0, 1 − t p), with targets −1 and 1, or 0 and 1, where 0 counts as −1.
 *
 * Right answers that are sure enough, beyond 1, cost nothing. It goes with tanh or with no activation.
 *
 * @param options `reduction`, default 'sum_over_batch_size'
 * Peers: Keras, which takes 0 for −1 if all targets of a batch are 0 or 1, and lets other targets pass; here `fit`
 * refuses them.
 * @example
 * const loss = Hinge();
 */
export const Hinge = defineLoss({
  name: 'hinge',
  targets: 'signs',
  options: {},
  call: (targets, predictions, weights) => hingeLoss(targets, predictions, weights),
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
      loss: (0.7 + 0 + 1.2 + 1.6) / 4,
    },
    { targets: [[1, 0]], predictions: [[0.3, -0.6]], loss: (0.7 + 0.4) / 2 },
  ],
});
