/**
 * Adapters to the package ndarray: from strided views to tensors, and from tensors to views.
 *
 * An ndarray has four fields: flat `data`, `shape`, `stride` (how far apart neighbours of each axis stand) and
 * `offset` (where element [0, 0, …] stands). Transposing, flipping and slicing only change the last three. A tensor
 * has two, since its rows always lie one after another. This file is the sub-path `multiperceptron/ndarray`: ndarray
 * compiles its views with `new Function`, so the core does without it.
 */
import ndarray from 'ndarray';
import { ArgumentError, complain, show } from './errors.ts';
import { readOptions } from './options.ts';
import {
  asTensor,
  type DType,
  type Floats,
  type Parameter,
  type Strided,
  type Tensor,
  toTensor,
} from './tensor/index.ts';

/** An ndarray of numbers: over an array, a typed array, or an object with `get`, `set` and `length`. */
export type NumberArray = ndarray.NdArray<ndarray.Data<number>>;

/**
 * A new tensor with the numbers of an ndarray, row by row: always a copy.
 *
 * Shapes: array [...] of any strides and offset -> tensor [...]
 * @param array a whole ndarray or a view of one: transposed, flipped, stepped, cut out, picked
 * @param options `dtype`, by default 'float32', whatever the type of the data
 * @throws ArgumentError if it is no ndarray of numbers
 * @example
 * const image = ndarray(new Uint8Array([0, 9, 4, 7, 2, 5]), [2, 3]);
 * fromNdarray(image.transpose(1, 0)).toArray(); // [[0, 7], [9, 2], [4, 5]]
 */
export function fromNdarray(array: NumberArray, options: { readonly dtype?: DType } = {}): Tensor {
  const who = 'fromNdarray';
  const { dtype } = readOptions(who, { dtype: 'float32' as DType }, options);
  const given = array as Partial<NumberArray> | null | undefined;
  // A 0-dimensional view that is picked from has dimension −1: it holds no element and has no shape.
  if (!Array.isArray(given?.shape) || !Array.isArray(given.stride) || given.dimension === -1) {
    throw new ArgumentError(
      complain({
        who,
        problem: 'this is not an ndarray of numbers',
        expected: '{ data, shape, stride, offset }',
        received: given?.dimension === -1 ? 'an ndarray of dimension -1' : show(array),
        help: 'tensor(values) takes all other kinds of numbers.',
      }),
    );
  }
  return toTensor(who, 'array', array satisfies Strided, { dtype });
}

/**
 * The numbers of a tensor as an ndarray over the same memory: what is written to one is read in the other.
 *
 * Shapes: tensor [...] -> ndarray [...], row by row, offset 0
 * A model moves its parameters to new memory when it is first trained; a view made before keeps the old numbers.
 * @throws ArgumentError if it is no tensor
 * @example
 * const x = tensor([[5, 3, 8], [4, 1, 6]]);
 * toNdarray(x).pick(null, 1).set(0, 7); // x is now [[5, 7, 8], [4, 1, 6]]
 */
export function toNdarray(tensor: Tensor | Parameter): ndarray.NdArray<Floats> {
  const { data, shape } = asTensor('toNdarray', 'tensor', tensor);
  return ndarray(data, [...shape]);
}
