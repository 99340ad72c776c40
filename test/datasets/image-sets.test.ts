/**
 * The loaders of large sets, from a server on this machine to tensors, on small made-up sets of the same form; and what
 * the public ones say.
 */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { assert } from 'chai';
import { cacheFolder } from '../../src/cache.ts';
import { type CifarSource, loadCifar } from '../../src/datasets/cifar10.ts';
import {
  cifar10,
  type DownloadProgress,
  fashionMnist,
  type ImageSetOptions,
  mnist,
  parseCifar10,
} from '../../src/datasets/index.ts';
import { type IdxSource, loadIdxSet } from '../../src/datasets/shared/idx-sets.ts';
import { generic } from '../shared/values.ts';
import { withFileSystem } from './shared/file-system.ts';
import { idxOfBytes, records, tar } from './shared/pictures.ts';
import { cut, send, serve, type TestServer } from './shared/servers.ts';

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const some = (count: number, seed: number) => generic(count, [0, 255], { whole: true, seed });

const trainPixels = some(7 * 3 * 4, 1);
const testPixels = some(2 * 3 * 4, 2);
const files: Readonly<Record<string, Uint8Array>> = {
  'train-images-idx3-ubyte': idxOfBytes([7, 3, 4], trainPixels),
  'train-labels-idx1-ubyte': idxOfBytes([7], [2, 0, 1, 1, 0, 2, 1]),
  't10k-images-idx3-ubyte': idxOfBytes([2, 3, 4], testPixels),
  't10k-labels-idx1-ubyte': idxOfBytes([2], [1, 0]),
};
const packed = Object.fromEntries(
  Object.entries(files).map(([name, bytes]) => [`${name}.gz`, new Uint8Array(gzipSync(bytes))]),
);
const fileOf = (name: string) => ({
  name: `${name}.gz`,
  size: packed[`${name}.gz`].length,
  sha256: hash(packed[`${name}.gz`]),
  unpacked: hash(files[name]),
});
const idxSource: IdxSource = {
  folder: 'small-set',
  url: 'http://127.0.0.1:9/',
  advice: 'Or ask a friend.',
  classNames: ['hat', 'scarf', 'glove'],
  trainImages: fileOf('train-images-idx3-ubyte'),
  trainLabels: fileOf('train-labels-idx1-ubyte'),
  testImages: fileOf('t10k-images-idx3-ubyte'),
  testLabels: fileOf('t10k-labels-idx1-ubyte'),
};

const batches: Readonly<Record<string, Uint8Array>> = {
  'data_batch_1.bin': records([3, 1], 1),
  'data_batch_2.bin': records([0, 2, 2], 2),
  'test_batch.bin': records([1], 3),
};
const archive = new Uint8Array(
  gzipSync(
    tar({
      'small/': null,
      ...Object.fromEntries(Object.entries(batches).map(([name, bytes]) => [`small/${name}`, bytes])),
      'small/batches.meta.txt': new TextEncoder().encode('cat\ndog\n'),
      'small/readme.html': new TextEncoder().encode('<html>'),
    }),
  ),
);
const hashes = (...names: string[]) => Object.fromEntries(names.map((name) => [name, hash(batches[name])]));
const cifarSource: CifarSource = {
  folder: 'small-batches',
  url: 'http://127.0.0.1:9/',
  classNames: ['cat', 'dog', 'cow', 'owl'],
  archive: { name: 'small.tar.gz', size: archive.length, sha256: hash(archive) },
  train: hashes('data_batch_1.bin', 'data_batch_2.bin'),
  test: hashes('test_batch.bin'),
  beside: ['batches.meta.txt'],
};

