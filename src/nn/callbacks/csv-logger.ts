/**
 * A table of what training reports, written line by line while it runs.
 */
import { ArgumentError, complain, DataError, show } from '../../errors.ts';
import { appendText, exists, type FileUrl, nameOf, readTextFile, writeBytes } from '../../files.ts';
import { flag, readOptions } from '../../options.ts';
import type { Callback } from './callback.ts';

/** How the table is written. */
export interface CSVLoggerOptions {
  /** The character between two cells; default ','. */
  readonly separator?: string;
  /** Whether to go on with a file that is there, under its columns; default false: it is written over. */
  readonly append?: boolean;
}

const WHO = 'CSVLogger';

/** What to do where there are no files. */
const INSTEAD = 'Read the History that fit returns.';

/** RFC 4180, and what Python's csv module writes. */
const LINE_END = '\r\n';

/**
 * Writes what each epoch reports to a file of comma-separated values: a header, then one line an epoch.
 *
 * The columns are `epoch`, from 0, and the names of all that is reported, in alphabetical order. Each line is in the file
 * as soon as its epoch has ended. A number that an epoch lacks is 'NA'.
 *
 * @param path the file; its folder must exist
 * @param options see `CSVLoggerOptions`
 * @throws ArgumentError for options out of range; DataError if the file cannot be written, or if one that is to be
 * continued has not all the columns; StateError if there is no file system
 * Peers: Keras (CSVLogger), which adds a `val_` column of 'NA' for each name if nothing is validated; it writes 1.0
 * where JavaScript writes 1, and a header in the middle if columns differ.
 * @see https://www.rfc-editor.org/rfc/rfc4180
 * @example
 * const log = CSVLogger('training.csv', { separator: ';', append: true });
 */
export function CSVLogger(path: string | FileUrl, options: CSVLoggerOptions = {}): Callback {
  const { separator, append } = readOptions(WHO, { separator: ',', append: false }, options);
  const name = nameOf(WHO, path);
  flag(WHO, 'append', append);
  if (typeof separator !== 'string' || !/^[^"\r\n]$/u.test(separator)) {
    const expected = 'one character, such as , or ; and neither a quote nor the end of a line';
    throw new ArgumentError(
      complain({ who: WHO, problem: 'separator is not usable', expected, received: show(separator) }),
    );
  }
  const write = (cells: readonly (string | number)[]) => {
    const text = cells.map((cell) => quote(String(cell), separator)).join(separator) + LINE_END;
    appendText(WHO, path, text, INSTEAD);
  };

  let columns: readonly string[] | null = null; // without `epoch`; null until there is a header
  return {
    onTrainBegin({ monitors }) {
      const text = append && exists(WHO, path, INSTEAD) ? readTextFile(WHO, path, INSTEAD) : '';
      columns = null;
      if (text === '') {
        writeBytes(WHO, path, new Uint8Array(0), INSTEAD);
        return;
      }
      columns = cellsOf(text.split(/\r?\n/, 1)[0], separator).slice(1);
      requireColumns(name, columns, [...monitors.keys()]);
      if (!text.endsWith('\n')) appendText(WHO, path, LINE_END, INSTEAD);
    },

    onEpochEnd(epoch, logs, { monitors }) {
      if (columns === null) {
        columns = [...new Set([...monitors.keys(), ...Object.keys(logs)])].toSorted();
        write(['epoch', ...columns]);
      }
      write([epoch, ...columns.map((name) => logs[name] ?? 'NA')]);
    },
  };
}

/** A cell as it stands in the file: in quotes if it holds what would end it. */
function quote(cell: string, separator: string): string {
  return /["\r\n]/.test(cell) || cell.includes(separator) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** The cells of a line, each without its quotes. */
function cellsOf(line: string, separator: string): string[] {
  const cells = [''];
  let quoted = false;
  for (const [i, character] of [...line].entries()) {
    const last = cells.length - 1;
    if (character === '"') {
      if (!quoted && i > 0 && line[i - 1] === '"') cells[last] += '"'; // the second of two
      quoted = !quoted;
    } else if (character === separator && !quoted) cells.push('');
    else cells[last] += character;
  }
  return cells;
}

/** @throws DataError if the table of a file has no column for one of these names */
function requireColumns(file: string, columns: readonly string[], names: readonly string[]): void {
  const missing = names.filter((name) => !columns.includes(name));
  if (missing.length === 0) return;
  throw new DataError(
    complain({
      who: WHO,
      problem: `${file} has other columns`,
      expected: `a column for ${missing.map(show).join(', ')}`,
      received: columns.map(show).join(', '),
      help: 'Give another path, or write the file over with append: false.',
    }),
  );
}
