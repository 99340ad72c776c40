/**
 * The columns of CSV: those that are chosen, those of categories, and what is missing in them.
 */
import { assert } from 'chai';
import { type CsvOptions, parseCsv, streamCsv } from '../../src/datasets/index.ts';
import { assertRefused } from '../shared/values.ts';

const cars =
  'power,colour,doors,price,brand\n90,red,5,12.5,Seat\n75,green,3,9.25,Opel\n110,red,5,17,Opel\n60,blue,3,8,Fiat\n';

describe('the columns of CSV', () => {
  it('are chosen and ordered by name', () => {
    const { x, columns, t } = parseCsv(cars, {
      header: true,
      columns: ['doors', 'power'],
      targets: ['price'],
    });
    assert.deepEqual(x.toArray(), [
      [5, 90],
      [3, 75],
      [5, 110],
      [3, 60],
    ]);
    assert.deepEqual(t.toArray(), [[12.5], [9.25], [17], [8]]);
    assert.deepEqual(columns, ['doors', 'power']);
  });

  it('are chosen by number, and what is not chosen is not read', () => {
    const { x, text } = parseCsv('1,oak,,2\n3,elm,x,4\n', { columns: [3, 0], text: [1] });
    assert.deepEqual(x.toArray(), [
      [2, 1],
      [4, 3],
    ]);
    assert.deepEqual(text[1], ['oak', 'elm']);
    assert.deepEqual(parseCsv('1,2\n', { columns: [] }).x.shape, [1, 0]);
  });

  it('of categories become one column for each word, sorted', () => {
    const { x, columns, categories } = parseCsv(cars, {
      header: true,
      categorical: ['colour', 'brand'],
      targets: ['price'],
    });
    assert.deepEqual(columns, [
      'power',
      'colour_blue',
      'colour_green',
      'colour_red',
      'doors',
      'brand_Fiat',
      'brand_Opel',
      'brand_Seat',
    ]);
    assert.deepEqual(x.toArray(), [
      [90, 0, 0, 1, 5, 0, 0, 1],
      [75, 0, 1, 0, 3, 0, 1, 0],
      [110, 0, 0, 1, 5, 0, 1, 0],
      [60, 1, 0, 0, 3, 1, 0, 0],
    ]);
    assert.deepEqual(categories, { colour: ['blue', 'green', 'red'], brand: ['Fiat', 'Opel', 'Seat'] });
  });

  it('of categories have the words that are given, in their order', () => {
    const { x, categories } = parseCsv(cars, {
      header: true,
      columns: ['colour', 'doors'],
      categorical: { colour: ['red', 'green', 'blue', 'black'] },
    });
    assert.deepEqual(x.toArray(), [
      [1, 0, 0, 0, 5],
      [0, 1, 0, 0, 3],
      [1, 0, 0, 0, 5],
      [0, 0, 1, 0, 3],
    ]);
    assert.deepEqual(categories, { colour: ['red', 'green', 'blue', 'black'] });
  });

  it("one table's categories are the option for the next", () => {
    const given: CsvOptions = { header: true, columns: ['colour'], targets: ['brand'] };
    const { categories } = parseCsv(cars, { ...given, categorical: ['colour', 'brand'] });
    const next = 'colour,brand\nred,Fiat\n';
    for (const { x, t } of [
      parseCsv(next, { ...given, categorical: categories }),
      ...streamCsv([next], { ...given, categorical: categories }),
    ]) {
      assert.deepEqual(x.toArray(), [[0, 0, 1]]);
      assert.deepEqual(t.toArray(), [[1, 0, 0]]);
    }
  });

  it('of categories by number, without a header', () => {
    const { x, categories, columns } = parseCsv('1,oak\n2,elm\n', { categorical: [1] });
    assert.deepEqual(x.toArray(), [
      [1, 0, 1],
      [2, 1, 0],
    ]);
    assert.deepEqual(categories, { 1: ['elm', 'oak'] });
    assert.isNull(columns);
    assert.deepEqual(parseCsv('5,elm\n', { categorical: categories }).x.toArray(), [[5, 1, 0]]);
    const named = parseCsv('1,0\noak,7\n', { header: true, categorical: { 1: ['oak'] } });
    assert.deepEqual(named.x.toArray(), [[1, 7]]); // the column that is called '1', not the second
  });

  it('may have any names', () => {
    const { x, categories, columns } = parseCsv('__proto__,constructor\noak,3\n__proto__,4\n', {
      header: true,
      categorical: ['__proto__'],
    });
    assert.deepEqual(Object.entries(categories), [['__proto__', ['__proto__', 'oak']]]);
    assert.deepEqual(columns, ['__proto_____proto__', '__proto___oak', 'constructor']);
    assert.deepEqual(x.toArray(), [
      [0, 1, 3],
      [1, 0, 4],
    ]);
  });

  it('a word that is not among the categories', () => {
    const categorical = { colour: ['red', 'green'] };
    const message =
      "line 5, column 2 (colour): the word is not among the categories; expected one of 'red', 'green', received 'blue'. List it in categorical, if it is right; 'auto' takes every word.";
    const given = { header: true, columns: ['colour'], categorical };
    assertRefused(() => parseCsv(cars, given), 'DataError', `parseCsv: the text, ${message}`);
    assertRefused(() => [...streamCsv([cars], given)], 'DataError', `streamCsv: the text, ${message}`);
    const many = Array.from({ length: 21 }, (_, i) => `word ${i}`);
    const work = () => parseCsv('oak\n', { categorical: { 0: many } });
    assertRefused(work, 'DataError', 'expected one of the 21 words given, received');
  });

  describe('refused options', () => {
    const wrong: readonly [what: string, options: object, message: string][] = [
      ['a column that is no list', { columns: 'power' }, 'columns is not a list of columns'],
      ['an unknown column', { columns: ['powr'] }, "unknown column in columns; expected one of 'power'"],
      ['a column twice', { columns: ['power', 0] }, 'column 0 of columns is listed twice. List it once, in'],
      [
        'a target as column',
        { columns: ['power', 'price'], targets: ['price'] },
        "column 'price' of columns is listed twice",
      ],
      [
        'a column of words as category',
        { text: ['colour'], categorical: ['colour'] },
        "column 'colour' of text is listed twice. List it once, in columns, text or targets; words in text stay words.",
      ],
      ['a category twice', { categorical: ['colour', 1] }, 'column 1 of categorical is listed twice'],
      ['an unknown category', { categorical: ['color'] }, "received 'color'. Did you mean 'colour'?"],
      [
        'a category that is not chosen',
        { columns: ['power'], categorical: ['colour'] },
        "column 'colour' of categorical is not read. List it in columns or in targets too.",
      ],
      [
        'a name as category',
        { categorical: 'colour' },
        'categorical is not usable; expected a list of columns',
      ],
      [
        'no words',
        { categorical: { colour: [] } },
        "categorical['colour'] is not usable; expected a list of words, each once, or 'auto', received []",
      ],
      ['a word twice', { categorical: { colour: ['red', 'red'] } }, 'a list of words, each once'],
      ['a number as word', { categorical: { colour: [1] } }, 'a list of words, each once'],
      ['true for all words', { categorical: { colour: true } }, "'auto', received true"],
      [
        'another policy',
        { missing: 'skip' },
        "unknown missing; expected one of 'error', 'drop', 'mean', 'nan'",
      ],
      ['a policy of NaN', { missing: Number.NaN }, 'missing is not usable; expected a number, received NaN'],
      ['a number beyond float32', { missing: 1e39 }, 'missing is too large; expected a finite float32'],
      ['a mark alone', { missingMarks: 'NA' }, 'missingMarks is not usable; expected a list of cells'],
    ];
    for (const [what, options, message] of wrong) {
      const work = () => parseCsv(cars, { header: true, ...options });
      it(what, () => assertRefused(work, 'ArgumentError', 'parseCsv: ', message));
    }
  });
});

