/**
 * CIFAR-10: 60,000 colour pictures of 32×32 pixels in ten classes.
 */
import { hashOf, joinPath, makeFolder } from '../cache.ts';
import { complain, DataError } from '../errors.ts';
import { readBytes, remove, writeBytes } from '../files.ts';
import { type Cifar10, cifarTensors } from './cifar.ts';
import { unpacked } from './shared/gzip.ts';
import {
  fetchFile,
  find,
  type ImageSet,
  type ImageSetOptions,
  readSettings,
  readTargets,
  readVerified,
  type Settings,
  type Source,
  type SourceFile,
} from './shared/image-sets.ts';
import { untar } from './shared/tar.ts';

/** The set, as one archive of several files of records. */
export interface CifarSource extends Source {
  readonly classNames: readonly string[];
  readonly archive: SourceFile;
  /** Their SHA-256 by name. */
  readonly train: Readonly<Record<string, string>>;
  readonly test: Readonly<Record<string, string>>;
  /** What else is taken out of the archive. */
  readonly beside: readonly string[];
}

const SOURCE: CifarSource = {
  folder: 'cifar-10-batches-bin',
  url: 'https://www.cs.toronto.edu/~kriz/',
  classNames: ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'],
  archive: {
    name: 'cifar-10-binary.tar.gz',
    size: 170_052_171,
    sha256: 'c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd',
  },
  train: {
    'data_batch_1.bin': 'cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5',
    'data_batch_2.bin': 'a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed',
    'data_batch_3.bin': 'bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67',
    'data_batch_4.bin': '014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48',
    'data_batch_5.bin': '755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add',
  },
  test: {
    'test_batch.bin': '8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b',
  },
  beside: ['batches.meta.txt'],
};

/**
 * CIFAR-10: small colour pictures of animals and vehicles, 5000 of each class to learn from and 1000 to test on.
 *
 * Its six files of records are looked for in the cache, then the archive of them; what is not there is downloaded into
 * the cache (170 MB), checked, taken out of the archive, and the archive removed. Whatever is read must have the
 * SHA-256 of the set. In 'float32' the pictures take 740 MB of memory.
 *
 * Shapes: xTrain [50000, 3072], xTest [10000, 3072], red, green and blue of each pixel one after another; without
 * `flatten` [50000, 32, 32, 3] and [10000, 32, 32, 3]; tTrain [50000], tTest [10000], with `oneHot` [50000, 10] and
 * [10000, 10]
 * @param options `scale` (default 1), `oneHot` (false), `flatten` (true), `dtype` ('float32'); `cache` (a folder),
 * `download` (true), `url` (of a mirror), `retries` (2), `onProgress`, `signal`, `verify` (true)
 * @returns a promise of `{ xTrain, tTrain, xTest, tTest, classNames }`
 * @throws as `fashionMnist` does; where there is no file system `parseCifar10` takes bytes
 * Peers: Keras's `cifar10.load_data` gives [50000, 32, 32, 3] of bytes and labels [50000, 1].
 * @see A. Krizhevsky (2009), Learning Multiple Layers of Features from Tiny Images
 * @example
 * const { xTrain, tTrain, classNames } = await cifar10({ scale: 1 / 255, oneHot: true });
 * xTrain.shape; // [50000, 3072]
 */
export async function cifar10(options: ImageSetOptions = {}): Promise<ImageSet> {
  return loadCifar('cifar10', SOURCE, options);
}

/** Finds or loads the files of a set of this kind, and gives what they hold. @throws as `cifar10` does */
export async function loadCifar(
  who: string,
  source: CifarSource,
  options: ImageSetOptions,
): Promise<ImageSet> {
  const settings = readSettings(
    who,
    source,
    options,
    'parseCifar10(bytes) takes the bytes of each of its files.',
  );
  if (!isThere(who, source, settings)) await bring(who, source, settings);
  const train = readRecords(who, source.train, settings);
  const test = readRecords(who, source.test, settings);
  const { classNames } = source;
  return {
    xTrain: train.x,
    tTrain: readTargets(who, 'the training files', train.labels, classNames.length, settings),
    xTest: test.x,
    tTest: readTargets(who, 'the test file', test.labels, classNames.length, settings),
    classNames: [...classNames],
  };
}

/** Whether all files of records can be found; unverified, one to learn from and one to test on are enough. */
function isThere(who: string, { train, test }: CifarSource, { folders, verify }: Settings): boolean {
  return [train, test].every((part) => {
    const found = Object.keys(part).map((name) => find(who, folders, name) !== null);
    return verify ? found.every(Boolean) : found.some(Boolean);
  });
}

/** Takes the files out of the archive, which is downloaded if it is not there. */
async function bring(who: string, source: CifarSource, settings: Settings): Promise<void> {
  const { archive, train, test, beside } = source;
  const found = find(who, settings.folders, archive.name);
  const path = found ?? (await fetchFile(who, source, archive, settings));
  const packed = untar(who, path, unpacked(who, path, readBytes(who, path, '')));
  const files = new Map([...packed].map(([name, bytes]) => [name.replace(/^.*\//, ''), bytes]));
  const batches = { ...train, ...test };
  for (const [name, sha256] of Object.entries(batches)) {
    const bytes = files.get(name);
    const received = bytes === undefined ? 'no such file' : hashOf(bytes);
    if (received === sha256) continue;
    const problem = `${path} holds another ${name} than this set`;
    const help = 'Remove the archive, so that it is downloaded again.';
    throw new DataError(complain({ who, problem, expected: `the SHA-256 ${sha256}`, received, help }));
  }
  const [folder] = settings.folders;
  makeFolder(who, folder);
  for (const name of [...Object.keys(batches), ...beside]) {
    const bytes = files.get(name);
    if (bytes !== undefined) writeBytes(who, joinPath(folder, name), bytes, '');
  }
  if (found === null) remove(who, path, '');
}

/** The records of those files that can be found. */
function readRecords(who: string, hashes: Readonly<Record<string, string>>, settings: Settings): Cifar10 {
  const files = Object.entries(hashes).flatMap(([name, sha256]) => {
    const path = find(who, settings.folders, name);
    return path === null ? [] : [{ name: path, bytes: readVerified(who, path, sha256, settings) }];
  });
  return cifarTensors(who, files, settings);
}
