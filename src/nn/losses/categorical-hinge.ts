/**
 * The categorical hinge loss, for outputs that are scores of classes: the largest is the answer.
 */
import { categoricalHingeLoss } from '../../autograd/index.ts';
import { defineLoss } from './loss.ts';

/**
 * Mean over rows of max(0, 1 + max_j (1 − t_j) p_j − Σ_j t_j p_j), with one-hot targets.
 *
 * The score of the right class must lead by 1: before the best of the others, and before 0, as the right class itself
 * takes part in the maximum with (1 − t) p = 0.
 *
 * @param options `reduction`, default 'sum_over_batch_size'
 * Peers: Keras. In PyTorch's MultiMarginLoss, scores of all classes but the right one add up, and 0 takes no part.
 * @example
 * const loss = CategoricalHinge();
 */
export const CategoricalHinge = defineLoss({
  name: 'categorical_hinge',
  targets: 'signs',
  options: {},
  call: (targets, predictions, weights) => categoricalHingeLoss(targets, predictions, weights),
  examples: [
    {
      targets: [
        [0, 1, 0],
        [1, 0, 0],
      ],
      predictions: [
        [0.6, 0.9, -0.3],
        [0.4, -0.7, -0.1],
      ],
      loss: (0.7 + 0.6) / 2,
    },
  ],
});
