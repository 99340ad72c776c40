/**
 * Early stopping: training ends when what is watched has not become better for some epochs.
 */
import { flag, number, readOptions, wholeNumber } from '../../options.ts';
import type { Tensor } from '../../tensor/index.ts';
import type { Callback } from './callback.ts';
import { checkWatch, type Mode, watch, type Watched } from './shared/monitor.ts';

/** When to stop. */
export interface EarlyStoppingOptions {
  /** What is watched, a name of History; default 'val_loss'. */
  readonly monitor?: string;
  /** A change of at most this size is no improvement; its sign does not count; default 0. */
  readonly minDelta?: number;
  /** Epochs without improvement after which training ends; >= 0, default 0. */
  readonly patience?: number;
  /** 1 prints when it stops; default 0. */
  readonly verbose?: number;
  /** Which way is better; default 'auto': that of the loss or metric itself. */
  readonly mode?: 'auto' | 'min' | 'max';
  /** A value that must be reached for patience to start anew; default none. */
  readonly baseline?: number | null;
  /** Whether the weights of the best epoch are put back at the end; default false. */
  readonly restoreBestWeights?: boolean;
  /** The first epoch that counts, from 0; default 0. */
  readonly startFromEpoch?: number;
}

/** Early stopping, and what it saw. */
export interface EarlyStopping extends Callback {
  /** The epoch at which it stopped, from 0; 0 if it did not (Keras's `stopped_epoch`, one less than the epochs run). */
  readonly stoppedEpoch: number;
  /** How many epochs were run. */
  readonly epochsRun: number;
  /** The epoch of the best value, from 0. */
  readonly bestEpoch: number;
  /** The best value; null before the first epoch. */
  readonly best: number | null;
}

const defaults = {
  monitor: 'val_loss',
  minDelta: 0,
  patience: 0,
  verbose: 0,
  mode: 'auto' as Mode,
  baseline: null as number | null,
  restoreBestWeights: false,
  startFromEpoch: 0,
};

/**
 * Ends training when the watched value has not improved for `patience` epochs.
 *
 * Improvement means value < best − |minDelta|, or value > best + |minDelta| where more is better; the first value always is
 * one. An epoch that does not report it does not count. The best weights are put back at the end in every case, also if
 * training was not stopped (as Keras 3 does).
 *
 * @param options see `EarlyStoppingOptions`
 * @throws ArgumentError for options out of range; when training begins, if `monitor` is not among what is reported, or
 * if `mode` is 'auto' and nobody has said which way it is better
 * Peers: Keras (EarlyStopping), which compares in Float32: a value exactly `minDelta` better may differ.
 * @example
 * const stop = EarlyStopping({ monitor: 'val_accuracy', patience: 30, minDelta: 0.0001 });
 */
export function EarlyStopping(options: EarlyStoppingOptions = {}): EarlyStopping {
  const who = 'EarlyStopping';
  const read = readOptions(who, defaults, options);
  const { patience, verbose, baseline, restoreBestWeights, startFromEpoch } = read;
  checkWatch(who, read);
  wholeNumber(who, 'patience', patience, { min: 0 });
  wholeNumber(who, 'startFromEpoch', startFromEpoch, { min: 0 });
  wholeNumber(who, 'verbose', verbose, { min: 0 });
  flag(who, 'restoreBestWeights', restoreBestWeights);
  if (baseline !== null) number(who, 'baseline', baseline);

  let watched: Watched;
  let wait = 0;
  let bestWeights: readonly Tensor[] | null = null;
  const seen = { stoppedEpoch: 0, epochsRun: 0, bestEpoch: 0, best: null as number | null };

  return Object.assign(seen, {
    onTrainBegin({ monitors }) {
      watched = watch(who, read, monitors);
      wait = 0;
      bestWeights = null;
      Object.assign(seen, { stoppedEpoch: 0, epochsRun: 0, bestEpoch: 0, best: null });
    },

    onEpochEnd(epoch, logs, training) {
      seen.epochsRun++;
      const value = watched.value(logs, training);
      if (value === null || epoch < startFromEpoch) return;
      wait++;
      if (watched.better(value, seen.best)) {
        seen.best = value;
        seen.bestEpoch = epoch;
        if (restoreBestWeights) bestWeights = training.getWeights();
        if (baseline === null || watched.better(value, baseline)) wait = 0;
        return;
      }
      if (wait >= patience && epoch > 0) {
        seen.stoppedEpoch = epoch;
        training.stopTraining = true;
      }
    },

    onTrainEnd(_logs, training) {
      const say = (line: string) => (verbose > 0 ? training.print(line) : undefined);
      if (seen.stoppedEpoch > 0) say(`Epoch ${seen.stoppedEpoch + 1}: early stopping`);
      if (bestWeights === null) return;
      say(`Restoring model weights from the end of the best epoch: ${seen.bestEpoch + 1}.`);
      training.setWeights(bestWeights);
    },
  } satisfies Callback);
}
