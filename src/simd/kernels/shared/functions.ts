/**
 * exp, log and tanh for vectors, from additions, multiplications and divisions alone: the same bits on every engine.
 *
 * Each takes a local and leaves a value. The constants are loaded once for a function of the module, before its loops:
 * call the maker (`exponential(k)`) there, and what it gives inside the loop.
 * @see Moshier, the Cephes library (1989): expf, logf; Eigen, `generic_fast_tanh_float`
 */
import { f32x4, i32x4, type Local, v128, type V128 } from '../../assembler/index.ts';
import type { Kernel } from '../../kernel.ts';

/** A function of a vector, ready to be emitted. */
export type VectorFunction = (x: Local<'v128'>) => V128;

/** sum + a · b of locals, rounded once in the mode `fma`, else twice. */
export function plusProduct(k: Kernel, sum: Local<'v128'>, a: Local<'v128'>, b: Local<'v128'>): V128 {
  return k.multiplyAdd(sum, a.get, b.get);
}

/** A polynomial by Horner's rule, from the coefficient of the highest power down to that of the lowest. */
export function polynomial(k: Kernel, coefficients: readonly number[]): (x: Local<'v128'>) => Local<'v128'> {
  const [highest, ...others] = coefficients.map((coefficient) => k.constant(coefficient));
  return (x) => {
    const sum = k.f.local('v128', highest.get());
    for (const coefficient of others) {
      sum.set(plusProduct(k, coefficient, sum, x));
    }
    return sum;
  };
}

/** ln 2 in two parts: n · the first is exact for every n that can occur. */
const LN2_HIGH = 0.693359375;
const LN2_LOW = -2.1219444e-4;
/** 1.5 · 2²³: added to a number below 2²², it leaves its nearest whole number in the lowest bits. */
const ROUND = 12582912;
/** e^x is a normal number from here to ln(largest number). */
const EXP_LOW = -87.33654;
const EXP_HIGH = 88.72283;

/**
 * e^x in two parts, for x that is kept within [−87.33654, 88.72283]: x = n ln 2 + r, |r| ≤ ln 2 / 2.
 *
 * @returns e^r − 1, by a polynomial of degree 7, and n in the lowest bits of a float; NaN passes in the first
 */
function splitExponential(
  k: Kernel,
): (x: Local<'v128'>) => { readonly rest: Local<'v128'>; readonly power: Local<'v128'> } {
  const { f } = k;
  const low = k.constant(EXP_LOW);
  const high = k.constant(EXP_HIGH);
  const log2e = k.constant(Math.LOG2E);
  const round = k.constant(ROUND);
  const minusHigh = k.constant(-LN2_HIGH);
  const minusLow = k.constant(-LN2_LOW);
  const series = polynomial(
    k,
    [1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1],
  );
  return (argument) => {
    const x = f.local('v128', f32x4.pmin(f32x4.pmax(argument.get(), low.get()), high.get()));
    const power = f.local('v128', plusProduct(k, round, x, log2e));
    const n = f.local('v128', f32x4.sub(power.get(), round.get()));
    const r = f.local('v128', plusProduct(k, x, n, minusHigh));
    r.set(plusProduct(k, r, n, minusLow));
    const p = series(r);
    const square = f.local('v128', f32x4.mul(r.get(), r.get()));
    return { rest: f.local('v128', plusProduct(k, r, p, square)), power };
  };
}

/**
 * e^x for x that is kept within [−87.33654, 88.72283]; NaN passes.
 *
 * Method: that of `splitExponential`; n is added to the exponent's bits.
 * Error: at most 1.1 units in the last place (as all errors here, measured by `test/simd/functions.test.ts`).
 */
export function clampedExponential(k: Kernel): VectorFunction {
  const split = splitExponential(k);
  const one = k.constant(1);
  return (x) => {
    const { rest, power } = split(x);
    return i32x4.add(f32x4.add(rest.get(), one.get()), i32x4.shl(power.get(), k.f.i32(23)));
  };
}

