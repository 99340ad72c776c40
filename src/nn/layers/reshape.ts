/**
 * Reshape: the numbers of a row under another shape.
 */
import { reshape } from '../../autograd/index.ts';
import { ArgumentError, complain, show } from '../../errors.ts';
import { filledShape, formatShape, type Shape, size } from '../../tensor/index.ts';
import { defineLayer } from '../layer.ts';
import { oneInput } from './shared/one-input.ts';

/** @throws ArgumentError unless these are lengths from 1 on, and at most one −1 */
function checkTarget(who: string, shape: unknown): void {
  const isLength = (length: unknown) =>
    Number.isSafeInteger(length) && ((length as number) > 0 || length === -1);
  const usable = Array.isArray(shape) && shape.length > 0 && shape.every(isLength);
  if (usable && shape.filter((length) => length === -1).length < 2) return;
  const expected = 'the lengths of one row, such as [8, 8]; one of them may be -1';
  throw new ArgumentError(
    complain({ who, problem: 'targetShape is not usable', expected, received: show(shape) }),
  );
}

/**
 * Gives each row another shape with as many numbers, in the order in which they stand; changes no number.
 *
 * Shapes: x [...] -> y [...targetShape]
 *
 * @param targetShape the lengths of one row, without the number of rows; one may be −1 and is worked out
 * @param options `name`, `inputShape`
 * @throws ArgumentError for what is no shape; ShapeError if the numbers of a row do not fit it, or for several inputs
 * Peers: Keras (Reshape).
 * @example
 * Reshape([8, 8]);
 * Reshape({ targetShape: [-1, 3] });
 */
export const Reshape = defineLayer({
  name: 'Reshape',
  positional: 'targetShape',
  options: { targetShape: [] as Shape },
  check: (who, { targetShape }) => checkTarget(who, targetShape),
  outputShape: (shapes, { targetShape }) =>
    filledShape('Reshape', size(oneInput('Reshape', shapes)), targetShape),
  call: ([x], { options: { targetShape } }) =>
    reshape(x, { shape: formatShape([x.shape[0], ...targetShape]) }),
  examples: [
    { options: { targetShape: [3, 4] }, input: [12], output: [3, 4], parameters: 0 },
    { options: { targetShape: [5, -1] }, input: [2, 5, 3], output: [5, 6], parameters: 0 },
    { options: { targetShape: [-1] }, input: [2, 7], output: [14], parameters: 0 },
  ],
});
