/**
 * Bootstrap intervals and McNemar's test against SciPy, the functions behind them, and what they refuse.
 */
import { assert } from 'chai';
import * as metrics from '../../src/metrics/index.ts';
import {
  type BootstrapOptions,
  bootstrapInterval,
  type McNemarOptions,
  mcnemarTest,
} from '../../src/metrics/index.ts';
import { erfc, normalShare } from '../../src/metrics/shared/error-function.ts';
import { RandomState } from '../../src/random/index.ts';
import { Tensor, tensor } from '../../src/tensor/index.ts';
import { assertRefused, peer } from '../shared/values.ts';

interface Stored {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}
interface Fixture {
  readonly erfc: { readonly x: number[]; readonly values: number[] };
  readonly normalShare: { readonly z: number[]; readonly values: number[] };
  readonly mcnemar: {
    readonly counts: [number, number, number, number];
    readonly options: McNemarOptions;
    readonly statistic: number;
    readonly pValue: number;
  }[];
  readonly bootstrap: {
    readonly score: 'accuracyScore' | 'r2Score';
    readonly targets: Stored;
    readonly predictions: Stored;
    readonly options: BootstrapOptions;
    readonly estimate: number;
    readonly low: number;
    readonly high: number;
    readonly standardError: number;
  }[];
}

const scores = { ...metrics };
const stored = peer<Fixture>('uncertainty.json');

function assertRelative(found: number, expected: number, what: string, bound = 1e-12): void {
  assert.isAtMost(
    Math.abs(found - expected),
    bound * Math.abs(expected),
    `${what}: ${found} for ${expected}`,
  );
}

describe('the error function', () => {
  it('is that of SciPy', () => {
    stored.erfc.x.forEach((x, i) => {
      assertRelative(erfc(x), stored.erfc.values[i], `erfc(${x})`, 3e-14);
    });
    stored.normalShare.z.forEach((z, i) => {
      assertRelative(normalShare(z), stored.normalShare.values[i], `normalShare(${z})`, 4e-14);
    });
  });

  it('has its limits', () => {
    assert.deepEqual([erfc(0), erfc(Infinity), erfc(-Infinity), erfc(30)], [1, 0, 2, 0]);
    assert.isNaN(erfc(Number.NaN));
  });
});

describe('mcnemarTest', () => {
  /** Labels that give these counts. */
  function rowsOf([onlyA, onlyB, bothRight, bothWrong]: readonly number[]): [string[], string[], string[]] {
    const rows = (count: number, a: string, b: string) => Array.from({ length: count }, () => ['elm', a, b]);
    const table = [
      ...rows(bothRight, 'elm', 'elm'),
      ...rows(onlyA, 'elm', 'oak'),
      ...rows(bothWrong, 'ash', 'oak'),
      ...rows(onlyB, 'ash', 'elm'),
    ];
    return [0, 1, 2].map((column) => table.map((row) => row[column])) as [string[], string[], string[]];
  }
  const usable = stored.mcnemar.filter(({ counts }) => counts.some((count) => count > 0));

  it('is that of SciPy', () => {
    assert.isAtLeast(usable.length, 60);
    for (const { counts, options, statistic, pValue } of usable) {
      const found = mcnemarTest(...rowsOf(counts), options);
      assert.deepEqual([found.onlyA, found.onlyB, found.bothRight, found.bothWrong], counts);
      assertRelative(found.statistic, statistic, `statistic of ${counts}`);
      assertRelative(found.pValue, pValue, `p of ${counts} ${JSON.stringify(options)}`);
    }
  });

  it('is the same from the other side', () => {
    for (const { counts, options, pValue } of usable) {
      const [targets, a, b] = rowsOf(counts);
      const found = mcnemarTest(targets, b, a, options);
      assert.deepEqual([found.onlyA, found.onlyB], [counts[1], counts[0]]);
      assertRelative(found.pValue, pValue, `p of ${counts}`);
    }
  });

  it('is exact below 25 rows in which one only is right', () => {
    for (const [onlyA, exact] of [
      [24, true],
      [25, false],
    ] as const) {
      const rows = rowsOf([onlyA, 0, 3, 1]);
      assert.deepEqual(mcnemarTest(...rows), mcnemarTest(...rows, { exact }));
      assert.notDeepEqual(mcnemarTest(...rows), mcnemarTest(...rows, { exact: !exact }));
    }
  });

  it('takes tensors of probabilities and class numbers', () => {
    const { onlyA, onlyB } = mcnemarTest(
      [1, 0, 1],
      tensor([
        [0.2, 0.8],
        [0.7, 0.3],
        [0.6, 0.4],
      ]),
      tensor([1, 1, 0]),
    );
    assert.deepEqual([onlyA, onlyB], [1, 0]);
  });

  it('refuses what does not fit', () => {
    const t = ['a', 'b'];
    assertRefused(
      () => mcnemarTest(t, ['a'], t),
      'ShapeError',
      'mcnemarTest, A: lengths differ; expected 2 predictions for 2 targets, received 1.',
    );
    assertRefused(() => mcnemarTest(t, t, ['a']), 'ShapeError', 'mcnemarTest, B: lengths differ');
    assertRefused(
      () => mcnemarTest(t, t, [0, 1]),
      'ArgumentError',
      'mcnemarTest, B: labels are of different kinds',
    );
    assertRefused(() => mcnemarTest([], [], []), 'ArgumentError', 'there are no labels');
    assertRefused(
      () => mcnemarTest(t, t, { exact: true } as never),
      'ArgumentError',
      'mcnemarTest, B: predictions are not labels',
    );
    assertRefused(
      () => mcnemarTest(t, t, t, { exact: 'yes' } as never),
      'ArgumentError',
      'exact is not usable',
    );
    assertRefused(
      () => mcnemarTest(t, t, t, { corrected: true } as never),
      'ArgumentError',
      "Did you mean 'correction'?",
    );
  });
});