/**
 * e^x − 1 for x up to 0, to full precision near 0, and −1 at −∞; some number above 0; NaN passes.
 *
 * Method: 2^n (e^r − 1) + (2^n − 1), from `splitExponential`.
 * Error: at most 1 unit in the last place.
 */
export function exponentialMinusOne(k: Kernel): VectorFunction {
  const split = splitExponential(k);
  const one = k.constant(1);
  return (x) => {
    const { rest, power } = split(x);
    const scale = k.f.local('v128', i32x4.add(one.get(), i32x4.shl(power.get(), k.f.i32(23))));
    const less = k.f.local('v128', f32x4.sub(scale.get(), one.get()));
    return plusProduct(k, less, scale, rest);
  };
}

/**
 * e^x: +∞ above 88.72283, 0 below −87.33654 (where it would be below the smallest normal number); NaN passes.
 *
 * Error: that of `clampedExponential`.
 */
export function exponential(k: Kernel): VectorFunction {
  const inner = clampedExponential(k);
  const low = k.constant(EXP_LOW);
  const high = k.constant(EXP_HIGH);
  const infinity = k.constant(Number.POSITIVE_INFINITY);
  return (x) => {
    const y = k.f.local('v128', inner(x));
    const finite = k.f.local('v128', v128.bitselect(infinity.get(), y.get(), f32x4.gt(x.get(), high.get())));
    return v128.andnot(finite.get(), f32x4.lt(x.get(), low.get()));
  };
}

/**
 * ln x for positive normal x, and NaN for NaN and +∞; wrong for all else.
 *
 * Method: x = 2^e m with √½ ≤ m < √2; ln m by a polynomial of degree 9 in m − 1.
 * Error: at most 1 unit in the last place.
 */
export function normalLogarithm(k: Kernel): VectorFunction {
  const { f } = k;
  const half = k.constant(0.5);
  const minusHalf = k.constant(-0.5);
  const one = k.constant(1);
  const root = k.constant(Math.SQRT1_2);
  const mantissa = k.bits(0x007fffff);
  const bias = k.bits(126);
  const low = k.constant(LN2_LOW);
  const high = k.constant(LN2_HIGH);
  const series = polynomial(
    k,
    [
      7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
      2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
    ],
  );
  return (x) => {
    const m = f.local('v128', v128.or(v128.and(x.get(), mantissa.get()), half.get()));
    const e = f.local('v128', f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_u(x.get(), f.i32(23)), bias.get())));
    const small = f.local('v128', f32x4.lt(m.get(), root.get()));
    e.set(f32x4.sub(e.get(), v128.and(one.get(), small.get())));
    const z = f.local('v128', f32x4.add(f32x4.sub(m.get(), one.get()), v128.and(m.get(), small.get())));
    const square = f.local('v128', f32x4.mul(z.get(), z.get()));
    const p = series(z);
    const y = f.local('v128', f32x4.mul(f32x4.mul(p.get(), z.get()), square.get()));
    y.set(plusProduct(k, y, e, low));
    y.set(plusProduct(k, y, square, minusHalf));
    y.set(f32x4.add(z.get(), y.get()));
    y.set(plusProduct(k, y, e, high));
    // x − x is 0, but NaN where x is not finite
    return f32x4.add(y.get(), f32x4.sub(x.get(), x.get()));
  };
}

/** The smallest normal number. */
const SMALLEST = 2 ** -126;
/** What smaller numbers are multiplied by before their logarithm is taken. */
const LIFT = 2 ** 24;

/**
 * ln x: −∞ at ±0, NaN below, +∞ at +∞, denormal numbers included; NaN passes.
 *
 * Method: that of `normalLogarithm`; denormal numbers are first made 2²⁴ times as large.
 * Error: at most 1 unit in the last place, 1.1 for denormal numbers.
 */
