/**
 * The twins of scalar products, row by row.
 *
 * Method: a scalar product is four sums side by side, one for each lane, added up at the end. Four products are worked
 * out at a time: of four rows, or, where rows hold several vectors, of one vector of a with four of b.
 *
 * Bound: for n numbers, n + 1 roundings of Σ|a_k b_k|; gradients, two roundings for each product that is added. NaN and
 * infinities pass as in the reference.
 */
import { batchDot } from '../../autograd/index.ts';
import { lastAxis, size, type View } from '../../tensor/index.ts';
import { f32x4, i32, type Local, v128 } from '../assembler/index.ts';
import { FLOAT, type Kernel, VECTOR } from '../kernel.ts';
import { type Part, twinsOf } from '../twin.ts';
import { storeColumns } from './shared/columns.ts';
import { addLanes } from './shared/lanes.ts';
import { alongRow, inFours, masked } from './shared/rows.ts';

/** Up to four scalar products of rows of `columns` numbers. @param a, b where row i of each begins */
function dots(
  k: Kernel,
  columns: number,
  count: number,
  a: readonly [Local<'i32'>, number][],
  b: readonly [Local<'i32'>, number][],
): Local<'v128'> {
  const { f } = k;
  const sums = Array.from({ length: count }, () => f.local('v128', f.zero()));
  alongRow(k, columns, (piece) => {
    const load = ([row, delta]: readonly [Local<'i32'>, number]) =>
      f.local('v128', masked(v128.load(k.sum(row, piece.at), delta + piece.delta), piece));
    for (const [i, sum] of sums.entries()) {
      const [p, q] = [load(a[i]), load(b[i])];
      sum.set(k.multiplyAdd(sum, p.get, q.get));
    }
  });
  return addLanes(
    k,
    [0, 1, 2, 3].map((i) => sums[Math.min(i, count - 1)]),
  );
}

/** A matrix of vectors in each row. */
interface Vectors {
  readonly view: View;
  /** How many there are in each row. */
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
}

function vectorsIn(view: View): Vectors {
  const { shape } = view;
  return { view, count: size(shape.slice(1, -1)), rows: shape[0], columns: lastAxis(shape) };
}

function emitDots(k: Kernel, a: Vectors, b: Vectors, y: View): void {
  const { f } = k;
  const { rows, columns } = a;
  const bytes = columns * FLOAT;
  const four = (pointer: Local<'i32'>, address: number, stride: number) =>
    [0, 1, 2, 3].map((i): [Local<'i32'>, number] => [pointer, address + i * stride]);
  if (a.count === 1 && b.count === 1) {
    inFours(k, rows, columns, (at, row, count) => {
      const own = dots(
        k,
        columns,
        count,
        four(at, k.address(a.view), bytes),
        four(at, k.address(b.view), bytes),
      );
      storeColumns(row, k.address(y), [own], count);
    });
    return;
  }
  const [ofA, ofB, to] = [
    k.pointer(k.address(a.view)),
    k.pointer(k.address(b.view)),
    k.pointer(k.address(y)),
  ];
  f.repeat(rows, [[ofB, b.count * bytes]], () => {
    f.repeat(a.count, [[ofA, bytes]], () => {
      const at = f.local('i32', ofB.get());
      const some = (count: number) =>
        storeColumns(to, 0, [dots(k, columns, count, four(ofA, 0, 0), four(at, 0, bytes))], count);
      const advance = [
        [at, 4 * bytes],
        [to, VECTOR],
      ] as const;
      f.repeat(Math.floor(b.count / 4), advance, () => some(4));
      const rest = b.count % 4;
      if (rest === 0) return;
      some(rest);
      to.set(i32.add(to.get(), f.i32(rest * FLOAT)));
    });
  });
}

/**
 * dx_r,i += Σ_j dy_rij other_rj, where dy_rij stands `steps` numbers further for the next i, and for the next j.
 */
function dotGradient(
  dy: View,
  dx: View,
  other: View,
  stepsOf: (own: Vectors, others: Vectors) => [number, number],
): Part {
  return {
    name: 'batchDot gradient',
    reads: [dy, other],
    adds: [dx],
    emit(k) {
      const { f } = k;
      const [own, others] = [vectorsIn(dx), vectorsIn(other)];
      const { columns } = own;
      const bytes = columns * FLOAT;
      const [ownStep, otherStep] = stepsOf(own, others);
      const [to, from, slopes] = [
        k.pointer(k.address(dx)),
        k.pointer(k.address(other)),
        k.pointer(k.address(dy)),
      ];
      const [row, slope] = [f.local('i32'), f.local('i32')];
      const add = (adds: boolean) => {
        const d = f.local('v128', v128.load32_splat(slope.get()));
        alongRow(k, columns, ({ at, delta, count }) => {
          const place = f.local('i32', k.sum(to, at));
          const value = f.local('v128', v128.load(k.sum(row, at), delta));
          if (adds) {
            const sum = f.local('v128', v128.load(place.get(), delta));
            value.set(k.multiplyAdd(sum, d.get, value.get));
          } else value.set(f32x4.mul(d.get(), value.get()));
          storeColumns(place, delta, [value], count);
        });
      };
      const next = [
        [row, bytes],
        [slope, otherStep * FLOAT],
      ] as const;
      f.repeat(
        own.rows,
        [
          [from, others.count * bytes],
          [slopes, own.count * others.count * FLOAT],
        ],
        () => {
          const first = f.local('i32', slopes.get());
          f.repeat(
            own.count,
            [
              [to, bytes],
              [first, ownStep * FLOAT],
            ],
            () => {
              row.set(from.get());
              slope.set(first.get());
              f.repeat(1, next, () => add(k.places.adds(dx)));
              f.repeat(others.count - 1, next, () => add(true));
            },
          );
        },
      );
    },
  };
}

export const batchDotTwins = twinsOf(batchDot, {
  forward: ({ a, b }, y) => [
    {
      name: 'batchDot',
      reads: [a, b],
      writes: [y],
      emit: (k) => emitDots(k, vectorsIn(a), vectorsIn(b), y),
    },
  ],
  backward: (dy, { a: da, b: db }, { a, b }) => [
    ...(da === null ? [] : [dotGradient(dy, da, b, (_own, others) => [others.count, 1])]),
    ...(db === null ? [] : [dotGradient(dy, db, a, (own) => [1, own.count])]),
  ],
});
