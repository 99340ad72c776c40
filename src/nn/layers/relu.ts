/**
 * ReLU: the rectified linear unit, as a layer, with an upper bound, a slope and a threshold where they are asked for.
 */
import { boundedRelu, relu } from '../../autograd/index.ts';
import { number } from '../../options.ts';
import { defineLayer } from '../layer.ts';
import { oneInput } from './shared/one-input.ts';

/**
 * y = min(x, maxValue) where x > threshold, else negativeSlope · (x − threshold).
 *
 * Shapes: x [...] -> y [...]
 *
 * @param options `maxValue`, 0 or more, or null for no bound, the default; `negativeSlope` and `threshold`, 0 or more,
 * default 0; `name`, `inputShape`
 * @throws ArgumentError for an option below 0; ShapeError for several inputs
 * Peers: Keras (ReLU); PyTorch has ReLU6 for a maxValue of 6.
 * @example
 * ReLU({ maxValue: 6 });
 */
export const ReLU = defineLayer({
  name: 'ReLU',
  options: { maxValue: null as number | null, negativeSlope: 0, threshold: 0 },
  check(who, { maxValue, negativeSlope, threshold }) {
    if (maxValue !== null) number(who, 'maxValue', maxValue, { min: 0 });
    number(who, 'negativeSlope', negativeSlope, { min: 0 });
    number(who, 'threshold', threshold, { min: 0 });
  },
  outputShape: (shapes) => oneInput('ReLU', shapes),
  call([x], { options: { maxValue, ...options } }) {
    const plain = maxValue === null && options.negativeSlope === 0 && options.threshold === 0;
    return plain ? relu(x) : boundedRelu(x, { maxValue: maxValue ?? Number.POSITIVE_INFINITY, ...options });
  },
  examples: [
    { options: {}, input: [7], output: [7], parameters: 0 },
    { options: { maxValue: 1.3 }, input: [7], output: [7], parameters: 0 },
    { options: { negativeSlope: 0.15, threshold: 0.45 }, input: [3, 5], output: [3, 5], parameters: 0 },
  ],
});
