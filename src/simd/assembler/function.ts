/**
 * One function of a module: its locals, its loops, its calls.
 */
import {
  Code,
  type F32,
  type F64,
  type I32,
  type I64,
  type Type,
  typeBytes,
  type V128,
  type Value,
} from './code.ts';
import { Bytes } from './encode.ts';
import { i32 } from './instructions.ts';

/** A place for a value that is used more than once. */
export interface Local<T extends Type = Type> {
  get(): Value<T>;
  set(value: Value<T>): void;
  /** `set`, leaving the value on the stack as well. */
  tee(value: Value<T>): Value<T>;
}

/** A pointer and the bytes it moves on after each pass of a loop. */
export type Advance = readonly [pointer: Local<'i32'>, bytes: number];

/** A function under construction. It takes i32 parameters and gives nothing back. */
export class FunctionBuilder {
  readonly code = new Code();
  /** Its number in the module, by which others call it. */
  readonly index: number;
  readonly parameters: readonly Local<'i32'>[];
  readonly #locals: Type[] = [];

  constructor(index: number, parameters: number) {
    this.index = index;
    this.parameters = Array.from({ length: parameters }, (_, i) => this.#access('i32', i));
  }

  #access<T extends Type>(type: T, index: number): Local<T> {
    const { code } = this;
    return {
      get() {
        code.bytes.byte(0x20).unsigned(index);
        return code.push(type);
      },
      set(value) {
        code.take(value).bytes.byte(0x21).unsigned(index);
      },
      tee(value) {
        code.take(value).bytes.byte(0x22).unsigned(index);
        return code.push(type);
      },
    };
  }

  /** A new local, with a first value if one is given. */
  local<T extends Type>(type: T, value?: Value<NoInfer<T>>): Local<T> {
    const local = this.#access(type, this.parameters.length + this.#locals.length);
    this.#locals.push(type);
    if (value !== undefined) local.set(value);
    return local;
  }

  /** A whole number as a value. */
  i32(value: number): I32 {
    this.code.bytes.byte(0x41).signed(value);
    return this.code.push('i32');
  }

  /** A small whole number as a 64-bit value. */
  i64(value: number): I64 {
    this.code.bytes.byte(0x42).signed(value);
    return this.code.push('i64');
  }

  f32(value: number): F32 {
    this.code.bytes.byte(0x43).float32(value);
    return this.code.push('f32');
  }

  f64(value: number): F64 {
    this.code.bytes.byte(0x44).float64(value);
    return this.code.push('f64');
  }

  /** Sixteen zero bytes. */
  zero(): V128 {
    this.code.bytes.append([0xfd, 0x0c, ...new Array<number>(16).fill(0)]);
    return this.code.push('v128');
  }

  /**
   * Emits the body once and has it run `times` times; after each pass the pointers move on.
   *
   * @param times 0 or more, known when the kernel is built
   */
  repeat(times: number, advance: readonly Advance[], body: () => void): void {
    if (times === 0) return;
    const next = () => {
      for (const [pointer, bytes] of advance) pointer.set(i32.add(pointer.get(), this.i32(bytes)));
    };
    if (times === 1) {
      body();
      next();
      return;
    }
    const left = this.local('i32', this.i32(times));
    this.loop(() => {
      body();
      next();
      return left.tee(i32.sub(left.get(), this.i32(1)));
    });
  }

  /** Runs the body again and again, as long as the value that it gives is not 0. */
  loop(body: () => I32): void {
    this.#block(0x03, () => this.branchIf(body(), 0));
  }

  /** Runs the body only where the condition is not 0. */
  when(condition: I32, body: () => void): void {
    this.code.take(condition);
    this.#block(0x04, body);
  }

  /** Jumps out of `depth` blocks, or to the start of a loop, where the condition is not 0. */
  branchIf(condition: I32, depth: number): void {
    this.code.take(condition).bytes.byte(0x0d).unsigned(depth);
  }

  #block(opcode: number, body: () => void): void {
    const { code } = this;
    const before = code.depth;
    code.bytes.byte(opcode).byte(0x40); // no parameters, no results
    body();
    if (code.depth !== before) throw new Error('assembler: a block leaves values on the stack.');
    code.bytes.byte(0x0b);
  }

  /** Calls another function of the module. */
  call(callee: FunctionBuilder, ...values: readonly I32[]): void {
    if (values.length !== callee.parameters.length)
      throw new Error(
        `assembler: the callee takes ${callee.parameters.length} values, not ${values.length}.`,
      );
    this.code
      .take(...values)
      .bytes.byte(0x10)
      .unsigned(callee.index);
  }

  /** The body as it stands in a module: locals in runs of one type, instructions, end. */
  body(): Bytes {
    if (this.code.depth !== 0) throw new Error('assembler: a function leaves values on the stack.');
    const runs: [count: number, type: Type][] = [];
    for (const type of this.#locals) {
      const last = runs.at(-1);
      if (last?.[1] === type) last[0]++;
      else runs.push([1, type]);
    }
    const bytes = new Bytes().unsigned(runs.length);
    for (const [count, type] of runs) bytes.unsigned(count).byte(typeBytes[type]);
    return bytes.append(this.code.bytes.view()).byte(0x0b);
  }
}
