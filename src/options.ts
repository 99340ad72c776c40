/**
 * Checks of arguments and options, shared by every room: each gives the value back or throws an
 * `ArgumentError` that says what would have been right.
 */
import { ArgumentError, complain, show } from './errors.ts';

/** The range of a number; both ends belong to it unless `above` or `below` is used. */
export interface Range {
  readonly min?: number;
  readonly max?: number;
  /** The value must be greater than this. */
  readonly above?: number;
  /** The value must be less than this. */
  readonly below?: number;
}

function phrase({ min, max, above, below }: Range): string {
  const parts = [
    min === undefined ? '' : `>= ${min}`,
    above === undefined ? '' : `> ${above}`,
    max === undefined ? '' : `<= ${max}`,
    below === undefined ? '' : `< ${below}`,
  ].filter((part) => part !== '');
  return parts.length > 0 ? ` ${parts.join(' and ')}` : '';
}

function within(value: number, { min, max, above, below }: Range): boolean {
  return (
    (min === undefined || value >= min) &&
    (max === undefined || value <= max) &&
    (above === undefined || value > above) &&
    (below === undefined || value < below)
  );
}

/** A finite number within a range. */
export function number(who: string, name: string, value: unknown, range: Range = {}): number {
  if (typeof value === 'number' && Number.isFinite(value) && within(value, range)) return value;
  throw new ArgumentError(
    complain({
      who,
      problem: `${name} is not usable`,
      expected: `a number${phrase(range)}`,
      received: show(value),
    }),
  );
}

/** A whole number within a range (default: at least 1). */
export function wholeNumber(who: string, name: string, value: unknown, range: Range = { min: 1 }): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && within(value, range)) return value;
  throw new ArgumentError(
    complain({
      who,
      problem: `${name} is not usable`,
      expected: `a whole number${phrase(range)}`,
      received: show(value),
    }),
  );
}

/** True or false. */
export function flag(who: string, name: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw new ArgumentError(
    complain({ who, problem: `${name} is not usable`, expected: 'true or false', received: show(value) }),
  );
}

/** One of a list of names; the message lists them, and says which was most likely meant. */
export function oneOf<const N extends string>(
  who: string,
  name: string,
  value: unknown,
  names: readonly N[],
): N {
  if (typeof value === 'string' && (names as readonly string[]).includes(value)) return value as N;
  const meant = typeof value === 'string' ? likely(value, names) : [];
  throw new ArgumentError(
    complain({
      who,
      problem: `unknown ${name}`,
      expected: names.length === 0 ? 'none' : `one of ${names.map((n) => `'${n}'`).join(', ')}`,
      received: show(value),
      ...(meant.length === 0 ? {} : { help: `Did you mean ${meant.map((n) => `'${n}'`).join(' or ')}?` }),
    }),
  );
}

/** Options over their defaults; an option that does not exist is refused, and the message lists those that do. */
export function readOptions<O extends object>(
  who: string,
  defaults: O,
  given: Readonly<Partial<O>> | undefined,
  also: readonly string[] = [],
): O {
  if (given !== undefined && (typeof given !== 'object' || given === null || isData(given, defaults))) {
    const first = optionLike(given, defaults);
    throw new ArgumentError(
      complain({
        who,
        problem: 'the options are not an object',
        expected: '{ option: value }',
        received: show(given),
        ...(first === undefined ? {} : { help: `Did you mean { ${first}: ${show(given)} }?` }),
      }),
    );
  }
  const options: O = { ...defaults };
  for (const key of Object.keys(given ?? {})) {
    oneOf(who, 'option', key, [...Object.keys(defaults), ...also]);
    const value = (given as Record<string, unknown>)[key];
    if (value !== undefined && key in defaults) (options as Record<string, unknown>)[key] = value;
  }
  return options;
}

/** Whether this is a list, a Tensor or something else that holds numbers, and so no options. */
function isData(given: object, defaults: object): boolean {
  return Array.isArray(given) || ArrayBuffer.isView(given) || ('data' in given && !('data' in defaults));
}

/** Options that are words, but that nobody means who gives a word without a name. */
const NEVER_MEANT: readonly string[] = ['dtype', 'language', 'color', 'url'];

/** The first option whose default is a number, or text, as the value is: what stands without a name is mostly that one. */
function optionLike(value: unknown, defaults: object): string | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const alike = ([name, standard]: [string, unknown]) =>
    typeof standard === typeof value && !NEVER_MEANT.includes(name);
  return Object.entries(defaults).find(alike)?.[0];
}

/** What a part of a definition must be. */
export type PartKind = 'function' | 'string' | 'number' | 'object' | 'list';

