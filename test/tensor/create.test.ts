/**
 * Making tensors: from everything that users have, and from nothing else.
 */
import { assert } from 'chai';
import {
  full,
  type Nested,
  ones,
  Parameter,
  parameter,
  Tensor,
  type TensorLike,
  tensor,
  toTensor,
  zeros,
} from '../../src/tensor/index.ts';
import { assertRefused } from '../shared/values.ts';

/** Shape and numbers in one. */
const read = (values: TensorLike, options = {}) => {
  const { shape, data } = tensor(values, options);
  return [[...shape], Array.from(data)];
};

const refused = (values: unknown, kind: string, ...words: string[]) =>
  assertRefused(() => tensor(values as TensorLike), kind, 'tensor: ', ...words);

describe('tensor takes', () => {
  it('a number', () => assert.deepEqual(read(2.5), [[], [2.5]]));

  it('nested arrays', () => {
    assert.deepEqual(read([1, 2, 3]), [[3], [1, 2, 3]]);
    assert.deepEqual(
      read([
        [5, 3.5],
        [4, 3],
        [7, 1],
      ]),
      [
        [3, 2],
        [5, 3.5, 4, 3, 7, 1],
      ],
    );
    assert.deepEqual(read([[[1], [2]]]), [
      [1, 2, 1],
      [1, 2],
    ]);
  });

  it('read-only and frozen arrays', () => {
    const rows: Nested = Object.freeze([Object.freeze([1, 2]), Object.freeze([3, 4])]);
    assert.deepEqual(read(rows), [
      [2, 2],
      [1, 2, 3, 4],
    ]);
  });

  it('arrays of typed arrays', () => {
    assert.deepEqual(read([Float32Array.of(1, 2, 3), Uint8Array.of(4, 5, 6)] as never), [
      [2, 3],
      [1, 2, 3, 4, 5, 6],
    ]);
  });

  it('empty arrays', () => {
    assert.deepEqual(read([]), [[0], []]);
    assert.deepEqual(read([[], []]), [[2, 0], []]);
    assert.deepEqual(read(new Float32Array(0)), [[0], []]);
    assert.deepEqual(read(new Float32Array(0), { shape: [0, 3] }), [[0, 3], []]);
  });

  it('typed arrays of every kind', () => {
    for (const Typed of [
      Float32Array,
      Float64Array,
      Int8Array,
      Int16Array,
      Int32Array,
      Uint8Array,
      Uint8ClampedArray,
      Uint16Array,
      Uint32Array,
    ]) {
      assert.deepEqual(read(Typed.of(7, 1, 100)), [[3], [7, 1, 100]], Typed.name);
    }
  });

  it('a flat array and a shape', () => {
    assert.deepEqual(read(Float32Array.of(1, 2, 3, 4, 5, 6), { shape: [2, 3] }), [
      [2, 3],
      [1, 2, 3, 4, 5, 6],
    ]);
    assert.deepEqual(read([1, 2, 3, 4, 5, 6], { shape: [3, 2] }), [
      [3, 2],
      [1, 2, 3, 4, 5, 6],
    ]);
    assert.deepEqual(read([8], { shape: [] }), [[], [8]]);
  });

  it('{ data, shape }', () => {
    const six = [1, 2, 3, 4, 5, 6];
    assert.deepEqual(read({ data: Int16Array.from(six), shape: [2, 3] }), [[2, 3], six]);
    assert.deepEqual(read({ data: six, shape: [6] }), [[6], six]);
    const generic = { length: 6, get: (i: number) => six[i] };
    assert.deepEqual(read({ data: generic, shape: [3, 2] }), [[3, 2], six]);
    assert.deepEqual(read({ data: [9], shape: [] }), [[], [9]]);
  });

  it('the four fields of an ndarray', () => {
    const data = [10, 11, 12, 13, 14, 15, 16];
    assert.deepEqual(read({ data, shape: [3, 2], stride: [1, 3], offset: 1 }), [
      [3, 2],
      [11, 14, 12, 15, 13, 16],
    ]);
    assert.deepEqual(read({ data, shape: [3], stride: [-2], offset: 5 }), [[3], [15, 13, 11]]);
    assert.deepEqual(read({ data, shape: [2, 2], stride: [0, 1], offset: 2 }), [
      [2, 2],
      [12, 13, 12, 13],
    ]);
    assert.deepEqual(read({ data, shape: [2, 2], stride: [2, 1] }), [
      [2, 2],
      [10, 11, 12, 13],
    ]);
    assert.deepEqual(read({ data, shape: [], stride: [], offset: 4 }), [[], [14]]);
    const generic = { length: 7, get: (i: number) => data[i] };
    assert.deepEqual(read({ data: generic, shape: [2], stride: [5], offset: 1 }), [[2], [11, 16]]);
    assert.deepEqual(read({ data: [], shape: [0, 3], stride: [3, 1], offset: 0 }), [[0, 3], []]);
  });

  it('a Tensor and a Parameter', () => {
    const x = tensor([[1, 2, 3]]);
    assert.deepEqual(read(x), [
      [1, 3],
      [1, 2, 3],
    ]);
    assert.deepEqual(read(parameter([[1], [2]])), [
      [2, 1],
      [1, 2],
    ]);
    assert.deepEqual(read(x, { shape: [3] }), [[3], [1, 2, 3]]);
  });

  it('NaN and infinities, which are numbers', () => {
    assert.deepEqual(read([Number.NaN, -Infinity]), [[2], [Number.NaN, -Infinity]]);
  });
});

