/**
 * Average: the mean of its inputs.
 */
import { add, scale } from '../../autograd/index.ts';
import { elementByElement } from './shared/element-by-element.ts';

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
export const Average = elementByElement('Average', (inputs) =>
  scale(
    inputs.reduce((sum, x) => add(sum, x)),
    { factor: 1 / inputs.length },
  ),
);
