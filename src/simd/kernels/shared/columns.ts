/**
 * A row as vectors, the last of which may hold fewer than four numbers; columns taken together in groups.
 */
import { type Local, v128 } from '../../assembler/index.ts';
import { FLOAT, type Kernel, VECTOR } from '../../kernel.ts';

/** How many vectors a row of so many columns takes, and how many numbers are in the last, 1 to 4. */
export function vectorsOf(columns: number): { readonly vectors: number; readonly last: number } {
  const vectors = Math.ceil(columns / 4);
  return { vectors, last: columns - 4 * (vectors - 1) };
}

/**
 * Calls `chunk` for groups of columns: a pointer to bytes within a row, how many vectors, numbers in the last.
 *
 * @param most vectors of columns in a group
 */
export function eachChunk(
  k: Kernel,
  columns: number,
  most: number,
  chunk: (column: Local<'i32'>, vectors: number, last: number) => void,
): void {
  const { vectors: all, last } = vectorsOf(columns);
  const whole = Math.floor(columns / 4 / most);
  const column = k.pointer(0);
  k.f.repeat(whole, [[column, most * VECTOR]], () => chunk(column, most, 4));
  if (all > whole * most) chunk(column, all - whole * most, last);
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
