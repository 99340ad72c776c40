/**
 * GaussianDropout: each of its inputs times a random number of mean 1 in training.
 */
import { gaussianDropout } from '../../autograd/index.ts';
import { number } from '../../options.ts';
import { defineLayer } from '../layer.ts';
import { oneInput } from './shared/one-input.ts';
import { checkSeed } from './shared/seed.ts';

/**
 * In training, multiplies each input by a draw from the normal distribution of mean 1 and deviation
 * √(rate / (1 − rate)), that of dropout's own factor; otherwise, and with rate 0, leaves its input as it is. Numbers are
 * drawn anew for each sample, each unit and each step.
 *
 * Shapes: x [...] -> y [...]
 *
 * @param rate the share that Dropout would drop, 0 to below 1
 * @param options `seed`, a whole number from 0 on, default that of the model; `name`, `inputShape`
 * @throws ArgumentError for options out of range; ShapeError for several inputs
 * Peers: Keras (GaussianDropout), which takes a rate of 1 and then divides by 0.
 * @see Srivastava et al. (2014), "Dropout", JMLR 15, section 10
 * @example
 * GaussianDropout(0.1);
 */
export const GaussianDropout = defineLayer({
  name: 'GaussianDropout',
  positional: 'rate',
  options: { rate: 0, seed: null as number | null },
  check(who, { rate, seed }) {
    number(who, 'rate', rate, { min: 0, below: 1 });
    checkSeed(who, seed);
  },
  outputShape: (shapes) => oneInput('GaussianDropout', shapes),
  call([x], { options: { rate, seed }, training, step, position, ...model }) {
    if (!training || rate === 0) return x;
    return gaussianDropout(x, { rate, seed: seed ?? model.seed, position, step });
  },
  examples: [
    { options: { rate: 0.3 }, input: [7], output: [7], parameters: 0 },
    { options: { rate: 0.85, seed: 3 }, input: [3, 5], output: [3, 5], parameters: 0 },
  ],
});
