/**
 * The Kullback-Leibler divergence, for outputs and targets that are probabilities of classes.
 */
import { klDivergence } from '../../autograd/index.ts';
import { defineLoss } from './loss.ts';

/**
 * Mean over rows of Σ_j t_j ln(t_j / p_j), where both are kept within [1e-7, 1].
 *
 * It is the categorical cross-entropy without what the targets cost by themselves, so the gradients are the same, but
 * it is worked out from the probabilities always: far beyond a softmax's reach nothing is learned.
 *
 * @param options `reduction`, default 'sum_over_batch_size'
 * Peers: Keras. Rows of predictions are not divided by their sums, as they are in the categorical cross-entropy.
 * @see Kullback and Leibler (1951), "On information and sufficiency"
 * @example
 * const loss = KLDivergence();
 */
export const KLDivergence = defineLoss({
  name: 'kl_divergence',
  targets: 'probabilities',
  predictions: 'shares',
  options: {},
  call: (targets, predictions, weights) => klDivergence(targets, predictions, weights),
  examples: [
    {
      targets: [
        [0.2, 0.5, 0.3],
        [0.6, 0.1, 0.3],
      ],
      predictions: [
        [0.3, 0.1, 0.6],
        [0.6, 0.1, 0.3],
      ],
      loss: (0.2 * Math.log(2 / 3) + 0.5 * Math.log(5) + 0.3 * Math.log(1 / 2)) / 2,
    },
    {
      targets: [[0, 1]],
      predictions: [[0.4, 0.6]],
      loss: 1e-7 * Math.log(1e-7 / 0.4) - Math.log(0.6),
    },
  ],
});
