/**
 * The training loop: epochs, batches, updates.
 *
 * Each epoch puts the rows in a new order, cuts them into batches, and replays one training Program a batch: forward,
 * backward, update. Everything around that, validation, history, callbacks, happens between batches and epochs.
 */
import { ArgumentError, complain, NonFiniteError } from '../errors.ts';
import type { Direction } from '../metrics/index.ts';
import { firstNonFinite, type Floats } from '../tensor/index.ts';
import type { Callback, Result, Training } from './callbacks/index.ts';
import { Checkpoint } from './checkpoint.ts';
import { Epoch, type Plan } from './epoch.ts';
import { evaluateRows } from './evaluate.ts';
import { type History, type Logs, Recorder } from './history.ts';
import type { Network } from './network.ts';
import { type Progress, progressFor } from './progress.ts';

/** What `train` yields after each epoch, or after each batch. */
export interface TrainEvent {
  /** The epoch, from 0. */
  readonly epoch: number;
  /** How many training steps the model has made. */
  readonly step: number;
  /** After an epoch: all that History takes. After a batch: the loss and metrics of the epoch so far. */
  readonly logs: Logs;
}

/** What training yields on its way: events, promises of callbacks that are to be awaited, null where it may pause. */
export type Yielded = TrainEvent | Promise<void> | null;

/**
 * Trains a network as planned.
 *
 * @returns the History, when the generator is done
 * @throws NonFiniteError at the first loss that is not finite, unless `onNonFinite` is 'ignore'
 */
export function* trainLoop(network: Network, plan: Plan): Generator<Yielded, History> {
  const epochAtWork = new Epoch(network, plan);
  try {
    return yield* epochs(epochAtWork);
  } finally {
    epochAtWork.end();
  }
}

function* epochs(epochAtWork: Epoch): Generator<Yielded, History> {
  epochAtWork.take();
  const { network, plan, batches } = epochAtWork;
  const params = { epochs: plan.epochs, steps: batches, verbose: plan.verbose };
  const recorder = new Recorder(params);
  const progress = progressFor(plan.verbose, plan.epochs, batches);
  const monitors = monitorsOf(network, plan, epochAtWork.full.parts.penalty !== null);
  const training = trainingOf(network, params, monitors, progress);
  const { callbacks } = plan;
  const batchLogs = plan.every === 'batch' || callbacks.some(({ onTrainBatchEnd }) => onTrainBatchEnd);
  const stepwise = batchLogs || plan.every === 'pause' || callbacks.some((one) => one.onTrainBatchBegin);
  const guard = plan.onNonFinite === 'stop';
  const good = new Checkpoint(network);
  let logs: Logs = {};

  let finished = false;
  try {
    yield* hooks(callbacks, (callback) => callback.onTrainBegin?.(training));
    for (let epoch = 0; epoch < plan.epochs && !training.stopTraining; epoch++) {
      progress.epochBegin(epoch);
      yield* hooks(callbacks, (callback) => callback.onEpochBegin?.(epoch, training));
      epochAtWork.begin();
      if (!stepwise) {
        const watch = progress.watchesBatches ? (batch: number) => progress.batch(epoch, batch) : null;
        const stopped = epochAtWork.run(guard, watch);
        if (stopped < batches) throw nonFinite(epochAtWork, good, recorder, epoch, stopped);
      } else {
        for (let batch = 0; batch < batches; batch++) {
          yield* hooks(callbacks, (callback) => callback.onTrainBatchBegin?.(batch, training));
          epochAtWork.take();
          if (!epochAtWork.step(batch) && guard) throw nonFinite(epochAtWork, good, recorder, epoch, batch);
          progress.batch(epoch, batch);
          if (batchLogs) {
            const soFar = epochAtWork.logs();
            yield* hooks(callbacks, (callback) => callback.onTrainBatchEnd?.(batch, soFar, training));
            if (plan.every === 'batch') yield { epoch, step: network.step.value, logs: soFar };
          }
          if (plan.every === 'pause') yield null;
        }
      }
      if (guard && !good.keep()) throw nonFinite(epochAtWork, good, recorder, epoch, batches - 1);

      logs = { ...epochAtWork.logs(), ...validate(network, plan) };
      recorder.add(epoch, logs);
      progress.epochEnd(epoch, logs);
      yield* hooks(callbacks, (callback) => callback.onEpochEnd?.(epoch, logs, training));
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
    if (result instanceof Promise) yield result;
  }
}

/** The validation part of an epoch's logs. */
function validate(network: Network, { validation, batchSize }: Plan): Logs {
  if (validation === null) return {};
  const { x, t } = validation;
  const logs = evaluateRows(network, x, t, Math.min(batchSize, x.shape[0]));
  return Object.fromEntries(Object.entries(logs).map(([key, value]) => [`val_${key}`, value]));
}

/** What callbacks see. */
function trainingOf(
  network: Network,
  params: Training['params'],
  monitors: Training['monitors'],
  progress: Progress,
): Training {
  const { optimizer } = network.requireCompiled('fit');
  return {
    params,
    monitors,
    stopTraining: false,
    getWeights: () => network.tensors().map(({ data }) => data.slice()),
    setWeights: (weights) => {
      for (const [i, { data }] of network.tensors().entries()) data.set(weights[i] as Floats);
    },
    get learningRate() {
      return optimizer.learningRate;
    },
    set learningRate(value) {
      optimizer.learningRate = value;
    },
    print: (line) => progress.say(line),
  };
}

/** The names that will be reported, with their directions. */
function monitorsOf(network: Network, { validation }: Plan, penalized: boolean): Training['monitors'] {
  const { metrics } = network.requireCompiled('fit');
  const names: [string, Direction][] = metrics.map(({ key, training }) => [key, training.direction]);
  for (const name of penalized ? ['data_loss', 'loss', 'penalty'] : ['loss']) names.push([name, 'down']);
  const validated =
    validation === null ? [] : names.map(([key, way]): [string, Direction] => [`val_${key}`, way]);
  return new Map([...names.toSorted(([a], [b]) => (a < b ? -1 : 1)), ...validated]);
}

/** Puts the last finite state back and says what happened. */
function nonFinite(
  at: Epoch,
  good: Checkpoint,
  { history }: Recorder,
  epoch: number,
  batch: number,
): NonFiniteError {
  good.restore();
  const replay = batch === at.batches - 1 ? at.last : at.full;
  const outputs = at.network.last === replay ? replay.parts.outputs : []; // else they are overwritten
  const layer = outputs.find(({ output }) => firstNonFinite(output) !== null)?.layer ?? null;
  const place = layer === null ? 'the loss or the last update' : `layer '${layer}'`;
  const message = complain({
    who: at.plan.who,
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
