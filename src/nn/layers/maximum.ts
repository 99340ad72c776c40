/**
 * Maximum: the largest of its inputs.
 */
import { maximum } from '../../autograd/index.ts';
import { elementByElement } from './shared/element-by-element.ts';

/**
 * The largest of its inputs, element by element: y = max(a, b, …). Of equals, the gradient goes to the first.
 *
 * Shapes: a [...], b [...], … -> y [...], all alike
 *
 * @param options `name`
 * @throws ShapeError unless there are two or more inputs, all of one shape
 * Peers: Keras (Maximum), which also broadcasts inputs of length 1.
 * @example
 * const x = Input([4]);
 * const y = Maximum()([Dense(3)(x), Dense(3)(x)]);
 */
export const Maximum = elementByElement('Maximum', (inputs) =>
  inputs.reduce((largest, x) => maximum(largest, x)),
);
