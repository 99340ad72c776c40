/**
 * Huber's loss, for outputs that are numbers: the squared error of small errors, the absolute error of large ones.
 */
import { huberLoss } from '../../autograd/index.ts';
import { number } from '../../options.ts';
import { defineLoss } from './loss.ts';

/**
 * Mean over rows and units of ½ e² where |e| ≤ δ, else δ |e| − ½ δ², with e = p − t.
 *
 * @param options `delta` δ > 0, default 1; `reduction`, default 'sum_over_batch_size'
 * @throws ArgumentError for options out of range
 * Peers: Keras, whose saved configuration of this loss leaves δ out; PyTorch.
 * @see Huber (1964), "Robust estimation of a location parameter"
 * @example
 * const loss = Huber({ delta: 1.5 });
 */
export const Huber = defineLoss({
  name: 'huber',
  targets: 'numbers',
  options: { delta: 1 },
  check: (who, { delta }) => void number(who, 'delta', delta, { above: 0 }),
  call: (targets, predictions, weights, { delta }) => huberLoss(targets, predictions, weights, { delta }),
  examples: [
    { targets: [[1, -2]], predictions: [[1.4, 1]], loss: (0.08 + 2.5) / 2 },
    { options: { delta: 0.3 }, targets: [[1, -2]], predictions: [[1.4, -2.1]], loss: (0.075 + 0.005) / 2 },
  ],
});
