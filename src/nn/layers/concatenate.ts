/**
 * Concatenate: its inputs side by side.
 */
import { concatenate } from '../../autograd/index.ts';
import { ArgumentError, complain, ShapeError } from '../../errors.ts';
import { wholeNumber } from '../../options.ts';
import { formatShape, lastAxis, sameShape, type Shape } from '../../tensor/index.ts';
import { defineLayer } from '../layer.ts';
import { listShapes, severalInputs } from './shared/several-inputs.ts';

/** The axes of a row but its last. */
const before = (shape: Shape): Shape => shape.slice(0, -1);

/** @throws ShapeError unless the inputs differ in their last axis alone; ArgumentError for an axis that is not the last */
function checkInputs(shapes: readonly Shape[], axis: number): void {
  const [first] = severalInputs('Concatenate', shapes);
  if (shapes.some((shape) => shape.length === 0 || !sameShape(before(shape), before(first)))) {
    throw new ShapeError(
      complain({
        who: 'Concatenate',
        problem: 'inputs differ in more than the last axis',
        expected: `all ${formatShape([...before(first), 'columns'])}`,
        received: listShapes(shapes),
      }),
    );
  }
  if (axis === -1 || axis === first.length) return;
  throw new ArgumentError(
    complain({
      who: 'Concatenate',
      problem: 'axis is not usable',
      expected: `-1 or ${first.length}, the last axis of rows ${formatShape(first)}`,
      received: `${axis}`,
      help: 'Inputs are put together along their last axis only.',
    }),
  );
}

/**
 * Puts its inputs side by side, along their last axis: y = [a b …].
 *
 * Shapes: a [..., n], b [..., m], … -> y [..., n + m + …]
 *
 * @param options `axis`, −1 (default), or the number of the last axis, the rows being axis 0: no other; `name`
 * @throws ShapeError unless there are two or more inputs, alike but for their last axis; ArgumentError for another axis
 * Peers: Keras (Concatenate), which takes any axis.
 * @example
 * const [image, age] = [Input([64]), Input([1])];
 * const both = Concatenate()([Dense(20, { activation: 'relu' })(image), age]);
 */
export const Concatenate = defineLayer({
  name: 'Concatenate',
  options: { axis: -1 },
  check: (who, { axis }) => void wholeNumber(who, 'axis', axis, { min: -1 }),
  outputShape(shapes, { axis }) {
    checkInputs(shapes, axis);
    return [...before(shapes[0]), shapes.reduce((columns, shape) => columns + lastAxis(shape), 0)];
  },
  call: (inputs) => concatenate(inputs),
  examples: [
    { options: {}, input: [[5], [2]], output: [7], parameters: 0 },
    { options: { axis: 1 }, input: [[3], [1], [4]], output: [8], parameters: 0 },
    {
      options: { axis: 2 },
      input: [
        [2, 3],
        [2, 4],
      ],
      output: [2, 7],
      parameters: 0,
    },
  ],
});
