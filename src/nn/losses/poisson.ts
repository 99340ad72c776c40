/**
 * The Poisson loss, for outputs that are how often something happens on average.
 */
import { poissonLoss } from '../../autograd/index.ts';
import { defineLoss } from './loss.ts';

/**
 * Mean over rows and units of p − t ln(p + 1e-7), with counts as targets.
 *
 * Predictions must be positive, so the last layer goes with an activation such as 'softplus' or 'exponential'; below 0
 * the loss is NaN. It is least, but not 0, where p = t.
 *
 * @param options `reduction`, default 'sum_over_batch_size'
 * Peers: Keras, which takes targets below 0 too; here `fit` refuses them.
 * @example
 * const loss = Poisson();
 */
export const Poisson = defineLoss({
  name: 'poisson',
  targets: 'amounts',
  predictions: 'amounts',
  options: {},
  call: (targets, predictions, weights) => poissonLoss(targets, predictions, weights),
  examples: [
    {
      targets: [[3, 0]],
      predictions: [[2.5, 0.4]],
      loss: (2.5 - 3 * Math.log(2.5 + 1e-7) + 0.4) / 2,
    },
  ],
});
