/**
 * The product of two matrices by register tiles: y = a b, with a and b laid out in any way.
 *
 * Each element of y is one sum over ascending k, begun at 0, at a bias, or at what stands in y. That holds for every
 * tile and every block, so all modes without fused multiply-add give the same bits.
 */
import { f32x4, i32, type Local, v128, type V128 } from '../../assembler/index.ts';
import { FLOAT, type Kernel, VECTOR } from '../../kernel.ts';
import { storeColumns } from '../shared/columns.ts';
import { type Chunk, chunksOf, tileRows } from './tiles.ts';

/** A product to be emitted. Distances are in bytes. */
export interface Product {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  /** From one row of a to the next, and from one k to the next. */
  readonly aRow: number;
  readonly aInner: number;
  /** From one k of b to the next within a chunk of columns; panels set their own width. */
  readonly bInner: number | 'panels';
  /** Address of y, whose rows lie side by side. */
  readonly y: number;
  /** Where sums begin. */
  readonly start: 'zero' | 'y' | { readonly bias: number };
  /** Whether max(·, 0) is taken before storing. */
  readonly relu: boolean;
  /** Room for `rows of a tile · inner` numbers, where those of a are to be copied together first; else null. */
  readonly sliver: number | null;
}

/** Emits the product into the function of the kernel: a and b begin where the locals point. */
export function emitProduct(k: Kernel, product: Product, a: Local<'i32'>, b: Local<'i32'>): void {
  const { f, mode } = k;
  const { rows, columns } = product;
  const chunks = chunksOf(mode, columns);
  const block = Math.max(...chunks.map(({ vectors }) => tileRows(mode, vectors)));
  const y = f.local('i32', f.i32(product.y));
  const zero = product.relu ? f.local('v128', f.zero()) : null;

  /** All columns of some rows. */
  const rowsAt = (count: number) => {
    const from = product.sliver === null ? a : packSliver(k, product, a, count);
    const packed = product.sliver === null ? product : { ...product, aRow: FLOAT, aInner: FLOAT * count };
    for (const chunk of chunks) {
      const height = tileRows(mode, chunk.vectors);
      const column = f.local('i32', f.i32(chunk.start * FLOAT));
      f.repeat(chunk.count, [[column, chunk.vectors * VECTOR]], () => {
        for (let row = 0; row < count; row += height) {
          emitTile(k, packed, chunk, {
            row,
            rows: Math.min(height, count - row),
            a: from,
            b,
            y,
            column,
            zero,
          });
        }
      });
    }
  };
  f.repeat(
    Math.floor(rows / block),
    [
      [a, block * product.aRow],
      [y, block * columns * FLOAT],
    ],
    () => rowsAt(block),
  );
  if (rows % block > 0) rowsAt(rows % block);
}

/** Where a tile stands, at run time. */
interface Place {
  /** Its first row within the rows that a and y point to. */
  readonly row: number;
  readonly rows: number;
  readonly a: Local<'i32'>;
  readonly b: Local<'i32'>;
  readonly y: Local<'i32'>;
  /** Bytes from the start of a row of y to the tile. */
  readonly column: Local<'i32'>;
  readonly zero: Local<'v128'> | null;
}

/** One tile: its sums begin, run over k, and are stored. */
function emitTile(k: Kernel, product: Product, chunk: Chunk, place: Place): void {
  const { f } = k;
  const { inner, columns, aRow, aInner, start } = product;
  const { vectors } = chunk;
  const yRow = columns * FLOAT;
  const indices = Array.from({ length: vectors }, (_, j) => j);

  const target = f.local('i32', i32.add(place.y.get(), place.column.get()));
  const sums = Array.from({ length: place.rows }, (_, i) =>
    indices.map((j) => {
      if (start === 'zero') return f.local('v128', f.zero());
      if (start === 'y') return f.local('v128', v128.load(target.get(), (place.row + i) * yRow + VECTOR * j));
      return f.local('v128', v128.load(place.column.get(), start.bias + VECTOR * j));
    }),
  );
  const from = f.local('i32', place.a.get());
  const panels = product.bInner === 'panels';
  const distance = panels ? i32.mul(place.column.get(), f.i32(inner)) : place.column.get();
  const b = f.local('i32', i32.add(distance, place.b.get()));
  const bInner = product.bInner === 'panels' ? vectors * VECTOR : product.bInner;
  const bs = indices.map(() => f.local('v128'));
  const x = f.local('v128');
  f.repeat(
    inner,
    [
      [from, aInner],
      [b, bInner],
    ],
    () => {
      for (const j of indices) bs[j].set(v128.load(b.get(), VECTOR * j));
      for (const [i, row] of sums.entries()) {
        x.set(v128.load32_splat(from.get(), (place.row + i) * aRow));
        for (const j of indices)
          row[j].set(
            k.multiplyAdd(
              row[j],
              () => x.get(),
              () => bs[j].get(),
            ),
          );
      }
    },
  );

  const { zero } = place;
  const value = (sum: Local<'v128'>): V128 => (zero === null ? sum.get() : f32x4.pmax(sum.get(), zero.get()));
  if (zero !== null) for (const row of sums) for (const sum of row) sum.set(value(sum));
  for (const [i, row] of sums.entries()) {
    storeColumns(target, (place.row + i) * yRow, row, chunk.last);
  }
}

/** Copies `count` rows of a, which lie far apart in k, side by side: [inner, count]. @returns a pointer to them */
function packSliver(
  k: Kernel,
  { inner, aRow, aInner, sliver }: Product,
  a: Local<'i32'>,
  count: number,
): Local<'i32'> {
  const { f } = k;
  const start = sliver as number;
  if (aRow !== FLOAT) throw new Error('simd: a sliver is cut from rows of numbers that lie side by side.');
  const from = f.local('i32', a.get());
  const to = f.local('i32', f.i32(start));
  f.repeat(
    inner,
    [
      [from, aInner],
      [to, count * FLOAT],
    ],
    () => {
      for (let i = 0; i < count; i += 4) {
        const part = f.local('v128', v128.load(from.get(), i * FLOAT));
        // what is too much is written over by the next row, or lies in the padding of the scratch
        v128.store(to.get(), part.get(), i * FLOAT);
      }
    },
  );
  return f.local('i32', f.i32(start));
}
