/**
 * The twins of softmax.
 *
 * Method and bound are those of `softmax-cross-entropy.ts`, but four rows at a time also where there is one, so that a
 * prediction has the same bits alone and among others. Where a loss makes the same probabilities anyway, fusion drops
 * this step.
 */
import { softmax } from '../../autograd/index.ts';
import { lastAxis, type View } from '../../tensor/index.ts';
import { f32x4, type Local, v128 } from '../assembler/index.ts';
import { FLOAT, type Kernel } from '../kernel.ts';
import { twinsOf } from '../twin.ts';
import { storeColumns } from './shared/columns.ts';
import { clampedExponential } from './shared/functions.ts';
import { alongRow, FourRows, inFours, masked, MOST_DOWN, sumOfLanes } from './shared/rows.ts';
import { exponentialsAlong, exponentialsDown } from './shared/softmax-rows.ts';

function forwardDown(k: Kernel, x: View, y: View): void {
  const classes = lastAxis(y.shape);
  const exponent = clampedExponential(k);
  inFours(k, y.data.length / classes, classes, (at, _row, count) => {
    const four = new FourRows(k, classes, count);
    const { e, inverse } = exponentialsDown(k, exponent, four.load(at, k.address(x)));
    for (const value of e) value.set(f32x4.mul(value.get(), inverse.get()));
    four.store(at, k.address(y), e);
  });
}

function forwardAlong(k: Kernel, x: View, y: View): void {
  const { f } = k;
  const classes = lastAxis(y.shape);
  const exponent = clampedExponential(k);
  const start = k.pointer(0);
  const place = f.local('i32');
  const places = { from: k.address(x), to: k.address(y) };
  f.repeat(y.data.length / classes, [[start, classes * FLOAT]], () => {
    const { e, inverse } = exponentialsAlong(k, exponent, classes, start, places);
    e.visit(({ at, delta, count }, value) => {
      value.set(f32x4.mul(value.get(), inverse.get()));
      place.set(k.sum(start, at));
      storeColumns(place, places.to + delta, [value], count);
    });
  });
}

/** dx_j += y_j (dy_j − Σ dy y), row by row. */
function backward(k: Kernel, dy: View, y: View, dx: View): void {
  const { f } = k;
  const classes = lastAxis(y.shape);
  const start = k.pointer(0);
  const place = f.local('i32');
  const [d, p, to] = [dy, y, dx].map((view) => k.address(view));
  const adds = k.places.adds(dx);
  f.repeat(y.data.length / classes, [[start, classes * FLOAT]], () => {
    const dots = f.local('v128', f.zero());
    alongRow(k, classes, (piece) => {
      place.set(k.sum(start, piece.at));
      const product = f32x4.mul(
        v128.load(place.get(), d + piece.delta),
        v128.load(place.get(), p + piece.delta),
      );
      const term = f.local('v128', masked(product, piece));
      dots.set(f32x4.add(dots.get(), term.get()));
    });
    const dot: Local<'v128'> = sumOfLanes(k, dots);
    alongRow(k, classes, ({ at, delta, count }) => {
      place.set(k.sum(start, at));
      const difference = f.local('v128', f32x4.sub(v128.load(place.get(), d + delta), dot.get()));
      const value = f.local('v128', f32x4.mul(v128.load(place.get(), p + delta), difference.get()));
      if (adds) value.set(f32x4.add(value.get(), v128.load(place.get(), to + delta)));
      storeColumns(place, to + delta, [value], count);
    });
  });
}

/** The twins of `softmax`. */
export const softmaxTwins = twinsOf(softmax, {
  forward: ({ x }, y) => [
    {
      name: 'softmax',
      reads: [x],
      writes: [y],
      softmax: { x, y, alone: true },
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
      : [{ name: 'softmax gradient', reads: [dy, y], adds: [dx], emit: (k) => backward(k, dy, y, dx) }],
});
