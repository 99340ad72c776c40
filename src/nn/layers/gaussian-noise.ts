/**
 * GaussianNoise: a random number added to each of its inputs in training.
 */
import { gaussianNoise } from '../../autograd/index.ts';
import { number } from '../../options.ts';
import { defineLayer } from '../layer.ts';
import { oneInput } from './shared/one-input.ts';
import { checkSeed } from './shared/seed.ts';

/**
 * In training, adds a draw from the normal distribution of mean 0 and deviation `stddev` to each input; otherwise, and
 * with a deviation of 0, leaves its input as it is. Numbers are drawn anew for each sample, each unit and each step.
 *
 * Shapes: x [...] -> y [...]
 *
 * @param stddev the standard deviation of the noise, 0 or more
 * @param options `seed`, a whole number from 0 on, default that of the model; `name`, `inputShape`
 * @throws ArgumentError for options out of range; ShapeError for several inputs
 * Peers: Keras (GaussianNoise), which takes deviations up to 1 only.
 * @example
 * GaussianNoise(0.1);
 */
export const GaussianNoise = defineLayer({
  name: 'GaussianNoise',
  positional: 'stddev',
  options: { stddev: 0, seed: null as number | null },
  check(who, { stddev, seed }) {
    number(who, 'stddev', stddev, { min: 0 });
    checkSeed(who, seed);
  },
  outputShape: (shapes) => oneInput('GaussianNoise', shapes),
  call([x], { options: { stddev, seed }, training, step, position, ...model }) {
    if (!training || stddev === 0) return x;
    return gaussianNoise(x, { stddev, seed: seed ?? model.seed, position, step });
  },
  examples: [
    { options: { stddev: 0.3 }, input: [7], output: [7], parameters: 0 },
    { options: { stddev: 1.7, seed: 3 }, input: [3, 5], output: [3, 5], parameters: 0 },
  ],
});
