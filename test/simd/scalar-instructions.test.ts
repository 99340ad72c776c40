/**
 * Every instruction of single numbers: it makes a valid module, and does what its name says.
 */
import { assert } from 'chai';
import { f32, f64, type FunctionBuilder, i32, i64, select } from '../../src/simd/assembler/index.ts';
import { A, B, called, memoryOf, RESULT, untried } from './instruction-operands.ts';
import { runCode } from './run-code.ts';

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
    single('add', 4, 6, -2),
    single('mul', -12, 6, -2),
    compared('lt', 1, -2, 2),
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
    double('sqrt', 1.5, 2.25),
    double('max', 6, 6, -2),
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

  it('none is left out', () => assert.deepEqual(untried({ f32, f64, i32, i64 }), []));
});
