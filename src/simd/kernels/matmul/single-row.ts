/**
 * Products of a single row: what a step of stochastic descent is made of.
 *
 * A sum runs over ascending k, as in the tiles for many rows: a prediction has the same bits alone and among others.
 * In training, products and sums are apart in every mode: each sum waits for its last addition, and a fused operation
 * takes longer than an addition.
 */
import { f32x4, type Local, v128 } from '../../assembler/index.ts';
import { FLOAT, type Kernel, VECTOR } from '../../kernel.ts';
import { storeColumns, vectorsOf } from '../shared/columns.ts';
import { addLanes } from '../shared/lanes.ts';
import type { Product } from './product.ts';

/** Vectors of columns worked out side by side: as many sums, loads and one number of a stand in registers. */
const MOST = 6;

/** y = a b for one row a [inner], b [inner, columns]. */
export function emitRowProduct(
  k: Kernel,
  { inner, columns, y, start, relu }: Pick<Product, 'inner' | 'columns' | 'y' | 'start' | 'relu'>,
  a: number,
  b: number,
): void {
  const { f } = k;
  const zero = relu ? f.local('v128', f.zero()) : null;
  const { vectors: all, last } = vectorsOf(columns);
  const part = (vectors: number, lastWidth: number, column: Local<'i32'>) => {
    const sums = Array.from({ length: vectors }, (_, j) => {
      if (start === 'zero') return f.local('v128', f.zero());
      const address = (start === 'y' ? y : start.bias) + VECTOR * j;
      return f.local('v128', v128.load(column.get(), address));
    });
    const from = k.pointer(0);
    const row = f.local('i32', column.get());
    const x = f.local('v128');
    const rowBytes = columns * FLOAT;
    const pass = (count: number) => {
      for (let i = 0; i < count; i++) {
        x.set(v128.load32_splat(from.get(), a + i * FLOAT));
        for (const [j, sum] of sums.entries()) {
          const there = () => v128.load(row.get(), b + i * rowBytes + VECTOR * j);
          const apart = () => f32x4.add(sum.get(), f32x4.mul(x.get(), there()));
          sum.set(k.places.trains ? apart() : k.multiplyAdd(sum, () => x.get(), there));
        }
      }
    };
    const unroll = vectors <= 3 ? 2 : 1;
    f.repeat(
      Math.floor(inner / unroll),
      [
        [from, unroll * FLOAT],
        [row, unroll * rowBytes],
      ],
      () => pass(unroll),
    );
    if (inner % unroll > 0) pass(inner % unroll);
    if (zero !== null) for (const sum of sums) sum.set(f32x4.pmax(sum.get(), zero.get()));
    storeColumns(column, y, sums, lastWidth);
  };
  const whole = Math.floor((all - (last < 4 ? 1 : 0)) / MOST);
  const column = k.pointer(0);
  f.repeat(whole, [[column, MOST * VECTOR]], () => part(MOST, 4, column));
  if (all > whole * MOST) part(all - whole * MOST, last, column);
}

/** y = a bᵀ for one row a [inner], b [columns, inner]: dot products, four at a time. */
export function emitRowDots(
  k: Kernel,
  {
    inner,
    columns,
    y,
    adds,
  }: { readonly inner: number; readonly columns: number; readonly y: number; readonly adds: boolean },
  a: number,
  b: number,
): void {
  const { f } = k;
  const whole = Math.floor(inner / 4);
  const rest = inner % 4;
  const mask = rest === 0 ? null : f.local('v128', v128.load(f.i32(0), k.mask(rest)));
  const dots = (count: number, rows: Local<'i32'>, to: Local<'i32'>) => {
    // beyond the last column, its row is taken again, and not stored
    const offsets = [0, 1, 2, 3].map((i) => b + Math.min(i, count - 1) * inner * FLOAT);
    const sums = offsets.map(() => f.local('v128', f.zero()));
    const place = k.pointer(0);
    const row = f.local('i32', rows.get());
    const x = f.local('v128');
    f.repeat(
      whole,
      [
        [place, VECTOR],
        [row, VECTOR],
      ],
      () => {
        x.set(v128.load(place.get(), a));
        for (const [i, sum] of sums.entries())
          sum.set(
            k.multiplyAdd(
              sum,
              () => x.get(),
              () => v128.load(row.get(), offsets[i]),
            ),
          );
      },
    );
    if (mask !== null) {
      x.set(v128.and(v128.load(place.get(), a), mask.get()));
      for (const [i, sum] of sums.entries())
        sum.set(
          k.multiplyAdd(
            sum,
            () => x.get(),
            () => v128.and(v128.load(row.get(), offsets[i]), mask.get()),
          ),
        );
    }
    const four = addLanes(k, sums);
    if (adds) four.set(f32x4.add(four.get(), v128.load(to.get(), y)));
    storeColumns(to, y, [four], count);
  };
  const rows = k.pointer(0);
  const to = k.pointer(0);
  f.repeat(
    Math.floor(columns / 4),
    [
      [rows, 4 * inner * FLOAT],
      [to, VECTOR],
    ],
    () => dots(4, rows, to),
  );
  if (columns % 4 > 0) dots(columns % 4, rows, to);
}

/**
 * An outer product of two rows into y [inner, columns]: y_kj ← a_k b_j, or y_kj + a_k b_j.
 *
 * @param factor what b is multiplied by beforehand; null for nothing
 */
export function emitOuter(
  k: Kernel,
  outer: {
    readonly inner: number;
    readonly columns: number;
    readonly y: number;
    readonly adds: boolean;
    readonly factor: Local<'v128'> | null;
  },
  a: number,
  b: number,
): void {
  const { f } = k;
  const { inner, columns, y, adds, factor } = outer;
  const { vectors: all, last } = vectorsOf(columns);
  for (let first = 0; first < all; first += MOST) {
    const vectors = Math.min(MOST, all - first);
    const bs = Array.from({ length: vectors }, (_, j) => {
      const vector = f.local('v128', v128.load(f.i32(0), b + (first + j) * VECTOR));
      if (factor !== null) vector.set(f32x4.mul(vector.get(), factor.get()));
      return vector;
    });
    const from = k.pointer(a);
    const to = k.pointer(y + first * VECTOR);
    const x = f.local('v128');
    const old = f.local('v128');
    const row = (delta: number) => {
      x.set(v128.load32_splat(from.get(), delta * FLOAT));
      const values = bs.map((vector, j) => {
        if (!adds) return f.local('v128', f32x4.mul(x.get(), vector.get()));
        old.set(v128.load(to.get(), delta * columns * FLOAT + VECTOR * j));
        return f.local(
          'v128',
          k.multiplyAdd(
            old,
            () => x.get(),
            () => vector.get(),
          ),
        );
      });
      storeColumns(to, delta * columns * FLOAT, values, first + vectors === all ? last : 4);
    };
    f.repeat(
      Math.floor(inner / 2),
      [
        [from, 2 * FLOAT],
        [to, 2 * columns * FLOAT],
      ],
      () => {
        row(0);
        row(1);
      },
    );
    if (inner % 2 > 0) row(0);
  }
}
