/**
 * oneHot, and what it refuses.
 */
import { assert } from 'chai';
import { oneHot } from '../../src/data/index.ts';
import { Tensor, tensor } from '../../src/tensor/index.ts';
import { assertRefused, generic } from '../shared/values.ts';

describe('oneHot', () => {
  it('gives as many columns as the largest label wants', () => {
    assert.deepEqual(oneHot([2, 0, 3]).toArray(), [
      [0, 0, 1, 0],
      [1, 0, 0, 0],
      [0, 0, 0, 1],
    ]);
    assert.deepEqual(oneHot([0]).toArray(), [[1]]);
  });

  it('gives as many columns as are wanted', () => {
    assert.deepEqual(oneHot([2, 0], 5).toArray(), [
      [0, 0, 1, 0, 0],
      [1, 0, 0, 0, 0],
    ]);
  });

  it('takes typed arrays and tensors, and keeps the format of a tensor', () => {
    const expected = [
      [0, 0, 1],
      [0, 1, 0],
    ];
    const double = tensor([2, 1], { dtype: 'float64' });
    assert.deepEqual(oneHot(new Int32Array([2, 1])).toArray(), expected);
    assert.deepEqual(oneHot(double).toArray(), expected);
    assert.deepEqual(oneHot(tensor([[2], [1]])).toArray(), expected);
    assert.equal(oneHot(double).dtype, 'float64');
    assert.equal(oneHot(tensor([2, 1])).dtype, 'float32');
    assert.equal(oneHot([2, 1]).dtype, 'float32');
  });

  it('has a single one in each row, at the label', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const classes = 2 + (seed % 9);
      const labels = generic(7, [0, classes - 1], { seed, whole: true });
      const { data, shape } = oneHot(labels, classes);
      assert.deepEqual(shape, [7, classes]);
      labels.forEach((label, i) => {
        const row = [...data.subarray(i * classes, (i + 1) * classes)];
        assert.equal(row.indexOf(1), label);
        assert.equal(row.filter((value) => value === 0).length, classes - 1);
      });
    }
  });

  it('refuses labels that are no class, naming row and value', () => {
    const refuse = (labels: number[], classes: number | undefined, message: string) =>
      assertRefused(() => oneHot(labels, classes), 'ArgumentError', 'oneHot: the label of row ', message);
    refuse([0, 3], 3, '1 is no class; expected a whole number from 0 to 2, received 3.');
    refuse([0, 2, -1], 3, '2 is no class; expected a whole number from 0 to 2, received -1.');
    refuse([0.25, 1], 3, '0 is no class; expected a whole number from 0 to 2, received 0.25.');
    refuse([1, 1.5], undefined, '1 is no class; expected a whole number from 0 on, received 1.5.');
    refuse([1, Number.POSITIVE_INFINITY], undefined, 'received Infinity.');
    refuse(
      [1, Number.NaN],
      undefined,
      '1 is not usable; expected a finite number, as all others, received NaN.',
    );
    refuse([1, '2'] as number[], 3, "received '2'.");
    const endless = (label: number, message: string) =>
      assertRefused(
        () => oneHot([3, label]),
        'ArgumentError',
        `oneHot: 2 rows of ${label + 1} classes`,
        message,
      );
    endless(
      1_763_937_600,
      'are too many numbers; expected at most 2147483647. LabelEncoder makes class numbers',
    );
    endless(1e15, 'are too many numbers');
  });

  it('refuses other shapes, no labels and no classes', () => {
    const table = new Tensor(new Float32Array(6), [3, 2]);
    assertRefused(
      () => oneHot(table),
      'ShapeError',
      'oneHot: there must be one label for each row',
      'received [3, 2]',
    );
    assertRefused(() => oneHot([]), 'ArgumentError', 'oneHot: there are no labels.');
    assertRefused(
      () => oneHot([0], 0),
      'ArgumentError',
      'oneHot: classes is not usable; expected a whole number >= 1, received 0.',
    );
    assertRefused(() => oneHot([0], 2.5), 'ArgumentError', 'received 2.5.');
  });
});
