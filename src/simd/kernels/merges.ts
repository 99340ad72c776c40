/**
 * The twins of ops that join tensors: rows side by side, the larger and the smaller of two.
 *
 * Method: rows are copied vector by vector; what lies behind the last number of a row is left as it is.
 *
 * Bound: to the last bit. NaN and infinities pass as in the reference; a zero may have the other sign.
 */
import { concatenate, maximum, minimum } from '../../autograd/index.ts';
import { lastAxis, type View } from '../../tensor/index.ts';
import { f32x4, type Local, v128 } from '../assembler/index.ts';
import { FLOAT, type Kernel, VECTOR } from '../kernel.ts';
import { type Part, twinsOf } from '../twin.ts';
import { storeColumns, vectorsOf } from './shared/columns.ts';
import { gradientPart, mapPart } from './shared/maps.ts';

/** Vectors that are copied in one pass of a loop. */
const UNROLL = 4;

/** Numbers at an address, in rows that begin `width` numbers apart. */
interface Rows {
  readonly address: number;
  readonly width: number;
}

/** Copies rows of `columns` numbers, or adds them to what stands there. */
function moveRows(k: Kernel, rows: number, columns: number, from: Rows, to: Rows, adds: boolean): void {
  const { f } = k;
  const [source, target] = [k.pointer(from.address), k.pointer(to.address)];
  const move = (at: Local<'i32'>, into: Local<'i32'>, vectors: number, last: number) => {
    const values = Array.from({ length: vectors }, (_, i) => {
      const value = f.local('v128', v128.load(at.get(), VECTOR * i));
      if (adds) value.set(f32x4.add(v128.load(into.get(), VECTOR * i), value.get()));
      return value;
    });
    storeColumns(into, 0, values, last);
  };
  const loops = Math.floor(columns / 4 / UNROLL);
  const rest = columns - 4 * UNROLL * loops;
  const advance = [
    [source, from.width * FLOAT],
    [target, to.width * FLOAT],
  ] as const;
  f.repeat(rows, advance, () => {
    const [at, into] = [f.local('i32', source.get()), f.local('i32', target.get())];
    const along = [
      [at, UNROLL * VECTOR],
      [into, UNROLL * VECTOR],
    ] as const;
    f.repeat(loops, along, () => move(at, into, UNROLL, 4));
    if (rest > 0) move(at, into, vectorsOf(rest).vectors, vectorsOf(rest).last);
  });
}

/** The tensors of a list of inputs, each with the place of its first column among all columns. */
function columnsOf<V extends View | null>(list: readonly V[], inputs: readonly View[]) {
  let first = 0;
  return list.map((view, i) => {
    const columns = lastAxis(inputs[i].shape);
    first += columns;
    return { view, columns, first: first - columns };
  });
}

const concatenateTwins = twinsOf(concatenate, {
  forward(given, y) {
    const inputs = Object.values(given);
    return [
      {
        name: 'concatenate',
        reads: inputs,
        writes: [y],
        emit(k) {
          const width = lastAxis(y.shape);
          for (const { view, columns, first } of columnsOf(inputs, inputs)) {
            const from = { address: k.address(view), width: columns };
            const to = { address: k.address(y) + first * FLOAT, width };
            moveRows(k, y.data.length / width, columns, from, to, false);
          }
        },
      },
    ];
  },
  backward(dy, gradients, kept) {
    const inputs = Object.values(kept.inputs) as unknown as readonly View[];
    return columnsOf(Object.values(gradients), inputs).flatMap(({ view: dx, columns, first }): Part[] => {
      if (dx === null) return [];
      const width = lastAxis(dy.shape);
      const emit = (k: Kernel) => {
        const from = { address: k.address(dy) + first * FLOAT, width };
        const to = { address: k.address(dx), width: columns };
        moveRows(k, dx.data.length / columns, columns, from, to, k.places.adds(dx));
      };
      return [{ name: 'concatenate gradient', reads: [dy], adds: [dx], emit }];
    });
  },
});

/** The twins of choosing one of two: which of them, and when it is the first. */
function choiceTwins(
  op: typeof maximum | typeof minimum,
  choose: typeof f32x4.max,
  isFirst: typeof f32x4.ge,
) {
  const { name } = op.definition;
  return twinsOf(op, {
    forward: ({ a, b }, y) => [mapPart(name, [a, b], y, () => (p, q) => choose(p.get(), q.get()))],
    backward: (dy, { a: da, b: db }, { a, b }) => [
      ...(da === null
        ? []
        : [
            gradientPart(
              name,
              [dy, a, b],
              da,
              () => (d, p, q) => v128.and(d.get(), isFirst(p.get(), q.get())),
            ),
          ]),
      ...(db === null
        ? []
        : [
            gradientPart(
              name,
              [dy, a, b],
              db,
              () => (d, p, q) => v128.andnot(d.get(), isFirst(p.get(), q.get())),
            ),
          ]),
    ],
  });
}

/** The twins of concatenate, maximum and minimum. */
export const mergeTwins = [
  ...concatenateTwins,
  ...choiceTwins(maximum, f32x4.max, f32x4.ge),
  ...choiceTwins(minimum, f32x4.min, f32x4.le),
];
