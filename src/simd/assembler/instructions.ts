/**
 * The instructions that kernels use, under the names of the WebAssembly specification.
 *
 * Each takes values and gives a value; their types keep scalars and vectors apart. Offsets of loads and stores are in
 * bytes and are part of the instruction: reaching a neighbour costs nothing.
 * @see WebAssembly Core Specification, section 5.4, "Instructions", and its index of instructions
 */
import { emit, type F32, type F64, type I32, type Type, type V128, type Value } from './code.ts';

type Unary<A extends Type, R extends Type> = (a: Value<A>) => Value<R>;
type Binary<A extends Type, R extends Type> = (a: Value<A>, b: Value<A>) => Value<R>;

/** The prefix of all vector instructions. */
const VECTOR = 0xfd;

function unary<A extends Type, R extends Type>(_operand: A, result: R, opcode: number): Unary<A, R> {
  return (a) => emit(result, [a], opcode);
}

function binary<A extends Type, R extends Type>(_operand: A, result: R, opcode: number): Binary<A, R> {
  return (a, b) => emit(result, [a, b], opcode);
}

/** The number of a vector instruction as LEB128, after the prefix. */
function vectorBytes(opcode: number): readonly number[] {
  if (opcode < 0x80) return [VECTOR, opcode];
  return [VECTOR, (opcode & 0x7f) | 0x80, opcode >> 7];
}

function vector(opcode: number): Unary<'v128', 'v128'> {
  const bytes = vectorBytes(opcode);
  return (a) => emit('v128', [a], ...bytes);
}

function vectors(opcode: number): Binary<'v128', 'v128'> {
  const bytes = vectorBytes(opcode);
  return (a, b) => emit('v128', [a, b], ...bytes);
}

/** A shift of all lanes by one count. */
function shift(opcode: number): (a: V128, count: I32) => V128 {
  const bytes = vectorBytes(opcode);
  return (a, count) => emit('v128', [a, count], ...bytes);
}

function splat<A extends Type>(_operand: A, opcode: number): Unary<A, 'v128'> {
  const bytes = vectorBytes(opcode);
  return (a) => emit('v128', [a], ...bytes);
}

/** Alignment and offset of a memory access. The alignment, as a power of two, is a hint. */
function memory(value: Value, align: number, offset: number): void {
  value.code.bytes.byte(align).unsigned(offset);
}

function load<R extends Type>(result: R, align: number, ...bytes: readonly number[]) {
  return (address: I32, offset = 0): Value<R> => {
    const { code } = address;
    code.take(address).bytes.append(bytes);
    memory(address, align, offset);
    return code.push(result);
  };
}

function store<A extends Type>(_operand: A, align: number, ...bytes: readonly number[]) {
  return (address: I32, value: Value<A>, offset = 0): void => {
    address.code.take(address, value).bytes.append(bytes);
    memory(address, align, offset);
  };
}

/** Loads and stores of one lane: two or one floats of a vector. */
function storeLane(align: number, opcode: number) {
  return (address: I32, value: V128, lane: number, offset = 0): void => {
    address.code.take(address, value).bytes.append(vectorBytes(opcode));
    memory(address, align, offset);
    address.code.bytes.byte(lane);
  };
}

/** a where the condition is not 0, else b. Both are worked out. */
export function select<T extends Type>(a: Value<T>, b: Value<NoInfer<T>>, condition: I32): Value<T> {
  const { code } = a;
  code.take(a, b, condition).bytes.byte(0x1b);
  return code.push(a.type);
}

/** Integers of 32 bits; comparisons give 1 or 0. */
export const i32 = {
  load: load('i32', 2, 0x28),
  store: store('i32', 2, 0x36),
  eqz: unary('i32', 'i32', 0x45),
  eq: binary('i32', 'i32', 0x46),
  ne: binary('i32', 'i32', 0x47),
  ctz: unary('i32', 'i32', 0x68),
  add: binary('i32', 'i32', 0x6a),
  sub: binary('i32', 'i32', 0x6b),
  mul: binary('i32', 'i32', 0x6c),
  and: binary('i32', 'i32', 0x71),
  or: binary('i32', 'i32', 0x72),
  xor: binary('i32', 'i32', 0x73),
  shl: binary('i32', 'i32', 0x74),
  shr_u: binary('i32', 'i32', 0x76),
  wrap_i64: unary('i64', 'i32', 0xa7),
  trunc_f64_s: unary('f64', 'i32', 0xaa),
};

/** Integers of 64 bits: only on the way from a float to two integers of 32. */
export const i64 = {
  trunc_f64_u: unary('f64', 'i64', 0xb1),
  shr_u: binary('i64', 'i64', 0x88),
};

