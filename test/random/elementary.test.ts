/**
 * The elementary functions against `Math` and against plain products.
 */
import { assert } from 'chai';
import { log, power } from '../../src/random/index.ts';
import { generic } from '../shared/values.ts';

/** |log x − Math.log x| relative to max(1, |ln x|), the largest over all x. */
function largestError(values: readonly number[]): number {
  return values.reduce((largest, x) => {
    const exact = Math.log(x);
    return Math.max(largest, Math.abs(log(x) - exact) / Math.max(1, Math.abs(exact)));
  }, 0);
}

describe('log', () => {
  // The largest errors seen, alike on Node 20, 22, 24 and 26: 2.2e-16, 2.6e-16, 4.3e-19 and 1.1e-16, in this order.
  const ranges: Readonly<Record<string, readonly number[]>> = {
    'over all exponents': generic(100_000, [-744, 709], { seed: 1 }).map((e) => Math.exp(e)),
    'between 0 and 4': generic(100_000, [1e-9, 4], { seed: 2 }),
    'near 1': generic(100_000, [-1e-3, 1e-3], { seed: 3 }).map((e) => 1 + e),
    'around √½ and √2, where the exponent changes': [Math.SQRT1_2, Math.SQRT2].flatMap((root) =>
      Array.from({ length: 2001 }, (_, i) => root * (1 + (i - 1000) * 2 ** -52)),
    ),
  };
  for (const [name, values] of Object.entries(ranges)) {
    it(`agrees with Math.log within 4e-16, ${name}`, () => {
      const error = largestError(values);
      assert.isAtMost(error, 4e-16);
      assert.isAbove(error, 0, 'not one value differs: is this Math.log itself?');
    });
  }

  it('is right at the ends of the number line, and exact at powers of 2', () => {
    assert.strictEqual(log(1), 0);
    assert.equal(log(2), Math.LN2);
    for (let e = -1074; e <= 1023; e++) assert.equal(log(2 ** e), e * Math.LN2);
    assert.isAtMost(largestError([Number.MIN_VALUE, 2 ** -1022, Number.MAX_VALUE]), 4e-16);
  });

  it('keeps the digits of small logarithms', () => {
    // ln(1 + e) = e − e²/2 + e³/3 …: relative to the result itself, not to 1.
    for (const e of [2 ** -20, -(2 ** -22), 2 ** -30, -(2 ** -40), 2 ** -50]) {
      const series = e - (e * e) / 2 + (e * e * e) / 3;
      assert.isAtMost(Math.abs(log(1 + e) / series - 1), 1e-15);
    }
  });

  it('passes NaN on', () => assert.isNaN(log(Number.NaN)));
});

describe('power', () => {
  it('agrees with the product, factor by factor', () => {
    for (const x of [0.9, 0.999, 1.7, -0.3, -1.01]) {
      let product = 1;
      for (let n = 0; n <= 1000 && Math.abs(product) > 1e-300; n++) {
        // Both round about n times, each by at most 2⁻⁵³ of the value.
        assert.isAtMost(Math.abs(power(x, n) - product), 2 * n * 2 ** -53 * Math.abs(product), `${x}^${n}`);
        product *= x;
      }
    }
  });

  it('is exact where the product is', () => {
    for (let n = 0; n <= 1023; n++) {
      let product = 1;
      for (let i = 0; i < n; i++) product *= 2;
      assert.equal(power(2, n), product);
    }
    for (let n = 0; n <= 33; n++) assert.equal(BigInt(power(-3, n)), (-3n) ** BigInt(n));
    assert.equal(power(0.75, 20), Number(3n ** 20n) / Number(4n ** 20n));
  });

  it('has the usual ends', () => {
    assert.equal(power(0.9, 0), 1);
    assert.equal(power(0, 0), 1);
    assert.equal(power(0, 3), 0);
    assert.equal(power(-0.7, 1), -0.7);
    assert.equal(power(3, 700), Infinity);
    assert.equal(power(0.3, 1000), 0);
  });

  it('takes exponents beyond 2³²', () => {
    assert.equal(power(1, 2 ** 40 + 1), 1);
    assert.equal(power(-1, 2 ** 40 + 1), -1);
    // (1 − 2⁻⁴⁰)^(2⁴¹) = e^(−2 − 2⁻⁴⁰ …)
    assert.closeTo(power(1 - 2 ** -40, 2 ** 41), Math.exp(-2), 1e-3 * 2 ** -10);
  });
});
