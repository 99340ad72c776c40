/**
 * The twins of prelu: rows walked along, and for the gradient of the slopes columns walked down.
 *
 * Bound: y and dx to the last bit. The sum of a column runs over ascending rows in 32 bits: at most 2 · `rows` roundings.
 * NaN and infinities pass as in the reference; a zero may have the other sign.
 */
import { prelu } from '../../autograd/index.ts';
import { lastAxis, type View } from '../../tensor/index.ts';
import { f32x4, type Local, v128, type V128 } from '../assembler/index.ts';
import { FLOAT, type Kernel } from '../kernel.ts';
import { type Part, twinsOf } from '../twin.ts';
import { storeColumns } from './shared/columns.ts';
import { alongRow } from './shared/rows.ts';

type Vector = Local<'v128'>;

/** y_ij ← or += formula of the slope α_j and of the inputs at ij. */
function rowsPart(
  name: string,
  { alpha, inputs, y, adds }: { alpha: View; inputs: readonly View[]; y: View; adds: boolean },
  prepare: (k: Kernel) => (slope: Vector, ...x: readonly Vector[]) => V128,
): Part {
  return {
    name,
    reads: [alpha, ...inputs],
    [adds ? 'adds' : 'writes']: [y],
    emit(k) {
      const { f } = k;
      const units = lastAxis(y.shape);
      const formula = prepare(k);
      const start = k.pointer(0);
      const place = f.local('i32');
      f.repeat(y.data.length / units, [[start, units * FLOAT]], () => {
        alongRow(k, units, ({ at, delta, count }) => {
          place.set(k.sum(start, at));
          const load = (view: View) => v128.load(place.get(), k.address(view) + delta);
          const slope = f.local('v128', v128.load(at.get(), k.address(alpha) + delta));
          const value = f.local('v128', formula(slope, ...inputs.map((view) => f.local('v128', load(view)))));
          if (k.places.adds(y)) value.set(f32x4.add(load(y), value.get()));
          storeColumns(place, k.address(y) + delta, [value], count);
        });
      });
    },
  };
}

/** dα_j += Σ_i dy_ij · min(x_ij, 0). */
function slopesPart(dy: View, x: View, da: View): Part {
  return {
    name: 'prelu gradient of the slopes',
    reads: [dy, x],
    adds: [da],
    emit(k) {
      const { f } = k;
      const units = da.data.length;
      const zero = k.constant(0);
      alongRow(k, units, ({ at, delta, count }) => {
        const row = f.local('i32', at.get());
        const sum = f.local('v128', f.zero());
        f.repeat(x.data.length / units, [[row, units * FLOAT]], () => {
          const low = f32x4.pmin(v128.load(row.get(), k.address(x) + delta), zero.get());
          const term = f.local('v128', f32x4.mul(low, v128.load(row.get(), k.address(dy) + delta)));
          sum.set(f32x4.add(sum.get(), term.get()));
        });
        if (k.places.adds(da)) sum.set(f32x4.add(v128.load(at.get(), k.address(da) + delta), sum.get()));
        storeColumns(at, k.address(da) + delta, [sum], count);
      });
    },
  };
}

/** The twins of `prelu`. */
export const preluTwins = twinsOf(prelu, {
  forward: ({ x, alpha }, y) => [
    rowsPart('prelu', { alpha, inputs: [x], y, adds: false }, (k) => {
      const zero = k.constant(0);
      return (slope, value) =>
        v128.bitselect(value.get(), f32x4.mul(slope.get(), value.get()), f32x4.gt(value.get(), zero.get()));
    }),
  ],
  backward: (dy, { x: dx, alpha: da }, { x, alpha }) => [
    ...(dx === null
      ? []
      : [
          rowsPart('prelu gradient', { alpha, inputs: [dy, x], y: dx, adds: true }, (k) => {
            const zero = k.constant(0);
            return (slope, d, value) =>
              v128.bitselect(
                d.get(),
                v128.and(f32x4.mul(slope.get(), d.get()), f32x4.lt(value.get(), zero.get())),
                f32x4.gt(value.get(), zero.get()),
              );
          }),
        ]),
    ...(da === null ? [] : [slopesPart(dy, x, da)]),
  ],
});
