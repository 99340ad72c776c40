/**
 * The twins of ops that make one number of all: sums, means, penalties.
 *
 * Method: sums are kept in 64 bits, in eight parts; terms (squares, absolute values) are rounded to 32 bits. The last
 * vector is masked, since what lies behind a tensor means nothing.
 *
 * Bound: 1 unit in the last place of Σ|term|. Gradients: 2 units in the last place; ±0, NaN and infinities pass as in
 * the reference.
 */
import { mean, type Op, sum, sumAbsolute, sumSquares } from '../../autograd/index.ts';
import type { View } from '../../tensor/index.ts';
import { f32, f32x4, f64, type Local, type V128 } from '../assembler/index.ts';
import type { Kernel } from '../kernel.ts';
import { type Part, twinsOf } from '../twin.ts';
import { signum, type VectorFunction } from './shared/functions.ts';
import { sumOf } from './shared/sums.ts';

const itself: VectorFunction = (x) => x.get();

/** y ← Σ term(x) / divisor. */
function sumPart(name: string, x: View, y: View, term: VectorFunction, divisor = 1): Part {
  return {
    name,
    reads: [x],
    writes: [y],
    emit(k) {
      const { f } = k;
      const total = sumOf(k, k.address(x), x.data.length, term);
      const quotient = divisor === 1 ? total : f64.div(total, f.f64(divisor));
      const result = f.local('f32', f32.demote_f64(quotient));
      f32.store(f.i32(0), result.get(), k.address(y));
    },
  };
}

/** dx_i += the same number everywhere. */
function sharePart(name: string, dy: View, dx: View, divisor = 1): Part {
  return {
    name: `${name} gradient`,
    reads: [dy],
    adds: [dx],
    emit(k) {
      const share = k.splatFirst(dy);
      if (divisor !== 1) share.set(f32x4.div(share.get(), k.constant(divisor).get()));
      k.map({ length: dx.data.length, inputs: [], outputs: [dx] }, () => share.get());
    },
  };
}

/** The twins of a penalty: y = Σ term(x), and dx_i += slope(x_i, dy). */
function penaltyTwins(
  op: Op<readonly ['x'], object, never>,
  term: VectorFunction,
  slope: (k: Kernel) => (x: Local<'v128'>, dy: Local<'v128'>) => V128,
) {
  const { name } = op.definition;
  return twinsOf(op, {
    forward: ({ x }, y) => [sumPart(name, x, y, term)],
    backward: (dy, { x: dx }, { x }) =>
      dx === null
        ? []
        : [
            {
              name: `${name} gradient`,
              reads: [dy, x],
              adds: [dx],
              emit(k) {
                const d = k.splatFirst(dy);
                const formula = slope(k);
                k.map({ length: dx.data.length, inputs: [x], outputs: [dx] }, (value) => formula(value, d));
              },
            },
          ],
  });
}

/** The twins of sum, mean, sumSquares and sumAbsolute. */
export const reductionTwins = [
  ...twinsOf(sum, {
    forward: ({ x }, y) => [sumPart('sum', x, y, itself)],
    backward: (dy, { x: dx }) => (dx === null ? [] : [sharePart('sum', dy, dx)]),
  }),
  ...twinsOf(mean, {
    forward: ({ x }, y) => [sumPart('mean', x, y, itself, x.data.length)],
    backward: (dy, { x: dx }) => (dx === null ? [] : [sharePart('mean', dy, dx, dx.data.length)]),
  }),
  ...penaltyTwins(
    sumSquares,
    (x) => f32x4.mul(x.get(), x.get()),
    () => (x, dy) => {
      x.set(f32x4.mul(x.get(), dy.get()));
      return f32x4.add(x.get(), x.get()); // 2x might overflow
    },
  ),
  ...penaltyTwins(
    sumAbsolute,
    (x) => f32x4.abs(x.get()),
    (k) => {
      const sign = signum(k);
      return (x, dy) => f32x4.mul(sign(x), dy.get());
    },
  ),
];
