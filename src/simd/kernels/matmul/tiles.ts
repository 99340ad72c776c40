/**
 * Register tiles: how the columns and rows of a product are cut up, so that its sums stay in registers.
 *
 * A tile of MR rows and NV vectors of columns needs MR · NV registers for its sums, NV for a row of b and one for a
 * number of a; without fused multiply-add one more for the product. V8 has 15 to give.
 */
import type { Mode } from '../../mode.ts';
import { vectorsOf } from '../shared/columns.ts';

/** Some columns of a product: whole vectors, the last of which may hold fewer than four. */
export interface Chunk {
  /** The first column. */
  readonly start: number;
  readonly vectors: number;
  /** Columns in the last vector, 1 to 4. */
  readonly last: number;
  /** How many chunks of this kind follow one another. */
  readonly count: number;
}

/** Vectors in a full chunk: two in the narrow modes, four in the wide one, which halves them again. */
function fullVectors(mode: Mode): number {
  return mode.wide ? 4 : 2;
}

/** Rows in a tile of so many vectors. */
export function tileRows(mode: Mode, vectors: number): number {
  if (mode.wide) {
    const registers = Math.ceil(vectors / 2); // of 256 bits
    const most = mode.fma ? 6 : 5;
    return registers === 1 ? 2 * most : most;
  }
  if (vectors === 3) return 3;
  const most = mode.fma && mode.ordered ? 6 : 4;
  return vectors === 1 ? 2 * most : most;
}

/** Cuts columns into chunks: full ones first, then what is left. */
export function chunksOf(mode: Mode, columns: number): readonly Chunk[] {
  const { vectors: all, last } = vectorsOf(columns);
  if (all === 3) return [{ start: 0, vectors: 3, last, count: 1 }];
  const full = fullVectors(mode);
  const whole = Math.floor(columns / (4 * full));
  const chunks: Chunk[] = [];
  if (whole > 0) chunks.push({ start: 0, vectors: full, last: 4, count: whole });
  const start = whole * 4 * full;
  const rest = Math.ceil((columns - start) / 4);
  if (rest > 0) chunks.push({ start, vectors: rest, last, count: 1 });
  return chunks;
}
