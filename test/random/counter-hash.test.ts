/**
 * The counter hash: a bijection, the masks' frequencies, and that no two masks have anything to do with each other.
 */
import { assert } from 'chai';
import { dropThreshold, firstKey, keeps, lowbias32, secondKey } from '../../src/random/index.ts';
import { generic } from '../shared/values.ts';
import { assertMean, type Bits, bits, chiSquare, correlation, pairwise } from './statistics.ts';

/** lowbias32 of Chris Wellons, in exact integers. */
function lowbias32ByBigInt(value: bigint): bigint {
  const MASK = 2n ** 32n - 1n;
  let h = value & MASK;
  h ^= h >> 16n;
  h = (h * 0x7feb352dn) & MASK;
  h ^= h >> 15n;
  h = (h * 0x846ca68bn) & MASK;
  h ^= h >> 16n;
  return h;
}

describe('lowbias32', () => {
  const sample = generic(20_000, [0, 2 ** 32 - 1], { whole: true });

  it('agrees with exact integers', () => {
    for (const x of [0, 1, 2, 0x7fffffff, 0x80000000, 0xffffffff, ...sample]) {
      assert.equal(BigInt(lowbias32(x) >>> 0), lowbias32ByBigInt(BigInt(x)), String(x));
    }
  });

  it('takes numbers modulo 2³², and gives 32 signed bits', () => {
    for (const x of sample.slice(0, 500)) {
      const hash = lowbias32(x);
      assert.equal(lowbias32(x - 2 ** 32), hash);
      assert.equal(lowbias32(x + 2 ** 32), hash);
      assert.equal(lowbias32(x + 2 ** 45), hash);
      assert.equal(hash | 0, hash);
    }
  });

  it('can be undone, so it is a bijection', () => {
    // An odd factor has an inverse modulo 2³², found by Newton's x (2 − a x); h ^= h >>> s is undone by doing it
    // until s has gone past 32.
    const inverse = (a: bigint) => {
      let x = a;
      for (let i = 0; i < 5; i++) x = BigInt.asUintN(32, x * (2n - a * x));
      return Number(x);
    };
    const undo = (hash: number) => {
      let h = hash;
      h ^= h >>> 16;
      h = Math.imul(h, inverse(0x846ca68bn));
      h ^= (h >>> 15) ^ (h >>> 30);
      h = Math.imul(h, inverse(0x7feb352dn));
      h ^= h >>> 16;
      return h >>> 0;
    };
    for (const x of sample.slice(0, 5000)) assert.equal(undo(lowbias32(x)), x);
  });

  it('gives no value twice among 2²⁰ neighbours', () => {
    // A function that is no bijection gives about 2²⁰ · 2²⁰ / 2 / 2³² = 128 of them twice.
    const hashes = Int32Array.from({ length: 2 ** 20 }, (_, i) => lowbias32(i)).sort();
    for (let i = 1; i < hashes.length; i++) if (hashes[i] === hashes[i - 1]) assert.fail(String(hashes[i]));
  });
});

describe('the keys of a mask', () => {
  it('differ for every seed, position and step, and from each other', () => {
    const places = [0, 1, 2, 3, 4, 5, 9, 17];
    const large = [...places, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 3 * 2 ** 32, 2 ** 53 - 1];
    const keys: number[] = [];
    for (const seed of large)
      for (const position of places)
        for (const step of large) keys.push(firstKey(seed, position, step), secondKey(seed, position, step));
    // 2704 random numbers of 32 bits hold a pair alike once in 1200 trials.
    assert.equal(new Set(keys).size, keys.length);
  });

  it('are 32 signed bits', () => {
    for (const step of [0, 5, 2 ** 40]) {
      assert.equal(firstKey(3, 1, step) | 0, firstKey(3, 1, step));
      assert.equal(secondKey(3, 1, step) | 0, secondKey(3, 1, step));
    }
  });
});

describe('dropThreshold', () => {
  it('is ⌊rate · 2³²⌋', () => {
    assert.equal(dropThreshold(0), 0);
    assert.equal(dropThreshold(1), 2 ** 32);
    assert.equal(dropThreshold(0.3), 1288490188);
    assert.equal(dropThreshold(0.8), 3435973836);
  });
});

/** Whether element i is kept; `keeps`, or a fault planted in its place. */
type Keeps = typeof keeps;

interface Place {
  readonly seed: number;
  readonly position: number;
  readonly step: number;
}
const place = (seed: number, position: number, step: number): Place => ({ seed, position, step });

describe('keeps', () => {
  it('compares the hash of the hash with the threshold: equal is kept', () => {
    const [k1, k2] = [firstKey(7, 2, 5), secondKey(7, 2, 5)];
    for (const i of [0, 1, 37, 2 ** 31, 2 ** 32 - 1]) {
      const inner = lowbias32ByBigInt(BigInt.asUintN(32, BigInt(i) ^ BigInt(k1)));
      const hash = Number(lowbias32ByBigInt(inner + BigInt.asUintN(32, BigInt(k2))));
      assert.isTrue(keeps(i, k1, k2, hash));
      assert.isFalse(keeps(i, k1, k2, hash + 1));
    }
  });
});

