/**
 * The twins of logSoftmax.
 *
 * Method: that of `softmax.ts`; the logarithm of the sum is taken once for each row.
 *
 * Bound: 3e-7 · (1 + |y|); gradients 1e-6 · e^y Σ |dy|, and one unit in the last place of dy. NaN and infinities pass as in
 * the reference.
 */
import { logSoftmax } from '../../autograd/index.ts';
import { lastAxis, type View } from '../../tensor/index.ts';
import { f32x4, v128 } from '../assembler/index.ts';
import { FLOAT, type Kernel } from '../kernel.ts';
import { twinsOf } from '../twin.ts';
import { storeColumns } from './shared/columns.ts';
import { clampedExponential, normalLogarithm } from './shared/functions.ts';
import { alongRow, FourRows, inFours, masked, MOST_DOWN, sumOfLanes } from './shared/rows.ts';
import { exponentialsAlong, exponentialsDown } from './shared/softmax-rows.ts';

function forwardDown(k: Kernel, x: View, y: View): void {
  const { f } = k;
  const classes = lastAxis(y.shape);
  const [exponent, logarithm] = [clampedExponential(k), normalLogarithm(k)];
  inFours(k, y.data.length / classes, classes, (at, _row, count) => {
    const four = new FourRows(k, classes, count);
    const z = four.load(at, k.address(x));
    const { largest, sum } = exponentialsDown(k, exponent, z);
    const logSum = f.local('v128', logarithm(sum));
    for (const value of z) value.set(f32x4.sub(f32x4.sub(value.get(), largest.get()), logSum.get()));
    four.store(at, k.address(y), z);
  });
}

function forwardAlong(k: Kernel, x: View, y: View): void {
  const { f } = k;
  const classes = lastAxis(y.shape);
  const [exponent, logarithm] = [clampedExponential(k), normalLogarithm(k)];
  const start = k.pointer(0);
  const place = f.local('i32');
  const places = { from: k.address(x), to: k.address(y) };
  f.repeat(y.data.length / classes, [[start, classes * FLOAT]], () => {
    const { largest, sum, z } = exponentialsAlong(k, exponent, classes, start, places);
    const logSum = f.local('v128', logarithm(sum));
    z.visit(({ at, delta, count }, value) => {
      value.set(f32x4.sub(f32x4.sub(value.get(), largest.get()), logSum.get()));
      place.set(k.sum(start, at));
      storeColumns(place, places.to + delta, [value], count);
    });
  });
}

/** dx_j += dy_j − e^(y_j) Σ dy, row by row. */
function backward(k: Kernel, dy: View, y: View, dx: View): void {
  const { f } = k;
  const classes = lastAxis(y.shape);
  const exponent = clampedExponential(k);
  const start = k.pointer(0);
  const place = f.local('i32');
  const [d, p, to] = [dy, y, dx].map((view) => k.address(view));
  const adds = k.places.adds(dx);
  f.repeat(y.data.length / classes, [[start, classes * FLOAT]], () => {
    const sums = f.local('v128', f.zero());
    alongRow(k, classes, (piece) => {
      place.set(k.sum(start, piece.at));
      const term = f.local('v128', masked(v128.load(place.get(), d + piece.delta), piece));
      sums.set(f32x4.add(sums.get(), term.get()));
    });
    const total = sumOfLanes(k, sums);
    alongRow(k, classes, ({ at, delta, count }) => {
      place.set(k.sum(start, at));
      const logarithm = f.local('v128', v128.load(place.get(), p + delta));
      const share = f.local('v128', f32x4.mul(exponent(logarithm), total.get()));
      const value = f.local('v128', f32x4.sub(v128.load(place.get(), d + delta), share.get()));
      if (adds) value.set(f32x4.add(value.get(), v128.load(place.get(), to + delta)));
      storeColumns(place, to + delta, [value], count);
    });
  });
}

/** The twins of `logSoftmax`. */
export const logSoftmaxTwins = twinsOf(logSoftmax, {
  forward: ({ x }, y) => [
    {
      name: 'logSoftmax',
      reads: [x],
      writes: [y],
      emit(k) {
        const classes = lastAxis(y.shape);
        if (classes <= MOST_DOWN) forwardDown(k, x, y);
        else forwardAlong(k, x, y);
      },
    },
  ],
  backward: (dy, { x: dx }, { output: y }) =>
    dx === null
      ? []
      : [{ name: 'logSoftmax gradient', reads: [dy, y], adds: [dx], emit: (k) => backward(k, dy, y, dx) }],
});
