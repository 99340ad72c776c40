/**
 * The options of reading CSV, and their checks.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import { flag, number, oneOf, readOptions } from '../options.ts';
import type { DType } from '../tensor/index.ts';
import type { Categorical, Key } from './shared/columns.ts';
import type { Decimal } from './shared/numbers.ts';

/** What happens where a value is missing: refused, its row left out, or something put in its place. */
export type MissingPolicy = 'error' | 'drop' | 'mean' | 'nan' | number;

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
  /** The columns that are to be predicted, by name or by number from 0. Default none. */
  readonly targets?: readonly (string | number)[];
  /** The columns of `x` in their order; all others are left unread. Default all but `text` and `targets`, as they stand. */
  readonly columns?: readonly (string | number)[];
  /**
   * Columns whose words become numbers: one column of 0 and 1 for each word, in `x`, or in `t` for targets. A list
   * of columns takes the words that occur, sorted; `{ colour: ['red', 'green'] }` says which there are, and any other
   * is an error; `{ colour: 'auto' }` is as in the list. Default none.
   */
  readonly categorical?: Categorical;
  /**
   * Where a value is missing: 'error' (default) refuses it; 'drop' leaves its row out; a number is put in its place,
   * or with 'mean' the mean of its column, as this table has it; 'nan' puts NaN there. Words that are missing are ''
   * then, and in categorical columns all zeros. Targets are not made up: where one is missing, a number and 'mean'
   * refuse it.
   */
  readonly missing?: MissingPolicy;
  /** The cells that stand for a missing value, such as ['', 'NA', '?']. Default ['']. */
  readonly missingMarks?: readonly string[];
  /** The number format of `x` and `t`. Default 'float32'. */
  readonly dtype?: DType;
  /** What errors call the text. Default 'the text'; for a file, its path. */
  readonly name?: string;
}

/** Options with their defaults. */
export interface Checked extends Required<Omit<CsvOptions, 'columns'>> {
  /** null: all that is neither text nor target. */
  readonly columns: readonly Key[] | null;
}

/**
 * The options over their defaults.
 *
 * @param also names of further options, which are left to the caller
 * @throws ArgumentError for what is unknown or not usable
 */
export function checkOptions(who: string, options: CsvOptions, also: readonly string[] = []): Checked {
  const given = readOptions<Checked>(
    who,
    {
      delimiter: ',',
      decimal: '.',
      header: false,
      text: [],
      targets: [],
      columns: null,
      categorical: [],
      missing: 'error',
      missingMarks: [''],
      dtype: 'float32',
      name: 'the text',
    },
    options as Partial<Checked>,
    also,
  );
  const { delimiter, decimal, missing } = given;
  const refuse = (problem: string, expected: string, value: unknown) =>
    new ArgumentError(complain({ who, problem, expected, received: show(value) }));
  flag(who, 'header', given.header);
  oneOf(who, 'decimal', decimal, ['.', ',']);
  oneOf(who, 'dtype', given.dtype, ['float32', 'float64']);
  if (typeof missing === 'number') {
    number(who, 'missing', missing);
    const isHeld = given.dtype === 'float64' || Number.isFinite(Math.fround(missing));
    if (!isHeld) throw refuse('missing is too large', 'a finite float32', missing);
  } else oneOf(who, 'missing', missing, ['error', 'drop', 'mean', 'nan']);
  if (typeof delimiter !== 'string' || !/^[^\p{L}\p{N}"'.+\-\r\n]$/u.test(delimiter)) {
    throw refuse('delimiter is not usable', "one character such as ',', ';' or a tab", delimiter);
  }
  if (decimal === delimiter) {
    const problem = "',' cannot be both the decimal mark and the delimiter";
    const help = "Tables with decimal commas mostly have delimiter: ';'.";
    throw new ArgumentError(complain({ who, problem, help }));
  }
  for (const option of ['text', 'targets', 'columns'] as const) {
    const list = given[option];
    if (list === null || Array.isArray(list)) continue;
    throw refuse(`${option} is not a list of columns`, 'names, or numbers from 0', list);
  }
  const { missingMarks: marks, categorical } = given;
  if (!Array.isArray(marks) || !marks.every((mark) => typeof mark === 'string')) {
    throw refuse('missingMarks is not usable', "a list of cells such as ['', 'NA']", marks);
  }
  if (typeof categorical !== 'object') {
    const expected = "a list of columns, or { column: ['word', 'other'] }";
    throw refuse('categorical is not usable', expected, categorical);
  }
  return given;
}
