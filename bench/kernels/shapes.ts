/**
 * The matrix products that are timed: those of a forward pass, of the gradient of a kernel, and of the gradient of an
 * input.
 */
import { freeze, matmul, type Program, tensor } from '../../src/index.ts';
import { fill, step, type Tensor } from '../../src/tensor/index.ts';

/** Which product: y = x w, dw = xᵀ dy, or dx = dy wᵀ. */
export type Form = 'NN' | 'TN' | 'NT';

/** A product y [rows, columns] of sums over `inner`. */
export interface ProductShape {
  readonly form: Form;
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
}

/** The shapes of the nets that the bench trains, and a square one. */
export const productShapes: readonly ProductShape[] = [
  { form: 'NN', rows: 32, inner: 784, columns: 128 },
  { form: 'NN', rows: 128, inner: 3072, columns: 512 },
  { form: 'NN', rows: 128, inner: 512, columns: 256 },
  { form: 'NN', rows: 512, inner: 512, columns: 512 },
  { form: 'NN', rows: 3823, inner: 64, columns: 20 },
  { form: 'NN', rows: 150, inner: 64, columns: 20 },
  { form: 'NN', rows: 150, inner: 20, columns: 10 },
  { form: 'NN', rows: 1, inner: 64, columns: 20 },
  { form: 'NN', rows: 1, inner: 784, columns: 128 },
  { form: 'TN', rows: 784, inner: 32, columns: 128 },
  { form: 'TN', rows: 3072, inner: 128, columns: 512 },
  { form: 'TN', rows: 512, inner: 128, columns: 256 },
  { form: 'TN', rows: 64, inner: 150, columns: 20 },
  { form: 'TN', rows: 64, inner: 3823, columns: 20 },
  { form: 'NT', rows: 128, inner: 256, columns: 512 },
  { form: 'NT', rows: 128, inner: 512, columns: 3072 },
];

/** Numbers without a pattern, from −1 to 1. */
function numbers(count: number): Float32Array {
  let state = 1;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2 ** 31;
  });
}

function matrix(rows: number, columns: number): Tensor {
  return tensor({ data: numbers(rows * columns), shape: [rows, columns] });
}

/** A Program that works out the product once a run. */
export function productProgram({ form, rows, inner, columns }: ProductShape): Program {
  const { forward, backward } = matmul.definition;
  const y = matrix(rows, columns);
  const [a, b] = {
    NN: [matrix(rows, inner), matrix(inner, columns)],
    TN: [matrix(inner, rows), matrix(inner, columns)],
    NT: [matrix(rows, inner), matrix(columns, inner)],
  }[form];
  const work = {
    NN: () => step(forward, { a, b }, y, {}, {}),
    TN: () => step(backward, b, { a: null, b: y }, { a, b: y }, {}),
    NT: () => step(backward, a, { a: y, b: null }, { a, b }, {}),
  }[form]();
  return {
    ...freeze({ inputs: {}, outputs: { y } }),
    steps: form === 'NN' ? [work] : [step(fill, y, 0), work],
  };
}
