/**
 * The kernels against naive loops in double precision, at every small size: the four columns side by side and
 * their rest.
 */
import { assert } from 'chai';
import {
  columnSum,
  copy,
  type DType,
  fill,
  matmulKernel,
  matmulTransposedA,
  matmulTransposedB,
  rowSum,
  type Shape,
  type View,
} from '../../src/tensor/index.ts';
import { assertClose, genericTensor } from '../shared/values.ts';

/** Element [i, j] of a matrix. */
const at = ({ data, shape }: View, i: number, j: number): number => data[i * shape[1] + j];

/** start + Σ_k term(i, j, k), element by element. */
function sums(
  start: View,
  [rows, columns, inner]: readonly [number, number, number],
  term: (i: number, j: number, k: number) => number,
): number[] {
  const result: number[] = [];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let s = start.data[i * columns + j];
      for (let k = 0; k < inner; k++) s += term(i, j, k);
      result.push(s);
    }
  }
  return result;
}

/** What each form adds up, told by the sizes of y and of the sum. */
const forms: readonly {
  readonly name: string;
  readonly kernel: (a: View, b: View, y: View) => void;
  readonly shapes: (rows: number, columns: number, inner: number) => readonly [a: Shape, b: Shape];
  readonly term: (a: View, b: View) => (i: number, j: number, k: number) => number;
}[] = [
  {
    name: 'y += a b',
    kernel: matmulKernel,
    shapes: (rows, columns, inner) => [
      [rows, inner],
      [inner, columns],
    ],
    term: (a, b) => (i, j, k) => at(a, i, k) * at(b, k, j),
  },
  {
    name: 'y += aᵀ b',
    kernel: matmulTransposedA,
    shapes: (rows, columns, inner) => [
      [inner, rows],
      [inner, columns],
    ],
    term: (a, b) => (i, j, k) => at(a, k, i) * at(b, k, j),
  },
  {
    name: 'y += a bᵀ',
    kernel: matmulTransposedB,
    shapes: (rows, columns, inner) => [
      [rows, inner],
      [columns, inner],
    ],
    term: (a, b) => (i, j, k) => at(a, i, k) * at(b, j, k),
  },
];

const bounds: readonly (readonly [DType, number])[] = [
  ['float64', 1e-14],
  // The product is summed in a double and rounded to Float32 once, then once more when it is added: 2 · 2⁻²⁴.
  ['float32', 1.2e-7],
];

describe('matmul', () => {
  for (const { name, kernel, shapes, term } of forms) {
    for (const [dtype, bound] of bounds) {
      it(`${name}: all sizes from 1 to 9, in ${dtype}, added to what y holds`, () => {
        for (let rows = 1; rows <= 9; rows++) {
          for (let columns = 1; columns <= 9; columns++) {
            for (let inner = 1; inner <= 9; inner++) {
              const [ofA, ofB] = shapes(rows, columns, inner);
              const a = genericTensor(ofA, { dtype, seed: 1 });
              const b = genericTensor(ofB, { dtype, seed: 2 });
              const y = genericTensor([rows, columns], { dtype, seed: 3 });
              const expected = sums(y, [rows, columns, inner], term(a, b));
              kernel(a, b, y);
              assertClose(y.data, expected, bound, `${rows}×${inner}×${columns}`);
            }
          }
        }
      });
    }
  }

  it('y += a b and y += a bᵀ take more leading axes', () => {
    const expected = genericTensor([6, 5], { seed: 3 });
    const y = genericTensor([2, 3, 5], { seed: 3 });
    const a = genericTensor([2, 3, 7], { seed: 1 });
    const flat = genericTensor([6, 7], { seed: 1 });
    const b = genericTensor([7, 5], { seed: 2 });
    matmulKernel(a, b, y);
    matmulKernel(flat, b, expected);
    assert.deepEqual(Array.from(y.data), Array.from(expected.data));
    const c = genericTensor([5, 7], { seed: 4 });
    matmulTransposedB(a, c, y);
    matmulTransposedB(flat, c, expected);
    assert.deepEqual(Array.from(y.data), Array.from(expected.data));
  });

  it('y += aᵀ b sums over all leading axes: the gradient of a kernel', () => {
    const y = genericTensor([7, 5], { seed: 3 });
    const expected = genericTensor([7, 5], { seed: 3 });
    matmulTransposedA(genericTensor([2, 3, 7], { seed: 1 }), genericTensor([2, 3, 5], { seed: 2 }), y);
    matmulTransposedA(genericTensor([6, 7], { seed: 1 }), genericTensor([6, 5], { seed: 2 }), expected);
    assert.deepEqual(Array.from(y.data), Array.from(expected.data));
  });

  it('a and y may be single rows', () => {
    const a = genericTensor([7], { seed: 1 });
    const b = genericTensor([7, 5], { seed: 2 });
    const y = genericTensor([5], { seed: 3 });
    const expected = sums(y, [1, 5, 7], (_, j, k) => a.data[k] * at(b, k, j));
    matmulKernel(a, b, y);
    assertClose(y.data, expected, 1e-14);
  });

  it('empty rows, columns and sums add nothing', () => {
    for (const { kernel, shapes } of forms) {
      for (const [rows, columns, inner] of [
        [0, 5, 3],
        [3, 0, 5],
        [3, 5, 0],
        [5, 6, 0],
      ] as const) {
        const [ofA, ofB] = shapes(rows, columns, inner);
        const y = genericTensor([rows, columns]);
        const before = Array.from(y.data);
        kernel(genericTensor(ofA), genericTensor(ofB), y);
        assert.deepEqual(Array.from(y.data), before);
      }
    }
  });

  it('sums in a double and stores once: small terms are not lost beside large ones', () => {
    // In Float32, 2²⁴ + 1 is 2²⁴; one sum at a time in Float32 would give 0.
    const a = { data: Float32Array.of(2 ** 24, 1, -(2 ** 24)), shape: [1, 3] };
    for (const columns of [1, 3, 4, 5]) {
      const b = { data: new Float32Array(3 * columns).fill(1), shape: [3, columns] };
      const y = { data: new Float32Array(columns), shape: [1, columns] };
      matmulKernel(a, b, y);
      assert.deepEqual(Array.from(y.data), new Array(columns).fill(1), `y += a b, ${columns} columns`);
      y.data.fill(0);
      matmulTransposedA({ ...a, shape: [3, 1] }, b, y);
      assert.deepEqual(Array.from(y.data), new Array(columns).fill(1), `y += aᵀ b, ${columns} columns`);
      y.data.fill(0);
      matmulTransposedB(a, { ...b, shape: [columns, 3] }, y);
      assert.deepEqual(Array.from(y.data), new Array(columns).fill(1), `y += a bᵀ, ${columns} columns`);
    }
  });
});

