/**
 * ELU: the exponential linear unit, as a layer.
 */
import { elu } from '../../autograd/index.ts';
import { number } from '../../options.ts';
import { defineLayer } from '../layer.ts';
import { oneInput } from './shared/one-input.ts';

/**
 * y = x where x > 0, else alpha · (e^x − 1).
 *
 * Shapes: x [...] -> y [...]
 *
 * @param options `alpha`, what −y goes towards on the far left, 0 or more, default 1; `name`, `inputShape`
 * @throws ArgumentError for an alpha below 0; ShapeError for several inputs
 * Peers: Keras (ELU), PyTorch (ELU).
 * @example
 * ELU({ alpha: 0.7 });
 */
export const ELU = defineLayer({
  name: 'ELU',
  options: { alpha: 1 },
  check: (who, { alpha }) => void number(who, 'alpha', alpha, { min: 0 }),
  outputShape: (shapes) => oneInput('ELU', shapes),
  call: ([x], { options: { alpha } }) => elu(x, { alpha }),
  examples: [
    { options: {}, input: [7], output: [7], parameters: 0 },
    { options: { alpha: 1.3 }, input: [3, 5], output: [3, 5], parameters: 0 },
  ],
});
