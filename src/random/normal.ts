/**
 * Normal numbers from random bits, without any state: what noise asks the counter hash for.
 */
import { elementBits } from './counter-hash.ts';

/** Where the middle ends, as a distance from ½, and its square. */
export const MIDDLE = 0.425;
export const MIDDLE_SQUARED = 0.180625;

/** Coefficients of two quotients, those of the lowest power first: in the middle, and in the tails. */
export const ABOVE = [
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
  67265.7709270087, 33430.57558358813, 2509.0809287301227,
];
export const BELOW = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
  28729.085735721943, 5226.495278852854,
];
export const TAIL_ABOVE = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
  0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
];
export const TAIL_BELOW = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
  0.0005475938084995345, 1.0507500716444169e-9,
];
/** What the argument in the tails is shifted by. */
export const TAIL_SHIFT = 1.6;

/** How many coefficients each polynomial has. */
const COEFFICIENTS = 8;
/** How many terms of a logarithm's series are taken: s²²/23 < 1e-18 ends it. */
const TERMS = 11;

/**
 * A draw of the normal distribution of mean 0 and variance 1 from 32 random bits: z = Φ⁻¹((bits + ½) / 2³²), where Φ is
 * the distribution function; the same bits give the same number on every engine.
 *
 * Each of the 2³² numbers is as likely as any other; the largest is 6.34, and −z stands for the inverted bits.
 * Error below 2e-15 relative to max(1, |z|) (measured against the quantiles of SciPy).
 *
 * @param bits whole; its lower 32 bits count
 * @see Wichura (1988), "The Percentage Points of the Normal Distribution", Applied Statistics 37, algorithm AS 241, PPND16
 */
export function normalFromBits(bits: number): number {
  const number = bits >>> 0;
  const distance = (number - 2 ** 31 + 0.5) / 2 ** 32; // of the probability from ½
  let above = 0;
  let below = 0;
  if (Math.abs(distance) <= MIDDLE) {
    const r = MIDDLE_SQUARED - distance * distance;
    for (let i = COEFFICIENTS - 1; i >= 0; i--) {
      above = above * r + ABOVE[i];
      below = below * r + BELOW[i];
    }
    return (distance * above) / below;
  }
  // The probability beyond is w / 2³³ with w odd; w = m 2^e with m in [1, 2), and ln m = ½ ln 2 + 2 (s + s³/3 + s⁵/5 …)
  const w = 2 * (distance < 0 ? number : 2 ** 32 - 1 - number) + 1;
  const e = 31 - Math.clz32(w);
  const m = w / ((1 << e) >>> 0);
  const s = (m - Math.SQRT2) / (m + Math.SQRT2);
  let series = 0;
  for (let n = TERMS - 1; n >= 0; n--) series = series * s * s + 1 / (2 * n + 1);
  const r = Math.sqrt((32.5 - e) * Math.LN2 - 2 * s * series) - TAIL_SHIFT;
  for (let i = COEFFICIENTS - 1; i >= 0; i--) {
    above = above * r + TAIL_ABOVE[i];
    below = below * r + TAIL_BELOW[i];
  }
  return (distance < 0 ? -above : above) / below;
}

/**
 * Fills an array with draws of the normal distribution, each a pure function of the keys and its place.
 *
 * No number is returned from a call here that engines do not work into the loop: each would be an object.
 *
 * @param k1 @param k2 the keys of `firstKey` and `secondKey`
 */
export function fillNormal(
  z: { readonly length: number; [i: number]: number },
  k1: number,
  k2: number,
): void {
  for (let i = 0; i < z.length; i++) z[i] = normalFromBits(elementBits(i, k1, k2));
}
