/**
 * The best threshold, against trying every one; what it refuses.
 */
import { assert } from 'chai';
import {
  type BinaryCounts,
  bestThreshold,
  confusionMatrixAtThresholds,
  rocCurve,
  type ThresholdScore,
} from '../../src/metrics/index.ts';
import { tensor } from '../../src/tensor/index.ts';
import { assertRefused, generic } from '../shared/values.ts';
import { assertSame, assertStored, numbers, type Seen, type Stored, stored } from './stored-scores.ts';

const TARGETS = [0, 0, 1, 0, 1, 1];
const SCORES = [0.1, 0.2, 0.35, 0.4, 0.6, 0.8];

describe('bestThreshold', () => {
  it('is the one that trying every score finds', () => {
    const seen: Seen = { values: 0, errors: 0 };
    for (const [i, { targets, scores, options, best }] of stored.binary.entries()) {
      const at = (more: object) => bestThreshold(targets, numbers(scores), { ...options, ...more });
      if ('raises' in best) {
        assertStored(() => at({}), best as Stored, `best ${i}`, seen);
        continue;
      }
      for (const [score, expected] of Object.entries(best.scores)) {
        const work = () => {
          const { threshold, score: value } = at({ score });
          return { threshold, score: value };
        };
        assertStored(work, expected, `best ${i} ${score}`, seen);
      }
      for (const { falsePositive, falseNegative, ...expected } of best.costs) {
        const { threshold, score } = at({ cost: { falsePositive, falseNegative } });
        assertSame({ threshold, score }, expected, `best ${i} ${falsePositive} ${falseNegative}`);
      }
    }
    assert.isAtLeast(seen.values, 350);
    assert.isAtLeast(seen.errors, 20);
  });

  it('is by default that of balanced accuracy, with the counts at it', () => {
    assert.deepEqual(bestThreshold(TARGETS, SCORES), {
      threshold: 0.6,
      score: (1 + 2 / 3) / 2,
      truePositives: 2,
      falsePositives: 0,
      falseNegatives: 1,
      trueNegatives: 3,
    });
    assert.deepEqual(
      bestThreshold(TARGETS, SCORES, { score: 'balanced_accuracy' }),
      bestThreshold(TARGETS, SCORES),
    );
  });

  it('counts what predicting positive from it on gives', () => {
    const targets = generic(60, [0, 1], { whole: true, seed: 41 });
    const scores = generic(60, [0, 15], { whole: true, seed: 42 });
    for (const score of ['accuracy', 'f1', 'jaccard', 'matthews_corrcoef', 'youden'] as const) {
      const { threshold, truePositives, falsePositives, ...rest } = bestThreshold(targets, scores, { score });
      const chosen = targets.filter((_, row) => scores[row] >= threshold);
      assert.equal(truePositives, chosen.filter((label) => label === 1).length, score);
      assert.equal(falsePositives, chosen.filter((label) => label === 0).length, score);
      assert.equal(truePositives + falsePositives + rest.falseNegatives + rest.trueNegatives, 60);
    }
  });

  it("of 'youden' is where the ROC curve is highest above the diagonal", () => {
    const targets = generic(80, [0, 1], { whole: true, seed: 43 });
    const scores = generic(80, [0, 1], { seed: 44 });
    const { fpr, tpr, thresholds } = rocCurve(targets, scores, { dropIntermediate: false });
    const heights = tpr.map((rate, i) => rate - fpr[i]);
    const { threshold, score } = bestThreshold(targets, scores, { score: 'youden' });
    assert.equal(threshold, thresholds[heights.indexOf(Math.max(...heights))]);
    assert.closeTo(score, Math.max(...heights), 1e-15);
  });

  it('moves with what the errors cost', () => {
    const at = (falsePositive: number, falseNegative: number) =>
      bestThreshold(TARGETS, SCORES, { cost: { falsePositive, falseNegative } });
    assert.deepInclude(at(5, 1), { threshold: 0.6, score: -1 });
    assert.deepInclude(at(1, 5), { threshold: 0.35, score: -1 });
    assert.deepInclude(at(1, 0), { threshold: Number.POSITIVE_INFINITY, score: 0 });
    assert.deepInclude(at(0, 1), { threshold: 0.35, score: 0 });
    assert.isTrue(Object.is(at(1, 0).score, 0), 'no cost is 0, not -0');
  });

  it('is that of any function of the counts', () => {
    const seen: BinaryCounts[] = [];
    const precision = (counts: BinaryCounts) => {
      seen.push(counts);
      return counts.truePositives / (counts.truePositives + counts.falsePositives);
    };
    assert.equal(bestThreshold(TARGETS, SCORES, { score: precision }).threshold, 0.8);
    const table = confusionMatrixAtThresholds(TARGETS, SCORES);
    assert.lengthOf(seen, table.thresholds.length + 1);
    assert.deepEqual(seen[0], { truePositives: 0, falsePositives: 0, falseNegatives: 3, trueNegatives: 3 });
    assert.deepEqual(
      seen.slice(1).map(({ truePositives }) => truePositives),
      [...table.truePositives],
    );
  });

  it('is the highest of equal ones, and Infinity where nothing is worth it', () => {
    assert.equal(bestThreshold(TARGETS, SCORES, { score: () => 3 }).threshold, Number.POSITIVE_INFINITY);
    assert.equal(bestThreshold([0, 1, 0, 1], [0.1, 0.2, 0.3, 0.4], { score: 'accuracy' }).threshold, 0.4);
    assert.equal(
      bestThreshold([0, 0], [0.1, 0.2], { score: 'accuracy' }).threshold,
      Number.POSITIVE_INFINITY,
    );
    assert.equal(bestThreshold([1, 1], [0.1, 0.2], { score: 'accuracy' }).threshold, 0.1);
  });

  it('is not moved by rounding', () => {
    const youden = bestThreshold([1, 1, 0, 1, 0, 0], [6, 5, 4, 3, 2, 1], { score: 'youden' });
    assert.equal(youden.threshold, 5, '2/3 - 0 and 1 - 1/3 are equal');
    const balanced = bestThreshold([0, 0, 1, 0, 0, 0, 1, 0], [8, 7, 6, 5, 4, 3, 2, 1]);
    assert.equal(balanced.threshold, 6, '1/2 + 4/6 and 1 + 1/6 are equal');
    const sums = ({ truePositives, falsePositives }: BinaryCounts) =>
      Math.min(1e9 * (0.1 * truePositives + 0.2 * falsePositives), 0.3e9 + 1e-7);
    assert.equal(bestThreshold([0, 1, 1], [3, 2, 1], { score: sums }).threshold, 2);
    const small = ({ falsePositives }: BinaryCounts) => 1e-20 * falsePositives;
    assert.equal(bestThreshold([0, 1], [2, 1], { score: small }).threshold, 2);
  });

  it('may have an infinite score', () => {
    const unbounded = ({ falsePositives, truePositives }: BinaryCounts) =>
      truePositives > 0 ? Number.POSITIVE_INFINITY : falsePositives > 0 ? 1 : Number.NEGATIVE_INFINITY;
    assert.equal(bestThreshold([0, 1], [2, 1], { score: unbounded }).threshold, 1);
    assert.equal(bestThreshold([0, 0], [2, 1], { score: unbounded }).threshold, 2);
  });

  it('takes a column of a Tensor, and names', () => {
    const expected = bestThreshold(TARGETS, Float32Array.from(SCORES), { score: 'f1' });
    const column = (values: number[]) => tensor(values.map((value) => [value]));
    assert.deepEqual(bestThreshold(column(TARGETS), column(SCORES), { score: 'f1' }), expected);
    const names = TARGETS.map((label) => (label === 1 ? 'Mine' : 'Rock'));
    assert.deepEqual(bestThreshold(names, column(SCORES), { score: 'f1', posLabel: 'Mine' }), expected);
  });
});

