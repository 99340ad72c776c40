/**
 * What the bench promises of its three regimes, over seeds 1 to 10: about a minute, so not among the daily tests.
 */
import { assert } from 'chai';
import { readArguments } from '../../bench/options.ts';
import { regimes } from '../../bench/regimes.ts';
import { median } from '../../bench/report/statistics.ts';
import { loadDigits, type RunResult, trainOnce } from '../../bench/training.ts';

describe('over seeds 1 to 10', () => {
  const options = readArguments([])!;
  const digits = loadDigits(options);
  const limits = { 'full-batch': 400, 'mini-batch': 40, 'one-by-one': 12 };

  for (const regime of regimes) {
    it(`${regime.name} classifies 98.2 % of the training digits within ${limits[regime.name]} epochs`, async () => {
      const runs: RunResult[] = [];
      for (let seed = 1; seed <= 10; seed++) {
        runs.push(await trainOnce(regime, options, digits, seed, () => false));
      }
      for (const run of runs) {
        assert.isAtLeast(run.trainAccuracy, 0.982, `seed ${run.seed}`);
        assert.isAtMost(run.epochs, limits[regime.name], `seed ${run.seed}`);
        assert.isAtLeast(run.testAccuracy, 0.935, `seed ${run.seed}`);
      }
      assert.isAtLeast(median(runs.map(({ testAccuracy }) => testAccuracy)), 0.945);
    }).timeout(300000);
  }
});
