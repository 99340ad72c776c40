/**
 * Every instruction of vectors: it makes a valid module, and does what its name says.
 */
import { assert } from 'chai';
import {
  f32,
  f32x4,
  f64x2,
  type FunctionBuilder,
  i32x4,
  shuffle,
  v128,
} from '../../src/simd/assembler/index.ts';
import { modeOf } from '../../src/simd/probe.ts';
import { A, B, C, called, FLOATS, INTEGERS, memoryOf, RESULT, untried } from './instruction-operands.ts';
import { runCode } from './run-code.ts';

const mask = (is: boolean) => (is ? -1 : 0);
type OfLanes = (a: number, b: number, c: number) => number;

/** One result for each lane. */
function lanes(
  name: string,
  operands: number,
  emit: (f: FunctionBuilder) => void,
  from: 'float' | 'integer',
  to: 'float' | 'integer',
  expected: OfLanes,
): void {
  it(called(name), () => {
    const buffer = runCode(emit, memoryOf(from));
    const [a, b, c] = from === 'float' ? FLOATS : INTEGERS;
    const wanted = a.map((x, i) => expected(x, operands > 1 ? b[i] : 0, operands > 2 ? c[i] : 0));
    const received = new (to === 'float' ? Float32Array : Int32Array)(buffer, RESULT, 4);
    assert.deepEqual(Array.from(received), wanted);
  });
}

const at = (f: FunctionBuilder, address: number) => v128.load(f.i32(0), address);

