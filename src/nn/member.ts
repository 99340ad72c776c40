/**
 * Reading an option that is a member of a family: an initializer, a regularizer or a constraint.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import { oneOf, readOptions } from '../options.ts';

/** Options that may be left out; where there are none, none is taken. */
export type Given<O> = [keyof O] extends [never] ? Readonly<Record<string, never>> : Partial<O>;

/** A family, as far as its members are read. */
export interface Family<M, N extends string, F> {
  /** What a member says it is: 'initializer'. */
  readonly kind: 'initializer' | 'regularizer' | 'constraint';
  /** How its members are made, by name, each of its own options. */
  readonly makers: Readonly<Record<N, (options?: never) => M>>;
  /** Further makers, which are called in another way. */
  readonly further?: readonly unknown[];
  /** Makes a member of a function of the user's own. */
  readonly of: (value: F) => M;
  /** The part of a definition that does the work: what has it was made by `define…`, and is no such function. */
  readonly work: string;
  /** How a member is made, and what such a function is, as messages say it: 'HeNormal()', 'a function of ops'. */
  readonly example: string;
  readonly form: string;
}

/** What a member is as JSON, or null if the value is nothing of the kind. */
function readPlain(
  who: string,
  value: unknown,
): { readonly name: string; readonly options: object | undefined } | null {
  if (typeof value === 'string') return { name: value, options: undefined };
  const { name, kind } = (value ?? {}) as { readonly name?: unknown; readonly kind?: unknown };
  if (typeof value !== 'object' || typeof name !== 'string' || kind !== undefined) return null;
  return readOptions(who, { name, options: undefined as object | undefined }, value as object);
}

/**
 * A member by its name, with its default options; or the one given; or made of a function; or made again from what it is
 * as JSON, `{ name, options }`.
 *
 * @throws ArgumentError listing the names, and for a maker that was not called
 */
export function readMember<M extends { readonly kind: string }, const N extends string, F>(
  who: string,
  option: string,
  value: unknown,
  family: Family<M, N, F>,
): M {
  const { kind, makers, example, form } = family;
  if (typeof value === 'object' && (value as M | null)?.kind === kind) return value as M;
  const isMaker = typeof value === 'function' && isMakerOf(family, value);
  if (typeof value === 'function' && !isMaker) return family.of(value as F);
  const plain = readPlain(`${who}, ${option}`, value);
  if (plain !== null) {
    const name = oneOf(who, option, plain.name, Object.keys(makers) as N[]);
    return makers[name](plain.options as never);
  }
  const some = kind === 'initializer' ? `an ${kind}` : `a ${kind}`;
  const expected = `a name, ${some} such as ${example}, or ${form}`;
  const about = { who, problem: `${option} is no ${kind}`, expected, received: show(value) };
  const help = `Call it: ${example} makes ${some}.`;
  throw new ArgumentError(complain(isMaker ? { ...about, help } : about));
}

/** Whether a function makes members, and was not called. */
function isMakerOf(
  { further = [], work }: Pick<Family<never, never, never>, 'further' | 'work'>,
  value: object,
): boolean {
  const { definition } = value as { readonly definition?: Readonly<Record<string, unknown>> };
  return further.includes(value) || typeof definition?.[work] === 'function';
}
