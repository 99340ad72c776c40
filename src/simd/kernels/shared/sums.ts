/**
 * Sums over a whole tensor.
 */
import { f64, type F64, type Local, v128, type V128 } from '../../assembler/index.ts';
import { type Kernel, VECTOR } from '../../kernel.ts';
import { Total } from './total.ts';

/** Sums that are kept side by side, so that none waits for another. */
const SUMS = 4;

/**
 * The sum of terms made of the numbers at an address, added up in 64 bits.
 *
 * @param length how many numbers there are; what lies behind them is left out
 */
export function sumOf(k: Kernel, address: number, length: number, term: (x: Local<'v128'>) => V128): F64 {
  const { f } = k;
  const totals = Array.from({ length: SUMS }, () => new Total(k));
  const at = k.pointer(address);
  const add = (i: number, mask: Local<'v128'> | null) => {
    const x = f.local('v128', v128.load(at.get(), VECTOR * i));
    totals[i].add(mask === null ? term(x) : v128.and(term(x), mask.get()));
  };
  const vectors = Math.floor(length / 4);
  f.repeat(Math.floor(vectors / SUMS), [[at, SUMS * VECTOR]], () => {
    for (let i = 0; i < SUMS; i++) add(i, null);
  });
  const left = vectors % SUMS;
  for (let i = 0; i < left; i++) add(i, null);
  if (length % 4 > 0) add(left, f.local('v128', v128.load(f.i32(0), k.mask(length % 4))));
  return totals.slice(1).reduce((sum, total) => f64.add(sum, total.value()), totals[0].value());
}
