/**
 * The twins of softmax cross-entropy.
 *
 * Four rows are worked out at once, a row in each lane, so that maxima and sums need no steps across lanes; where there
 * is one row, or where rows are long, a row is walked along. Sums over a row are 32-bit, the loss is added up in 64 bits.
 *
 * Bound: a probability p 6e-7 + 6e-8 · |ln p| relative, for the distance to the row's largest logit is rounded to 32 bits,
 * and 1.2e-38; the loss 2e-6 · max(1, |loss|). A row with NaN or +∞ gives NaN, as the reference.
 */
import { softmaxCrossEntropy } from '../../autograd/index.ts';
import { lastAxis, type View } from '../../tensor/index.ts';
import { f32x4, type Local, v128 } from '../assembler/index.ts';
import { FLOAT, type Kernel } from '../kernel.ts';
import { type CrossEntropy, type Part, twinsOf } from '../twin.ts';
import { storeColumns } from './shared/columns.ts';
import { clampedExponential, normalLogarithm } from './shared/functions.ts';
import { alongRow, FourRows, inFours, masked, MOST_DOWN, Row, sumOfLanes } from './shared/rows.ts';
import { exponentialsAlong, exponentialsDown } from './shared/softmax-rows.ts';
import { Total } from './shared/total.ts';

/** Whether rows are taken four at a time. */
function goesDown(rows: number, classes: number): boolean {
  return rows > 1 && classes <= MOST_DOWN;
}

function forwardDown(k: Kernel, forward: CrossEntropy): void {
  const { targets, logits, weights, loss, probabilities, gradient } = forward;
  const { f } = k;
  const classes = lastAxis(logits.shape);
  const rows = weights.data.length;
  const [exponent, logarithm] = [clampedExponential(k), normalLogarithm(k)];
  const each = k.constant(1 / rows);
  const total = new Total(k);
  inFours(k, rows, classes, (at, row, count) => {
    const four = new FourRows(k, classes, count);
    const z = four.load(at, k.address(logits));
    const { largest, sum, inverse, e } = exponentialsDown(k, exponent, z);
    const logSum = f.local('v128', f32x4.add(largest.get(), logarithm(sum)));
    const rowLoss = f.local('v128', f.zero());
    const t = four.load(at, k.address(targets));
    for (const [j, target] of t.entries()) {
      const term = f32x4.mul(target.get(), f32x4.sub(logSum.get(), z[j].get()));
      const value = f.local('v128', term);
      rowLoss.set(f32x4.add(rowLoss.get(), value.get()));
      e[j].set(f32x4.mul(e[j].get(), inverse.get()));
    }
    four.store(at, k.address(probabilities), e);
    if (gradient !== undefined) {
      const share = f.local('v128', f32x4.mul(each.get(), v128.load(row.get(), k.address(weights))));
      storeGradient(k, four, { at, count, share, t, p: e }, gradient, false);
    }
    const weighted = f32x4.mul(v128.load(row.get(), k.address(weights)), rowLoss.get());
    total.add(count === 4 ? weighted : v128.and(weighted, v128.load(f.i32(0), k.mask(count))));
  });
  total.store(k.address(loss), rows);
}

function forwardAlong(k: Kernel, forward: CrossEntropy): void {
  const { targets, logits, weights, loss, probabilities, gradient } = forward;
  const { f } = k;
  const classes = lastAxis(logits.shape);
  const rows = weights.data.length;
  const [exponent, logarithm] = [clampedExponential(k), normalLogarithm(k)];
  const each = k.constant(1 / rows);
  const total = new Total(k);
  const start = k.pointer(0);
  const row = k.pointer(0);
  const p = k.address(probabilities);
  const place = f.local('i32');
  f.repeat(
    rows,
    [
      [start, classes * FLOAT],
      [row, FLOAT],
    ],
    () => {
      const places = { from: k.address(logits), to: p };
      const { largest, sum, inverse, z, e } = exponentialsAlong(k, exponent, classes, start, places);
      const logSum = f.local('v128', f32x4.add(largest.get(), logarithm(sum)));
      const losses = f.local('v128', f.zero());
      const masses = f.local('v128', f.zero());
      const t = new Row(k, classes, start, k.address(targets));
      z.visit((piece, x) => {
        const target = t.at(piece);
        const distance = f.local('v128', f32x4.sub(logSum.get(), x.get()));
        const term = f.local('v128', masked(f32x4.mul(target.get(), distance.get()), piece));
        losses.set(f32x4.add(losses.get(), term.get()));
        if (gradient === undefined) return;
        const there = f.local('v128', masked(target.get(), piece));
        masses.set(f32x4.add(masses.get(), there.get()));
      });
      const weight = f.local('v128', v128.load32_splat(row.get(), k.address(weights)));
      const share = f.local('v128', f32x4.mul(each.get(), weight.get()));
      const mass = gradient === undefined ? masses : sumOfLanes(k, masses);
      e.visit((piece, value) => {
        const { at, delta, count } = piece;
        value.set(f32x4.mul(value.get(), inverse.get()));
        place.set(k.sum(start, at));
        storeColumns(place, p + delta, [value], count);
        if (gradient === undefined) return;
        const target = t.at(piece);
        const difference = f32x4.sub(f32x4.mul(mass.get(), value.get()), target.get());
        const d = f.local('v128', f32x4.mul(difference, share.get()));
        storeColumns(place, k.address(gradient) + delta, [d], count);
      });
      const rowLoss = sumOfLanes(k, losses);
      const weighted = f32x4.mul(weight.get(), rowLoss.get());
      total.add(v128.and(weighted, v128.load(f.i32(0), k.mask(1))));
    },
  );
  total.store(k.address(loss), rows);
}

