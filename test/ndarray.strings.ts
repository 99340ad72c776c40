/**
 * The adapters to ndarray, and ndarray-ops as an outside witness of ops and kernels over strided views.
 *
 * Both packages make code of text, which the other suites are run without.
 */
import { assert } from 'chai';
import ndarray from 'ndarray';
import nd from 'ndarray-ops';
import {
  absolute,
  add,
  addBias,
  exp,
  log,
  mean,
  meanAbsoluteError,
  meanSquaredError,
  multiply,
  negate,
  type Operand,
  relu,
  scale,
  sigmoid,
  softmax,
  square,
  subtract,
  sum,
  sumAbsolute,
  sumSquares,
  tanh,
} from '../src/autograd/index.ts';
import { fromNdarray, type NumberArray, toNdarray } from '../src/ndarray.ts';
import {
  argmaxRow,
  columnSum,
  copy,
  fill,
  ones,
  parameter,
  rowSum,
  size,
  type Tensor,
  tensor,
  zeros,
} from '../src/tensor/index.ts';
import { assertClose, assertRefused, generic } from './shared/values.ts';

type Range = readonly [number, number];

/** Views of shape [3, 5], each with other strides and another offset, full of generic numbers. */
const views: Readonly<Record<string, (between?: Range, seed?: number) => NumberArray>> = {
  plain: (between, seed = 1) => ndarray(flat(15, between, seed), [3, 5]),
  transposed: (between, seed = 2) => ndarray(flat(15, between, seed), [5, 3]).transpose(1, 0),
  flipped: (between, seed = 3) => ndarray(flat(15, between, seed), [3, 5]).step(-1, -1),
  'flipped in its columns': (between, seed = 4) => ndarray(flat(15, between, seed), [3, 5]).step(1, -1),
  'cut out': (between, seed = 5) =>
    ndarray(flat(42, between, seed), [6, 7])
      .lo(2, 1)
      .hi(3, 5),
  stepped: (between, seed = 6) => ndarray(flat(54, between, seed), [6, 9]).step(2, 2),
  'cut out, transposed and flipped by steps': (between, seed = 7) =>
    ndarray(flat(99, between, seed), [11, 9])
      .lo(1, 2)
      .transpose(1, 0)
      .hi(5, 10)
      .step(-2, -2),
  'picked from three axes': (between, seed = 8) => ndarray(flat(60, between, seed), [3, 4, 5]).pick(null, 2),
  'picked across rows': (between, seed = 9) =>
    ndarray(flat(60, between, seed), [5, 4, 3])
      .pick(null, 1)
      .transpose(1, 0),
};

function flat(length: number, between: Range | undefined, seed: number): Float64Array {
  return Float64Array.from(generic(length, between, { seed }));
}

/** The elements one after another, read by the view's own `get`: for views of two axes. */
function elements(array: NumberArray): number[] {
  const list: number[] = [];
  for (let i = 0; i < array.shape[0]; i++)
    for (let j = 0; j < array.shape[1]; j++) list.push(array.get(i, j));
  return list;
}

const wide = (array: NumberArray): Tensor => fromNdarray(array, { dtype: 'float64' });

/** An ndarray of zeros, to be written by ndarray-ops. */
const empty = (shape: readonly number[]): ndarray.NdArray<Float64Array> =>
  ndarray(new Float64Array(size(shape)), [...shape]);

