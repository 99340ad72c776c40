/**
 * The twins of losses whose rows are more than the sum of their terms: the categorical hinge and cosine similarity.
 *
 * Method: row by row, four numbers in a vector; the last vector of a row is masked. What is worked out of a row is 32-bit,
 * the rows are added up in 64.
 *
 * Bound: with n numbers in a row, the loss (4 + n/4) units in the last place of 1 + Σ|t p| + max|(1 − t) p| of a row for
 * the hinge, of 1 for cosine similarity; gradients as many of the share times m (1 − t) + |t|, and of the share / |p|.
 * With targets other than −1, 0 and 1, a row within rounding of costing nothing, and of another that is the largest, may
 * fall on the other side. Squares of numbers above 1.8e19 are infinite here. NaN as in the reference.
 */
import { categoricalHingeLoss, cosineSimilarityLoss, EPSILON } from '../../autograd/index.ts';
import { lastAxis, type View } from '../../tensor/index.ts';
import { f32x4, type Local, v128 } from '../assembler/index.ts';
import type { Kernel } from '../kernel.ts';
import { type Twin, twinsOf } from '../twin.ts';
import { storeColumns } from './shared/columns.ts';
import { Rows } from './shared/matrix-rows.ts';
import { largestOfLanes, type Piece, sumOfLanes } from './shared/rows.ts';
import { Total } from './shared/total.ts';

type Vector = Local<'v128'>;

interface Inputs {
  readonly targets: View;
  readonly predictions: View;
  readonly weights: View;
}

/** What one of these losses does with a row; each maker loads what the loop needs. */
interface RowFormulas {
  /** The loss of a row, in all lanes. */
  readonly loss: (k: Kernel, rows: Rows, inputs: Inputs) => () => Vector;
  /** Prepares a row, given its share, and gives the gradient at a piece of it. */
  readonly slope: (
    k: Kernel,
    rows: Rows,
    inputs: Inputs,
  ) => (share: Vector) => (piece: Piece, place: Local<'i32'>) => Vector;
}

function emitForward(k: Kernel, inputs: Inputs, loss: View, formula: RowFormulas['loss']): void {
  const { f } = k;
  const { predictions, weights } = inputs;
  const rows = new Rows(k, lastAxis(predictions.shape));
  const total = new Total(k);
  const first = f.local('v128', v128.load(f.i32(0), k.mask(1)));
  const lossOf = formula(k, rows, inputs);
  rows.each(weights.data.length, () => {
    const row = lossOf();
    total.add(v128.and(f32x4.mul(rows.weight(weights), row.get()), first.get()));
  });
  total.store(k.address(loss), weights.data.length);
}

function emitBackward(k: Kernel, inputs: Inputs, dy: View, dx: View, formula: RowFormulas['slope']): void {
  const { f } = k;
  const { weights } = inputs;
  const rows = new Rows(k, lastAxis(dx.shape));
  const factor = f.local('v128', f32x4.div(k.splatFirst(dy).get(), k.constant(weights.data.length).get()));
  const adds = k.places.adds(dx);
  const prepare = formula(k, rows, inputs);
  rows.each(weights.data.length, () => {
    const share = f.local('v128', f32x4.mul(factor.get(), rows.weight(weights)));
    const slopeAt = prepare(share);
    rows.along((piece, place) => {
      const value = slopeAt(piece, place);
      if (adds) value.set(f32x4.add(value.get(), rows.load(dx, piece, place)));
      storeColumns(place, k.address(dx) + piece.delta, [value], piece.count);
    });
  });
}

function rowLossTwins(
  op: typeof categoricalHingeLoss | typeof cosineSimilarityLoss,
  { loss, slope }: RowFormulas,
): Twin[] {
  const { name } = op.definition;
  return twinsOf(op, {
    forward: ({ targets, predictions, weights }, y) => [
      {
        name,
        reads: [targets, predictions, weights],
        writes: [y],
        emit: (k) => emitForward(k, { targets, predictions, weights }, y, loss),
      },
    ],
    backward: (dy, { predictions: dx }, { targets, predictions, weights }) =>
      dx === null
        ? []
        : [
            {
              name: `${name} gradient`,
              reads: [dy, targets, predictions, weights],
              adds: [dx],
              emit: (k) => emitBackward(k, { targets, predictions, weights }, dy, dx, slope),
            },
          ],
  });
}

