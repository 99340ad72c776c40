/**
 * What this machine can do at most with vectors of floats: products and sums that wait for nothing.
 */
import { f32x4, ModuleBuilder, v128 } from '../../src/simd/assembler/index.ts';
import { requireWebAssembly } from '../../src/simd/webassembly.ts';
import { nanoseconds } from './time.ts';

/** How often each product and sum is made in a call. */
const PASSES = 4096;

/**
 * Billions of multiplications and additions a second, by twelve chains of them.
 *
 * @param fma whether by one instruction each
 * @param wide whether the engine joins pairs of vectors: then there are twice as many chains
 */
export function peak(fma: boolean, wide: boolean): number {
  const chains = wide ? 24 : 12;
  const module = new ModuleBuilder();
  module.function(
    (f) => {
      const factor = f.local('v128', v128.load32_splat(f.i32(0), 0));
      const summand = f.local('v128', v128.load32_splat(f.i32(0), 4));
      const sums = Array.from({ length: chains }, () => f.local('v128', v128.load32_splat(f.i32(0), 8)));
      f.repeat(PASSES, [], () => {
        for (const sum of sums) {
          const next = fma
            ? f32x4.relaxed_madd(sum.get(), factor.get(), summand.get())
            : f32x4.add(f32x4.mul(sum.get(), factor.get()), summand.get());
          sum.set(next);
        }
      });
      for (const [i, sum] of sums.entries()) v128.store(f.i32(0), sum.get(), 64 + 16 * i);
    },
    { exported: 'work' },
  );
  const { Memory, Module, Instance } = requireWebAssembly();
  const memory = new Memory({ initial: 1, maximum: 1 });
  new Float32Array(memory.buffer).set([0.999, 0.001, 1]);
  const { work } = new Instance(new Module(module.bytes()), { env: { memory } }).exports;
  return (2 * 4 * chains * PASSES) / nanoseconds(() => work());
}
