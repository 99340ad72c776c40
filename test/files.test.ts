/**
 * Writing files: whole or not at all, at exactly the path that was given, and every refusal of the system in words.
 */
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { assert } from 'chai';
import {
  appendText,
  exists,
  type FileUrl,
  readBytes,
  readChunks,
  remove,
  writeBytes,
  writeText,
} from '../src/files.ts';
import { withFileSystem } from './datasets/shared/file-system.ts';
import { assertRefused } from './shared/values.ts';

const instead = 'toBytes() gives the bytes.';
const who = 'save';
const bytes = Uint8Array.of(7, 0, 255, 13, 10);

/** What the system throws. */
const systemError = (code: string) => Object.assign(new Error(`${code}: no`), { code });

describe('writing files', () => {
  let folder: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(join(tmpdir(), 'multiperceptron-'));
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));
  const at = (name: string) => join(folder, name);
  const write = (path: string | FileUrl, content = bytes) => writeBytes(who, path, content, instead);
  const contentOf = (name: string) => new Uint8Array(fs.readFileSync(at(name)));

  it('bytes come back as they were', () => {
    write(at('modelo'));
    const there = readBytes('load', at('modelo'), instead);
    assert.deepEqual(there, bytes);
    assert.equal(Object.getPrototypeOf(there), Uint8Array.prototype);
  });

  it('a path is taken to the letter', () => {
    for (const name of ['miModelo', 'año 1.keras', 'a#b?c%20.d', '.hidden']) write(at(name));
    assert.sameMembers(fs.readdirSync(folder), ['miModelo', 'año 1.keras', 'a#b?c%20.d', '.hidden']);
  });

  it('a file: URL', () => {
    for (const content of [bytes, bytes.subarray(2)]) {
      write(pathToFileURL(at('ñ 1')), content);
      assert.deepEqual(contentOf('ñ 1'), content);
    }
    assert.deepEqual(fs.readdirSync(folder), ['ñ 1']);
  });

  it('a relative path starts at the working folder', () => {
    const before = process.cwd();
    process.chdir(folder);
    try {
      write('modelo');
    } finally {
      process.chdir(before);
    }
    assert.deepEqual(contentOf('modelo'), bytes);
  });

  it('a part of a larger memory', () => {
    write(at('modelo'), bytes.subarray(1, 3));
    assert.deepEqual(contentOf('modelo'), Uint8Array.of(0, 255));
  });

  it('an old file is replaced and keeps its permissions', () => {
    for (const mode of [0o600, 0o644, 0o666, 0o755]) {
      fs.writeFileSync(at('modelo'), 'a longer text than the new bytes');
      fs.chmodSync(at('modelo'), mode);
      write(at('modelo'));
      assert.deepEqual(contentOf('modelo'), bytes);
      assert.equal(fs.statSync(at('modelo')).mode & 0o777, mode);
    }
    assert.deepEqual(fs.readdirSync(folder), ['modelo']);
  });

  it('a new file has the permissions that new files have', () => {
    fs.writeFileSync(at('other'), '');
    write(at('modelo'));
    assert.equal(fs.statSync(at('modelo')).mode, fs.statSync(at('other')).mode);
  });

  it('through a link, the file that it leads to is replaced', () => {
    fs.mkdirSync(at('models'));
    fs.writeFileSync(at('models/1'), 'old');
    fs.symlinkSync(join('models', '1'), at('latest'));
    write(at('latest'));
    assert.deepEqual(contentOf('models/1'), bytes);
    assert.equal(fs.readlinkSync(at('latest')), join('models', '1'));
    assert.deepEqual(fs.readdirSync(at('models')), ['1']);
  });

  it('what is neither file nor folder, such as a device, is written to and not replaced', () => {
    fs.writeFileSync(at('device'), '');
    const calls: unknown[][] = [];
    const devices = {
      ...fs,
      statSync: () => ({ isFile: () => false, mode: 0o20666 }),
      writeFileSync: (...given: unknown[]) => calls.push(given),
    };
    withFileSystem(devices, () => write(at('device')));
    assert.deepEqual(calls, [[fs.realpathSync(at('device')), bytes]]);
    assert.deepEqual(fs.readdirSync(folder), ['device']);
  });

  it('the bytes reach the disk before the file takes its name', () => {
    const calls: string[] = [];
    const watched = {
      ...fs,
      writeFileSync(path: string, content: Uint8Array, options: fs.WriteFileOptions & { flush: boolean }) {
        calls.push(`write ${options.flush}`);
        fs.writeFileSync(path, content, options);
      },
      renameSync(from: string, to: string) {
        assert.deepEqual(new Uint8Array(fs.readFileSync(from)), bytes);
        calls.push('rename');
        fs.renameSync(from, to);
      },
    };
    withFileSystem(watched, () => write(at('modelo')));
    assert.deepEqual(calls, ['write true', 'rename']);
  });

  it('two that write at once do not share a file', () => {
    const paths = new Set<string>();
    const watched = {
      ...fs,
      renameSync(from: string, to: string) {
        paths.add(from);
        fs.renameSync(from, to);
      },
    };
    withFileSystem(watched, () => {
      for (let i = 0; i < 5; i++) write(at('modelo'));
    });
    assert.equal(paths.size, 5);
  });

  describe('a write that is cut off leaves the old file, and nothing else', () => {
    const cuts: Readonly<Record<string, object>> = {
      'in the middle of the bytes': {
        writeFileSync(path: string, content: Uint8Array) {
          fs.writeFileSync(path, content.subarray(0, 2));
          throw systemError('ENOSPC');
        },
      },
      'before the first byte': {
        writeFileSync() {
          throw systemError('ENOSPC');
        },
      },
      'when permissions are set': {
        chmodSync() {
          throw systemError('ENOSPC');
        },
      },
      'when it takes its place': {
        renameSync() {
          throw systemError('ENOSPC');
        },
      },
    };
    for (const [when, broken] of Object.entries(cuts)) {
      it(when, () => {
        fs.writeFileSync(at('modelo'), 'old');
        const work = () => withFileSystem({ ...fs, ...broken }, () => write(at('modelo')));
        const help = 'Make room, or choose another place.';
        assertRefused(work, 'DataError', `save: there is no space left for ${at('modelo')}. ${help}`);
        assert.equal(fs.readFileSync(at('modelo'), 'utf8'), 'old');
        assert.deepEqual(fs.readdirSync(folder), ['modelo']);
      });
    }

    it('where there was no file, none is there', () => {
      const broken = { ...fs, ...cuts['in the middle of the bytes'] };
      assert.throws(() => withFileSystem(broken, () => write(at('modelo'))));
      assert.isEmpty(fs.readdirSync(folder));
    });
  });

  describe('refuses', () => {
    it('a folder', () => {
      fs.mkdirSync(at('models'));
      for (const path of [at('models'), `${at('models')}/`]) {
        assertRefused(() => write(path), 'DataError', `save: ${path} is a folder. Name a file in it.`);
        assertRefused(() => appendText(who, path, 'a', instead), 'DataError', `${path} is a folder`);
      }
      assert.isEmpty(fs.readdirSync(at('models')));
    });

    it('a folder that is not there', () => {
      const path = at('models/1');
      const message = `save: there is no folder for ${path}. Make it first. Check the spelling; relative paths`;
      assertRefused(() => write(path), 'DataError', message);
      assertRefused(() => write(at('models/')), 'DataError', 'there is no folder for');
      assertRefused(() => appendText(who, path, 'a', instead), 'DataError', message);
      assertRefused(() => write(pathToFileURL(path)), 'DataError', 'there is no folder for file:///');
    });

    it('a file as a folder', () => {
      write(at('modelo'));
      const path = at('modelo/1');
      const message = `${path} leads through a file as if it were a folder. Check the path.`;
      assertRefused(() => write(path), 'DataError', `save: ${message}`);
      assertRefused(() => readBytes('load', path, instead), 'DataError', `load: ${message}`);
    });

    it('a file that may not be written, though its folder may', () => {
      write(at('modelo'));
      const guarded = {
        ...fs,
        accessSync(path: string, mode: number) {
          assert.equal(mode, fs.constants.W_OK);
          assert.equal(path, fs.realpathSync(at('modelo')));
          throw systemError('EACCES');
        },
      };
      const message = `save: ${at('modelo')} may not be written. Give this user the right to write it and to change its`;
      assertRefused(
        () => withFileSystem(guarded, () => write(at('modelo'), bytes.subarray(1))),
        'DataError',
        message,
      );
      assert.deepEqual(contentOf('modelo'), bytes);
    });

    const codes: Readonly<Record<string, string>> = {
      EACCES:
        'may not be written. Give this user the right to write it and to change its folder, or choose another',
      EPERM: 'may not be written. Give this user the right',
      EROFS: 'may not be written: it lies where all can only be read. Choose another place.',
      EMFILE: 'cannot be written: EMFILE: no.',
    };
    for (const [code, message] of Object.entries(codes)) {
      it(`what the system refuses (${code})`, () => {
        const fail = () => {
          throw systemError(code);
        };
        const work = (doing: () => void) => () =>
          withFileSystem({ ...fs, writeFileSync: fail, appendFileSync: fail }, doing);
        assertRefused(
          work(() => write(at('m'))),
          'DataError',
          `save: ${at('m')} ${message}`,
        );
        assertRefused(
          work(() => appendText(who, at('m'), 'a', instead)),
          'DataError',
          message,
        );
      });
    }

    it('what is no path', () => {
      for (const path of ['', 7, null, undefined, {}, ['x']]) {
        const message = 'save: path is not usable; expected a path or a file: URL, received ';
        for (const call of [
          () => write(path as string),
          () => appendText(who, path as string, 'a', instead),
          () => exists(who, path as string, instead),
          () => remove(who, path as string, instead),
          () => readBytes(who, path as string, instead),
        ]) {
          assertRefused(call, 'ArgumentError', message);
        }
      }
    });

    it('a URL that is no file', () => {
      const path = new URL('https://example.org/modelo');
      assertRefused(() => write(path), 'DataError', 'save: https://example.org/modelo cannot be written: ');
    });

    it('platforms without files, and says what to call', () => {
      const message = `save: there is no file system here. ${instead}`;
      for (const call of [
        () => write('modelo'),
        () => writeText(who, 'modelo', 'a', instead),
        () => appendText(who, 'modelo', 'a', instead),
        () => exists(who, 'modelo', instead),
        () => remove(who, 'modelo', instead),
        () => readBytes(who, 'modelo', instead),
      ]) {
        assertRefused(() => withFileSystem(undefined, call), 'StateError', message);
      }
    });
  });

  it('text is written in UTF-8, and added to', () => {
    writeText(who, at('log.csv'), 'época,loss\n', instead);
    appendText(who, at('log.csv'), '0,0.7 €\n', instead);
    appendText(who, pathToFileURL(at('new.csv')), 'ñ', instead);
    assert.equal(fs.readFileSync(at('log.csv'), 'utf8'), 'época,loss\n0,0.7 €\n');
    assert.equal(fs.readFileSync(at('new.csv'), 'utf8'), 'ñ');
    writeText(who, at('log.csv'), '', instead);
    assert.equal(fs.readFileSync(at('log.csv'), 'utf8'), '');
  });

  it('exists and remove', () => {
    assert.isFalse(exists(who, at('modelo'), instead));
    write(at('modelo'));
    assert.isTrue(exists(who, at('modelo'), instead));
    assert.isTrue(exists(who, pathToFileURL(at('modelo')), instead));
    remove(who, at('modelo'), instead);
    assert.isFalse(exists(who, at('modelo'), instead));
    remove(who, at('modelo'), instead); // nothing is there, as was wished
  });

  it('a file that may not be removed', () => {
    write(at('modelo'));
    const guarded = {
      ...fs,
      unlinkSync() {
        throw systemError('EACCES');
      },
    };
    const work = () => withFileSystem(guarded, () => remove(who, at('modelo'), instead));
    assertRefused(work, 'DataError', `save: ${at('modelo')} may not be removed. Give this user the right`);
  });
});

