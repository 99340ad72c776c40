/**
 * The twins of the further losses whose terms depend on one target and one prediction each.
 *
 * Method: `shared/weighted-rows.ts`. Terms and their products with the weights are 32-bit, up to four of them are added
 * in 32 bits, and all the rest in 64. ln (1 + x) has a correction for what 1 + x loses, as in `logarithmOfOnePlus`,
 * divided by 1 + x, so that it holds for large x too.
 *
 * Bound: the loss 5e-7 of what its terms are made of, at least of 1: of ln cosh e, |e|; of (a − b)² with logarithms a and
 * b, (|a| + |b|) · max(1, |a − b|); of p − t ln q, |p| + |t ln q|; of a hinge, 1 + |t p|, and its square; of t ln (t / p),
 * t (1 + |ln|). Gradients 6 units in the last place of the share times what its factor is made of in this way.
 * With targets that are no signs, a hinge within rounding of its kink may fall on the other side. NaN and infinities
 * pass as in the reference.
 */
import {
  EPSILON,
  hingeLoss,
  huberLoss,
  klDivergence,
  logCoshLoss,
  meanAbsolutePercentageError,
  meanSquaredLogarithmicError,
  poissonLoss,
  squaredHingeLoss,
} from '../../autograd/index.ts';
import { f32x4, type Local, v128, type V128 } from '../assembler/index.ts';
import type { Kernel } from '../kernel.ts';
import {
  clampedExponential,
  hyperbolicTangent,
  logarithm,
  logarithmOfOnePlus,
  normalLogarithm,
  signum,
  type VectorFunction,
} from './shared/functions.ts';
import { lossTwins } from './shared/losses.ts';

type Vector = Local<'v128'>;

/** p − t. */
function difference(k: Kernel): (t: Vector, p: Vector) => Vector {
  return (t, p) => k.f.local('v128', f32x4.sub(p.get(), t.get()));
}

/** The larger of |t| and 1e-7. */
function sizeOf(k: Kernel): (t: Vector) => V128 {
  const epsilon = k.constant(EPSILON);
  return (t) => f32x4.pmax(f32x4.abs(t.get()), epsilon.get());
}

/** ln (1 + x) for x from 1e-7 to +∞; NaN passes. */
function growth(k: Kernel): VectorFunction {
  const { f } = k;
  const inner = logarithm(k);
  const one = k.constant(1);
  const infinity = k.constant(Number.POSITIVE_INFINITY);
  return (x) => {
    const s = f.local('v128', f32x4.add(x.get(), one.get()));
    const lost = f32x4.sub(x.get(), f32x4.sub(s.get(), one.get()));
    const rest = f.local('v128', f32x4.div(lost, s.get()));
    const finite = f.local('v128', v128.and(rest.get(), f32x4.lt(x.get(), infinity.get())));
    return f32x4.add(inner(s), finite.get());
  };
}

/** ln (1 + p) − ln (1 + t), both at least 1e-7. */
function growthError(k: Kernel): (t: Vector, p: Vector) => Vector {
  const { f } = k;
  const logarithmOf = growth(k);
  const epsilon = k.constant(EPSILON);
  return (t, p) => {
    const [from, to] = [t, p].map((x) => f.local('v128', f32x4.pmax(x.get(), epsilon.get())));
    const low = f.local('v128', logarithmOf(from));
    const high = f.local('v128', logarithmOf(to));
    return f.local('v128', f32x4.sub(high.get(), low.get()));
  };
}

/** A target as a sign: −1 in place of 0. */
function sign(k: Kernel): (t: Vector) => Vector {
  const [zero, minusOne] = [k.constant(0), k.constant(-1)];
  return (t) => k.f.local('v128', v128.bitselect(minusOne.get(), t.get(), f32x4.eq(t.get(), zero.get())));
}

/** max(0, 1 − s p) of a sign s. */
function missing(k: Kernel): (s: Vector, p: Vector) => Vector {
  const [zero, one] = [k.constant(0), k.constant(1)];
  return (s, p) => {
    const rest = f32x4.sub(one.get(), f32x4.mul(s.get(), p.get()));
    return k.f.local('v128', f32x4.pmax(rest, zero.get()));
  };
}

/** x kept within two numbers; NaN passes. */
function within(k: Kernel, low: number, high: number): (x: Vector) => Vector {
  const [least, most] = [k.constant(low), k.constant(high)];
  return (x) => k.f.local('v128', f32x4.pmin(f32x4.pmax(x.get(), least.get()), most.get()));
}

