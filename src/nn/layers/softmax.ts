/**
 * Softmax: scores into probabilities, as a layer.
 */
import { softmax } from '../../autograd/index.ts';
import { lastAxis } from '../../tensor/index.ts';
import { requireUnits } from '../activations/index.ts';
import { defineLayer } from '../layer.ts';
import { checkLastAxis } from './shared/last-axis.ts';
import { oneInput } from './shared/one-input.ts';

/**
 * Softmax along the last axis: y_j = e^(x_j) / Σ_k e^(x_k).
 *
 * Shapes: x [..., classes] -> y [..., classes], two classes or more
 *
 * @param options `axis`, −1 only; `name`, `inputShape`
 * @throws ArgumentError for another axis, and for one class; ShapeError for several inputs
 * Peers: Keras (Softmax), which takes other axes, and warns where there is one class.
 * @example
 * Softmax();
 */
export const Softmax = defineLayer({
  name: 'Softmax',
  options: { axis: -1 },
  check: (who, { axis }) => checkLastAxis(who, axis),
  outputShape(shapes) {
    const shape = oneInput('Softmax', shapes);
    requireUnits('Softmax', 'softmax', lastAxis(shape));
    return shape;
  },
  call: ([x]) => softmax(x),
  examples: [
    { options: {}, input: [7], output: [7], parameters: 0 },
    { options: { axis: -1 }, input: [2, 3], output: [2, 3], parameters: 0 },
  ],
});
