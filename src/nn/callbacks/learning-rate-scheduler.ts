/**
 * A learning rate that a function of the user sets, epoch by epoch.
 */
import { ArgumentError, complain, show } from '../../errors.ts';
import { number, readOptions, wholeNumber } from '../../options.ts';
import type { Callback } from './callback.ts';

/** What the scheduler tells. */
export interface LearningRateSchedulerOptions {
  /** 1 prints each learning rate; default 0. */
  readonly verbose?: number;
}

/**
 * Sets the learning rate at the beginning of each epoch: η ← schedule(epoch, η).
 *
 * Each epoch reports its η as `learning_rate`.
 *
 * @param schedule from the number of the epoch, from 0, and the learning rate so far, to the one of this epoch, >= 0
 * @param options see `LearningRateSchedulerOptions`
 * @throws ArgumentError if `schedule` is no function, or returns no number >= 0
 * Peers: Keras (LearningRateScheduler), which keeps the learning rate in Float32.
 * @example
 * const halve = LearningRateScheduler((epoch, learningRate) => (epoch % 10 === 9 ? learningRate / 2 : learningRate));
 */
export function LearningRateScheduler(
  schedule: (epoch: number, learningRate: number) => number,
  options: LearningRateSchedulerOptions = {},
): Callback {
  const who = 'LearningRateScheduler';
  const { verbose } = readOptions(who, { verbose: 0 }, options);
  wholeNumber(who, 'verbose', verbose, { min: 0 });
  if (typeof schedule !== 'function') {
    const expected = 'a function (epoch, learningRate) => learningRate';
    throw new ArgumentError(
      complain({ who, problem: 'schedule is not usable', expected, received: show(schedule) }),
    );
  }
  return {
    reports: ['learning_rate'],

    onEpochBegin(epoch, training) {
      const next = schedule(epoch, training.learningRate);
      training.learningRate = number(who, 'what schedule returns', next, { min: 0 });
      if (verbose === 0) return;
      training.print(`Epoch ${epoch + 1}: LearningRateScheduler setting learning rate to ${next}.`);
    },

    onEpochEnd(_epoch, _logs, training) {
      training.report('learning_rate', training.learningRate);
    },
  };
}
