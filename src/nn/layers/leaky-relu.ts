/**
 * LeakyReLU: the rectified linear unit with a small slope below zero, as a layer.
 */
import { leakyRelu } from '../../autograd/index.ts';
import { number } from '../../options.ts';
import { defineLayer } from '../layer.ts';
import { oneInput } from './shared/one-input.ts';

/**
 * y = x where x > 0, else negativeSlope · x.
 *
 * Shapes: x [...] -> y [...]
 *
 * @param options `negativeSlope`, 0 or more, default 0.3; `name`, `inputShape`
 * @throws ArgumentError for a slope below 0; ShapeError for several inputs
 * Peers: Keras (LeakyReLU), with this slope of 0.3 as a layer, but 0.2 as the function `leaky_relu`, here too; PyTorch
 * (LeakyReLU) has 0.01.
 * @example
 * LeakyReLU({ negativeSlope: 0.1 });
 */
export const LeakyReLU = defineLayer({
  name: 'LeakyReLU',
  options: { negativeSlope: 0.3 },
  check: (who, { negativeSlope }) => void number(who, 'negativeSlope', negativeSlope, { min: 0 }),
  outputShape: (shapes) => oneInput('LeakyReLU', shapes),
  call: ([x], { options: { negativeSlope } }) => leakyRelu(x, { negativeSlope }),
  examples: [
    { options: {}, input: [7], output: [7], parameters: 0 },
    { options: { negativeSlope: 0.07 }, input: [3, 5], output: [3, 5], parameters: 0 },
  ],
});
