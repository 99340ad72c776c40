/**
 * AlphaDropout: dropout for nets of SELU.
 */
import { alphaDropout } from '../../autograd/index.ts';
import { number } from '../../options.ts';
import { defineLayer } from '../layer.ts';
import { oneInput } from './shared/one-input.ts';
import { checkSeed } from './shared/seed.ts';

/**
 * In training, sets each input to −1.758, the lowest value of SELU, with probability `rate`, then scales and shifts all,
 * so that inputs of mean 0 and variance 1 keep both; otherwise, and with rate 0, leaves its input as it is. Masks are
 * drawn anew for each sample, each unit and each step.
 *
 * Shapes: x [...] -> y [...]
 *
 * @param rate the share that is dropped, 0 to below 1
 * @param options `seed`, a whole number from 0 on, default that of the model; `name`, `inputShape`
 * @throws ArgumentError for options out of range; ShapeError for several inputs
 * Peers: Keras (AlphaDropout), which takes a rate of 1 and then divides by 0; PyTorch (AlphaDropout).
 * @see Klambauer et al. (2017), "Self-Normalizing Neural Networks"
 * @example
 * AlphaDropout(0.1);
 */
export const AlphaDropout = defineLayer({
  name: 'AlphaDropout',
  positional: 'rate',
  options: { rate: 0, seed: null as number | null },
  check(who, { rate, seed }) {
    number(who, 'rate', rate, { min: 0, below: 1 });
    checkSeed(who, seed);
  },
  outputShape: (shapes) => oneInput('AlphaDropout', shapes),
  call([x], { options: { rate, seed }, training, step, position, ...model }) {
    if (!training || rate === 0) return x;
    return alphaDropout(x, { rate, seed: seed ?? model.seed, position, step });
  },
  examples: [
    { options: { rate: 0.3 }, input: [7], output: [7], parameters: 0 },
    { options: { rate: 0.85, seed: 3 }, input: [3, 5], output: [3, 5], parameters: 0 },
  ],
});
