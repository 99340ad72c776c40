/**
 * Reshape: the same numbers under another shape.
 */
import { filledShape, type Shape, size } from '../../tensor/index.ts';
import { defineOp } from '../op.ts';

/** '[4, 2, 3]' as lengths. What is no number becomes NaN, which is no length. */
function lengthsOf(text: string): Shape {
  const list = /^\s*\[(.*)\]\s*$/.exec(text)?.[1];
  return list === undefined ? [Number.NaN] : list.trim() === '' ? [] : list.split(',').map(Number);
}

/**
 * The numbers of x in their order, row by row, under another shape: y = x.
 *
 * Shapes: x [...] -> y [...] with as many numbers
 * Option: `shape`, as messages write it, '[4, 2, 3]'; one length may be −1 and is worked out; default '[-1]', one axis.
 * @throws ShapeError if x has not as many numbers, or for a text that is no shape
 * Gradient: dx += dy.
 * Peers: TensorFlow (tf.reshape), PyTorch (reshape). The result is a copy, never a view.
 */
export const reshape = defineOp({
  name: 'reshape',
  inputs: ['x'],
  options: { shape: '[-1]' },
  outputShape: ({ x }, { shape }) => filledShape('reshape', size(x), lengthsOf(shape)),

  forward({ x }, y) {
    for (let i = 0; i < y.data.length; i++) y.data[i] = x.data[i];
  },

  reads: [],
  backward(dy, { x: dx }) {
    if (dx !== null) for (let i = 0; i < dy.data.length; i++) dx.data[i] += dy.data[i];
  },

  examples: [
    { shapes: { x: [3, 5, 2] }, output: [3, 10], options: { shape: '[3, 10]' } },
    { shapes: { x: [4, 6] }, output: [4, 2, 3], options: { shape: '[4, -1, 3]' } },
    { shapes: { x: [2, 3, 4] }, output: [24] },
    { shapes: { x: [1] }, output: [], options: { shape: '[]' } },
  ],
});
