/**
 * Panels: b copied together chunk by chunk, so that a tile reads it in one stream.
 *
 * A large matrix has its rows a page apart: each k of a tile would touch another page and fall into the same few sets
 * of the cache. A panel holds one chunk of columns, k after k, in whole vectors.
 */
import { i32, type Local, v128 } from '../../assembler/index.ts';
import { FLOAT, type Kernel, VECTOR } from '../../kernel.ts';
import { transpose } from '../shared/lanes.ts';
import { chunksOf } from './tiles.ts';

/** Bytes of the panels of `inner` rows. */
export function panelBytes(k: Kernel, inner: number, columns: number): number {
  return chunksOf(k.mode, columns).reduce(
    (sum, { vectors, count }) => sum + count * vectors * VECTOR * inner,
    0,
  );
}

/**
 * Copies rows of b into panels.
 *
 * @param b points to the first of the rows, `row` bytes apart
 * @param panels address of the panels
 */
export function packPanels(
  k: Kernel,
  { inner, columns, row }: { readonly inner: number; readonly columns: number; readonly row: number },
  b: Local<'i32'>,
  panels: number,
): void {
  const { f } = k;
  const to = f.local('i32', f.i32(panels));
  for (const { start, vectors, count } of chunksOf(k.mode, columns)) {
    const first = f.local('i32', i32.add(b.get(), f.i32(start * FLOAT)));
    f.repeat(count, [[first, vectors * VECTOR]], () => {
      const from = f.local('i32', first.get());
      f.repeat(
        inner,
        [
          [from, row],
          [to, vectors * VECTOR],
        ],
        () => {
          for (let j = 0; j < vectors; j++)
            v128.store(to.get(), v128.load(from.get(), VECTOR * j), VECTOR * j);
        },
      );
    });
  }
}

/**
 * Copies bᵀ into panels, four by four: b has the columns as its rows.
 *
 * @param b points to the first k of the first row; rows are `row` bytes apart
 */
export function packTransposed(
  k: Kernel,
  { inner, columns, row }: { readonly inner: number; readonly columns: number; readonly row: number },
  b: Local<'i32'>,
  panels: number,
): void {
  const { f } = k;
  for (const { start, vectors, count, last } of chunksOf(k.mode, columns)) {
    const width = vectors * VECTOR;
    const first = f.local('i32', i32.add(b.get(), f.i32(start * row)));
    const panel = f.local('i32', f.i32(panels + start * FLOAT * inner));
    f.repeat(
      count,
      [
        [first, vectors * 4 * row],
        [panel, width * inner],
      ],
      () => {
        for (let j = 0; j < vectors; j++) {
          // rows behind the last column are the last one again: their products are never stored
          const there = j === vectors - 1 ? last : 4;
          const offsets = [0, 1, 2, 3].map((i) => (4 * j + Math.min(i, there - 1)) * row);
          transposeStrip(k, { inner, offsets, width, at: VECTOR * j }, first, panel);
        }
      },
    );
  }
}

/** Four rows of b become one vector for each k. */
function transposeStrip(
  k: Kernel,
  strip: {
    readonly inner: number;
    readonly offsets: readonly number[];
    readonly width: number;
    readonly at: number;
  },
  b: Local<'i32'>,
  panel: Local<'i32'>,
): void {
  const { f } = k;
  const { inner, offsets, width, at } = strip;
  const from = f.local('i32', b.get());
  const to = f.local('i32', panel.get());
  const pass = (count: number) => {
    const rows = offsets.map((offset) => f.local('v128', v128.load(from.get(), offset)));
    const columns = transpose(k, rows);
    for (let i = 0; i < count; i++) v128.store(to.get(), columns[i].get(), i * width + at);
  };
  f.repeat(
    Math.floor(inner / 4),
    [
      [from, 4 * FLOAT],
      [to, 4 * width],
    ],
    () => pass(4),
  );
  if (inner % 4 > 0) pass(inner % 4);
}