describe('tensor', () => {
  it('always copies', () => {
    const data = Float32Array.of(1.5, 2.5);
    const x = tensor(data);
    const again = tensor(x);
    const view = tensor({ data, shape: [1, 2] });
    data[0] = 9;
    x.data[1] = 8;
    assert.deepEqual(Array.from(x.data), [1.5, 8]);
    assert.deepEqual(Array.from(again.data), [1.5, 2.5]);
    assert.deepEqual(Array.from(view.data), [1.5, 2.5]);
  });

  it('makes Float32 unless told, or unless it copies a tensor', () => {
    assert.equal(tensor([0.1]).dtype, 'float32');
    assert.equal(tensor([0.1]).data[0], Math.fround(0.1));
    assert.equal(tensor(Float64Array.of(0.1)).dtype, 'float32');
    assert.equal(tensor([0.1], { dtype: 'float64' }).dtype, 'float64');
    assert.equal(tensor([0.1], { dtype: 'float64' }).data[0], 0.1);
    const wide = tensor([0.1], { dtype: 'float64' });
    assert.equal(tensor(wide).dtype, 'float64');
    assert.equal(tensor(parameter(wide)).dtype, 'float64');
    assert.equal(tensor(wide, { dtype: 'float32' }).dtype, 'float32');
  });

  it('makes a tensor without source and owner, from a Parameter too', () => {
    const x = tensor(parameter([1, 2]));
    assert.isNull(x.source);
    assert.isNull(x.owner);
  });

  it('refuses ragged rows, by their place', () => {
    refused(
      [
        [1, 2, 3],
        [4, 5],
      ],
      'ShapeError',
      'tensor: values[1] has another length; expected 3 values, received 2.',
    );
    refused([[[1, 2]], [[3, 4, 5]]], 'ShapeError', 'values[1][0] has another length; expected 2 values');
    refused([[1, 2], 3], 'ShapeError', 'values[1] has another length; expected 2 values, received 3');
    refused([[], [1]], 'ShapeError', 'values[1] has another length; expected 0 values, received 1');
    refused([[1, 2], null], 'ShapeError', 'values[1] has another length', 'received null');
    refused([[1, 2], 'ab'], 'ShapeError', 'values[1] has another length', "received 'ab'");
  });

  it('refuses what is no number inside arrays, by its place', () => {
    const inside = (text: string, received: string) =>
      `tensor: values${text} is no number; expected a number, received ${received}.`;
    refused([1, '2'], 'ArgumentError', inside('[1]', "'2'"));
    refused(
      [
        [1, 2],
        [3, null],
      ] as never,
      'ArgumentError',
      inside('[1][1]', 'null'),
    );
    refused([[undefined]], 'ArgumentError', inside('[0][0]', 'undefined'));
    refused([true], 'ArgumentError', inside('[0]', 'true'));
    refused([1, [2]], 'ArgumentError', inside('[1]', '[2]'));
    refused([BigInt64Array.of(5n)], 'ArgumentError', inside('[0][0]', '5n'));
    // biome-ignore lint/suspicious/noSparseArray: a hole is what is refused
    refused([1, , 3], 'ArgumentError', inside('[1]', 'undefined'));
    refused([tensor([1])], 'ArgumentError', inside('[0]', 'an object of Tensor kind'));
  });

  it('refuses what is no number inside { data, shape }', () => {
    refused({ data: ['1', 'x'], shape: [2] }, 'ArgumentError', 'is no number', "received '1'");
    refused({ data: [1, undefined], shape: [2] }, 'ArgumentError', 'is no number', 'received undefined');
    refused({ data: BigInt64Array.of(1n, 2n), shape: [2] }, 'ArgumentError', 'is no number');
    refused({ data: ['1', 'x'], shape: [2], stride: [1], offset: 0 }, 'ArgumentError', 'is no number');
    refused({ data: { length: 2, get: () => 'y' }, shape: [2] }, 'ArgumentError', 'is no number', "'y'");
    refused({ data: 5, shape: [] }, 'ArgumentError', 'values are not numbers');
    refused({ data: null, shape: [] }, 'ArgumentError', 'values are not numbers');
  });

  it('refuses everything else', () => {
    const message = (received: string) =>
      'tensor: values are not numbers; expected nested arrays, a typed array, { data, shape }, an ndarray or a ' +
      `Tensor, received ${received}.`;
    refused('12', 'ArgumentError', message("'12'"));
    refused(null, 'ArgumentError', message('null'));
    refused(undefined, 'ArgumentError', message('undefined'));
    refused({ values: [1] }, 'ArgumentError', message('an object of Object kind'));
    refused(BigInt64Array.of(5n), 'ArgumentError', message('an array of bigints'));
    refused(new DataView(new ArrayBuffer(8)), 'ArgumentError', message('an object of DataView kind'));
    refused(new Set([1]), 'ArgumentError', message('an object of Set kind'));
    refused(Math.sqrt, 'ArgumentError', message('the function sqrt'));
  });

  it('refuses shapes that do not fit', () => {
    assertRefused(
      () => tensor(new Float32Array(6), { shape: [4, 2] }),
      'ShapeError',
      'tensor: values and shape differ in size; expected 8 numbers for [4, 2], received 6.',
    );
    assertRefused(
      () => tensor([1, 2], { shape: [-2] }),
      'ShapeError',
      'tensor: this is not a shape; expected whole numbers from 0 on, received [-2].',
    );
    refused(
      { data: [1, 2, 3], shape: [2, 2] },
      'ShapeError',
      'tensor: data and shape of values differ in size; expected 4 numbers for [2, 2], received 3.',
    );
    refused({ data: [1, 2, 3], shape: [1.5, 2] }, 'ShapeError', 'this is not a shape', 'received [1.5, 2]');
    refused({ data: [1, 2, 3], shape: 3 }, 'ShapeError', 'this is not a shape', 'received 3');
  });

  it('refuses strides that do not fit', () => {
    const data = [1, 2, 3, 4, 5, 6];
    const beyond = (view: object) => refused({ data, ...view }, 'ShapeError', 'values', '6');
    beyond({ shape: [2, 4], stride: [4, 1], offset: 0 });
    beyond({ shape: [2, 3], stride: [3, 1], offset: 1 });
    beyond({ shape: [2, 3], stride: [-3, 1], offset: 2 });
    beyond({ shape: [], stride: [], offset: 6 });
    refused({ data, shape: [2, 3], stride: [3], offset: 0 }, 'ShapeError', 'values', 'stride');
    refused({ data, shape: [2, 3], stride: [3, 0.5], offset: 0 }, 'ShapeError', 'values', 'stride');
  });

  it('refuses unknown options and dtypes', () => {
    assertRefused(
      () => tensor([1], { dtpye: 'float64' } as never),
      'ArgumentError',
      "tensor: unknown option; expected one of 'shape', 'dtype', received 'dtpye'. Did you mean 'dtype'?",
    );
    assertRefused(
      () => tensor([1], { dtype: 'float16' } as never),
      'ArgumentError',
      "tensor: unknown dtype; expected one of 'float32', 'float64', received 'float16'. Did you mean",
    );
    assertRefused(() => tensor([1], [3] as never), 'ArgumentError', 'tensor: the options are not an object');
  });
});