describe('bootstrapInterval', () => {
  const float64 = ({ shape, values }: Stored) => new Tensor(Float64Array.from(values), shape);

  it("is SciPy's with the same draws", () => {
    assert.isAtLeast(stored.bootstrap.length, 20);
    for (const { score, targets, predictions, options, ...expected } of stored.bootstrap) {
      const found = bootstrapInterval(
        scores[score] as typeof metrics.r2Score,
        float64(targets),
        float64(predictions),
        options,
      );
      for (const name of ['estimate', 'low', 'high', 'standardError'] as const) {
        assertRelative(found[name], expected[name], `${name} of ${score} ${JSON.stringify(options)}`);
      }
      assert.equal(found.failed, 0);
    }
  });

  it('is the same of arrays, typed arrays and tensors', () => {
    const t = [3.1, -0.4, 2.2, 7.5, 4.8, 0.3];
    const y = [2.5, 0.1, 2.2, 8.4, 4.4, 1.1];
    const expected = bootstrapInterval(metrics.meanAbsoluteError, t, y);
    assert.deepEqual(bootstrapInterval(metrics.meanAbsoluteError, Float64Array.from(t), y), expected);
    assert.deepEqual(
      bootstrapInterval(metrics.meanAbsoluteError, tensor(t, { dtype: 'float64' }), y),
      expected,
    );
    const rows = (values: number[]) => values.map((value) => [value]);
    assert.deepEqual(bootstrapInterval(metrics.meanAbsoluteError, rows(t), rows(y)), expected);
    assert.deepEqual(
      bootstrapInterval(metrics.meanAbsoluteError, t, y, { randomState: RandomState(0) }),
      expected,
    );
    assert.notDeepEqual(bootstrapInterval(metrics.meanAbsoluteError, t, y, { randomState: 1 }), expected);
  });

  it('takes labels, changes nothing, and keeps the rows together', () => {
    const t = ['oak', 'elm', 'elm', 'ash', 'oak', 'elm'];
    const y = ['oak', 'elm', 'ash', 'ash', 'elm', 'elm'];
    const before = [...t, ...y];
    const { low, high } = bootstrapInterval(metrics.accuracyScore, t, y);
    assert.isTrue(low >= 0 && high <= 1 && low < high);
    assert.deepEqual([...t, ...y], before);
    bootstrapInterval(
      (targets, predictions) => {
        targets.forEach((target, i) => {
          assert.equal(predictions[i], y[t.indexOf(target)].length === 3 ? predictions[i] : '');
        });
        return targets.length;
      },
      t,
      y,
    );
  });

  it('leaves out and counts resamples that have no score', () => {
    const t = [0, 0, 0, 1];
    const y = [0.3, 0.2, 0.6, 0.5];
    const area = (targets: number[], predictions: number[]) => {
      if (!targets.includes(0) || !targets.includes(1)) throw new Error('one class only');
      return metrics.rocAucScore(targets, predictions);
    };
    const thrown = bootstrapInterval(area, t, y, { resamples: 500 });
    // A row is never drawn with probability (3/4)⁴ = 0.316, and alone with 1/256.
    assert.isTrue(thrown.failed > 110 && thrown.failed < 210, `${thrown.failed}`);
    const asNaN = (targets: number[], predictions: number[]) => {
      try {
        return area(targets, predictions);
      } catch {
        return Number.NaN;
      }
    };
    assert.deepEqual(bootstrapInterval(asNaN, t, y, { resamples: 500 }), thrown);
    assert.closeTo(thrown.estimate, 2 / 3, 1e-15);
  });

  it('a score that never changes has an interval of length 0', () => {
    for (const method of ['percentile', 'basic', 'BCa'] as const) {
      const found = bootstrapInterval(metrics.accuracyScore, ['a', 'b', 'a'], ['a', 'b', 'a'], { method });
      assert.deepEqual(found, { estimate: 1, low: 1, high: 1, standardError: 0, failed: 0 });
    }
  });

  it('BCa has no interval where all scores lie on one side of the estimate', () => {
    const t = Array.from({ length: 12 }, (_, i) => i * 1.7);
    const different = (targets: number[]) => new Set(targets).size;
    const { estimate, low, high } = bootstrapInterval(different, t, t, { method: 'BCa', resamples: 90 });
    assert.deepEqual([estimate, low, high], [12, Number.NaN, Number.NaN]);
  });

  it('covers the truth about as often as it says', () => {
    let held = 0;
    const trials = 120;
    for (let seed = 0; seed < trials; seed++) {
      const random = RandomState(seed);
      const y = Array.from({ length: 40 }, () => random.normal());
      const zeros = y.map(() => 0);
      const { low, high } = bootstrapInterval((_, values) => values.reduce((a, b) => a + b) / 40, zeros, y, {
        resamples: 150,
        confidence: 0.9,
        randomState: seed,
      });
      if (low <= 0 && high >= 0) held++;
    }
    assert.isTrue(held / trials > 0.8 && held / trials < 0.97, `${held / trials}`);
  });

  it('refuses what does not fit', () => {
    const t = [1, 2, 3];
    const refuse = (work: () => unknown, kind: string, ...words: string[]) =>
      assertRefused(work, kind, 'bootstrapInterval: ', ...words);
    const call = bootstrapInterval as (...values: unknown[]) => unknown;
    refuse(
      () => call(t, t, metrics.meanAbsoluteError),
      'ArgumentError',
      'metric is no function',
      'received [1, 2, 3].',
    );
    refuse(() => call('accuracy', t, t), 'ArgumentError', "received 'accuracy'.");
    refuse(
      () => call(metrics.meanAbsoluteError, t, [1, 2]),
      'ShapeError',
      'lengths differ; expected 3 predictions for 3 targets, received 2.',
    );
    refuse(() => call(metrics.meanAbsoluteError, [], []), 'ArgumentError', 'there are no rows.');
    refuse(
      () => call(metrics.meanAbsoluteError, 'abc', t),
      'ArgumentError',
      "targets has no rows; expected a Tensor, an array or a typed array, received 'abc'.",
    );
    refuse(
      () => call(metrics.meanAbsoluteError, t, tensor(3)),
      'ArgumentError',
      'predictions has no rows',
      'received a single number.',
    );
    refuse(
      () => bootstrapInterval(() => Number.NaN, t, t),
      'ArgumentError',
      'the metric gives no finite number of all rows; expected a finite number, received NaN.',
    );
    refuse(() => call(metrics.confusionMatrix, t, t), 'ArgumentError', 'the metric gives no finite number');
    refuse(
      () => bootstrapInterval((a) => (a === t ? 1 : Number.NaN), t, t),
      'ArgumentError',
      '1000 of 1000 resamples have no score; expected at least 2 that have one.',
    );
    for (const [options, words] of [
      [{ confidence: 95 }, 'confidence is not usable; expected a number > 0 and < 1, received 95.'],
      [{ resamples: 1 }, 'resamples is not usable; expected a whole number >= 2, received 1.'],
      [{ method: 'bca' }, "Did you mean 'BCa'?"],
      [{ random_state: 3 }, "Did you mean 'randomState'?"],
      [{ randomState: -1 }, 'randomState is not usable'],
    ] as const) {
      refuse(() => call(metrics.meanAbsoluteError, t, t, options), 'ArgumentError', words);
    }
    assertRefused(
      () => bootstrapInterval(metrics.accuracyScore, ['a', 'b'], [0, 1] as never),
      'ArgumentError',
      'accuracyScore: labels are of different kinds',
    );
  });
});
