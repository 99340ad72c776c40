/**
 * What a twin writes its code with: a function under construction, and the places of the tensors it works on.
 */
import { registerIndex, registersOf, type Tensor, type View } from '../tensor/index.ts';
import {
  type F32,
  f32,
  f32x4,
  f64,
  type F64,
  type FunctionBuilder,
  type I32,
  i32,
  i32x4,
  type Local,
  type ModuleBuilder,
  shuffle,
  v128,
  type V128,
} from './assembler/index.ts';
import { addressOfBits, addressOfMask, bitsOf } from './constants.ts';
import type { Mode } from './mode.ts';

/** Bytes of a 32-bit float, and of a vector of four. */
export const FLOAT = 4;
export const VECTOR = 16;

/** Storage begins and ends at multiples of this, so that loops over whole vectors need no tail. */
export const ALIGNMENT = 64;

/** Bytes of a tensor's storage with its padding. */
export function storageBytes(length: number, bytesPerNumber = FLOAT): number {
  return Math.ceil((length * bytesPerNumber) / ALIGNMENT) * ALIGNMENT;
}

/** Where tensors stand, as far as one step needs to know. */
export interface Places {
  /** Address of a tensor's first number, in bytes. */
  address(view: View): number;
  /** Whether the step adds to what stands in the tensor; false where it is the first that writes there. */
  adds(view: View): boolean;
  /** Address of a supply's pointer: where the address of its data stands. */
  pointer(supply: object): number;
  /** Whether the Program trains: then its results are no predictions, whose bits are to be the same alone and among others. */
  readonly trains: boolean;
  /** Room for this step alone, in bytes. @returns its address */
  scratch(bytes: number): number;
}

/** A vector computed from the vectors of the inputs at the same place. */
export type Formula = (...inputs: readonly Local<'v128'>[]) => V128 | readonly V128[];

/** The function of one step under construction. */
export class Kernel {
  readonly module: ModuleBuilder;
  readonly f: FunctionBuilder;
  readonly mode: Mode;
  readonly places: Places;
  readonly #constants = new Map<number, Local<'v128'>>();

  constructor(module: ModuleBuilder, f: FunctionBuilder, places: Places, mode: Mode) {
    this.module = module;
    this.f = f;
    this.places = places;
    this.mode = mode;
  }

  address(view: View): number {
    return this.places.address(view);
  }

  /** A further function of the module, with i32 parameters. */
  helper(
    parameters: number,
    build: (kernel: Kernel, parameters: readonly Local<'i32'>[]) => void,
  ): FunctionBuilder {
    const { module, places, mode } = this;
    return module.function((f) => build(new Kernel(module, f, places, mode), f.parameters), { parameters });
  }

  /** A number in all lanes, loaded once. Ask for it before the loop that uses it. */
  constant(value: number): Local<'v128'> {
    return this.bits(bitsOf(value));
  }

  /** 32 bits in all lanes, loaded once. Ask for them before the loop that uses them. */
  bits(word: number): Local<'v128'> {
    const known = this.#constants.get(word);
    if (known !== undefined) return known;
    const address = addressOfBits(word);
    const { f } = this;
    const value = address === null ? i32x4.splat(f.i32(word)) : v128.load32_splat(f.i32(0), address);
    const local = f.local('v128', value);
    this.#constants.set(word, local);
    return local;
  }

  /** A number of a record made by `registers`. */
  register(record: object, name: string): F64 {
    return f64.load(this.f.i32(0), this.registerAddress(record, name));
  }

  /** Where a number of such a record stands. */
  registerAddress(record: object, name: string): number {
    return this.address(registersOf(record) as Tensor) + 8 * registerIndex(record, name);
  }

  /** A number of such a record, in all lanes. */
  splatRegister(record: object, name: string): Local<'v128'> {
    return this.f.local('v128', f32x4.splat(f32.demote_f64(this.register(record, name))));
  }

  /** The first number of a tensor. */
  first(view: View): F32 {
    return f32.load(this.f.i32(0), this.address(view));
  }

