/**
 * The twins of batch normalization, of the moments that it needs, and of their moving averages.
 *
 * Method: a few vectors of columns at a time, walked down all rows, so that a unit's numbers stay in registers. The
 * gradients of an input, of γ, β, mean and variance are made on one walk.
 *
 * Bound: sums of a column run over ascending rows in 32 bits, at most 2 · `rows` roundings of the magnitudes that are
 * added up, and a few more. A normalized number has 8 roundings of |y| + |β|; a moving average has 4 of each of its two
 * parts. NaN and infinities pass as in the reference.
 */
import { batchNormalization, columnMean, columnVariance, movingAverage } from '../../autograd/index.ts';
import type { View } from '../../tensor/index.ts';
import { f32x4, type V128 } from '../assembler/index.ts';
import { type Given, type Part, twinsOf, type Views } from '../twin.ts';
import { columnsPart, FEW, MANY } from './shared/column-walk.ts';
import { mapPart } from './shared/maps.ts';

const meanTwins = twinsOf(columnMean, {
  forward: ({ x }, y) => {
    const units = y.data.length;
    return [
      columnsPart({ name: 'column mean', reads: [x], writes: [y] }, units, MANY, (k) => {
        const rows = k.constant(x.data.length / units);
        return (columns) => {
          const sums = columns.zeros();
          columns.down(x, units, (row) => {
            for (const [j, value] of columns.loadRow(row, x).entries())
              sums[j].set(f32x4.add(sums[j].get(), value.get()));
          });
          for (const sum of sums) sum.set(f32x4.div(sum.get(), rows.get()));
          columns.store(y, sums);
        };
      }),
    ];
  },
  backward: (dy, { x: dx }) => {
    if (dx === null) return [];
    const units = dy.data.length;
    return [
      columnsPart({ name: 'column mean gradient', reads: [dy], adds: [dx] }, units, MANY, (k) => {
        const rows = k.constant(dx.data.length / units);
        return (columns) => {
          const shares = columns.load(dy);
          for (const share of shares) share.set(f32x4.div(share.get(), rows.get()));
          columns.down(dx, units, (row) =>
            columns.storeRow(
              row,
              dx,
              columns.make((j) => shares[j].get()),
            ),
          );
        };
      }),
    ];
  },
});

const varianceTwins = twinsOf(columnVariance, {
  forward: ({ x, mean }, y) => {
    const units = y.data.length;
    return [
      columnsPart({ name: 'column variance', reads: [x, mean], writes: [y] }, units, FEW, (k) => {
        const rows = k.constant(x.data.length / units);
        return (columns) => {
          const means = columns.load(mean);
          const sums = columns.zeros();
          columns.down(x, units, (row) => {
            for (const [j, value] of columns.loadRow(row, x).entries()) {
              value.set(f32x4.sub(value.get(), means[j].get()));
              sums[j].set(k.multiplyAdd(sums[j], value.get, value.get));
            }
          });
          for (const sum of sums) sum.set(f32x4.div(sum.get(), rows.get()));
          columns.store(y, sums);
        };
      }),
    ];
  },
  backward: (dy, { x: dx }, { x, mean }) => {
    if (dx === null) return [];
    const units = dy.data.length;
    return [
      columnsPart({ name: 'column variance gradient', reads: [dy, x, mean], adds: [dx] }, units, FEW, (k) => {
        const share = k.constant((2 * units) / dx.data.length);
        return (columns) => {
          const means = columns.load(mean);
          const slopes = columns.load(dy);
          for (const slope of slopes) slope.set(f32x4.mul(slope.get(), share.get()));
          columns.down(dx, units, (row) => {
            const values = columns.loadRow(row, x);
            for (const [j, value] of values.entries())
              value.set(f32x4.mul(slopes[j].get(), f32x4.sub(value.get(), means[j].get())));
            columns.storeRow(row, dx, values);
          });
        };
      }),
    ];
  },
});