describe('sets of pictures', () => {
  let cache: string;
  let server: TestServer;
  before(async () => {
    const all = { ...packed, 'small.tar.gz': archive };
    server = await serve((request, response) => {
      const bytes = all[request.url!.replace('/data/', '') as keyof typeof all];
      if (bytes === undefined) response.writeHead(404).end();
      else send(request, response, bytes);
    });
  });
  after(() => server.close());
  beforeEach(() => {
    cache = fs.mkdtempSync(join(tmpdir(), 'multiperceptron-'));
    server.asked.length = 0;
  });
  afterEach(() => fs.rmSync(cache, { recursive: true }));

  const at = (...parts: string[]) => join(cache, ...parts);
  const there = () => fs.readdirSync(cache, { recursive: true, encoding: 'utf8' }).toSorted();
  const put = (name: string, bytes: Uint8Array) => {
    fs.mkdirSync(join(at(name), '..'), { recursive: true });
    fs.writeFileSync(at(name), bytes);
  };
  const assertFails = async (work: () => Promise<unknown>, kind: string, ...words: string[]) => {
    const error: Error = await work().then(
      () => assert.fail('nothing was thrown'),
      (thrown) => thrown,
    );
    assert.equal(error.name, kind, error.message);
    for (const word of words) assert.include(error.message, word);
  };

  describe('of IDX files', () => {
    const load = (options: ImageSetOptions = {}) =>
      loadIdxSet('fashionMnist', idxSource, { cache, url: `${server.url}data`, ...options });
    const names = Object.keys(packed).map((name) => join('small-set', name));

    it('are downloaded once, into a folder of their own', async () => {
      const progress: DownloadProgress[] = [];
      const first = await load({ onProgress: (told) => progress.push(told) });
      assert.deepEqual(
        [first.xTrain.shape, first.xTest.shape],
        [
          [7, 12],
          [2, 12],
        ],
      );
      assert.deepEqual([[...first.xTrain.data], [...first.xTest.data]], [trainPixels, testPixels]);
      assert.deepEqual(
        [first.tTrain.toArray(), first.tTest.toArray()],
        [
          [2, 0, 1, 1, 0, 2, 1],
          [1, 0],
        ],
      );
      assert.deepEqual(first.classNames, ['hat', 'scarf', 'glove']);
      assert.deepEqual(there(), ['small-set', ...names].toSorted());
      assert.deepEqual(
        server.asked.map(({ path }) => path).toSorted(),
        Object.keys(packed)
          .map((name) => `/data/${name}`)
          .toSorted(),
      );
      assert.sameMembers([...new Set(progress.map(({ file }) => file))], Object.keys(packed));
      assert.deepEqual(await load(), first);
      assert.deepEqual(await load({ url: 'http://127.0.0.1:9/', download: false }), first);
      assert.equal(server.asked.length, 4);
    });

    it('scaled, one-hot, with the axes of a picture, in double precision', async () => {
      const { xTrain, tTrain, xTest, tTest } = await load({
        scale: 1 / 255,
        oneHot: true,
        flatten: false,
        dtype: 'float64',
      });
      assert.deepEqual(
        [xTrain.shape, xTest.shape],
        [
          [7, 3, 4],
          [2, 3, 4],
        ],
      );
      assert.deepEqual(
        xTrain.data,
        Float64Array.from(trainPixels, (pixel) => pixel * (1 / 255)),
      );
      assert.deepEqual([...tTrain.data.subarray(0, 6)], [0, 0, 1, 1, 0, 0]);
      assert.deepEqual(tTest.toArray(), [
        [0, 1, 0],
        [1, 0, 0],
      ]);
      assert.deepEqual([xTrain.dtype, tTrain.dtype, xTest.dtype, tTest.dtype], Array(4).fill('float64'));
    });

    it('are found in the folder itself, unpacked, or packed in another way', async () => {
      for (const [name, bytes] of Object.entries(files)) put(name, bytes);
      const { xTrain } = await load();
      fs.rmSync(at('train-images-idx3-ubyte'));
      put('train-images-idx3-ubyte.gz', gzipSync(files['train-images-idx3-ubyte'], { level: 1 }));
      assert.deepEqual((await load()).xTrain, xTrain);
      assert.isEmpty(server.asked);
    });

    it('are found where the system keeps them', async () => {
      for (const [name, bytes] of Object.entries(packed)) put(join('system', name), bytes);
      const source = { ...idxSource, systemFolders: [at('system')] };
      const set = await loadIdxSet('fashionMnist', source, { cache: at('elsewhere') });
      assert.deepEqual([...set.xTrain.data], trainPixels);
      assert.deepEqual(
        there(),
        ['system', ...Object.keys(packed).map((name) => join('system', name))].toSorted(),
      );
    });

    it('what is missing is downloaded, what is there is not', async () => {
      put('small-set/t10k-labels-idx1-ubyte.gz', packed['t10k-labels-idx1-ubyte.gz']);
      await load();
      assert.equal(server.asked.length, 3);
    });

    it('a file that is not that of the set is refused, and taken as it is with verify: false', async () => {
      await load();
      const name = 'small-set/t10k-images-idx3-ubyte.gz';
      const other = idxOfBytes([2, 3, 4], some(24, 5));
      put(name, gzipSync(other));
      const message = `fashionMnist: ${at(name)} is not the file of this set; expected the SHA-256 ${hash(files['t10k-images-idx3-ubyte'])} (unpacked), received ${hash(other)}. Remove it`;
      await assertFails(load, 'DataError', message, 'verify: false takes it as it is.');
      assert.deepEqual([...(await load({ verify: false })).xTest.data], some(24, 5));
      put(name, packed['t10k-images-idx3-ubyte.gz'].subarray(0, 30));
      for (const verify of [true, false]) {
        await assertFails(
          () => load({ verify }),
          'DataError',
          `${at(name)} is damaged or cut off: its 30 bytes`,
        );
      }
    });

    it('a set of another size is taken with verify: false, if its files belong together', async () => {
      put('train-images-idx3-ubyte', idxOfBytes([3, 2, 2], some(12, 6)));
      put('train-labels-idx1-ubyte', idxOfBytes([3], [2, 1, 0]));
      put('t10k-images-idx3-ubyte', idxOfBytes([1, 2, 2], some(4, 7)));
      put('t10k-labels-idx1-ubyte', idxOfBytes([1], [2]));
      const own = () => load({ verify: false });
      assert.deepEqual((await own()).xTrain.shape, [3, 4]);
      put('train-labels-idx1-ubyte', idxOfBytes([4], [2, 1, 0, 0]));
      const message = `${at('train-labels-idx1-ubyte')} does not belong to ${at('train-images-idx3-ubyte')}; expected 3 labels, received 4.`;
      await assertFails(own, 'DataError', message);
      put('train-labels-idx1-ubyte', idxOfBytes([3], [2, 3, 0]));
      await assertFails(
        own,
        'DataError',
        'label 1: there is no such class; expected a whole number from 0 to 2, received 3.',
      );
      put('train-labels-idx1-ubyte', idxOfBytes([3, 1], [2, 1, 0]));
      await assertFails(own, 'DataError', 'has another number of axes; expected [labels], received [3, 1].');
      put('train-images-idx3-ubyte', idxOfBytes([3, 4], some(12, 6)));
      await assertFails(own, 'DataError', 'expected [pictures, rows, columns], received [3, 4].');
      assert.isEmpty(server.asked);
    });

    it('no half file is left when a download fails, and the next call goes on', async () => {
      const [name, bytes] = Object.entries(packed)[0];
      const broken = await serve((request, response) => cut(request, response, bytes, 5));
      await assertFails(() => load({ url: broken.url, retries: 1 }), 'DataError', 'was cut', 'received 10');
      await broken.close();
      assert.equal(broken.asked.length, 2);
      assert.deepEqual(there(), ['small-set', join('small-set', `${name}.part`)]);
      await load();
      assert.deepEqual(there(), ['small-set', ...names].toSorted());
      assert.equal(server.asked[0].range, 'bytes=10-');
    });

    it('says what to do where there is no network, no such file, or no leave to download', async () => {
      const closed = await serve(() => {});
      await closed.close();
      const byHand = `Or put train-images-idx3-ubyte.gz into ${at('small-set')} yourself. Or ask a friend.`;
      await assertFails(
        () => load({ url: closed.url }),
        'DataError',
        `${closed.url}train-images-idx3-ubyte.gz is not reached`,
        byHand,
      );
      await assertFails(
        () => load({ url: `${server.url}other/` }),
        'DataError',
        'was answered by 404 Not Found',
        byHand,
      );
      const message = `there is no train-images-idx3-ubyte.gz in ${at('small-set')} or ${cache}. Call it without download: false.`;
      await assertFails(() => load({ download: false }), 'DataError', message, byHand);
    });
  });

  describe('of records', () => {
    const load = (options: ImageSetOptions = {}) =>
      loadCifar('cifar10', cifarSource, { cache, url: `${server.url}data/`, ...options });
    const kept = [
      'small-batches',
      ...[...Object.keys(batches), 'batches.meta.txt'].map((name) => join('small-batches', name)),
    ];

    it('are downloaded as an archive, of which the files are kept', async () => {
      const first = await load();
      assert.deepEqual(
        [first.xTrain.shape, first.xTest.shape],
        [
          [5, 3072],
          [1, 3072],
        ],
      );
      assert.deepEqual(first.tTrain.toArray(), [3, 1, 0, 2, 2]);
      assert.deepEqual(
        first.xTrain.data.subarray(2 * 3072),
        parseCifar10(batches['data_batch_2.bin']).x.data,
      );
      assert.deepEqual(first.classNames, ['cat', 'dog', 'cow', 'owl']);
      assert.deepEqual(there(), kept.toSorted());
      assert.deepEqual(await load({ download: false }), first);
      const pictures = await load({ flatten: false, oneHot: true, scale: 1 / 255, dtype: 'float64' });
      assert.deepEqual([pictures.xTrain.shape, pictures.tTest.toArray()], [
        [5, 32, 32, 3],
        [[0, 1, 0, 0]],
      ] as never);
      assert.equal(server.asked.length, 1);
    });

    it('an archive that was put there is used, and stays', async () => {
      put('small.tar.gz', archive);
      await load({ download: false });
      assert.deepEqual(there(), [...kept, 'small.tar.gz'].toSorted());
      assert.isEmpty(server.asked);
    });

    it('an archive of other files is refused, and nothing is taken out of it', async () => {
      put('small.tar.gz', gzipSync(tar({ 'small/data_batch_1.bin': batches['data_batch_2.bin'] })));
      const message = `${at('small.tar.gz')} holds another data_batch_1.bin than this set; expected the SHA-256 ${hash(batches['data_batch_1.bin'])}, received `;
      await assertFails(load, 'DataError', message);
      put('small.tar.gz', gzipSync(tar({ 'small/data_batch_1.bin': batches['data_batch_1.bin'] })));
      await assertFails(load, 'DataError', 'holds another data_batch_2.bin', 'received no such file.');
      put('small.tar.gz', archive.subarray(0, 2000));
      await assertFails(load, 'DataError', 'small.tar.gz is damaged or cut off');
      assert.deepEqual(there(), ['small.tar.gz']);
    });

    it('files that are damaged or of another size', async () => {
      await load();
      put('small-batches/test_batch.bin', records([2, 0], 9));
      await assertFails(load, 'DataError', 'test_batch.bin is not the file of this set');
      assert.deepEqual((await load({ verify: false })).tTest.toArray(), [2, 0]);
      put('small-batches/test_batch.bin', records([2], 9).subarray(1));
      await assertFails(
        () => load({ verify: false }),
        'DataError',
        'test_batch.bin, record 0: it ends in the middle',
      );
    });

    it('with verify: false some files are enough', async () => {
      put('data_batch_2.bin', records([1, 1, 0], 8));
      put('test_batch.bin', records([3], 9));
      const set = await load({ verify: false, download: false });
      assert.deepEqual([set.tTrain.toArray(), set.tTest.toArray()], [[1, 1, 0], [3]]);
      assert.isEmpty(server.asked);
    });
  });

  describe('the public ones', () => {
    const loaders = { fashionMnist, mnist, cifar10 };
    const first = {
      fashionMnist: 'fashion-mnist/train-images-idx3-ubyte.gz',
      mnist: 'mnist/train-images-idx3-ubyte.gz',
      cifar10: 'cifar-10-batches-bin/cifar-10-binary.tar.gz',
    };

    for (const [name, load] of Object.entries(loaders)) {
      it(`${name} looks into its own folder first`, async () => {
        const path = first[name as keyof typeof first];
        put(path, gzipSync(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 7, 7)));
        await assertFails(() => load({ cache, download: false }), 'DataError', `${name}: ${at(path)}`);
      });

      it(`${name} refuses what is not usable`, async () => {
        const wrong: [object, string][] = [
          [{ onehot: true }, "Did you mean 'oneHot'?"],
          [{ scale: 0 }, 'scale is not usable; expected a number > 0'],
          [{ scale: '1' }, 'scale is not usable'],
          [{ dtype: 'uint8' }, 'unknown dtype'],
          [{ cache: 7 }, 'cache is not usable; expected the path of a folder, received 7.'],
          [{ cache: '' }, 'cache is not usable'],
          [{ url: 7 }, 'url is not usable'],
          [{ url: 'example.org' }, 'url is not usable; expected an address that begins with http'],
          [{ retries: -1 }, 'retries is not usable'],
          [{ signal: new AbortController() }, "signal is not usable; expected an AbortController's signal"],
          [{ onProgress: true }, 'onProgress is not usable; expected a function'],
          [{ verify: 0 }, 'verify is not usable'],
          [{ download: 'no' }, 'download is not usable'],
        ];
        for (const [options, message] of wrong) {
          await assertFails(() => load(options), 'ArgumentError', `${name}: `, message);
        }
      });

      it(`${name} names what takes bytes where there is no file system`, async () => {
        const parser = name === 'cifar10' ? 'parseCifar10(bytes)' : 'parseIdx(await gunzip(bytes))';
        for (const options of [{}, { cache }]) {
          const message = `${name}: there is no file system here. ${parser} takes the bytes of each of its`;
          await assertFails(() => withFileSystem(undefined, () => load(options)), 'StateError', message);
        }
      });
    }
  });

  describe('the cache', () => {
    const names = ['MULTIPERCEPTRON_DATA', 'XDG_CACHE_HOME', 'LOCALAPPDATA'] as const;
    const under = <T = string>(
      env: Partial<Record<(typeof names)[number], string>>,
      work: () => T = () => cacheFolder('mnist', 'instead') as T,
    ): T => {
      const before = names.map((name) => [name, process.env[name]] as const);
      for (const name of names) delete process.env[name];
      Object.assign(process.env, env);
      try {
        return work();
      } finally {
        for (const [name, value] of before) {
          if (value === undefined) delete process.env[name];
          else process.env[name] = value;
        }
      }
    };

    it('is where the environment says', async () => {
      const standard = join(homedir(), '.cache', 'multiperceptron');
      assert.equal(under({ MULTIPERCEPTRON_DATA: '/a/b', XDG_CACHE_HOME: '/c' }), '/a/b');
      if (process.platform !== 'win32') {
        assert.equal(under({}), standard);
        assert.equal(under({ XDG_CACHE_HOME: '/c/d', MULTIPERCEPTRON_DATA: '' }), '/c/d/multiperceptron');
        assert.equal(under({ XDG_CACHE_HOME: 'relative', LOCALAPPDATA: '/e' }), standard);
      }
    });

    it('of a user without a home must be named, and may be', async () => {
      const { getBuiltinModule } = process;
      const homedir = () => {
        throw new Error('ENOENT: no entry for this user');
      };
      const modules = (name: string) =>
        name === 'node:os' ? { homedir } : getBuiltinModule(name as 'node:os');
      const url = `${server.url}data`;
      const loads = (options: ImageSetOptions) =>
        under({}, () => {
          Object.assign(process, { getBuiltinModule: modules });
          try {
            return loadIdxSet('mnist', idxSource, { url, ...options });
          } finally {
            Object.assign(process, { getBuiltinModule });
          }
        });
      const message = 'mnist: this user has no folder for a cache. Name one in the environment variable';
      await assertFails(() => loads({}), 'StateError', message);
      await loads({ cache });
      assert.include(there(), join('small-set', 'train-images-idx3-ubyte.gz'));
    });

    it('takes the sets where no option names a folder', async () => {
      const before = process.env.MULTIPERCEPTRON_DATA;
      process.env.MULTIPERCEPTRON_DATA = cache;
      try {
        await loadIdxSet('fashionMnist', idxSource, { url: `${server.url}data` });
        assert.include(there(), join('small-set', 'train-images-idx3-ubyte.gz'));
      } finally {
        if (before === undefined) delete process.env.MULTIPERCEPTRON_DATA;
        else process.env.MULTIPERCEPTRON_DATA = before;
      }
    });
  });
});
