/**
 * The twins of dropout, whose masks are those of `random/counter-hash.ts`, bit for bit. Dropped elements become 0 by
 * their mask, even NaN.
 *
 * Bound: kept elements 1 unit in the last place, for the factor 1 / (1 − rate) is rounded to 32 bits here.
 */
import { dropout } from '../../autograd/index.ts';
import { dropThreshold } from '../../random/index.ts';
import { f32x4, i32x4, v128 } from '../assembler/index.ts';
import type { Kernel } from '../kernel.ts';
import { type Given, twinsOf } from '../twin.ts';
import { elementBits, hasStep, readingStep } from './shared/counter-bits.ts';
import type { VectorFunction } from './shared/functions.ts';
import { copyPart, gradientPart, mapPart } from './shared/maps.ts';

/** x ↦ x / (1 − rate) where the element is kept, else 0: to be called for vectors in ascending order. */
function dropping(k: Kernel, given: Given): VectorFunction {
  const bits = elementBits(k, given);
  const threshold = k.bits(dropThreshold(given.rate));
  const factor = k.constant(1 / (1 - given.rate));
  return (x) => {
    const kept = k.f.local('v128', i32x4.ge_u(bits().get(), threshold.get()));
    return v128.and(f32x4.mul(x.get(), factor.get()), kept.get());
  };
}

/** Whether all elements are dropped: no hash reaches this threshold. */
const dropsAll = (rate: number) => dropThreshold(rate) >= 2 ** 32;

/** The twins of `dropout`. */
export const dropoutTwins = twinsOf(dropout, {
  forward({ x }, y, _saved, given) {
    if (!hasStep(given)) return null;
    const part = mapPart('dropout', [x], y, (k) => {
      if (dropsAll(given.rate)) return () => k.f.zero();
      return given.rate === 0 ? (value) => value.get() : dropping(k, given);
    });
    return [readingStep(part, given)];
  },

  backward(dy, { x: dx }, _kept, given) {
    if (!hasStep(given)) return null;
    if (dx === null) return [];
    if (given.rate === 0) return [copyPart('dropout', dy, dx)];
    const part = gradientPart('dropout', [dy], dx, (k) =>
      dropsAll(given.rate) ? () => k.f.zero() : dropping(k, given),
    );
    return [readingStep(part, given)];
  },
});
