/**
 * A learning rate that becomes smaller whenever what is watched stops becoming better.
 */
import { number, readOptions, wholeNumber } from '../../options.ts';
import type { Callback } from './callback.ts';
import { checkWatch, type Mode, watch, type Watched } from './shared/monitor.ts';

/** When to reduce the learning rate, and how far. */
export interface ReduceLROnPlateauOptions {
  /** What is watched, a name of History; default 'val_loss'. */
  readonly monitor?: string;
  /** What the learning rate is multiplied by, in [0, 1); default 0.1. */
  readonly factor?: number;
  /** Epochs without improvement after which it is reduced; >= 0, default 10. */
  readonly patience?: number;
  /** 1 prints when it is reduced; default 0. */
  readonly verbose?: number;
  /** Which way is better; default 'auto': that of the loss or metric itself. */
  readonly mode?: 'auto' | 'min' | 'max';
  /** A change of at most this size is no improvement; its sign does not count; default 0.0001. */
  readonly minDelta?: number;
  /** Epochs after a reduction in which nothing counts as waiting, the last of them excepted; >= 0, default 0. */
  readonly cooldown?: number;
  /** The learning rate is not reduced below this; >= 0, default 0. */
  readonly minLr?: number;
}

const defaults = {
  monitor: 'val_loss',
  factor: 0.1,
  patience: 10,
  verbose: 0,
  mode: 'auto' as Mode,
  minDelta: 1e-4,
  cooldown: 0,
  minLr: 0,
};

/**
 * Multiplies the learning rate by `factor` when the watched value has not improved for `patience` epochs.
 *
 * η ← max(η · factor, minLr). Improvement is as for `EarlyStopping`. Each epoch reports the η it was trained with as
 * `learning_rate`. An epoch that does not report the watched value changes nothing, not even the cooldown.
 *
 * @param options see `ReduceLROnPlateauOptions`
 * @throws ArgumentError for options out of range; when training begins, if `monitor` is not among what is reported, or
 * if `mode` is 'auto' and nobody has said which way it is better
 * Peers: Keras (ReduceLROnPlateau), which compares and keeps the learning rate in Float32.
 * @example
 * const reduce = ReduceLROnPlateau({ monitor: 'val_loss', factor: 0.2, patience: 5, minLr: 0.001 });
 */
export function ReduceLROnPlateau(options: ReduceLROnPlateauOptions = {}): Callback {
  const who = 'ReduceLROnPlateau';
  const read = readOptions(who, defaults, options);
  const { factor, patience, verbose, cooldown, minLr } = read;
  checkWatch(who, read);
  number(who, 'factor', factor, { min: 0, below: 1 });
  wholeNumber(who, 'patience', patience, { min: 0 });
  wholeNumber(who, 'verbose', verbose, { min: 0 });
  wholeNumber(who, 'cooldown', cooldown, { min: 0 });
  number(who, 'minLr', minLr, { min: 0 });

  let watched: Watched;
  let best: number | null = null;
  let wait = 0;
  let cooling = 0; // epochs of the cooldown that are left

  return {
    reports: ['learning_rate'],

    onTrainBegin(training) {
      watched = watch(who, read, training.monitors);
      best = null;
      wait = 0;
      cooling = 0;
      const { learningRate } = training;
      training.learningRate = learningRate; // one that may not be set is refused now and not after some epochs
    },

    onEpochEnd(epoch, logs, training) {
      const { learningRate } = training;
      training.report('learning_rate', learningRate);
      const value = watched.value(logs, training);
      if (value === null) return;
      if (cooling > 0) cooling--;
      if (watched.better(value, best)) {
        best = value;
        wait = 0;
      } else if (cooling === 0) {
        wait++;
        if (wait < patience || learningRate <= minLr) return;
        training.learningRate = Math.max(learningRate * factor, minLr);
        cooling = cooldown;
        wait = 0;
        if (verbose === 0) return;
        const reduced = training.learningRate;
        training.print(`Epoch ${epoch + 1}: ReduceLROnPlateau reducing learning rate to ${reduced}.`);
      }
    },
  };
}