describe('missing values in CSV', () => {
  const table = 'a,kind,b,t\n1,oak,NA,7\n2,,5,8\n,elm,6.5,9\n4,oak,8,1\n';
  const given = {
    header: true,
    text: ['kind'],
    targets: ['t'],
    missingMarks: ['', 'NA'],
    dtype: 'float64',
  } as const;

  it('are refused, and the error says what can be done', () => {
    const message =
      "line 2, column 3 (b): the value is missing ('NA'). Fill in missing values, or leave out their rows, first. Or set missing: a number, or 'drop'.";
    assertRefused(() => parseCsv(table, given), 'DataError', message);
    assertRefused(
      () => parseCsv('1\nNA\n'),
      'DataError',
      "received 'NA'. If it stands for a missing value, set missingMarks: ['', 'NA'], and missing: 'drop' or a number.",
    );
    for (const mark of ['?', '-', 'nan', 'N/A', 'null'])
      assertRefused(() => parseCsv(`1\n${mark}\n`), 'DataError', `set missingMarks: ['', '${mark}']`);
  });

  it("'drop' leaves their rows out and counts them", () => {
    const { x, t, text, dropped } = parseCsv(table, { ...given, missing: 'drop' });
    assert.deepEqual(x.toArray(), [[4, 8]]);
    assert.deepEqual(t.toArray(), [[1]]);
    assert.deepEqual(text.kind, ['oak']);
    assert.equal(dropped, 3);
    assert.equal(parseCsv('1,2\n', { missing: 'drop' }).dropped, 0);
  });

  it("'drop' looks at the targets too", () => {
    const { x, t, dropped } = parseCsv('1,2\n3,\n5,6\n', { targets: [1], missing: 'drop' });
    assert.deepEqual([x.toArray(), t.toArray(), dropped], [[[1], [5]], [[2], [6]], 1]);
  });

  it("'drop' looks only at what is read", () => {
    const { x, dropped } = parseCsv(table, { ...given, text: [], columns: ['a'], missing: 'drop' });
    assert.deepEqual(x.toArray(), [[1], [2], [4]]);
    assert.equal(dropped, 1);
  });

  it('a number stands in their place, and words are empty', () => {
    const { x, text, dropped } = parseCsv(table, { ...given, missing: -1.5 });
    assert.deepEqual(x.toArray(), [
      [1, -1.5],
      [2, 5],
      [-1.5, 6.5],
      [4, 8],
    ]);
    assert.deepEqual(text.kind, ['oak', '', 'elm', 'oak']);
    assert.equal(dropped, 0);
  });

  it("'mean' puts that of the column", () => {
    const { x } = parseCsv(table, { ...given, missing: 'mean' });
    assert.deepEqual(x.toArray(), [
      [1, 6.5],
      [2, 5],
      [7 / 3, 6.5],
      [4, 8],
    ]);
    const empty = () => parseCsv('a,b\n1,\n2,\n', { header: true, missing: 'mean' });
    assertRefused(
      empty,
      'DataError',
      'the text, column 2 (b): every value is missing. Leave the column out.',
    );
  });

  it("'nan' puts NaN, in targets too", () => {
    const { x, t } = parseCsv('1,,3\n4,5,\n', { targets: [2], missing: 'nan' });
    assert.deepEqual(x.toArray(), [
      [1, Number.NaN],
      [4, 5],
    ]);
    assert.deepEqual(t.toArray(), [[3], [Number.NaN]]);
  });

  it('of a category are all zeros', () => {
    const { x, categories } = parseCsv('oak,1\n,2\nelm,3\n', { categorical: [0], missing: 0 });
    assert.deepEqual(x.toArray(), [
      [0, 1, 1],
      [0, 0, 2],
      [1, 0, 3],
    ]);
    assert.deepEqual(categories, { 0: ['elm', 'oak'] });
  });

  it('of targets are not made up', () => {
    for (const missing of [0, 'mean'] as const) {
      const work = () => parseCsv('1,2\n3,\n', { targets: [1], missing });
      const message =
        "line 2, column 2: the cell is empty. Targets are not made up: missing: 'drop' leaves out their rows.";
      assertRefused(work, 'DataError', message);
    }
  });

  it('a mark counts within quotes too, and only as it is written', () => {
    assert.deepEqual(parseCsv('"?",1\n?,2\n', { missing: 9, missingMarks: ['?'] }).x.toArray(), [
      [9, 1],
      [9, 2],
    ]);
    const work = () => parseCsv('na\n', { missing: 9, missingMarks: ['NA'] });
    assertRefused(work, 'DataError', 'this is not a number');
    const empty = () => parseCsv('1,\n', { missing: 9, missingMarks: ['NA'] });
    assertRefused(
      empty,
      'DataError',
      "line 1, column 2: the cell is empty. Add '' to missingMarks, if it is missing.",
    );
  });

  it('a table all of whose rows are left out holds none', () => {
    const work = () => parseCsv('1,\n,2\n', { missing: 'drop' });
    assertRefused(
      work,
      'DataError',
      'the text holds no rows without missing values; expected at least one row.',
    );
  });

  it('in a stream', () => {
    const batches = [...streamCsv([table], { ...given, missing: 'drop', batchSize: 2 })];
    assert.deepEqual(
      batches.map(({ x }) => x.toArray()),
      [[[4, 8]]],
    );
    const [filled] = streamCsv([table], { ...given, missing: 3 });
    assert.deepEqual(filled.x.toArray(), parseCsv(table, { ...given, missing: 3 }).x.toArray());
  });
});