/** A mask as bits, 1 where kept. */
function mask(length: number, rate: number, { seed, position, step }: Place, is: Keeps = keeps): Bits {
  const threshold = dropThreshold(rate);
  const k1 = firstKey(seed, position, step);
  const k2 = secondKey(seed, position, step);
  return bits(length, (i) => is(i, k1, k2, threshold));
}

/**
 * The checks of independence; each takes the function that is checked and gives what it found, in standard errors.
 *
 * The correlation of two masks has mean 0 and variance 1 in these units, so the largest of 500,000 pairs stays below
 * 6 with probability 0.999; the mean square of P pairs is 1 ± √(2/P), and may be 5 of these off.
 */
function assertUnrelated(places: readonly Place[], length: number, rate: number, is: Keeps = keeps): void {
  const { pairs, largest, meanSquare } = pairwise(places.map((at) => mask(length, rate, at, is)));
  assert.isBelow(largest, 6, `the largest correlation of ${pairs} pairs of masks`);
  const off = (meanSquare - 1) / Math.sqrt(2 / pairs);
  assert.isBelow(Math.abs(off), 5, `the mean square of ${pairs} correlations is ${meanSquare}`);
}

/**
 * No mask is another one in another order. Two masks whose first keys differ in low bits d only hash the same numbers:
 * element i of one and i ⊕ d of the other. All such pairs among the places are compared in that order.
 */
function largestReordered(places: readonly Place[], length: number, rate: number, is: Keeps): number {
  const keys = places.map(({ seed, position, step }) => firstKey(seed, position, step));
  let found = 0;
  let largest = 0;
  for (let a = 1; a < keys.length; a++) {
    for (let b = 0; b < a; b++) {
      const d = (keys[a] ^ keys[b]) >>> 0;
      if (d >= length) continue;
      found++;
      const threshold = dropThreshold(rate);
      const k2 = secondKey(places[b].seed, places[b].position, places[b].step);
      const reordered = bits(length, (i) => is(i ^ d, keys[b], k2, threshold));
      largest = Math.max(largest, Math.abs(correlation(mask(length, rate, places[a], is), reordered)));
    }
  }
  assert.isAbove(found, 5, 'too few pairs to say anything');
  return largest;
}

const steps = (count: number, from = 0) =>
  Array.from({ length: count }, (_, step) => place(42, 3, from + step));

