/**
 * The elementary functions against `Math` and against plain products.
 */
import { assert } from 'chai';
import { cos, exp, log, power, realPower } from '../../src/random/index.ts';
import { generic } from '../shared/values.ts';

/** The largest |f(x) − exact(x)|, relative to a scale. */
function largest(
  values: readonly number[],
  f: (x: number) => number,
  exact: (x: number) => number,
  scale: (value: number, x: number) => number,
): number {
  return values.reduce((most, x) => {
    const value = exact(x);
    return Math.max(most, Math.abs(f(x) - value) / scale(value, x));
  }, 0);
}

/** |log x − Math.log x| relative to max(1, |ln x|), the largest over all x. */
const largestError = (values: readonly number[]) =>
  largest(values, log, Math.log, (value) => Math.max(1, Math.abs(value)));

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

describe('exp', () => {
  // The largest errors seen are below 2.3e-16 in each.
  const ranges: Readonly<Record<string, readonly number[]>> = {
    'over all normal results': generic(100_000, [-708, 709.7], { seed: 4 }),
    'between −1 and 1': generic(100_000, [-1, 1], { seed: 5 }),
    'near 0': generic(100_000, [-1e-3, 1e-3], { seed: 6 }),
  };
  for (const [name, values] of Object.entries(ranges)) {
    it(`agrees with Math.exp within 4e-16, ${name}`, () => {
      const error = largest(values, exp, Math.exp, (value) => value);
      assert.isAtMost(error, 4e-16);
      assert.isAbove(error, 0, 'not one value differs: is this Math.exp itself?');
    });
  }

  it('is right at the ends of the number line', () => {
    assert.equal(exp(0), 1);
    assert.equal(exp(-0), 1);
    assert.equal(exp(Infinity), Infinity);
    assert.equal(exp(-Infinity), 0);
    assert.equal(exp(710), Infinity);
    assert.equal(exp(709.79), Infinity);
    assert.isAtMost(Math.abs(exp(709.78) / Math.exp(709.78) - 1), 4e-16);
    assert.equal(exp(-746), 0);
    assert.isNaN(exp(Number.NaN));
    for (const x of [-710, -730.3, -744.2]) assert.closeTo(exp(x), Math.exp(x), Number.MIN_VALUE);
  });
});

describe('realPower', () => {
  it('is the product where the power is whole, and its reciprocal below 0', () => {
    for (const x of [0.93, 1.7, -0.3, 0]) {
      for (const n of [0, 1, 2, 7, 31]) {
        assert.strictEqual(realPower(x, n), power(x, n));
        assert.strictEqual(realPower(x, -n), 1 / power(x, n));
      }
    }
  });

  it('agrees with Math.pow within 1e-15 · max(1, |y ln x|)', () => {
    const powers = generic(2000, [-9, 9], { seed: 8 });
    for (const x of [0.96, 0.013, 0.5003, 1.0007, 3.7, 900.1]) {
      const scale = (value: number, y: number) => value * Math.max(1, Math.abs(y * Math.log(x)));
      const error = largest(
        powers,
        (y) => realPower(x, y),
        (y) => x ** y,
        scale,
      );
      assert.isAtMost(error, 1e-15, `powers of ${x}`); // 3.4e-16 is the largest seen
      assert.isAbove(error, 0, `powers of ${x}`);
    }
  });

  it('has the usual ends', () => {
    assert.equal(realPower(0, 0.3), 0);
    assert.equal(realPower(0, -0.3), Infinity);
    assert.equal(realPower(1, 0.3), 1);
    assert.isNaN(realPower(-2, 0.3));
    assert.isNaN(realPower(Number.NaN, 0.3));
    assert.isNaN(realPower(0.7, Number.NaN));
  });
});

describe('cos', () => {
  // The largest errors seen are below 2.3e-16 in each.
  const ranges: Readonly<Record<string, readonly number[]>> = {
    'between 0 and π': generic(100_000, [0, Math.PI], { seed: 9 }),
    'between −20 and 20': generic(100_000, [-20, 20], { seed: 10 }),
    'up to 10⁶': generic(100_000, [-1e6, 1e6], { seed: 11 }),
  };
  for (const [name, values] of Object.entries(ranges)) {
    it(`agrees with Math.cos within 3e-16, ${name}`, () => {
      const error = largest(values, cos, Math.cos, () => 1);
      assert.isAtMost(error, 3e-16);
      assert.isAbove(error, 0, 'not one value differs: is this Math.cos itself?');
    });
  }

  it('is exact where schedules begin and end, and in each quarter of the circle', () => {
    assert.equal(cos(0), 1);
    assert.equal(cos(Math.PI), -1);
    assert.equal(cos(2 * Math.PI), 1);
    assert.closeTo(cos(Math.PI / 2), 6.123233995736766e-17, 1e-26);
    for (let n = -8; n <= 8; n++) {
      const x = 0.3 + (n * Math.PI) / 2;
      assert.closeTo(cos(x), Math.cos(x), 3e-16, `in quarter ${n}`);
    }
  });

  it('says that it does not know beyond 10⁶', () => {
    for (const x of [1.1e6, -1e300, Infinity, -Infinity, Number.NaN]) assert.isNaN(cos(x));
  });
});
