/**
 * The twins of what optimizers do to gradients and weights before the update: clipping and weight decay.
 *
 * Method: sums of squares are kept in 64 bits, squares included, so that no gradient is too large to be clipped; the
 * factor is worked out in 64 bits and rounded once. Where it is 1, nothing is written. Neighbours are one loop, as in
 * updates; what lies in the padding is changed as well, and read by nobody.
 *
 * Bound: clipping by value to the last bit; by norm 2 units in the last place, where the factor is a normal number (a
 * norm of at most 1e37 times what it is clipped to); decay 4 units in the last place of what is taken off or added, and one
 * of the result. NaN and infinities pass as in the reference.
 */
import {
  clipByGlobalNorm,
  clipByNorm,
  clipByValue,
  coupledDecay,
  decoupledDecay,
  unscaledDecay,
} from '../../optim/index.ts';
import { registersOf, type View } from '../../tensor/index.ts';
import { f32, f32x4, f64, f64x2, i32, type Local, v128, type V128 } from '../assembler/index.ts';
import { type Kernel, VECTOR } from '../kernel.ts';
import { defineTwin, type Part } from '../twin.ts';
import { halves } from './shared/updates.ts';

/** Sums that are kept side by side, so that none waits for another. */
const SUMS = 2;

/** Adds the squares of a tensor to a sum, in 64 bits. */
function addSquares(k: Kernel, { data }: View, address: number, sum: Local<'f64'>): void {
  const { f } = k;
  const sums = Array.from({ length: SUMS }, () => f.local('v128', f.zero()));
  const at = k.pointer(address);
  const add = (i: number, mask: Local<'v128'> | null) => {
    const x = f.local('v128', v128.load(at.get(), VECTOR * i));
    if (mask !== null) x.set(v128.and(x.get(), mask.get()));
    for (const half of halves(k, x)) {
      sums[i].set(f64x2.add(sums[i].get(), f64x2.mul(half.get(), half.get())));
    }
  };
  const vectors = Math.floor(data.length / 4);
  f.repeat(Math.floor(vectors / SUMS), [[at, SUMS * VECTOR]], () => {
    for (let i = 0; i < SUMS; i++) add(i, null);
  });
  const left = vectors % SUMS;
  for (let i = 0; i < left; i++) add(i, null);
  if (data.length % 4 > 0) add(left, f.local('v128', v128.load(f.i32(0), k.mask(data.length % 4))));
  for (const pair of sums) {
    sum.set(f64.add(sum.get(), f64x2.extract_lane(pair.get(), 0)));
    sum.set(f64.add(sum.get(), f64x2.extract_lane(pair.get(), 1)));
  }
}

/** Clips gradients, one or all, by the norm that they have together. */
function normPart(name: 'clipnorm' | 'globalClipnorm', gradients: readonly View[], given: object): Part {
  return {
    name,
    reads: [...gradients, registersOf(given)!],
    writes: gradients,
    emit(k) {
      const { f } = k;
      const sum = f.local('f64', f.f64(0));
      for (const g of gradients) addSquares(k, g, k.address(g), sum);
      const longest = () => k.register(given, name);
      const norm = f64.max(f64.sqrt(sum.get()), longest());
      const length = f.local('f64', norm);
      const factor = f.local('f32', f32.demote_f64(f64.div(longest(), length.get())));
      const factors = f.local('v128', f32x4.splat(factor.get()));
      const nothing = f32.lt(f.f32(1 - 2 ** -24), factor.get()); // the largest number below 1; never true of NaN
      f.when(i32.eqz(nothing), () => {
        for (const g of gradients) {
          k.map({ length: g.data.length, inputs: [g], outputs: [g] }, (x) =>
            f32x4.mul(x.get(), factors.get()),
          );
        }
      });
    },
  };
}

/** A loop over weights or gradients that goes on over neighbours: the first of the views is changed. */
function rowPart(
  name: string,
  views: readonly View[],
  given: object,
  prepare: (k: Kernel) => (...x: readonly Local<'v128'>[]) => V128,
): Part {
  const [changed] = views;
  const emit = (k: Kernel, length: number) =>
    k.map({ length, inputs: views, outputs: [changed] }, prepare(k));
  return {
    name,
    reads: [...views, registersOf(given)!],
    writes: [changed],
    row: { arrays: views, same: given, emit },
    emit: (k) => emit(k, changed.data.length),
  };
}

/** w ← w − share · w. */
function shrinkPart(name: string, w: View, given: object, share: (k: Kernel) => Local<'v128'>): Part {
  return rowPart(name, [w], given, (k) => {
    const factor = share(k);
    return (weight) => f32x4.sub(weight.get(), f32x4.mul(factor.get(), weight.get()));
  });
}

export const clippingTwins = [
  defineTwin(clipByValue, (g, given) => {
    if (registersOf(given) === null) return null;
    return [
      rowPart('clipvalue', [g], given, (k) => {
        const most = k.splatRegister(given, 'clipvalue');
        const least = k.f.local('v128', f32x4.neg(most.get()));
        return (x) => f32x4.pmin(f32x4.pmax(x.get(), least.get()), most.get()); // in this order NaN stays
      }),
    ];
  }),

  defineTwin(clipByNorm, (g, given) =>
    registersOf(given) === null ? null : [normPart('clipnorm', [g], given)],
  ),

  defineTwin(clipByGlobalNorm, (gradients, given) =>
    registersOf(given) === null ? null : [normPart('globalClipnorm', gradients, given)],
  ),

  defineTwin(decoupledDecay, (w, given) => {
    if (registersOf(given) === null) return null;
    const share = (k: Kernel) => {
      const product = f64.mul(k.register(given, 'learningRate'), k.register(given, 'weightDecay'));
      return k.f.local('v128', f32x4.splat(f32.demote_f64(product)));
    };
    return [shrinkPart('weight decay', w, given, share)];
  }),

  defineTwin(unscaledDecay, (w, given) => {
    if (registersOf(given) === null) return null;
    return [shrinkPart('unscaled weight decay', w, given, (k) => k.splatRegister(given, 'weightDecay'))];
  }),

  defineTwin(coupledDecay, (w, g, given) => {
    if (registersOf(given) === null) return null;
    return [
      rowPart('coupled weight decay', [g, w], given, (k) => {
        const lambda = k.splatRegister(given, 'weightDecay');
        return (gradient, weight) => f32x4.add(gradient.get(), f32x4.mul(lambda.get(), weight.get()));
      }),
    ];
  }),
];
