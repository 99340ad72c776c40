/**
 * The twins of noise: Gaussian noise, Gaussian dropout and alpha dropout, from the bits of `random/counter-hash.ts`.
 *
 * Method: z = Φ⁻¹((bits + ½) / 2³²) as in `random/normal.ts`, by quotients of fewer terms; both the quotient of the
 * middle and that of the tails are worked out, and one is taken. Alpha dropout takes dropout's mask.
 *
 * Bound: z 5 units in the last place of max(1, |z|), the same z as the reference's; alpha dropout 2 units of |a x| + |b|.
 * @see Wichura (1988), "The Percentage Points of the Normal Distribution", algorithm AS 241, PPND7
 */
import {
  alphaDropout,
  alphaDropoutSlope,
  dropoutDeviation,
  gaussianDropout,
  gaussianNoise,
  SELU_LOWEST,
} from '../../autograd/index.ts';
import { dropThreshold } from '../../random/index.ts';
import { f32x4, i32x4, type Local, v128, type V128 } from '../assembler/index.ts';
import type { Kernel } from '../kernel.ts';
import { type Given, twinsOf } from '../twin.ts';
import { elementBits, hasStep, readingStep } from './shared/counter-bits.ts';
import { normalLogarithm, polynomial } from './shared/functions.ts';
import { copyPart, gradientPart, mapPart } from './shared/maps.ts';

/** The highest bit: the sign of a float. */
const TOP = 0x80000000;
/** Where the middle ends, as a distance of probabilities from ½, and its square. */
const MIDDLE = 0.425;
const MIDDLE_SQUARED = 0.180625;
const TAIL_SHIFT = 1.6;

/** Draws from the normal distribution for the elements 0 to 3, 4 to 7, …, in ascending order. */
function normals(k: Kernel, given: Given): () => V128 {
  const { f } = k;
  const bits = elementBits(k, given);
  const [top, below] = [k.bits(TOP), k.bits(TOP - 1)];
  const [half, scale] = [k.constant(0.5), k.constant(2 ** -32)];
  const [middle, square, shift] = [k.constant(MIDDLE), k.constant(MIDDLE_SQUARED), k.constant(TAIL_SHIFT)];
  const above = polynomial(k, [59.10937472, 159.29113202, 50.434271938, 3.3871327179]);
  const under = polynomial(k, [67.1875636, 78.757757664, 17.895169469, 1]);
  const tailAbove = polynomial(k, [0.17023821103, 1.3067284816, 2.75681539, 1.4234372777]);
  const tailUnder = polynomial(k, [0.12021132975, 0.7370016425, 1]);
  const logarithm = normalLogarithm(k);
  /** (n + ½) / 2³² */
  const share = (n: V128) => f32x4.mul(f32x4.add(f32x4.convert_i32x4_s(n), half.get()), scale.get());
  return () => {
    const h = bits();
    const upper = f.local('v128', i32x4.ge_u(h.get(), top.get()));
    const nearest = f.local('v128', v128.xor(h.get(), upper.get())); // counted from the nearer end, below 2³¹
    const end = f.local('v128', share(nearest.get()));
    const distance = f.local('v128', share(v128.xor(nearest.get(), below.get())));

    const r = f.local('v128', f32x4.sub(square.get(), f32x4.mul(distance.get(), distance.get())));
    const numerator = f.local('v128', f32x4.mul(above(r).get(), distance.get()));
    const denominator = under(r);
    const tail = f.local('v128', f32x4.sqrt(f32x4.neg(logarithm(end))));
    tail.set(f32x4.sub(tail.get(), shift.get()));
    const [tailNumerator, tailDenominator] = [tailAbove(tail), tailUnder(tail)];

    const far = f.local('v128', f32x4.gt(distance.get(), middle.get()));
    numerator.set(v128.bitselect(tailNumerator.get(), numerator.get(), far.get()));
    denominator.set(v128.bitselect(tailDenominator.get(), denominator.get(), far.get()));
    const sign = f.local('v128', v128.andnot(top.get(), upper.get()));
    return v128.or(f32x4.div(numerator.get(), denominator.get()), sign.get());
  };
}

/** What is kept and what is not, by dropout's mask. */
function mask(k: Kernel, given: Given): () => Local<'v128'> {
  const bits = elementBits(k, given);
  const threshold = k.bits(dropThreshold(given.rate));
  return () => k.f.local('v128', i32x4.ge_u(bits().get(), threshold.get()));
}

/** The twins of the three kinds of noise. */
export const noiseTwins = [
  ...twinsOf(gaussianNoise, {
    forward({ x }, y, _saved, given) {
      if (!hasStep(given)) return null;
      const part = mapPart('gaussian noise', [x], y, (k) => {
        const draw = normals(k, given);
        const stddev = k.constant(given.stddev);
        return (value) => {
          const z = k.f.local('v128', draw());
          return k.multiplyAdd(value, z.get, stddev.get);
        };
      });
      return [readingStep(part, given)];
    },
    backward: (dy, { x: dx }) => (dx === null ? [] : [copyPart('gaussian noise', dy, dx)]),
  }),
  ...twinsOf(gaussianDropout, {
    forward({ x }, y, { factor }, given) {
      if (!hasStep(given)) return null;
      const part = {
        name: 'gaussian dropout',
        reads: [x],
        writes: [factor, y],
        emit(k: Kernel) {
          const draw = normals(k, given);
          const [one, stddev] = [k.constant(1), k.constant(dropoutDeviation(given.rate))];
          k.map({ length: y.data.length, inputs: [x], outputs: [factor, y] }, (value) => {
            const z = k.f.local('v128', draw());
            z.set(k.multiplyAdd(one, z.get, stddev.get));
            return [z.get(), f32x4.mul(value.get(), z.get())];
          });
        },
      };
      return [readingStep(part, given)];
    },
    backward: (dy, { x: dx }, { factor }) =>
      dx === null
        ? []
        : [gradientPart('gaussian dropout', [dy, factor], dx, () => (d, by) => f32x4.mul(d.get(), by.get()))],
  }),
  ...twinsOf(alphaDropout, {
    forward({ x }, y, _saved, given) {
      if (!hasStep(given)) return null;
      const part = mapPart('alpha dropout', [x], y, (k) => {
        const kept = mask(k, given);
        const a = alphaDropoutSlope(given.rate);
        const b = -a * given.rate * SELU_LOWEST;
        const [slope, shift, other] = [a, b, a * SELU_LOWEST + b].map((value) => k.constant(value));
        return (value) => {
          const line = k.f.local('v128', k.multiplyAdd(shift, value.get, slope.get));
          return v128.bitselect(line.get(), other.get(), kept().get());
        };
      });
      return [readingStep(part, given)];
    },
    backward(dy, { x: dx }, _kept, given) {
      if (!hasStep(given)) return null;
      if (dx === null) return [];
      const part = gradientPart('alpha dropout', [dy], dx, (k) => {
        const kept = mask(k, given);
        const slope = k.constant(alphaDropoutSlope(given.rate));
        return (d) => v128.and(f32x4.mul(d.get(), slope.get()), kept().get());
      });
      return [readingStep(part, given)];
    },
  }),
];
