/**
 * The SIMD executor: Programs compiled into WebAssembly modules over one memory for each model.
 */
import { type Compiled, type Executor, type Program, reference } from '../autograd/index.ts';
import { flag, readOptions } from '../options.ts';
import { Arena, MemoryError } from './arena.ts';
import { byKernel } from './kernels/index.ts';
import { explainMemory, explainRefusal, modeOf, supported } from './probe.ts';

/** How the SIMD executor adds products. */
export interface SimdOptions {
  /**
   * Whether a product and a sum are one operation, where the engine has relaxed SIMD: faster, but the last bits may
   * then differ between machines. Default false.
   */
  readonly fma?: boolean;
}

/**
 * Makes a SIMD executor: training steps as machine code for vectors of four numbers.
 *
 * @throws ArgumentError for an option that is unknown, or not true or false
 * @example
 * useExecutors(simdExecutor({ fma: true }), reference);
 */
export function simdExecutor(options: SimdOptions = {}): Executor {
  const { fma } = readOptions('simdExecutor', { fma: false as boolean }, options);
  flag('simdExecutor', 'fma', fma);
  const arenas = new WeakMap<Program, Arena>();
  return {
    get name() {
      return modeOf(fma).fma ? 'fma' : 'simd';
    },
    available: supported,
    explain: explainRefusal,
    details() {
      const mode = modeOf(fma);
      return { fma: mode.fma, wide: mode.wide };
    },
    compile(programs): readonly Compiled[] {
      if (programs.some(isDouble)) return reference.compile(programs);
      const known = programs.find((program) => arenas.has(program));
      const arena = (known && arenas.get(known)) ?? new Arena(byKernel, modeOf(fma));
      try {
        const compiled = arena.install(programs);
        for (const program of programs) arenas.set(program, arena);
        return compiled;
      } catch (error) {
        if (!(error instanceof MemoryError)) throw error;
        explainMemory(error.bytes);
        return reference.compile(programs).map((loops) => ({ ...loops, executor: reference.name }));
      }
    },
  };
}

/** The SIMD executor in its default form: multiply, add and other exactly specified operations only. */
export const simd: Executor = simdExecutor();

/** Whether a Program works in 64-bit floats, for which there are no twins. */
function isDouble({ temporaries }: Program): boolean {
  return temporaries.some(({ data }) => data instanceof Float64Array);
}
