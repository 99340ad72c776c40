/**
 * Sets of labelled pictures that are too large for this package: where their files are looked for, how they come, and
 * what is made of them.
 */
import { cacheFolder, hashOf, joinPath } from '../../cache.ts';
import { oneHot } from '../../data/index.ts';
import { ArgumentError, complain, DataError, show } from '../../errors.ts';
import { exists, readBytes } from '../../files.ts';
import { flag, number, oneOf, readOptions, wholeNumber } from '../../options.ts';
import type { DType, Tensor } from '../../tensor/index.ts';
import { type AbortSignalLike, checkAddress, type DownloadProgress, download } from '../download.ts';
import { unpacked } from './gzip.ts';

/** What a loader of pictures is to give, and where it finds their files. */
export interface ImageSetOptions {
  /** Every pixel is multiplied by this; greater than 0, default 1. 1 / 255 brings all into [0, 1]. */
  readonly scale?: number;
  /** Whether `tTrain` and `tTest` are rows with a single one; by default they are labels. */
  readonly oneHot?: boolean;
  /** Whether each picture is a row of numbers, the default, or keeps its rows and columns. */
  readonly flatten?: boolean;
  /** Default 'float32'. */
  readonly dtype?: DType;
  /**
   * The folder of data sets, in which each has a folder of its own. Files that stand in it as they are, are found too.
   * By default the one that the environment variable MULTIPERCEPTRON_DATA names, else `multiperceptron` in the user's
   * folder for caches (XDG_CACHE_HOME, LOCALAPPDATA on Windows, or `~/.cache`).
   */
  readonly cache?: string;
  /** Whether files that are not there may be downloaded; default true. */
  readonly download?: boolean;
  /** The address below which the files are, if they are to come from a mirror. They must be the same bytes. */
  readonly url?: string;
  /** How often a download goes on after its connection was cut; default 2. */
  readonly retries?: number;
  /** Is told how far a download is, each time that bytes have come. */
  readonly onProgress?: (progress: DownloadProgress) => void;
  /** An AbortSignal that ends a download; what has come is kept, and a later call goes on with it. */
  readonly signal?: AbortSignalLike;
  /**
   * Whether files that are found must be those of the set, by their SHA-256; default true. False takes files of the
   * same names and formats as they are, such as the first thousands of the set, or pictures of one's own.
   */
  readonly verify?: boolean;
}

/** Pictures to learn from and pictures to test on. */
export interface ImageSet {
  /** The pixels, row by row, from 0 to 255 · scale: [rows, numbers of a picture], or with axes of a picture. */
  readonly xTrain: Tensor;
  /** The classes: labels [rows], or [rows, classes] with `oneHot`. */
  readonly tTrain: Tensor;
  /** As `xTrain`. */
  readonly xTest: Tensor;
  /** As `tTrain`. */
  readonly tTest: Tensor;
  /** What the classes show, in the order of the labels. */
  readonly classNames: string[];
}

/** A file of a set. */
export interface SourceFile {
  readonly name: string;
  /** Bytes as they come from the server, if that is known. */
  readonly size?: number;
  /** The SHA-256 as it comes from the server. */
  readonly sha256: string;
}

/** A set, and where it comes from. */
export interface Source {
  /** Its own name of a folder. */
  readonly folder: string;
  readonly url: string;
  /** Folders of the system in which it may be. */
  readonly systemFolders?: readonly string[];
  /** A further sentence about how to get it by hand. */
  readonly advice?: string;
}

/** The options of one call, with their defaults; `folders` are looked through in turn, the first takes downloads. */
export type Settings = Required<Omit<ImageSetOptions, 'cache' | 'onProgress' | 'signal'>> &
  Pick<ImageSetOptions, 'onProgress' | 'signal'> & { readonly folders: readonly string[] };

/**
 * Reads the options of a loader.
 *
 * @param instead what to call where there is no file system
 * @throws ArgumentError for what is not usable; StateError without a file system
 */