/** y = γ (x − m) r + β, and r = 1 / √(v + ε), which is kept. */
function normalizationPart(
  { x, mean, variance, gamma, beta }: Views,
  y: View,
  inverse: View,
  epsilon: number,
): Part {
  const units = mean.data.length;
  const part = { name: 'batch normalization', reads: [x, mean, variance, gamma, beta], writes: [y, inverse] };
  return columnsPart(part, units, FEW, (k) => {
    const [one, least] = [k.constant(1), k.constant(epsilon)];
    return (columns) => {
      const roots = columns.load(variance);
      for (const root of roots)
        root.set(f32x4.div(one.get(), f32x4.sqrt(f32x4.add(root.get(), least.get()))));
      columns.store(inverse, roots);
      const slopes = columns.load(gamma);
      for (const [j, slope] of slopes.entries()) slope.set(f32x4.mul(slope.get(), roots[j].get()));
      const [means, shifts] = [columns.load(mean), columns.load(beta)];
      columns.down(x, units, (row) => {
        const values = columns.loadRow(row, x);
        for (const [j, value] of values.entries()) {
          value.set(f32x4.sub(value.get(), means[j].get()));
          value.set(k.multiplyAdd(shifts[j], value.get, slopes[j].get));
        }
        columns.storeRow(row, y, values);
      });
    };
  });
}

/** All gradients that are wanted; with s = Σ dy and p = Σ dy x̂ they are products of few numbers. */
function normalizationGradientPart(
  dy: View,
  { x: dx, mean: dm, variance: dv, gamma: dgamma, beta: dbeta }: Readonly<Record<string, View | null>>,
  { x, mean, gamma, inverse }: Views,
): Part {
  const units = mean.data.length;
  const adds = [dx, dm, dv, dgamma, dbeta].filter((view) => view !== null);
  const part = { name: 'batch normalization gradient', reads: [dy, x, mean, gamma, inverse], adds };
  return columnsPart(part, units, FEW, (k) => {
    const minusHalf = k.constant(-0.5);
    return (columns) => {
      const [means, roots, slopes] = [columns.load(mean), columns.load(inverse), columns.load(gamma)];
      for (const [j, slope] of slopes.entries()) slope.set(f32x4.mul(slope.get(), roots[j].get()));
      const [sums, products] = [columns.zeros(), columns.zeros()];
      columns.down(x, units, (row) => {
        const [d, values] = [columns.loadRow(row, dy), columns.loadRow(row, x)];
        for (const [j, value] of values.entries()) {
          value.set(f32x4.sub(value.get(), means[j].get()));
          sums[j].set(f32x4.add(sums[j].get(), d[j].get()));
          products[j].set(k.multiplyAdd(products[j], d[j].get, value.get));
        }
        if (dx === null) return;
        for (const [j, value] of d.entries()) value.set(f32x4.mul(value.get(), slopes[j].get()));
        columns.storeRow(row, dx, d);
      });
      for (const [j, product] of products.entries()) product.set(f32x4.mul(product.get(), roots[j].get()));
      const store = (view: View | null, value: (j: number) => V128) => {
        if (view !== null) columns.store(view, columns.make(value));
      };
      store(dm, (j) => f32x4.neg(f32x4.mul(slopes[j].get(), sums[j].get())));
      store(dv, (j) =>
        f32x4.mul(f32x4.mul(f32x4.mul(slopes[j].get(), roots[j].get()), products[j].get()), minusHalf.get()),
      );
      store(dgamma, (j) => products[j].get());
      store(dbeta, (j) => sums[j].get());
    };
  });
}

/** The twins of the column's mean and variance, of batch normalization, and of a moving average. */
export const normalizationTwins = [
  ...meanTwins,
  ...varianceTwins,
  ...twinsOf(batchNormalization, {
    forward: (inputs, y, { inverse }, { epsilon }) => [normalizationPart(inputs, y, inverse, epsilon)],
    backward(dy, gradients, kept) {
      if (Object.values(gradients).every((gradient) => gradient === null)) return [];
      return [normalizationGradientPart(dy, gradients, kept)];
    },
  }),
  ...twinsOf(movingAverage, {
    // average + (1 − μ) (factor · value − average): where both are equal, so is the result
    forward: ({ average, value }, y, _saved, { momentum, factor }: Given) => [
      mapPart('moving average', [average, value], y, (k) => {
        const [share, times] = [k.constant(1 - momentum), k.constant(factor)];
        return (old, next) => {
          next.set(f32x4.mul(next.get(), times.get()));
          next.set(f32x4.sub(next.get(), old.get()));
          return k.multiplyAdd(old, next.get, share.get);
        };
      }),
    ],
  }),
];
