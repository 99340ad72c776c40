/**
 * Tables in CSV: columns of numbers as tensors, columns of words as arrays of strings.
 *
 * The reader is strict, since a cell that is misread in silence becomes a bad model: every cell must be what its
 * column promises, and an error names file, line and column.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import { type FileUrl, readTextFile } from '../files.ts';
import type { Tensor } from '../tensor/index.ts';
import { type CsvOptions, checkOptions } from './csv-options.ts';
import { TableReader } from './csv-table.ts';

/** What a CSV text held, row by row in its order. */
export interface Csv<C extends string | number = string | number> {
  /** The columns of numbers, without the targets: [rows, columns]. */
  readonly x: Tensor;
  /** The targets, in the order of the option: [rows, targets]. */
  readonly t: Tensor;
  /** The columns of words: `text.class`, or `text[60]` if the option named it by its number. */
  readonly text: { readonly [K in C]: string[] };
  /** The names of the columns of `x`; null without a header. */
  readonly columns: string[] | null;
  /** The words of the categorical columns, in the order of their columns: the option `categorical` for further tables. */
  readonly categories: { readonly [column: string]: string[] };
  /** How many rows were left out, since a value was missing. */
  readonly dropped: number;
}

/**
 * Reads CSV text into tensors and strings.
 *
 * Numbers are decimal and finite: `3`, `-1.5`, `2e-3`; spaces around a cell do not count. Accepted besides: a byte
 * order mark, any line ends, blank lines at the end, quoted cells. Not accepted: rows of different lengths or of more
 * than 2²² characters, line breaks within a cell, hexadecimal numbers, Infinity and NaN; and empty cells, unless
 * `missing` says what becomes of them.
 *
 * Shapes: x [rows, columns], t [rows, targets]
 * @param text the whole table
 * @param options see `CsvOptions`
 * @returns `{ x, t, text, columns, categories, dropped }`
 * @throws DataError where the text is not such a table, naming line and column; ArgumentError for a wrong option
 * or a column that is not there
 * @example
 * const { x, text, columns } = parseCsv('width,kind\n1.5,oak\n2.25,elm\n', { header: true, text: ['kind'] });
 * x.toArray(); // [[1.5], [2.25]]
 * text.kind; // ['oak', 'elm']
 * columns; // ['width']
 *
 * const cars = parseCsv('power,colour,price\n90,red,12\n,green,9\n60,red,8\n', {
 *   header: true,
 *   columns: ['colour', 'power'],
 *   targets: ['price'],
 *   categorical: ['colour'],
 *   missing: 'mean',
 * });
 * cars.columns; // ['colour_green', 'colour_red', 'power']
 * cars.x.toArray(); // [[0, 1, 90], [1, 0, 75], [0, 1, 60]]
 */
export function parseCsv<const C extends string | number = never>(
  text: string,
  options: CsvOptions<C> = {},
): Csv<C> {
  return readTable('parseCsv', text, options);
}

/**
 * Reads a CSV file in UTF-8 into tensors and strings; `parseCsv` says what is accepted.
 *
 * Shapes: x [rows, columns], t [rows, targets]
 * @param path the file: a path, or a `file:` URL
 * @param options see `CsvOptions`
 * @returns as `parseCsv`
 * @throws DataError if the file cannot be read or is not such a table; StateError where there is no file system;
 * ArgumentError for a wrong option or a column that is not there
 * @example
 * const { x, text } = readCsv('data/iris.csv', { header: true, text: ['class'] });
 * const t = LabelBinarizer().fitTransform(text.class);
 * x.shape; // [150, 4]
 * t.shape; // [150, 3]
 */
export function readCsv<const C extends string | number = never>(
  path: string | FileUrl,
  options: CsvOptions<C> = {},
): Csv<C> {
  const text = readTextFile('readCsv', path, 'parseCsv(text, options) reads text.');
  return readTable('readCsv', text, { name: typeof path === 'string' ? path : path.href, ...options });
}

/**
 * `parseCsv`, speaking as another function.
 *
 * @param width how many cells each row must have; by default as many as line 1
 */
export function readTable<C extends string | number>(
  who: string,
  text: string,
  options: CsvOptions<C>,
  width?: number,
): Csv<C> {
  const given = checkOptions(who, options);
  if (typeof text !== 'string') {
    const problem = 'text is not a string';
    throw new ArgumentError(complain({ who, problem, expected: 'the whole table', received: show(text) }));
  }
  const table = new TableReader(who, given, { width });
  const [rows] = [...table.push(text), ...table.end()];
  return rows as Csv<C>;
}