describe('fromNdarray', () => {
  for (const [name, make] of Object.entries(views)) {
    it(`reads a view that is ${name}`, () => {
      const array = make();
      assert.deepEqual(array.shape, [3, 5]);
      const read = wide(array);
      assert.deepEqual([...read.shape], [3, 5]);
      assert.deepEqual(Array.from(read.data), elements(array));
    });
  }

  it('reads three axes of any order', () => {
    const array = ndarray(flat(24, undefined, 11), [2, 3, 4])
      .transpose(2, 0, 1)
      .step(-1, 1, 2);
    const read = wide(array);
    assert.deepEqual([...read.shape], [4, 2, 2]);
    for (let i = 0; i < 4; i++)
      for (let j = 0; j < 2; j++)
        for (let k = 0; k < 2; k++) assert.equal(read.data[(i * 2 + j) * 2 + k], array.get(i, j, k));
  });

  it('reads every kind of data', () => {
    const numbers = [7, 1, 250, 9, 4, 33];
    const stored = [...numbers];
    const kinds: readonly NumberArray[] = [
      ndarray(numbers, [2, 3]),
      ndarray(Int8Array.from([7, 1, -6, 9, 4, 33]), [2, 3]),
      ndarray(Int16Array.from(numbers), [2, 3]),
      ndarray(Int32Array.from(numbers), [2, 3]),
      ndarray(Uint8Array.from(numbers), [2, 3]),
      ndarray(Uint8ClampedArray.from(numbers), [2, 3]),
      ndarray(Uint16Array.from(numbers), [2, 3]),
      ndarray(Uint32Array.from(numbers), [2, 3]),
      ndarray(Float32Array.from(numbers), [2, 3]),
      ndarray(Float64Array.from(numbers), [2, 3]),
      ndarray(Buffer.from(numbers), [2, 3]),
      ndarray(
        {
          length: 6,
          get: (i: number) => stored[i],
          set: (i: number, value: number) => {
            stored[i] = value;
          },
        },
        [2, 3],
      ),
    ];
    const kindNames = kinds.map(({ dtype }) => dtype as string);
    assert.equal(new Set(kindNames).size, kinds.length, kindNames.join());
    assert.include(kindNames, 'generic');
    for (const array of kinds) {
      const expected = array.dtype === 'int8' ? [7, 9, 1, 4, -6, 33] : [7, 9, 1, 4, 250, 33];
      assert.deepEqual(Array.from(fromNdarray(array.transpose(1, 0)).data), expected, array.dtype as string);
    }
  });

  it('reads scalars', () => {
    const picked = ndarray(flat(15, undefined, 12), [3, 5]).pick(2, 1);
    assert.equal(picked.dimension, 0);
    const read = wide(picked);
    assert.deepEqual([...read.shape], []);
    assert.equal(read.item(), generic(15, undefined, { seed: 12 })[11]);
    assert.equal(wide(ndarray([3.7], [])).item(), 3.7);
  });

  it('reads empty arrays', () => {
    for (const shape of [[0], [0, 3], [2, 0]]) {
      const read = fromNdarray(ndarray(new Float32Array(0), shape));
      assert.deepEqual([...read.shape], shape);
      assert.equal(read.size, 0);
    }
    const nothing = fromNdarray(ndarray(flat(15, undefined, 13), [3, 5]).hi(0, 4));
    assert.deepEqual([...nothing.shape], [0, 4]);
  });

  it('rounds to Float32 unless asked for Float64', () => {
    const array = ndarray(Float64Array.of(0.1, 1 / 3, -2.7), [3]);
    const narrow = fromNdarray(array);
    assert.equal(narrow.dtype, 'float32');
    assert.deepEqual(Array.from(narrow.data), [0.1, 1 / 3, -2.7].map(Math.fround));
    const kept = fromNdarray(array, { dtype: 'float64' });
    assert.equal(kept.dtype, 'float64');
    assert.deepEqual(Array.from(kept.data), [0.1, 1 / 3, -2.7]);
  });

  it('copies', () => {
    const data = Float32Array.of(1.5, 2.25, -3);
    const read = fromNdarray(ndarray(data, [3]));
    data.fill(9);
    assert.deepEqual(Array.from(read.data), [1.5, 2.25, -3]);
  });

  it('refuses what is no ndarray of numbers', () => {
    const expected = 'expected { data, shape, stride, offset }';
    const refused = (value: unknown, ...words: string[]) =>
      assertRefused(() => fromNdarray(value as NumberArray), 'ArgumentError', 'fromNdarray: ', ...words);
    refused([[1, 2]], 'this is not an ndarray of numbers', expected, 'received [[1, 2]]', 'tensor(values)');
    refused(tensor([1, 2]), expected, 'received an object of Tensor kind');
    refused(null, expected, 'received null');
    refused(undefined, expected, 'received undefined');
    refused(ndarray([4], []).pick(), expected, 'received an ndarray of dimension -1');
    refused(ndarray(['a', 'b'], [2]), 'is no number', "received 'a'");
    refused(ndarray(BigInt64Array.of(4n, 5n), [2]), 'is no number');
  });

  it('refuses a view that reaches beyond its data', () => {
    const data = flat(6, undefined, 14);
    for (const array of [
      ndarray(data, [2, 4]),
      ndarray(data, [2, 3], [3, 1], 1),
      ndarray(data, [2, 3], [-3, 1], 2),
    ]) {
      assertRefused(() => fromNdarray(array), 'ShapeError', 'fromNdarray: ', '6');
    }
  });

  it('refuses options that it does not have', () => {
    const array = ndarray([1, 2], [2]);
    assertRefused(
      () => fromNdarray(array, { dtpye: 'float64' } as never),
      'ArgumentError',
      "fromNdarray: unknown option; expected one of 'dtype', received 'dtpye'. Did you mean 'dtype'?",
    );
    assertRefused(
      () => fromNdarray(array, { dtype: 'int8' } as never),
      'ArgumentError',
      "fromNdarray: unknown dtype; expected one of 'float32', 'float64', received 'int8'.",
    );
  });
});