  /** The first number of a tensor, in all lanes. */
  splatFirst(view: View): Local<'v128'> {
    return this.f.local('v128', v128.load32_splat(this.f.i32(0), this.address(view)));
  }

  /** The address of a vector that is all ones in its first `count` lanes and zeros in the others. @param count 1 to 3 */
  mask(count: number): number {
    return addressOfMask(count);
  }

  /** Vectors side by side, each replaced by a value made of it; all are made before the first is stored. */
  inPlace(at: Local<'i32'>, count: number, formula: (x: Local<'v128'>) => V128): void {
    const { f } = this;
    const values = Array.from({ length: count }, (_, i) => {
      const x = f.local('v128', v128.load(at.get(), VECTOR * i));
      x.set(formula(x));
      return x;
    });
    for (const [i, value] of values.entries()) v128.store(at.get(), value.get(), VECTOR * i);
  }

  /** A pointer to a place. */
  pointer(address: number): Local<'i32'> {
    return this.f.local('i32', this.f.i32(address));
  }

  /** The sum of two pointers. */
  sum(a: Local<'i32'>, b: Local<'i32'>): I32 {
    return i32.add(a.get(), b.get());
  }

  /** The lanes of a vector in another order. */
  shuffled(x: Local<'v128'>, lanes: readonly [number, number, number, number]): V128 {
    return shuffle(x.get(), x.get(), lanes);
  }

  /** sum + a · b, rounded once in the mode `fma`, else twice. */
  multiplyAdd(sum: Local<'v128'>, a: () => V128, b: () => V128): V128 {
    if (this.mode.fma) return f32x4.relaxed_madd(a(), b(), sum.get());
    return f32x4.add(sum.get(), f32x4.mul(a(), b()));
  }

  /**
   * Works out vectors from vectors, element by element, over whole storages.
   *
   * The values of several vectors are all computed before the first is stored: then V8 can join their instructions
   * in pairs. All arrays are reached from one offset, their addresses being part of the instructions.
   *
   * @param length numbers in each array; what lies in their padding is computed too, and means nothing
   * @param unroll vectors in one pass of the loop, 2 or 4: as many as there are registers for
   * @param formula one value for each output; outputs that add get it added to what stands there
   */
  map({ length, inputs, outputs, unroll = 4 }: MapOptions, formula: Formula): void {
    const { f } = this;
    const vectors = Math.ceil(length / 4);
    const offset = f.local('i32', f.i32(0));
    const from = inputs.map((input) => this.address(input));
    const to = outputs.map((output) => this.address(output));
    const pass = (count: number) => {
      const results: Local<'v128'>[][] = [];
      for (let i = 0; i < count; i++) {
        const loaded = from.map((address) => f.local('v128', v128.load(offset.get(), address + VECTOR * i)));
        const made = formula(...loaded);
        const values = Array.isArray(made) ? (made as readonly V128[]) : [made as V128];
        const kept = values.map(() => f.local('v128'));
        for (let j = values.length - 1; j >= 0; j--) kept[j].set(values[j]);
        results.push(kept);
      }
      for (const [j, output] of outputs.entries()) {
        if (!this.places.adds(output)) continue;
        for (let i = 0; i < count; i++) {
          const kept = results[i][j];
          kept.set(f32x4.add(v128.load(offset.get(), to[j] + VECTOR * i), kept.get()));
        }
      }
      for (const [j, address] of to.entries()) {
        for (let i = 0; i < count; i++) v128.store(offset.get(), results[i][j].get(), address + VECTOR * i);
      }
    };
    if (vectors <= 8) pass(vectors);
    else f.repeat(Math.ceil(vectors / unroll), [[offset, unroll * VECTOR]], () => pass(unroll));
  }
}

/** What `map` works on. */
export interface MapOptions {
  readonly length: number;
  readonly inputs: readonly View[];
  readonly outputs: readonly View[];
  readonly unroll?: 2 | 4;
}
