/**
 * The CSV reader: every way in which it refuses a table or an option.
 */
import { type CsvOptions, parseCsv } from '../../src/datasets/index.ts';
import { assertRefused } from '../shared/values.ts';

describe('parseCsv refuses', () => {
  const number = 'this is not a number; expected a number such as 3, -1.5 or 2e-3, received ';
  const refused: readonly [what: string, text: string, message: string, options?: CsvOptions][] = [
    [
      'a word',
      '1,2\n3,oak\n',
      `line 2, column 2: ${number}'oak'. If the column holds words, list it in text.`,
    ],
    [
      'a header that was not announced',
      'a,b\n1,2\n',
      `line 1, column 1: ${number}'a'. If the column holds words, list it in text; if line 1 holds the names, set header: true.`,
    ],
    ['a word, naming its column', 'a,b\n1,2\n3,x\n', `line 3, column 2 (b): ${number}'x'`, { header: true }],
    ['a hexadecimal number', '1\n0x10\n', `line 2, column 1: ${number}'0x10'`],
    ['Infinity', '1\n-Infinity\n', `line 2, column 1: ${number}'-Infinity'`],
    ['NaN', '1\nNaN\n', `line 2, column 1: ${number}'NaN'`],
    ['a number with a unit', '1\n3 cm\n', `line 2, column 1: ${number}'3 cm'`],
    ['a sign alone', '1\n-\n', `${number}'-'`],
    ['a point alone', '1\n.\n', `${number}'.'`],
    ['half an exponent', '1\n2e\n', `${number}'2e'`],
    ['separated thousands', '1\n1_000\n', `${number}'1_000'`],
    [
      'thousands with marks',
      '1;2\n1;1.000,5\n',
      "received '1.000,5'. Marks between thousands are not read.",
      { delimiter: ';', decimal: ',' },
    ],
    [
      'a comma too many among decimal commas',
      '1;2\n1;2,5,7\n',
      "received '2,5,7'. If the column holds words, list it in text.",
      { delimiter: ';', decimal: ',' },
    ],
    [
      'a decimal comma',
      '1;2\n1;2,5\n',
      `line 2, column 2: ${number}'2,5'. If decimal marks are ',', set decimal: ','.`,
      { delimiter: ';' },
    ],
    [
      'a decimal point among commas',
      '1;2\n1;2.5\n',
      "a number such as 3 or -1,5, received '2.5'. If decimal marks are '.', set decimal: '.'.",
      { delimiter: ';', decimal: ',' },
    ],
    [
      'another delimiter',
      '1;2\n',
      `line 1, column 1: ${number}'1;2'. If ";" stands between cells, set it as delimiter.`,
    ],
    ['tabs', '1\t2.5\n', 'If "\\t" stands between cells, set it as delimiter.'],
    ['commas where semicolons were promised', '1,2,3\n', 'If "," stands between cells', { delimiter: ';' }],
    [
      'a number beyond float32',
      '1,2\n3,1e39\n',
      "line 2, column 2: the number is too large; expected a finite float32, received '1e39'.",
    ],
    [
      'a number beyond float64',
      '-1e400\n',
      "the number is too large; expected a finite float64, received '-1e400'.",
      { dtype: 'float64' },
    ],
    [
      'an empty cell',
      '1,2\n,3\n',
      'line 2, column 1: the cell is empty. Fill in missing values, or leave out their rows, first.',
    ],
    [
      'an empty cell of words',
      'a,b\noak,1\n"",2\n',
      'line 3, column 1 (a): the cell is empty.',
      { header: true, text: ['a'] },
    ],
    [
      'a short row',
      '1,2,3\n4,5,6\n7,8\n',
      'line 3: the row has another length; expected 3 cells, received 2.',
    ],
    ['a long row', '1,2\n4,5,6\n', 'line 2: the row has another length; expected 2 cells, received 3.'],
    [
      'a header of another length',
      'a,b,c\n1,2\n',
      'line 2: the row has another length; expected 3 cells, received 2.',
      { header: true },
    ],
    [
      'a blank line between rows',
      '1,2\r\n\r\n \r\n3,4\r\n',
      'line 2: the line is blank. Blank lines may stand at the end only.',
    ],
    ['a blank line before all', '\n1,2\n', 'line 1: the line is blank.'],
    [
      'a quote that is never closed',
      '1,2\n3,"4\n5,6\n',
      'line 2, column 2: the quotes do not fit. Quotes stand around a whole cell, and are doubled within it.',
    ],
    ['a quote closed early', '1,2\n3,4\n"5"6,7\n', 'line 3, column 1: the quotes do not fit.'],
    ['a quote closed early, and a space', '1,2\n"5" 6,7\n', 'line 2, column 1: the quotes do not fit.'],
    ['a quote opened late', '1,2\n3,4"5"\n', 'line 2, column 2: the quotes do not fit.'],
    [
      'a line break within a cell',
      '1,oak\n2,"el\r\nm"\n3,ash\n',
      'line 2, column 2: the cell holds a line break. Is a closing quote missing?',
      { text: [1] },
    ],
    [
      'a line break within the first cell',
      '"el\nm",1\n',
      'line 1, column 1: the cell holds a line break.',
      { text: [0] },
    ],
    ['nothing', '', 'the text holds no rows; expected at least one row.'],
    ['blank lines only', '\n \n', 'the text holds no rows; expected at least one row.'],
    [
      'a header only',
      'a,b\n',
      'the text holds no rows; expected at least one row under the header.',
      { header: true },
    ],
    [
      'a column without a name',
      'a,,c\n1,2,3\n',
      'line 1, column 2: the column has no name. Each column wants one.',
      { header: true },
    ],
    [
      'two columns of one name',
      'a,b,a\n1,2,3\n',
      "line 1, column 3: column 1 is called 'a' too. Rename one.",
      { header: true },
    ],
  ];
  for (const [what, text, message, options] of refused) {
    it(what, () => assertRefused(() => parseCsv(text, options), 'DataError', 'parseCsv: the text', message));
  }

  it('by the name that is given', () => {
    assertRefused(
      () => parseCsv('x', { name: 'trees.csv' }),
      'DataError',
      'parseCsv: trees.csv, line 1, column 1: ',
    );
  });

  const wrong: readonly [what: string, options: object, message: string][] = [
    [
      'one mark for decimals and between cells',
      { decimal: ',' },
      "',' cannot be both the decimal mark and the delimiter. Tables with decimal commas mostly have delimiter: ';'.",
    ],
    ['another decimal mark', { decimal: "'" }, "unknown decimal; expected one of '.', ',', received"],
    [
      'a long delimiter',
      { delimiter: '||' },
      "delimiter is not usable; expected one character such as ',', ';' or a tab, received '||'.",
    ],
    ['a delimiter that numbers hold', { delimiter: '-' }, "received '-'"],
    ['a quote as delimiter', { delimiter: '"' }, 'delimiter is not usable'],
    ['a line end as delimiter', { delimiter: '\n' }, 'delimiter is not usable'],
    ['no delimiter', { delimiter: '' }, 'delimiter is not usable'],
    ['a header of names', { header: ['a'] }, 'header is not usable; expected true or false'],
    ['another dtype', { dtype: 'int8' }, 'unknown dtype'],
    [
      'a column that is no list',
      { text: 'kind' },
      "text is not a list of columns; expected names, or numbers from 0, received 'kind'.",
    ],
    ['targets that are no list', { targets: 2 }, 'targets is not a list of columns'],
    [
      'an unknown column',
      { text: ['kin'] },
      "unknown column in text; expected one of 'height', 'kind', 'girth', received 'kin'. Did you mean 'kind'?",
    ],
    [
      'an unknown target',
      { text: ['kind'], targets: ['x'] },
      "unknown column in targets; expected one of 'height'",
    ],
    [
      'a column beyond the last',
      { text: [3] },
      'column in text is not usable; expected a whole number >= 0 and <= 2, received 3.',
    ],
    [
      'a column by name without a header',
      { text: ['kind'], header: false },
      "unknown column in text; expected numbers from 0, since there is no header, received 'kind'.",
    ],
    [
      'a column twice',
      { text: ['kind', 1] },
      'column 1 of text is listed twice. List it once, in text or in targets.',
    ],
    [
      'a column of words as target',
      { text: ['kind'], targets: ['kind'] },
      "column 'kind' of targets is listed twice.",
    ],
    [
      'an unknown option',
      { separator: ';' },
      "unknown option; expected one of 'delimiter', 'decimal', 'header'",
    ],
  ];
  for (const [what, options, message] of wrong) {
    const work = () => parseCsv('height,kind,girth\n7.25,oak,3\n', { header: true, ...options });
    it(what, () => assertRefused(work, 'ArgumentError', 'parseCsv: ', message));
  }

  it('what is no text', () => {
    const work = () => parseCsv(new Uint8Array(3) as unknown as string);
    assertRefused(work, 'ArgumentError', 'parseCsv: text is not a string; expected the whole table');
  });
});
