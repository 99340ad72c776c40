/**
 * Multiply: the product of its inputs.
 */
import { multiply } from '../../autograd/index.ts';
import { elementByElement } from './shared/element-by-element.ts';

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
export const Multiply = elementByElement('Multiply', (inputs) =>
  inputs.reduce((product, x) => multiply(product, x)),
);
