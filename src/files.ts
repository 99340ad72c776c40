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
}

/** What is used of the platform: Node's process, and two classes that browsers have too. */
interface Platform {
  readonly process?: { getBuiltinModule?(name: string): unknown };
  readonly TextDecoder: new (
    encoding: 'utf-8',
    options: { fatal: boolean },
  ) => { decode(bytes: Uint8Array): string };
  readonly URL: new (path: string, base: string | FileUrl) => FileUrl;
}

const platform = globalThis as unknown as Platform;

/** The file whose presence tells which folder is the package's `data/`. */
const LANDMARK = 'data/optdigits_train.csv';

/**
 * The text of a file in UTF-8, without its byte order mark.
 *
 * @param who the speaker of errors: the function that the user called
 * @param path a path, or a `file:` URL
 * @param instead a sentence for platforms without files: what to call with text
 * @throws DataError if there is no such file, if it may not be read, or if it is not UTF-8; StateError without a
 * file system; ArgumentError if this is no path
 */
export function readTextFile(who: string, path: string | FileUrl, instead: string): string {
  const name = nameOf(who, path);
  const files = fileSystem(who, instead);
  let bytes: Uint8Array;
  try {
    bytes = files.readFileSync(path);
  } catch (error) {
    throw unreadable(who, name, error as Error & { code?: string });
  }
  try {
    return new platform.TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new DataError(
      complain({ who, problem: `${name} is not text in UTF-8`, help: 'Save it as UTF-8 and try again.' }),
    );
  }
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

/** `getBuiltinModule` is in Node from 20.16 and 22.3 on. */
function fileSystem(who: string, instead: string): FileSystem {
  const files = platform.process?.getBuiltinModule?.('node:fs');
  if (files) return files as FileSystem;
  throw new StateError(complain({ who, problem: 'there is no file system here', help: instead }));
}

function nameOf(who: string, path: unknown): string {
  if (typeof path === 'string') return path;
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

function unreadable(who: string, name: string, error: Error & { code?: string }): DataError {
  switch (error.code) {
    case 'ENOENT': {
      const help = 'Check the spelling; relative paths start at the folder in which the program was started.';
      return new DataError(complain({ who, problem: `there is no file ${name}`, help }));
    }
    case 'EISDIR': {
      const help = 'Name a file in it.';
      return new DataError(complain({ who, problem: `${name} is a folder`, help }));
    }
    case 'EACCES':
    case 'EPERM': {
      const help = 'Give this user the right to read it.';
      return new DataError(complain({ who, problem: `${name} may not be read`, help }));
    }
    default:
      return new DataError(complain({ who, problem: `${name} cannot be read: ${error.message}` }));
  }
}