/** Parts by name, each with its kind, or with the names that it may have. */
type Parts = Readonly<Record<string, PartKind | readonly string[]>>;

const KINDS: Readonly<Record<PartKind, string>> = {
  function: 'a function',
  string: 'a string that is not empty',
  number: 'a number',
  object: 'an object',
  list: 'a list',
};

function isKind(value: unknown, kind: PartKind): boolean {
  if (kind === 'list') return Array.isArray(value);
  if (kind === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === kind && value !== '';
}

/**
 * The parts of a definition that a `define…` function is given, checked by kind, since JavaScript does not.
 *
 * @param maker the function that is given the definition
 * @returns what opens further messages about it: 'defineOp cube'
 * @throws ArgumentError for what is missing, of another kind, or of no known name
 */
export function readDefinition(
  maker: string,
  definition: unknown,
  { required, optional = {} }: { readonly required: Parts; readonly optional?: Parts },
): string {
  if (!isKind(definition, 'object')) {
    const problem = 'the definition is not an object';
    throw new ArgumentError(
      complain({ who: maker, problem, expected: '{ name, … }', received: show(definition) }),
    );
  }
  const parts = definition as Readonly<Record<string, unknown>>;
  const who = isKind(parts.name, 'string') ? `${maker} ${parts.name}` : maker;
  const kinds = { ...required, ...optional };
  for (const key of Object.keys(parts)) oneOf(who, 'key', key, Object.keys(kinds));
  for (const [key, kind] of Object.entries(kinds)) {
    const value = parts[key];
    if (value === undefined && key in optional) continue;
    if (typeof kind !== 'string') {
      oneOf(who, key, value, kind);
      continue;
    }
    if (isKind(value, kind)) continue;
    const expected = KINDS[kind];
    if (value === undefined) {
      throw new ArgumentError(complain({ who, problem: `${key} is missing`, expected }));
    }
    throw new ArgumentError(
      complain({ who, problem: `${key} is not usable`, expected, received: show(value) }),
    );
  }
  return who;
}

/** What other libraries, or other functions of this one, call the same, in the words of `plain`. */
const SYNONYMS: readonly (readonly string[])[] = [
  ['seed', 'randomstate'],
  ['epochs', 'maxiter'],
  ['nsplits', 'cv', 'folds'],
  ['sep', 'separator', 'delimiter'],
  ['navalues', 'missingmarks'],
  ['targetnames', 'displaylabels', 'classnames'],
  ['metrics', 'keys'],
  ['sigmoid', 'logistic'],
  ['linear', 'identity'],
  ['mse', 'squarederror'],
];

/** How many names are offered at most. */
const OFFERED = 3;

/** Names without capitals and underscores. */
const plain = (text: string) => text.toLowerCase().replace(/[_\-\s]/g, '');

/**
 * The names that a wrong one most likely meant: the one that differs in a letter or two, or those that it is a part of or
 * begins like ('crossentropy', 'inputDim'), or those that it abbreviates ('lr', 'val_split'). None, if these are too many
 * to choose from.
 */
function likely(wrong: string, names: readonly string[]): string[] {
  const near = nearest(wrong, names);
  if (near !== undefined) return [near];
  const text = plain(wrong);
  const words = SYNONYMS.find((list) => list.includes(text)) ?? [];
  const same = names.filter((name) => words.includes(plain(name)));
  if (same.length > 0) return same;
  if (text.length < 2) return [];
  const alike = names.filter((name) => plain(name).includes(text) || beginAlike(text, plain(name)));
  const found = alike.length > 0 ? alike : names.filter((name) => abbreviates(text, plain(name)));
  return found.length <= OFFERED ? found : [];
}

/** Whether a text begins with a name, or with its first five letters. */
function beginAlike(text: string, name: string): boolean {
  return text.startsWith(name) || (text.length >= 5 && text.slice(0, 5) === name.slice(0, 5));
}

/** Whether a text has the first letter of a name, and then some of its letters in their order. */
function abbreviates(text: string, name: string): boolean {
  if (text[0] !== name[0]) return false;
  let place = 0;
  for (const letter of name) if (letter === text[place]) place++;
  return place === text.length;
}

/** The name that differs from a wrong one in the fewest letters, or undefined if none is near. */
function nearest(wrong: string, names: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = 3; // more than two changed letters is another word
  for (const name of names) {
    const distance = edits(plain(wrong), plain(name));
    if (distance < least) {
      least = distance;
      best = name;
    }
  }
  return best;
}

/** Levenshtein's distance: the least number of inserted, removed and changed letters. */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, change));
    }
    row = next;
  }
  return row[b.length];
}
