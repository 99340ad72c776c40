/**
 * IDX: every type of number, and every way in which a file can be wrong.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { assert } from 'chai';
import { gunzip, parseIdx, readIdx } from '../../src/datasets/index.ts';
import { assertRefused, generic } from '../shared/values.ts';
import { withFileSystem } from './shared/file-system.ts';

/** The bytes of an IDX file. */
function idx(type: number, shape: readonly number[], numbers: Uint8Array | readonly number[]): Uint8Array {
  const lengths = shape.flatMap((length) => [24, 16, 8, 0].map((bits) => (length >>> bits) & 255));
  return Uint8Array.from([0, 0, type, shape.length, ...lengths, ...numbers]);
}

/** Numbers as bytes, the highest first. */
function bigEndian(
  width: number,
  numbers: readonly number[],
  set: 'Int16' | 'Int32' | 'Float32' | 'Float64',
) {
  const view = new DataView(new ArrayBuffer(width * numbers.length));
  numbers.forEach((value, i) => {
    view[`set${set}`](i * width, value);
  });
  return new Uint8Array(view.buffer);
}

const pixels = generic(2 * 3 * 5, [0, 255], { whole: true });
const pictures = idx(8, [2, 3, 5], pixels);

describe('IDX', () => {
  it('unsigned bytes', () => {
    const x = parseIdx(pictures);
    assert.deepEqual([x.shape, x.dtype, [...x.data]], [[2, 3, 5], 'float32', pixels]);
    assert.deepEqual(parseIdx(idx(8, [3], [0, 128, 255])).toArray(), [0, 128, 255]);
  });

  it('all other types', () => {
    const f64 = { dtype: 'float64' } as const;
    assert.deepEqual(parseIdx(idx(9, [3], [0, 128, 255])).toArray(), [0, -128, -1]);
    const small = [-32768, 513, -2, 32767];
    assert.deepEqual(parseIdx(idx(11, [4], bigEndian(2, small, 'Int16'))).toArray(), small);
    const large = [-(2 ** 31), 16_777_217, -3, 2 ** 31 - 1];
    assert.deepEqual(parseIdx(idx(12, [4], bigEndian(4, large, 'Int32')), f64).toArray(), large);
    const single = [Math.fround(0.1), -3.5, 1e30].map(Math.fround);
    assert.deepEqual(parseIdx(idx(13, [3], bigEndian(4, single, 'Float32')), f64).toArray(), single);
    const double = [0.1, -1e-300, 1e300, Math.PI];
    assert.deepEqual(parseIdx(idx(14, [4], bigEndian(8, double, 'Float64')), f64).toArray(), double);
  });

  it('scaled, in both formats', () => {
    const x = parseIdx(pictures, { scale: 1 / 255, dtype: 'float64' });
    assert.deepEqual(
      [...x.data],
      pixels.map((pixel) => pixel * (1 / 255)),
    );
    const y = parseIdx(pictures, { scale: 1 / 255 });
    assert.deepEqual(
      [...y.data],
      pixels.map((pixel) => Math.fround(pixel * (1 / 255))),
    );
    const signed = parseIdx(idx(9, [2], [3, 255]), { scale: 0.25 });
    assert.deepEqual(signed.toArray(), [0.75, -0.25]);
  });

  it('packed with gzip, as an ArrayBuffer, and in the middle of a larger memory', () => {
    const packed = gzipSync(pictures);
    const memory = new Uint8Array(pictures.length + 7);
    memory.set(pictures, 3);
    for (const bytes of [packed, pictures.slice().buffer, memory.subarray(3, 3 + pictures.length)]) {
      assert.deepEqual(parseIdx(bytes), parseIdx(pictures));
    }
  });

  it('no rows at all', () => assert.deepEqual(parseIdx(idx(8, [0, 3], [])).shape, [0, 3]));

  it('from a file, by path and by URL', () => {
    const folder = mkdtempSync(join(tmpdir(), 'multiperceptron-'));
    try {
      const path = join(folder, 'a.gz');
      writeFileSync(path, gzipSync(pictures));
      assert.deepEqual(readIdx(path), parseIdx(pictures));
      assert.deepEqual(readIdx(pathToFileURL(path), { scale: 0.3 }), parseIdx(pictures, { scale: 0.3 }));
      writeFileSync(path, pictures.subarray(0, 40));
      assertRefused(() => readIdx(path), 'DataError', `readIdx: ${path}, byte 40: it ends too early`);
      writeFileSync(path, gzipSync(pictures.subarray(0, 40)));
      assertRefused(
        () => readIdx(path),
        'DataError',
        `readIdx: ${path}, unpacked, byte 40: it ends too early`,
      );
      writeFileSync(path, gzipSync(pictures).subarray(0, 30));
      assertRefused(() => readIdx(path), 'DataError', `readIdx: ${path} is damaged or cut off: its 30 bytes`);
      assertRefused(
        () => readIdx(join(folder, 'b')),
        'DataError',
        `readIdx: there is no file ${join(folder, 'b')}`,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
    const message = 'readIdx: there is no file system here. parseIdx(bytes) takes the bytes of the file.';
    assertRefused(() => withFileSystem(undefined, () => readIdx('a')), 'StateError', message);
  });

  describe('refuses', () => {
    const name = 'labels.gz';
    const refused = (bytes: Uint8Array, ...words: string[]) =>
      assertRefused(() => parseIdx(bytes, { name }), 'DataError', ...words);

    it('a file that is cut off, wherever', () => {
      for (let length = 0; length < pictures.length; length++) {
        const inHeader = length < 16;
        refused(
          pictures.subarray(0, length),
          `parseIdx: labels.gz, byte ${length}: it ends ${inHeader ? 'in its header' : 'too early'}; expected `,
          `received ${length}. It was cut off`,
        );
      }
      refused(pictures.subarray(0, 40), 'expected 46 bytes: a header of 16, and the numbers of [2, 3, 5]');
      refused(pictures.subarray(0, 9), 'expected 16 bytes for 3 axes, received 9.');
    });

    it('bytes after the last', () => {
      const words = 'byte 46: it goes on after its last number; expected 46 bytes: a header of 16';
      refused(Uint8Array.of(...pictures, 0), words, 'received 47. Its header is not true');
    });

    it('a count that lies, even one that no memory holds', () => {
      const lying = pictures.slice();
      lying[7] = 1;
      refused(lying, 'byte 31: it goes on after its last number');
      lying[7] = 3;
      refused(lying, 'byte 46: it ends too early; expected 61 bytes', '[3, 3, 5]');
      lying.fill(255, 4, 16);
      refused(lying, 'byte 46: it ends too early', '[4294967295, 4294967295, 4294967295], received 46');
      refused(idx(14, Array(40).fill(2 ** 32 - 1), []), 'it ends too early');
      const long =
        'byte 4: it has no numbers, and axes too long; expected axes of 2147483647 numbers at most';
      refused(idx(8, [0, 2 ** 32 - 1], []), long, 'received [0, 4294967295]. Its header is not true.');
      refused(idx(8, [...Array(40).fill(2 ** 32 - 1), 0], []), long);
      assert.deepEqual(parseIdx(idx(8, [0, 28, 3], [])).shape, [0, 28, 3]);
      refused(idx(11, [3], [1, 2, 3]), 'expected 14 bytes');
    });

    it('what is no IDX', () => {
      refused(Uint8Array.of(1, 0, 8, 1, 0, 0, 0, 0), 'byte 0: this is not IDX', 'received 0x01000801. Is it');
      refused(Uint8Array.of(1, 8, 0, 0, 0, 0, 0, 0), 'byte 0: this is not IDX');
      refused(
        new TextEncoder().encode('<!doctype html>'),
        'received 0x3c21646f. Is it another format, or a page',
      );
      refused(
        Uint8Array.of(0, 0, 10, 1, 0, 0, 0, 0),
        'byte 2: there is no such type of numbers; expected 0x08',
        '0x00000a01',
      );
      refused(Uint8Array.of(0, 0, 8, 0, 7), 'byte 3: it has no axes', 'received 0x00000800');
    });

    it('gzip that is damaged', () => {
      const packed = gzipSync(pictures);
      for (const [place, bit] of [
        [2, 1],
        [packed.length - 6, 1],
        [packed.length - 3, 4],
      ]) {
        const damaged = Uint8Array.from(packed);
        damaged[place] ^= bit;
        refused(damaged, `labels.gz is damaged or cut off: its ${packed.length} bytes cannot be unpacked (`);
      }
      for (const length of [2, 9, 20, packed.length - 1])
        refused(packed.subarray(0, length), 'damaged or cut off');
    });

    it('what are no bytes, and other options', () => {
      for (const bytes of ['', [0, 0, 8, 1], null, undefined, new Float32Array(3)]) {
        const message = 'parseIdx: bytes is not usable; expected a Uint8Array or an ArrayBuffer, received ';
        assertRefused(() => parseIdx(bytes as never), 'ArgumentError', message);
      }
      assertRefused(
        () => parseIdx(pictures, { scales: 2 } as never),
        'ArgumentError',
        "Did you mean 'scale'?",
      );
      for (const scale of [Number.NaN, 0, -1]) {
        assertRefused(() => parseIdx(pictures, { scale }), 'ArgumentError', 'scale is not usable');
      }
      assertRefused(() => parseIdx(pictures, { dtype: 'uint8' as never }), 'ArgumentError', 'unknown dtype');
    });
  });

  describe('gunzip', () => {
    const both = async (work: () => Promise<Uint8Array>): Promise<(Uint8Array | Error)[]> => {
      const quiet = (promise: Promise<Uint8Array>) => promise.catch((error: Error) => error);
      return [await quiet(work()), await quiet(withFileSystem(undefined, work))];
    };

    it('unpacks in Node and in browsers', async () => {
      for (const given of [gzipSync(pictures), new Uint8Array(gzipSync(pictures)).buffer]) {
        for (const bytes of await both(() => gunzip(given))) {
          assert.deepEqual(Uint8Array.from(bytes as Uint8Array), pictures);
        }
      }
    });

    it('refuses what is damaged, and what is no gzip', async () => {
      for (const error of await both(() => gunzip(gzipSync(pictures).subarray(0, 30)))) {
        const { name, message } = error as Error;
        assert.equal(name, 'DataError');
        assert.include(message, 'gunzip: bytes is damaged or cut off: its 30 bytes cannot be unpacked (');
      }
      for (const [bytes, received] of [
        [pictures, '0x0000'],
        [new Uint8Array(0), 'no bytes'],
      ] as const) {
        for (const error of await both(() => gunzip(bytes))) {
          const { name, message } = error as Error;
          assert.equal(name, 'DataError');
          assert.include(
            message,
            `gunzip: byte 0: this is not gzip; expected 0x1f8b, received ${received}. Is it`,
          );
        }
      }
      for (const error of await both(() => gunzip('x' as never)))
        assert.equal((error as Error).name, 'ArgumentError');
    });

    it('is what parseIdx asks for in a browser', () => {
      const message =
        'parseIdx: the IDX bytes is packed with gzip, which cannot be unpacked at once here. Hand over';
      const work = () => withFileSystem(undefined, () => parseIdx(gzipSync(pictures)));
      assertRefused(work, 'StateError', message, 'await gunzip(bytes)');
      assert.deepEqual(
        withFileSystem(undefined, () => parseIdx(pictures)),
        parseIdx(pictures),
      );
    });
  });

  it('real pictures, where the environment variable MULTIPERCEPTRON_SAMPLES names a folder of them', function () {
    const folder = join(process.env.MULTIPERCEPTRON_SAMPLES ?? '', 'fashion-mnist-sample');
    if (!process.env.MULTIPERCEPTRON_SAMPLES || !existsSync(folder)) return this.skip();
    const x = readIdx(join(folder, 't10k-images-idx3-ubyte.gz'), { scale: 1 / 255 });
    const t = readIdx(join(folder, 't10k-labels-idx1-ubyte.gz'));
    assert.deepEqual([x.shape, t.shape], [[1000, 28, 28], [1000]]);
    assert.deepEqual([...t.data.subarray(0, 5)], [9, 2, 1, 1, 6]);
    assert.equal(Math.max(...x.data.subarray(0, 7840)), 1);
  });
});
