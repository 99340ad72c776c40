/**
 * What a constraint is: where the values of a parameter may be. Optimizers put them back there after each update.
 */
import { readDefinition, readOptions } from '../../options.ts';
import type { View } from '../../tensor/index.ts';
import type { Given } from '../member.ts';

/** Everything there is to know about a constraint. */
export interface ConstraintDefinition<O extends Readonly<Record<string, number>>> {
  /** Keras's name of it, to the letter. */
  readonly name: string;
  readonly options: O;
  /** Refuses impossible options. */
  check?(who: string, options: Readonly<O>): void;
  /** Changes the values in place. Shapes: w [inputs, units] or [units] */
  apply(w: View, options: Readonly<O>): void;
}

/** A definition whose names the compiler has forgotten. */
// biome-ignore lint/suspicious/noExplicitAny: the erased form of every definition
export type AnyConstraintDefinition = ConstraintDefinition<any>;

/** A constraint as a function, which changes the values in place. Shapes: w [inputs, units] or [units] */
export type ConstraintFunction = (w: View) => void;

/** A rule for the values of a parameter. */
export interface Constraint {
  readonly kind: 'constraint';
  readonly name: string;
  readonly options: Readonly<Record<string, number>>;
  /** What it was made of; none for a function of the user's own. */
  readonly definition?: AnyConstraintDefinition;
  /** Changes the values in place; the same function for all parameters under this constraint. */
  readonly apply: ConstraintFunction;
  toString(): string;
  toJSON(): object;
}

/** Makes a constraint with these options. */
export interface ConstraintMaker<O> {
  (options?: Given<O>): Constraint;
  readonly definition: AnyConstraintDefinition;
}

const PARTS = {
  required: { name: 'string', options: 'object', apply: 'function' },
  optional: { check: 'function' },
} as const;

/**
 * Makes a constraint from its definition.
 *
 * @throws ArgumentError for parts that are missing, of another kind or misspelt
 * @example
 * const AtMostOne = defineConstraint({
 *   name: 'at_most_one',
 *   options: {},
 *   apply(w) {
 *     for (let i = 0; i < w.data.length; i++) w.data[i] = Math.min(w.data[i], 1);
 *   },
 * });
 */
export function defineConstraint<O extends Readonly<Record<string, number>>>(
  definition: ConstraintDefinition<O>,
): ConstraintMaker<O> {
  readDefinition('defineConstraint', definition, PARTS);
  const { name } = definition;
  const make = (given?: Given<O>): Constraint => {
    const options = readOptions<O>(name, definition.options, given as Partial<O>);
    definition.check?.(name, options);
    return {
      kind: 'constraint',
      name,
      options,
      definition,
      apply: (w) => definition.apply(w, options),
      toString: () => name,
      toJSON: () => ({ name, options }),
    };
  };
  Object.defineProperty(make, 'name', { value: name });
  return Object.assign(make, { definition });
}

/** A function as a constraint. */
export function constraintOf(apply: ConstraintFunction): Constraint {
  const name = apply.name || 'constraint';
  return {
    kind: 'constraint',
    name,
    options: {},
    apply,
    toString: () => name,
    toJSON: () => ({ function: apply.name }),
  };
}