/** The twins of these losses. */
export const furtherLossesTwins = [
  // ½ e² where |e| ≤ δ, else δ (|e| − ½ δ)
  ...lossTwins(huberLoss, {
    predictions: 'predictions',
    term(k, { delta }) {
      const { f } = k;
      const error = difference(k);
      const [half, bend, most] = [k.constant(0.5), k.constant(delta / 2), k.constant(delta)];
      return (t, p) => {
        const e = error(t, p);
        const size = f.local('v128', f32x4.abs(e.get()));
        return v128.bitselect(
          f32x4.mul(f32x4.sub(size.get(), bend.get()), most.get()),
          f32x4.mul(f32x4.mul(size.get(), size.get()), half.get()),
          f32x4.gt(size.get(), most.get()),
        );
      };
    },
    slope(k, { delta }) {
      const error = difference(k);
      const keep = within(k, -delta, delta);
      return (share, t, p) => {
        const kept = keep(error(t, p));
        return f32x4.mul(share.get(), kept.get());
      };
    },
  }),

  // |e| + ln(1 + e^(−2|e|)) − ln 2
  ...lossTwins(logCoshLoss, {
    predictions: 'predictions',
    term(k) {
      const { f } = k;
      const error = difference(k);
      const [exponent, logarithmOf] = [clampedExponential(k), logarithmOfOnePlus(k)];
      const [minusTwo, ln2] = [k.constant(-2), k.constant(Math.LN2)];
      return (t, p) => {
        const e = error(t, p);
        const size = f.local('v128', f32x4.abs(e.get()));
        const twice = f.local('v128', f32x4.mul(size.get(), minusTwo.get()));
        const rest = f.local('v128', exponent(twice));
        const bend = f.local('v128', logarithmOf(rest));
        return f32x4.add(size.get(), f32x4.sub(bend.get(), ln2.get()));
      };
    },
    slope(k) {
      const error = difference(k);
      const tanh = hyperbolicTangent(k);
      return (share, t, p) => {
        const slope = k.f.local('v128', tanh(error(t, p)));
        return f32x4.mul(share.get(), slope.get());
      };
    },
  }),

  // 100 |e| / |t|
  ...lossTwins(meanAbsolutePercentageError, {
    predictions: 'predictions',
    term(k) {
      const error = difference(k);
      const size = sizeOf(k);
      const hundred = k.constant(100);
      return (t, p) => {
        const e = error(t, p);
        return f32x4.div(f32x4.mul(f32x4.abs(e.get()), hundred.get()), size(t));
      };
    },
    slope(k) {
      const { f } = k;
      const error = difference(k);
      const [size, signOf] = [sizeOf(k), signum(k)];
      const hundred = k.constant(100);
      return (share, t, p) => {
        const e = error(t, p);
        const slope = f.local('v128', f32x4.div(f32x4.mul(signOf(e), hundred.get()), size(t)));
        return f32x4.mul(share.get(), slope.get());
      };
    },
  }),

  ...lossTwins(meanSquaredLogarithmicError, {
    predictions: 'predictions',
    term(k) {
      const error = growthError(k);
      return (t, p) => {
        const e = error(t, p);
        return f32x4.mul(e.get(), e.get());
      };
    },
    slope(k) {
      const { f } = k;
      const error = growthError(k);
      const [epsilon, one] = [k.constant(EPSILON), k.constant(1)];
      return (share, t, p) => {
        const e = error(t, p);
        const twice = f32x4.mul(share.get(), f32x4.add(e.get(), e.get()));
        const slope = f.local('v128', f32x4.div(twice, f32x4.add(p.get(), one.get())));
        return v128.and(slope.get(), f32x4.ge(p.get(), epsilon.get()));
      };
    },
  }),

  // p − t ln q, q = p + 1e-7
  ...lossTwins(poissonLoss, {
    predictions: 'predictions',
    term(k) {
      const { f } = k;
      const logarithmOf = logarithm(k);
      const epsilon = k.constant(EPSILON);
      return (t, p) => {
        const q = f.local('v128', f32x4.add(p.get(), epsilon.get()));
        const known = f.local('v128', f32x4.mul(t.get(), logarithmOf(q)));
        return f32x4.sub(p.get(), known.get());
      };
    },
    slope(k) {
      const [epsilon, one] = [k.constant(EPSILON), k.constant(1)];
      return (share, t, p) => {
        const ratio = () => f32x4.div(t.get(), f32x4.add(p.get(), epsilon.get()));
        return f32x4.mul(share.get(), f32x4.sub(one.get(), ratio()));
      };
    },
  }),

  ...lossTwins(hingeLoss, {
    predictions: 'predictions',
    term(k) {
      const [signOf, rest] = [sign(k), missing(k)];
      return (t, p) => rest(signOf(t), p).get();
    },
    slope(k) {
      const { f } = k;
      const signOf = sign(k);
      const one = k.constant(1);
      return (share, t, p) => {
        const s = signOf(t);
        const slope = f.local('v128', f32x4.neg(f32x4.mul(share.get(), s.get())));
        return v128.and(slope.get(), f32x4.le(f32x4.mul(s.get(), p.get()), one.get()));
      };
    },
  }),

  ...lossTwins(squaredHingeLoss, {
    predictions: 'predictions',
    term(k) {
      const [signOf, rest] = [sign(k), missing(k)];
      return (t, p) => {
        const m = rest(signOf(t), p);
        return f32x4.mul(m.get(), m.get());
      };
    },
    slope(k) {
      const [signOf, rest] = [sign(k), missing(k)];
      const minusTwo = k.constant(-2);
      return (share, t, p) => {
        const s = signOf(t);
        const m = rest(s, p);
        return f32x4.mul(f32x4.mul(f32x4.mul(share.get(), minusTwo.get()), s.get()), m.get());
      };
    },
  }),

  // t ln (t / p), both within [1e-7, 1]
  ...lossTwins(klDivergence, {
    predictions: 'probabilities',
    divisor: 'rows',
    term(k) {
      const { f } = k;
      const logarithmOf = normalLogarithm(k);
      const keep = within(k, EPSILON, 1);
      return (t, p) => {
        const [wanted, given] = [keep(t), keep(p)];
        const ratio = f.local('v128', f32x4.div(wanted.get(), given.get()));
        return f32x4.mul(wanted.get(), logarithmOf(ratio));
      };
    },
    slope(k) {
      const { f } = k;
      const keep = within(k, EPSILON, 1);
      const [low, high] = [k.constant(EPSILON), k.constant(1)];
      return (share, t, p) => {
        const wanted = keep(t);
        const slope = f.local('v128', f32x4.neg(f32x4.div(f32x4.mul(share.get(), wanted.get()), p.get())));
        const inside = f.local('v128', v128.and(f32x4.ge(p.get(), low.get()), f32x4.le(p.get(), high.get())));
        return v128.and(slope.get(), inside.get());
      };
    },
  }),
];
