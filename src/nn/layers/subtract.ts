/**
 * Subtract: the difference of its two inputs.
 */
import { subtract } from '../../autograd/index.ts';
import { defineLayer } from '../layer.ts';
import { alikeInputs } from './shared/several-inputs.ts';

/**
 * The first input less the second, element by element: y = a − b.
 *
 * Shapes: a [...], b [...] -> y [...], all alike
 *
 * @param options `name`
 * @throws ShapeError unless there are two inputs of one shape
 * Peers: Keras (Subtract), which also broadcasts inputs of length 1.
 * @example
 * const [a, b] = [Input([4]), Input([4])];
 * const difference = Subtract()([a, b]);
 */
export const Subtract = defineLayer({
  name: 'Subtract',
  options: {},
  outputShape: (shapes) => alikeInputs('Subtract', shapes, 2),
  call: ([a, b]) => subtract(a, b),
  examples: [
    { options: {}, input: [[5], [5]], output: [5], parameters: 0 },
    {
      options: {},
      input: [
        [2, 3],
        [2, 3],
      ],
      output: [2, 3],
      parameters: 0,
    },
  ],
});
