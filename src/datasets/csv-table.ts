/**
 * A table while it is read: each line checked, each cell put into its column, and every refusal with file, line and
 * column.
 */
import { type Complaint, complain, DataError, show } from '../errors.ts';
import type { Tensor } from '../tensor/index.ts';
import type { Checked } from './csv-options.ts';
import { BrokenRecord, RecordReader } from './csv-records.ts';
import {
  type CategoryColumn,
  type Columns,
  joinColumns,
  type NumberColumn,
  namesOf,
  planColumns,
  sortClasses,
} from './shared/columns.ts';
import { readNumber } from './shared/numbers.ts';

/** Rows of a table. */
export interface Rows {
  readonly x: Tensor;
  readonly t: Tensor;
  /** The columns of words by their keys. */
  readonly text: Record<string, string[]>;
  /** The names of the columns of `x`; null without a header. */
  readonly columns: string[] | null;
  /** The classes of the categorical columns by their keys. */
  readonly categories: Record<string, string[]>;
  /** How many rows were left out so far, since a value was missing. */
  readonly dropped: number;
}

/** Cells that in many tables stand for a missing value. */
const USUAL_MARKS = /^(na|n\/a|nan|null|none|\?|-+|\.+)$/i;

/** Reads a table piece by piece, and gives its rows batch by batch. */
export class TableReader {
  readonly #who: string;
  readonly #given: Checked;
  readonly #batchSize: number;
  readonly #records: RecordReader;
  readonly #marks: ReadonlySet<string>;
  /** How many cells each row has; by default as many as line 1. */
  #width: number | undefined;
  /** The line that is read, from 1: since no cell may hold a line break, each record is one line. */
  #line = 0;
  /** The first blank line, which is right only if no row follows. */
  #blank = 0;
  #names: string[] | null = null;
  #columns: Columns | null = null;
  /** Rows since the last batch, and in all. */
  #rows = 0;
  #total = 0;
  #dropped = 0;

  constructor(who: string, given: Checked, { batchSize = Number.POSITIVE_INFINITY, width }: TableSize = {}) {
    this.#who = who;
    this.#given = given;
    this.#batchSize = batchSize;
    this.#width = width;
    this.#records = new RecordReader(given.delimiter);
    this.#marks = new Set(given.missingMarks);
  }

  /** The batches that are full, given a further piece of the text. @throws DataError, ArgumentError after those before it */
  push(text: string): Generator<Rows> {
    return this.#read(this.#records.push(text));
  }

