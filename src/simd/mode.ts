/**
 * What code is made for: how products are added, how wide the engine's vectors are, how many registers its compiler
 * makes good use of.
 */

/** How kernels are emitted. Only `fma` may change results, in the last bits. */
export interface Mode {
  /** a · b + c by one instruction of relaxed SIMD, rounded once where the machine can. */
  readonly fma: boolean;
  /** V8 joins pairs of 128-bit instructions to 256 bits. */
  readonly wide: boolean;
  /** V8's newer compiler (12.9 and later) keeps loads where they stand, so that larger tiles pay. */
  readonly ordered: boolean;
}
