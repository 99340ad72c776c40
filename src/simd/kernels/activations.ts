/**
 * The twins of activations that work element by element, four elements in a vector, without a tail as in `elementwise.ts`.
 *
 * Bound: to the last bit where the reference rounds once too (hardTanh, boundedRelu without a slope); else units in the
 * last place: leakyRelu 1, boundedRelu, hardSigmoid, hardSilu, softsign, elu, selu, softplus and logSigmoid 2, silu and mish
 * 3, gelu 5, and 5 + x² below 0, where its exponent is rounded. Gradients: 2 units in the last place of dy, where digits
 * cancel in what dy is multiplied by, and one rounding more for the sum. Where e^x is below the smallest normal number,
 * 1.2e-38 · (1 + |x|) may come in place of less. NaN and infinities pass as in the reference; a zero may have the other
 * sign. Limits and slopes are options rounded to 32 bits.
 */
import {
  boundedRelu,
  elu,
  gelu,
  hardSigmoid,
  hardSilu,
  hardTanh,
  leakyRelu,
  logSigmoid,
  mish,
  SELU_ALPHA,
  SELU_SCALE,
  selu,
  silu,
  softplus,
  softsign,
} from '../../autograd/index.ts';
import type { View } from '../../tensor/index.ts';
import { f32x4, type Local, v128, type V128 } from '../assembler/index.ts';
import type { Kernel } from '../kernel.ts';
import { type Given, type OpTwins, twinsOf } from '../twin.ts';
import {
  GELU,
  GELU_CUBIC,
  GELU_END,
  geluArgument,
  logisticAndSlope,
  MISH_END,
  mishShare,
  normal,
  softplusFunction,
} from './shared/activation-functions.ts';
import { exponentialMinusOne, logistic, plusProduct, type VectorFunction } from './shared/functions.ts';
import { gradientPart, mapPart } from './shared/maps.ts';

type Vector = Local<'v128'>;

/** What distinguishes an activation; each maker loads what its loop needs. */
interface Formulas {
  /** y, made of x. */
  value(k: Kernel, given: Given): VectorFunction;
  /** What is added to dx, made of dy and of what the op's backward reads: x or y. */
  slope(k: Kernel, given: Given): (d: Vector, read: Vector) => V128;
}

/** The twins of an op of one input that reads one tensor backward. */
function activationTwins(op: Parameters<typeof twinsOf>[0], { value, slope }: Formulas) {
  const { name, reads } = op.definition;
  const hooks: OpTwins = {
    forward: ({ x }, y, _saved, given) => [mapPart(name, [x], y, (k) => value(k, given))],
    backward: (dy, { x: dx }, kept, given) => {
      if (dx === null) return [];
      const read: View = kept[reads[0]];
      return [gradientPart(name, [dy, read], dx, (k) => slope(k, given))];
    },
  };
  return twinsOf(op, hooks);
}

/** x where x > 0, else another value made of it. */
function above(k: Kernel, positive: VectorFunction, other: VectorFunction): VectorFunction {
  const zero = k.constant(0);
  return (x) => {
    const low = k.f.local('v128', other(x));
    return v128.bitselect(positive(x), low.get(), f32x4.gt(x.get(), zero.get()));
  };
}

/** x itself. */
const itself: VectorFunction = (x) => x.get();

/** x times a number. */
function times(k: Kernel, factor: number): VectorFunction {
  const constant = k.constant(factor);
  return (x) => f32x4.mul(x.get(), constant.get());
}

/** factor · (e^x − 1). */
function scaledExponential(k: Kernel, factor: number): VectorFunction {
  const inner = exponentialMinusOne(k);
  const constant = k.constant(factor);
  return (x) => f32x4.mul(inner(x), constant.get());
}

/** min(max(x, low), high); NaN passes. */
function clamp(k: Kernel, low: number, high: number): VectorFunction {
  const [least, most] = [k.constant(low), k.constant(high)];
  return (x) => f32x4.pmin(f32x4.pmax(x.get(), least.get()), most.get());
}

