/**
 * The lines of a CSV text, cell by cell, while the text comes in pieces.
 *
 * No cell may hold a line break, so a text can be cut at any line end. Whole lines are gathered until they are worth
 * parsing, and what follows the last line end waits for the next piece: memory does not grow with the text.
 */
// The build for browsers runs everywhere; that for Node wants a global Buffer as soon as it is imported.
import { CsvError, parse } from 'csv-parse/browser/esm/sync';

/** Characters that are parsed at once: enough that the start of the parser does not count. */
const BLOCK = 2 ** 16;

/** A line with more characters is no line of a table: a file of another kind, or an open quote. */
const LONGEST_LINE = 2 ** 22;

/** Why the line after the last record cannot be read. */
export class BrokenRecord extends Error {
  override readonly name = 'BrokenRecord';
  /** From 0; null for the line as a whole. */
  readonly column: number | null;
  readonly help: string;

  constructor(problem: string, column: number | null, help: string) {
    super(problem);
    this.column = column;
    this.help = help;
  }
}

/** Gives the records of a text as far as it is known. Each record is one line; a blank one is ['']. */
export class RecordReader {
  readonly #delimiter: string;
  readonly #block: number;
  /** What has not been parsed yet. */
  #rest = '';
  /** How long the rest must be before it is worth looking at. */
  #wanted: number;
  /** Whether nothing was read so far, so that there may be a byte order mark. */
  #first = true;

  /** @param block how many characters to parse at once */
  constructor(delimiter: string, block = BLOCK) {
    this.#delimiter = delimiter;
    this.#block = block;
    this.#wanted = block;
  }

  /** The records that are complete, given a further piece of the text. @throws BrokenRecord after those before it */
  *push(text: string): Generator<string[]> {
    for (let start = 0; start < text.length; start += this.#block) {
      this.#rest += text.slice(start, start + this.#block);
      if (this.#rest.length < this.#wanted) continue;
      const lines = this.#rest.slice(0, endOfLines(this.#rest));
      this.#rest = this.#rest.slice(lines.length);
      yield* this.#parse(lines, false);
      if (this.#rest.length > LONGEST_LINE) throw tooLong();
      this.#wanted = this.#rest.length + this.#block;
    }
  }

  /** The records that are left, when the text is over. @throws BrokenRecord after those before it */
  *end(): Generator<string[]> {
    yield* this.#parse(this.#rest, true);
  }

  *#parse(lines: string, isLast: boolean): Generator<string[]> {
    const records: string[][] = [];
    let error: CsvError | null = null;
    try {
      parse(lines, {
        bom: this.#first,
        delimiter: this.#delimiter,
        record_delimiter: ['\r\n', '\n', '\r'],
        trim: true,
        relax_column_count: true, // the table checks it
        on_record(cells: string[]) {
          records.push(cells);
          return null;
        },
      });
    } catch (thrown) {
      if (!(thrown instanceof CsvError)) throw thrown;
      error = thrown;
    }
    if (records.length > 0) this.#first = false;
    for (const cells of records) {
      const column = cells.findIndex((cell) => /[\r\n]/.test(cell));
      if (column < 0) yield cells;
      else throw new BrokenRecord('the cell holds a line break', column, 'Is a closing quote missing?');
    }
    if (error === null) return;
    if (error.code !== 'CSV_QUOTE_NOT_CLOSED' || isLast) {
      const help = 'Quotes stand around a whole cell, and are doubled within it.';
      throw new BrokenRecord('the quotes do not fit', Number(error.column), help);
    }
    this.#rest = afterLines(lines, records.length) + this.#rest; // what follows tells what the open quote means
  }
}

function tooLong(): BrokenRecord {
  const help = 'Is a quote open, or is this no table?';
  return new BrokenRecord(`the line has more than ${LONGEST_LINE} characters`, null, help);
}

/** Where the last whole line ends; a CR at the very end may be half of a CRLF. */
function endOfLines(text: string): number {
  const known = text.endsWith('\r') ? text.slice(0, -1) : text;
  return 1 + Math.max(known.lastIndexOf('\n'), known.lastIndexOf('\r'));
}

/** What follows the first `count` lines. */
function afterLines(text: string, count: number): string {
  const ends = /\r\n|\n|\r/g;
  for (let i = 0; i < count; i++) ends.exec(text);
  return text.slice(ends.lastIndex);
}
