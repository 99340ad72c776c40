/**
 * Columns of categories as columns of zeros and ones, and back.
 */
import { ArgumentError, complain, ShapeError, show } from '../errors.ts';
import { oneOf, readOptions } from '../options.ts';
import { formatShape, storage, Tensor, type TensorLike, toTensor } from '../tensor/index.ts';
import { type CategoryRows, readColumnsOf } from './shared/categories.ts';
import { configOf, listed, readClassList, readParts, type TransformerConfig } from './shared/config.ts';
import { type Label, sortedLabels } from './shared/labels.ts';
import { fitted, requireFinite } from './shared/table.ts';

/** How OneHotEncoder encodes. */
export interface OneHotEncoderOptions {
  /** The categories of each column, numbers in order; or 'auto' (default), those that `fit` sees, sorted. */
  readonly categories?: 'auto' | readonly (readonly Label[])[];
  /** Which category of a column gets no column of its own: none (null, default), the 'first', or the first of two ('if_binary'). */
  readonly drop?: 'first' | 'if_binary' | null;
  /** What becomes of a category that is not known: an 'error' (default), or zeros ('ignore'). */
  readonly handleUnknown?: 'error' | 'ignore';
}

/** A OneHotEncoder as plain data. */
export type OneHotEncoderConfig = TransformerConfig<
  'OneHotEncoder',
  Required<OneHotEncoderOptions>,
  { readonly categories: readonly (readonly Label[])[] }
>;

/** An encoder of tables of categories. */
export interface OneHotEncoder {
  /** The categories of each column, dropped ones too. @throws StateError before `fit` */
  readonly categories: readonly (readonly Label[])[];
  /** Learns the categories of each column, and gives itself back. */
  fit(rows: CategoryRows): OneHotEncoder;
  /** Rows as zeros and ones. @throws StateError before `fit`; ArgumentError for a category that is not known */
  transform(rows: CategoryRows): Tensor;
  /** `fit`, then `transform`, of the same rows. */
  fitTransform(rows: CategoryRows): Tensor;
  /**
   * The rows that numbers stand for: in each column the category of the largest number, the first of equals; of zeros
   * the dropped one, or null if none was dropped.
   *
   * @throws StateError before `fit`; ShapeError for other columns; ArgumentError for zeros of which nothing was dropped,
   * unless handleUnknown is 'ignore'
   */
  inverseTransform(y: TensorLike): (Label | null)[][];
  /**
   * The columns in words: 'x0_oak', 'x0_elm', 'x1_3'.
   *
   * @param names of the columns that are encoded; by default 'x0', 'x1', …
   * @throws StateError before `fit`; ShapeError for another number of names
   */
  getFeatureNamesOut(names?: readonly string[]): string[];
  /** Options and categories as plain data, ready for JSON; `transformerFromConfig` makes the encoder again. */
  toConfig(): OneHotEncoderConfig;
}

/**
 * One column for each category of each column: 1 where the row has it, else 0.
 *
 * Shapes: rows [rows, columns] of strings, numbers and booleans, each column of one kind -> y [rows, categories of all
 * columns]
 * @param options `categories` (default 'auto'), `drop` (default null), `handleUnknown` (default 'error')
 * @param learned what `toConfig` of another gave under `learned`; by default nothing is learned yet
 * @returns an object with `fit`, `transform`, `fitTransform`, `inverseTransform`, `categories`, `getFeatureNamesOut` and
 * `toConfig`. Results are float64 of a Tensor of that format, else float32
 * @throws ArgumentError for other options; its methods: StateError before `fit`, ShapeError for other columns than `fit`
 * saw, ArgumentError for a category that is not known, naming it, its row and column, and those that are
 * Peers: scikit-learn's OneHotEncoder with `sparse_output=False`, without rare categories taken together. With drop and
 * handleUnknown 'ignore' an unknown category looks like the dropped one, of which scikit-learn warns.
 * @example
 * const encoder = OneHotEncoder();
 * encoder.fitTransform([['oak', 3], ['elm', 2], ['oak', 2]]).toArray(); // [[0, 1, 0, 1], [1, 0, 1, 0], [0, 1, 1, 0]]
 * encoder.getFeatureNamesOut(['tree', 'age']); // ['tree_elm', 'tree_oak', 'age_2', 'age_3']
 * encoder.inverseTransform([[0, 1, 1, 0]]); // [['oak', 2]]
 */
