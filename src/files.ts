/**
 * Files: the one place of this library that reaches a file system.
 *
 * It asks the platform for `node:fs` when a file is wanted and imports nothing, so that the same code loads in a
 * browser. Where there is no file system, reading throws a `StateError` that names what to call with text instead.
 */
import { ArgumentError, complain, DataError, StateError, show } from './errors.ts';

/** A `file:` URL, such as `new URL('wine.csv', import.meta.url)`. */
export interface FileUrl {
  readonly href: string;
}

/** What is used of `node:fs`. */
interface FileSystem {
  readFileSync(path: string | FileUrl): Uint8Array;
  existsSync(path: string | FileUrl): boolean;
  realpathSync(path: string | FileUrl): string;
  statSync(path: string | FileUrl): { isFile(): boolean; readonly mode: number };
  accessSync(path: string | FileUrl, mode: number): void;
  writeFileSync(
    path: string | FileUrl,
    bytes: Uint8Array,
    options?: { readonly flag: string; readonly mode: number; readonly flush: boolean },
  ): void;
  appendFileSync(path: string | FileUrl, text: string): void;
  chmodSync(path: string | FileUrl, mode: number): void;
  renameSync(from: string | FileUrl, to: string | FileUrl): void;
  unlinkSync(path: string | FileUrl): void;
  openSync(path: string | FileUrl, flags: string): number;
  readSync(file: number, into: Uint8Array): number;
  closeSync(file: number): void;
}

/** What is used of the platform: Node's process, and what browsers have too. */
interface Platform {
  readonly crypto: { getRandomValues(array: Uint32Array): Uint32Array };
  readonly process?: { getBuiltinModule?(name: string): unknown };
  readonly TextDecoder: new (
    encoding: 'utf-8',
    options: { fatal: boolean },
  ) => { decode(bytes: Uint8Array): string };
  readonly TextEncoder: new () => { encode(text: string): Uint8Array };
  readonly URL: new (path: string, base?: string | FileUrl) => FileUrl;
}

const platform = globalThis as unknown as Platform;

/** The file whose presence tells which folder is the package's `data/`. */
const LANDMARK = 'data/optdigits_train.csv';

/**
 * The bytes of a file.
 *
 * @param who the speaker of errors: the function that the user called
 * @param path a path, or a `file:` URL
 * @param instead a sentence for platforms without files: what to call with bytes or text
 * @throws DataError if there is no such file, or if it may not be read; StateError without a file system;
 * ArgumentError if this is no path
 */
export function readBytes(who: string, path: string | FileUrl, instead: string): Uint8Array {
  return reach(who, path, instead, 'read', (files) => new Uint8Array(files.readFileSync(path)));
}

/**
 * The text of a file in UTF-8, without its byte order mark.
 *
 * @param who as for `readBytes`; so are `path` and `instead`
 * @throws what `readBytes` does, and DataError if it is not UTF-8
 */
export function readTextFile(who: string, path: string | FileUrl, instead: string): string {
  const bytes = readBytes(who, path, instead);
  try {
    return new platform.TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const problem = `${nameOf(who, path)} is not text in UTF-8`;
    throw new DataError(complain({ who, problem, help: 'Save it as UTF-8 and try again.' }));
  }
}

/**
 * The bytes of a file, piece by piece, so that a large one need not be in memory as a whole. The file is open from the
 * first piece on, and closed after the last one or when the loop over them is left.
 *
 * @param who as for `readBytes`; so are `path` and `instead`
 * @param size bytes in a piece at most
 * @throws what `readBytes` does, when the first piece is asked for
 */
export function* readChunks(
  who: string,
  path: string | FileUrl,
  instead: string,
  size = 65536,
): Generator<Uint8Array, void, undefined> {
  const files = fileSystem(who, instead);
  const file = reach(who, path, instead, 'read', () => files.openSync(path, 'r'));
  try {
    while (true) {
      const piece = new Uint8Array(size);
      const length = reach(who, path, instead, 'read', () => files.readSync(file, piece));
      if (length === 0) return;
      yield piece.subarray(0, length);
    }
  } finally {
    files.closeSync(file);
  }
}

/**
 * Writes a file as a whole, at exactly this path. Whatever happens meanwhile, what stands there is the old file or the
 * new one, never a part: the bytes go into a new file beside it, which then takes its place and its permissions. Of a
 * link, the file that it leads to is replaced.
 *
 * @param who as for `readBytes`; so are `path` and `instead`
 * @throws DataError naming the path if it cannot be written: the old file still stands, and nothing new is left
 */
export function writeBytes(who: string, path: string | FileUrl, bytes: Uint8Array, instead: string): void {
  reach(who, path, instead, 'written', (files) => {
    const target = files.existsSync(path) ? files.realpathSync(path) : path;
    const old = files.existsSync(target) ? files.statSync(target) : null;
    if (old !== null && !old.isFile()) return files.writeFileSync(target, bytes); // a device; a folder refuses
    if (old !== null) files.accessSync(target, WRITABLE);
    const mode = (old?.mode ?? 0o666) & 0o777;
    const beside = nextTo(target);
    try {
      files.writeFileSync(beside, bytes, { flag: 'wx', mode, flush: true });
      if (old !== null) files.chmodSync(beside, mode);
      files.renameSync(beside, target);
    } catch (error) {
      if (files.existsSync(beside)) files.unlinkSync(beside);
      throw error;
    }
  });
}