describe('toTensor', () => {
  it('speaks as another function about another argument', () => {
    assertRefused(() => toTensor('fit', 'x', 'no'), 'ArgumentError', 'fit: x are not numbers');
    assertRefused(() => toTensor('fit', 'x', [[1], [2, 3]]), 'ShapeError', 'fit: x[1] has another length');
    assertRefused(
      () => toTensor('fit', 'x', [1, 2], { shape: [3] }),
      'ShapeError',
      'fit: x and shape differ',
    );
  });
});

describe('zeros, ones and full', () => {
  it('fill a shape', () => {
    assert.deepEqual(zeros([2, 3]).toArray(), [
      [0, 0, 0],
      [0, 0, 0],
    ]);
    assert.deepEqual(ones([3]).toArray(), [1, 1, 1]);
    assert.deepEqual(full([1, 2], -2.25).toArray(), [[-2.25, -2.25]]);
    assert.equal(full([], 7).item(), 7);
    assert.equal(zeros([3, 0]).size, 0);
  });

  it('take a dtype', () => {
    assert.equal(zeros([2]).dtype, 'float32');
    assert.equal(ones([2]).dtype, 'float32');
    for (const x of [
      zeros([2], { dtype: 'float64' }),
      ones([2], { dtype: 'float64' }),
      full([2], 0.1, { dtype: 'float64' }),
    ]) {
      assert.equal(x.dtype, 'float64');
    }
    assert.equal(full([2], 0.1, { dtype: 'float64' }).data[1], 0.1);
  });

  it('refuse what is no shape, each under its own name', () => {
    const makers = { zeros, ones, full: (shape: number[]) => full(shape, 2) };
    for (const [name, make] of Object.entries(makers)) {
      assertRefused(() => make([2, -1]), 'ShapeError', `${name}: this is not a shape`, 'received [2, -1]');
      assertRefused(() => make(3 as never), 'ShapeError', `${name}: this is not a shape`, 'received 3');
    }
  });

  it('refuse unknown options and dtypes, each under its own name', () => {
    const makers = {
      zeros,
      ones,
      full: (shape: readonly number[], options: object) => full(shape, 2, options),
    };
    for (const [name, make] of Object.entries(makers)) {
      assertRefused(
        () => make([2], { type: 'float64' } as never),
        'ArgumentError',
        `${name}: unknown option; expected one of 'dtype', received 'type'.`,
      );
      assertRefused(
        () => make([2], { dtype: 'double' } as never),
        'ArgumentError',
        `${name}: unknown dtype; expected one of 'float32', 'float64', received 'double'.`,
      );
    }
  });

  it('full refuses what is no number', () => {
    assertRefused(() => full([2], '3' as never), 'ArgumentError', 'full: ', "received '3'");
    assertRefused(() => full([2], undefined as never), 'ArgumentError', 'full: ', 'received undefined');
  });
});

