/**
 * Normal numbers from random bits, without any state: what noise asks the counter hash for.
 */
import { log } from './elementary.ts';

/** A polynomial by Horner's rule, the coefficient of the highest power last. */
function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) sum = sum * x + coefficients[i];
  return sum;
}

/** Where the middle ends, as a distance from ½, and its square. */
const MIDDLE = 0.425;
const MIDDLE_SQUARED = 0.180625;

/** Quotients of the algorithm PPND16: in the middle, and in the tails, with the shift of their argument. */
const ABOVE = [
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
  67265.7709270087, 33430.57558358813, 2509.0809287301227,
];
const BELOW = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
  28729.085735721943, 5226.495278852854,
];
const TAIL_ABOVE = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
  0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
];
const TAIL_BELOW = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
  0.0005475938084995345, 1.0507500716444169e-9,
];
const TAIL_SHIFT = 1.6;

/**
 * A draw of the normal distribution of mean 0 and variance 1 from 32 random bits: z = Φ⁻¹((bits + ½) / 2³²), where Φ is
 * the distribution function; the same bits give the same number on every engine.
 *
 * Each of the 2³² numbers is as likely as any other; the largest is 6.34, and −z stands for the inverted bits.
 * Error below 1e-15 relative to max(1, |z|) (measured against the quantiles of SciPy).
 *
 * @param bits whole; its lower 32 bits count
 * @see Wichura (1988), "The Percentage Points of the Normal Distribution", Applied Statistics 37, algorithm AS 241
 */
export function normalFromBits(bits: number): number {
  const half = (bits >>> 0) - 2 ** 31; // −2³¹ .. 2³¹ − 1
  const distance = (half + 0.5) / 2 ** 32; // from the median, of the probability
  if (Math.abs(distance) <= MIDDLE) {
    const r = MIDDLE_SQUARED - distance * distance;
    return (distance * polynomial(ABOVE, r)) / polynomial(BELOW, r);
  }
  const r = Math.sqrt(-log(0.5 - Math.abs(distance))) - TAIL_SHIFT;
  const z = polynomial(TAIL_ABOVE, r) / polynomial(TAIL_BELOW, r);
  return distance < 0 ? -z : z;
}
