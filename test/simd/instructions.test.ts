/**
 * Every instruction of the assembler: it makes a valid module, and does what its name says.
 */
import { assert } from 'chai';
import {
  f32,
  f32x4,
  f64,
  f64x2,
  type FunctionBuilder,
  i32,
  i32x4,
  i64,
  select,
  shuffle,
  v128,
} from '../../src/simd/assembler/index.ts';
import { modeOf } from '../../src/simd/probe.ts';
import { runCode } from './run-code.ts';

/** Where the operands stand in memory, and where the result goes. */
const A = 64;
const B = 128;
const C = 192;
const RESULT = 256;

type Floats = readonly [number, number, number, number];
const FLOATS: readonly [a: Floats, b: Floats, c: Floats] = [
  [1.5, -2, 0.25, 9],
  [2, -2, -0.75, 4],
  [10, 20, 30, 40],
];
const INTEGERS: readonly [a: Floats, b: Floats, c: Floats] = [
  [7, -2, 0x7fffffff, -1],
  [7, 3, -5, 1],
  [1, 2, 3, 4],
];

function memoryOf(kind: 'float' | 'integer'): ArrayBuffer {
  const buffer = new ArrayBuffer(512);
  for (const [i, values] of (kind === 'float' ? FLOATS : INTEGERS).entries()) {
    const Numbers = kind === 'float' ? Float32Array : Int32Array;
    new Numbers(buffer, A + (B - A) * i, 4).set(values);
  }
  return buffer;
}

/** The names of a group's instructions that a suite has tried. */
const tried = new Set<string>();
const called = (name: string) => {
  tried.add(name);
  return name;
};

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
    shr_s: (a) => a >> 5,
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
    ['f64x2.mul', (f) => storeDouble(f, (x) => f64x2.mul(x, doubles(f, B))), [4, 0, 0, 0]],
  ];
  for (const [name, emit, wanted] of patterns) {
    it(called(name), () => {
      assert.deepEqual(Array.from(new Float32Array(runCode(emit, memoryOf('float')), RESULT, 4)), [
        ...wanted,
      ]);
    });
  }
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