describe('parameter', () => {
  it('has the values, a name, and no gradient', () => {
    const w = parameter([[0.25, -3]], { name: 'kernel' });
    assert.instanceOf(w, Parameter);
    assert.instanceOf(w.value, Tensor);
    assert.deepEqual(w.value.toArray(), [[0.25, -3]]);
    assert.equal(w.name, 'kernel');
    assert.strictEqual(w.value.owner, w);
    assert.isNull(w.gradient);
    assert.equal(parameter([1]).name, 'parameter');
  });

  it('copies, and takes shape and dtype', () => {
    const data = Float64Array.of(0.1, 2, 3, 4);
    const w = parameter(data, { shape: [2, 2], dtype: 'float64' });
    data[0] = 9;
    assert.deepEqual(w.value.toArray(), [
      [0.1, 2],
      [3, 4],
    ]);
  });

  it('refuses what tensor refuses, and speaks as parameter', () => {
    assertRefused(() => parameter('w' as never), 'ArgumentError', 'parameter: values are not numbers');
    assertRefused(
      () => parameter([1, 2], { shape: [3] }),
      'ShapeError',
      'parameter: values and shape differ',
    );
  });

  it('lists all its options when one is unknown', () => {
    assertRefused(
      () => parameter([1], { nam: 'w' } as never),
      'ArgumentError',
      'parameter: unknown option; expected one of ',
      "'name'",
      "'shape'",
      "'dtype'",
      "received 'nam'. Did you mean 'name'?",
    );
  });
});
