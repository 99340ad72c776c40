/**
 * What a regularizer is: a penalty on numbers that are to stay small, or apart from each other.
 */
import type { Operand } from '../../autograd/index.ts';
import { readDefinition, readOptions } from '../../options.ts';
import { asTensor, requireShape, type Tensor } from '../../tensor/index.ts';
import type { Given } from '../member.ts';

/** Options of a regularizer: factors, and names of ways. */
type Options = Readonly<Record<string, number | string>>;

/** A penalty as a function of ops. Shapes: w [...] -> [] */
export type Penalty = (w: Tensor) => Tensor;

/** Everything there is to know about a regularizer. */
export interface RegularizerDefinition<O extends Options> {
  /** Keras's name of it, to the letter. */
  readonly name: string;
  readonly options: O;
  /** Refuses impossible options. */
  check?(who: string, options: Readonly<O>): void;
  /** The penalty, made of w by ops, shape []; null where it is zero whatever w holds. */
  penalty(w: Tensor, options: Readonly<O>): Tensor | null;
}

/** A definition whose names the compiler has forgotten. */
// biome-ignore lint/suspicious/noExplicitAny: the erased form of every definition
export type AnyRegularizerDefinition = RegularizerDefinition<any>;

/** A penalty on a parameter, or on the output of a layer. */
export interface Regularizer {
  readonly kind: 'regularizer';
  readonly name: string;
  readonly options: Options;
  /** What it was made of; none for a function of the user's own. */
  readonly definition?: AnyRegularizerDefinition;
  /** The penalty, shape []; null if it is zero whatever w holds. */
  penalty(w: Operand): Tensor | null;
  toString(): string;
  toJSON(): object;
}

/** Makes a regularizer with these options. */
export interface RegularizerMaker<O> {
  (options?: Given<O>): Regularizer;
  readonly definition: AnyRegularizerDefinition;
}

const PARTS = {
  required: { name: 'string', options: 'object', penalty: 'function' },
  optional: { check: 'function' },
} as const;

/** A penalty, checked. @throws ArgumentError if it is no tensor; ShapeError unless it is one number */
function checkPenalty(who: string, penalty: Tensor | null): Tensor | null {
  if (penalty === null) return null;
  requireShape(who, 'the penalty', [], asTensor(who, 'the penalty', penalty).shape);
  return penalty;
}

/**
 * Makes a regularizer from its definition.
 *
 * @throws ArgumentError for parts that are missing, of another kind or misspelt
 * @example
 * const Smooth = defineRegularizer({
 *   name: 'smooth',
 *   options: { factor: 0.01 },
 *   penalty: (w, { factor }) => scale(sum(absolute(w)), { factor }),
 * });
 * Dense(3, { kernelRegularizer: Smooth({ factor: 0.1 }) });
 */
export function defineRegularizer<O extends Options>(
  definition: RegularizerDefinition<O>,
): RegularizerMaker<O> {
  readDefinition('defineRegularizer', definition, PARTS);
  const { name, options: defaults } = definition;
  const make = (given?: Given<O>): Regularizer => {
    const options = readOptions<O>(name, defaults, given as Partial<O>);
    definition.check?.(name, options);
    const told = Object.entries(options).filter(
      ([key, value]) => typeof value === 'number' || value !== defaults[key],
    );
    return {
      kind: 'regularizer',
      name,
      options,
      definition,
      penalty: (w) => checkPenalty(name, definition.penalty(asTensor(name, 'w', w), options)),
      toString: () => `${name}(${told.map(([, value]) => value).join(', ')})`,
      toJSON: () => ({ name, options }),
    };
  };
  Object.defineProperty(make, 'name', { value: name });
  return Object.assign(make, { definition });
}

/** A function of ops as a regularizer. */
export function regularizerOf(penalty: Penalty): Regularizer {
  const name = penalty.name || 'regularizer';
  return {
    kind: 'regularizer',
    name,
    options: {},
    penalty: (w) => checkPenalty(name, penalty(asTensor(name, 'w', w))),
    toString: () => name,
    toJSON: () => ({ function: penalty.name }),
  };
}
