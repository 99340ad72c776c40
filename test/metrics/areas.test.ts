/**
 * Areas under curves and average precision, of two classes, against scikit-learn; what they refuse.
 */
import { assert } from 'chai';
import {
  auc,
  averagePrecisionScore,
  precisionRecallCurve,
  rocAucScore,
  rocCurve,
} from '../../src/metrics/index.ts';
import { assertRefused, generic } from '../shared/values.ts';
import { assertStored, isCrash, numbers, type Seen, stored } from './stored-scores.ts';

const TARGETS = [0, 0, 1, 1];
const SCORES = [0.1, 0.4, 0.35, 0.8];
describe('auc', () => {
  it('is that of scikit-learn', () => {
    const seen: Seen = { values: 0, errors: 0 };
    for (const [i, { x, y, value }] of stored.areas.entries())
      assertStored(() => auc(x, y), value, `auc ${i}`, seen);
    assert.deepEqual(seen, { values: 11, errors: 5 });
  });

  it('of the ROC curve is rocAucScore', () => {
    const targets = generic(60, [0, 1], { whole: true, seed: 11 });
    const scores = generic(60, [0, 30], { whole: true, seed: 12 });
    const { fpr, tpr } = rocCurve(targets, scores);
    assert.closeTo(auc(fpr, tpr), rocAucScore(targets, scores), 1e-15);
  });

  it('refuses what is no curve', () => {
    const refused = (x: unknown, y: unknown, kind: string, message: string) =>
      assertRefused(() => auc(x as never, y as never), kind, `auc: ${message}`);
    const sizes = 'x and y are no curve; expected as many x as y, at least two of each, received';
    refused([0.5], [0.3], 'ShapeError', `${sizes} x [1] and y [1].`);
    refused([0, 1], [0, 1, 2], 'ShapeError', `${sizes} x [2] and y [3].`);
    refused([[0, 1]], [[0, 1]], 'ShapeError', `${sizes} x [1, 2] and y [1, 2].`);
    refused([0, 1], [[0, 1]], 'ShapeError', `${sizes} x [2] and y [1, 2].`);
    refused([[0, 1]], [0, 1], 'ShapeError', `${sizes} x [1, 2] and y [2].`);
    refused(
      TARGETS.toReversed().concat(1),
      [1, 2, 3, 4, 5],
      'ArgumentError',
      'x goes up and down; expected x that never falls, or never rises, received 1 before 0 at place 1. ' +
        'The arguments are points of a curve, auc(fpr, tpr); rocAucScore takes targets and scores.',
    );
  });
});

describe('rocAucScore', () => {
  it('of two classes is that of scikit-learn, whole and in part', () => {
    const seen: Seen = { values: 0, errors: 0 };
    for (const [i, { targets, scores, options, rocAuc, partial }] of stored.binary.entries()) {
      const weight = options.sampleWeight === undefined ? {} : { sampleWeight: options.sampleWeight };
      const work = (more: object) => () => rocAucScore(targets, numbers(scores), { ...weight, ...more });
      const several = new Set(targets).size > 2;
      assertStored(work(several ? { multiClass: 'raise' } : {}), rocAuc, `rocAucScore ${i}`, seen);
      for (const { maxFpr, value } of partial) {
        if (isCrash(value)) continue;
        assertStored(work({ maxFpr }), value, `rocAucScore ${i} up to ${maxFpr}`, seen);
      }
    }
    assert.isAtLeast(seen.values, 250);
    assert.isAtLeast(seen.errors, 50);
  });

  it('is NaN where one class has no row that counts', () => {
    for (const maxFpr of [null, 0.3]) {
      assert.isNaN(rocAucScore([1, 1], [0.2, 0.7], { maxFpr }));
      assert.isNaN(rocAucScore([0, 1, 1], [0.2, 0.7, 0.4], { sampleWeight: [0, 1, 1], maxFpr }));
      assert.isNaN(rocAucScore([0, 1, 1], [0.2, 0.7, 0.4], { sampleWeight: [1, 0, 0], maxFpr }));
    }
  });

  it('is the share of pairs that stand in the right order, equal ones counting half', () => {
    const targets = generic(50, [0, 1], { whole: true, seed: 13 });
    const scores = generic(50, [0, 12], { whole: true, seed: 14 });
    let right = 0;
    let pairs = 0;
    for (let i = 0; i < 50; i++) {
      for (let j = 0; j < 50; j++) {
        if (targets[i] !== 1 || targets[j] !== 0) continue;
        pairs++;
        right += scores[i] > scores[j] ? 1 : scores[i] === scores[j] ? 0.5 : 0;
      }
    }
    assert.closeTo(rocAucScore(targets, scores), right / pairs, 1e-14);
  });

  it('of four rows is 0.75', () => assert.equal(rocAucScore(TARGETS, SCORES), 0.75));
});

describe('averagePrecisionScore', () => {
  it('of two classes is that of scikit-learn', () => {
    const seen: Seen = { values: 0, errors: 0 };
    for (const [i, { targets, scores, options, averagePrecision }] of stored.binary.entries()) {
      const work = () => averagePrecisionScore(targets, numbers(scores), options);
      assertStored(work, averagePrecision, `averagePrecisionScore ${i}`, seen);
    }
    assert.isAtLeast(seen.values, 55);
    assert.isAtLeast(seen.errors, 7);
  });

  it('of four rows is 0.8333, and the area under straight lines 0.7917', () => {
    assert.closeTo(averagePrecisionScore(TARGETS, SCORES), 0.8333, 5e-5);
    const { precision, recall } = precisionRecallCurve(TARGETS, SCORES);
    assert.closeTo(auc(recall, precision), 0.7917, 5e-5);
  });

  it('is the mean precision at the positive rows, where no scores are equal', () => {
    const targets = generic(40, [0, 1], { whole: true, seed: 15 });
    const scores = generic(40, [0, 1], { seed: 16 });
    const ranked = targets.map((label, i) => ({ label, score: scores[i] })).sort((a, b) => b.score - a.score);
    let right = 0;
    const precisions = ranked.flatMap(({ label }, i) => (label === 1 ? [++right / (i + 1)] : []));
    const mean = precisions.reduce((sum, p) => sum + p, 0) / precisions.length;
    assert.closeTo(averagePrecisionScore(targets, scores), mean, 1e-14);
  });
});

describe('areas refuse', () => {
  it('a positive label that no row has', () => {
    const message =
      'averagePrecisionScore: posLabel is not among the targets; expected one of 0, 1, received 5.';
    assertRefused(() => averagePrecisionScore(TARGETS, SCORES, { posLabel: 5 }), 'ArgumentError', message);
  });

  it('a maxFpr that is no rate', () => {
    const refuse = (maxFpr: number) =>
      assertRefused(
        () => rocAucScore(TARGETS, SCORES, { maxFpr }),
        'ArgumentError',
        `rocAucScore: maxFpr is not usable; expected a number > 0 and <= 1, received ${maxFpr}.`,
      );
    refuse(0);
    refuse(1.2);
  });

  it('two columns of two classes, and says which to take', () => {
    const columns = SCORES.map((score) => [1 - score, score]);
    assertRefused(
      () => rocAucScore(TARGETS, columns),
      'ShapeError',
      'rocAucScore: scores have 2 columns',
      'Take the column of the positive class, row[1] of each row; scores.toArray() gives the rows of a Tensor.',
    );
  });
});
