/**
 * The twins of losses whose terms depend on one target and one prediction each.
 */
import type { Op } from '../../../autograd/index.ts';
import type { View } from '../../../tensor/index.ts';
import { f32, f32x4, f64, type Local, type V128 } from '../../assembler/index.ts';
import type { Kernel } from '../../kernel.ts';
import { type Given, type Twin, twinsOf } from '../../twin.ts';
import { weightedMap, weightedSum } from './weighted-rows.ts';

type Vector = Local<'v128'>;

/** What distinguishes one of these losses; each maker loads what its loop needs. */
interface Formulas {
  /** What the op calls its predictions. */
  readonly predictions: string;
  /** What the sum is divided by: how many numbers there are (default), or how many rows. */
  readonly divisor?: 'numbers' | 'rows';
  /** One term of the loss. */
  term(k: Kernel, given: Given): (t: Vector, p: Vector) => V128;
  /** The gradient of a term by its prediction, times the share of its row. */
  slope(k: Kernel, given: Given): (share: Vector, t: Vector, p: Vector) => V128;
}

/** Makes the twins of a loss, forward and backward. */
export function lossTwins(
  // biome-ignore lint/suspicious/noExplicitAny: losses differ in the name of their predictions and in their options
  op: Op<any, any, never>,
  { predictions, divisor = 'numbers', term, slope }: Formulas,
): Twin[] {
  const { name } = op.definition;
  const count = (matrix: View, weights: View) =>
    divisor === 'numbers' ? matrix.data.length : weights.data.length;
  return twinsOf(op, {
    forward(inputs, loss, _saved, given) {
      const { targets, weights, [predictions]: matrix } = inputs;
      return [
        {
          name,
          reads: [targets, matrix, weights],
          writes: [loss],
          emit(k) {
            const { f } = k;
            const sum = weightedSum(k, [targets, matrix], weights, term(k, given));
            const result = f.local('f32', f32.demote_f64(f64.div(sum, f.f64(count(matrix, weights)))));
            f32.store(f.i32(0), result.get(), k.address(loss));
          },
        },
      ];
    },
    backward(dy, { [predictions]: dx }, { targets, weights, [predictions]: matrix }, given) {
      if (dx === null) return [];
      return [
        {
          name: `${name} gradient`,
          reads: [dy, targets, matrix, weights],
          adds: [dx],
          emit(k) {
            const factor = dividedFirst(k, dy, count(matrix, weights));
            weightedMap(k, { inputs: [targets, matrix], weights, dx }, factor, slope(k, given));
          },
        },
      ];
    },
  });
}

/** The one number of a gradient of a loss, divided by how many terms there are, in all lanes. */
function dividedFirst(k: Kernel, dy: View, count: number): Vector {
  const { f } = k;
  const quotient = f64.div(f64.promote_f32(k.first(dy)), f.f64(count));
  return f.local('v128', f32x4.splat(f32.demote_f64(quotient)));
}
