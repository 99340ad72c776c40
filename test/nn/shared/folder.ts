/**
 * A folder for files that tests write: new for each test, and gone afterwards.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a test may ask of its folder. */
export interface Folder {
  /** The path of a file in it. */
  at(name: string): string;
  /** The text of a file, each byte a letter. */
  read(name: string): string;
  /** All files: name and text. */
  all(): Record<string, string>;
  /** Removes all files; `remove` the folder too. */
  clear(): void;
  remove(): void;
}

/** Makes a folder. */
export function makeFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), 'multiperceptron-callbacks-'));
  const at = (name: string) => `${path}/${name}`;
  const read = (name: string) => readFileSync(at(name), 'latin1');
  const names = () => (existsSync(path) ? readdirSync(path).toSorted() : []);
  return {
    at,
    read,
    all: () => Object.fromEntries(names().map((name) => [name, read(name)])),
    clear: () => {
      for (const name of names()) rmSync(at(name), { recursive: true });
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** A folder for each test of the suite that calls this; it is removed after the test. */
export function useFolder(): () => Folder {
  let folder: Folder | null = null;
  beforeEach(() => {
    folder = makeFolder();
  });
  afterEach(() => folder?.remove());
  return () => folder!;
}
