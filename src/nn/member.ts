/**
 * Reading an option that is a member of a family: an initializer, a regularizer or a constraint.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import { oneOf, readOptions } from '../options.ts';

/** Options that may be left out; where there are none, none is taken. */
export type Given<O> = [keyof O] extends [never] ? Readonly<Record<string, never>> : Partial<O>;

/** A family, as far as its members are read. */
export interface Family<M, N extends string> {
  /** What a member says it is: 'initializer'. */
  readonly kind: string;
  /** How its members are made, by name, each of its own options. */
  readonly makers: Readonly<Record<N, (options?: never) => M>>;
  /** What a message says would have been right. */
  readonly expected: string;
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
 * A member by its name, with its default options; or the one given; or made again from what it is as JSON,
 * `{ name, options }`.
 *
 * @throws ArgumentError listing the names
 */
export function readMember<M extends { readonly kind: string }, const N extends string>(
  who: string,
  option: string,
  value: unknown,
  { kind, makers, expected }: Family<M, N>,
): M {
  if (typeof value === 'object' && (value as M | null)?.kind === kind) return value as M;
  const plain = readPlain(`${who}, ${option}`, value);
  if (plain !== null) {
    const name = oneOf(who, option, plain.name, Object.keys(makers) as N[]);
    return makers[name](plain.options as never);
  }
  throw new ArgumentError(
    complain({ who, problem: `${option} is no ${kind}`, expected, received: show(value) }),
  );
}
