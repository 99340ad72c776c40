/**
 * The SIMD executor: training steps as WebAssembly, assembled by TypeScript.
 */
export { simd, simdExecutor, type SimdOptions } from './executor.ts';
