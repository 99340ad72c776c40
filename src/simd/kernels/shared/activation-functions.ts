/**
 * What the activations need beyond exp, log and tanh: softplus, the logistic function with its slope, the
 * normal distribution, and what is inside mish and gelu.
 */
import { f32x4, type Local, v128 } from '../../assembler/index.ts';
import type { Kernel } from '../../kernel.ts';
import {
  clampedExponential,
  exponential,
  logarithmOfOnePlus,
  plusProduct,
  polynomial,
  type VectorFunction,
} from './functions.ts';

/**
 * ln (1 + e^x), never below 1.1e-38, where the reference goes on to 0; NaN passes.
 *
 * Method: max(x, 0) + ln (1 + e^−|x|).
 * Error: at most 2.5 units in the last place, for x above −87.
 */
export function softplusFunction(k: Kernel): VectorFunction {
  const { f } = k;
  const [exponent, logarithm] = [clampedExponential(k), logarithmOfOnePlus(k)];
  const zero = k.constant(0);
  return (x) => {
    const minus = f.local('v128', f32x4.neg(f32x4.abs(x.get())));
    const e = f.local('v128', exponent(minus));
    return f32x4.add(f32x4.pmax(x.get(), zero.get()), logarithm(e));
  };
}

/**
 * The logistic function σ(x) = 1 / (1 + e^-x) and its slope σ (1 − σ); both lose no digits where they are small. Below −87.33654
 * σ is 0, and so is the slope at both ends: a product with a large x is then 0 too, as in the reference. NaN passes.
 *
 * Method: with e = e^−|x| and r = 1 / (1 + e), σ is r or e r by the sign of x, and the slope e r².
 * Error: at most 2.5 units in the last place, 4.5 of the slope, for |x| below 87.
 */
export function logisticAndSlope(
  k: Kernel,
): (x: Local<'v128'>) => { readonly value: Local<'v128'>; readonly slope: Local<'v128'> } {
  const { f } = k;
  const exponent = exponential(k);
  const zero = k.constant(0);
  const one = k.constant(1);
  return (x) => {
    const minus = f.local('v128', f32x4.neg(f32x4.abs(x.get())));
    const e = f.local('v128', exponent(minus));
    const right = f.local('v128', f32x4.div(one.get(), f32x4.add(one.get(), e.get())));
    const left = f.local('v128', f32x4.mul(e.get(), right.get()));
    const value = v128.bitselect(left.get(), right.get(), f32x4.lt(x.get(), zero.get()));
    return { value: f.local('v128', value), slope: f.local('v128', f32x4.mul(left.get(), right.get())) };
  };
}

/**
 * The standard normal distribution: Φ(x), the share that lies below x, and e^(−x²/2), its density times √(2π).
 *
 * Method: Φ(−z) = e^(−z²/2) · q(u) / (z + 3) with u = (z − 3) / (z + 3), z = |x|, and a polynomial q of degree 8, fitted to
 * 4e-8 relative for z up to 13.4; beyond, both are 0. Φ(z) = 1 − Φ(−z).
 * Error: at most 4 units in the last place for x above 0, and x² + 7 below, as the exponent is rounded; NaN passes.
 * @see Shepherd and Laframboise (1981), "Chebyshev Approximation of (1 + 2x) exp(x²) erfc x", for the variable u
 */
export function normal(
  k: Kernel,
): (x: Local<'v128'>) => { readonly share: Local<'v128'>; readonly bell: Local<'v128'> } {
  const { f } = k;
  const exponent = exponential(k);
  const zero = k.constant(0);
  const one = k.constant(1);
  const three = k.constant(3);
  const minusSix = k.constant(-6);
  const minusHalf = k.constant(-0.5);
  const series = polynomial(
    k,
    [
      -2.72385288e-4, -9.1170513e-4, 1.07751739e-3, 6.92968911e-3, -1.04794977e-2, -4.72572585e-2,
      2.30019254e-1, -5.09332225e-1, 7.29083671e-1,
    ],
  );
  return (x) => {
    const half = f.local('v128', f32x4.mul(f32x4.mul(x.get(), x.get()), minusHalf.get()));
    const bell = f.local('v128', exponent(half));
    const w = f.local('v128', f32x4.div(one.get(), f32x4.add(f32x4.abs(x.get()), three.get())));
    const u = f.local('v128', plusProduct(k, one, minusSix, w)); // 1 − 6 / (z + 3)
    const q = series(u);
    const tail = f.local('v128', f32x4.mul(f32x4.mul(bell.get(), w.get()), q.get()));
    const rest = f.local('v128', f32x4.sub(one.get(), tail.get()));
    const share = f.local('v128', v128.bitselect(tail.get(), rest.get(), f32x4.lt(x.get(), zero.get())));
    return { share, bell };
  };
}

/** From here on tanh(softplus(x)) is 1 to the last bit. */
export const MISH_END = 20;

/**
 * tanh(softplus(x)) = n / (n + 2) with e = e^x, n = e (e + 2), for x up to `MISH_END`.
 *
 * Error: at most 4 units in the last place, for x above −87.
 * @returns it, with e and n + 2
 */
export function mishShare(
  k: Kernel,
): (x: Local<'v128'>) => Readonly<Record<'share' | 'e' | 'below', Local<'v128'>>> {
  const { f } = k;
  const exponent = exponential(k);
  const two = k.constant(2);
  const end = k.constant(MISH_END);
  return (x) => {
    const kept = f.local('v128', f32x4.pmin(x.get(), end.get()));
    const e = f.local('v128', exponent(kept));
    const n = f.local('v128', f32x4.mul(e.get(), f32x4.add(e.get(), two.get())));
    const below = f.local('v128', f32x4.add(n.get(), two.get()));
    return { share: f.local('v128', f32x4.div(n.get(), below.get())), e, below };
  };
}

/** gelu's approximation is x · σ(2u), for ½ (1 + tanh u) = σ(2u): 2u = x (GELU + GELU_CUBIC x²). */
export const GELU = 2 * Math.sqrt(2 / Math.PI);
export const GELU_CUBIC = GELU * 0.044715;
/** Where x² ends in the slope of 2u: long before, the slope of σ, by which that is multiplied, is 0. */
export const GELU_END = 400;

/** 2u, and the square of x. Error: at most 3.5 units in the last place of 2u. */
export function geluArgument(
  k: Kernel,
): (x: Local<'v128'>) => { readonly argument: Local<'v128'>; readonly square: Local<'v128'> } {
  const { f } = k;
  const [linear, cubic] = [k.constant(GELU), k.constant(GELU_CUBIC)];
  return (x) => {
    const square = f.local('v128', f32x4.mul(x.get(), x.get()));
    const factor = f.local('v128', plusProduct(k, linear, cubic, square));
    return { argument: f.local('v128', f32x4.mul(x.get(), factor.get())), square };
  };
}
