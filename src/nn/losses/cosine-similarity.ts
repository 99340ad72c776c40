/**
 * Cosine similarity, for outputs of which only the direction counts.
 */
import { cosineSimilarityLoss } from '../../autograd/index.ts';
import { defineLoss } from './loss.ts';

/**
 * Mean over rows of −cos θ = −Σ_j t_j p_j / (|t| |p|): −1 for the same direction, 1 for the opposite.
 *
 * A row of zeros has no direction: its loss is 0, like that of a right angle.
 *
 * @param options `reduction`, default 'sum_over_batch_size'
 * Peers: Keras, which has this sign in the loss, and the other in the metric of the same name.
 * @example
 * const loss = CosineSimilarity();
 */
export const CosineSimilarity = defineLoss({
  name: 'cosine_similarity',
  targets: 'numbers',
  options: {},
  call: (targets, predictions, weights) => cosineSimilarityLoss(targets, predictions, weights),
  examples: [
    {
      targets: [
        [3, -4],
        [0, 0],
      ],
      predictions: [
        [5, 12],
        [0.3, 0.7],
      ],
      loss: 33 / 65 / 2,
    },
  ],
});
