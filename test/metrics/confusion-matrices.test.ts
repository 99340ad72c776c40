/**
 * Confusion matrices with weights and shares, and those of each label against all others.
 */
import { inspect } from 'node:util';
import { assert } from 'chai';
import { type ConfusionMatrix, confusionMatrix, multilabelConfusionMatrix } from '../../src/metrics/index.ts';
import { matrixText } from '../../src/metrics/shared/number-text.ts';
import { assertRefused } from '../shared/values.ts';
import { call, casesOf, itAgrees, nameOf } from './shared/scores.ts';

const isMatrix = (value: unknown): value is ConfusionMatrix => 'matrix' in (value as object);

describe('confusion matrices', () => {
  itAgrees('matrices', (value) => (isMatrix(value) ? value.matrix : value));

  it('print what NumPy prints: counts, fractions, exponents', () => {
    const printed = casesOf('matrices').filter(({ text }) => text !== undefined);
    // NumPy breaks lines after 75 letters; here a row is a line.
    const joined = (text: string) => text.replaceAll('\n  ', ' ');
    assert.isAtLeast(printed.length, 120);
    assert.isAtLeast(printed.filter(({ text }) => text!.includes('e-')).length, 9);
    for (const one of printed) assert.equal(String(call(one)), joined(one.text!), nameOf(one));
  });

  it('print shares with as many decimals as the longest needs', () => {
    const text = String(confusionMatrix([0, 0, 0, 1], [0, 0, 1, 1], { normalize: 'true' }));
    assert.equal(text, '[[0.66666667 0.33333333]\n [0.         1.        ]]');
    const sixteenth = confusionMatrix([...Array(16).fill(0), 1], [...Array(15).fill(0), 1, 1], {
      normalize: 'true',
    });
    assert.equal(`${sixteenth}`, '[[0.9375 0.0625]\n [0.     1.    ]]');
  });

  it('print what a console shows', () => {
    const matrix = confusionMatrix([2, 0, 2, 1], [2, 0, 1, 1]);
    assert.equal(inspect(matrix), String(matrix));
    assert.sameMembers(Object.keys(matrix), ['labels', 'matrix']);
    assert.equal(JSON.stringify(matrix), '{"labels":[0,1,2],"matrix":[[1,0,0],[0,1,0],[0,1,1]]}');
  });

  it('round a tie of the last decimal to the even one', () => {
    assert.equal(matrixText([[1 / 512, 3 / 512]], false), '[[0.00195312 0.00585938]]');
    assert.equal(matrixText([[1 / 8192, 1]], false), '[[1.22070312e-04 1.00000000e+00]]');
    assert.equal(matrixText([[0, 0]], false), '[[0. 0.]]');
  });

  it('shares of the true class sum to one in rows, of the predicted in columns, of all together', () => {
    const [t, p] = [
      ['a', 'b', 'c', 'c', 'b', 'c'],
      ['a', 'c', 'c', 'b', 'b', 'a'],
    ];
    const sums = (normalize: 'true' | 'pred' | 'all') => {
      const { matrix } = confusionMatrix(t, p, { normalize });
      const rows = matrix.map((row) => row.reduce((a, b) => a + b));
      return { rows, columns: matrix[0].map((_, j) => matrix.reduce((total, row) => total + row[j], 0)) };
    };
    for (const total of sums('true').rows) assert.closeTo(total, 1, 1e-15);
    for (const total of sums('pred').columns) assert.closeTo(total, 1, 1e-15);
    assert.closeTo(
      sums('all').rows.reduce((a, b) => a + b),
      1,
      1e-15,
    );
  });

  it('of a label alone hold tn, fp, fn, tp', () => {
    const [[[tn, fp], [fn, tp]]] = multilabelConfusionMatrix(
      ['oak', 'elm', 'elm', 'oak', 'ash', 'oak'],
      ['oak', 'oak', 'elm', 'elm', 'ash', 'ash'],
      { labels: ['oak'] },
    );
    assert.deepEqual({ tn, fp, fn, tp }, { tn: 2, fp: 1, fn: 2, tp: 1 });
  });

  it('refuse what does not fit', () => {
    const matrix = (options: object) => () => confusionMatrix([1, 0], [1, 1], options as never);
    assertRefused(
      matrix({ normalize: true }),
      'ArgumentError',
      "unknown normalize; expected one of 'true', 'pred', 'all', received true.",
    );
    const several = (options: object) => () =>
      multilabelConfusionMatrix([[1, 0]], [[1, 1]], { multilabel: true, ...options } as never);
    assertRefused(
      several({ labels: [2] }),
      'ArgumentError',
      'multilabelConfusionMatrix: labels do not fit the targets; expected columns from 0 to 1, received 2.',
    );
    assertRefused(several({ labels: ['a'] }), 'ArgumentError', "received 'a'.");
    assertRefused(several({ labels: [] }), 'ArgumentError', 'labels are none');
    assertRefused(
      () => multilabelConfusionMatrix([1, 0], [1, 1], { labels: ['1'] }),
      'ArgumentError',
      "labels do not fit the targets; expected numbers, as the targets are, received '1'.",
    );
    assertRefused(
      () => multilabelConfusionMatrix([1, 0], [1, 1], { samplewise: true }),
      'ArgumentError',
      'samplewise is for rows that may have several labels each. Set { multilabel: true }',
    );
  });
});