/** Writes a text as a whole, in UTF-8. @throws what `writeBytes` does */
export function writeText(who: string, path: string | FileUrl, text: string, instead: string): void {
  writeBytes(who, path, new platform.TextEncoder().encode(text), instead);
}

/** Adds a text to the end of a file, which is made if it is not there. @throws as for `readBytes` */
export function appendText(who: string, path: string | FileUrl, text: string, instead: string): void {
  reach(who, path, instead, 'written', (files) => files.appendFileSync(path, text));
}

/** Whether there is a file or a folder. @throws StateError without a file system; ArgumentError if this is no path */
export function exists(who: string, path: string | FileUrl, instead: string): boolean {
  return reach(who, path, instead, 'read', (files) => files.existsSync(path));
}

/** Removes a file, if it is there. @throws as for `readBytes` */
export function remove(who: string, path: string | FileUrl, instead: string): void {
  reach(who, path, instead, 'removed', (files) => {
    if (files.existsSync(path)) files.unlinkSync(path);
  });
}

/**
 * The text of a file in the package's own `data/` folder. The folder is found by walking up from this module, so
 * that it does not matter whether this runs from `src/`, `dist/` or `build/src/`.
 *
 * @param who as for `readTextFile`; so is `instead`
 * @param name the file's name, such as 'iris.csv'
 * @throws DataError if the folder or the file is missing; StateError without a file system
 */
export function readDataFile(who: string, name: string, instead: string): string {
  const files = fileSystem(who, instead);
  const here = (import.meta as { url?: string }).url ?? 'file:///';
  let folder = new platform.URL('.', here);
  while (!files.existsSync(new platform.URL(LANDMARK, folder))) {
    const parent = new platform.URL('..', folder);
    if (parent.href === folder.href) {
      throw new DataError(
        complain({
          who,
          problem: `the package's data folder is missing`,
          expected: `${LANDMARK} in a folder above ${here}`,
          help: instead,
        }),
      );
    }
    folder = parent;
  }
  return readTextFile(who, new platform.URL(`data/${name}`, folder), instead);
}

/** The mode in which `accessSync` asks whether a file may be written: POSIX's W_OK. */
const WRITABLE = 2;

/** A path that nobody uses, in the same folder. */
function nextTo(path: string | FileUrl): string | FileUrl {
  const ending = `.${platform.crypto.getRandomValues(new Uint32Array(2)).join('')}.tmp`;
  return typeof path === 'string' ? path + ending : new platform.URL(path.href + ending);
}

type Doing = 'read' | 'written' | 'removed';

/** Does some work with the file system, and says what the system refused. */
export function reach<T>(
  who: string,
  path: string | FileUrl,
  instead: string,
  doing: Doing,
  work: (files: FileSystem) => T,
): T {
  const name = nameOf(who, path);
  const files = fileSystem(who, instead);
  try {
    return work(files);
  } catch (error) {
    throw refusal(who, name, error as Error & { code?: string }, doing);
  }
}

/** A module of Node, undefined elsewhere. `getBuiltinModule` is in Node from 20.16 and 22.3 on. */
export function builtin<T>(name: `node:${string}`): T | undefined {
  return platform.process?.getBuiltinModule?.(name) as T | undefined;
}

function fileSystem(who: string, instead: string): FileSystem {
  const files = builtin<FileSystem>('node:fs');
  if (files) return files;
  throw new StateError(complain({ who, problem: 'there is no file system here', help: instead }));
}

/** A path as messages show it. @throws ArgumentError for what is neither a path nor a `file:` URL */
export function nameOf(who: string, path: unknown): string {
  if (typeof path === 'string' && path !== '') return path;
  const href = (path as Partial<FileUrl> | null | undefined)?.href;
  if (typeof href === 'string') return href;
  throw new ArgumentError(
    complain({
      who,
      problem: 'path is not usable',
      expected: 'a path or a file: URL',
      received: show(path),
    }),
  );
}

function refusal(who: string, name: string, error: Error & { code?: string }, doing: Doing): DataError {
  const say = (problem: string, help: string) => new DataError(complain({ who, problem, help }));
  switch (error.code) {
    case 'ENOENT': {
      const help = 'Check the spelling; relative paths start at the folder in which the program was started.';
      if (doing === 'read') return say(`there is no file ${name}`, help);
      return say(`there is no folder for ${name}`, `Make it first. ${help}`);
    }
    case 'EISDIR':
      return say(`${name} is a folder`, 'Name a file in it.');
    case 'EEXIST':
      return say(`${name} is there, and is no folder`, 'Choose another place.');
    case 'ENOTDIR':
      return say(`${name} leads through a file as if it were a folder`, 'Check the path.');
    case 'EACCES':
    case 'EPERM': {
      const right =
        doing === 'read' ? 'read it.' : 'write it and to change its folder, or choose another place.';
      return say(`${name} may not be ${doing}`, `Give this user the right to ${right}`);
    }
    case 'EROFS':
      return say(`${name} may not be ${doing}: it lies where all can only be read`, 'Choose another place.');
    case 'ENOSPC':
    case 'EDQUOT':
      return say(`there is no space left for ${name}`, 'Make room, or choose another place.');
    default:
      return new DataError(complain({ who, problem: `${name} cannot be ${doing}: ${error.message}` }));
  }
}
