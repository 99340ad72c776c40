/**
 * CIFAR-10's records, and tar, in which they come.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert } from 'chai';
import { parseCifar10, readCifar10 } from '../../src/datasets/index.ts';
import { untar } from '../../src/datasets/shared/tar.ts';
import { assertRefused } from '../shared/values.ts';
import { withFileSystem } from './shared/file-system.ts';
import { records, tar } from './shared/pictures.ts';

describe("CIFAR-10's records", () => {
  const labels = [6, 9, 0, 4];
  const bytes = records(labels);

  it('give red, green and blue of each pixel, row by row', () => {
    const { x, labels: t } = parseCifar10(bytes);
    assert.deepEqual([x.shape, t.shape, x.dtype, t.dtype], [[4, 3072], [4], 'float32', 'float32']);
    assert.deepEqual(t.toArray(), labels);
    for (let record = 0; record < 4; record++) {
      for (let row = 0; row < 32; row++) {
        for (let column = 0; column < 32; column++) {
          for (let color = 0; color < 3; color++) {
            const expected = bytes[record * 3073 + 1 + color * 1024 + row * 32 + column];
            const actual = x.data[record * 3072 + (row * 32 + column) * 3 + color];
            if (actual !== expected)
              assert.fail(`${[record, row, column, color]}: ${actual} is not ${expected}`);
          }
        }
      }
    }
  });

  it('as pictures, scaled, in double precision', () => {
    const rows = parseCifar10(bytes);
    const { x, labels: t } = parseCifar10(bytes, { flatten: false, scale: 1 / 255, dtype: 'float64' });
    assert.deepEqual([x.shape, x.dtype, t.dtype], [[4, 32, 32, 3], 'float64', 'float64']);
    assert.deepEqual(
      x.data,
      Float64Array.from(rows.x.data, (value) => value * (1 / 255)),
    );
    assert.deepEqual(t.toArray(), labels);
  });

  it('from a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'multiperceptron-'));
    try {
      const path = join(folder, 'data_batch_1.bin');
      writeFileSync(path, bytes);
      assert.deepEqual(readCifar10(path), parseCifar10(bytes));
      writeFileSync(path, bytes.subarray(1));
      assertRefused(
        () => readCifar10(path),
        'DataError',
        `readCifar10: ${path}, record 3: it ends in the middle`,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
    const message =
      'readCifar10: there is no file system here. parseCifar10(bytes) takes the bytes of the file.';
    assertRefused(() => withFileSystem(undefined, () => readCifar10('a')), 'StateError', message);
  });

  it('refuses a record that is cut off', () => {
    for (const length of [0, 1, 3072, 3074, 4 * 3073 - 1]) {
      assertRefused(
        () => parseCifar10(bytes.subarray(0, length), { name: 'batch' }),
        'DataError',
        `parseCifar10: batch, record ${Math.floor(length / 3073)}: it ends in the middle of a record`,
        `expected a multiple of 3073 bytes, received ${length}, which is `,
      );
    }
  });

  it('refuses a label above 9', () => {
    const wrong = bytes.slice();
    wrong[2 * 3073] = 10;
    assertRefused(
      () => parseCifar10(wrong),
      'DataError',
      'parseCifar10: the CIFAR-10 bytes, record 2, byte 6146: there is no such label; expected one from 0 to 9, received 10.',
    );
  });

  it('refuses what are no bytes, and other options', () => {
    assertRefused(() => parseCifar10([6] as never), 'ArgumentError', 'bytes is not usable');
    assertRefused(
      () => parseCifar10(bytes, { flaten: true } as never),
      'ArgumentError',
      "Did you mean 'flatten'?",
    );
    assertRefused(
      () => parseCifar10(bytes, { flatten: 1 as never }),
      'ArgumentError',
      'flatten is not usable',
    );
  });
});

describe('tar', () => {
  const [a, b] = [new TextEncoder().encode('a text'), new Uint8Array(1024).fill(7)];
  const archive = tar({ 'set/': null, 'set/a.txt': a, 'set/b.bin': b, empty: new Uint8Array(0) });
  const read = (bytes: Uint8Array) => untar('cifar10', 'x.tar', bytes);

  it('gives its files, and no folders', () => {
    const files = read(archive);
    assert.deepEqual([...files.keys()], ['set/a.txt', 'set/b.bin', 'empty']);
    assert.deepEqual(files.get('set/a.txt'), a);
    assert.deepEqual(files.get('set/b.bin'), b);
    assert.equal(files.get('empty')!.length, 0);
  });

  it('refuses one that is cut off, wherever', () => {
    const end = archive.length - 512; // one header of zeros is enough
    for (let length = 0; length < end; length += 128) {
      const message = `cifar10: x.tar, byte ${length} of what is packed in it: it ends too early; expected at least `;
      assertRefused(() => read(archive.subarray(0, length)), 'DataError', message);
    }
    read(archive.subarray(0, end));
  });

  it('refuses a header with another sum, and what is no tar', () => {
    for (const place of [512, 512 + 130, 512 + 500, 512 + 150]) {
      const wrong = archive.slice();
      wrong[place] ^= 1;
      assertRefused(
        () => read(wrong),
        'DataError',
        'byte 512 of what is packed in it: this is not the header of a file',
      );
    }
    assertRefused(
      () => read(new Uint8Array(600).fill(65)),
      'DataError',
      'byte 0 of what is packed in it: this is not',
    );
  });
});
