/**
 * Elementary functions from + − × ÷ alone.
 *
 * ECMAScript leaves the last bits of `Math.log`, `Math.exp` and `Math.cos` to the engine, while + − × ÷ and √ are exactly
 * specified.
 * What training depends on and JavaScript works out is made of those, so that one seed gives one result everywhere.
 */

/**
 * Natural logarithm, ln x, the same bits on every engine.
 *
 * x = m · 2^e with m in [√½, √2); ln m = 2 (z + z³/3 + z⁵/5 + …) with z = (m − 1) / (m + 1), |z| < 0.1716.
 * Error below 4e-16 relative to max(1, |ln x|) (measured against `Math.log` over 10⁵ values).
 *
 * @param x a positive finite number
 * @returns −∞ for 0, ∞ for ∞, NaN for NaN and below 0, as `Math.log`
 */
export function log(x: number): number {
  if (!(x > 0 && x < Infinity)) return x === 0 ? -Infinity : x > 0 ? x : Number.NaN;
  let m = x;
  let e = 0;
  while (m >= Math.SQRT2) {
    m /= 2;
    e++;
  }
  while (m < Math.SQRT1_2) {
    m *= 2;
    e--;
  }
  const z = (m - 1) / (m + 1);
  const z2 = z * z;
  let series = 0; // 2/(2n+1) z^2n, from the smallest term; z²¹/21 < 5e-18 ends it
  for (let n = 10; n >= 0; n--) series = series * z2 + 1 / (2 * n + 1);
  return 2 * z * series + e * Math.LN2;
}

/**
 * x to a whole power n >= 0 by repeated squaring: products only, the same bits on every engine.
 * Used for the powers β^t in Adam's bias correction.
 */
export function power(x: number, n: number): number {
  let result = 1;
  let square = x;
  for (let left = n; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}

/** ln 2 in two parts: its first 32 bits, so that n times it is exact, and the rest. */
const LN2_HIGH = 2977044471 / 2 ** 32;
const LN2_LOW = 1.9082149292705877e-10;

/**
 * e^x, the same bits on every engine.
 *
 * x = n ln 2 + r with |r| ≤ ½ ln 2; e^r = 1 + r (1 + r/2 (1 + r/3 (…))), and e^x = 2ⁿ e^r.
 * Error below 4e-16 relative to the result (measured against `Math.exp` over 10⁵ values), for results that are normal
 * numbers.
 *
 * @returns 0 for −∞, ∞ for ∞ and above 709.79, NaN for NaN, as `Math.exp`
 */
export function exp(x: number): number {
  if (!(x > -746 && x < 710)) return x > 0 ? Infinity : x < 0 ? 0 : Number.NaN;
  const n = Math.round(x / Math.LN2);
  const r = x - n * LN2_HIGH - n * LN2_LOW;
  let series = 1;
  for (let k = 14; k >= 1; k--) series = 1 + (series * r) / k; // r¹⁵/15! < 1e-19 ends it
  // In two halves: 2ⁿ itself may be too large or too small for a number, where the product is not.
  const half = Math.trunc(n / 2);
  return series * powerOf2(half) * powerOf2(n - half);
}

/** 2ⁿ for a whole number n, exact. */
function powerOf2(n: number): number {
  return n < 0 ? 1 / power(2, -n) : power(2, n);
}

/**
 * x to any power y, the same bits on every engine: products for whole y, e^(y ln x) else.
 *
 * Error below 1e-15 · max(1, |y ln x|) relative to the result where y is not whole (measured against `Math.pow`).
 *
 * @param x at least 0, or any number where y is whole
 * @returns NaN for a root of a negative number, else as `Math.pow`
 */
export function realPower(x: number, y: number): number {
  if (!Number.isInteger(y)) return exp(y * log(x));
  return y < 0 ? 1 / power(x, -y) : power(x, y);
}

/** π/2 in two parts: its first 33 bits, so that n times it is exact for n up to 2²⁰, and the rest. */
const HALF_PI_HIGH = 6746518852 / 2 ** 32;
const HALF_PI_LOW = 6.077100506506192e-11;

/**
 * cos x, the same bits on every engine.
 *
 * x = n π/2 + r with |r| ≤ π/4; then it is cos r, −sin r, −cos r or sin r, each by its series.
 * Error below 3e-16 (measured against `Math.cos` over 10⁵ values).
 *
 * @param x in radians, |x| up to 10⁶
 * @returns NaN for NaN, ±∞ and |x| above 10⁶
 */
export function cos(x: number): number {
  if (!(Math.abs(x) <= 1e6)) return Number.NaN;
  const n = Math.round(x / (Math.PI / 2));
  const r = x - n * HALF_PI_HIGH - n * HALF_PI_LOW;
  const odd = n % 2 !== 0;
  // 1 − r²/(1·2) (1 − r²/(3·4) (…)), or r (1 − r²/(2·3) (1 − r²/(4·5) (…)))
  let series = 1;
  for (let k = odd ? 18 : 17; k >= 1; k -= 2) series = 1 - (series * r * r) / (k * (k + 1));
  const turned = ((n % 4) + 4) % 4;
  const value = odd ? r * series : series;
  return turned === 1 || turned === 2 ? -value : value;
}
