/**
 * The CSV reader: what it reads, from text and from files.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { assert } from 'chai';
import { type CsvOptions, parseCsv, readCsv } from '../../src/datasets/index.ts';
import { assertRefused, generic } from '../shared/values.ts';
import { withFileSystem } from './shared/file-system.ts';

const trees = 'height,kind,girth\n7.25,oak,3\n-4.5,elm,2e-3\n';

describe('parseCsv', () => {
  it('gives numbers as a tensor and words as strings', () => {
    const { x, t, text, columns } = parseCsv(trees, { header: true, text: ['kind'], dtype: 'float64' });
    assert.deepEqual(x.shape, [2, 2]);
    assert.deepEqual([...x.data], [7.25, 3, -4.5, 2e-3]);
    assert.equal(x.dtype, 'float64');
    assert.deepEqual(t.shape, [2, 0]);
    assert.deepEqual(text.kind, ['oak', 'elm']);
    assert.deepEqual(columns, ['height', 'girth']);
  });

  it('takes columns by number, with and without a header', () => {
    const { text, columns, x } = parseCsv('7.25,oak,3\n-4.5,elm,2\n', { text: [1] });
    assert.deepEqual(text[1], ['oak', 'elm']);
    assert.isNull(columns);
    assert.deepEqual(x.toArray(), [
      [7.25, 3],
      [-4.5, 2],
    ]);
    assert.equal(x.dtype, 'float32');
    assert.deepEqual(parseCsv(trees, { header: true, text: [1] }).text[1], ['oak', 'elm']);
  });

  it('gives targets apart, in the order of the option', () => {
    const { x, t, columns } = parseCsv('a,b,c,d\n1,2,3,4\n5,6,7,8\n', { header: true, targets: ['d', 1] });
    assert.deepEqual(t.toArray(), [
      [4, 2],
      [8, 6],
    ]);
    assert.deepEqual(x.toArray(), [
      [1, 3],
      [5, 7],
    ]);
    assert.deepEqual(columns, ['a', 'c']);
  });

  it('a table of words only has no numbers', () => {
    const { x, text } = parseCsv('oak\nelm\nash', { text: [0] });
    assert.deepEqual(x.shape, [3, 0]);
    assert.deepEqual(text[0], ['oak', 'elm', 'ash']);
  });

  const same = [
    [7.25, 3],
    [-4.5, 2],
  ];
  const accepted: readonly [what: string, text: string, options?: CsvOptions][] = [
    ['a byte order mark', '\uFEFF7.25,3\n-4.5,2\n'],
    ['a byte order mark before a quote', '\uFEFF"7.25",3\n-4.5,2\n'],
    ['CRLF', '7.25,3\r\n-4.5,2\r\n'],
    ['CR alone', '7.25,3\r-4.5,2\r'],
    ['mixed line ends', '7.25,3\r\n-4.5,2\n'],
    ['no line end at the end', '7.25,3\n-4.5,2'],
    ['blank lines at the end', '7.25,3\n-4.5,2\n\n  \r\n\n'],
    ['spaces around cells', ' 7.25 ,\t3\n -4.5 , 2 \n'],
    ['quoted cells', '"7.25","3"\n"-4.5" , "2"\n'],
    ['signs, exponents, bare points', '+.725e1,3.\n-45E-1,+2e+0\n'],
    ['semicolons', '7.25;3\n-4.5;2\n', { delimiter: ';' }],
    ['tabs, with spaces around cells', '7.25\t 3\n-4.5 \t2\n', { delimiter: '\t' }],
    ['spaces as delimiter', '7.25 3\n-4.5 2\n', { delimiter: ' ' }],
    ['decimal commas', '7,25;3\n-4,5;,2e1\n', { delimiter: ';', decimal: ',' }],
    ['quoted decimal commas between commas', '"7.25","3"\n-4.5,2\n', { header: false }],
  ];
  for (const [what, text, options] of accepted) {
    it(`accepts ${what}`, () => assert.deepEqual(parseCsv(text, options).x.toArray(), same));
  }

  it('keeps quotes, delimiters and spaces that are quoted', () => {
    const { text } = parseCsv('"a ""b"", c"\n" oak "\n', { text: [0] });
    assert.deepEqual(text[0], ['a "b", c', ' oak ']);
  });

  it('columns may have any names', () => {
    const { text } = parseCsv('__proto__,constructor\noak,elm\n', {
      header: true,
      text: ['__proto__', 'constructor'],
    });
    assert.deepEqual(Object.entries(text), [
      ['__proto__', ['oak']],
      ['constructor', ['elm']],
    ]);
  });

  it('what it writes as text it reads again, whatever the table', () => {
    const ends = ['\n', '\r\n', '\r'];
    for (let seed = 1; seed <= 200; seed++) {
      const [rows, columns, end, mark, tail] = generic(5, [0, 6], { seed, whole: true });
      const values = generic((rows + 1) * (columns + 1), [-1e3, 1e3], { seed });
      values[0] *= 1e-9; // some in exponents
      const decimal = mark % 2 === 0 ? '.' : ',';
      const lines = Array.from({ length: rows + 1 }, (_, i) => {
        const cells = values.slice(i * (columns + 1), (i + 1) * (columns + 1));
        return cells.map((v, j) => (j % 3 === 1 ? `"${v}"` : ` ${v}`).replace('.', decimal)).join(';');
      });
      const text = lines.map((line, i) => line + ends[(end + i) % 3]).join('') + '\n'.repeat(tail);
      const { x } = parseCsv(text, { delimiter: ';', decimal, dtype: 'float64' });
      assert.deepEqual(x.shape, [rows + 1, columns + 1]);
      assert.deepEqual([...x.data], values, `seed ${seed}`);
    }
  });
});

describe('readCsv', () => {
  const folder = mkdtempSync(join(tmpdir(), 'multiperceptron-'));
  after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'árboles.csv');
  writeFileSync(path, trees);

  it('reads a file by path and by URL', () => {
    for (const place of [path, pathToFileURL(path)]) {
      const { x, text } = readCsv(place, { header: true, text: ['kind'] });
      assert.deepEqual(x.shape, [2, 2]);
      assert.deepEqual(text.kind, ['oak', 'elm']);
    }
  });

  it('names the file in errors, by its own name or the one given', () => {
    const place = 'line 2, column 2 (kind): this is not a number';
    assertRefused(() => readCsv(path, { header: true }), 'DataError', `readCsv: ${path}, ${place}`);
    assertRefused(
      () => readCsv(path, { header: true, name: 'trees' }),
      'DataError',
      `readCsv: trees, ${place}`,
    );
  });

  it('says where to turn without a file system', () => {
    const message = 'readCsv: there is no file system here. parseCsv(text, options) reads text.';
    assertRefused(() => withFileSystem(undefined, () => readCsv(path)), 'StateError', message);
  });
});
