/**
 * What a tensor is and gives: its fields, its numbers as arrays, and the helpers that read it.
 */
import { assert } from 'chai';
import {
  argmaxRow,
  asTensor,
  firstNonFinite,
  Parameter,
  parameter,
  storage,
  Tensor,
  tensor,
  zeros,
} from '../../src/tensor/index.ts';
import { negate } from '../../src/autograd/index.ts';
import { assertRefused, genericTensor } from '../shared/values.ts';

describe('Tensor', () => {
  it('holds its data, not a copy', () => {
    const data = Float32Array.of(1, 2, 3, 4, 5, 6);
    const x = new Tensor(data, [2, 3]);
    assert.strictEqual(x.data, data);
    assert.deepEqual([...x.shape], [2, 3]);
    assert.equal(x.size, 6);
    assert.isNull(x.source);
    assert.isNull(x.owner);
  });

  it('knows its dtype', () => {
    assert.equal(new Tensor(new Float32Array(2), [2]).dtype, 'float32');
    assert.equal(new Tensor(new Float64Array(2), [2]).dtype, 'float64');
  });

  it('does not share its shape with the one who made it', () => {
    const shape = [2, 3];
    const x = new Tensor(new Float32Array(6), shape);
    shape[0] = 7;
    assert.deepEqual([...x.shape], [2, 3]);
  });

  it('refuses data that do not fill the shape', () => {
    assertRefused(
      () => new Tensor(new Float32Array(5), [2, 3]),
      'ShapeError',
      'Tensor: shape and data differ in size; expected 6 numbers for [2, 3], received 5.',
    );
    assertRefused(() => new Tensor(new Float32Array(0), []), 'ShapeError', 'expected 1 numbers for []');
  });

  it('item gives the number of a tensor that holds one', () => {
    assert.equal(tensor(2.5).item(), 2.5);
    assert.equal(tensor([[[-7]]]).item(), -7);
    assertRefused(
      () => tensor([1, 2]).item(),
      'ShapeError',
      'item: this tensor is not a single number; expected one number, received [2]. toArray() gives all numbers.',
    );
    assertRefused(() => zeros([0, 3]).item(), 'ShapeError', 'received [0, 3]');
  });

  it('toArray nests the numbers by the shape', () => {
    assert.equal(tensor(4.5).toArray(), 4.5);
    assert.deepEqual(tensor([1, 2, 3]).toArray(), [1, 2, 3]);
    const flat = Float32Array.from({ length: 24 }, (_, i) => i);
    assert.deepEqual(tensor(flat, { shape: [2, 3, 4] }).toArray(), [
      [
        [0, 1, 2, 3],
        [4, 5, 6, 7],
        [8, 9, 10, 11],
      ],
      [
        [12, 13, 14, 15],
        [16, 17, 18, 19],
        [20, 21, 22, 23],
      ],
    ]);
  });

  it('toArray of empty tensors', () => {
    assert.deepEqual(zeros([0]).toArray(), []);
    assert.deepEqual(zeros([0, 3]).toArray(), []);
    assert.deepEqual(zeros([2, 0]).toArray(), [[], []]);
    assert.deepEqual(zeros([2, 0, 3]).toArray(), [[], []]);
    assert.deepEqual(zeros([2, 3, 0]).toArray(), [
      [[], [], []],
      [[], [], []],
    ]);
  });

  it('toArray copies', () => {
    const x = tensor([[1, 2]]);
    (x.toArray() as number[][])[0][0] = 9;
    assert.equal(x.data[0], 1);
  });
});

describe('Parameter', () => {
  it('has a value that leads back to it, a name, and no gradient', () => {
    const w = new Parameter(Float32Array.of(1, 2, 3), [3], 'kernel');
    assert.strictEqual(w.value.owner, w);
    assert.isNull(w.value.source);
    assert.equal(w.name, 'kernel');
    assert.deepEqual([...w.shape], [3]);
    assert.isNull(w.gradient);
  });
});

describe('storage', () => {
  it('gives zeros of the float type', () => {
    assert.deepEqual(storage('float32', 3), new Float32Array(3));
    assert.deepEqual(storage('float64', 2), new Float64Array(2));
  });
});

describe('firstNonFinite', () => {
  it('gives null for finite numbers and for none', () => {
    assert.isNull(firstNonFinite(genericTensor([3, 5])));
    assert.isNull(firstNonFinite(zeros([0, 3])));
  });

  it('finds the first NaN or infinity, by row and column', () => {
    const x = genericTensor([4, 3]);
    x.data[11] = Number.NaN;
    x.data[7] = -Infinity;
    assert.deepEqual(firstNonFinite(x), { row: 2, column: 1, value: -Infinity });
    const vector = tensor([1, 2, Infinity]);
    assert.deepEqual(firstNonFinite(vector), { row: 2, column: 0, value: Infinity });
    const cube = genericTensor([2, 3, 4]);
    cube.data[17] = Number.NaN;
    assert.deepEqual(firstNonFinite(cube), { row: 1, column: 5, value: Number.NaN });
    assert.deepEqual(firstNonFinite(tensor(Number.NaN)), { row: 0, column: 0, value: Number.NaN });
  });
});

describe('argmaxRow', () => {
  it('gives the column of the largest number of one row, the first of equals', () => {
    const x = tensor([
      [0.3, 2.5, -1],
      [-4, -9, -3],
      [7, 1, 7],
    ]);
    assert.deepEqual(
      [0, 1, 2].map((row) => argmaxRow(x, row)),
      [1, 2, 0],
    );
    assert.equal(argmaxRow(tensor([[5]]), 0), 0);
  });
});

describe('asTensor', () => {
  it('takes tensors and parameters', () => {
    const x = tensor([1, 2]);
    const w = parameter([3, 4]);
    assert.strictEqual(asTensor('who', 'x', x), x);
    assert.strictEqual(asTensor('who', 'x', w), w.value);
  });

  it('refuses all else by name', () => {
    const message = (received: string) =>
      `who: x is not a tensor; expected a Tensor or a Parameter, received ${received}. ` +
      'tensor(values) makes one from arrays and numbers.';
    assertRefused(() => asTensor('who', 'x', [1, 2]), 'ArgumentError', message('an array'));
    assertRefused(() => asTensor('who', 'x', 3), 'ArgumentError', message('number'));
    assertRefused(() => asTensor('who', 'x', undefined), 'ArgumentError', message('undefined'));
    assertRefused(() => asTensor('who', 'x', { data: [1], shape: [1] }), 'ArgumentError', message('object'));
  });
});

describe('tensors in JSON', () => {
  it('keep float type, shape and numbers, and are read again', () => {
    const x = tensor([[0.3, -1.2, 0.7]], { dtype: 'float64' });
    const text = JSON.stringify(x);
    assert.equal(text, '{"dtype":"float64","shape":[1,3],"data":[0.3,-1.2,0.7]}');
    const read = JSON.parse(text);
    assert.deepEqual(tensor(read, { dtype: read.dtype }).toArray(), x.toArray());
  });

  it('of parameters have their name, and those of results leave the graph out', () => {
    const w = parameter([0.3, 2], { name: 'W', dtype: 'float64' });
    assert.equal(JSON.stringify(w), '{"name":"W","dtype":"float64","shape":[2],"data":[0.3,2]}');
    assert.equal(JSON.stringify(negate(w)), '{"dtype":"float64","shape":[2],"data":[-0.3,-2]}');
  });
});
