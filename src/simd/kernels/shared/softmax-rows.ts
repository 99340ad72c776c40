/**
 * What softmax and its cross-entropy have in common: e^(z − largest z) of a row, and the sum of them.
 */
import { f32x4, type Local, v128 } from '../../assembler/index.ts';
import type { Kernel } from '../../kernel.ts';
import type { VectorFunction } from './functions.ts';
import { largestOfLanes, masked, Row, sumOfLanes } from './rows.ts';

/** Largest logit, sum of the exponentials and its inverse: of four rows, or of one in all lanes. */
interface Sums {
  readonly largest: Local<'v128'>;
  readonly sum: Local<'v128'>;
  readonly inverse: Local<'v128'>;
}

/** Of four rows, a row in each lane: e has a vector for each column. */
export function exponentialsDown(
  k: Kernel,
  exponent: VectorFunction,
  z: readonly Local<'v128'>[],
): Sums & { readonly e: readonly Local<'v128'>[] } {
  const { f } = k;
  const largest = f.local('v128', z[0].get());
  for (const x of z.slice(1)) largest.set(f32x4.pmax(largest.get(), x.get()));
  const sum = f.local('v128', f.zero());
  const e = z.map((x) => {
    const shifted = f.local('v128', f32x4.sub(x.get(), largest.get()));
    const value = f.local('v128', exponent(shifted));
    sum.set(f32x4.add(sum.get(), value.get()));
    return value;
  });
  return { largest, sum, inverse: inverseOf(k, sum), e };
}

/**
 * Of one row, walked along.
 *
 * @param start bytes from both addresses to the row
 * @param from address of the logits; `to`, where the exponentials of a long row are kept
 */
export function exponentialsAlong(
  k: Kernel,
  exponent: VectorFunction,
  classes: number,
  start: Local<'i32'>,
  { from, to }: { readonly from: number; readonly to: number },
): Sums & { readonly z: Row; readonly e: Row } {
  const { f } = k;
  const z = new Row(k, classes, start, from);
  const first = f.local('v128', v128.load32_splat(start.get(), from));
  const most = f.local('v128', first.get());
  z.visit(({ mask }, x) => {
    if (mask !== null) x.set(v128.bitselect(x.get(), first.get(), mask.get()));
    most.set(f32x4.pmax(most.get(), x.get()));
  });
  const largest = largestOfLanes(k, most);
  const e = new Row(k, classes, start, to);
  const sums = f.local('v128', f.zero());
  z.visit((piece, x) => {
    const shifted = f.local('v128', f32x4.sub(x.get(), largest.get()));
    const value = f.local('v128', masked(exponent(shifted), piece));
    sums.set(f32x4.add(sums.get(), value.get()));
    e.keep(piece, value);
  });
  const sum = sumOfLanes(k, sums);
  return { largest, sum, inverse: inverseOf(k, sum), z, e };
}

/** 1 / sum. The constant has been loaded before the loop, as `exponent` needs it too. */
function inverseOf(k: Kernel, sum: Local<'v128'>): Local<'v128'> {
  return k.f.local('v128', f32x4.div(k.constant(1).get(), sum.get()));
}
