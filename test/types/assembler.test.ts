/**
 * What the compiler refuses about machine code: a value of one type in the place of another. Each line under
 * `@ts-expect-error` must not compile, or the build of the tests fails. Nothing here is called.
 */
import { assert } from 'chai';
import {
  f32,
  f32x4,
  f64,
  type FunctionBuilder,
  i32,
  i32x4,
  select,
  v128,
} from '../../src/simd/assembler/index.ts';

/** Keeps the work from running, and the compiler from calling it unused. */
const compiled: (() => unknown)[] = [];
const only = (work: () => unknown) => compiled.push(work);

declare const f: FunctionBuilder;

only(() => f32x4.add(f.zero(), f32x4.splat(f.f32(1))));
only(() => v128.store(f.i32(0), f.zero()));

describe('the compiler refuses', () => {
  it('a number in the place of a vector', () => {
    // @ts-expect-error: a float
    only(() => f32x4.add(f.f32(1), f.zero()));
    // @ts-expect-error: an integer
    only(() => v128.store(f.i32(0), f.i32(1)));
  });

  it('a vector in the place of a number', () => {
    // @ts-expect-error: as an operand
    only(() => f32.add(f.zero(), f.f32(1)));
    // @ts-expect-error: as an address
    only(() => v128.load(f.zero()));
    // @ts-expect-error: as the count of a shift
    only(() => i32x4.shl(f.zero(), f.zero()));
  });

  it('floats and integers, or two widths, together', () => {
    // @ts-expect-error: a float and an integer
    only(() => f32.mul(f.f32(1), f.i32(1)));
    // @ts-expect-error: 32 and 64 bits
    only(() => f64.add(f.f64(1), f.f32(1)));
    // @ts-expect-error: one of two
    only(() => select(f.i32(1), f.f32(1), f.i32(1)));
    // @ts-expect-error: 64 bits where 32 are stored
    only(() => f32.store(f.i32(0), f.f64(1)));
  });

  it('a local of one type for a value of another', () => {
    // @ts-expect-error: when it is made
    only(() => f.local('v128', f.i32(1)));
    // @ts-expect-error: when it is set
    only(() => f.local('f32').set(f.zero()));
  });

  it('a plain number in the place of a value', () => {
    // @ts-expect-error: 1 is not f.i32(1)
    only(() => i32.add(f.i32(1), 1));
  });

  it('an operand too few', () => {
    // @ts-expect-error: no mask
    only(() => v128.bitselect(f.zero(), f.zero()));
  });

  it('all of the above, while the right forms compile', () => assert.isAbove(compiled.length, 10));
});
