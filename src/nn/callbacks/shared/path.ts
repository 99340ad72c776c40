/**
 * The path of a file that a callback writes, looked at before anything is trained.
 */
import { ArgumentError, complain, DataError, show } from '../../../errors.ts';
import { exists, type FileUrl } from '../../../files.ts';

/** @throws ArgumentError for what is neither a path nor a `file:` URL */
export function checkPath(who: string, path: string | FileUrl): void {
  const href = (path as Partial<FileUrl> | null | undefined)?.href;
  if ((typeof path === 'string' && path !== '') || typeof href === 'string') return;
  const expected = 'a path or a file: URL';
  throw new ArgumentError(complain({ who, problem: 'path is not usable', expected, received: show(path) }));
}

/** The path as a message shows it. */
export function nameOf(path: string | FileUrl): string {
  return typeof path === 'string' ? path : path.href;
}

/**
 * That the folder of a path is there, as far as the path says which: one with a placeholder is not known yet.
 *
 * @param instead what to do where there is no file system
 * @throws DataError if it is not; StateError without a file system
 */
export function requireFolder(who: string, path: string | FileUrl, instead: string): void {
  const folder = typeof path === 'string' ? path.slice(0, Math.max(path.lastIndexOf('/'), 0)) : '';
  if (exists(who, folder === '' ? '.' : folder, instead) || folder.includes('{')) return;
  throw new DataError(
    complain({ who, problem: `there is no folder ${show(folder)}`, help: 'Make it first.' }),
  );
}
