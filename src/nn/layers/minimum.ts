/**
 * Minimum: the smallest of its inputs.
 */
import { minimum } from '../../autograd/index.ts';
import { defineLayer } from '../layer.ts';
import { alikeInputs } from './shared/several-inputs.ts';

/**
 * The smallest of its inputs, element by element: y = min(a, b, …). Of equals, the gradient goes to the first.
 *
 * Shapes: a [...], b [...], … -> y [...], all alike
 *
 * @param options `name`
 * @throws ShapeError unless there are two or more inputs, all of one shape
 * Peers: Keras (Minimum), which also broadcasts inputs of length 1.
 * @example
 * const x = Input([4]);
 * const y = Minimum()([Dense(3)(x), Dense(3)(x)]);
 */
export const Minimum = defineLayer({
  name: 'Minimum',
  options: {},
  outputShape: (shapes) => alikeInputs('Minimum', shapes),
  call: (inputs) => inputs.reduce((smallest, x) => minimum(smallest, x)),
  examples: [
    { options: {}, input: [[5], [5]], output: [5], parameters: 0 },
    {
      options: {},
      input: [
        [2, 3],
        [2, 3],
        [2, 3],
      ],
      output: [2, 3],
      parameters: 0,
    },
  ],
});