/** Floats of 32 bits. */
export const f32 = {
  load: load('f32', 2, 0x2a),
  store: store('f32', 2, 0x38),
  lt: binary('f32', 'i32', 0x5d),
  abs: unary('f32', 'f32', 0x8b),
  add: binary('f32', 'f32', 0x92),
  mul: binary('f32', 'f32', 0x94),
  convert_i32_s: unary('i32', 'f32', 0xb2),
  demote_f64: unary('f64', 'f32', 0xb6),
};

/** Floats of 64 bits: sums and registers. */
export const f64 = {
  load: load('f64', 3, 0x2b),
  store: store('f64', 3, 0x39),
  sqrt: unary('f64', 'f64', 0x9f),
  add: binary('f64', 'f64', 0xa0),
  sub: binary('f64', 'f64', 0xa1),
  mul: binary('f64', 'f64', 0xa2),
  div: binary('f64', 'f64', 0xa3),
  /** NaN where one of the two is. */
  max: binary('f64', 'f64', 0xa5),
  convert_i32_s: unary('i32', 'f64', 0xb7),
  promote_f32: unary('f32', 'f64', 0xbb),
};

/** Vectors as they are, whatever their lanes hold. */
export const v128 = {
  load: load('v128', 4, VECTOR, 0x00),
  load32_splat: load('v128', 2, VECTOR, 0x09),
  load32_zero: load('v128', 2, VECTOR, 0x5c),
  load64_zero: load('v128', 3, VECTOR, 0x5d),
  store: store('v128', 4, VECTOR, 0x0b),
  /** Lane 0 to 3: four bytes. */
  store32_lane: storeLane(2, 0x5a),
  /** Lane 0 or 1: eight bytes. */
  store64_lane: storeLane(3, 0x5b),
  not: vector(0x4d),
  and: vectors(0x4e),
  /** a and not b. */
  andnot: vectors(0x4f),
  or: vectors(0x50),
  xor: vectors(0x51),
  /** The bits of a where the mask has ones, those of b elsewhere. */
  bitselect(a: V128, b: V128, mask: V128): V128 {
    return emit('v128', [a, b, mask], ...vectorBytes(0x52));
  },
};

/** Four lanes of two vectors picked: 0 to 3 are those of a, 4 to 7 those of b. */
export function shuffle(a: V128, b: V128, lanes: readonly [number, number, number, number]): V128 {
  const bytes = lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte));
  return emit('v128', [a, b], VECTOR, 0x0d, ...bytes);
}

/** Four floats. Comparisons give all ones or all zeros in each lane. */
export const f32x4 = {
  splat: splat('f32', 0x13),
  extract_lane(a: V128, lane: number): F32 {
    return emit('f32', [a], VECTOR, 0x1f, lane);
  },
  eq: vectors(0x41),
  ne: vectors(0x42),
  lt: vectors(0x43),
  gt: vectors(0x44),
  le: vectors(0x45),
  ge: vectors(0x46),
  abs: vector(0xe0),
  neg: vector(0xe1),
  sqrt: vector(0xe3),
  add: vectors(0xe4),
  sub: vectors(0xe5),
  mul: vectors(0xe6),
  div: vectors(0xe7),
  /** The smaller, lane by lane; NaN if either is NaN. */
  min: vectors(0xe8),
  /** The larger, lane by lane; NaN if either is NaN. */
  max: vectors(0xe9),
  /** b < a ? b : a, lane by lane: gives a if either is NaN. */
  pmin: vectors(0xea),
  /** a < b ? b : a, lane by lane: gives a if either is NaN. */
  pmax: vectors(0xeb),
  convert_i32x4_s: vector(0xfa),
  /** Two 64-bit floats rounded into the lower two lanes; the upper two are 0. */
  demote_f64x2_zero: vector(0x5e),
  /** a · b + c, rounded once or twice as the machine likes. */
  relaxed_madd(a: V128, b: V128, c: V128): V128 {
    return emit('v128', [a, b, c], ...vectorBytes(0x105));
  },
};

/** Four integers of 32 bits. */
export const i32x4 = {
  splat: splat('i32', 0x11),
  extract_lane(a: V128, lane: number): I32 {
    return emit('i32', [a], VECTOR, 0x1b, lane);
  },
  /** The top bits of the four lanes as one number. */
  bitmask(a: V128): I32 {
    return emit('i32', [a], ...vectorBytes(0xa4));
  },
  eq: vectors(0x37),
  ge_u: vectors(0x40),
  shl: shift(0xab),
  shr_u: shift(0xad),
  add: vectors(0xae),
  sub: vectors(0xb1),
  mul: vectors(0xb5),
};

/** Two floats of 64 bits. */
export const f64x2 = {
  splat: splat('f64', 0x14),
  extract_lane(a: V128, lane: number): F64 {
    return emit('f64', [a], VECTOR, 0x21, lane);
  },
  add: vectors(0xf0),
  sub: vectors(0xf1),
  mul: vectors(0xf2),
  /** The lower two floats of a as 64-bit floats. */
  promote_low_f32x4: vector(0x5f),
};
