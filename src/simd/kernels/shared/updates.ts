/**
 * What the twins of updates have in common: loops over weights that stand side by side, and how small numbers end.
 */
import { registersOf, type View } from '../../../tensor/index.ts';
import { f32, f32x4, f64, f64x2, type Local, shuffle, v128, type V128 } from '../../assembler/index.ts';
import type { Formula, Kernel, MapOptions } from '../../kernel.ts';
import type { Part } from '../../twin.ts';
import type { VectorFunction } from './functions.ts';

/** What is remembered of a parameter, by name; null where the options do without. */
export type Slots = Readonly<Record<string, View | null>>;

/** Means and velocities this small are 0. */
const TRACE = 1e-30;
/** Mean squares this small are 0: their roots, 1e-17, are nothing beside ε. */
export const SQUARE_TRACE = 1e-34;

/** What an update works on. Weights and slots are read and written, the gradient is read. */
interface Update {
  readonly name: string;
  readonly w: View;
  readonly g: View;
  readonly slots?: readonly View[];
  readonly given: object;
  readonly unroll?: MapOptions['unroll'];
}

/**
 * An update as a loop over arrays of one length, which goes on over neighbours that are updated alike.
 *
 * @param prepare loads the numbers, and gives the formula: from w, g and the slots to w and the slots
 */
export function updatePart(
  { name, w, g, slots = [], given, unroll = 2 }: Update,
  prepare: (k: Kernel) => Formula,
): Part {
  const inputs = [w, g, ...slots];
  const outputs = [w, ...slots];
  const emit = (k: Kernel, length: number) => k.map({ length, inputs, outputs, unroll }, prepare(k));
  return {
    name,
    reads: [...inputs, registersOf(given)!],
    writes: outputs,
    row: { arrays: inputs, same: given, emit },
    emit: (k) => emit(k, w.data.length),
  };
}

/** 1 − a number of the options, in all lanes: rounded once. */
export function complement(k: Kernel, given: object, name: string): Local<'v128'> {
  const { f } = k;
  return f.local('v128', f32x4.splat(f32.demote_f64(f64.sub(f.f64(1), k.register(given, name)))));
}

/** What goes with a factor that was rounded, so that the two add up to 1: else a mean would be off for good. */
export function shareBeside(k: Kernel, factor: Local<'v128'>): Local<'v128'> {
  return k.f.local('v128', f32x4.sub(k.constant(1).get(), factor.get()));
}

/** x, or 0 where |x| is no more than `trace`; NaN stays. */
export function withoutTraces(k: Kernel, trace = TRACE): VectorFunction {
  const least = k.constant(trace);
  return (x) => v128.andnot(x.get(), f32x4.le(f32x4.abs(x.get()), least.get()));
}

/** a ← factor · a + b. */
export function decay(a: Local<'v128'>, factor: Local<'v128'>, b: V128Maker): void {
  a.set(f32x4.add(f32x4.mul(factor.get(), a.get()), b()));
}

type V128Maker = () => V128;

/** The two halves of a vector, as 64-bit floats. */
export function halves(k: Kernel, x: Local<'v128'>): readonly [low: Local<'v128'>, high: Local<'v128'>] {
  const low = k.f.local('v128', f64x2.promote_low_f32x4(x.get()));
  return [low, k.f.local('v128', f64x2.promote_low_f32x4(k.shuffled(x, [2, 3, 0, 1])))];
}

/** Both halves rounded to 32 bits. */
export function joined(low: V128Maker, high: V128Maker): V128 {
  return shuffle(f32x4.demote_f64x2_zero(low()), f32x4.demote_f64x2_zero(high()), [0, 1, 4, 5]);
}

/** √(x + ε), or √x + ε. */
export function rootBeside(x: Local<'v128'>, epsilon: Local<'v128'>, inside: boolean): V128 {
  if (inside) return f32x4.sqrt(f32x4.add(x.get(), epsilon.get()));
  return f32x4.add(f32x4.sqrt(x.get()), epsilon.get());
}

/** The larger of two numbers, in place of the first; NaN where one of them is NaN, as `Math.max`. */
export function raise(a: Local<'v128'>, b: Local<'v128'>): void {
  // In this order a NaN of b stays; all bits set, which a number that is not equal to itself gives, are a NaN as well.
  a.set(v128.or(f32x4.pmax(b.get(), a.get()), f32x4.ne(a.get(), a.get())));
}
