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
import { f32x4, type Local, v128, type V128 } from '../assembler/index.ts';
import { FLOAT, type Kernel } from '../kernel.ts';
import { twinsOf } from '../twin.ts';
import { storeColumns } from './shared/columns.ts';
import { normalLogarithm } from './shared/functions.ts';
import { alongRow, masked, type Piece, sumOfLanes } from './shared/rows.ts';
import { Total } from './shared/total.ts';

/** The rows of targets, probabilities and perhaps gradients, one after another. */
class Rows {
  readonly #k: Kernel;
  readonly #start: Local<'i32'>;
  readonly #place: Local<'i32'>;
  readonly #weight: Local<'i32'>;
  readonly #classes: number;
  readonly #zero: Local<'v128'>;

  constructor(k: Kernel, classes: number) {
    this.#k = k;
    this.#classes = classes;
    this.#start = k.pointer(0);
    this.#weight = k.pointer(0);
    this.#place = k.f.local('i32');
    this.#zero = k.constant(0);
  }

  /** The body once for each row. */
  each(rows: number, body: () => void): void {
    const advance = [
      [this.#start, this.#classes * FLOAT],
      [this.#weight, FLOAT],
    ] as const;
    this.#k.f.repeat(rows, advance, body);
  }

  /** The weight of this row, in all lanes. */
  weight(weights: View): V128 {
    return v128.load32_splat(this.#weight.get(), this.#k.address(weights));
  }

  /** Walks along the row; `at` gives the pointer that `delta` of the piece and a tensor's address belong to. */
  along(visit: (piece: Piece, place: Local<'i32'>) => void): void {
    alongRow(this.#k, this.#classes, (piece) => {
      this.#place.set(this.#k.sum(this.#start, piece.at));
      visit(piece, this.#place);
    });
  }

  /** The sum of the row, in all lanes, and where it is not 0. */
  sum(probabilities: View): { readonly sum: Local<'v128'>; readonly nonzero: Local<'v128'> } {
    const { f } = this.#k;
    const sums = f.local('v128', f.zero());
    this.along((piece, place) => {
      const p = v128.load(place.get(), this.#k.address(probabilities) + piece.delta);
      const some = f.local('v128', masked(p, piece));
      sums.set(f32x4.add(sums.get(), some.get()));
    });
    const sum = sumOfLanes(this.#k, sums);
    return { sum, nonzero: f.local('v128', f32x4.ne(sum.get(), this.#zero.get())) };
  }
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
  const total = new Total(k);
  const rows = new Rows(k, lastAxis(probabilities.shape));
  rows.each(weights.data.length, () => {
    const { sum, nonzero } = rows.sum(probabilities);
    const losses = f.local('v128', f.zero());
    rows.along((piece, place) => {
      const part = f32x4.div(v128.load(place.get(), k.address(probabilities) + piece.delta), sum.get());
      const q = f.local('v128', v128.and(part, nonzero.get()));
      q.set(f32x4.pmin(f32x4.pmax(q.get(), low.get()), high.get()));
      const term = f32x4.mul(v128.load(place.get(), k.address(targets) + piece.delta), logarithm(q));
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
  const adds = k.places.adds(dx);
  const rows = new Rows(k, lastAxis(dx.shape));
  rows.each(weights.data.length, () => {
    const { sum, nonzero } = rows.sum(probabilities);
    const share = f.local('v128', f32x4.div(f32x4.mul(factor.get(), rows.weight(weights)), sum.get()));
    const load = (view: View, { delta }: Piece, place: Local<'i32'>) =>
      v128.load(place.get(), k.address(view) + delta);
    /** The target, or 0 where the probability was clipped; `q` takes the probability. */
    const q = f.local('v128');
    const unclipped = (piece: Piece, place: Local<'i32'>): Local<'v128'> => {
      q.set(v128.and(f32x4.div(load(probabilities, piece, place), sum.get()), nonzero.get()));
      const inside = v128.and(f32x4.ge(q.get(), low.get()), f32x4.le(q.get(), high.get()));
      const mask = f.local('v128', inside);
      return f.local('v128', v128.and(load(targets, piece, place), mask.get()));
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
      if (adds) value.set(f32x4.add(value.get(), load(dx, piece, place)));
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
