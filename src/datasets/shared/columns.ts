/**
 * The columns of a table while it is read: which hold what, by name or by number.
 */
import { ArgumentError, complain, show } from '../../errors.ts';
import { sortedLabels } from '../../labels.ts';
import { oneOf, wholeNumber } from '../../options.ts';
import { type DType, storage, Tensor } from '../../tensor/index.ts';

/** A column as options name it: by its name in the header, or by its number from 0. */
export type Key = string | number;

/** Columns of words that become numbers: a list of them, or each with its words. */
export type Categorical = readonly Key[] | Readonly<Record<Key, readonly string[] | 'auto'>>;

/** A column of numbers; a missing one is NaN. */
export interface NumberColumn {
  readonly kind: 'number';
  readonly place: number;
  values: number[];
}

/** A column of words, each of which has a number: its place among the classes. A missing one is -1. */
export interface CategoryColumn {
  readonly kind: 'category';
  readonly place: number;
  readonly key: Key;
  /** Whether words that are new are classes too. */
  readonly isOpen: boolean;
  /** The number of each class. */
  classes: Map<string, number>;
  values: number[];
}

/** A column of words that stay words. */
export interface WordColumn {
  readonly place: number;
  readonly key: Key;
  cells: string[];
}

/** Which columns hold what, and what they hold so far. */
export interface Columns {
  readonly x: readonly (NumberColumn | CategoryColumn)[];
  readonly t: readonly (NumberColumn | CategoryColumn)[];
  readonly words: readonly WordColumn[];
}

/** What options say of the columns. */
export interface ColumnOptions {
  readonly text: readonly Key[];
  readonly targets: readonly Key[];
  readonly columns: readonly Key[] | null;
  readonly categorical: Categorical;
}

/**
 * The columns of a table, sorted by what they hold: words, targets, and the rest or what is chosen of it.
 *
 * @param names the header, if there is one
 * @throws ArgumentError for a column that is not there, is listed twice, or is categorical and not read
 */
export function planColumns(
  who: string,
  { text, targets, columns, categorical }: ColumnOptions,
  names: readonly string[] | null,
  width: number,
): Columns {
  const placeIn = (option: string, key: unknown) => placeOf(who, option, key, names, width);
  const categories = new Map<number, CategoryColumn>();
  for (const [key, classes] of categoryEntries(categorical, names)) {
    const place = placeIn('categorical', key);
    if (categories.has(place)) throw twice('categorical', key);
    categories.set(place, categoryColumn(who, place, key, classes));
  }
  const taken = new Set<number>();
  const take = (option: string, key: Key) => {
    const place = placeIn(option, key);
    if (taken.has(place) || (option === 'text' && categories.has(place))) throw twice(option, key);
    taken.add(place);
    return place;
  };
  const columnAt = (place: number) =>
    categories.get(place) ?? ({ kind: 'number', place, values: [] } satisfies NumberColumn);
  const words = text.map((key) => ({ place: take('text', key), key, cells: [] }));
  const t = targets.map((key) => columnAt(take('targets', key)));
  const all = Array.from({ length: width }, (_, place) => place);
  const x = (columns?.map((key) => take('columns', key)) ?? all.filter((place) => !taken.has(place))).map(
    columnAt,
  );
  for (const column of categories.values()) {
    if (x.includes(column) || t.includes(column)) continue;
    const problem = `column ${show(column.key)} of categorical is not read`;
    throw new ArgumentError(complain({ who, problem, help: 'List it in columns or in targets too.' }));
  }
  return { x, t, words };

  function twice(option: string, key: Key): ArgumentError {
    const problem = `column ${show(key)} of ${option} is listed twice`;
    const help =
      columns === null && categories.size === 0
        ? 'List it once, in text or in targets.'
        : 'List it once, in columns, text or targets; words in text stay words.';
    return new ArgumentError(complain({ who, problem, help }));
  }
}

/** A column's place from 0, given its name or that very number. */
function placeOf(
  who: string,
  option: string,
  key: unknown,
  names: readonly string[] | null,
  width: number,
): number {
  const what = `column in ${option}`;
  if (typeof key === 'number') return wholeNumber(who, what, key, { min: 0, max: width - 1 });
  if (names !== null) return names.indexOf(oneOf(who, what, key, names));
  const expected = 'numbers from 0, since there is no header';
  throw new ArgumentError(complain({ who, problem: `unknown ${what}`, expected, received: show(key) }));
}

/** The categorical columns with their words; the keys of an object are strings, even where they are numbers. */
function categoryEntries(
  categorical: Categorical,
  names: readonly string[] | null,
): [Key, readonly string[] | 'auto'][] {
  if (Array.isArray(categorical)) return (categorical as readonly Key[]).map((key) => [key, 'auto']);
  return Object.entries(categorical).map(([key, classes]) => {
    const isNumber = /^\d+$/.test(key) && !names?.includes(key);
    return [isNumber ? Number(key) : key, classes];
  });
}

function categoryColumn(who: string, place: number, key: Key, classes: unknown): CategoryColumn {
  const isOpen = classes === 'auto';
  const list = isOpen ? [] : classes;
  const isUsable =
    Array.isArray(list) &&
    list.every((word) => typeof word === 'string') &&
    new Set(list).size === list.length;
  if (!isUsable || (!isOpen && list.length === 0)) {
    const problem = `categorical[${show(key)}] is not usable`;
    const expected = "a list of words, each once, or 'auto'";
    throw new ArgumentError(complain({ who, problem, expected, received: show(classes) }));
  }
  return {
    kind: 'category',
    place,
    key,
    isOpen,
    classes: new Map(list.map((word, i) => [word, i])),
    values: [],
  };
}

/** Puts the classes that were met into order: numbers as they came -> numbers by the alphabet. */
export function sortClasses(column: CategoryColumn): void {
  if (!column.isOpen) return;
  const words = [...column.classes.keys()];
  const classes = new Map(sortedLabels(words).map((word, i) => [word, i]));
  column.values = column.values.map((value) => (value < 0 ? value : (classes.get(words[value]) as number)));
  column.classes = classes;
}

/** Columns side by side, categories as one column of 0 and 1 for each class: -> [rows, columns] */
export function joinColumns(columns: Columns['x'], rows: number, dtype: DType): Tensor {
  const widths = columns.map((column) => (column.kind === 'number' ? 1 : column.classes.size));
  const width = widths.reduce((sum, each) => sum + each, 0);
  const data = storage(dtype, rows * width);
  let start = 0;
  columns.forEach(({ kind, values }, j) => {
    for (let i = 0; i < rows; i++) {
      if (kind === 'number') data[i * width + start] = values[i];
      else if (values[i] >= 0) data[i * width + start + values[i]] = 1;
    }
    start += widths[j];
  });
  return new Tensor(data, [rows, width]);
}

/** The names of what `joinColumns` gives: `width`, `colour_green`, `colour_red`. */
export function namesOf(columns: Columns['x'], names: readonly string[]): string[] {
  return columns.flatMap((column) => {
    const name = names[column.place];
    return column.kind === 'number' ? [name] : [...column.classes.keys()].map((word) => `${name}_${word}`);
  });
}
