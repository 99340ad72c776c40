/**
 * Tables in CSV: columns of numbers as tensors, columns of words as arrays of strings.
 *
 * The reader is strict, since a cell that is misread in silence becomes a bad model: every cell must be what its
 * column promises, and an error names file, line and column.
 */
// The build for browsers runs everywhere; that for Node wants a global Buffer as soon as it is imported.
import { CsvError, parse } from 'csv-parse/browser/esm/sync';
import { ArgumentError, type Complaint, complain, DataError, show } from '../errors.ts';
import { type FileUrl, readTextFile } from '../files.ts';
import { flag, oneOf, readOptions } from '../options.ts';
import type { DType, Tensor } from '../tensor/index.ts';
import { type Columns, joinColumns, planColumns } from './shared/columns.ts';
import { type Decimal, readNumber } from './shared/numbers.ts';

/** How a CSV text is to be read. `C` are the columns in `text`, so that the result has them by name. */
export interface CsvOptions<C extends string | number = string | number> {
  /** What stands between cells: one character. Default ','. */
  readonly delimiter?: string;
  /** The decimal mark. Default '.'; ',' wants another delimiter. */
  readonly decimal?: Decimal;
  /** Whether line 1 holds the names of the columns. Default false. */
  readonly header?: boolean;
  /** The columns of words, by name or by number from 0; all others must hold numbers. Default none. */
  readonly text?: readonly C[];
  /** The columns of numbers that are to be predicted, by name or by number from 0. Default none. */
  readonly targets?: readonly (string | number)[];
  /** The number format of `x` and `t`. Default 'float32'. */
  readonly dtype?: DType;
  /** What errors call the text. Default 'the text'; for a file, its path. */
  readonly name?: string;
}

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
}

/**
 * Reads CSV text into tensors and strings.
 *
 * Numbers are decimal and finite: `3`, `-1.5`, `2e-3`; spaces around a cell do not count. Accepted besides: a byte
 * order mark, any line ends, blank lines at the end, quoted cells. Not accepted: rows of different lengths, empty
 * cells, line breaks within a cell, hexadecimal numbers, Infinity and NaN.
 *
 * Shapes: x [rows, columns], t [rows, targets]
 * @param text the whole table
 * @param options see `CsvOptions`
 * @returns `{ x, t, text, columns }`
 * @throws DataError where the text is not such a table, naming line and column; ArgumentError for a wrong option
 * or a column that is not there
 * @example
 * const { x, text, columns } = parseCsv('width,kind\n1.5,oak\n2.25,elm\n', { header: true, text: ['kind'] });
 * x.toArray(); // [[1.5], [2.25]]
 * text.kind; // ['oak', 'elm']
 * columns; // ['width']
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
 * @returns `{ x, t, text, columns }`
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
  const given = checkOptions(who, text, options);
  const { name, dtype } = given;
  let line = 0; // of the file, from 1; since no cell may hold a line break, each record is one line
  let blank = 0; // the first blank line, which is right only if no row follows
  const table = { width, rows: 0, names: null as string[] | null, columns: null as Columns | null };

  try {
    parse(text, {
      bom: true,
      delimiter: given.delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      trim: true,
      relax_column_count: true, // `readRow` checks it
      on_record(cells: string[]) {
        readRow(cells);
        return null; // what is read is not kept twice
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    line++; // the record that could not be read
    const help = 'Quotes stand around a whole cell, and are doubled within it.';
    throw refused(Number(error.column), 'the quotes do not fit', { help });
  }
  if (table.columns === null) {
    const expected = given.header ? 'at least one row under the header' : 'at least one row';
    throw new DataError(complain({ who, problem: `${name} holds no rows`, expected }));
  }
  const { x, t, words } = table.columns;
  return {
    x: joinColumns(x, table.rows, dtype),
    t: joinColumns(t, table.rows, dtype),
    text: Object.fromEntries(words.map(({ key, cells }) => [key, cells])) as Record<C, string[]>,
    columns: table.names && x.map(({ place }) => table.names![place]),
  };

  function readRow(cells: string[]): void {
    line++;
    if (cells.length === 1 && cells[0] === '') {
      if (blank === 0) blank = line;
      return;
    }
    if (blank > 0) {
      line = blank;
      throw refused(null, 'the line is blank', { help: 'Blank lines may stand at the end only.' });
    }
    const broken = cells.findIndex((cell) => /[\r\n]/.test(cell));
    if (broken >= 0) {
      throw refused(broken, 'the cell holds a line break', { help: 'Is a closing quote missing?' });
    }
    table.width ??= cells.length;
    if (cells.length !== table.width) {
      const expected = `${table.width} cells`;
      throw refused(null, 'the row has another length', { expected, received: `${cells.length}` });
    }
    if (given.header && table.names === null) table.names = readHeader(cells);
    else readCells(cells);
  }

  function readHeader(cells: string[]): string[] {
    cells.forEach((cell, j) => {
      if (cell === '') throw refused(j, 'the column has no name', { help: 'Each column wants one.' });
      const first = cells.indexOf(cell);
      if (first < j)
        throw refused(j, `column ${first + 1} is called ${show(cell)} too`, { help: 'Rename one.' });
    });
    return cells;
  }

  function readCells(cells: string[]): void {
    table.columns ??= planColumns(who, given, table.names, cells.length);
    table.rows++;
    const { x, t, words } = table.columns;
    for (const column of [...x, ...t]) column.numbers.push(numberAt(cells, column.place));
    for (const column of words) column.cells.push(wordAt(cells, column.place));
  }

  function numberAt(cells: string[], j: number): number {
    const value = readNumber(wordAt(cells, j), given.decimal);
    if (Number.isFinite(dtype === 'float32' ? Math.fround(value) : value)) return value;
    const received = show(cells[j]);
    if (!Number.isNaN(value)) {
      throw refused(j, 'the number is too large', { expected: `a finite ${dtype}`, received });
    }
    const expected =
      given.decimal === '.' ? 'a number such as 3, -1.5 or 2e-3' : 'a number such as 3 or -1,5';
    throw refused(j, 'this is not a number', { expected, received, help: adviseOn(cells[j], given, line) });
  }

  function wordAt(cells: string[], j: number): string {
    if (cells[j] !== '') return cells[j];
    throw refused(j, 'the cell is empty', {
      help: 'Fill in missing values, or leave out their rows, first.',
    });
  }

  /** An error at this line and, unless it is about the line as a whole, at column j. */
  function refused(j: number | null, problem: string, rest: Partial<Complaint>): DataError {
    const named = j !== null && table.names?.[j] ? ` (${table.names[j]})` : '';
    const place = `${name}, line ${line}${j === null ? '' : `, column ${j + 1}${named}`}`;
    return new DataError(complain({ who, problem: `${place}: ${problem}`, ...rest }));
  }
}

