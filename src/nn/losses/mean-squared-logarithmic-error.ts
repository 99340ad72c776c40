/**
 * Mean squared logarithmic error, for amounts of many sizes: twice too much is as bad for small ones as for large ones.
 */
import { meanSquaredLogarithmicError } from '../../autograd/index.ts';
import { defineLoss } from './loss.ts';

/**
 * Mean over rows and units of (ln(1 + p) − ln(1 + t))².
 *
 * Predictions below 1e-7 count as 1e-7, and have no gradient: where all are below 0, nothing is learned, so an
 * activation such as 'softplus' goes well with it.
 *
 * @param options `reduction`, default 'sum_over_batch_size'
 * Peers: Keras, which takes targets below 0 too, and counts them as 1e-7; here `fit` refuses them.
 * @example
 * const loss = MeanSquaredLogarithmicError();
 */
export const MeanSquaredLogarithmicError = defineLoss({
  name: 'mean_squared_logarithmic_error',
  targets: 'amounts',
  options: {},
  call: (targets, predictions, weights) => meanSquaredLogarithmicError(targets, predictions, weights),
  examples: [
    { targets: [[3, 9]], predictions: [[7, 4]], loss: Math.log(2) ** 2 },
    { targets: [[1]], predictions: [[-3]], loss: (Math.log(2) - Math.log1p(1e-7)) ** 2 },
  ],
});