  /** What is left, when the text is over. @throws DataError also if there was no row at all */
  *end(): Generator<Rows> {
    yield* this.#read(this.#records.end());
    const { header, name } = this.#given;
    if (this.#total === 0) {
      const expected = header ? 'at least one row under the header' : 'at least one row';
      const problem = `${name} holds no rows${this.#dropped > 0 ? ' without missing values' : ''}`;
      throw new DataError(complain({ who: this.#who, problem, expected }));
    }
    if (this.#rows > 0) yield this.#take();
  }

  *#read(records: Iterable<string[]>): Generator<Rows> {
    try {
      for (const cells of records) {
        this.#readRecord(cells);
        if (this.#rows === this.#batchSize) yield this.#take();
      }
    } catch (error) {
      if (!(error instanceof BrokenRecord)) throw error;
      this.#line++;
      throw this.#refused(error.column, error.message, { help: error.help });
    }
  }

  /** The rows since the last batch. */
  #take(): Rows {
    const { x, t, words } = this.#columns as Columns;
    const { dtype, missing } = this.#given;
    const rows = this.#rows;
    const categories = [...x, ...t].filter((column) => column.kind === 'category');
    for (const column of categories) sortClasses(column);
    if (missing === 'mean') for (const column of x) if (column.kind === 'number') this.#fillWithMean(column);
    const taken: Rows = {
      x: joinColumns(x, rows, dtype),
      t: joinColumns(t, rows, dtype),
      text: Object.fromEntries(words.map(({ key, cells }) => [key, cells])),
      columns: this.#names && namesOf(x, this.#names),
      categories: Object.fromEntries(categories.map(({ key, classes }) => [key, [...classes.keys()]])),
      dropped: this.#dropped,
    };
    for (const column of [...x, ...t]) column.values = [];
    for (const column of words) column.cells = [];
    this.#rows = 0;
    return taken;
  }

  #fillWithMean(column: NumberColumn): void {
    const present = column.values.filter((value) => !Number.isNaN(value));
    if (present.length === 0) {
      const problem = `${this.#given.name}, column ${this.#called(column.place)}: every value is missing`;
      throw new DataError(complain({ who: this.#who, problem, help: 'Leave the column out.' }));
    }
    const mean = present.reduce((sum, value) => sum + value, 0) / present.length;
    column.values = column.values.map((value) => (Number.isNaN(value) ? mean : value));
  }

  #readRecord(cells: string[]): void {
    this.#line++;
    if (cells.length === 1 && cells[0] === '') {
      if (this.#blank === 0) this.#blank = this.#line;
      return;
    }
    if (this.#blank > 0) {
      this.#line = this.#blank;
      throw this.#refused(null, 'the line is blank', { help: 'Blank lines may stand at the end only.' });
    }
    this.#width ??= cells.length;
    if (cells.length !== this.#width) {
      const expected = `${this.#width} cells`;
      throw this.#refused(null, 'the row has another length', { expected, received: `${cells.length}` });
    }
    if (this.#given.header && this.#names === null) this.#readHeader(cells);
    else this.#readRow(cells);
  }

  #readHeader(cells: string[]): void {
    cells.forEach((cell, j) => {
      if (cell === '') throw this.#refused(j, 'the column has no name', { help: 'Each column wants one.' });
      const first = cells.indexOf(cell);
      if (first < j)
        throw this.#refused(j, `column ${first + 1} is called ${show(cell)} too`, { help: 'Rename one.' });
    });
    this.#names = cells;
  }

  #readRow(cells: string[]): void {
    this.#columns ??= planColumns(this.#who, this.#given, this.#names, cells.length);
    const { x, t, words } = this.#columns;
    const isMissing = ({ place }: { readonly place: number }) => this.#marks.has(cells[place]);
    if (this.#given.missing === 'drop' && (x.some(isMissing) || t.some(isMissing) || words.some(isMissing))) {
      this.#dropped++;
      return;
    }
    for (const column of x) column.values.push(this.#valueAt(cells, column, false));
    for (const column of t) column.values.push(this.#valueAt(cells, column, true));
    for (const column of words) {
      if (isMissing(column)) this.#requirePolicy(cells, column.place, false);
      column.cells.push(isMissing(column) ? '' : cells[column.place]);
    }
    this.#rows++;
    this.#total++;
  }

  /** What a cell adds to its column: a number, or that of its class. */
  #valueAt(cells: string[], column: NumberColumn | CategoryColumn, isTarget: boolean): number {
    const { place } = column;
    const isMissing = this.#marks.has(cells[place]);
    if (isMissing) this.#requirePolicy(cells, place, isTarget);
    if (column.kind === 'category') return isMissing ? -1 : this.#classAt(cells, column);
    if (!isMissing) return this.#numberAt(cells, place);
    return typeof this.#given.missing === 'number' ? this.#given.missing : Number.NaN;
  }

  /** Refuses a missing value, unless the option says what becomes of it. */
  #requirePolicy(cells: string[], j: number, isTarget: boolean): void {
    const { missing } = this.#given;
    if (missing === 'nan' || (missing !== 'error' && !isTarget)) return;
    const problem = cells[j] === '' ? 'the cell is empty' : `the value is missing (${show(cells[j])})`;
    const help =
      missing === 'error'
        ? "Fill in missing values, or leave out their rows, first. Or set missing: a number, or 'drop'."
        : "Targets are not made up: missing: 'drop' leaves out their rows.";
    throw this.#refused(j, problem, { help });
  }

  #numberAt(cells: string[], j: number): number {
    const { decimal, dtype } = this.#given;
    const value = readNumber(cells[j], decimal);
    if (Number.isFinite(dtype === 'float32' ? Math.fround(value) : value)) return value;
    if (cells[j] === '') {
      throw this.#refused(j, 'the cell is empty', { help: "Add '' to missingMarks, if it is missing." });
    }
    const received = show(cells[j]);
    if (!Number.isNaN(value)) {
      throw this.#refused(j, 'the number is too large', { expected: `a finite ${dtype}`, received });
    }
    const expected = decimal === '.' ? 'a number such as 3, -1.5 or 2e-3' : 'a number such as 3 or -1,5';
    const help = adviseOn(cells[j], this.#given, this.#line);
    throw this.#refused(j, 'this is not a number', { expected, received, help });
  }

  #classAt(cells: string[], { place, classes, isOpen }: CategoryColumn): number {
    const word = cells[place];
    const known = classes.get(word);
    if (known !== undefined) return known;
    if (isOpen) {
      classes.set(word, classes.size);
      return classes.size - 1;
    }
    const words = [...classes.keys()];
    const expected =
      words.length <= 20 ? `one of ${words.map(show).join(', ')}` : `one of the ${words.length} words given`;
    const help = "List it in categorical, if it is right; 'auto' takes every word.";
    throw this.#refused(place, 'the word is not among the categories', {
      expected,
      received: show(word),
      help,
    });
  }

  /** An error at this line and, unless it is about the line as a whole, at column j. */
  #refused(j: number | null, problem: string, rest: Partial<Complaint>): DataError {
    const column = j === null ? '' : `, column ${this.#called(j)}`;
    const place = `${this.#given.name}, line ${this.#line}${column}`;
    return new DataError(complain({ who: this.#who, problem: `${place}: ${problem}`, ...rest }));
  }

  /** A column as messages call it: its number from 1, and its name if it has one. */
  #called(j: number): string {
    return `${j + 1}${this.#names?.[j] ? ` (${this.#names[j]})` : ''}`;
  }
}

/** How much a table gives at once, and how many cells its rows must have. */
interface TableSize {
  /** Default all. */
  readonly batchSize?: number;
  /** Default as many as line 1 has. */
  readonly width?: number | undefined;
}

/** What a cell that is not a number may come from. */
function adviseOn(cell: string, { delimiter, decimal, header }: Checked, line: number): string {
  const other = decimal === '.' ? ',' : '.';
  if (!Number.isNaN(readNumber(cell, other)))
    return `If decimal marks are '${other}', set decimal: '${other}'.`;
  if (/^[+-]?\d{1,3}([.,' ]\d{3})+([.,]\d+)?$/.test(cell)) return 'Marks between thousands are not read.';
  if (USUAL_MARKS.test(cell)) {
    return `If it stands for a missing value, set missingMarks: ['', ${show(cell)}], and missing: 'drop' or a number.`;
  }
  const between = [';', '\t', '|', ','].find(
    (mark) => ![delimiter, decimal].includes(mark) && cell.includes(mark),
  );
  if (between !== undefined)
    return `If ${JSON.stringify(between)} stands between cells, set it as delimiter.`;
  const words = 'If the column holds words, list it in text';
  return line === 1 && !header ? `${words}; if line 1 holds the names, set header: true.` : `${words}.`;
}