describe('reading files piece by piece', () => {
  let folder: string;
  let path: string;
  const content = Uint8Array.from({ length: 200_003 }, (_, i) => (i * 31 + (i >> 8)) & 255);
  before(() => {
    folder = fs.mkdtempSync(join(tmpdir(), 'multiperceptron-'));
    path = join(folder, 'a');
    fs.writeFileSync(path, content);
  });
  after(() => fs.rmSync(folder, { recursive: true }));

  /** The file system, and how many files are open in it. */
  const counting = () => {
    const open = new Set<number>();
    const files = {
      ...fs,
      openSync(path: string, flags: string) {
        const file = fs.openSync(path, flags);
        open.add(file);
        return file;
      },
      closeSync(file: number) {
        fs.closeSync(file);
        open.delete(file);
      },
    };
    return { open, files };
  };

  it('all bytes come, each piece in a memory of its own', () => {
    const pieces = [...readChunks(who, path, instead)];
    assert.deepEqual(
      pieces.map(({ length }) => length),
      [65536, 65536, 65536, 3395],
    );
    assert.isTrue(Buffer.concat(pieces).equals(content));
    assert.deepEqual([...readChunks(who, pathToFileURL(path), instead, 200_003)], [content]);
    fs.writeFileSync(join(folder, 'empty'), '');
    assert.isEmpty([...readChunks(who, join(folder, 'empty'), instead)]);
  });

  it('the file is closed at the end, and when the loop is left', () => {
    const { open, files } = counting();
    withFileSystem(files, () => {
      for (const _ of readChunks(who, path, instead)) assert.equal(open.size, 1);
      assert.equal(open.size, 0);
      for (const _ of readChunks(who, path, instead)) break;
      assert.equal(open.size, 0);
      const broken = { ...files, readSync: () => assert.fail('broken') };
      const work = () => withFileSystem(broken, () => [...readChunks(who, path, instead)]);
      assertRefused(work, 'DataError', `save: ${path} cannot be read: broken`);
      assert.equal(open.size, 0);
    });
  });

  it('refuses as reading at once does', () => {
    const missing = join(folder, 'b');
    const pieces = (path: string) => () => [...readChunks(who, path, instead)];
    assertRefused(pieces(missing), 'DataError', `save: there is no file ${missing}. Check the spelling`);
    assertRefused(pieces(folder), 'DataError', `save: ${folder} is a folder. Name a file in it.`);
    assertRefused(pieces(''), 'ArgumentError', 'save: path is not usable');
    const message = `save: there is no file system here. ${instead}`;
    assertRefused(() => withFileSystem(undefined, pieces(path)), 'StateError', message);
  });
});
