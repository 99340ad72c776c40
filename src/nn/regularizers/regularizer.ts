/**
 * Regularizers: penalties on large weights, added to the loss.
 */
import { ArgumentError, complain, show } from '../../errors.ts';
import { number, oneOf, readOptions } from '../../options.ts';
import { add, scale, sumAbsolute, sumSquares } from '../../autograd/index.ts';
import type { Parameter, Tensor } from '../../tensor/index.ts';

/** A penalty on the values of a parameter. */
export interface Regularizer {
  readonly kind: 'regularizer';
  readonly name: string;
  readonly options: { readonly l1: number; readonly l2: number };
  /** The penalty, shape []; null if it is zero for all weights. */
  penalty(parameter: Parameter): Tensor | null;
  toString(): string;
  toJSON(): object;
}

/** The names that a `kernelRegularizer` option takes as strings, with Keras's default factors of 0.01. */
export type RegularizerName = 'l1' | 'l2';

/** λ₁ Σ|w| + λ₂ Σw². */
function regularizer(name: string, text: string, l1: number, l2: number): Regularizer {
  number(name, 'l1', l1, { min: 0 });
  number(name, 'l2', l2, { min: 0 });
  return {
    kind: 'regularizer',
    name,
    options: { l1, l2 },
    penalty(parameter) {
      const absolute = l1 > 0 ? scale(sumAbsolute(parameter), { factor: l1 }) : null;
      const squares = l2 > 0 ? scale(sumSquares(parameter), { factor: l2 }) : null;
      return absolute !== null && squares !== null ? add(absolute, squares) : (absolute ?? squares);
    },
    toString: () => text,
    toJSON: () => ({ name, l1, l2 }),
  };
}

/**
 * L1 penalty: λ Σ|w|. Draws weights to exactly 0.
 *
 * @param factor λ >= 0, default 0.01
 * Peers: Keras (L1). The course's slide (S46) subtracts λ sign(w) without the learning rate; here it is the gradient.
 */
export function l1(factor = 0.01): Regularizer {
  return regularizer('l1', `l1(${show(factor)})`, factor, 0);
}

/**
 * L2 penalty: λ Σw². Keeps all weights small.
 *
 * @param factor λ >= 0, default 0.01
 * Peers: Keras (L2), without ½; the course's slide (S45) writes λ/2 Σw², so `l2(0.01)` is its λ = 0.02.
 */
export function l2(factor = 0.01): Regularizer {
  return regularizer('l2', `l2(${show(factor)})`, 0, factor);
}

/**
 * Both penalties: λ₁ Σ|w| + λ₂ Σw².
 *
 * @param options `l1` and `l2`, each >= 0, defaults 0 (as in Keras 3)
 */
export function l1_l2(options: { readonly l1?: number; readonly l2?: number } = {}): Regularizer {
  const { l1, l2 } = readOptions('l1_l2', { l1: 0, l2: 0 }, options);
  return regularizer('l1_l2', `l1_l2(${l1}, ${l2})`, l1, l2);
}

/** A regularizer by its name, or the one given, or null. @throws ArgumentError listing the names */
export function readRegularizer(
  who: string,
  option: string,
  value: RegularizerName | Regularizer | null,
): Regularizer | null {
  if (value === null) return null;
  if (typeof value === 'object' && value.kind === 'regularizer') return value;
  if (typeof value === 'string') return { l1, l2 }[oneOf(who, option, value, ['l1', 'l2'])]();
  const expected = "'l1', 'l2' or a regularizer such as l2(0.01)";
  throw new ArgumentError(
    complain({ who, problem: `${option} is no regularizer`, expected, received: show(value) }),
  );
}
