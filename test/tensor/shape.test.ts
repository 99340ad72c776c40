/**
 * Shapes: their size, how they compare, how messages write them, and which are refused.
 */
import { assert } from 'chai';
import {
  checkShape,
  formatShape,
  lastAxis,
  requireShape,
  type Shape,
  sameShape,
  size,
} from '../../src/tensor/index.ts';
import { assertRefused } from '../shared/values.ts';

describe('shape', () => {
  it('size is the product of the axes, 1 for []', () => {
    assert.equal(size([]), 1);
    assert.equal(size([7]), 7);
    assert.equal(size([2, 3, 5]), 30);
    assert.equal(size([4, 0, 3]), 0);
  });

  it('lastAxis is the length of a row, 1 for []', () => {
    assert.equal(lastAxis([]), 1);
    assert.equal(lastAxis([7]), 7);
    assert.equal(lastAxis([2, 3, 5]), 5);
    assert.equal(lastAxis([2, 0]), 0);
  });

  it('sameShape compares axis by axis and broadcasts nothing', () => {
    assert.isTrue(sameShape([], []));
    assert.isTrue(sameShape([2, 3], [2, 3]));
    assert.isFalse(sameShape([2, 3], [3, 2]));
    assert.isFalse(sameShape([2, 3], [2]));
    assert.isFalse(sameShape([2], [2, 3]));
    assert.isFalse(sameShape([1, 3], [3]));
    assert.isFalse(sameShape([1, 3], [2, 3]));
    assert.isFalse(sameShape([], [1]));
  });

  it('formatShape writes numbers and names', () => {
    assert.equal(formatShape([]), '[]');
    assert.equal(formatShape([3, 5]), '[3, 5]');
    assert.equal(formatShape(['rows', 5]), '[rows, 5]');
  });

  it('checkShape gives a shape back, and refuses what is none', () => {
    const shape = [2, 0, 7];
    assert.strictEqual(checkShape('who', shape), shape);
    const message = (text: string) =>
      `who: this is not a shape; expected whole numbers from 0 on, received ${text}.`;
    for (const wrong of [[2, -1], [2.7], [Number.NaN], [3, Infinity], [2 ** 53]]) {
      assertRefused(() => checkShape('who', wrong), 'ShapeError', message(formatShape(wrong)));
    }
    assertRefused(() => checkShape('who', ['3'] as never), 'ShapeError', 'who: this is not a shape');
    for (const none of [3, null, undefined, '35', { length: 2 }]) {
      assertRefused(
        () => checkShape('who', none as unknown as Shape),
        'ShapeError',
        'who: this is not a shape; expected whole numbers from 0 on, received ',
      );
    }
  });

  it('requireShape passes equal shapes, and names both sides of unequal ones', () => {
    requireShape('who', 'b', [3, 5], [3, 5]);
    assertRefused(
      () => requireShape('who', 'b', [3, 5], [5, 3]),
      'ShapeError',
      'who: shapes differ; expected b [3, 5], received [5, 3].',
    );
    assertRefused(
      () => requireShape('who', 'b', [3, 5], [], 'Turn it round.'),
      'ShapeError',
      'who: shapes differ; expected b [3, 5], received []. Turn it round.',
    );
  });
});
