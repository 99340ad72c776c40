/**
 * Dropout: silences a random share of its inputs in training.
 */
import { dropout } from '../../autograd/index.ts';
import { number } from '../../options.ts';
import { defineLayer } from '../layer.ts';
import { oneInput } from './shared/one-input.ts';
import { checkSeed } from './shared/seed.ts';

/**
 * In training, sets each input to zero with probability `rate` and multiplies the others by 1 / (1 − rate), so that
 * their mean stays; otherwise, and with rate 0, leaves its input as it is. Masks are drawn anew for each sample, each
 * unit and each step (D24).
 *
 * Shapes: x [...] -> y [...]
 *
 * @param rate the share that is dropped, 0 to 1; 1 gives zeros
 * @param options `seed`, a whole number from 0 on, default that of the model; `name`, `inputShape`
 * @throws ArgumentError for options out of range; ShapeError for several inputs
 * Peers: Keras (Dropout), whose `noise_shape` is not here.
 * @see Srivastava et al. (2014), "Dropout", JMLR 15
 * @example
 * Dropout(0.1);
 */
export const Dropout = defineLayer({
  name: 'Dropout',
  positional: 'rate',
  options: { rate: 0, seed: null as number | null },
  check(who, { rate, seed }) {
    number(who, 'rate', rate, { min: 0, max: 1 });
    checkSeed(who, seed);
  },
  outputShape: (shapes) => oneInput('Dropout', shapes),
  call([x], { options: { rate, seed }, training, step, position, ...model }) {
    return training && rate > 0 ? dropout(x, { rate, seed: seed ?? model.seed, position, step }) : x;
  },
  examples: [
    { options: { rate: 0.3 }, input: [7], output: [7], parameters: 0 },
    { options: { rate: 0.85, seed: 3 }, input: [3, 5], output: [3, 5], parameters: 0 },
  ],
});
