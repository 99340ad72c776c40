/**
 * Quantiles: the number below which a share of a distribution lies, of normal numbers and of a sample.
 */
import { log } from './elementary.ts';
import { ABOVE, BELOW, MIDDLE, MIDDLE_SQUARED, TAIL_ABOVE, TAIL_BELOW, TAIL_SHIFT } from './normal.ts';

/** Where the far tails begin, on the scale of √(−ln p), and the coefficients there, those of the lowest power first. */
const FAR = 5;
const FAR_ABOVE = [
  6.657904643501104, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
  0.0012426609473880784, 0.000027115555687434876, 2.0103343992922881e-7,
];
const FAR_BELOW = [
  1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
  0.000018463183175100548, 1.421511758316446e-7, 2.0442631033899397e-15,
];

/**
 * Quantile of normal numbers of mean 0 and variance 1: the z below which a share of them lies, Φ(z) = share.
 *
 * Error below 1e-14 relative to max(1, |z|) (measured against SciPy).
 *
 * @param share from 0 to 1
 * @returns −∞ for 0 and ∞ for 1; NaN for other numbers
 * @see Wichura (1988), "The Percentage Points of the Normal Distribution", Applied Statistics 37, algorithm AS 241, PPND16
 */
export function normalQuantile(share: number): number {
  if (!(share > 0 && share < 1)) return share === 0 ? -Infinity : share === 1 ? Infinity : Number.NaN;
  const distance = share - 0.5;
  if (Math.abs(distance) <= MIDDLE) {
    const r = MIDDLE_SQUARED - distance * distance;
    return (distance * polynomial(ABOVE, r)) / polynomial(BELOW, r);
  }
  const r = Math.sqrt(-log(distance < 0 ? share : 1 - share));
  const z =
    r <= FAR
      ? polynomial(TAIL_ABOVE, r - TAIL_SHIFT) / polynomial(TAIL_BELOW, r - TAIL_SHIFT)
      : polynomial(FAR_ABOVE, r - FAR) / polynomial(FAR_BELOW, r - FAR);
  return distance < 0 ? -z : z;
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((value, coefficient) => value * x + coefficient, 0);
}

/**
 * Quantile of a sample: the number at the place share · (count − 1) of the sorted values, between two of them on the
 * straight line.
 *
 * Peers: NumPy's quantile and percentile, rounding included.
 *
 * @param sorted at least one number, in order
 * @param share from 0 to 1
 */
export function sampleQuantile(sorted: ArrayLike<number>, share: number): number {
  const place = share * (sorted.length - 1);
  const low = Math.min(Math.floor(place), sorted.length - 1);
  const t = place - low;
  const a = sorted[low];
  const b = sorted[Math.min(low + 1, sorted.length - 1)];
  return t < 0.5 ? a + (b - a) * t : b - (b - a) * (1 - t);
}
