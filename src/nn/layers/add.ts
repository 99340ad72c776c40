/**
 * Add: the sum of its inputs.
 */
import { add } from '../../autograd/index.ts';
import { defineLayer } from '../layer.ts';
import { alikeInputs } from './shared/several-inputs.ts';

/**
 * Adds its inputs, element by element: y = a + b + …
 *
 * Shapes: a [...], b [...], … -> y [...], all alike
 *
 * @param options `name`
 * @throws ShapeError unless there are two or more inputs, all of one shape
 * Peers: Keras (Add), which also broadcasts inputs of length 1.
 * @example
 * const x = Input([4]);
 * const residual = Add()([x, Dense(4, { activation: 'relu' })(x)]);
 */
export const Add = defineLayer({
  name: 'Add',
  options: {},
  outputShape: (shapes) => alikeInputs('Add', shapes),
  call: (inputs) => inputs.reduce((sum, x) => add(sum, x)),
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
