/**
 * Tensors as text, character by character.
 */
import { inspect } from 'node:util';
import { assert } from 'chai';
import { type Nested, parameter, type Shape, tensor, zeros } from '../../src/tensor/index.ts';

/** The text below the line that names shape and dtype. */
function printed(values: Nested | Float32Array, shape?: Shape): string {
  const [, ...lines] = String(tensor(values, shape === undefined ? {} : { shape })).split('\n');
  return lines.join('\n');
}

const counting = (length: number, divisor = 1) => Float32Array.from({ length }, (_, i) => i / divisor);

describe('a tensor as text', () => {
  it('opens with shape and dtype', () => {
    assert.equal(String(tensor([1, 2, 3])), 'Tensor [3] float32\n[1 2 3]');
    assert.equal(String(tensor([[1, 2.5]], { dtype: 'float64' })), 'Tensor [1, 2] float64\n[[1.0 2.5]]');
    assert.equal(
      String(parameter([[1, 2.5]], { name: 'bias' })),
      'Parameter bias [1, 2] float32\n[[1.0 2.5]]',
    );
  });

  it('is what the console shows', () => {
    assert.equal(inspect(tensor([1, 2])), 'Tensor [2] float32\n[1 2]');
    assert.equal(inspect(parameter([7], { name: 'w' })), 'Parameter w [1] float32\n[7]');
  });

  it('writes a single number bare', () => {
    assert.equal(printed(2.5), '2.5');
    assert.equal(printed(-17), '-17');
    assert.equal(String(tensor(3)), 'Tensor [] float32\n3');
  });

  it('aligns columns of whole and negative numbers', () => {
    assert.equal(
      printed([
        [1, -20, 3],
        [4, 5, 600],
      ]),
      '[[  1 -20   3]\n [  4   5 600]]',
    );
  });

  it('gives all numbers the decimals that the longest needs, at most six', () => {
    assert.equal(
      printed([
        [0.1, 2],
        [-3.25, 100],
      ]),
      '[[  0.10   2.00]\n [ -3.25 100.00]]',
    );
    assert.equal(printed([1 / 3, 2 / 3]), '[0.333333 0.666667]');
    assert.equal(printed([0.000125, 1]), '[0.000125 1.000000]');
    assert.equal(printed(1234.5678), '1234.57');
    assert.equal(printed(123456.789), '123457');
  });

  it('does not show the rounding of Float32', () => {
    assert.equal(printed([0.1, 0.2, 0.7]), '[0.1 0.2 0.7]');
  });

  it('writes very large and very small numbers with exponents', () => {
    assert.equal(printed([1e7, -2.5]), '[ 1.0000e+7 -2.5000e+0]');
    assert.equal(printed([1e-5, 1.25e-6, 0]), '[1.0000e-5 1.2500e-6 0.0000e+0]');
    assert.equal(printed([9999999, 1]), '[9999999       1]');
    assert.equal(printed([5e-5, 2.5e-5]), '[5.0000e-5 2.5000e-5]');
    assert.equal(printed([0.0005, 0.00025]), '[0.00050 0.00025]');
  });

  it('writes NaN and infinities', () => {
    assert.equal(
      printed([Number.NaN, Infinity, -Infinity, 1.5]),
      '[      NaN  Infinity -Infinity       1.5]',
    );
    assert.equal(printed([Number.NaN]), '[NaN]');
    assert.equal(printed([Infinity, 1e8]), '[ Infinity 1.0000e+8]');
  });

  it('writes no negative zero', () => {
    assert.equal(printed([-0, 0]), '[0 0]');
    assert.equal(printed([-1e-9, 1]), '[0 1]');
    assert.equal(printed([-1e-9, 1.5]), '[0.0 1.5]');
  });

  it('writes empty tensors', () => {
    assert.equal(String(tensor([])), 'Tensor [0] float32\n[]');
    assert.equal(printed([[], []]), '[[]\n []]');
    assert.equal(String(zeros([0, 3])), 'Tensor [0, 3] float32\n[]');
  });

  it('nests brackets, one level deeper by one space', () => {
    assert.equal(
      printed([
        [
          [1, 2],
          [3, 4],
        ],
        [
          [5, 6],
          [7, -8],
        ],
      ]),
      '[[[ 1  2]\n  [ 3  4]]\n [[ 5  6]\n  [ 7 -8]]]',
    );
  });

  it('shows all of 1000 numbers', () => {
    const text = printed(counting(1000));
    assert.notInclude(text, '…');
    assert.equal(text.split(/\s+/).filter((part) => /\d/.test(part)).length, 1000);
  });

  it('shows three of each end above 1000', () => {
    assert.equal(printed(counting(1001)), '[   0    1    2 …  998  999 1000]');
    assert.equal(
      printed(counting(1200, 8), [30, 40]),
      [
        '[[  0.000   0.125   0.250 …   4.625   4.750   4.875]',
        ' [  5.000   5.125   5.250 …   9.625   9.750   9.875]',
        ' [ 10.000  10.125  10.250 …  14.625  14.750  14.875]',
        ' …',
        ' [135.000 135.125 135.250 … 139.625 139.750 139.875]',
        ' [140.000 140.125 140.250 … 144.625 144.750 144.875]',
        ' [145.000 145.125 145.250 … 149.625 149.750 149.875]]',
      ].join('\n'),
    );
  });

  it('abbreviates an axis only if it has more than six', () => {
    assert.equal(
      printed(counting(2002), [1001, 2]),
      [
        '[[   0    1]',
        ' [   2    3]',
        ' [   4    5]',
        ' …',
        ' [1996 1997]',
        ' [1998 1999]',
        ' [2000 2001]]',
      ].join('\n'),
    );
    const lines = printed(counting(6 * 200), [6, 200]).split('\n');
    assert.equal(lines.length, 6);
    assert.equal(lines[1], ' [ 200  201  202 …  397  398  399]');
    assert.equal(printed(counting(7 * 200), [7, 200]).split('\n')[3], ' …');
  });

  it('takes the width from the numbers that are shown', () => {
    const values = counting(1001);
    values[500] = 123456;
    assert.equal(printed(values), '[   0    1    2 …  998  999 1000]');
  });
});
