/**
 * Constraints: where the values of a parameter may be, held after each update.
 */
import { readMember } from '../member.ts';
import { type Constraint, constraintOf, type ConstraintFunction } from './constraint.ts';
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

/** What a `kernelConstraint` option takes: a name, a constraint, a function that changes the values, or null for none. */
export type ConstraintOption = ConstraintName | Constraint | ConstraintFunction | null;

/**
 * A constraint by its name, of a function, from what it is as JSON, the one given, or null.
 *
 * @throws ArgumentError listing the names
 */
export function readConstraint(who: string, option: string, value: ConstraintOption): Constraint | null {
  if (value === null) return null;
  return readMember<Constraint, ConstraintName, ConstraintFunction>(who, option, value, {
    kind: 'constraint',
    makers: constraints,
    of: constraintOf,
    work: 'apply',
    example: 'MaxNorm()',
    form: 'a function (w) => void',
  });
}

export {
  type AnyConstraintDefinition,
  type Constraint,
  type ConstraintDefinition,
  type ConstraintMaker,
  defineConstraint,
  type ConstraintFunction,
} from './constraint.ts';
export { MaxNorm } from './max-norm.ts';
export { MinMaxNorm } from './min-max-norm.ts';
export { NonNeg } from './non-neg.ts';
export { UnitNorm } from './unit-norm.ts';
