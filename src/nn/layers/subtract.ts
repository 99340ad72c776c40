/**
 * Subtract: the difference of its two inputs.
 */
import { subtract } from '../../autograd/index.ts';
import { elementByElement } from './shared/element-by-element.ts';

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
export const Subtract = elementByElement('Subtract', ([a, b]) => subtract(a, b), 2);
