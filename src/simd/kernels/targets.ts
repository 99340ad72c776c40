/**
 * The twins of what is done to targets and row weights on their way to a loss. None of them has a gradient.
 *
 * Method: four numbers in a vector; the sum of the weights is kept in 64 bits.
 *
 * Bound: smoothed targets 2 units in the last place of |t| + s / classes, normalized weights 2 of the result, the rest exact.
 * NaN and infinities pass as in the reference.
 */
import { normalizeWeights, notEqual, smoothTargets } from '../../autograd/index.ts';
import { f32, f32x4, f64, v128 } from '../assembler/index.ts';
import { twinsOf } from '../twin.ts';
import { mapPart } from './shared/maps.ts';
import { sumOf } from './shared/sums.ts';

/** The twins of `smoothTargets`, `notEqual` and `normalizeWeights`. */
export const targetsTwins = [
  ...twinsOf(smoothTargets, {
    forward: ({ targets }, y, _saved, { smoothing, classes }) => [
      mapPart('smooth targets', [targets], y, (k) => {
        const [kept, dealt] = [k.constant(1 - smoothing), k.constant(smoothing / classes)];
        return (t) => f32x4.add(f32x4.mul(t.get(), kept.get()), dealt.get());
      }),
    ],
  }),
  ...twinsOf(notEqual, {
    forward: ({ x }, y, _saved, { value }) => [
      mapPart('not equal', [x], y, (k) => {
        const [one, other] = [k.constant(1), k.constant(value)];
        return (number) => v128.and(f32x4.ne(number.get(), other.get()), one.get());
      }),
    ],
  }),
  ...twinsOf(normalizeWeights, {
    forward: ({ weights }, y) => [
      {
        name: 'normalize weights',
        reads: [weights],
        writes: [y],
        emit(k) {
          const { f } = k;
          const rows = weights.data.length;
          const zero = k.constant(0);
          const sum = f.local(
            'f64',
            sumOf(k, k.address(weights), rows, (x) => x.get()),
          );
          const total = f.local('v128', f32x4.splat(f32.demote_f64(sum.get())));
          const quotient = f32.demote_f64(f64.div(f.f64(rows), sum.get()));
          const factor = f.local('v128', f32x4.splat(quotient));
          factor.set(v128.and(factor.get(), f32x4.ne(total.get(), zero.get())));
          k.map({ length: rows, inputs: [weights], outputs: [y] }, (w) => f32x4.mul(w.get(), factor.get()));
        },
      },
    ],
  }),
];