describe('toNdarray', () => {
  it('shares the memory of the tensor', () => {
    const x = tensor([
      [5, 3, 8],
      [4, 1, 6],
    ]);
    const array = toNdarray(x);
    assert.strictEqual(array.data, x.data);
    assert.deepEqual([array.shape, array.stride, array.offset], [[2, 3], [3, 1], 0]);
    array.pick(null, 1).set(0, 7);
    assert.deepEqual(x.toArray(), [
      [5, 7, 8],
      [4, 1, 6],
    ]);
    x.data[5] = 2;
    assert.equal(array.get(1, 2), 2);
  });

  it('takes parameters, scalars and empty tensors', () => {
    const w = parameter([[0.3, -0.7]], { name: 'w', dtype: 'float64' });
    toNdarray(w).set(0, 1, 4);
    assert.deepEqual(w.value.toArray(), [[0.3, 4]]);
    assert.equal(toNdarray(tensor(2.5)).get(), 2.5);
    assert.deepEqual(toNdarray(zeros([0, 3])).shape, [0, 3]);
    assert.equal(toNdarray(zeros([0, 3])).size, 0);
  });

  it('keeps the float type', () => {
    assert.equal(toNdarray(tensor([1, 2])).dtype as string, 'float32');
    assert.equal(toNdarray(tensor([1, 2], { dtype: 'float64' })).dtype as string, 'float64');
  });

  it('does not share its shape', () => {
    const x = zeros([2, 3]);
    toNdarray(x).shape[0] = 9;
    assert.deepEqual([...x.shape], [2, 3]);
  });

  it('comes back as it went, and turned round as its view', () => {
    const x = tensor([
      [1.5, 2, 3],
      [4, 5, 6.25],
    ]);
    assert.deepEqual(fromNdarray(toNdarray(x)).toArray(), x.toArray());
    assert.deepEqual(fromNdarray(toNdarray(x).transpose(1, 0)).toArray(), [
      [1.5, 4],
      [2, 5],
      [3, 6.25],
    ]);
  });

  it('refuses what is no tensor', () => {
    assertRefused(
      () => toNdarray([1, 2] as never),
      'ArgumentError',
      'toNdarray: tensor is not a tensor; expected a Tensor or a Parameter, received an array.',
    );
  });
});

/** ndarray-ops writes into its first argument. */
interface Unary {
  readonly ours: (x: Operand) => Tensor;
  readonly theirs: (y: NumberArray, x: NumberArray) => unknown;
  readonly between?: Range;
  /** 0: equal in every bit. */
  readonly bound: number;
}

const unary: Readonly<Record<string, Unary>> = {
  negate: { ours: negate, theirs: nd.neg, bound: 0 },
  absolute: { ours: absolute, theirs: nd.abs, bound: 0 },
  exp: { ours: exp, theirs: nd.exp, bound: 0 },
  log: { ours: log, theirs: nd.log, between: [0.1, 9], bound: 0 },
  square: { ours: square, theirs: (y, x) => nd.mul(y, x, x), bound: 0 },
  scale: { ours: (x) => scale(x, { factor: -1.7 }), theirs: (y, x) => nd.muls(y, x, -1.7), bound: 0 },
  relu: { ours: relu, theirs: (y, x) => nd.maxs(y, x, 0), bound: 0 },
  sigmoid: {
    ours: sigmoid,
    theirs(y, x) {
      nd.neg(y, x);
      nd.expeq(y);
      nd.addseq(y, 1);
      nd.recipeq(y);
    },
    bound: 1e-15,
  },
  // tanh x = 1 − 2 / (e^2x + 1)
  tanh: {
    ours: tanh,
    theirs(y, x) {
      nd.muls(y, x, 2);
      nd.expeq(y);
      nd.addseq(y, 1);
      nd.recipeq(y);
      nd.mulseq(y, -2);
      nd.addseq(y, 1);
    },
    bound: 1e-15,
  },
  softmax: {
    ours: softmax,
    theirs(y, x) {
      nd.exp(y, x);
      for (let i = 0; i < y.shape[0]; i++) nd.divseq(y.pick(i), nd.sum(y.pick(i)));
    },
    bound: 1e-15,
  },
};

interface Binary {
  readonly ours: (a: Operand, b: Operand) => Tensor;
  readonly theirs: (y: NumberArray, a: NumberArray, b: NumberArray) => unknown;
}