export function readSettings(
  who: string,
  source: Source,
  options: ImageSetOptions,
  instead: string,
): Settings {
  const defaults = {
    scale: 1,
    oneHot: false,
    flatten: true,
    dtype: 'float32' as DType,
    cache: undefined as string | undefined,
    download: true,
    url: source.url,
    retries: 2,
    onProgress: undefined as unknown,
    signal: undefined as unknown,
    verify: true,
  };
  const { cache, ...given } = readOptions(who, defaults, options);
  number(who, 'scale', given.scale, { above: 0 });
  for (const name of ['oneHot', 'flatten', 'download', 'verify'] as const) flag(who, name, given[name]);
  oneOf(who, 'dtype', given.dtype, ['float32', 'float64']);
  wholeNumber(who, 'retries', given.retries, { min: 0 });
  const { onProgress, signal } = given;
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw unusable(who, 'onProgress', 'a function', onProgress);
  }
  if (signal !== undefined && typeof (signal as AbortSignalLike | null)?.aborted !== 'boolean') {
    throw unusable(who, 'signal', "an AbortController's signal", signal);
  }
  checkAddress(who, given.url);
  if (cache !== undefined && (typeof cache !== 'string' || cache === '')) {
    throw unusable(who, 'cache', 'the path of a folder', cache);
  }
  const root = cache ?? cacheFolder(who, instead);
  exists(who, root, instead); // tells whether there are files at all
  // Files of one's own are not to be mixed with those of the system.
  const system = given.verify ? (source.systemFolders ?? []) : [];
  const folders = [joinPath(root, source.folder), root, ...system];
  return { ...given, folders } as Settings;
}

function unusable(who: string, name: string, expected: string, received: unknown): ArgumentError {
  return new ArgumentError(
    complain({ who, problem: `${name} is not usable`, expected, received: show(received) }),
  );
}

/** The path of the first file of one of these names in one of these folders, or null. */
export function find(who: string, folders: readonly string[], ...names: readonly string[]): string | null {
  for (const folder of folders) {
    for (const name of names) {
      const path = joinPath(folder, name);
      if (exists(who, path, '')) return path;
    }
  }
  return null;
}

/**
 * Loads a file into the set's own folder.
 *
 * @returns its path
 * @throws DataError if that may not be, or fails
 */
export async function fetchFile(
  who: string,
  source: Source,
  { name, size, sha256 }: SourceFile,
  settings: Settings,
): Promise<string> {
  const [folder] = settings.folders;
  const byHand = [`Or put ${name} into ${folder} yourself.`, ...(source.advice ? [source.advice] : [])].join(
    ' ',
  );
  if (!settings.download) {
    const problem = `there is no ${name} in ${settings.folders.join(' or ')}`;
    throw new DataError(complain({ who, problem, help: `Call it without download: false. ${byHand}` }));
  }
  const url = `${settings.url.replace(/\/*$/, '/')}${name}`;
  const { retries, onProgress, signal } = settings;
  const path = joinPath(folder, name);
  await download(who, url, path, { size, sha256, retries, onProgress, signal, byHand });
  return path;
}

/**
 * The unpacked bytes of a file, if they are those of the set.
 *
 * @param sha256 of the unpacked bytes
 * @throws DataError if they are others
 */
export function readVerified(
  who: string,
  path: string,
  sha256: string | undefined,
  { verify }: Settings,
): Uint8Array {
  const bytes = unpacked(who, path, readBytes(who, path, ''));
  if (!verify || sha256 === undefined) return bytes;
  const received = hashOf(bytes);
  if (received === sha256) return bytes;
  throw new DataError(
    complain({
      who,
      problem: `${path} is not the file of this set`,
      expected: `the SHA-256 ${sha256} (unpacked)`,
      received,
      help: 'Remove it, so that it is downloaded again; verify: false takes it as it is.',
    }),
  );
}

/** Labels as they are wanted. @throws DataError for one that is no class */
export function readTargets(
  who: string,
  name: string,
  labels: Tensor,
  classes: number,
  settings: Settings,
): Tensor {
  const wrong = labels.data.findIndex((label) => !(Number.isInteger(label) && label >= 0 && label < classes));
  if (wrong >= 0) {
    const problem = `${name}, label ${wrong}: there is no such class`;
    const expected = `a whole number from 0 to ${classes - 1}`;
    throw new DataError(complain({ who, problem, expected, received: `${labels.data[wrong]}` }));
  }
  return settings.oneHot ? oneHot(labels, classes) : labels;
}
