/**
 * The end of a training whose loss is not finite, without an error.
 */
import { complain, NonFiniteError } from '../../errors.ts';
import { flag, readOptions } from '../../options.ts';
import { Recorder } from '../history.ts';
import type { Callback } from './callback.ts';

/** How training ends. */
export interface TerminateOnNaNOptions {
  /** Whether with a NonFiniteError, as trainings do by themselves; default false: as if it had been stopped. */
  readonly raiseError?: boolean;
}

/**
 * Stops training after the first batch whose loss is NaN or infinite, and says so.
 *
 * Training by itself throws a NonFiniteError there and puts the last finite weights back. With this callback it ends as
 * if stopped: `onTrainEnd` is called, fit returns its History, and the weights are what they have become.
 *
 * @param options `raiseError`: throws all the same, even where fit's `onNonFinite` is 'ignore'
 * @throws NonFiniteError with `raiseError`, at such a loss
 * Peers: Keras (TerminateOnNaN), which counts the batch from 0 in what it prints.
 * @example
 * const stop = TerminateOnNaN();
 */
export function TerminateOnNaN(options: TerminateOnNaNOptions = {}): Callback {
  const who = 'TerminateOnNaN';
  const { raiseError } = readOptions(who, { raiseError: false }, options);
  flag(who, 'raiseError', raiseError);
  let epoch = 0;
  let recorder: Recorder;
  return {
    handlesNonFinite: !raiseError,

    onTrainBegin({ params }) {
      recorder = new Recorder(params);
    },

    onEpochBegin(next) {
      epoch = next;
    },

    onTrainBatchEnd(batch, { loss }, training) {
      if (Number.isFinite(loss)) return;
      const problem = `the loss is not finite in epoch ${epoch + 1}, batch ${batch + 1}`;
      const message = complain({ who, problem, received: String(loss), help: 'Training ends here.' });
      const { history } = recorder;
      if (raiseError) throw new NonFiniteError(message, { epoch, batch, layer: null, history });
      training.print(message);
      training.stopTraining = true;
    },

    onEpochEnd: (done, logs) => recorder.add(done, logs),
  };
}