/** What a cell that is not a number may come from. */
function adviseOn(cell: string, { delimiter, decimal, header }: Checked, line: number): string {
  const other = decimal === '.' ? ',' : '.';
  if (!Number.isNaN(readNumber(cell, other)))
    return `If decimal marks are '${other}', set decimal: '${other}'.`;
  if (/^[+-]?\d{1,3}([.,' ]\d{3})+([.,]\d+)?$/.test(cell)) return 'Marks between thousands are not read.';
  const between = [';', '\t', '|', ','].find(
    (mark) => ![delimiter, decimal].includes(mark) && cell.includes(mark),
  );
  if (between !== undefined)
    return `If ${JSON.stringify(between)} stands between cells, set it as delimiter.`;
  const words = 'If the column holds words, list it in text';
  return line === 1 && !header ? `${words}; if line 1 holds the names, set header: true.` : `${words}.`;
}

type Checked = Required<CsvOptions>;

function checkOptions(who: string, text: unknown, options: CsvOptions): Checked {
  const given = readOptions<Checked>(
    who,
    {
      delimiter: ',',
      decimal: '.',
      header: false,
      text: [],
      targets: [],
      dtype: 'float32',
      name: 'the text',
    },
    options,
  );
  const { delimiter, decimal } = given;
  flag(who, 'header', given.header);
  oneOf(who, 'decimal', decimal, ['.', ',']);
  oneOf(who, 'dtype', given.dtype, ['float32', 'float64']);
  if (typeof text !== 'string') {
    const problem = 'text is not a string';
    throw new ArgumentError(complain({ who, problem, expected: 'the whole table', received: show(text) }));
  }
  if (typeof delimiter !== 'string' || !/^[^\p{L}\p{N}"'.+\-\r\n]$/u.test(delimiter)) {
    throw new ArgumentError(
      complain({
        who,
        problem: 'delimiter is not usable',
        expected: "one character such as ',', ';' or a tab",
        received: show(delimiter),
      }),
    );
  }
  if (decimal === delimiter) {
    const problem = "',' cannot be both the decimal mark and the delimiter";
    const help = "Tables with decimal commas mostly have delimiter: ';'.";
    throw new ArgumentError(complain({ who, problem, help }));
  }
  for (const option of ['text', 'targets'] as const) {
    if (!Array.isArray(given[option])) {
      const problem = `${option} is not a list of columns`;
      const expected = 'names, or numbers from 0';
      throw new ArgumentError(complain({ who, problem, expected, received: show(given[option]) }));
    }
  }
  return given;
}
