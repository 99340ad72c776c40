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

/** A rule for the values of a parameter. */
export interface Constraint {
  readonly kind: 'constraint';
  readonly name: string;
  readonly options: Readonly<Record<string, number>>;
  /** Changes the values in place; the same function for all parameters under this constraint. */
  readonly apply: (w: View) => void;
  toString(): string;
  toJSON(): object;
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
): (options?: Given<O>) => Constraint {
  readDefinition('defineConstraint', definition, PARTS);
  const { name } = definition;
  return (given) => {
    const options = readOptions<O>(name, definition.options, given as Partial<O>);
    definition.check?.(name, options);
    return {
      kind: 'constraint',
      name,
      options,
      apply: (w) => definition.apply(w, options),
      toString: () => name,
      toJSON: () => ({ name, options }),
    };
  };
}
