/**
 * The cache: the folder of this user in which downloaded files are kept, and how a file gets there piece by piece.
 *
 * While it is loaded, a file has the name of its process: `NAME.PROCESS-NUMBER.part`. So two that load the same file at
 * once do not write into one another's, and what a process left behind that was ended is found, copied under a new
 * name, and continued. What is left on purpose is `NAME.part`. `NAME` itself is always whole.
 */
import { complain, StateError } from './errors.ts';
import { builtin, reach, readChunks } from './files.ts';

/** What is used of `node:fs` beside what `reach` hands over. */
interface FileSystem {
  existsSync(path: string): boolean;
  mkdirSync(path: string, options: { readonly recursive: true }): void;
  readdirSync(path: string): string[];
  statSync(path: string): { isFile(): boolean; readonly size: number; readonly mtimeMs: number };
  copyFileSync(from: string, to: string): void;
  utimesSync(path: string, accessed: number, modified: number): void;
  openSync(path: string, flags: string): number;
  writeSync(file: number, bytes: Uint8Array, from: number): number;
  ftruncateSync(file: number, length: number): void;
  fsyncSync(file: number): void;
  closeSync(file: number): void;
  renameSync(from: string, to: string): void;
  unlinkSync(path: string): void;
}

interface Platform {
  readonly crypto: { getRandomValues(array: Uint32Array): Uint32Array };
  readonly process?: {
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly platform: string;
    readonly pid: number;
    kill(process: number, signal: 0): void;
    uptime(): number;
  };
}

interface Paths {
  join(...parts: string[]): string;
  dirname(path: string): string;
  basename(path: string): string;
  isAbsolute(path: string): boolean;
}

interface Hash {
  update(bytes: Uint8Array): Hash;
  digest(form: 'hex'): string;
}

const platform = globalThis as unknown as Platform;

/** The environment variable that names the folder of data sets. */
const VARIABLE = 'MULTIPERCEPTRON_DATA';

const modules = () => ({
  files: builtin<FileSystem>('node:fs')!,
  paths: builtin<Paths>('node:path')!,
  crypto: builtin<{ createHash(name: 'sha256'): Hash }>('node:crypto')!,
});

/**
 * Where data sets are kept: the folder that the environment variable MULTIPERCEPTRON_DATA names, else `multiperceptron`
 * in the user's folder for caches, which is XDG_CACHE_HOME, LOCALAPPDATA on Windows, or `~/.cache`.
 *
 * @param instead as for `readBytes`
 * @throws StateError without a file system, or where the user has no folder
 * @see XDG Base Directory Specification 0.8: a path that is not absolute is ignored
 */
export function cacheFolder(who: string, instead: string): string {
  const { paths } = modules();
  const env = platform.process?.env;
  if (paths === undefined || env === undefined) {
    throw new StateError(complain({ who, problem: 'there is no file system here', help: instead }));
  }
  if (env[VARIABLE]) return env[VARIABLE];
  const windows = platform.process?.platform === 'win32';
  const caches = windows ? env.LOCALAPPDATA : env.XDG_CACHE_HOME;
  if (caches && paths.isAbsolute(caches)) return paths.join(caches, 'multiperceptron');
  try {
    return paths.join(builtin<{ homedir(): string }>('node:os')!.homedir(), '.cache', 'multiperceptron');
  } catch {
    const help = `Name one in the environment variable ${VARIABLE}, or with the option cache.`;
    throw new StateError(complain({ who, problem: 'this user has no folder for a cache', help }));
  }
}

/** A path made of parts, as this system writes it. */
export function joinPath(...parts: string[]): string {
  return modules().paths.join(...parts);
}

/** Makes a folder and those above it, if they are not there. @throws DataError if that cannot be */
export function makeFolder(who: string, path: string): void {
  reach(who, path, '', 'written', () => modules().files.mkdirSync(path, { recursive: true }));
}

/** The SHA-256 of bytes, as 64 hexadecimal digits. */
export function hashOf(bytes: Uint8Array): string {
  return modules().crypto.createHash('sha256').update(bytes).digest('hex');
}

