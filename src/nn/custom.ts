/**
 * What users made themselves, in plain data: it is written down by its name, and given again by that name when a model
 * is made of the data.
 *
 * A definition of the user's own may be called as one of this library is. So what is not of this library is marked
 * `custom`, and is asked for by name when it is read: nothing else is taken for it.
 */
import { ArgumentError, complain, show, StateError } from '../errors.ts';
import { metrics } from '../metrics/index.ts';
import { optimizers, schedules } from '../optim/index.ts';
import { constraints } from './constraints/index.ts';
import { initializers } from './initializers/index.ts';
import { losses } from './losses/index.ts';
import { regularizers } from './regularizers/index.ts';

/** What users made themselves, by name: layers, functions, initializers, regularizers, losses, metrics. */
export type Custom = Readonly<Record<string, unknown>>;

/** What stands by name in one model: whoever writes it sees to it that no name means two things. */
export type Names = Map<string, unknown>;

type Definition = { readonly name?: string } | undefined;

/** The definitions of this library. */
const house: ReadonlySet<Definition> = new Set(
  [initializers, regularizers, constraints, schedules, optimizers, losses, metrics].flatMap((family) =>
    Object.values(family).map((member: { readonly definition: Definition }) => member.definition),
  ),
);

/** What layers and optimizers have among their options, made of its options, by name. */
const members: Readonly<Record<string, (options: never) => unknown>> = {
  ...initializers,
  ...regularizers,
  ...constraints,
  ...schedules,
};

/** Whether a loss or optimizer of this library, whose readers take plain data, has this name. */
function isRead(name: string): boolean {
  return Object.hasOwn(losses, name) || Object.hasOwn(optimizers, name.toLowerCase());
}

/**
 * Notes that a name of the user's own stands for this.
 *
 * @param kind layers have names of their own
 * @throws StateError if it stands for something else already
 */
export function takeName(
  who: string,
  names: Names,
  name: string,
  made: unknown,
  kind: 'layer' | 'thing' = 'thing',
): void {
  const key = `${kind} ${name}`;
  if (!names.has(key)) names.set(key, made);
  if (names.get(key) === made) return;
  const problem = `two ${kind}s are called ${show(name)}`;
  const help = `Rename one of them: custom: { ${name} } gives one when the model is loaded.`;
  throw new StateError(complain({ who, problem, help }));
}

/** What is being written: for whom, and what it is, such as 'activation of dense', under which key. */
interface Place {
  readonly who: string;
  readonly what: string;
  readonly key: string;
}

/**
 * A value as JSON keeps it.
 *
 * @throws StateError for a function without a name of its own, and for a name that stands for two things
 */
export function plainValue(place: Place, value: unknown, names: Names): unknown {
  if (value !== null && (typeof value === 'object' || typeof value === 'function') && 'toJSON' in value)
    return plainMember(place, value as Member, names);
  if (typeof value === 'function') return plainFunction(place, value, names);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => plainValue(place, item, names));
  return mapValues(value, (item, key) => plainValue({ ...place, key }, item, names));
}

/** Something that tells what it is as JSON. */
interface Member {
  readonly definition?: Definition;
  readonly options?: Readonly<Record<string, unknown>>;
  toJSON(): unknown;
}

function plainMember(place: Place, member: Member, names: Names): unknown {
  const json = member.toJSON();
  if (!isMade(json)) return plainValue(place, json, names);
  const { name } = json;
  const own = !house.has(member.definition);
  if (own) takeName(place.who, names, name, member.definition);
  if (own && typeof member === 'function' && Object.keys(json.options).length === 0)
    return { function: name };
  const options = mapValues(json.options, (value, key) => {
    const made = member.options?.[key];
    const inner = typeof made === 'object' && made !== null && 'toJSON' in made ? made : value;
    return plainValue({ ...place, what: `${key} of ${name}`, key }, inner, names);
  });
  return own ? { name, options, custom: true } : { name, options };
}

/** Whether this is what the `toJSON` of a member gives: { name, options }. */
function isMade(
  json: unknown,
): json is { readonly name: string; readonly options: Readonly<Record<string, unknown>> } {
  const { name, options } = (json ?? {}) as { readonly name?: unknown; readonly options?: unknown };
  return typeof name === 'string' && typeof options === 'object' && options !== null;
}

function plainFunction({ who, what, key }: Place, value: { readonly name: string }, names: Names): object {
  const { name } = value;
  const inferred = name !== '' && name === key && !('definition' in value);
  if (name !== '' && !inferred) {
    takeName(who, names, name, value);
    return { function: name };
  }
  const problem = inferred
    ? `${what} is a function with no name but that of its option`
    : `${what} is a function without a name`;
  const help = 'Give it one: const halved = (x) => …; and load the model with custom: { halved }.';
  throw new StateError(complain({ who, problem, help }));
}

/** The reverse of `plainValue`: functions and what users made are put in by their names. @throws ArgumentError */
export function revive(who: string, value: unknown, custom: Custom): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => revive(who, item, custom));
  const { function: called, custom: own } = value as Readonly<Record<string, unknown>>;
  if (typeof called === 'string') return given(who, 'a function', called, custom);
  const inner = mapValues(value, (item) => revive(who, item, custom));
  if (!isMade(inner)) return inner;
  const { name, options } = inner;
  if (own !== true && Object.hasOwn(members, name)) return members[name](options as never);
  if (own !== true && isRead(name)) return inner;
  const make = given(who, 'something', name, custom);
  if (typeof make === 'function' && !('toJSON' in make)) return make(options);
  const expected = `what makes it of its options, as define… gave it`;
  throw new ArgumentError(
    complain({ who, problem: `custom.${name} is no maker`, expected, received: show(make) }),
  );
}

/** What `custom` holds under a name. @throws ArgumentError */
function given(who: string, what: string, name: string, custom: Custom): unknown {
  if (Object.hasOwn(custom, name)) return custom[name];
  throw ofAuthor(who, what, name);
}

/** What is to be said where `custom` lacks a name. */
export function ofAuthor(who: string, what: string, name: string): ArgumentError {
  const problem = `the model has ${what} ${show(name)} that was made by its author`;
  const help = 'Give it by that name when the model is loaded.';
  return new ArgumentError(complain({ who, problem, expected: `custom: { ${name} }`, help }));
}

function mapValues(
  record: object,
  change: (value: unknown, key: string) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}
