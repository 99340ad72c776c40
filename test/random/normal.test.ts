/**
 * Normal numbers from bits: quantiles of the normal distribution, and draws of the counter hash that have its moments and
 * tails and nothing to do with each other.
 */
import { assert } from 'chai';
import { elementBits, firstKey, normalFromBits, secondKey } from '../../src/random/index.ts';
import { generic } from '../shared/values.ts';
import { assertMean, chiSquare } from './statistics.ts';

const density = (z: number) => Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI);

/** P(Z < −z) for z >= 0: by the series of odd powers in the middle, by the continued fraction beyond. */
function tail(z: number): number {
  if (z > 2.2) {
    let fraction = z;
    for (let n = 300; n >= 1; n--) fraction = z + n / fraction;
    return density(z) / fraction;
  }
  let [term, sum] = [z, z];
  for (let n = 3; n < 200; n += 2) {
    term *= (z * z) / n;
    sum += term;
  }
  return 0.5 - density(z) * sum;
}

/** The probability that a number of so many bits stands for, from the nearer end. */
const probability = (bits: number) => (Math.min(bits, 2 ** 32 - 1 - bits) + 0.5) / 2 ** 32;

describe('normalFromBits', () => {
  const sample = generic(20_000, [0, 2 ** 32 - 1], { whole: true });
  const near = Array.from({ length: 32 }, (_, i) => Math.round(2 ** i));
  const all = [0, ...near, ...sample, 0.075 * 2 ** 32, 0.0750000001 * 2 ** 32].map(Math.floor);

  it('gives the quantile of (bits + ½) / 2³²', () => {
    for (const bits of all) {
      const z = Math.abs(normalFromBits(bits));
      const [expected, received] = [probability(bits), tail(z)];
      // an error of z changes the tail by the density times it; in the middle the tail itself is ½ less something
      const bound = 2e-15 * (Math.max(1, z) * density(z) + (z > 2.2 ? expected : 0.5));
      assert.isAtMost(Math.abs(received - expected), bound, `${bits}`);
    }
  });

  it('gives the numbers of tables', () => {
    for (const [share, z] of [
      [0.5, 0],
      [0.8413447460685429, 1],
      [0.975, 1.959963984540054],
      [0.995, 2.5758293035489004],
      [0.9999, 3.719016485455709],
    ])
      assert.closeTo(normalFromBits(Math.floor(share * 2 ** 32)), z, 1e-6);
    assert.closeTo(normalFromBits(2 ** 32 - 1), 6.337957754553791, 1e-14);
  });

  it('is negative below the middle, and grows with the bits', () => {
    for (const bits of all) assert.strictEqual(normalFromBits(2 ** 32 - 1 - bits), -normalFromBits(bits));
    const sorted = [...new Set(all)].sort((a, b) => a - b);
    for (const [i, bits] of sorted.entries())
      if (i > 0) assert.isAbove(normalFromBits(bits), normalFromBits(sorted[i - 1]), `${bits}`);
    assert.isBelow(normalFromBits(2 ** 31 - 1), 0);
    assert.isAbove(normalFromBits(2 ** 31), 0);
  });

  it('takes signed numbers as it takes unsigned ones', () => {
    for (const bits of sample.slice(0, 500))
      assert.strictEqual(normalFromBits(bits | 0), normalFromBits(bits));
  });
});

/** The draws of n elements. */
function draws(length: number, seed: number, position: number, step: number): Float64Array {
  const [k1, k2] = [firstKey(seed, position, step), secondKey(seed, position, step)];
  return Float64Array.from({ length }, (_, i) => normalFromBits(elementBits(i, k1, k2)));
}

describe('normal numbers of the counter hash', () => {
  const COUNT = 200_000;
  const places = [
    [0, 0, 0],
    [1, 0, 0],
    [7, 3, 2 ** 33 + 1],
  ] as const;

  for (const [seed, position, step] of places) {
    describe(`seed ${seed}, position ${position}, step ${step}`, () => {
      const z = draws(COUNT, seed, position, step);

      it('have the moments 0, 1, 0, 3, 0, 15', () => {
        // the variance of z^k is E z^2k − (E z^k)², with E z^2k = 1 · 3 · 5 ⋯ (2k − 1)
        const even = [1, 1, 3, 15, 105, 945, 10395];
        for (let k = 1; k <= 6; k++) {
          const mean = k % 2 === 0 ? even[k / 2] : 0;
          const variance = even[k] - mean * mean;
          assertMean(
            z.map((value) => value ** k),
            { mean, variance },
            `z^${k}`,
          );
        }
      });

      it('are as often in each of a hundred equal shares, and beyond 3 and 4 as they should be', () => {
        const counts = new Array<number>(100).fill(0);
        for (const value of z) counts[Math.floor(100 * (value < 0 ? tail(-value) : 1 - tail(value)))]++;
        assert.isAtMost(Math.abs(chiSquare(counts, COUNT / 100)), 5);
        for (const end of [3, 4]) {
          const p = 2 * tail(end);
          assertMean(
            z.map((value) => (Math.abs(value) > end ? 1 : 0)),
            { mean: p, variance: p * (1 - p) },
            `beyond ${end}`,
          );
        }
      });

      it('have nothing to do with their neighbours', () => {
        for (const distance of [1, 2, 7, 64, 1000]) {
          const products = z.slice(distance).map((value, i) => value * z[i]);
          assertMean(products, { mean: 0, variance: 1 }, `at a distance of ${distance}`);
        }
      });
    });
  }

  it('have nothing to do with those of other seeds, positions and steps', () => {
    const first = draws(COUNT, 7, 3, 5);
    for (const [seed, position, step] of [
      [8, 3, 5],
      [7, 2, 5],
      [7, 4, 5],
      [7, 3, 4],
      [7, 3, 6],
      [7, 3, 2 ** 32 + 5],
      [7 + 2 ** 32, 3, 5],
    ]) {
      const other = draws(COUNT, seed, position, step);
      const products = first.map((value, i) => value * other[i]);
      assertMean(products, { mean: 0, variance: 1 }, `seed ${seed}, position ${position}, step ${step}`);
      const squares = first.map((value, i) => (value * value - 1) * (other[i] * other[i] - 1));
      assertMean(
        squares,
        { mean: 0, variance: 4 },
        `squares: seed ${seed}, position ${position}, step ${step}`,
      );
    }
  });
});