/** A file that is not whole yet. */
export interface Part {
  /** Bytes that are there. */
  readonly size: number;
  /** The SHA-256 of what is there. */
  hash(): string;
  append(bytes: Uint8Array): void;
  /** Begins again with nothing. */
  clear(): void;
  /** It is whole: it takes its name. */
  finish(): void;
  /** It is left for another time. */
  leave(): void;
}

/**
 * What is there of a file that nobody else is loading, or an empty one; its folder is made.
 *
 * @throws DataError where the folder or the file cannot be made or written
 */
export function openPart(who: string, path: string): Part {
  const { files, paths, crypto } = modules();
  const written = <T>(work: () => T): T => reach(who, path, '', 'written', work);
  makeFolder(who, paths.dirname(path));
  const suffix = platform.crypto.getRandomValues(new Uint32Array(1))[0];
  const own = `${path}.${platform.process!.pid}-${suffix}.part`;
  written(() => takeOver(files, paths, path, own));
  const file = written(() => files.openSync(own, 'a'));
  let size = written(() => files.statSync(own).size);
  let open = true;
  const close = () => {
    if (open) files.closeSync(file);
    open = false;
  };

  return {
    get size() {
      return size;
    },
    hash() {
      const hash = crypto.createHash('sha256');
      for (const piece of readChunks(who, own, '', 2 ** 20)) hash.update(piece);
      return hash.digest('hex');
    },
    append(bytes) {
      written(() => {
        for (let at = 0; at < bytes.length; ) at += files.writeSync(file, bytes, at);
      });
      size += bytes.length;
    },
    clear() {
      written(() => files.ftruncateSync(file, 0));
      size = 0;
    },
    finish() {
      written(() => {
        files.fsyncSync(file);
        close();
        files.renameSync(own, path);
      });
    },
    leave() {
      close();
      const free = `${path}.part`;
      if (!files.existsSync(own)) return;
      const there = files.existsSync(free) ? files.statSync(free).size : 0;
      if (size > there) files.renameSync(own, free);
      else files.unlinkSync(own);
    },
  };
}

/**
 * Copies the largest part that nobody is loading, and removes all of these. A copy, since what looks left from here may
 * still be written to, by a machine that shares the folder.
 */
function takeOver(files: FileSystem, paths: Paths, path: string, own: string): void {
  const folder = paths.dirname(path);
  const name = paths.basename(path);
  const left = files
    .readdirSync(folder)
    .filter((entry) => entry.startsWith(name) && /^(\.\d+-\d+)?\.part$/.test(entry.slice(name.length)))
    .map((entry) => paths.join(folder, entry))
    .flatMap((part) => attempt(() => ({ part, status: files.statSync(part) })) ?? [])
    .filter(({ part, status }) => status.isFile() && attempt(() => isLeft(files, part)))
    .toSorted((a, b) => b.status.size - a.status.size)
    .map(({ part }) => part);
  const copy = (part: string) => {
    files.copyFileSync(part, own);
    files.utimesSync(own, Date.now() / 1000, Date.now() / 1000);
    return true;
  };
  if (left.some((part) => attempt(() => copy(part)))) {
    for (const part of left) attempt(() => files.unlinkSync(part));
  }
}

/** Whether the process that loaded this part is at its end. One of the same number may have come after it. */
function isLeft(files: FileSystem, part: string): boolean {
  const owner = /\.(\d+)-\d+\.part$/.exec(part);
  if (owner === null) return true;
  const process = platform.process!;
  const number = Number(owner[1]);
  if (number === process.pid) return files.statSync(part).mtimeMs < Date.now() - process.uptime() * 1000;
  try {
    process.kill(number, 0); // asks only whether it is there
    return false;
  } catch (error) {
    return (error as { code?: string }).code === 'ESRCH';
  }
}

/** What some work gives; undefined if the system refuses it: a part may be gone meanwhile, or belong to another user. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
