/**
 * The twins of categorical cross-entropy from probabilities.
 *
 * Method: row by row, four classes in a vector; the last vector of a row is masked. The sum of a row is 32-bit, the loss
 * is added up in 64 bits.
 *
 * Bound: the loss 1e-6 · max(1, Σ |w t ln q| / rows); gradients 8 units in the last place of share · (|g| + Σ t) / S.
 * A probability within 1e-6 of where it begins to be clipped may fall on the other side. NaN as in the reference.
 */
import { EPSILON, categoricalCrossEntropy } from '../../autograd/index.ts';
import { lastAxis, type View } from '../../tensor/index.ts';
import { f32x4, type Local, v128 } from '../assembler/index.ts';
import type { Kernel } from '../kernel.ts';
import { twinsOf } from '../twin.ts';
import { storeColumns } from './shared/columns.ts';
import { normalLogarithm } from './shared/functions.ts';
import { Rows } from './shared/matrix-rows.ts';
import { masked, type Piece, sumOfLanes } from './shared/rows.ts';
import { Total } from './shared/total.ts';

/** The sum of this row, in all lanes, and where it is not 0. */
function sumOfRow(k: Kernel, rows: Rows, probabilities: View, zero: Local<'v128'>) {
  const sum = rows.sum((piece, place) => rows.load(probabilities, piece, place));
  return { sum, nonzero: k.f.local('v128', f32x4.ne(sum.get(), zero.get())) };
}

interface Inputs {
  readonly targets: View;
  readonly probabilities: View;
  readonly weights: View;
}

function emitForward(k: Kernel, { targets, probabilities, weights }: Inputs, loss: View): void {
  const { f } = k;
  const logarithm = normalLogarithm(k);
  const [low, high] = [k.constant(EPSILON), k.constant(1 - EPSILON)];
  const zero = k.constant(0);
  const total = new Total(k);
  const rows = new Rows(k, lastAxis(probabilities.shape));
  rows.each(weights.data.length, () => {
    const { sum, nonzero } = sumOfRow(k, rows, probabilities, zero);
    const losses = f.local('v128', f.zero());
    rows.along((piece, place) => {
      const part = f32x4.div(rows.load(probabilities, piece, place), sum.get());
      const q = f.local('v128', v128.and(part, nonzero.get()));
      q.set(f32x4.pmin(f32x4.pmax(q.get(), low.get()), high.get()));
      const term = f32x4.mul(rows.load(targets, piece, place), logarithm(q));
      const some = f.local('v128', masked(term, piece));
      losses.set(f32x4.sub(losses.get(), some.get()));
    });
    total.add(f32x4.mul(rows.weight(weights), losses.get()));
  });
  total.store(k.address(loss), weights.data.length);
}

function emitBackward(k: Kernel, { targets, probabilities, weights }: Inputs, dy: View, dx: View): void {
  const { f } = k;
  const [low, high] = [k.constant(EPSILON), k.constant(1 - EPSILON)];
  const factor = f.local('v128', f32x4.div(k.splatFirst(dy).get(), k.constant(weights.data.length).get()));
  const zero = k.constant(0);
  const adds = k.places.adds(dx);
  const rows = new Rows(k, lastAxis(dx.shape));
  rows.each(weights.data.length, () => {
    const { sum, nonzero } = sumOfRow(k, rows, probabilities, zero);
    const share = f.local('v128', f32x4.div(f32x4.mul(factor.get(), rows.weight(weights)), sum.get()));
    /** The target, or 0 where the probability was clipped; `q` takes the probability. */
    const q = f.local('v128');
    const unclipped = (piece: Piece, place: Local<'i32'>): Local<'v128'> => {
      q.set(v128.and(f32x4.div(rows.load(probabilities, piece, place), sum.get()), nonzero.get()));
      const inside = v128.and(f32x4.ge(q.get(), low.get()), f32x4.le(q.get(), high.get()));
      const mask = f.local('v128', inside);
      return f.local('v128', v128.and(rows.load(targets, piece, place), mask.get()));
    };
    // −Σ g q: the sum of the targets that are not clipped
    const mass = f.local('v128', f.zero());
    rows.along((piece, place) => {
      const t = unclipped(piece, place);
      t.set(masked(t.get(), piece));
      mass.set(f32x4.add(mass.get(), t.get()));
    });
    const all = sumOfLanes(k, mass);
    rows.along((piece, place) => {
      const t = unclipped(piece, place);
      // a target that is left out may have q = 0: its 0 / 0 becomes 0
      const g = f.local('v128', f32x4.div(t.get(), q.get()));
      g.set(v128.and(g.get(), f32x4.ge(q.get(), low.get())));
      const value = f.local('v128', f32x4.mul(share.get(), f32x4.sub(all.get(), g.get())));
      value.set(v128.and(value.get(), nonzero.get()));
      if (adds) value.set(f32x4.add(value.get(), rows.load(dx, piece, place)));
      storeColumns(place, k.address(dx) + piece.delta, [value], piece.count);
    });
  });
}

/** The twins of `categoricalCrossEntropy`. */
export const categoricalCrossEntropyTwins = twinsOf(categoricalCrossEntropy, {
  forward: ({ targets, probabilities, weights }, loss) => [
    {
      name: 'categorical cross-entropy',
      reads: [targets, probabilities, weights],
      writes: [loss],
      emit: (k) => emitForward(k, { targets, probabilities, weights }, loss),
    },
  ],
  backward: (dy, { probabilities: dx }, { targets, probabilities, weights }) =>
    dx === null
      ? []
      : [
          {
            name: 'categorical cross-entropy gradient',
            reads: [dy, targets, probabilities, weights],
            adds: [dx],
            emit: (k) => emitBackward(k, { targets, probabilities, weights }, dy, dx),
          },
        ],
});
