/**
 * What newcomers get wrong with tables and sets of data: each program as they write it, and the whole message.
 */
import { assert } from 'chai';
import { runProgram } from '../nn/shared/program.ts';

/** What every program begins with. */
const GIVEN = `const table = "Id;length;width;class\\n1;5,1;3,5;setosa\\n2;4,9;NA;setosa\\n3;5,6;2,7;virginica\\n";
  const format = { delimiter: ";", decimal: ",", header: true };`;

type Case = readonly [mistake: string, program: string, error: string];

// biome-ignore format: a mistake, its program, its message
const cases: readonly Case[] = [
  [
    'no options at all',
    'parseCsv(table);',
    "DataError: parseCsv: the text, line 1, column 1: this is not a number; expected a number such as 3, -1.5 or 2e-3, received 'Id;length;width;class'. If \";\" stands between cells, set it as delimiter.",
  ],
  [
    'sep',
    "parseCsv(table, { sep: ';' });",
    "ArgumentError: parseCsv: unknown option; expected one of 'delimiter', 'decimal', 'header', 'text', 'targets', 'columns', 'categorical', 'missing', 'missingMarks', 'dtype', 'name', received 'sep'. Did you mean 'delimiter'?",
  ],
  [
    'separator',
    "parseCsv(table, { separator: ';' });",
    "ArgumentError: parseCsv: unknown option; expected one of 'delimiter', 'decimal', 'header', 'text', 'targets', 'columns', 'categorical', 'missing', 'missingMarks', 'dtype', 'name', received 'separator'. Did you mean 'delimiter'?",
  ],
  [
    'a forgotten header',
    "parseCsv(table, { delimiter: ';', decimal: ',' });",
    "DataError: parseCsv: the text, line 1, column 1: this is not a number; expected a number such as 3 or -1,5, received 'Id'. If the column holds words, list it in text; if line 1 holds the names, set header: true.",
  ],
  [
    'a forgotten decimal comma',
    "parseCsv(table, { delimiter: ';', header: true, columns: ['length'] });",
    "DataError: parseCsv: the text, line 2, column 2 (length): this is not a number; expected a number such as 3, -1.5 or 2e-3, received '5,1'. If decimal marks are ',', set decimal: ','.",
  ],
  [
    'commas for both',
    "parseCsv(table, { decimal: ',' });",
    "ArgumentError: parseCsv: ',' cannot be both the decimal mark and the delimiter. Tables with decimal commas mostly have delimiter: ';'.",
  ],
  [
    'a column of words among the numbers',
    "parseCsv(table, { ...format, columns: ['length', 'class'] });",
    "DataError: parseCsv: the text, line 2, column 4 (class): this is not a number; expected a number such as 3 or -1,5, received 'setosa'. If the column holds words, list it in text.",
  ],
  [
    'a missing value by its mark',
    "parseCsv(table, { ...format, text: ['class'] });",
    "DataError: parseCsv: the text, line 3, column 3 (width): this is not a number; expected a number such as 3 or -1,5, received 'NA'. If it stands for a missing value, set missingMarks: ['', 'NA'], and missing: 'drop' or a number.",
  ],
  [
    'na_values',
    "parseCsv(table, { ...format, na_values: ['NA'] });",
    "ArgumentError: parseCsv: unknown option; expected one of 'delimiter', 'decimal', 'header', 'text', 'targets', 'columns', 'categorical', 'missing', 'missingMarks', 'dtype', 'name', received 'na_values'. Did you mean 'missingMarks'?",
  ],
  [
    "pandas' word for dropping",
    "parseCsv(table, { ...format, missing: 'dropna', missingMarks: ['NA'] });",
    "ArgumentError: parseCsv: unknown missing; expected one of 'error', 'drop', 'mean', 'nan', received 'dropna'. Did you mean 'drop'?",
  ],
  [
    'one mark that is no list',
    "parseCsv(table, { ...format, missing: 'drop', missingMarks: 'NA' });",
    "ArgumentError: parseCsv: missingMarks is not usable; expected a list of cells such as ['', 'NA'], received 'NA'.",
  ],
  [
    'categories as a switch',
    'parseCsv(table, { ...format, categorical: true });',
    "ArgumentError: parseCsv: categorical is not usable; expected a list of columns, or { column: ['word', 'other'] }, received true.",
  ],
  [
    'one column that is no list',
    "parseCsv(table, { ...format, columns: 'length' });",
    "ArgumentError: parseCsv: columns is not a list of columns; expected names, or numbers from 0, received 'length'.",
  ],
  [
    'a column by another name',
    "parseCsv(table, { ...format, columns: ['Length'] });",
    "ArgumentError: parseCsv: unknown column in columns; expected one of 'Id', 'length', 'width', 'class', received 'Length'. Did you mean 'length'?",
  ],
  [
    'a path where text belongs',
    "parseCsv('iris.csv');",
    "DataError: parseCsv: the text, line 1, column 1: this is not a number; expected a number such as 3, -1.5 or 2e-3, received 'iris.csv'. If the column holds words, list it in text; if line 1 holds the names, set header: true.",
  ],
  [
    'a file that is not there',
    "readCsv('no-such-folder/iris.csv');",
    'DataError: readCsv: there is no file no-such-folder/iris.csv. Check the spelling; relative paths start at the folder in which the program was started.',
  ],
  [
    'a path where options belong',
    "iris('iris.csv');",
    "ArgumentError: iris: the options are not an object; expected { option: value }, received 'iris.csv'.",
  ],
  [
    'one_hot',
    'optdigits({ one_hot: true });',
    "ArgumentError: optdigits: unknown option; expected one of 'scale', 'oneHot', 'dtype', received 'one_hot'. Did you mean 'oneHot'?",
  ],
  [
    'a scale as text',
    "optdigits({ scale: '1/16' });",
    "ArgumentError: optdigits: scale is not usable; expected a number > 0, received '1/16'.",
  ],
  [
    'a path for the folder of data sets',
    "await fashionMnist('data');",
    "ArgumentError: fashionMnist: the options are not an object; expected { option: value }, received 'data'.",
  ],
  [
    'cache_dir',
    "await fashionMnist({ cache_dir: 'data' });",
    "ArgumentError: fashionMnist: unknown option; expected one of 'scale', 'oneHot', 'flatten', 'dtype', 'cache', 'download', 'url', 'retries', 'onProgress', 'signal', 'verify', received 'cache_dir'. Did you mean 'cache'?",
  ],
];

describe('a newcomer with tables and data sets', () => {
  for (const [mistake, program, error] of cases)
    it(mistake, async () => assert.equal((await runProgram(`${GIVEN}\n${program}`)).error, error));

  it('reads the table at last', async () => {
    const program = `
      const options = { ...format, columns: ['length', 'width'], text: ['class'], missing: 'drop', missingMarks: ['NA'] };
      const { x, text, dropped } = parseCsv(table, options);
      console.log(JSON.stringify([x.shape, text.class, dropped]));`;
    const { lines, error } = await runProgram(`${GIVEN}\n${program}`);
    assert.equal(error, '');
    assert.deepEqual(lines, ['[[2,2],["setosa","virginica"],1]']);
  });
});