export function OneHotEncoder(
  options: OneHotEncoderOptions = {},
  learned: OneHotEncoderConfig['learned'] = null,
): OneHotEncoder {
  const who = 'OneHotEncoder';
  const defaults: Required<OneHotEncoderOptions> = {
    categories: 'auto',
    drop: null,
    handleUnknown: 'error',
  };
  const { categories, drop, handleUnknown } = readOptions(who, defaults, options);
  if (drop !== null) oneOf(who, 'drop', drop, ['first', 'if_binary']);
  oneOf(who, 'handleUnknown', handleUnknown, ['error', 'ignore']);
  const given = categories === 'auto' ? null : readCategories(who, 'categories', categories);
  let columns: Column[] | null = null;
  if (learned !== null && learned !== undefined) {
    const parts = readParts(who, learned, ['categories']);
    columns = readCategories(who, 'learned.categories', parts.categories).map((list) => columnOf(list, drop));
  }

  /** The place of a category in its column, −1 for one that is not known. @throws ArgumentError if that is an error */
  function placeOf(
    speaker: string,
    { places, categories }: Column,
    value: Label,
    i: number,
    j: number,
  ): number {
    const place = places.get(value);
    if (place !== undefined) return place;
    if (handleUnknown === 'ignore') return -1;
    const problem = `the category of row ${i}, column ${j} is not known`;
    const expected = `one of ${listed(categories)}`;
    const help = "handleUnknown: 'ignore' makes zeros of it.";
    throw new ArgumentError(complain({ who: speaker, problem, expected, received: show(value), help }));
  }

  const encoder: OneHotEncoder = {
    get categories() {
      return fitted(`${who}.categories`, columns).map(({ categories }) => categories);
    },

    fit(rows) {
      const speaker = `${who}.fit`;
      const read = readColumnsOf(speaker, rows, given?.map(kindOf));
      const fit = (given ?? read.map(sortedLabels)).map((list) => columnOf(list, drop));
      read.forEach((values, j) => {
        values.forEach((value, i) => void placeOf(speaker, fit[j], value, i, j));
      });
      columns = fit;
      return encoder;
    },

    transform(rows) {
      const speaker = `${who}.transform`;
      const known = fitted(speaker, columns);
      const read = readColumnsOf(
        speaker,
        rows,
        known.map(({ categories }) => kindOf(categories)),
      );
      const count = read[0].length;
      const width = widthOf(known);
      const data = storage(rows instanceof Tensor ? rows.dtype : 'float32', count * width);
      let first = 0;
      known.forEach((column, j) => {
        read[j].forEach((value, i) => {
          const place = column.kept.indexOf(placeOf(speaker, column, value, i, j));
          if (place >= 0) data[i * width + first + place] = 1;
        });
        first += column.kept.length;
      });
      return new Tensor(data, [count, width]);
    },

    fitTransform: (rows) => encoder.fit(rows).transform(rows),

    inverseTransform(y) {
      const speaker = `${who}.inverseTransform`;
      const known = fitted(speaker, columns);
      const table = toTensor(speaker, 'y', y, { dtype: 'float64' });
      const width = widthOf(known);
      if (table.shape.length !== 2 || table.shape[1] !== width) {
        const problem = 'y has not the columns of these categories';
        const received = formatShape(table.shape);
        throw new ShapeError(complain({ who: speaker, problem, expected: `y [rows, ${width}]`, received }));
      }
      requireFinite(speaker, table);
      return Array.from({ length: table.shape[0] }, (_, i) => {
        let first = i * width;
        return known.map((column, j) => {
          const part = table.data.subarray(first, first + column.kept.length);
          first += column.kept.length;
          return decode(speaker, column, part, i, j);
        });
      });
    },

    getFeatureNamesOut(names) {
      const speaker = `${who}.getFeatureNamesOut`;
      const known = fitted(speaker, columns);
      const own = names ?? known.map((_, j) => `x${j}`);
      if (own.length !== known.length) {
        const problem = 'there must be a name for each column';
        const expected = `${known.length}`;
        throw new ShapeError(complain({ who: speaker, problem, expected, received: `${own.length}` }));
      }
      return known.flatMap(({ categories, kept }, j) =>
        kept.map((place) => `${own[j]}_${categories[place]}`),
      );
    },

    toConfig: () =>
      configOf(
        who,
        { categories, drop, handleUnknown },
        columns === null ? null : { categories: columns.map(({ categories }) => categories) },
      ),
  };
  return encoder;

  /** The category that the numbers of one column stand for. */
  function decode(
    speaker: string,
    column: Column,
    part: ArrayLike<number>,
    i: number,
    j: number,
  ): Label | null {
    const { categories, kept, dropped } = column;
    let largest = 0;
    let sum = 0;
    for (let place = 0; place < part.length; place++) {
      if (part[place] > part[largest]) largest = place;
      sum += part[place];
    }
    if (sum !== 0) return categories[kept[largest]];
    if (dropped !== null) return categories[dropped];
    if (handleUnknown === 'ignore') return null;
    const problem = `row ${i} has zeros only for column ${j}`;
    const expected = `a number for one of ${listed(categories)}`;
    throw new ArgumentError(complain({ who: speaker, problem, expected }));
  }
}

/** The categories of a column, the place of each, and which have a column of their own. */
interface Column {
  readonly categories: readonly Label[];
  readonly places: ReadonlyMap<Label, number>;
  readonly kept: readonly number[];
  readonly dropped: number | null;
}

function columnOf(categories: readonly Label[], drop: 'first' | 'if_binary' | null): Column {
  const drops = drop === 'first' || (drop === 'if_binary' && categories.length === 2);
  const all = Array.from(categories.keys());
  const places = new Map(categories.map((category, place) => [category, place]));
  return { categories, places, kept: drops ? all.slice(1) : all, dropped: drops ? 0 : null };
}

const kindOf = (categories: readonly Label[]) => typeof categories[0];

const widthOf = (columns: readonly Column[]) => columns.reduce((sum, { kept }) => sum + kept.length, 0);

/** Lists of categories, one for each column. @throws ArgumentError for other things, and numbers that are not in order */
function readCategories(who: string, name: string, lists: unknown): Label[][] {
  if (!Array.isArray(lists) || lists.length === 0) {
    const expected = "'auto', or a list of categories for each column";
    throw new ArgumentError(
      complain({ who, problem: `${name} is not usable`, expected, received: show(lists) }),
    );
  }
  return lists.map((list, j) =>
    readClassList(who, `${name}[${j}]`, list, { sorted: typeof list?.[0] === 'number' }),
  );
}
