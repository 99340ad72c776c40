/**
 * The code of one function, and the values on its stack.
 *
 * WebAssembly is a stack machine: an instruction takes its operands from the top of a stack and leaves its result
 * there. Arguments of a call in TypeScript are evaluated before the call, which is just the order that the machine
 * wants: `f32x4.add(x.get(), y.get())` emits x, then y, then the addition. So code reads as its formula.
 */
import { Bytes } from './encode.ts';

/** The types of values, as WebAssembly names them. */
export type Type = 'i32' | 'i64' | 'f32' | 'f64' | 'v128';

/** The byte of each type in a module. */
export const typeBytes: Readonly<Record<Type, number>> = {
  i32: 0x7f,
  i64: 0x7e,
  f32: 0x7d,
  f64: 0x7c,
  v128: 0x7b,
};

/** A value on the stack: the result of an instruction that has been emitted, to be taken by exactly one other. */
export class Value<T extends Type = Type> {
  readonly type: T;
  readonly code: Code;

  constructor(type: T, code: Code) {
    this.type = type;
    this.code = code;
  }
}

/** A 32-bit integer: counts and addresses. */
export type I32 = Value<'i32'>;
/** A 64-bit integer. */
export type I64 = Value<'i64'>;
/** A 32-bit float. */
export type F32 = Value<'f32'>;
/** A 64-bit float. */
export type F64 = Value<'f64'>;
/** Four floats or integers of 32 bits, or two floats of 64, side by side. */
export type V128 = Value<'v128'>;

/** The instructions of one function, with what its stack holds at this point. */
export class Code {
  readonly bytes = new Bytes();
  #stack: Value[] = [];

  /** How many values wait to be taken. */
  get depth(): number {
    return this.#stack.length;
  }

  /**
   * Takes operands from the top of the stack.
   *
   * @throws Error if they are not what lies there, in this order: a value was used twice, kept, or made elsewhere
   */
  take(...operands: readonly Value[]): this {
    const start = this.#stack.length - operands.length;
    for (let i = 0; i < operands.length; i++) {
      if (start < 0 || this.#stack[start + i] !== operands[i]) {
        throw new Error(
          `assembler: operand ${i + 1} of ${operands.length} is not on top of the stack. ` +
            'A value is used exactly once, in the order in which it was made; keep it in a local to use it again.',
        );
      }
    }
    this.#stack.length = start;
    return this;
  }

  /** Notes that an instruction leaves a value of this type. */
  push<T extends Type>(type: T): Value<T> {
    const value = new Value(type, this);
    this.#stack.push(value);
    return value;
  }
}

/** Emits an instruction: takes its operands, writes its bytes, leaves its result. */
export function emit<T extends Type>(
  result: T,
  operands: readonly [Value, ...Value[]],
  ...bytes: readonly number[]
): Value<T> {
  const { code } = operands[0];
  code.take(...operands).bytes.append(bytes);
  return code.push(result);
}
