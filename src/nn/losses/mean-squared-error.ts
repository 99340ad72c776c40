/**
 * Mean squared error, for outputs that are numbers.
 */
import { meanSquaredError } from '../../autograd/index.ts';
import { defineLoss } from './loss.ts';

/**
 * Mean over rows and units of (p − t)².
 *
 * @param options `reduction`, default 'sum_over_batch_size'
 * Peers: Keras. It divides by the number of outputs too, so a net of 3 outputs has a third of the gradients that the
 * course's formula for one neuron gives (D9).
 * @example
 * const loss = MeanSquaredError({ reduction: 'sum' });
 */
export const MeanSquaredError = defineLoss({
  name: 'mean_squared_error',
  targets: 'numbers',
  options: {},
  call: (targets, predictions, weights) => meanSquaredError(targets, predictions, weights),
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
      loss: (0.36 + 0.09 + 0.01 + 0.04) / 4,
    },
  ],
});
