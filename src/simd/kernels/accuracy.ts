/**
 * The twin of the metric accuracy, for one-hot targets: how many rows have their largest prediction where their
 * largest target is.
 *
 * Exact: of equal numbers the first counts, a NaN is never larger, and one in the first place stays the largest.
 */
import { accuracy } from '../../metrics/index.ts';
import { lastAxis, registersOf, type View } from '../../tensor/index.ts';
import { f32x4, f64, i32, i32x4, type I32, type Local, v128 } from '../assembler/index.ts';
import { type Kernel, VECTOR } from '../kernel.ts';
import { defineTwin } from '../twin.ts';
import { FourRows, inFours, largestOfLanes, MOST_DOWN } from './shared/rows.ts';
import { Total } from './shared/total.ts';

/** The first column of the largest number in each lane, as bits of an integer. */
function argmaxDown(
  k: Kernel,
  columns: readonly Local<'v128'>[],
  numbers: readonly Local<'v128'>[],
): Local<'v128'> {
  const { f } = k;
  const best = f.local('v128', columns[0].get());
  const index = f.local('v128', numbers[0].get());
  for (const [j, x] of columns.entries()) {
    if (j === 0) continue;
    const larger = f.local('v128', f32x4.gt(x.get(), best.get()));
    index.set(v128.bitselect(numbers[j].get(), index.get(), larger.get()));
    best.set(f32x4.pmax(best.get(), x.get()));
  }
  return index;
}

/** Four rows at a time. */
function countDown(
  k: Kernel,
  targets: View,
  predictions: View,
  weights: View,
  right: Total,
  all: Total,
): void {
  const { f } = k;
  const units = lastAxis(predictions.shape);
  const numbers = Array.from({ length: units }, (_, j) => k.bits(j));
  inFours(k, weights.data.length, units, (at, row, count) => {
    const four = new FourRows(k, units, count);
    const predicted = argmaxDown(k, four.load(at, k.address(predictions)), numbers);
    const target = argmaxDown(k, four.load(at, k.address(targets)), numbers);
    const weight = f.local('v128', v128.load(row.get(), k.address(weights)));
    if (count < 4) weight.set(v128.and(weight.get(), v128.load(f.i32(0), k.mask(count))));
    right.add(v128.and(weight.get(), i32x4.eq(predicted.get(), target.get())));
    all.add(weight.get());
  });
}

/** The first column of the largest number of one row, from the bits of comparisons; at most 32 columns. */
function argmaxAlong(k: Kernel, row: View): I32 {
  const { f } = k;
  const at = k.address(row);
  const columns = row.data.length;
  const vectors = Math.ceil(columns / 4);
  const first = f.local('v128', v128.load32_splat(f.i32(0), at));
  const values = Array.from({ length: vectors }, (_, j) => {
    const x = f.local('v128', v128.load(f.i32(0), at + VECTOR * j));
    const rest = columns - 4 * j;
    if (rest < 4) x.set(v128.bitselect(x.get(), first.get(), v128.load(f.i32(0), k.mask(rest))));
    return x;
  });
  const most = f.local('v128', first.get());
  for (const x of values) most.set(f32x4.pmax(most.get(), x.get()));
  const largest = largestOfLanes(k, most);
  const bits = f.local('i32', f.i32(0));
  for (const [j, x] of values.entries()) {
    const here = i32.shl(i32x4.bitmask(f32x4.eq(x.get(), largest.get())), f.i32(4 * j));
    const shifted = f.local('i32', here);
    bits.set(i32.or(bits.get(), shifted.get()));
  }
  // nothing equals a NaN in the first place: then it is the largest
  return i32.ctz(i32.or(bits.get(), i32.eqz(bits.get())));
}

/** One row. */
function countRow(
  k: Kernel,
  targets: View,
  predictions: View,
  weights: View,
  right: number,
  all: number,
): void {
  const { f } = k;
  const predicted = f.local('i32', argmaxAlong(k, predictions));
  const same = f.local('i32', i32.eq(argmaxAlong(k, targets), predicted.get()));
  const weight = f.local('f64', f64.promote_f32(k.first(weights)));
  const counted = f64.mul(f64.convert_i32_s(same.get()), weight.get());
  const sum = f.local('f64', f64.add(counted, f64.load(f.i32(0), right)));
  f64.store(f.i32(0), sum.get(), right);
  sum.set(f64.add(weight.get(), f64.load(f.i32(0), all)));
  f64.store(f.i32(0), sum.get(), all);
}

/** The twin of `accuracy`. */
export const accuracyTwins = [
  defineTwin(
    accuracy.definition.update,
    (counts: Record<string, number>, targets: View, predictions: View, weights: View) => {
      const units = lastAxis(predictions.shape);
      const store = registersOf(counts);
      const oneHot = targets.data.length === predictions.data.length && units > 1;
      if (store === null || !oneHot || units > MOST_DOWN) return null;
      return [
        {
          name: 'accuracy',
          reads: [targets, predictions, weights],
          adds: [store],
          emit(k) {
            const right = k.registerAddress(counts, 'right');
            const total = k.registerAddress(counts, 'total');
            if (weights.data.length === 1) {
              countRow(k, targets, predictions, weights, right, total);
              return;
            }
            const [sum, all] = [new Total(k), new Total(k)];
            countDown(k, targets, predictions, weights, sum, all);
            const { f } = k;
            for (const [place, value] of [
              [right, sum],
              [total, all],
            ] as const) {
              const added = f.local('f64', f64.add(value.value(), f64.load(f.i32(0), place)));
              f64.store(f.i32(0), added.get(), place);
            }
          },
        },
      ];
    },
  ),
];
