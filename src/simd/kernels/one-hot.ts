/**
 * The twin of one-hot rows: labels compared with the numbers of their columns, four at once.
 *
 * Few classes: four rows of `classes` numbers are just `classes` vectors, and each is one comparison. Many: row by row,
 * the last vector of a row being stored as far as the row goes. Exact; a label that is no class gives a row of zeros.
 */
import { oneHotRows } from '../../autograd/index.ts';
import type { View } from '../../tensor/index.ts';
import { f32x4, i32, v128 } from '../assembler/index.ts';
import { FLOAT, type Kernel, VECTOR } from '../kernel.ts';
import { twinsOf } from '../twin.ts';
import { storeColumns } from './shared/columns.ts';
import { lanesOf } from './shared/lanes.ts';

/** Most classes for which four rows are taken at once: the column numbers of all vectors stand in locals. */
const MOST = 32;

function fourRows(k: Kernel, labels: View, y: View, classes: number): void {
  const { f } = k;
  const rows = labels.data.length;
  const one = k.constant(1);
  const numbers = Array.from({ length: classes }, (_, j) => k.constant(j));
  const columns = Array.from({ length: Math.min(classes, Math.ceil((rows * classes) / 4)) }, (_, i) =>
    lanesOf(
      k,
      [0, 1, 2, 3].map((lane) => numbers[(4 * i + lane) % classes]),
    ),
  );
  const row = k.pointer(k.address(labels));
  const to = k.pointer(k.address(y));
  const pass = (count: number) => {
    const four = f.local('v128', v128.load(row.get()));
    const vectors = columns.slice(0, Math.ceil((count * classes) / 4));
    const values = vectors.map((column, i) => {
      const lanes = [0, 1, 2, 3].map((lane) => Math.floor((4 * i + lane) / classes));
      const label = k.shuffled(four, lanes as [number, number, number, number]);
      return f.local('v128', v128.and(f32x4.eq(label, column.get()), one.get()));
    });
    storeColumns(to, 0, values, 4);
  };
  f.repeat(
    Math.floor(rows / 4),
    [
      [row, VECTOR],
      [to, classes * VECTOR],
    ],
    () => pass(4),
  );
  if (rows % 4 > 0) pass(rows % 4);
}

function rowByRow(k: Kernel, labels: View, y: View, classes: number): void {
  const { f } = k;
  const [one, four] = [k.constant(1), k.constant(4)];
  const first = lanesOf(
    k,
    [0, 1, 2, 3].map((j) => k.constant(j)),
  );
  const column = f.local('v128');
  const row = k.pointer(k.address(labels));
  const to = k.pointer(k.address(y));
  const vector = (label: ReturnType<Kernel['constant']>, count: number) => {
    const value = f.local('v128', v128.and(f32x4.eq(label.get(), column.get()), one.get()));
    storeColumns(to, 0, [value], count);
    column.set(f32x4.add(column.get(), four.get()));
  };
  f.repeat(labels.data.length, [[row, FLOAT]], () => {
    const label = f.local('v128', v128.load32_splat(row.get()));
    column.set(first.get());
    f.repeat(Math.floor(classes / 4), [[to, VECTOR]], () => vector(label, 4));
    if (classes % 4 === 0) return;
    vector(label, classes % 4);
    to.set(i32.add(to.get(), f.i32((classes % 4) * FLOAT)));
  });
}

/** The twin of `oneHotRows`, which has no gradient. */
export const oneHotTwins = twinsOf(oneHotRows, {
  forward: ({ labels }, y, _saved, { classes }) => [
    {
      name: 'one-hot rows',
      reads: [labels],
      writes: [y],
      emit(k) {
        if (classes <= MOST) fourRows(k, labels, y, classes);
        else rowByRow(k, labels, y, classes);
      },
    },
  ],
});
