/**
 * The twins of filling, copying, gathering rows, and adding up the sums of an epoch. All to the last bit.
 */
import { copy, fill, gatherRows, registersOf, tally, type View } from '../../tensor/index.ts';
import { f64, i32, type Local, v128 } from '../assembler/index.ts';
import { FLOAT, type Kernel, VECTOR } from '../kernel.ts';
import { defineTwin } from '../twin.ts';
import { storeColumns } from './shared/columns.ts';

/** How many vectors are copied in one pass of a loop. */
const UNROLL = 4;

/** Copies `count` numbers from one place to another, exactly. */
function copyRow(k: Kernel, from: Local<'i32'>, to: Local<'i32'>, count: number): void {
  const { f } = k;
  const whole = Math.floor(count / 4);
  const move = (vectors: number, last: number) => {
    const values = Array.from({ length: vectors }, (_, i) =>
      f.local('v128', v128.load(from.get(), VECTOR * i)),
    );
    storeColumns(to, 0, values, last);
  };
  const bytes = UNROLL * VECTOR;
  f.repeat(
    Math.floor(whole / UNROLL),
    [
      [from, bytes],
      [to, bytes],
    ],
    () => move(UNROLL, 4),
  );
  const rest = count - Math.floor(whole / UNROLL) * UNROLL * 4;
  if (rest === 0) return;
  move(Math.ceil(rest / 4), rest % 4 === 0 ? 4 : rest % 4);
  from.set(i32.add(from.get(), f.i32(rest * FLOAT)));
  to.set(i32.add(to.get(), f.i32(rest * FLOAT)));
}

export const memoryTwins = [
  defineTwin(fill, (y: View, value: number) =>
    y.data instanceof Float64Array
      ? null
      : [
          {
            name: 'fill',
            reads: [],
            writes: [y],
            ...(value === 0 ? { zero: y } : {}),
            ...(value === 1 ? { seed: y } : {}),
            emit(k) {
              const constant = k.constant(value);
              k.map({ length: y.data.length, inputs: [], outputs: [y] }, () => constant.get());
            },
          },
        ],
  ),

  defineTwin(copy, (x: View, y: View) => [
    {
      name: 'copy',
      reads: [x],
      writes: [y],
      emit: (k) => k.map({ length: y.data.length, inputs: [x], outputs: [y] }, (value) => value.get()),
    },
  ]),

  defineTwin(gatherRows, (from, order, start, into) => {
    if (registersOf(start) === null) return null;
    return [
      {
        name: 'gather rows',
        reads: [registersOf(start)!],
        writes: [into],
        emit(k) {
          const { f } = k;
          const rows = into.shape[0];
          const columns = into.data.length / rows;
          const data = f.local('i32', i32.load(f.i32(0), k.places.pointer(from)));
          const first = i32.shl(i32.trunc_f64_s(k.register(start, 'value')), f.i32(2));
          const place = f.local('i32', i32.add(first, i32.load(f.i32(0), k.places.pointer(order))));
          const to = k.pointer(k.address(into));
          const row = f.local('i32');
          f.repeat(rows, [[place, 4]], () => {
            const distance = i32.mul(i32.load(place.get()), f.i32(columns * FLOAT));
            row.set(i32.add(distance, data.get()));
            copyRow(k, row, to, columns);
          });
        },
      },
    ];
  }),

  defineTwin(tally, (dataLoss, penalty, rows, sums) => [
    {
      name: 'tally',
      reads: penalty === null ? [dataLoss] : [dataLoss, penalty],
      adds: [sums],
      emit(k) {
        const { f } = k;
        const at = k.address(sums);
        const add = (i: number, value: View | null) => {
          const old = f64.load(f.i32(0), at + 8 * i);
          const next = f.local('f64', f64.add(old, value === null ? f.f64(rows) : weighted(k, value, rows)));
          f64.store(f.i32(0), next.get(), at + 8 * i);
        };
        add(0, dataLoss);
        if (penalty !== null) add(1, penalty);
        add(2, null);
      },
    },
  ]),
];

/** A number of one tensor times the rows that it stands for. */
function weighted(k: Kernel, view: View, rows: number) {
  return f64.mul(f64.promote_f32(k.first(view)), k.f.f64(rows));
}
