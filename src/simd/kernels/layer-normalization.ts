/**
 * The twins of layer normalization: rows walked along; for the gradients of γ and β columns walked down.
 *
 * Bound: a sum over a row runs in four parts, a sum of a column over ascending rows, in 32 bits: at most as many
 * roundings as there are numbers, of the magnitudes that are added up. NaN and infinities pass as in the reference.
 */
import { layerNormalization } from '../../autograd/index.ts';
import type { View } from '../../tensor/index.ts';
import { f32x4, i32, type Local, v128 } from '../assembler/index.ts';
import { FLOAT } from '../kernel.ts';
import { type Given, type Part, twinsOf, type Views } from '../twin.ts';
import { columnsPart, FEW } from './shared/column-walk.ts';
import { storeColumns } from './shared/columns.ts';
import { alongRow, masked, type Piece, Row, sumOfLanes } from './shared/rows.ts';

type Vector = Local<'v128'>;

/** y = γ (x − m) r + β, row by row, with m and r = 1 / √(v + ε), which are kept. */
function forwardPart({ x, gamma, beta }: Views, y: View, { mean, inverse }: Views, { epsilon }: Given): Part {
  return {
    name: 'layer normalization',
    reads: [x, gamma, beta],
    writes: [y, mean, inverse],
    emit(k) {
      const { f } = k;
      const columns = gamma.data.length;
      const [one, least, count] = [k.constant(1), k.constant(epsilon), k.constant(columns)];
      const start = k.pointer(0);
      const row = k.pointer(0);
      const place = f.local('i32');
      f.repeat(
        mean.data.length,
        [
          [start, columns * FLOAT],
          [row, FLOAT],
        ],
        () => {
          const numbers = new Row(k, columns, start, k.address(x));
          const total = f.local('v128', f.zero());
          numbers.visit((piece, value) => total.set(f32x4.add(total.get(), masked(value.get(), piece))));
          const m = sumOfLanes(k, total);
          m.set(f32x4.div(m.get(), count.get()));
          const squares = f.local('v128', f.zero());
          numbers.visit((piece, value) => {
            const distance = f.local('v128', masked(f32x4.sub(value.get(), m.get()), piece));
            squares.set(k.multiplyAdd(squares, distance.get, distance.get));
          });
          const r = sumOfLanes(k, squares);
          r.set(f32x4.add(f32x4.div(r.get(), count.get()), least.get()));
          r.set(f32x4.div(one.get(), f32x4.sqrt(r.get())));
          v128.store32_lane(row.get(), m.get(), 0, k.address(mean));
          v128.store32_lane(row.get(), r.get(), 0, k.address(inverse));
          numbers.visit(({ at, delta, count: last }, value) => {
            const slope = f32x4.mul(r.get(), v128.load(at.get(), k.address(gamma) + delta));
            const result = f.local('v128', f32x4.mul(slope, f32x4.sub(value.get(), m.get())));
            result.set(f32x4.add(result.get(), v128.load(at.get(), k.address(beta) + delta)));
            place.set(k.sum(start, at));
            storeColumns(place, k.address(y) + delta, [result], last);
          });
        },
      );
    },
  };
}

