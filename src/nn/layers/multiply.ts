/**
 * Multiply: the product of its inputs.
 */
import { multiply } from '../../autograd/index.ts';
import { defineLayer } from '../layer.ts';
import { alikeInputs } from './shared/several-inputs.ts';

/**
 * Multiplies its inputs, element by element: y = a · b · …
 *
 * Shapes: a [...], b [...], … -> y [...], all alike
 *
 * @param options `name`
 * @throws ShapeError unless there are two or more inputs, all of one shape
 * Peers: Keras (Multiply), which also broadcasts inputs of length 1.
 * @example
 * const x = Input([4]);
 * const gated = Multiply()([x, Dense(4, { activation: 'sigmoid' })(x)]);
 */
export const Multiply = defineLayer({
  name: 'Multiply',
  options: {},
  outputShape: (shapes) => alikeInputs('Multiply', shapes),
  call: (inputs) => inputs.reduce((product, x) => multiply(product, x)),
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
