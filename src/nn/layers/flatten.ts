/**
 * Flatten: all numbers of a row side by side.
 */
import { reshape } from '../../autograd/index.ts';
import { formatShape, size } from '../../tensor/index.ts';
import { defineLayer } from '../layer.ts';
import { oneInput } from './shared/one-input.ts';

/**
 * Puts the numbers of each row on one axis, in the order in which they stand; changes no number.
 *
 * Shapes: x [a, b, …] -> y [a · b · …]
 *
 * @param options `name`, `inputShape`
 * @throws ShapeError for several inputs
 * Peers: Keras (Flatten), PyTorch (Flatten).
 * @example
 * Flatten({ inputShape: [8, 8] });
 */
export const Flatten = defineLayer({
  name: 'Flatten',
  options: {},
  check() {},
  outputShape: (shapes) => [size(oneInput('Flatten', shapes))],
  call: ([x]) => (x.shape.length === 2 ? x : reshape(x, { shape: formatShape([x.shape[0], -1]) })),
  examples: [
    { options: {}, input: [5, 3], output: [15], parameters: 0 },
    { options: {}, input: [7], output: [7], parameters: 0 },
    { options: {}, input: [3, 2, 4], output: [24], parameters: 0 },
  ],
});