/** What the backward pass works on. */
interface Backward {
  readonly dy: View;
  readonly dz: View;
  readonly targets: View;
  readonly weights: View;
  readonly probabilities: View;
}

function backwardDown(k: Kernel, { dy, dz, targets, weights, probabilities }: Backward): void {
  const { f } = k;
  const classes = lastAxis(dz.shape);
  const rows = weights.data.length;
  const factor = f.local('v128', f32x4.div(k.splatFirst(dy).get(), k.constant(rows).get()));
  inFours(k, rows, classes, (at, row, count) => {
    const four = new FourRows(k, classes, count);
    const t = four.load(at, k.address(targets));
    const share = f.local('v128', f32x4.mul(factor.get(), v128.load(row.get(), k.address(weights))));
    const p = four.load(at, k.address(probabilities));
    storeGradient(k, four, { at, count, share, t, p }, dz, k.places.adds(dz));
  });
}

/** The gradient of four rows: share (mass · p − t), mass being the sum of the targets. Overwrites p. */
function storeGradient(
  k: Kernel,
  four: FourRows,
  rows: {
    readonly at: Local<'i32'>;
    readonly count: number;
    readonly share: Local<'v128'>;
    readonly t: readonly Local<'v128'>[];
    readonly p: readonly Local<'v128'>[];
  },
  dz: View,
  adds: boolean,
): void {
  const { f } = k;
  const { at, count, share, t, p } = rows;
  if (count < 4) spread(k, share, count);
  const mass = f.local('v128', t[0].get());
  for (const target of t.slice(1)) mass.set(f32x4.add(mass.get(), target.get()));
  const old = adds ? four.load(at, k.address(dz)) : null;
  for (const [j, value] of p.entries()) {
    const difference = f32x4.sub(f32x4.mul(mass.get(), value.get()), t[j].get());
    value.set(f32x4.mul(difference, share.get()));
    if (old !== null) value.set(f32x4.add(value.get(), old[j].get()));
  }
  four.store(at, k.address(dz), p);
}

/** Lanes beyond the last row take its share, since they stand for that row again. */
function spread(k: Kernel, share: Local<'v128'>, count: number): void {
  const lanes = [0, 1, 2, 3].map((i) => Math.min(i, count - 1)) as [number, number, number, number];
  share.set(k.shuffled(share, lanes));
}

function backwardAlong(k: Kernel, { dy, dz, targets, weights, probabilities }: Backward): void {
  const { f } = k;
  const classes = lastAxis(dz.shape);
  const rows = weights.data.length;
  const factor = f.local('v128', f32x4.div(k.splatFirst(dy).get(), k.constant(rows).get()));
  const adds = k.places.adds(dz);
  const start = k.pointer(0);
  const row = k.pointer(0);
  const [t, p, d] = [targets, probabilities, dz].map((view) => k.address(view));
  const place = f.local('i32');
  f.repeat(
    rows,
    [
      [start, classes * FLOAT],
      [row, FLOAT],
    ],
    () => {
      const masses = f.local('v128', f.zero());
      alongRow(k, classes, (piece) => {
        place.set(k.sum(start, piece.at));
        const target = f.local('v128', masked(v128.load(place.get(), t + piece.delta), piece));
        masses.set(f32x4.add(masses.get(), target.get()));
      });
      const mass = sumOfLanes(k, masses);
      const share = f.local(
        'v128',
        f32x4.mul(factor.get(), v128.load32_splat(row.get(), k.address(weights))),
      );
      alongRow(k, classes, ({ at, delta, count }) => {
        place.set(k.sum(start, at));
        const scaled = f32x4.mul(mass.get(), v128.load(place.get(), p + delta));
        const value = f.local('v128', f32x4.sub(scaled, v128.load(place.get(), t + delta)));
        value.set(f32x4.mul(value.get(), share.get()));
        if (adds) value.set(f32x4.add(value.get(), v128.load(place.get(), d + delta)));
        storeColumns(place, d + delta, [value], count);
      });
    },
  );
}

/** The loss and its probabilities and, where `gradient` is given, the gradient of the logits in the same pass. */
export function crossEntropyPart(forward: CrossEntropy): Part {
  const { targets, logits, weights, loss, probabilities, gradient } = forward;
  return {
    name: `softmax cross-entropy${gradient === undefined ? '' : ' with its gradient'}`,
    reads: [targets, logits, weights],
    writes: [loss, probabilities, ...(gradient === undefined ? [] : [gradient])],
    softmax: { x: logits, y: probabilities, alone: false },
    crossEntropy: forward,
    emit(k) {
      if (goesDown(weights.data.length, lastAxis(logits.shape))) forwardDown(k, forward);
      else forwardAlong(k, forward);
    },
  };
}

/** The twins of `softmaxCrossEntropy`. */
export const softmaxCrossEntropyTwins = twinsOf(softmaxCrossEntropy, {
  forward: ({ targets, logits, weights }, loss, { probabilities }) => [
    crossEntropyPart({ targets, logits, weights, loss, probabilities }),
  ],
  backward: (dy, { logits: dz }, { targets, weights, probabilities }) =>
    dz === null
      ? []
      : [
          {
            name: 'softmax cross-entropy gradient',
            reads: [dy, targets, weights, probabilities],
            adds: [dz],
            crossEntropyGradient: { dy, dz, probabilities },
            emit(k) {
              const backward = { dy, dz, targets, weights, probabilities };
              if (goesDown(weights.data.length, lastAxis(dz.shape))) backwardDown(k, backward);
              else backwardAlong(k, backward);
            },
          },
        ],
});
