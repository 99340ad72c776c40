/**
 * The training loop: epochs, batches, updates.
 *
 * Each epoch puts the rows in a new order, cuts them into batches, and replays one training Program a batch: forward,
 * backward, update. Everything around that, validation, history, callbacks, happens between batches and epochs.
 */
import { ArgumentError, complain, NonFiniteError } from '../errors.ts';
import { firstNonFinite } from '../tensor/index.ts';
import type { Callback, Result } from './callbacks/index.ts';
import { Checkpoint } from './checkpoint.ts';
import { evaluateRows } from './evaluate.ts';
import { type History, type Logs, Recorder } from './history.ts';
import { withPrefix } from './logs.ts';
import { isPromise, warn } from './platform.ts';
import { type Progress, progressFor } from './progress.ts';
import { trainingOf } from './training.ts';
import type { Work } from './work.ts';

/** What `train` yields after each epoch, or after each batch. */
export interface TrainEvent {
  /** The epoch, from 0. */
  readonly epoch: number;
  /** How many training steps the model has made. */
  readonly step: number;
  /** After an epoch: all that History takes. After a batch: the loss and metrics of the epoch so far. */
  readonly logs: Logs;
}

/** What training yields on its way: events, promises that are to be awaited, null where it may pause. */
export type Yielded = TrainEvent | Promise<void> | null;

/** A loss this many times that of the first step is no accident. */
const DIVERGED = 10;
/** Larger learning rates are mistakes more often than not. */
const LARGEST = 1;

/**
 * Trains a network as planned.
 *
 * @returns the History, when the generator is done
 * @throws NonFiniteError at the first loss that is not finite, unless `onNonFinite` is 'ignore'
 */
export function* trainLoop(work: Work): Generator<Yielded, History> {
  try {
    return yield* epochs(work);
  } finally {
    work.end();
  }
}

function* epochs(work: Work): Generator<Yielded, History> {
  work.take();
  const { network, plan } = work;
  if (network.step.value > 0) work.firstLoss = Number.POSITIVE_INFINITY; // a trained model may begin at any loss
  const { callbacks } = plan;
  const params = { epochs: plan.epochs, steps: work.batches, verbose: plan.verbose };
  const recorder = new Recorder(params);
  const progress = progressFor(plan.verbose, plan.epochs, () => work.batches);
  const training = trainingOf(work, params, progress);
  const batchLogs = plan.every === 'batch' || callbacks.some(({ onTrainBatchEnd }) => onTrainBatchEnd);
  const stepwise =
    batchLogs ||
    plan.every === 'pause' ||
    plan.rows === null ||
    callbacks.some((one) => one.onTrainBatchBegin);
  const guard = plan.onNonFinite === 'stop' && !callbacks.some((one) => one.handlesNonFinite);
  let logs: Logs = {};

  let finished = false;
  try {
    yield* hooks(callbacks, (callback) => callback.onTrainBegin?.(training));
    const good = new Checkpoint(network);
    for (let epoch = training.initialEpoch; epoch < plan.epochs && !training.stopTraining; epoch++) {
      progress.epochBegin(epoch);
      training.reports = {};
      yield* hooks(callbacks, (callback) => callback.onEpochBegin?.(epoch, training));
      work.begin();
      if (!stepwise) {
        const watch = progress.watchesBatches ? (batch: number) => progress.batch(epoch, batch) : null;
        const stopped = work.run(guard, watch);
        if (stopped !== null) throw nonFinite(work, good, recorder, epoch, stopped);
      } else {
        for (let batch = 0; ; batch++) {
          const pending = work.load(batch);
          if (isPromise(pending)) yield Promise.resolve(pending);
          if (work.done) break;
          yield* hooks(callbacks, (callback) => callback.onTrainBatchBegin?.(batch, training));
          work.take();
          if (!work.step(batch) && guard) throw nonFinite(work, good, recorder, epoch, batch);
          if (Number.isNaN(work.firstLoss)) work.firstLoss = work.lastLoss;
          progress.batch(epoch, batch);
          if (batchLogs) {
            const soFar = work.logs();
            yield* hooks(callbacks, (callback) => callback.onTrainBatchEnd?.(batch, soFar, training));
            if (plan.every === 'batch') yield { epoch, step: network.step.value, logs: soFar };
          }
          if (plan.every === 'pause') yield null;
          if (training.stopTraining) break;
        }
        if (params.steps === 0) params.steps = work.batches;
      }
      if (guard && !good.keep()) throw nonFinite(work, good, recorder, epoch, work.batches - 1);

      const measured = { ...work.logs(), ...evaluations(work, epoch) };
      const known = () => ({ ...measured, ...training.reports });
      progress.epochEnd(epoch, known());
      yield* hooks(callbacks, (callback) => callback.onEpochEnd?.(epoch, known(), training));
      warnOfGrowth(work, epoch, { now: measured.loss, before: logs.loss }, progress);
      logs = known();
      recorder.add(epoch, logs);
      if (plan.every === 'epoch') yield { epoch, step: network.step.value, logs };
    }
    finished = true;
  } finally {
    progress.end(finished);
  }
  yield* hooks(callbacks, (callback) => callback.onTrainEnd?.(logs, training));
  return recorder;
}

