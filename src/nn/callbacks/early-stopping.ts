/**
 * Early stopping: training ends when what is watched has not become better for some epochs.
 */
import { ArgumentError, complain, show } from '../../errors.ts';
import { flag, number, oneOf, readOptions, wholeNumber } from '../../options.ts';
import type { Direction } from '../../metrics/index.ts';
import type { Callback } from './callback.ts';

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
  mode: 'auto' as 'auto' | 'min' | 'max',
  baseline: null as number | null,
  restoreBestWeights: false,
  startFromEpoch: 0,
};

/**
 * Ends training when the watched value has not improved for `patience` epochs.
 *
 * Improvement means value < best − |minDelta|, or value > best + |minDelta| where more is better; the first value always is
 * one. The best weights are put back at the end in every case, also if training was not stopped (as Keras 3 does).
 *
 * @param options see `EarlyStoppingOptions`
 * @throws ArgumentError for options out of range; when training begins, if `monitor` is not among what is reported
 * Peers: Keras (EarlyStopping), which compares in Float32: a value exactly `minDelta` better may differ.
 * @example
 * const stop = EarlyStopping({ monitor: 'val_accuracy', patience: 30, minDelta: 0.0001 });
 */
export function EarlyStopping(options: EarlyStoppingOptions = {}): EarlyStopping {
  const who = 'EarlyStopping';
  const { monitor, minDelta, patience, verbose, mode, baseline, restoreBestWeights, startFromEpoch } =
    readOptions(who, defaults, options);
  if (typeof monitor !== 'string') {
    const expected = "a name of History, such as 'val_loss'";
    throw new ArgumentError(
      complain({ who, problem: 'monitor is not usable', expected, received: show(monitor) }),
    );
  }
  number(who, 'minDelta', minDelta);
  wholeNumber(who, 'patience', patience, { min: 0 });
  wholeNumber(who, 'startFromEpoch', startFromEpoch, { min: 0 });
  wholeNumber(who, 'verbose', verbose, { min: 0 });
  oneOf(who, 'mode', mode, ['auto', 'min', 'max']);
  flag(who, 'restoreBestWeights', restoreBestWeights);
  if (baseline !== null) number(who, 'baseline', baseline);

  let key = monitor;
  let sign = 1; // 1 where less is better, −1 where more is
  let wait = 0;
  let bestWeights: unknown[] | null = null;
  const better = (value: number, than: number) => sign * value < sign * than - Math.abs(minDelta);
  const seen = { stoppedEpoch: 0, epochsRun: 0, bestEpoch: 0, best: null as number | null };

  return Object.assign(seen, {
    onTrainBegin({ monitors }) {
      key = findMonitor(who, monitor, monitors);
      sign = direction(mode, monitors.get(key)) === 'down' ? 1 : -1;
      wait = 0;
      bestWeights = null;
      Object.assign(seen, { stoppedEpoch: 0, epochsRun: 0, bestEpoch: 0, best: null });
    },

    onEpochEnd(epoch, logs, training) {
      seen.epochsRun = epoch + 1;
      if (epoch < startFromEpoch) return;
      const value = logs[key];
      wait++;
      if (seen.best === null || better(value, seen.best)) {
        seen.best = value;
        seen.bestEpoch = epoch;
        if (restoreBestWeights) bestWeights = training.getWeights();
        if (baseline === null || better(value, baseline)) wait = 0;
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

function direction(mode: 'auto' | 'min' | 'max', own: Direction | undefined): Direction {
  return mode === 'auto' ? (own as Direction) : mode === 'min' ? 'down' : 'up';
}

/** The reported name that is meant: `val_acc` finds `val_accuracy` and the reverse. @throws ArgumentError listing them */
function findMonitor(who: string, monitor: string, monitors: ReadonlyMap<string, Direction>): string {
  const names = [...monitors.keys()];
  const same = (name: string) => name.replace(/acc$/, 'accuracy');
  const found = names.find((name) => name === monitor) ?? names.find((name) => same(name) === same(monitor));
  if (found !== undefined) return found;
  if (monitor.startsWith('val_') && !names.some((name) => name.startsWith('val_'))) {
    throw new ArgumentError(
      complain({
        who,
        problem: `there is no ${show(monitor)} without validation data`,
        expected: `one of ${names.map(show).join(', ')}`,
        help: 'Give fit validationData or validationSplit.',
      }),
    );
  }
  return oneOf(who, 'monitor', monitor, names);
}
