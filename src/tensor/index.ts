/**
 * Tensors: flat arrays of numbers with a shape.
 *
 * A tensor holds its numbers in one Float32Array (or Float64Array), row by row. It knows which op made it, and
 * nothing else. The loops that several ops share, the matrix products and sums, stand in `kernels/`.
 */

export type { Nested, Strided, TensorLike, TensorOptions, TypedArray } from './create.ts';
export { full, ones, parameter, tensor, toTensor, zeros } from './create.ts';
export { copy, fill } from './kernels/fill.ts';
export { matmul as matmulKernel, matmulTransposedA, matmulTransposedB } from './kernels/matmul.ts';
export { gatherRows, tally } from './kernels/rows.ts';
export { columnSum, rowSum } from './kernels/sums.ts';
export { registerIndex, registers, registersOf } from './registers.ts';
export { countRows, hasRows, pickRows, type Rows, type SameKind } from './rows.ts';
export {
  checkShape,
  filledShape,
  formatShape,
  lastAxis,
  requireShape,
  type Shape,
  sameShape,
  size,
} from './shape.ts';
export { type Cell, type Kernel, run, type Step, step } from './step.ts';
export type { Supply } from './supply.ts';
export {
  argmaxRow,
  asTensor,
  type DType,
  type Floats,
  firstNonFinite,
  type NestedArray,
  Parameter,
  type Source,
  storage,
  Tensor,
  type View,
  zerosLike,
} from './tensor.ts';