describe('instructions of vectors', () => {
  const binary: Readonly<Record<string, OfLanes>> = {
    add: (a, b) => a + b,
    sub: (a, b) => a - b,
    mul: (a, b) => a * b,
    div: (a, b) => Math.fround(a / b),
    min: (a, b) => Math.min(a, b),
    max: (a, b) => Math.max(a, b),
    pmin: (a, b) => (b < a ? b : a),
    pmax: (a, b) => (a < b ? b : a),
  };
  const comparisons: Readonly<Record<string, OfLanes>> = {
    eq: (a, b) => mask(a === b),
    ne: (a, b) => mask(a !== b),
    lt: (a, b) => mask(a < b),
    gt: (a, b) => mask(a > b),
    le: (a, b) => mask(a <= b),
    ge: (a, b) => mask(a >= b),
  };
  const unary: Readonly<Record<string, OfLanes>> = {
    abs: Math.abs,
    neg: (a) => -a,
    sqrt: (a) => Math.fround(Math.sqrt(a)),
  };
  const two = (operation: (a: ReturnType<typeof at>, b: ReturnType<typeof at>) => ReturnType<typeof at>) => {
    return (f: FunctionBuilder) => v128.store(f.i32(0), operation(at(f, A), at(f, B)), RESULT);
  };
  const one = (operation: (a: ReturnType<typeof at>) => ReturnType<typeof at>) => (f: FunctionBuilder) =>
    v128.store(f.i32(0), operation(at(f, A)), RESULT);

  for (const [name, expected] of Object.entries(binary))
    lanes(`f32x4.${name}`, 2, two(f32x4[name as 'add']), 'float', 'float', expected);
  for (const [name, expected] of Object.entries(comparisons))
    lanes(`f32x4.${name}`, 2, two(f32x4[name as 'eq']), 'float', 'integer', expected);
  for (const [name, expected] of Object.entries(unary))
    lanes(`f32x4.${name}`, 1, one(f32x4[name as 'abs']), 'float', 'float', expected);
  lanes('f32x4.convert_i32x4_s', 1, one(f32x4.convert_i32x4_s), 'integer', 'float', Math.fround);
  const integers: Readonly<Record<string, OfLanes>> = {
    add: (a, b) => (a + b) | 0,
    sub: (a, b) => (a - b) | 0,
    mul: Math.imul,
    eq: (a, b) => mask(a === b),
    ge_u: (a, b) => mask(a >>> 0 >= b >>> 0),
  };
  for (const [name, expected] of Object.entries(integers))
    lanes(`i32x4.${name}`, 2, two(i32x4[name as 'add']), 'integer', 'integer', expected);
  const shifts: Readonly<Record<string, OfLanes>> = {
    shl: (a) => a << 5,
    shr_u: (a) => (a >>> 5) | 0,
  };
  for (const [name, expected] of Object.entries(shifts)) {
    const emit = (f: FunctionBuilder) =>
      v128.store(f.i32(0), i32x4[name as 'shl'](at(f, A), f.i32(5)), RESULT);
    lanes(`i32x4.${name}`, 1, emit, 'integer', 'integer', expected);
  }
  const bits: Readonly<Record<string, OfLanes>> = {
    and: (a, b) => a & b,
    andnot: (a, b) => a & ~b,
    or: (a, b) => a | b,
    xor: (a, b) => a ^ b,
  };
  for (const [name, expected] of Object.entries(bits))
    lanes(`v128.${name}`, 2, two(v128[name as 'and']), 'integer', 'integer', expected);
  lanes('v128.not', 1, one(v128.not), 'integer', 'integer', (a) => ~a);
  const bitselect = (f: FunctionBuilder) =>
    v128.store(f.i32(0), v128.bitselect(at(f, A), at(f, B), at(f, C)), RESULT);
  lanes('v128.bitselect', 3, bitselect, 'integer', 'integer', (a, b, c) => (a & c) | (b & ~c));
  if (modeOf(true).fma) {
    const madd = (f: FunctionBuilder) =>
      v128.store(f.i32(0), f32x4.relaxed_madd(at(f, A), at(f, B), at(f, C)), RESULT);
    lanes('f32x4.relaxed_madd', 3, madd, 'float', 'float', (a, b, c) => a * b + c);
  } else called('f32x4.relaxed_madd');

  /** Instructions with a pattern of their own: what they leave at RESULT. */
  const patterns: readonly (readonly [
    name: string,
    emit: (f: FunctionBuilder) => void,
    wanted: readonly number[],
  ])[] = [
    ['v128.load', one((a) => a), FLOATS[0]],
    ['v128.store', (f) => v128.store(f.i32(16), at(f, A), RESULT - 16), FLOATS[0]],
    [
      'v128.load32_splat',
      (f) => v128.store(f.i32(0), v128.load32_splat(f.i32(0), A + 4), RESULT),
      [-2, -2, -2, -2],
    ],
    [
      'v128.load32_zero',
      (f) => v128.store(f.i32(0), v128.load32_zero(f.i32(0), A + 4), RESULT),
      [-2, 0, 0, 0],
    ],
    [
      'v128.load64_zero',
      (f) => v128.store(f.i32(0), v128.load64_zero(f.i32(0), A + 8), RESULT),
      [0.25, 9, 0, 0],
    ],
    ['v128.store32_lane', (f) => v128.store32_lane(f.i32(0), at(f, A), 3, RESULT), [9, 0, 0, 0]],
    ['v128.store64_lane', (f) => v128.store64_lane(f.i32(0), at(f, A), 1, RESULT), [0.25, 9, 0, 0]],
    ['shuffle', two((a, b) => shuffle(a, b, [3, 4, 0, 7])), [9, 2, 1.5, 4]],
    ['zero', (f) => v128.store(f.i32(0), f.zero(), A), [0, 0, 0, 0]],
    ['f32x4.splat', (f) => v128.store(f.i32(0), f32x4.splat(f.f32(2.5)), RESULT), [2.5, 2.5, 2.5, 2.5]],
    ['i32x4.splat', (f) => v128.store(f.i32(0), i32x4.splat(f.i32(0x3f800000)), RESULT), [1, 1, 1, 1]],
    [
      'f32x4.extract_lane',
      (f) => f32.store(f.i32(0), f32x4.extract_lane(at(f, A), 2), RESULT),
      [0.25, 0, 0, 0],
    ],
    [
      'i32x4.extract_lane',
      (f) =>
        f32.store(f.i32(0), f32.convert_i32_s(i32x4.extract_lane(f32x4.gt(at(f, A), at(f, B)), 3)), RESULT),
      [-1, 0, 0, 0],
    ],
    [
      'i32x4.bitmask',
      (f) => f32.store(f.i32(0), f32.convert_i32_s(i32x4.bitmask(at(f, B))), RESULT),
      [6, 0, 0, 0],
    ],
    ['f64x2.extract_lane', (f) => storeDouble(f, (x) => x), [-2, 0, 0, 0]],
    ['f64x2.promote_low_f32x4', (f) => storeDouble(f, (x) => x), [-2, 0, 0, 0]],
    ['f64x2.add', (f) => storeDouble(f, (x) => f64x2.add(x, doubles(f, B))), [-4, 0, 0, 0]],
    ['f64x2.sub', (f) => storeDouble(f, (x) => f64x2.sub(x, f64x2.splat(f.f64(0.5)))), [-2.5, 0, 0, 0]],
    ['f64x2.splat', (f) => storeDouble(f, (x) => f64x2.add(x, f64x2.splat(f.f64(0.5)))), [-1.5, 0, 0, 0]],
    [
      'f32x4.demote_f64x2_zero',
      (f) => v128.store(f.i32(0), f32x4.demote_f64x2_zero(doubles(f, A)), RESULT),
      [1.5, -2, 0, 0],
    ],
    ['f64x2.mul', (f) => storeDouble(f, (x) => f64x2.mul(x, doubles(f, B))), [4, 0, 0, 0]],
  ];
  for (const [name, emit, wanted] of patterns) {
    it(called(name), () => {
      assert.deepEqual(Array.from(new Float32Array(runCode(emit, memoryOf('float')), RESULT, 4)), [
        ...wanted,
      ]);
    });
  }

  it('none is left out', () => assert.deepEqual(untried({ f32x4, f64x2, i32x4, v128 }), []));
});

/** The lower two floats at an address, as 64-bit floats. */
function doubles(f: FunctionBuilder, address: number) {
  return f64x2.promote_low_f32x4(at(f, address));
}

/** The second 64-bit float of what is made of those at A. */
function storeDouble(
  f: FunctionBuilder,
  make: (x: ReturnType<typeof doubles>) => ReturnType<typeof doubles>,
): void {
  f32.store(f.i32(0), f32.demote_f64(f64x2.extract_lane(make(doubles(f, A)), 1)), RESULT);
}
