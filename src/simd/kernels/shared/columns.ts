/**
 * A row as vectors, the last of which may hold fewer than four numbers.
 */
import { type Local, v128 } from '../../assembler/index.ts';
import { FLOAT, VECTOR } from '../../kernel.ts';

/** How many vectors a row of so many columns takes, and how many numbers are in the last, 1 to 4. */
export function vectorsOf(columns: number): { readonly vectors: number; readonly last: number } {
  const vectors = Math.ceil(columns / 4);
  return { vectors, last: columns - 4 * (vectors - 1) };
}

/** Stores vectors side by side; of the last only the first `last` numbers, so that nothing behind is touched. */
export function storeColumns(
  pointer: Local<'i32'>,
  offset: number,
  values: readonly Local<'v128'>[],
  last: number,
): void {
  const whole = last === 4 ? values.length : values.length - 1;
  for (let j = 0; j < whole; j++) v128.store(pointer.get(), values[j].get(), offset + VECTOR * j);
  if (last === 4) return;
  const value = values[whole];
  const at = offset + VECTOR * whole;
  if (last >= 2) v128.store64_lane(pointer.get(), value.get(), 0, at);
  if (last === 1) v128.store32_lane(pointer.get(), value.get(), 0, at);
  if (last === 3) v128.store32_lane(pointer.get(), value.get(), 2, at + 2 * FLOAT);
}
