/**
 * ActivityRegularization: a penalty on large outputs of the layer before.
 */
import { add, scale, sumAbsolute, sumSquares } from '../../autograd/index.ts';
import { number } from '../../options.ts';
import type { Tensor } from '../../tensor/index.ts';
import { defineLayer } from '../layer.ts';
import { oneInput } from './shared/one-input.ts';

/**
 * Leaves its input as it is, and adds a penalty on it to the loss: (λ₁ Σ|x| + λ₂ Σx²) / rows, so that its weight does
 * not depend on the size of the batch. It belongs to the loss in evaluation too.
 *
 * Shapes: x [...] -> y [...]
 *
 * @param options `l1` λ₁ and `l2` λ₂, each from 0 on, default 0; `name`, `inputShape`
 * @throws ArgumentError for factors out of range; ShapeError for several inputs
 * Peers: Keras (ActivityRegularization), which divides by the number of rows since version 3.
 * @example
 * ActivityRegularization({ l2: 1e-4 });
 */
export const ActivityRegularization = defineLayer({
  name: 'ActivityRegularization',
  options: { l1: 0, l2: 0 },
  check(who, { l1, l2 }) {
    number(who, 'l1', l1, { min: 0 });
    number(who, 'l2', l2, { min: 0 });
  },
  outputShape: (shapes) => oneInput('ActivityRegularization', shapes),
  call([x], { options: { l1, l2 } }) {
    const rows = x.shape[0];
    const parts: Tensor[] = [];
    if (l1 > 0) parts.push(scale(sumAbsolute(x), { factor: l1 / rows }));
    if (l2 > 0) parts.push(scale(sumSquares(x), { factor: l2 / rows }));
    return { output: x, penalty: parts.length === 0 ? null : parts.reduce((sum, part) => add(sum, part)) };
  },
  examples: [
    { options: { l1: 0.02 }, input: [7], output: [7], parameters: 0 },
    { options: { l1: 0.01, l2: 0.3 }, input: [3, 5], output: [3, 5], parameters: 0 },
    { options: {}, input: [4], output: [4], parameters: 0 },
  ],
});
