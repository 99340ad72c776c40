/**
 * Constraints: where the values of a parameter may be, held after each update.
 */
import { readMember } from '../member.ts';
import type { Constraint } from './constraint.ts';
import { MaxNorm } from './max-norm.ts';
import { MinMaxNorm } from './min-max-norm.ts';
import { NonNeg } from './non-neg.ts';
import { UnitNorm } from './unit-norm.ts';

/** Every constraint by Keras's name. */
export const constraints = {
  max_norm: MaxNorm,
  non_neg: NonNeg,
  unit_norm: UnitNorm,
  min_max_norm: MinMaxNorm,
} as const;

/** The name of a constraint: the one with its default options. */
export type ConstraintName = keyof typeof constraints;

/** A constraint by its name, from what it is as JSON, the one given, or null. @throws ArgumentError listing the names */
export function readConstraint(
  who: string,
  option: string,
  value: ConstraintName | Constraint | null,
): Constraint | null {
  const expected = 'a name or a constraint such as MaxNorm()';
  return value === null
    ? null
    : readMember(who, option, value, { kind: 'constraint', makers: constraints, expected });
}

export { type Constraint, type ConstraintDefinition, defineConstraint } from './constraint.ts';
export { MaxNorm } from './max-norm.ts';
export { MinMaxNorm } from './min-max-norm.ts';
export { NonNeg } from './non-neg.ts';
export { UnitNorm } from './unit-norm.ts';
