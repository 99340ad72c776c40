/**
 * The logarithm of the hyperbolic cosine, for outputs that are numbers: a Huber loss without a seam.
 */
import { logCoshLoss } from '../../autograd/index.ts';
import { defineLoss } from './loss.ts';

/**
 * Mean over rows and units of ln cosh (p − t): about ½ e² for small errors e, |e| − ln 2 for large ones.
 *
 * @param options `reduction`, default 'sum_over_batch_size'
 * Peers: Keras, except that its ln 2 has 32 bits in Float64 too: there its loss is 1.9e-9 less, below 0 for perfect
 * predictions. The name 'logcosh' is that of Keras 2.
 * @example
 * const loss = LogCosh();
 */
export const LogCosh = defineLoss({
  name: 'log_cosh',
  targets: 'numbers',
  options: {},
  call: (targets, predictions, weights) => logCoshLoss(targets, predictions, weights),
  examples: [
    {
      targets: [[1, -2]],
      predictions: [[1.3, 0.7]],
      loss: (Math.log(Math.cosh(0.3)) + Math.log(Math.cosh(2.7))) / 2,
    },
  ],
});
