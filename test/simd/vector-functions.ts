/**
 * Functions of vectors, applied to arrays: how the suites look at `shared/functions.ts` by itself.
 */
import { type Local, ModuleBuilder, v128, type V128 } from '../../src/simd/assembler/index.ts';
import { TABLE_END, writeConstants } from '../../src/simd/constants.ts';
import { Kernel } from '../../src/simd/kernel.ts';
import type { Mode } from '../../src/simd/mode.ts';
import { PAGE, requireWebAssembly } from '../../src/simd/webassembly.ts';

/** What makes a function of a vector. */
export type Maker = (k: Kernel) => (x: Local<'v128'>) => V128;

/** y_i = f(x_i) for all numbers, in vectors of four. */
export function apply(make: Maker, x: Float32Array, mode: Mode): Float32Array {
  const vectors = Math.ceil(x.length / 4);
  const end = TABLE_END + 32 * vectors;
  const pages = Math.ceil(end / PAGE);
  const { Instance, Memory, Module } = requireWebAssembly();
  const memory = new Memory({ initial: pages, maximum: pages });
  const module = new ModuleBuilder();
  const nowhere = { address: () => 0, adds: () => false, pointer: () => 0, scratch: () => 0, trains: true };
  module.function(
    (f) => {
      const k = new Kernel(module, f, nowhere, mode);
      const formula = make(k);
      const at = k.pointer(TABLE_END);
      f.repeat(vectors, [[at, 16]], () => {
        const value = f.local('v128', v128.load(at.get()));
        value.set(formula(value));
        v128.store(at.get(), value.get(), 16 * vectors);
      });
    },
    { exported: 'run' },
  );
  writeConstants(memory.buffer);
  new Float32Array(memory.buffer, TABLE_END, x.length).set(x);
  new Instance(new Module(module.bytes()), { env: { memory } }).exports.run();
  return new Float32Array(memory.buffer, TABLE_END + 16 * vectors, x.length).slice();
}

/** Floats of every exponent from that of `low` to that of `high`, of both signs, that lie between the two. */
export function spread(low: number, high: number, perExponent: number): Float32Array {
  const words = new Uint32Array(2 * 255 * perExponent);
  let random = 1;
  for (let i = 0; i < words.length; i++) {
    random = (Math.imul(random, 1664525) + 1013904223) | 0;
    const exponent = Math.floor(i / 2 / perExponent);
    words[i] = ((i & 1) << 31) | (exponent << 23) | (random >>> 9);
  }
  return new Float32Array(words.buffer).filter((x) => x >= low && x <= high);
}

/** The distance of two neighbouring floats at a number. */
export function unitInTheLastPlace(x: number): number {
  const exponent = Math.max(-126, Math.floor(Math.log2(Math.abs(x))));
  return 2 ** (exponent - 23);
}
