/**
 * Checkpoints: the model in a file while it is still trained.
 */
import { ArgumentError, complain, show } from '../../errors.ts';
import { writeBytes } from '../../files.ts';
import { flag, number, readOptions, wholeNumber } from '../../options.ts';
import type { Logs } from '../history.ts';
import type { Callback, Training } from './callback.ts';
import { readFileName } from './shared/file-name.ts';
import { checkWatch, findReported, type Mode, watch, type Watched } from './shared/monitor.ts';
import { requireFolder } from './shared/path.ts';
import { batchCounter, checkSaveFreq, type SaveFreq } from './shared/save-freq.ts';

/** When to save, and what. */
export interface ModelCheckpointOptions {
  /** What is watched with `saveBestOnly`, a name of History; default 'val_loss'. */
  readonly monitor?: string;
  /** 1 prints what is saved; default 0. */
  readonly verbose?: number;
  /** Whether only a model that is better than those before is saved; default false. */
  readonly saveBestOnly?: boolean;
  /** Whether the file holds the weights alone; default false: the whole model, ready to be trained further. */
  readonly saveWeightsOnly?: boolean;
  /** Which way is better; default 'auto': that of the loss or metric itself. */
  readonly mode?: 'auto' | 'min' | 'max';
  /** When to save: after each 'epoch' (default), or each time that so many batches have been trained. */
  readonly saveFreq?: 'epoch' | number;
  /** The value that the first model must be better than, with `saveBestOnly`; default none. */
  readonly initialValueThreshold?: number | null;
}

/** Checkpoints, and what they hold. */
export interface ModelCheckpoint extends Callback {
  /** The best value so far, with `saveBestOnly`; null before there is one. */
  readonly best: number | null;
  /** The file that was written last; null before there is one. */
  readonly lastSaved: string | null;
}

const defaults = {
  monitor: 'val_loss',
  verbose: 0,
  saveBestOnly: false,
  saveWeightsOnly: false,
  mode: 'auto' as Mode,
  saveFreq: 'epoch' as SaveFreq,
  initialValueThreshold: null as number | null,
};

const WHO = 'ModelCheckpoint';

/** What to do where there are no files. */
const INSTEAD = 'Keep the bytes of `toBytes()` in a callback of your own.';

/**
 * Saves the model after each epoch, or whenever it is better than before.
 *
 * @param path the file, which is written over; `{epoch:02d}`, `{val_loss:.2f}` and the like stand for numbers: `epoch`
 * and, if `saveFreq` is a number, `batch`, both from 1, and all that History takes. What an epoch lacks becomes 'NA'
 * @param options see `ModelCheckpointOptions`
 * @throws ArgumentError for options out of range; when training begins, if `monitor` or a placeholder is not among what is
 * reported; DataError if the file cannot be written; StateError if there is no file system
 * Peers: Keras (ModelCheckpoint), which goes on with the best value of the training before, and which saves with
 * `saveBestOnly` also after an epoch that does not report the watched value.
 * @example
 * const best = ModelCheckpoint('best-{epoch:02d}-{val_loss:.2f}', { saveBestOnly: true });
 */
export function ModelCheckpoint(path: string, options: ModelCheckpointOptions = {}): ModelCheckpoint {
  const read = readOptions(WHO, defaults, options);
  const { verbose, saveBestOnly, saveWeightsOnly, saveFreq, initialValueThreshold } = read;
  if (typeof path !== 'string' || path === '') {
    const expected = "the name of a file, such as 'model-{epoch:02d}'";
    throw new ArgumentError(
      complain({ who: WHO, problem: 'path is not usable', expected, received: show(path) }),
    );
  }
  checkWatch(WHO, { ...read, minDelta: 0 });
  wholeNumber(WHO, 'verbose', verbose, { min: 0 });
  flag(WHO, 'saveBestOnly', saveBestOnly);
  flag(WHO, 'saveWeightsOnly', saveWeightsOnly);
  checkSaveFreq(WHO, saveFreq);
  if (initialValueThreshold !== null) number(WHO, 'initialValueThreshold', initialValueThreshold);
  const fileName = readFileName(WHO, path);
  if (saveFreq !== 'epoch') {
    const watching = saveBestOnly ? [read.monitor] : [];
    for (const name of [...watching, ...fileName.names]) refuseMeasured(name);
  }
  const what = saveWeightsOnly ? 'weights' : 'model';

  let watched: Watched | null = null;
  let epoch = 0;
  const checkpoints = batchCounter(saveFreq);
  const seen = { best: null as number | null, lastSaved: null as string | null };

  /** Whether the model is good enough to be saved, and what is to be said of that. */
  const judge = (logs: Logs, training: Training): readonly [good: boolean, verdict: string] => {
    if (watched === null) return [true, ''];
    const value = watched.value(logs, training);
    if (value === null) return [false, ''];
    const before = seen.best === null ? 'none' : seen.best.toFixed(5);
    if (!watched.better(value, seen.best)) return [false, `${watched.key} did not improve from ${before}`];
    seen.best = value;
    return [true, `${watched.key} improved from ${before} to ${value.toFixed(5)}, `];
  };

  const save = (logs: Logs, training: Training, batch?: number) => {
    const say = (text: string) => {
      if (verbose > 0 && text !== '') training.print(`Epoch ${epoch + 1}: ${text}`);
    };
    const [good, verdict] = judge(logs, training);
    if (!good) {
      say(verdict);
      return;
    }
    const counters = { epoch: epoch + 1, ...(batch === undefined ? {} : { batch: batch + 1 }) };
    const file = fileName.fill({ ...logs, ...counters });
    say(`${verdict}saving model to ${file}`);
    writeBytes(WHO, file, training.toBytes(what), INSTEAD);
    seen.lastSaved = file;
  };

  return Object.assign(seen, {
    onTrainBegin({ monitors }) {
      const known = [...monitors.keys()].filter((name) => saveFreq === 'epoch' || !MEASURED.test(name));
      fileName.find([...known, 'epoch', ...(saveFreq === 'epoch' ? [] : ['batch'])]);
      if (options.monitor !== undefined) findReported(WHO, 'monitor', options.monitor, [...monitors.keys()]);
      watched = saveBestOnly ? watch(WHO, { ...read, minDelta: 0 }, monitors) : null;
      requireFolder(WHO, path, INSTEAD);
      checkpoints.restart();
      Object.assign(seen, { best: initialValueThreshold, lastSaved: null });
    },

    onEpochBegin(next) {
      epoch = next;
    },

    onEpochEnd(_epoch, logs, training) {
      if (saveFreq === 'epoch') save(logs, training);
    },

    ...(saveFreq !== 'epoch' && {
      onTrainBatchEnd(batch: number, logs: Logs, training: Training) {
        if (checkpoints.isDue()) save(logs, training, batch);
      },
    }),
  } satisfies Callback);
}

/** What is measured when an epoch has ended, on the validation or the training data. */
const MEASURED = /^(val|train)_/;

/** @throws ArgumentError for what is not known while an epoch is at work */
function refuseMeasured(name: string): void {
  if (!MEASURED.test(name)) return;
  throw new ArgumentError(
    complain({
      who: WHO,
      problem: `${show(name)} is not known after a batch`,
      expected: "saveFreq 'epoch', or a number of the training, such as 'loss'",
    }),
  );
}
