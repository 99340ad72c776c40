/**
 * The folder of a file that a callback writes, looked at before anything is trained.
 */
import { complain, DataError, show } from '../../../errors.ts';
import { exists, type FileUrl } from '../../../files.ts';

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
