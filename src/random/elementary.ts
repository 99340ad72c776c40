/**
 * Elementary functions from + − × ÷ alone.
 *
 * ECMAScript leaves the last bits of `Math.log` to the engine, while + − × ÷ and √ are exactly specified.
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