/** 1 + max_j (1 − t_j) p_j − Σ t p of a row, and that maximum. */
function lead(k: Kernel, rows: Rows, { targets, predictions }: Inputs) {
  const { f } = k;
  const one = k.constant(1);
  const lowest = k.constant(Number.NEGATIVE_INFINITY);
  /** (1 − t) p at a piece. */
  const other = (piece: Piece, place: Local<'i32'>) =>
    f32x4.mul(f32x4.sub(one.get(), rows.load(targets, piece, place)), rows.load(predictions, piece, place));
  const of = () => {
    const right = rows.sum((piece, place) =>
      f32x4.mul(rows.load(targets, piece, place), rows.load(predictions, piece, place)),
    );
    const most = f.local('v128', lowest.get());
    const poor = f.local('v128', f.zero()); // all ones, which is a NaN, where something is NaN
    rows.along((piece, place) => {
      const x = f.local('v128', other(piece, place));
      if (piece.mask !== null) x.set(v128.bitselect(x.get(), lowest.get(), piece.mask.get()));
      most.set(f32x4.pmax(x.get(), most.get()));
      poor.set(v128.or(poor.get(), f32x4.ne(x.get(), x.get())));
    });
    const largest = largestOfLanes(k, most);
    largest.set(f32x4.add(largest.get(), sumOfLanes(k, poor).get()));
    const missing = f.local('v128', f32x4.sub(f32x4.add(one.get(), largest.get()), right.get()));
    return { largest, missing };
  };
  return { of, other };
}

/** The length of a row, at least 1e-7, and the inverse of it. */
function lengths(k: Kernel, rows: Rows) {
  const { f } = k;
  const [epsilon, one] = [k.constant(EPSILON), k.constant(1)];
  return (matrix: View) => {
    const squares = rows.sum((piece, place) => {
      const x = f.local('v128', rows.load(matrix, piece, place));
      return f32x4.mul(x.get(), x.get());
    });
    const length = f.local('v128', f32x4.pmax(f32x4.sqrt(squares.get()), epsilon.get()));
    return { length, inverse: f.local('v128', f32x4.div(one.get(), length.get())) };
  };
}

/** cos θ of a row, and what the two rows are multiplied by to have length 1. */
function direction(k: Kernel, rows: Rows, { targets, predictions }: Inputs) {
  const { f } = k;
  const lengthOf = lengths(k, rows);
  return () => {
    const [t, p] = [lengthOf(targets), lengthOf(predictions)];
    const cosine = rows.sum((piece, place) => {
      const [a, b] = [
        f.local('v128', f32x4.mul(rows.load(targets, piece, place), t.inverse.get())),
        f.local('v128', f32x4.mul(rows.load(predictions, piece, place), p.inverse.get())),
      ];
      return f32x4.mul(a.get(), b.get());
    });
    return { cosine, t, p };
  };
}

/** The twins of `categoricalHingeLoss` and `cosineSimilarityLoss`. */
export const rowLossesTwins = [
  ...rowLossTwins(categoricalHingeLoss, {
    loss(k, rows, inputs) {
      const { of } = lead(k, rows, inputs);
      const zero = k.constant(0);
      return () => k.f.local('v128', f32x4.pmax(of().missing.get(), zero.get()));
    },
    slope(k, rows, inputs) {
      const { f } = k;
      const { of, other } = lead(k, rows, inputs);
      const [zero, one] = [k.constant(0), k.constant(1)];
      return (share) => {
        const { largest, missing } = of();
        const count = rows.sum((piece, place) =>
          v128.and(f32x4.eq(other(piece, place), largest.get()), one.get()),
        );
        const part = f.local('v128', f32x4.div(one.get(), count.get()));
        const free = f.local('v128', f32x4.lt(missing.get(), zero.get())); // a row that costs nothing
        return (piece, place) => {
          const t = f.local('v128', rows.load(inputs.targets, piece, place));
          const most = v128.and(f32x4.eq(other(piece, place), largest.get()), part.get());
          const value = f.local('v128', f32x4.mul(most, f32x4.sub(one.get(), t.get())));
          value.set(f32x4.mul(share.get(), f32x4.sub(value.get(), t.get())));
          value.set(v128.andnot(value.get(), free.get()));
          return value;
        };
      };
    },
  }),

  ...rowLossTwins(cosineSimilarityLoss, {
    loss(k, rows, inputs) {
      const of = direction(k, rows, inputs);
      return () => k.f.local('v128', f32x4.neg(of().cosine.get()));
    },
    slope(k, rows, inputs) {
      const { f } = k;
      const of = direction(k, rows, inputs);
      const epsilon = k.constant(EPSILON);
      return (share) => {
        const { cosine, t, p } = of();
        share.set(f32x4.mul(share.get(), p.inverse.get()));
        // below the least length, the length does not change with p
        const along = v128.and(cosine.get(), f32x4.gt(p.length.get(), epsilon.get()));
        const back = f.local('v128', f32x4.mul(along, p.inverse.get()));
        return (piece, place) => {
          const own = f32x4.mul(rows.load(inputs.predictions, piece, place), back.get());
          const wanted = f32x4.mul(rows.load(inputs.targets, piece, place), t.inverse.get());
          const value = f.local('v128', f32x4.sub(own, wanted));
          value.set(f32x4.mul(share.get(), value.get()));
          return value;
        };
      };
    },
  }),
];