/** min(max(x + 3, 0), 6) / 6. */
function hardLogistic(k: Kernel): VectorFunction {
  const three = k.constant(3);
  const kept = clamp(k, 0, 6);
  const sixth = k.constant(1 / 6);
  return (x) => {
    const shifted = k.f.local('v128', f32x4.add(x.get(), three.get()));
    return f32x4.mul(kept(shifted), sixth.get());
  };
}

export const activationsTwins = [
  ...activationTwins(leakyRelu, {
    value: (k, { negativeSlope }) => above(k, itself, times(k, negativeSlope)),
    slope(k, { negativeSlope }) {
      const zero = k.constant(0);
      const less = times(k, negativeSlope);
      return (d, y) => v128.bitselect(d.get(), less(d), f32x4.gt(y.get(), zero.get()));
    },
  }),
  ...activationTwins(boundedRelu, {
    value(k, { maxValue, negativeSlope, threshold }) {
      const [most, limit, slope] = [maxValue, threshold, negativeSlope].map((option) => k.constant(option));
      const high: VectorFunction = (x) => f32x4.pmin(x.get(), most.get());
      if (negativeSlope === 0) return (x) => v128.andnot(high(x), f32x4.le(x.get(), limit.get()));
      return (x) => {
        const low = k.f.local('v128', f32x4.mul(slope.get(), f32x4.sub(x.get(), limit.get())));
        return v128.bitselect(high(x), low.get(), f32x4.gt(x.get(), limit.get()));
      };
    },
    slope(k, { maxValue, negativeSlope, threshold }) {
      const [most, limit] = [k.constant(maxValue), k.constant(threshold)];
      const less = times(k, negativeSlope);
      return (d, x) => {
        const inside = v128.and(d.get(), f32x4.lt(x.get(), most.get()));
        return v128.bitselect(inside, less(d), f32x4.gt(x.get(), limit.get()));
      };
    },
  }),
  ...activationTwins(elu, {
    value: (k, { alpha }) => above(k, itself, scaledExponential(k, alpha)),
    slope(k, { alpha }) {
      const [zero, constant] = [k.constant(0), k.constant(alpha)];
      return (d, y) => {
        const left = k.f.local('v128', f32x4.mul(f32x4.add(y.get(), constant.get()), d.get()));
        return v128.bitselect(d.get(), left.get(), f32x4.gt(y.get(), zero.get()));
      };
    },
  }),
  ...activationTwins(selu, {
    value: (k) => above(k, times(k, SELU_SCALE), scaledExponential(k, SELU_SCALE * SELU_ALPHA)),
    slope(k) {
      const [zero, scale, most] = [0, SELU_SCALE, SELU_SCALE * SELU_ALPHA].map((value) => k.constant(value));
      return (d, y) => {
        const left = k.f.local('v128', f32x4.add(y.get(), most.get()));
        return f32x4.mul(d.get(), v128.bitselect(left.get(), scale.get(), f32x4.lt(y.get(), zero.get())));
      };
    },
  }),
  ...activationTwins(softplus, {
    value: softplusFunction,
    slope(k) {
      const sigma = logistic(k);
      return (d, x) => f32x4.mul(d.get(), sigma(x));
    },
  }),
  ...activationTwins(logSigmoid, {
    value(k) {
      const inner = softplusFunction(k);
      return (x) => {
        x.set(f32x4.neg(x.get()));
        return f32x4.neg(inner(x));
      };
    },
    slope(k) {
      const sigma = logistic(k);
      return (d, x) => {
        x.set(f32x4.neg(x.get()));
        return f32x4.mul(d.get(), sigma(x));
      };
    },
  }),
  ...activationTwins(softsign, {
    value(k) {
      const one = k.constant(1);
      return (x) => f32x4.div(x.get(), f32x4.add(one.get(), f32x4.abs(x.get())));
    },
    slope(k) {
      const one = k.constant(1);
      return (d, x) => {
        x.set(f32x4.div(one.get(), f32x4.add(one.get(), f32x4.abs(x.get()))));
        return f32x4.mul(f32x4.mul(d.get(), x.get()), x.get());
      };
    },
  }),
  ...activationTwins(silu, {
    value(k) {
      const sigma = logisticAndSlope(k);
      return (x) => f32x4.mul(x.get(), sigma(x).value.get());
    },
    slope(k) {
      const sigma = logisticAndSlope(k);
      return (d, x) => {
        const { value, slope } = sigma(x);
        return f32x4.mul(d.get(), f32x4.add(value.get(), f32x4.mul(x.get(), slope.get())));
      };
    },
  }),
  ...activationTwins(mish, {
    value(k) {
      const share = mishShare(k);
      return (x) => f32x4.mul(x.get(), share(x).share.get());
    },
    // t + x · 4 e (e + 1) / (n + 2)², the last factor being (1 − t²) σ(x); 0 beyond the end
    slope(k) {
      const { f } = k;
      const parts = mishShare(k);
      const [one, four, end] = [k.constant(1), k.constant(4), k.constant(MISH_END)];
      return (d, x) => {
        const { share, e, below } = parts(x);
        const product = f32x4.mul(f32x4.mul(four.get(), e.get()), f32x4.add(e.get(), one.get()));
        const quotient = f32x4.div(product, f32x4.mul(below.get(), below.get()));
        const bend = f.local('v128', v128.andnot(quotient, f32x4.gt(x.get(), end.get())));
        return f32x4.mul(d.get(), f32x4.add(share.get(), f32x4.mul(x.get(), bend.get())));
      };
    },
  }),
  ...activationTwins(gelu, {
    value(k, { approximate }) {
      if (approximate === 'tanh') {
        const [inner, sigma] = [geluArgument(k), logisticAndSlope(k)];
        return (x) => f32x4.mul(x.get(), sigma(inner(x).argument).value.get());
      }
      const distribution = normal(k);
      return (x) => f32x4.mul(x.get(), distribution(x).share.get());
    },
    slope(k, { approximate }) {
      const { f } = k;
      if (approximate === 'tanh') {
        const [inner, sigma] = [geluArgument(k), logisticAndSlope(k)];
        const [linear, cubic, end] = [GELU, 3 * GELU_CUBIC, GELU_END].map((c) => k.constant(c));
        return (d, x) => {
          const { argument, square } = inner(x);
          const { value, slope } = sigma(argument);
          square.set(f32x4.pmin(square.get(), end.get()));
          const inward = f.local('v128', plusProduct(k, linear, cubic, square));
          slope.set(f32x4.mul(f32x4.mul(x.get(), slope.get()), inward.get()));
          return f32x4.mul(d.get(), f32x4.add(value.get(), slope.get()));
        };
      }
      const distribution = normal(k);
      const height = k.constant(1 / Math.sqrt(2 * Math.PI));
      return (d, x) => {
        const { share, bell } = distribution(x);
        bell.set(f32x4.mul(bell.get(), height.get()));
        return f32x4.mul(d.get(), f32x4.add(share.get(), f32x4.mul(x.get(), bell.get())));
      };
    },
  }),
  ...activationTwins(hardTanh, {
    value: (k) => clamp(k, -1, 1),
    slope(k) {
      const one = k.constant(1);
      return (d, x) => v128.and(d.get(), f32x4.le(f32x4.abs(x.get()), one.get()));
    },
  }),
  ...activationTwins(hardSigmoid, {
    value: hardLogistic,
    slope(k) {
      const [three, sixth] = [k.constant(3), k.constant(1 / 6)];
      return (d, x) => v128.and(f32x4.mul(d.get(), sixth.get()), f32x4.lt(f32x4.abs(x.get()), three.get()));
    },
  }),
  ...activationTwins(hardSilu, {
    value(k) {
      const inner = hardLogistic(k);
      return (x) => f32x4.mul(x.get(), inner(x));
    },
    slope(k) {
      const inner = hardLogistic(k);
      const [three, sixth] = [k.constant(3), k.constant(1 / 6)];
      return (d, x) => {
        const h = k.f.local('v128', inner(x));
        const inside = k.f.local('v128', f32x4.lt(f32x4.abs(x.get()), three.get()));
        x.set(v128.and(f32x4.mul(x.get(), sixth.get()), inside.get()));
        return f32x4.mul(d.get(), f32x4.add(h.get(), x.get()));
      };
    },
  }),
];
