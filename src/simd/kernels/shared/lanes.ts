/**
 * Vectors whose lanes differ: column numbers, for example.
 */
import { type Local, shuffle } from '../../assembler/index.ts';
import type { Kernel } from '../../kernel.ts';

/** A vector of four numbers, made of vectors that hold each of them in all lanes. */
export function lanesOf(k: Kernel, [a, b, c, d]: readonly Local<'v128'>[]): Local<'v128'> {
  const low = k.f.local('v128', shuffle(a.get(), b.get(), [0, 4, 0, 4]));
  const high = k.f.local('v128', shuffle(c.get(), d.get(), [0, 4, 0, 4]));
  return k.f.local('v128', shuffle(low.get(), high.get(), [0, 1, 4, 5]));
}
