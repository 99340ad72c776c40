/**
 * Agreement beyond chance: Matthews's correlation coefficient and Cohen's kappa.
 */
import { assert } from 'chai';
import { cohenKappaScore, matthewsCorrcoef } from '../../src/metrics/index.ts';
import { assertRefused } from '../shared/values.ts';
import { itAgrees } from './shared/scores.ts';

describe('agreement beyond chance', () => {
  itAgrees('correlations');

  const targets = [1, 1, 0, 1, 0, 0, 1, 1, 1];
  const predictions = [1, 0, 0, 1, 1, 0, 1, 1, 0];

  it('of two classes is the formula of the four counts', () => {
    const [tp, fp, fn, tn] = [4, 1, 2, 2];
    const wanted = (tp * tn - fp * fn) / Math.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn));
    assert.closeTo(matthewsCorrcoef(targets, predictions), wanted, 1e-15);
    const [seen, chance] = [(tp + tn) / 9, (5 * 6 + 4 * 3) / 81];
    assert.closeTo(cohenKappaScore(targets, predictions), (seen - chance) / (1 - chance), 1e-15);
  });

  it('does not change when both change places, and is the correlation of the numbers', () => {
    assert.equal(matthewsCorrcoef(predictions, targets), matthewsCorrcoef(targets, predictions));
    assert.equal(cohenKappaScore(predictions, targets), cohenKappaScore(targets, predictions));
    const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;
    const [t, p] = [targets, predictions].map((values) => values.map((value) => value - mean(values)));
    const dot = (a: readonly number[], b: readonly number[]) => mean(a.map((value, i) => value * b[i]));
    const correlation = dot(t, p) / Math.sqrt(dot(t, t) * dot(p, p));
    assert.closeTo(matthewsCorrcoef(targets, predictions), correlation, 1e-15);
  });

  it('is 1 of the same, 0 or NaN where nothing can be said', () => {
    assert.equal(matthewsCorrcoef(targets, targets), 1);
    assert.equal(cohenKappaScore(targets, targets), 1);
    assert.equal(matthewsCorrcoef([5, 5], [5, 5]), 0);
    assert.isNaN(cohenKappaScore([5, 5], [5, 5]));
    assert.equal(cohenKappaScore([5, 5], [5, 5], { replaceUndefinedBy: -0.3 }), -0.3);
  });

  it('kappa weighs how far apart the classes stand, in the order of labels', () => {
    const [a, b] = [
      ['low', 'mid', 'high', 'high', 'low'],
      ['low', 'high', 'high', 'low', 'mid'],
    ];
    const ordered = cohenKappaScore(a, b, { weights: 'linear', labels: ['low', 'mid', 'high'] });
    const sorted = cohenKappaScore(a, b, { weights: 'linear' });
    assert.isAbove(Math.abs(ordered - sorted), 0.01);
  });

  it('refuses what does not fit', () => {
    assertRefused(
      () => cohenKappaScore([1, 0], [1, 1], { weights: 'square' as never }),
      'ArgumentError',
      "cohenKappaScore: unknown weights; expected one of 'linear', 'quadratic', received 'square'.",
    );
    assertRefused(
      () => cohenKappaScore([1, 0], [1, 1], { labels: [7] }),
      'ArgumentError',
      'cohenKappaScore: none of the labels is among the targets',
    );
    assertRefused(
      () => cohenKappaScore([1, 0], [1, 1], { replaceUndefinedBy: 2 }),
      'ArgumentError',
      'replaceUndefinedBy is not usable',
    );
    assertRefused(
      () => matthewsCorrcoef([1, 0], ['yes', 'no']),
      'ArgumentError',
      "matthewsCorrcoef: labels are of different kinds; expected a number, as targets[0] is one, received 'yes' for predictions[0].",
    );
  });
});
