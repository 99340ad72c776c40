/**
 * A training that survives a crash: its state in a file, from which the same program goes on when it is started again.
 */
import { complain, DataError } from '../../errors.ts';
import { exists, type FileUrl, nameOf, readBytes, remove, writeBytes } from '../../files.ts';
import { flag, readOptions } from '../../options.ts';
import type { Logs } from '../history.ts';
import type { Callback, Training } from './callback.ts';
import { requireFolder } from './shared/path.ts';
import { batchCounter, checkSaveFreq, type SaveFreq } from './shared/save-freq.ts';

/** When to save, and what becomes of the file. */
export interface BackupAndRestoreOptions {
  /** When to save: after each 'epoch' (default), or each time that so many batches have been trained. */
  readonly saveFreq?: 'epoch' | number;
  /** Whether the file is removed when training has ended; default true. */
  readonly deleteCheckpoint?: boolean;
}

const WHO = 'BackupAndRestore';

/** What to do where there are no files. */
const INSTEAD = 'Keep the bytes of `toBytes()` in a callback of your own.';

/** A backup begins with these words and the number of the next epoch in one line; then comes the file of the model. */
const HEAD = 'multiperceptron backup, next epoch ';

/**
 * Saves the whole state of a training, and restores it when the next training begins and the file is still there.
 *
 * A program that crashed and is started again does the epochs that were left, bit for bit as if nothing had happened:
 * weights, what the optimizer remembers and all random streams are in the file. Not in it is what other callbacks have
 * seen: their counting begins anew.
 *
 * @param path the file; its folder must exist
 * @param options with a number as `saveFreq`, an epoch that was under way begins again from its first batch with the
 * weights as they had become: that is another training, if a close one
 * @throws ArgumentError for options out of range; DataError for a file that is no backup; StateError if there is no file
 * system
 * Peers: Keras (BackupAndRestore), which takes a folder.
 * @example
 * const backup = BackupAndRestore('training.backup');
 */
export function BackupAndRestore(path: string | FileUrl, options: BackupAndRestoreOptions = {}): Callback {
  const defaults = { saveFreq: 'epoch' as SaveFreq, deleteCheckpoint: true };
  const { saveFreq, deleteCheckpoint } = readOptions(WHO, defaults, options);
  const name = nameOf(WHO, path);
  checkSaveFreq(WHO, saveFreq);
  flag(WHO, 'deleteCheckpoint', deleteCheckpoint);

  const save = (training: Training, nextEpoch: number) => {
    const head = `${HEAD}${nextEpoch}\n`;
    const model = training.toBytes();
    const bytes = new Uint8Array(head.length + model.length);
    for (let i = 0; i < head.length; i++) bytes[i] = head.charCodeAt(i);
    bytes.set(model, head.length);
    writeBytes(WHO, path, bytes, INSTEAD);
  };

  let epoch = 0;
  const backups = batchCounter(saveFreq);
  return {
    onTrainBegin(training) {
      backups.restart();
      requireFolder(WHO, path, INSTEAD);
      if (!exists(WHO, path, INSTEAD)) return;
      const { nextEpoch, model } = readBackup(readBytes(WHO, path, INSTEAD), name);
      training.restore(model);
      training.initialEpoch = nextEpoch;
    },

    onEpochBegin(next) {
      epoch = next;
    },

    onEpochEnd(_epoch, _logs, training) {
      if (saveFreq === 'epoch') save(training, epoch + 1);
    },

    ...(saveFreq !== 'epoch' && {
      onTrainBatchEnd(batch: number, _logs: Logs, training: Training) {
        if (backups.isDue()) save(training, batch + 1 === training.params.steps ? epoch + 1 : epoch);
      },
    }),

    onTrainEnd() {
      if (deleteCheckpoint) remove(WHO, path, INSTEAD);
    },
  };
}

/** Takes a backup apart. @throws DataError */
function readBackup(
  bytes: Uint8Array,
  file: string,
): { readonly nextEpoch: number; readonly model: Uint8Array } {
  const end = bytes.indexOf(10); // the end of the first line
  const head = String.fromCharCode(...bytes.subarray(0, Math.min(Math.max(end, 0), 99)));
  const epoch = head.startsWith(HEAD) ? head.slice(HEAD.length) : '';
  if (/^\d{1,15}$/.test(epoch)) return { nextEpoch: Number(epoch), model: bytes.subarray(end + 1) };
  const problem = `${file} is no backup of a training`;
  throw new DataError(complain({ who: WHO, problem, help: 'Remove it, or give another path.' }));
}
