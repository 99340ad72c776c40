/**
 * Minimum: the smallest of its inputs.
 */
import { minimum } from '../../autograd/index.ts';
import { elementByElement } from './shared/element-by-element.ts';

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
export const Minimum = elementByElement('Minimum', (inputs) =>
  inputs.reduce((smallest, x) => minimum(smallest, x)),
);