describe('masks', () => {
  it('are functions of seed, position and step alone', () => {
    const at = place(7, 2, 5);
    assert.deepEqual(mask(500, 0.3, at).words, mask(500, 0.3, at).words);
    assert.deepEqual(mask(700, 0.3, at).words.slice(0, 15), mask(500, 0.3, at).words.slice(0, 15));
  });

  it('keep everything at rate 0 and nothing at rate 1', () => {
    assert.equal(mask(10_000, 0, place(1, 2, 3)).ones, 10_000);
    assert.equal(mask(10_000, 1, place(1, 2, 3)).ones, 0);
  });

  it('only lose elements when the rate rises', () => {
    const low = mask(5000, 0.2, place(5, 1, 9));
    const high = mask(5000, 0.7, place(5, 1, 9));
    assert.isTrue(high.words.every((word, i) => (word & ~low.words[i]) === 0));
  });

  for (const rate of [0.03, 0.1, 0.3, 0.85, 0.97]) {
    it(`keep their share at rate ${rate}`, () => {
      // 300 masks of 4000: each holds a binomial number of ones, of variance n p (1 − p); its square, over that
      // variance, has mean 1 and variance 2 + 1 / (n p (1 − p)) − 6 / n. Five standard errors each.
      const n = 4000;
      const p = 1 - rate;
      const variance = n * p * (1 - p);
      const ones = steps(300).map((at) => mask(n, rate, at).ones);
      assertMean(ones, { mean: n * p, variance }, 'kept');
      const squares = ones.map((count) => (count - n * p) ** 2 / variance);
      assertMean(squares, { mean: 1, variance: 2 + 1 / variance - 6 / n }, 'spread');
    });
  }

  it('keep every element equally often', () => {
    // 2000 masks of 1000 elements; the counts add up to what came out, so χ² is taken about their mean.
    const counts = new Array<number>(1000).fill(0);
    for (const at of steps(2000)) {
      const { words } = mask(1000, 0.3, at);
      for (let i = 0; i < 1000; i++) counts[i] += (words[i >> 5] >>> (i & 31)) & 1;
    }
    const mean = counts.reduce((sum, count) => sum + count) / 1000;
    // A count of 2000 draws has variance 2000 p (1 − p), not its mean 2000 p: hence the factor.
    const binomial = counts.map((count) => mean + (count - mean) / Math.sqrt(0.3));
    assert.isBelow(Math.abs(chiSquare(binomial, mean)), 5);
  });

  it('of 1000 successive steps are pairwise uncorrelated', () => assertUnrelated(steps(1000), 4096, 0.3));

  it('of 1000 successive steps beyond 2³² are pairwise uncorrelated', () =>
    assertUnrelated(steps(1000, 2 ** 32 - 500), 1024, 0.3));

  it('of neighbouring positions are pairwise uncorrelated', () => {
    const places = Array.from({ length: 300 }, (_, position) => place(42, position, 7));
    assertUnrelated(places, 4096, 0.3);
  });

  it('of neighbouring seeds are pairwise uncorrelated, around 2³² too', () => {
    const places = Array.from({ length: 300 }, (_, i) => place(i < 200 ? i : 2 ** 32 + i - 250, 3, 7));
    assertUnrelated(places, 4096, 0.3);
  });

  it('of seeds, positions and steps that are exchanged are pairwise uncorrelated', () => {
    const few = [0, 1, 2, 3, 5, 8, 13, 21];
    const places = few.flatMap((a) => few.flatMap((b) => few.map((c) => place(a, b, c))));
    assertUnrelated(places, 2048, 0.3);
  });

  it('that differ in high or low halves alone are pairwise uncorrelated', () => {
    const wide = [0, 1, 2, 7, 100].flatMap((low) => [0, 1, 2, 7, 100].map((high) => high * 2 ** 32 + low));
    assertUnrelated(
      wide.flatMap((seed) => wide.map((step) => place(seed, 1, step))),
      2048,
      0.3,
    );
  });

  it('at rates near 0 and 1 are pairwise uncorrelated', () => {
    assertUnrelated(steps(300), 20_000, 0.05);
    assertUnrelated(steps(300), 20_000, 0.9);
  });

  it('hold neighbours that are not correlated, within a row and below each other', () => {
    const length = 2 ** 17;
    for (const at of [place(0, 0, 0), place(42, 1, 9), place(2 ** 33, 5, 2 ** 33)]) {
      const threshold = dropThreshold(0.3);
      const k1 = firstKey(at.seed, at.position, at.step);
      const k2 = secondKey(at.seed, at.position, at.step);
      const here = bits(length, (i) => keeps(i, k1, k2, threshold));
      // 70 distances, three masks: 5 standard errors refuse one right hash in 8000.
      for (const lag of [...Array(64).keys(), 99, 127, 255, 511, 783, 1023].map((k) => k + 1)) {
        const later = bits(length, (i) => keeps(i + lag, k1, k2, threshold));
        assert.isBelow(Math.abs(correlation(here, later)), 5, `distance ${lag}`);
      }
    }
  });

  it('are never another one in another order', () => {
    assert.isBelow(largestReordered(steps(1000), 2 ** 17, 0.3, keeps), 5);
  });
});

describe('the checks of masks catch', () => {
  it('a single hash: whose masks are the same numbers in another order', () => {
    const single: Keeps = (i, k1, _k2, threshold) => lowbias32(i ^ k1) >>> 0 >= threshold;
    // Element by element its masks look unrelated, ...
    assertUnrelated(steps(1000), 4096, 0.3, single);
    // ... but it fails here: a correlation of 1.
    assert.isAbove(largestReordered(steps(1000), 2 ** 17, 0.3, single), 300);
  });

  it('a key that forgets the step', () => {
    const constant: Keeps = (i, _k1, _k2, threshold) => lowbias32(i) >>> 0 >= threshold;
    assert.throws(() => assertUnrelated(steps(20), 1024, 0.3, constant), 'the largest correlation');
  });

  it('keys of four bits, so that masks come again', () => {
    const few: Keeps = (i, k1, _k2, threshold) => lowbias32(i + (k1 & 15)) >>> 0 >= threshold;
    assert.throws(() => assertUnrelated(steps(100), 1024, 0.3, few), 'the largest correlation');
  });

  it('a weak correlation of all masks, too small for any pair to show', () => {
    // 3 elements of 100 do not depend on the step: no pair exceeds 6 standard errors, the mean square shows it.
    const weak: Keeps = (i, k1, k2, threshold) =>
      i % 100 < 3 ? lowbias32(i) >>> 0 >= threshold : keeps(i, k1, k2, threshold);
    assert.throws(() => assertUnrelated(steps(500), 1024, 0.3, weak), 'the mean square');
  });

  it('a rate that is off by a hundredth of itself', () => {
    const ones = steps(300).map((at) => mask(4000, 0.303, at).ones);
    assert.throws(
      () => assertMean(ones, { mean: 2800, variance: 4000 * 0.3 * 0.7 }, 'kept'),
      'standard errors off',
    );
  });
});
