/**
 * Quantiles against SciPy and NumPy.
 */
import { assert } from 'chai';
import { normalQuantile, sampleQuantile } from '../../src/random/index.ts';
import { assertClose, peer } from '../shared/values.ts';

const stored = peer<{
  normalQuantile: { shares: number[]; values: number[] };
  sampleQuantile: { values: number[]; shares: number[]; quantiles: number[] }[];
}>('uncertainty.json');

describe('normalQuantile', () => {
  it('is that of SciPy', () => {
    stored.normalQuantile.shares.forEach((share, i) => {
      assertClose([normalQuantile(share)], [stored.normalQuantile.values[i]], 1e-14, `${share}`);
    });
  });

  it('has its ends', () => {
    assert.deepEqual([normalQuantile(0), normalQuantile(1), normalQuantile(0.5)], [-Infinity, Infinity, 0]);
    for (const share of [-0.1, 1.1, Number.NaN]) assert.isNaN(normalQuantile(share));
  });
});

describe('sampleQuantile', () => {
  it('is that of NumPy, to the last bit', () => {
    for (const { values, shares, quantiles } of stored.sampleQuantile) {
      assert.deepEqual(
        shares.map((share) => sampleQuantile(values, share)),
        quantiles,
      );
    }
  });
});