const binary: Readonly<Record<string, Binary>> = {
  add: { ours: add, theirs: nd.add },
  subtract: { ours: subtract, theirs: nd.sub },
  multiply: { ours: multiply, theirs: nd.mul },
};

const reductions: Readonly<Record<string, readonly [(x: Operand) => Tensor, (x: NumberArray) => number]>> = {
  sum: [sum, nd.sum],
  mean: [mean, (x) => nd.sum(x) / x.size],
  sumSquares: [sumSquares, nd.norm2squared],
  sumAbsolute: [sumAbsolute, nd.norm1],
};

const agree = (actual: ArrayLike<number>, expected: ArrayLike<number>, bound: number) => {
  if (bound === 0) assert.deepEqual(Array.from(actual), Array.from(expected));
  else assertClose(actual, expected, bound);
};

describe('ndarray-ops over strided views agrees with', () => {
  for (const [name, { ours, theirs, between, bound }] of Object.entries(unary)) {
    it(name, () => {
      for (const make of Object.values(views)) {
        const x = make(between);
        const y = empty(x.shape);
        theirs(y, x);
        agree(ours(wide(x)).data, y.data, bound);
      }
    });
  }

  for (const [name, { ours, theirs }] of Object.entries(binary)) {
    it(`${name}, every pair of views`, () => {
      for (const makeA of Object.values(views)) {
        for (const makeB of Object.values(views)) {
          const a = makeA();
          const b = makeB(undefined, 21);
          const y = empty(a.shape);
          theirs(y, a, b);
          agree(ours(wide(a), wide(b)).data, y.data, 0);
        }
      }
    });
  }

  for (const [name, [ours, theirs]] of Object.entries(reductions)) {
    it(name, () => {
      for (const make of Object.values(views)) {
        const x = make();
        assertClose([ours(wide(x)).item()], [theirs(x)], 1e-14);
      }
    });
  }

  it('addBias', () => {
    const bias = ndarray(flat(10, undefined, 31), [10]).step(2);
    for (const make of Object.values(views)) {
      const x = make();
      const y = empty(x.shape);
      for (let i = 0; i < 3; i++) nd.add(y.pick(i), x.pick(i), bias);
      agree(addBias(wide(x), wide(bias)).data, y.data, 0);
    }
  });

  it('meanSquaredError and meanAbsoluteError', () => {
    for (const make of Object.values(views)) {
      const t = make();
      const p = make(undefined, 41);
      const difference = empty(t.shape);
      nd.sub(difference, p, t);
      const weights = ones([3], { dtype: 'float64' });
      const losses = [meanSquaredError, meanAbsoluteError].map((loss) =>
        loss(wide(t), wide(p), weights).item(),
      );
      assertClose(losses, [nd.norm2squared(difference) / 15, nd.norm1(difference) / 15], 1e-14);
    }
  });

  it('rowSum and columnSum, which add', () => {
    for (const make of Object.values(views)) {
      const x = make();
      const rows = tensor([0.7, -1.2, 3], { dtype: 'float64' });
      const columns = tensor([1, 0.2, -0.3, 4, 5.5], { dtype: 'float64' });
      const expectedRows = Array.from(rows.data, (start, i) => start + nd.sum(x.pick(i)));
      const expectedColumns = Array.from(columns.data, (start, j) => start + nd.sum(x.pick(null, j)));
      rowSum(wide(x), rows);
      columnSum(wide(x), columns);
      assertClose(rows.data, expectedRows, 1e-14);
      assertClose(columns.data, expectedColumns, 1e-14);
    }
  });

  it('fill and copy', () => {
    for (const make of Object.values(views)) {
      const source = make();
      const theirs = make(undefined, 51);
      const ours = wide(theirs);
      nd.assigns(theirs, -3.25);
      fill(ours, -3.25);
      agree(ours.data, elements(theirs), 0);
      nd.assign(theirs, source);
      copy(wide(source), ours);
      agree(ours.data, elements(theirs), 0);
    }
  });

  it('argmaxRow', () => {
    for (const make of Object.values(views)) {
      const x = make();
      for (let i = 0; i < 3; i++) {
        const largest = nd.sup(x.pick(i));
        assert.equal(x.get(i, argmaxRow(wide(x), i)), largest);
      }
    }
  });

  it('toNdarray: ndarray-ops works in the memory of a tensor', () => {
    const x = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    nd.mulseq(toNdarray(x).pick(null, 1), 10);
    assert.deepEqual(x.toArray(), [
      [1, 20, 3],
      [4, 50, 6],
    ]);
  });
});