/** Calls one hook of every callback; what they promise is yielded, to be awaited. */
function* hooks(
  callbacks: readonly Callback[],
  call: (callback: Callback) => Result,
): Generator<Promise<void>, void> {
  for (const callback of callbacks) {
    const result = call(callback);
    if (isPromise(result)) yield Promise.resolve(result);
  }
}

/** What is measured after an epoch, with the weights as they are: on validation data, and on the training data if wanted. */
function evaluations({ network, plan }: Work, epoch: number): Logs {
  const { rows, batchSize, validation, validationFreq, callbacks, trainEval } = plan;
  const due = Array.isArray(validationFreq)
    ? validationFreq.includes(epoch + 1)
    : (epoch + 1) % (validationFreq as number) === 0;
  const trained =
    trainEval && rows !== null
      ? withPrefix('train_', evaluateRows(network, rows, { batchSize, callbacks: [] }))
      : {};
  if (validation === null || !due) return trained;
  const passes = { batchSize: validation.batchSize, callbacks };
  return { ...trained, ...withPrefix('val_', evaluateRows(network, validation.rows, passes)) };
}

/**
 * A loss that is finite, and far above that of the first step: the steps are too large. Said once.
 *
 * The first batch may have been an easy one: so the loss must also have grown since the epoch before, or the steps be
 * larger than anybody means them to be.
 */
function warnOfGrowth(
  work: Work,
  epoch: number,
  { now, before }: { readonly now: number; readonly before: number | undefined },
  progress: Progress,
): void {
  const { firstLoss, network, plan } = work;
  if (!(firstLoss > 0 && now > DIVERGED * firstLoss)) return;
  const { learningRate } = network.requireCompiled(plan.who).optimizer;
  if (!(learningRate > LARGEST || (before !== undefined && now > before))) return;
  work.firstLoss = Number.POSITIVE_INFINITY;
  const problem = `the loss has grown from ${firstLoss.toPrecision(3)} in the first step to ${now.toPrecision(3)} in epoch ${epoch + 1}`;
  const help = `The learning rate, ${Number(learningRate.toPrecision(4))}, is probably too large: try a tenth of it.`;
  progress.say(complain({ who: plan.who, problem, help }), warn);
}

/** Puts the last finite state back and says what happened. */
function nonFinite(
  work: Work,
  good: Checkpoint,
  { history }: Recorder,
  epoch: number,
  batch: number,
): NonFiniteError {
  const replay = work.replayOf(batch);
  good.restore();
  const outputs = work.network.last === replay ? (replay?.parts.outputs ?? []) : []; // else they are overwritten
  const layer = outputs.find(({ output }) => firstNonFinite(output) !== null)?.layer ?? null;
  const place = layer === null ? 'the loss or the last update' : `layer '${layer}'`;
  const message = complain({
    who: work.plan.who,
    problem: `training is not finite in epoch ${epoch + 1}, batch ${batch + 1}, first in ${place}`,
    expected: 'finite numbers',
    received: 'NaN or Infinity',
    help: 'The weights of the last finite epoch are back. Try a smaller learning rate, or scale the data.',
  });
  return new NonFiniteError(message, { epoch, batch, layer, history });
}

/** A promise where none can be awaited. */
export function refusePromise(who: string, promise: Promise<void>): ArgumentError {
  promise.catch(() => {}); // it is refused here, whatever becomes of it
  const help = 'fitAsync awaits callbacks; fit and train do not.';
  return new ArgumentError(complain({ who, problem: 'a callback returned a promise', help }));
}
