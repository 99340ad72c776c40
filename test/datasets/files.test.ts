/**
 * Reading files: what is read, what is refused, and platforms without files.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { assert } from 'chai';
import { type FileUrl, readDataFile, readTextFile } from '../../src/files.ts';
import { assertRefused } from '../shared/values.ts';
import { withFileSystem } from './shared/file-system.ts';

describe('reading files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'multiperceptron-'));
  after(() => rmSync(folder, { recursive: true }));
  const instead = 'parseCsv(text) reads text.';
  const read = (path: string | FileUrl) => readTextFile('readCsv', path, instead);

  it('text by path and by URL, in UTF-8, without its byte order mark', () => {
    const path = join(folder, 'año.csv');
    writeFileSync(path, '\uFEFFñandú, 3 €\r\n', 'utf8');
    assert.equal(read(path), 'ñandú, 3 €\r\n');
    assert.equal(read(pathToFileURL(path)), 'ñandú, 3 €\r\n');
  });

  it('a file of the package, wherever this code was compiled to', () => {
    assert.match(readDataFile('iris', 'iris.csv', instead), /^sepallength,/);
  });

  it('a missing file is refused by name', () => {
    const path = join(folder, 'irs.csv');
    assertRefused(() => read(path), 'DataError', `readCsv: there is no file ${path}. Check the spelling`);
    assertRefused(() => read(pathToFileURL(path)), 'DataError', 'there is no file file:///');
  });

  it('a folder is refused', () => {
    assertRefused(() => read(folder), 'DataError', `readCsv: ${folder} is a folder. Name a file in it.`);
  });

  for (const code of ['EACCES', 'EPERM']) {
    it(`a file that may not be read is refused (${code})`, () => {
      const files = {
        readFileSync() {
          throw Object.assign(new Error('no'), { code });
        },
      };
      const work = () => withFileSystem(files, () => read('secret.csv'));
      assertRefused(work, 'DataError', 'readCsv: secret.csv may not be read. Give this user the right');
    });
  }

  it('other failures say what the system said', () => {
    assertRefused(() => read('a\0b'), 'DataError', 'cannot be read: ', 'null bytes');
    assertRefused(() => read({ href: 'https://example.org/x.csv' }), 'DataError', 'x.csv cannot be read: ');
  });

  it('text that is not UTF-8 is refused', () => {
    const path = join(folder, 'latin1.csv');
    writeFileSync(path, 'ñandú\n', 'latin1');
    assertRefused(() => read(path), 'DataError', `${path} is not text in UTF-8. Save it as UTF-8`);
  });

  it('what is no path is refused', () => {
    for (const path of [7, null, undefined, {}, ['x.csv']]) {
      assertRefused(() => read(path as string), 'ArgumentError', 'expected a path or a file: URL, received ');
    }
  });

  it('without a file system the message says what to call', () => {
    const expected = 'readCsv: there is no file system here. parseCsv(text) reads text.';
    assertRefused(() => withFileSystem(undefined, () => read('x.csv')), 'StateError', expected);
    assertRefused(
      () => withFileSystem(undefined, () => readDataFile('readCsv', 'x', instead)),
      'StateError',
      expected,
    );
  });

  it('a package without its data folder is an error, not a search without end', () => {
    const work = () =>
      withFileSystem({ existsSync: () => false }, () => readDataFile('iris', 'iris.csv', instead));
    const expected = 'expected data/optdigits_train.csv in a folder above file:///';
    assertRefused(work, 'DataError', "iris: the package's data folder is missing", expected, instead);
  });

  it('the data entry point loads and parses where there is neither process nor Buffer', () => {
    const entry = new URL('../../src/data.js', import.meta.url);
    const text = readFileSync(new URL('../../../data/iris.csv', import.meta.url), 'utf8');
    const program = `
      const print = console.log;
      globalThis.process = globalThis.Buffer = undefined;
      const { parseIris, iris } = await import(${JSON.stringify(entry.href)});
      print(parseIris(${JSON.stringify(text)}).t.shape.join());
      try { iris(); } catch (error) { print(error.name + ' ' + error.message); }`;
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
    });
    assert.equal(
      printed,
      '150,3\nStateError iris: there is no file system here. parseIris(text) takes the text of data/iris.csv.\n',
    );
  });
});
