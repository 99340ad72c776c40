/**
 * Dropout: silences a random share of its inputs in training.
 */
import { dropout } from '../../autograd/index.ts';
import { number } from '../../options.ts';
import { defineLayer } from '../layer.ts';
import { oneInput } from './shared/one-input.ts';

/**
 * In training, sets each input to zero with probability `rate` and multiplies the others by 1 / (1 − rate), so that
 * their mean stays; otherwise, and with rate 0, leaves its input as it is. Masks are drawn anew for each sample, each
 * unit and each step (D24), from the model's seed.
 *
 * Shapes: x [...] -> y [...]
 *
 * @param rate the share that is dropped, 0 to 1; 1 gives zeros
 * @param options `name`, `inputShape`
 * @throws ArgumentError for a rate out of range; ShapeError for several inputs
 * Peers: Keras (Dropout).
 * @see Srivastava et al. (2014), "Dropout", JMLR 15
 * @example
 * Dropout(0.1);
 */
export const Dropout = defineLayer({
  name: 'Dropout',
  positional: 'rate',
  options: { rate: 0 },
  check: (who, { rate }) => void number(who, 'rate', rate, { min: 0, max: 1 }),
  outputShape: (shapes) => oneInput('Dropout', shapes),
  call([x], { options: { rate }, training, step, seed, position }) {
    return training && rate > 0 ? dropout(x, { rate, seed, position, step }) : x;
  },
  examples: [
    { options: { rate: 0.3 }, input: [7], output: [7], parameters: 0 },
    { options: { rate: 0.85 }, input: [3, 5], output: [3, 5], parameters: 0 },
  ],
});
