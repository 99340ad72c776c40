/**
 * A function of one module, run once over a small memory.
 */
import { type FunctionBuilder, ModuleBuilder } from '../../src/simd/assembler/index.ts';
import { requireWebAssembly } from '../../src/simd/webassembly.ts';

/** Runs what `build` emits. @returns the memory thereafter, which began with `start` */
export function runCode(
  build: (f: FunctionBuilder, module: ModuleBuilder) => void,
  start: ArrayBuffer,
): ArrayBuffer {
  const module = new ModuleBuilder();
  module.function((f) => build(f, module), { exported: 'run' });
  const { Instance, Memory, Module } = requireWebAssembly();
  const memory = new Memory({ initial: 1, maximum: 1 });
  new Uint8Array(memory.buffer).set(new Uint8Array(start));
  new Instance(new Module(module.bytes()), { env: { memory } }).exports.run();
  return memory.buffer;
}