describe('rowSum and columnSum', () => {
  for (const [dtype, bound] of bounds) {
    it(`all sizes from 1 to 9, in ${dtype}, added to what y holds`, () => {
      for (let rows = 1; rows <= 9; rows++) {
        for (let columns = 1; columns <= 9; columns++) {
          const x = genericTensor([rows, columns], { dtype, seed: 1 });
          const ofRows = genericTensor([rows], { dtype, seed: 2 });
          const ofColumns = genericTensor([columns], { dtype, seed: 3 });
          const expectedRows = sums(ofRows, [rows, 1, columns], (i, _, k) => at(x, i, k));
          const expectedColumns = sums(ofColumns, [1, columns, rows], (_, j, k) => at(x, k, j));
          rowSum(x, ofRows);
          columnSum(x, ofColumns);
          assertClose(ofRows.data, expectedRows, bound, `rowSum ${rows}×${columns}`);
          assertClose(ofColumns.data, expectedColumns, bound, `columnSum ${rows}×${columns}`);
        }
      }
    });
  }

  it('columnSum sums over all leading axes', () => {
    const y = genericTensor([5], { seed: 2 });
    const expected = genericTensor([5], { seed: 2 });
    columnSum(genericTensor([2, 3, 5], { seed: 1 }), y);
    columnSum(genericTensor([6, 5], { seed: 1 }), expected);
    assert.deepEqual(Array.from(y.data), Array.from(expected.data));
  });

  it('empty matrices add nothing', () => {
    const y = genericTensor([3]);
    const before = Array.from(y.data);
    rowSum(genericTensor([3, 0]), y);
    columnSum(genericTensor([0, 3]), y);
    assert.deepEqual(Array.from(y.data), before);
    rowSum(genericTensor([0, 3]), genericTensor([0]));
    columnSum(genericTensor([3, 0]), genericTensor([0]));
  });

  it('sum in a double and store once', () => {
    const data = Float32Array.of(2 ** 24, 1, -(2 ** 24));
    const y = { data: new Float32Array(1), shape: [1] };
    rowSum({ data, shape: [1, 3] }, y);
    assert.equal(y.data[0], 1);
    columnSum({ data, shape: [3, 1] }, y);
    assert.equal(y.data[0], 2);
    const four = { data: Float32Array.from({ length: 12 }, (_, i) => data[i >> 2]), shape: [3, 4] };
    const sumOfFour = { data: new Float32Array(4), shape: [4] };
    columnSum(four, sumOfFour);
    assert.deepEqual(Array.from(sumOfFour.data), [1, 1, 1, 1]);
  });
});

describe('fill and copy', () => {
  it('fill writes every element, whatever was there', () => {
    const y = genericTensor([3, 5]);
    y.data[7] = Number.NaN;
    fill(y, -1.75);
    assert.deepEqual(Array.from(y.data), new Array(15).fill(-1.75));
  });

  it('copy writes every element and leaves x as it is', () => {
    const x = genericTensor([3, 5], { seed: 1 });
    const before = Array.from(x.data);
    const y = genericTensor([3, 5], { seed: 2 });
    y.data[7] = Number.NaN;
    copy(x, y);
    assert.deepEqual(Array.from(y.data), before);
    assert.deepEqual(Array.from(x.data), before);
    y.data[0] = 99;
    assert.equal(x.data[0], before[0]);
  });

  it('work on empty tensors', () => {
    const none = genericTensor([0, 3]);
    fill(none, 1);
    copy(none, none);
    assert.equal(none.size, 0);
  });
});
