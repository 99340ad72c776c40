/**
 * Add: the sum of its inputs.
 */
import { add } from '../../autograd/index.ts';
import { elementByElement } from './shared/element-by-element.ts';

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
export const Add = elementByElement('Add', (inputs) => inputs.reduce((sum, x) => add(sum, x)));
