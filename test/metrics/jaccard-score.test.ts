/**
 * Jaccard's index, with every average.
 */
import { assert } from 'chai';
import { f1Score, jaccardScore } from '../../src/metrics/index.ts';
import { assertRefused } from '../shared/values.ts';
import { itAgrees } from './shared/scores.ts';

describe('jaccardScore', () => {
  itAgrees('jaccards');

  it('is F1 / (2 − F1)', () => {
    const [t, p] = [
      [2, 0, 1, 1, 2, 0, 0],
      [2, 1, 1, 0, 2, 0, 2],
    ];
    const f1 = f1Score(t, p, { average: null });
    jaccardScore(t, p, { average: null }).forEach((score, i) => {
      assert.closeTo(score, f1[i] / (2 - f1[i]), 1e-15);
    });
  });

  it('of rows is the intersection over the union of their labels', () => {
    const t = [
      [1, 0, 1, 1],
      [0, 0, 0, 0],
    ];
    const p = [
      [1, 1, 0, 1],
      [0, 0, 0, 0],
    ];
    assert.equal(jaccardScore(t, p, { multilabel: true, average: 'samples' }), (2 / 4 + 0) / 2);
    const options = { multilabel: true, average: 'samples', zeroDivision: 1 } as const;
    assert.equal(jaccardScore(t, p, options), (2 / 4 + 1) / 2);
  });

  it('refuses 0/0 that is NaN', () => {
    assertRefused(
      () => jaccardScore([1], [1], { zeroDivision: Number.NaN }),
      'ArgumentError',
      'jaccardScore: zeroDivision is not usable; expected 0 or 1, received NaN.',
    );
  });
});
