/**
 * Mean absolute percentage error, for outputs whose errors count in relation to what was wanted.
 */
import { meanAbsolutePercentageError } from '../../autograd/index.ts';
import { defineLoss } from './loss.ts';

/**
 * Mean over rows and units of 100 |p − t| / |t|.
 *
 * |t| counts as at least 1e-7: a target of 0 makes the loss as good as infinite, so this loss is for targets that keep
 * clear of 0.
 *
 * @param options `reduction`, default 'sum_over_batch_size'
 * Peers: Keras.
 * @example
 * const loss = MeanAbsolutePercentageError();
 */
export const MeanAbsolutePercentageError = defineLoss({
  name: 'mean_absolute_percentage_error',
  targets: 'numbers',
  options: {},
  call: (targets, predictions, weights) => meanAbsolutePercentageError(targets, predictions, weights),
  examples: [
    { targets: [[4, -5]], predictions: [[3, -7]], loss: (25 + 40) / 2 },
    { targets: [[0, 0.2]], predictions: [[3e-8, 0.2]], loss: 30 / 2 },
  ],
});
