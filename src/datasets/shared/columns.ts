/**
 * The columns of a table while it is read: which hold what, by name or by number.
 */
import { ArgumentError, complain, show } from '../../errors.ts';
import { oneOf, wholeNumber } from '../../options.ts';
import { type DType, storage, Tensor } from '../../tensor/index.ts';

/** A column as options name it: by its name in the header, or by its number from 0. */
type Key = string | number;

/** Which columns hold what, and what they hold so far. */
export interface Columns {
  readonly x: NumberColumn[];
  readonly t: NumberColumn[];
  readonly words: { readonly place: number; readonly key: Key; readonly cells: string[] }[];
}
interface NumberColumn {
  readonly place: number;
  readonly numbers: number[];
}

/**
 * The columns of a table, sorted by what they hold: words, targets, and all the rest.
 *
 * @param names the header, if there is one
 * @throws ArgumentError for a column that is not there or is listed twice
 */
export function planColumns(
  who: string,
  { text, targets }: { readonly text: readonly Key[]; readonly targets: readonly Key[] },
  names: string[] | null,
  width: number,
): Columns {
  const taken = new Set<number>();
  const words = text.map((key) => ({ place: find('text', key), key, cells: [] }));
  const t = targets.map((key) => ({ place: find('targets', key), numbers: [] }));
  const free = Array.from({ length: width }, (_, place) => place).filter((place) => !taken.has(place));
  return { x: free.map((place) => ({ place, numbers: [] })), t, words };

  function find(option: string, key: Key): number {
    const place = placeOf(who, option, key, names, width);
    if (taken.has(place)) {
      const problem = `column ${show(key)} of ${option} is listed twice`;
      throw new ArgumentError(complain({ who, problem, help: 'List it once, in text or in targets.' }));
    }
    taken.add(place);
    return place;
  }
}

/** A column's place from 0, given its name or that very number. */
function placeOf(who: string, option: string, key: unknown, names: string[] | null, width: number): number {
  const what = `column in ${option}`;
  if (typeof key === 'number') return wholeNumber(who, what, key, { min: 0, max: width - 1 });
  if (names !== null) return names.indexOf(oneOf(who, what, key, names));
  const expected = 'numbers from 0, since there is no header';
  throw new ArgumentError(complain({ who, problem: `unknown ${what}`, expected, received: show(key) }));
}

/** Columns of numbers, side by side: -> [rows, columns] */
export function joinColumns(columns: readonly NumberColumn[], rows: number, dtype: DType): Tensor {
  const data = storage(dtype, rows * columns.length);
  columns.forEach(({ numbers }, j) => {
    for (let i = 0; i < rows; i++) data[i * columns.length + j] = numbers[i];
  });
  return new Tensor(data, [rows, columns.length]);
}
