/**
 * The bits of `random/counter-hash.ts`, four elements at once: what dropout and noise draw from, bit for bit the same.
 *
 * Method: what the hash makes of seed and position is worked out when the code is built; the step is absorbed at the
 * start of each run; then four elements are hashed together.
 */
import { counterHash } from '../../../random/index.ts';
import { registersOf, type View } from '../../../tensor/index.ts';
import { type I32, i32, i32x4, i64, type Local, v128 } from '../../assembler/index.ts';
import { type Kernel, VECTOR } from '../../kernel.ts';
import type { Given, Part } from '../../twin.ts';
import { lanesOf } from './lanes.ts';

const {
  golden,
  shifts: [shift1, shift2, shift3],
  factors: [factor1, factor2],
} = counterHash;

/** Vectors in one pass of a loop. */
const UNROLL = 4;

/** lowbias32 of one number. */
function hashed(k: Kernel, h: Local<'i32'>): void {
  const { f } = k;
  const mix = (shift: number) => h.set(i32.xor(h.get(), i32.shr_u(h.get(), f.i32(shift))));
  mix(shift1);
  h.set(i32.mul(h.get(), f.i32(factor1)));
  mix(shift2);
  h.set(i32.mul(h.get(), f.i32(factor2)));
  mix(shift3);
}

/** lowbias32 of four numbers at once. Ask for it before the loop. */
function hashedLanes(k: Kernel): (h: Local<'v128'>) => void {
  const { f } = k;
  const [first, second] = [k.bits(factor1), k.bits(factor2)];
  return (h) => {
    const mix = (shift: number) => h.set(v128.xor(h.get(), i32x4.shr_u(h.get(), f.i32(shift))));
    mix(shift1);
    h.set(i32x4.mul(h.get(), first.get()));
    mix(shift2);
    h.set(i32x4.mul(h.get(), second.get()));
    mix(shift3);
  };
}

/** The low or the high 32 bits of the step. */
function stepWord(k: Kernel, step: object, high: boolean): I32 {
  const whole = i64.trunc_f64_u(k.register(step, 'value'));
  return i32.wrap_i64(high ? i64.shr_u(whole, k.f.i64(32)) : whole);
}

/** A key of this step. @param before what seed and position have made of it */
function stepKey(k: Kernel, before: number, step: object): Local<'i32'> {
  const { f } = k;
  const h = f.local('i32', f.i32(before));
  for (const high of [false, true]) {
    h.set(i32.add(i32.xor(h.get(), stepWord(k, step, high)), f.i32(golden)));
    hashed(k, h);
  }
  return h;
}

/** The numbers 0 to 15 in memory. @returns their address */
function firstNumbers(k: Kernel): number {
  const { f } = k;
  const table = k.places.scratch(4 * VECTOR);
  const first = lanesOf(
    k,
    [0, 1, 2, 3].map((i) => k.bits(i)),
  );
  const further = [0, 4, 8, 12].map((number) => k.bits(number));
  for (const [j, number] of further.entries())
    v128.store(f.i32(table), i32x4.add(first.get(), number.get()), VECTOR * j);
  return table;
}

/**
 * The bits of the elements 0 to 3, 4 to 7, …: to be asked for in ascending order, `UNROLL` vectors in one pass of a loop.
 *
 * The numbers of sixteen elements are a table, exclusive-or a multiple of sixteen: a table in memory, from which V8
 * can load two vectors at once.
 */
export function elementBits(k: Kernel, { seed, position, step }: Given): () => Local<'v128'> {
  const { f } = k;
  const [first, second] = counterHash.keysBeforeStep(seed, position);
  const key1 = stepKey(k, first, step);
  const key2 = f.local('v128', i32x4.splat(stepKey(k, second, step).get()));
  const hash = hashedLanes(k);
  const table = k.pointer(firstNumbers(k));
  const sixteen = k.pointer(0);
  const start = f.local('v128');
  let calls = 0;
  return () => {
    const place = calls++ % UNROLL;
    if (place === 0) {
      start.set(i32x4.splat(i32.xor(sixteen.get(), key1.get())));
      sixteen.set(i32.add(sixteen.get(), f.i32(4 * UNROLL)));
    }
    const h = f.local('v128', v128.xor(v128.load(table.get(), VECTOR * place), start.get()));
    hash(h);
    h.set(i32x4.add(h.get(), key2.get()));
    hash(h);
    return h;
  };
}

/** Whether the step of such an op can be read: whether it is a register. */
export function hasStep({ step }: Given): boolean {
  return registersOf(step) !== null;
}

/** The same part, which also reads the step. */
export function readingStep(part: Part, { step }: Given): Part {
  return { ...part, reads: [...part.reads, registersOf(step)! as View] };
}
