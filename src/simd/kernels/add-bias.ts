/**
 * The twins of adding a bias, and of its gradient, the sums of columns.
 *
 * Bound: the sum to the last bit. A sum of a column runs over ascending rows in 32 bits: at most `rows` roundings.
 */
import { addBias } from '../../autograd/index.ts';
import type { View } from '../../tensor/index.ts';
import { f32x4, v128 } from '../assembler/index.ts';
import { FLOAT, VECTOR } from '../kernel.ts';
import { type Part, twinsOf } from '../twin.ts';
import { copyPart } from './shared/maps.ts';
import { eachChunk, storeColumns } from './shared/columns.ts';

/** Vectors of columns that are added up side by side. */
const MOST = 8;

/** Sums of columns: db_j += Σ_i dy_ij. Shapes: dy [rows, columns], db [columns] */
export function columnSumPart(dy: View, db: View): Part {
  const columns = db.data.length;
  const rows = dy.data.length / columns;
  if (rows === 1) return copyPart('bias', dy, db);
  return {
    name: 'column sum',
    reads: [dy],
    adds: [db],
    emit(k) {
      const { f } = k;
      eachChunk(k, columns, MOST, (column, vectors, last) => {
        const adds = k.places.adds(db);
        const sums = Array.from({ length: vectors }, (_, j) =>
          f.local('v128', adds ? v128.load(column.get(), k.address(db) + VECTOR * j) : f.zero()),
        );
        const row = f.local('i32', column.get());
        f.repeat(rows, [[row, columns * FLOAT]], () => {
          for (const [j, sum] of sums.entries())
            sum.set(f32x4.add(sum.get(), v128.load(row.get(), k.address(dy) + VECTOR * j)));
        });
        storeColumns(column, k.address(db), sums, last);
      });
    },
  };
}

export const addBiasTwins = twinsOf(addBias, {
  forward: ({ x, bias }, y) => [
    {
      name: 'add bias',
      reads: [x, bias],
      writes: [y],
      bias: { x, bias, y },
      emit(k) {
        const { f } = k;
        const columns = bias.data.length;
        eachChunk(k, columns, MOST, (column, vectors, last) => {
          const row = f.local('i32', column.get());
          const biases = Array.from({ length: vectors }, (_, j) =>
            f.local('v128', v128.load(column.get(), k.address(bias) + VECTOR * j)),
          );
          f.repeat(y.data.length / columns, [[row, columns * FLOAT]], () => {
            const values = biases.map((value, j) =>
              f.local('v128', f32x4.add(v128.load(row.get(), k.address(x) + VECTOR * j), value.get())),
            );
            storeColumns(row, k.address(y), values, last);
          });
        });
      },
    },
  ],
  backward: (dy, { x: dx, bias: db }) => [
    ...(dx === null ? [] : [copyPart('add bias', dy, dx)]),
    ...(db === null ? [] : [columnSumPart(dy, db)]),
  ],
});