export function logarithm(k: Kernel): VectorFunction {
  const { f } = k;
  const inner = normalLogarithm(k);
  const smallest = k.constant(SMALLEST);
  const lift = k.constant(LIFT);
  const lowered = k.constant(Math.log(LIFT));
  const zero = k.constant(0);
  const infinity = k.constant(Number.POSITIVE_INFINITY);
  const minusInfinity = k.constant(Number.NEGATIVE_INFINITY);
  return (x) => {
    const small = f.local('v128', f32x4.lt(x.get(), smallest.get()));
    const lifted = f32x4.mul(x.get(), lift.get());
    const normal = f.local('v128', v128.bitselect(lifted, x.get(), small.get()));
    const y = f.local('v128', inner(normal));
    y.set(f32x4.sub(y.get(), v128.and(lowered.get(), small.get())));
    y.set(v128.bitselect(minusInfinity.get(), y.get(), f32x4.eq(x.get(), zero.get())));
    y.set(v128.bitselect(infinity.get(), y.get(), f32x4.eq(x.get(), infinity.get())));
    return v128.or(y.get(), f32x4.lt(x.get(), zero.get())); // all ones: a NaN
  };
}

/**
 * ln (1 + x) for x in [0, 1], to full precision near 0; NaN passes.
 *
 * Method: the logarithm of s = 1 + x, and what s has lost of x by rounding: ln s + (x − (s − 1)).
 * Error: at most 1.7 units in the last place.
 */
export function logarithmOfOnePlus(k: Kernel): VectorFunction {
  const { f } = k;
  const inner = normalLogarithm(k);
  const one = k.constant(1);
  return (x) => {
    const s = f.local('v128', f32x4.add(x.get(), one.get()));
    const lost = f.local('v128', f32x4.sub(x.get(), f32x4.sub(s.get(), one.get())));
    return f32x4.add(inner(s), lost.get());
  };
}

/** Large enough that twice multiplied by it, the smallest denormal number is above 1. */
const LARGE = 2 ** 100;

/** −1, 0 or 1, as the sign of x; ±0 and NaN pass. Exact. */
export function signum(k: Kernel): VectorFunction {
  const large = k.constant(LARGE);
  const one = k.constant(1);
  const minusOne = k.constant(-1);
  return (x) => {
    const far = f32x4.mul(f32x4.mul(x.get(), large.get()), large.get());
    return f32x4.pmin(f32x4.pmax(far, minusOne.get()), one.get());
  };
}

/** Where the quotient below is ±1 to the last bit: with products and sums rounded together, and apart. */
const TANH_END_FMA = 7.998811721801758;
const TANH_END = 7.905311107635498;

/**
 * tanh x: −0 stays −0, ±1 at the far ends, NaN passes.
 *
 * Method: a quotient of polynomials, of degree 13 and 6.
 * Error: at most 6.5 units in the last place, 5 in the mode `fma`.
 */
export function hyperbolicTangent(k: Kernel): VectorFunction {
  const { f } = k;
  const last = k.mode.fma ? TANH_END_FMA : TANH_END;
  const end = k.constant(last);
  const minusEnd = k.constant(-last);
  const above = polynomial(
    k,
    [
      -2.76076847742355e-16, 2.00018790482477e-13, -8.60467152213735e-11, 5.12229709037114e-8,
      1.48572235717979e-5, 6.37261928875436e-4, 4.89352455891786e-3,
    ],
  );
  const below = polynomial(
    k,
    [1.19825839466702e-6, 1.18534705686654e-4, 2.268434632439e-3, 4.89352518554385e-3],
  );
  return (argument) => {
    const x = f.local('v128', f32x4.pmin(f32x4.pmax(argument.get(), minusEnd.get()), end.get()));
    const square = f.local('v128', f32x4.mul(x.get(), x.get()));
    const p = above(square);
    const q = below(square);
    return f32x4.mul(f32x4.div(p.get(), q.get()), x.get()); // in this order nothing is lost of a denormal x
  };
}

/**
 * 1 / (1 + e^-x): never below 2.9e-39, where the reference goes on to 0; NaN passes.
 *
 * Error: at most 2.5 units in the last place, for x above −87.
 */
export function logistic(k: Kernel): VectorFunction {
  const exponent = clampedExponential(k);
  const one = k.constant(1);
  return (x) => {
    const minus = k.f.local('v128', f32x4.neg(x.get()));
    const e = k.f.local('v128', exponent(minus));
    return f32x4.div(one.get(), f32x4.add(one.get(), e.get()));
  };
}