describe('instructions of single numbers', () => {
  const groups = { i32, f32, f64 };
  const kinds = { i32: Int32Array, f32: Float32Array, f64: Float64Array };
  type Kind = keyof typeof groups;
  type Scalar = readonly [name: string, emit: (f: FunctionBuilder) => void, kind: Kind, wanted: number];
  type Loose = Readonly<Record<string, (...operands: unknown[]) => unknown>>;

  /** An operation of numbers of one kind, whose result may be of another. */
  const operation = (kind: Kind, name: string, wanted: number, values: number[], gives = kind): Scalar => [
    `${kind}.${name}`,
    (f) => {
      const to = f.i32(0);
      const result = (groups[kind] as unknown as Loose)[name](...values.map((value) => f[kind](value)));
      (groups[gives] as unknown as Loose).store(to, result, RESULT);
    },
    gives,
    wanted,
  ];
  const integer = (name: string, wanted: number, ...values: number[]) =>
    operation('i32', name, wanted, values);
  const single = (name: string, wanted: number, ...values: number[]) =>
    operation('f32', name, wanted, values);
  const double = (name: string, wanted: number, ...values: number[]) =>
    operation('f64', name, wanted, values);
  const compared = (name: string, wanted: number, ...values: number[]) =>
    operation('f32', name, wanted, values, 'i32');

  const list: readonly Scalar[] = [
    integer('eqz', 1, 0),
    integer('eq', 0, 3, 4),
    integer('ne', 1, 3, 4),
    integer('lt_u', 0, -1, 1),
    integer('ctz', 4, 48),
    integer('add', 4, 7, -3),
    integer('sub', 10, 7, -3),
    integer('mul', -21, 7, -3),
    integer('and', 4, 6, 12),
    integer('or', 14, 6, 12),
    integer('xor', 10, 6, 12),
    integer('shl', 48, 3, 4),
    integer('shr_u', 0x0fffffff, -1, 4),
    ['i32.load', (f) => i32.store(f.i32(0), i32.load(f.i32(4), A - 4), RESULT), 'i32', 7],
    ['i32.store', (f) => i32.store(f.i32(0), f.i32(-2147483648), RESULT), 'i32', -2147483648],
    ['i32.trunc_f64_s', (f) => i32.store(f.i32(0), i32.trunc_f64_s(f.f64(-3.7)), RESULT), 'i32', -3],
    ['i32.wrap_i64', (f) => i32.store(f.i32(0), i32.wrap_i64(f.i64(-5)), RESULT), 'i32', -5],
    [
      'i64.trunc_f64_u',
      (f) => i32.store(f.i32(0), i32.wrap_i64(i64.trunc_f64_u(f.f64(2 ** 40 + 9.5))), RESULT),
      'i32',
      9,
    ],
    [
      'i64.shr_u',
      (f) => i32.store(f.i32(0), i32.wrap_i64(i64.shr_u(i64.trunc_f64_u(f.f64(2 ** 40)), f.i64(32))), RESULT),
      'i32',
      256,
    ],
    single('abs', 2.5, -2.5),
    single('neg', 2.5, -2.5),
    single('sqrt', 1.5, 2.25),
    single('add', 4, 6, -2),
    single('sub', 8, 6, -2),
    single('mul', -12, 6, -2),
    single('div', -3, 6, -2),
    single('min', -2, 6, -2),
    single('max', 6, 6, -2),
    compared('eq', 1, 2, 2),
    compared('lt', 1, -2, 2),
    compared('gt', 0, -2, 2),
    [
      'f32.load',
      (f) => f32.store(f.i32(0), f32.load(f.i32(0), B), RESULT),
      'f32',
      Math.fround(7 * 2 ** -149),
    ],
    ['f32.store', (f) => f32.store(f.i32(0), f.f32(0.1), RESULT), 'f32', Math.fround(0.1)],
    ['f32.convert_i32_s', (f) => f32.store(f.i32(0), f32.convert_i32_s(f.i32(-9)), RESULT), 'f32', -9],
    [
      'f32.demote_f64',
      (f) => f32.store(f.i32(0), f32.demote_f64(f.f64(0.1)), RESULT),
      'f32',
      Math.fround(0.1),
    ],
    double('add', 4, 6, -2),
    double('sub', 8, 6, -2),
    double('mul', -12, 6, -2),
    double('div', -3, 6, -2),
    ['f64.load', (f) => f64.store(f.i32(0), f64.load(f.i32(0), RESULT + 64), RESULT), 'f64', 0],
    ['f64.store', (f) => f64.store(f.i32(0), f.f64(0.1), RESULT), 'f64', 0.1],
    ['f64.convert_i32_s', (f) => f64.store(f.i32(0), f64.convert_i32_s(f.i32(-9)), RESULT), 'f64', -9],
    [
      'f64.promote_f32',
      (f) => f64.store(f.i32(0), f64.promote_f32(f.f32(0.1)), RESULT),
      'f64',
      Math.fround(0.1),
    ],
    ['select', (f) => i32.store(f.i32(0), select(f.i32(5), f.i32(6), f.i32(0)), RESULT), 'i32', 6],
  ];
  for (const [name, emit, kind, wanted] of list) {
    it(called(name), () => {
      assert.equal(new kinds[kind](runCode(emit, memoryOf('integer')), RESULT, 1)[0], wanted);
    });
  }
});

it('no instruction is left out', () => {
  const all = { f32, f32x4, f64, f64x2, i32, i32x4, i64, v128 };
  const names = Object.entries(all).flatMap(([group, instructions]) =>
    Object.keys(instructions).map((name) => `${group}.${name}`),
  );
  assert.deepEqual(
    names.filter((name) => !tried.has(name)),
    [],
  );
});