describe('bestThreshold refuses', () => {
  const refused = (options: unknown, message: string) =>
    assertRefused(() => bestThreshold(TARGETS, SCORES, options as never), 'ArgumentError', message);

  it('a score that it does not know', () => {
    refused(
      { score: 'F1_score' },
      "bestThreshold: unknown score; expected one of 'accuracy', 'balanced_accuracy', 'f1', 'jaccard', " +
        "'matthews_corrcoef', 'youden', received 'F1_score'. Did you mean 'f1'?",
    );
    refused({ score: 3 as unknown as ThresholdScore }, 'bestThreshold: unknown score');
    refused(
      { scoring: 'f1' },
      "bestThreshold: unknown option; expected one of 'posLabel', 'sampleWeight', 'score', 'cost'",
    );
    refused('f1', 'bestThreshold: the options are not an object');
  });

  it('a score that gives no number, or NaN everywhere', () => {
    refused(
      { score: () => undefined },
      'bestThreshold: score gave no number; expected a number, received undefined.',
    );
    refused(
      { score: () => Number.NaN },
      'bestThreshold: the score is NaN at every threshold; expected a number at one',
    );
    assertRefused(
      () => bestThreshold([1, 1], [0.1, 0.2], { score: 'youden' }),
      'ArgumentError',
      "bestThreshold: the score is NaN at every threshold; expected a number at one of them. 'youden' needs rows of both",
    );
  });

  it('costs that are none', () => {
    const usable = 'is not usable; expected a number >= 0, received';
    refused({ cost: { falsePositive: 1 } }, `bestThreshold: cost.falseNegative ${usable} NaN.`);
    refused(
      { cost: { falsePositive: -1, falseNegative: 1 } },
      `bestThreshold: cost.falsePositive ${usable} -1.`,
    );
    refused(
      { cost: { fp: 1, fn: 1 } },
      "bestThreshold cost: unknown option; expected one of 'falsePositive', 'falseNegative'",
    );
    refused(
      { score: 'f1', cost: { falsePositive: 1, falseNegative: 1 } },
      'bestThreshold: score and cost exclude each other; expected one of them.',
    );
  });
});
