/**
 * Average: the mean of its inputs.
 */
import { add, scale } from '../../autograd/index.ts';
import { defineLayer } from '../layer.ts';
import { alikeInputs } from './shared/several-inputs.ts';

/**
 * The mean of its n inputs, element by element: y = (a + b + …) / n.
 *
 * Shapes: a [...], b [...], … -> y [...], all alike
 *
 * @param options `name`
 * @throws ShapeError unless there are two or more inputs, all of one shape
 * Peers: Keras (Average), which also broadcasts inputs of length 1.
 * @example
 * const x = Input([4]);
 * const committee = Average()([Dense(3, { activation: 'softmax' })(x), Dense(3, { activation: 'softmax' })(x)]);
 */
export const Average = defineLayer({
  name: 'Average',
  options: {},
  outputShape: (shapes) => alikeInputs('Average', shapes),
  call: (inputs) =>
    scale(
      inputs.reduce((sum, x) => add(sum, x)),
      { factor: 1 / inputs.length },
    ),
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