/** dx += r (g − mean(g) − x̂ mean(g x̂)) with g = dy γ, row by row. */
function inputPart(dy: View, dx: View, { x, gamma, mean, inverse }: Views): Part {
  return {
    name: 'layer normalization gradient',
    reads: [dy, x, gamma, mean, inverse],
    adds: [dx],
    emit(k) {
      const { f } = k;
      const columns = gamma.data.length;
      const count = k.constant(columns);
      const start = k.pointer(0);
      const row = k.pointer(0);
      const place = f.local('i32');
      /** g and x̂ at a piece. */
      const both = ({ at, delta }: Piece, m: Vector, r: Vector): readonly [Vector, Vector] => {
        place.set(k.sum(start, at));
        const d = v128.load(place.get(), k.address(dy) + delta);
        const g = f.local('v128', f32x4.mul(d, v128.load(at.get(), k.address(gamma) + delta)));
        const distance = f32x4.sub(v128.load(place.get(), k.address(x) + delta), m.get());
        return [g, f.local('v128', f32x4.mul(distance, r.get()))];
      };
      f.repeat(
        mean.data.length,
        [
          [start, columns * FLOAT],
          [row, FLOAT],
        ],
        () => {
          const m = f.local('v128', v128.load32_splat(row.get(), k.address(mean)));
          const r = f.local('v128', v128.load32_splat(row.get(), k.address(inverse)));
          const [sums, products] = [f.local('v128', f.zero()), f.local('v128', f.zero())];
          alongRow(k, columns, (piece) => {
            const [g, standard] = both(piece, m, r);
            sums.set(f32x4.add(sums.get(), masked(g.get(), piece)));
            products.set(f32x4.add(products.get(), masked(f32x4.mul(g.get(), standard.get()), piece)));
          });
          const [s, p] = [sumOfLanes(k, sums), sumOfLanes(k, products)];
          for (const total of [s, p]) total.set(f32x4.div(total.get(), count.get()));
          alongRow(k, columns, (piece) => {
            const [g, standard] = both(piece, m, r);
            g.set(f32x4.sub(g.get(), s.get()));
            g.set(f32x4.sub(g.get(), f32x4.mul(standard.get(), p.get())));
            g.set(f32x4.mul(g.get(), r.get()));
            const to = k.address(dx) + piece.delta;
            if (k.places.adds(dx)) g.set(f32x4.add(v128.load(place.get(), to), g.get()));
            storeColumns(place, to, [g], piece.count);
          });
        },
      );
    },
  };
}

/** dγ_j += Σ_i dy_ij x̂_ij, dβ_j += Σ_i dy_ij. */
function scalesPart(
  dy: View,
  { gamma: dgamma, beta: dbeta }: Readonly<Record<string, View | null>>,
  { x, gamma, mean, inverse }: Views,
): Part {
  const units = gamma.data.length;
  const part = {
    name: 'layer normalization gradient of the scales',
    reads: [dy, x, mean, inverse],
    adds: [dgamma, dbeta].filter((view) => view !== null),
  };
  return columnsPart(part, units, FEW, (k) => (columns) => {
    const { f } = k;
    const index = k.pointer(0);
    const [m, r] = [f.local('v128'), f.local('v128')];
    const [sums, products] = [columns.zeros(), columns.zeros()];
    columns.down(x, units, (row) => {
      m.set(v128.load32_splat(index.get(), k.address(mean)));
      r.set(v128.load32_splat(index.get(), k.address(inverse)));
      index.set(i32.add(index.get(), f.i32(FLOAT)));
      const [d, values] = [columns.loadRow(row, dy), columns.loadRow(row, x)];
      for (const [j, value] of values.entries()) {
        sums[j].set(f32x4.add(sums[j].get(), d[j].get()));
        value.set(f32x4.mul(f32x4.sub(value.get(), m.get()), r.get()));
        products[j].set(k.multiplyAdd(products[j], d[j].get, value.get));
      }
    });
    if (dgamma !== null) columns.store(dgamma, products);
    if (dbeta !== null) columns.store(dbeta, sums);
  });
}

/** The twins of `layerNormalization`. */
export const layerNormalizationTwins = twinsOf(layerNormalization, {
  forward: (inputs, y, saved, given) => [forwardPart(inputs, y, saved, given)],
  backward: (dy, { x: dx, gamma: dgamma, beta: dbeta }, kept) => [
    ...(dx === null ? [] : [inputPart(dy, dx, kept)]),
    ...(dgamma === null && dbeta === null ? [] : [scalesPart(dy, { gamma: dgamma, beta: dbeta }, kept)]),
  ],
});
