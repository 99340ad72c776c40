/**
 * The twins of the mean squared and absolute errors and of the two cross-entropies of yes-or-no outputs.
 *
 * Method: `shared/weighted-rows.ts`. Terms and their products with the weights are 32-bit, up to four of them are added
 * in 32 bits, and all the rest in 64.
 *
 * Bound: the loss 5e-7 of the sum of its terms' magnitudes (for cross-entropies, of max(1, magnitude)); gradients 6 units in
 * the last place of the larger of prediction and target in what the share is multiplied by. NaN and infinities pass as in
 * the reference.
 */
import {
  EPSILON,
  binaryCrossEntropy,
  meanAbsoluteError,
  meanSquaredError,
  sigmoidCrossEntropy,
} from '../../autograd/index.ts';
import { f32x4, v128, type V128 } from '../assembler/index.ts';
import {
  clampedExponential,
  logarithmOfOnePlus,
  normalLogarithm,
  signum,
  logistic,
} from './shared/functions.ts';
import { lossTwins } from './shared/losses.ts';

/** The twins of these four losses. */
export const lossesTwins = [
  ...lossTwins(meanSquaredError, {
    predictions: 'predictions',
    term: (k) => (t, p) => {
      const error = k.f.local('v128', f32x4.sub(p.get(), t.get()));
      return f32x4.mul(error.get(), error.get());
    },
    slope: () => (share, t, p) => {
      share.set(f32x4.mul(share.get(), f32x4.sub(p.get(), t.get())));
      return f32x4.add(share.get(), share.get());
    },
  }),

  ...lossTwins(meanAbsoluteError, {
    predictions: 'predictions',
    term: () => (t, p) => f32x4.abs(f32x4.sub(p.get(), t.get())),
    slope(k) {
      const sign = signum(k);
      return (share, t, p) => {
        const error = k.f.local('v128', f32x4.sub(p.get(), t.get()));
        return f32x4.mul(share.get(), sign(error));
      };
    },
  }),

  // max(z, 0) − z t + ln(1 + e^−|z|)
  ...lossTwins(sigmoidCrossEntropy, {
    predictions: 'logits',
    term(k) {
      const { f } = k;
      const [exponent, logarithm] = [clampedExponential(k), logarithmOfOnePlus(k)];
      const zero = k.constant(0);
      return (t, z) => {
        const minus = f.local('v128', f32x4.neg(f32x4.abs(z.get())));
        const e = f.local('v128', exponent(minus));
        const linear = f32x4.sub(f32x4.pmax(z.get(), zero.get()), f32x4.mul(z.get(), t.get()));
        return f32x4.add(linear, logarithm(e));
      };
    },
    slope(k) {
      const probability = logistic(k);
      return (share, t, z) => f32x4.mul(share.get(), f32x4.sub(probability(z), t.get()));
    },
  }),

  // −t ln q − (1 − t) ln (1 − q); 1 − q is made of 1 − p and then clipped, for next to 1 a q of 32 bits is too coarse
  ...lossTwins(binaryCrossEntropy, {
    predictions: 'probabilities',
    term(k) {
      const { f } = k;
      const logarithm = normalLogarithm(k);
      const one = k.constant(1);
      const [low, high] = [k.constant(EPSILON), k.constant(1 - EPSILON)];
      const clip = (p: V128) => f.local('v128', f32x4.pmin(f32x4.pmax(p, low.get()), high.get()));
      return (t, p) => {
        const q = clip(p.get());
        const rest = clip(f32x4.sub(one.get(), p.get()));
        const yes = f.local('v128', f32x4.mul(t.get(), logarithm(q)));
        const no = f.local('v128', f32x4.mul(f32x4.sub(one.get(), t.get()), logarithm(rest)));
        return f32x4.neg(f32x4.add(yes.get(), no.get()));
      };
    },
    slope(k) {
      const { f } = k;
      const one = k.constant(1);
      const [low, high] = [k.constant(EPSILON), k.constant(1 - EPSILON)];
      return (share, t, p) => {
        const above = f32x4.mul(share.get(), f32x4.sub(p.get(), t.get()));
        const quotient = f32x4.div(above, f32x4.mul(p.get(), f32x4.sub(one.get(), p.get())));
        const slope = f.local('v128', quotient);
        const unclipped = v128.and(f32x4.ge(p.get(), low.get()), f32x4.le(p.get(), high.get()));
        const mask = f.local('v128', unclipped);
        return v128.and(slope.get(), mask.get());
      };
    },
  }),
];
