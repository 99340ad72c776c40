/**
 * Statistics for tests of randomness.
 *
 * Every bound is a number of standard errors. The draws are seeded, so each test gives the same verdict in every
 * run; five standard errors would refuse one right generator in two million, six one in 500 million.
 */
import { assert } from 'chai';

/** That a mean over n values lies within `errors` standard errors of what theory says. */
export function assertMean(
  values: ArrayLike<number>,
  { mean, variance, errors = 5 }: { mean: number; variance: number; errors?: number },
  what: string,
): void {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  const z = (sum / values.length - mean) / Math.sqrt(variance / values.length);
  if (!(Math.abs(z) <= errors)) {
    assert.fail(
      `${what}: mean ${sum / values.length}, expected ${mean}: ${z.toFixed(1)} standard errors off`,
    );
  }
}

/**
 * Pearson's χ² of counts, as standard errors off its mean: χ² of k − 1 degrees of freedom has variance 2 (k − 1).
 *
 * @param expected one number for all counts, or one for each
 */
export function chiSquare(
  counts: readonly number[],
  expected: number,
  freedom: number = counts.length - 1,
): number {
  const chi2 = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  return (chi2 - freedom) / Math.sqrt(2 * freedom);
}

/** n yes-or-no values, 32 to a word. */
export interface Bits {
  readonly words: Int32Array;
  readonly length: number;
  /** How many are set. */
  readonly ones: number;
}

/** The bits that `is` says, i from 0 on. */
export function bits(length: number, is: (i: number) => boolean): Bits {
  const words = new Int32Array(Math.ceil(length / 32));
  let ones = 0;
  for (let i = 0; i < length; i++) {
    if (is(i)) {
      words[i >> 5] |= 1 << (i & 31);
      ones++;
    }
  }
  return { words, length, ones };
}

/** How many bits of a word are set, added up pairwise (Knuth, TAOCP vol. 4A, section 7.1.3). */
function popcount(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/**
 * Pearson's correlation of two bit vectors, times √(n − 1): for independent bits, whatever their frequency, its mean
 * is 0 and its variance 1, exactly (Pitman's permutation moments).
 */
export function correlation(a: Bits, b: Bits): number {
  let both = 0;
  for (let i = 0; i < a.words.length; i++) both += popcount(a.words[i] & b.words[i]);
  const n = a.length;
  const covariance = n * both - a.ones * b.ones;
  const spread = Math.sqrt(a.ones) * Math.sqrt(n - a.ones) * Math.sqrt(b.ones) * Math.sqrt(n - b.ones);
  return (covariance / spread) * Math.sqrt(n - 1);
}

/** All pairs of bit vectors: the largest correlation in standard errors, and the mean of the squares of all. */
export function pairwise(masks: readonly Bits[]): { pairs: number; largest: number; meanSquare: number } {
  let pairs = 0;
  let largest = 0;
  let squares = 0;
  for (let i = 1; i < masks.length; i++) {
    for (let j = 0; j < i; j++) {
      const z = correlation(masks[i], masks[j]);
      largest = Math.max(largest, Math.abs(z));
      squares += z * z;
      pairs++;
    }
  }
  return { pairs, largest, meanSquare: squares / pairs };
}
