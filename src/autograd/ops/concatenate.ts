/**
 * Rows put side by side.
 */
import { complain, ShapeError } from '../../errors.ts';
import { formatShape, lastAxis, sameShape, type Shape } from '../../tensor/index.ts';
import { defineOp } from '../op.ts';

/** The axes but the last, which all inputs must share. */
function rowsOf(shape: Shape): Shape {
  return shape.slice(0, -1);
}

/**
 * Inputs side by side along the last axis: y = [a b …].
 *
 * Shapes: inputs [..., n₁], [..., n₂], … -> y [..., n₁ + n₂ + …]
 * @throws ShapeError for a single number, and unless all axes but the last are alike
 * Gradient: each input gets its own columns of dy.
 */
export const concatenate = defineOp({
  name: 'concatenate',
  inputs: 'many',
  outputShape(shapes) {
    const [first] = shapes;
    const odd = shapes.find((shape) => shape.length === 0 || !sameShape(rowsOf(shape), rowsOf(first)));
    if (odd !== undefined) {
      throw new ShapeError(
        complain({
          who: 'concatenate',
          problem: 'inputs differ in more than the last axis',
          expected: formatShape([...(first.length === 0 ? ['...'] : rowsOf(first)), 'columns']),
          received: formatShape(odd),
        }),
      );
    }
    return [...rowsOf(first), shapes.reduce((columns, shape) => columns + lastAxis(shape), 0)];
  },

  forward(inputs, y) {
    const all = lastAxis(y.shape);
    let first = 0;
    for (const x of inputs) {
      const columns = lastAxis(x.shape);
      for (let i = 0, row = first; i < x.data.length; i += columns, row += all) {
        for (let j = 0; j < columns; j++) y.data[row + j] = x.data[i + j];
      }
      first += columns;
    }
  },

  reads: ['inputs'],
  backward(dy, gradients, { inputs }) {
    const all = lastAxis(dy.shape);
    let first = 0;
    for (let k = 0; k < inputs.length; k++) {
      const columns = lastAxis(inputs[k].shape);
      const dx = gradients[k];
      if (dx !== null) {
        for (let i = 0, row = first; i < dx.data.length; i += columns, row += all) {
          for (let j = 0; j < columns; j++) dx.data[i + j] += dy.data[row + j];
        }
      }
      first += columns;
    }
  },

  examples: [
    {
      shapes: [
        [3, 5],
        [3, 2],
      ],
      output: [3, 7],
    },
    { shapes: [[4], [1], [6]], output: [11] },
    {
      shapes: [
        [2, 3, 4],
        [2, 3, 1],
        [2, 3, 2],
      ],
      output: [2, 3, 7],
    },
    { shapes: [[3, 4]], output: [3, 4] },
  ],
  rejects: [
    {
      shapes: [
        [3, 5],
        [2, 5],
      ],
      message: 'expected [3, columns], received [2, 5]',
    },
    { shapes: [[3, 5], [5]], message: 'expected [3, columns], received [5]' },
    { shapes: [[], [5]], message: 'expected [..., columns], received []' },
  ],
});
