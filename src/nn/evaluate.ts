/**
 * Evaluation and prediction: forward passes over all rows, batch by batch.
 */
import { ArgumentError, complain, StateError } from '../errors.ts';
import { flag, readOptions, wholeNumber } from '../options.ts';
import { argmaxRow, size, storage, Tensor } from '../tensor/index.ts';
import { type Callback, checkCallbacks, type Result, type Testing } from './callbacks/callback.ts';
import type { Logs } from './history.ts';
import { logsOf, resetSums } from './logs.ts';
import type { Network } from './network.ts';
import { isPromise, print } from './platform.ts';
import { programsFor } from './replay.ts';
import { copyBatch, copyRows, countRows, type Rows } from './rows.ts';
import type { Given } from './training-data.ts';

/** How to predict. */
export interface PredictOptions {
  /** Rows in a forward pass, default 32; changes the speed only, but for layers of one's own that mix rows. */
  readonly batchSize?: number;
  /** Hooks between batches: onPredictBegin, onPredictBatchEnd … */
  readonly callbacks?: readonly Callback[];
}

/** How to evaluate. */
export interface EvaluateOptions extends PredictOptions {
  /** A weight >= 0 for each row. */
  readonly sampleWeight?: Given | null;
  /** Whether the result is an object by name; default false: a list. */
  readonly returnDict?: boolean;
}

/** How many rows a forward pass has, and who is told of it. */
export interface Passes {
  /** At most all rows. */
  readonly batchSize: number;
  readonly callbacks: readonly Callback[];
}

const NOBODY: readonly Callback[] = [];

/** Reads options of `predict`, and of `evaluate` in part. */
export function readPasses(who: string, options: PredictOptions, rows: number): Passes {
  const given = readOptions(who, { batchSize: 32, callbacks: NOBODY }, options);
  checkCallbacks(who, given.callbacks);
  return { ...given, batchSize: Math.min(wholeNumber(who, 'batchSize', given.batchSize), rows) };
}

/** Options of `evaluate` over their defaults. */
export function readEvaluate(who: string, options: EvaluateOptions | undefined): Required<EvaluateOptions> {
  const defaults = { batchSize: 32, callbacks: NOBODY, sampleWeight: null, returnDict: false };
  const given = readOptions<Required<EvaluateOptions>>(who, defaults, options);
  flag(who, 'returnDict', given.returnDict);
  return given;
}

/** Calls a hook of all callbacks. @throws ArgumentError if one promises something: nobody waits here */
function tell(callbacks: readonly Callback[], call: (callback: Callback) => Result): void {
  for (const callback of callbacks) {
    const result = call(callback);
    if (!isPromise(result)) continue;
    Promise.resolve(result).catch(() => {}); // it is refused here, whatever becomes of it
    const help = 'Hooks of evaluation and prediction are not awaited.';
    throw new ArgumentError(complain({ who: 'callbacks', problem: 'a hook returned a promise', help }));
  }
}

/**
 * Loss and metrics of checked data with the weights as they are, keyed as History keys them, in alphabetical order.
 *
 * @throws StateError within an evaluation of the same model: there is one place where batches are added up
 */
export function evaluateRows(network: Network, data: Rows, passes: Passes): Logs {
  if (network.evaluating) {
    const problem = 'this model is being evaluated by whoever called this hook';
    const help = 'Evaluate after it: in onEpochEnd, or when evaluate has returned.';
    throw new StateError(complain({ who: 'evaluate', problem, help }));
  }
  network.evaluating = true;
  try {
    return measure(network, data, passes);
  } finally {
    network.evaluating = false;
  }
}

function measure(network: Network, data: Rows, { batchSize, callbacks }: Passes): Logs {
  const settings = network.requireCompiled('evaluate');
  const { evaluationSums } = network;
  const rows = countRows(data);
  const weighted = data.weights !== null;
  // a last batch that is not full has a Program of its own: losses and metrics of users may ignore row weights
  const [full, last = full] = network.replays(programsFor('evaluate', rows, batchSize, weighted));
  const penalized = full.parts.penalty !== null;
  const logs = () => logsOf(settings, evaluationSums, 'evaluation', penalized);
  const watched = callbacks.some(({ onTestBatchEnd }) => onTestBatchEnd);
  const testing: Testing = { params: { steps: Math.ceil(rows / batchSize) }, print };
  resetSums(settings, evaluationSums, 'evaluation');
  tell(callbacks, (callback) => callback.onTestBegin?.(testing));
  for (let start = 0, batch = 0; start < rows; start += batchSize, batch++) {
    const replay = start + batchSize <= rows ? full : last;
    tell(callbacks, (callback) => callback.onTestBatchBegin?.(batch, testing));
    copyBatch(data, start, replay.parts);
    replay.run();
    if (watched) tell(callbacks, (callback) => callback.onTestBatchEnd?.(batch, logs(), testing));
  }
  const result = logs();
  tell(callbacks, (callback) => callback.onTestEnd?.(result, testing));
  return result;
}

/**
 * Predictions for checked data, in memory of their own. The last batch is filled up with rows of zeros, which are
 * dropped again.
 *
 * Shapes: each input [rows, ...input] -> for each output [rows, ...output]
 */
export function predictRows(
  network: Network,
  inputs: readonly Tensor[],
  { batchSize, callbacks }: Passes,
): Tensor[] {
  const { outputs } = network.requireGraph('predict');
  const [replay] = network.replays([['predict', batchSize, false]]);
  const { parts } = replay;
  const rows = countRows({ inputs });
  const columns = outputs.map(({ shape }) => size(shape));
  const predictions = columns.map((count) => storage(network.dtype, rows * count));
  const testing: Testing = { params: { steps: Math.ceil(rows / batchSize) }, print };
  const told = callbacks.length > 0;
  if (told) tell(callbacks, (callback) => callback.onPredictBegin?.(testing));
  for (let start = 0, batch = 0; start < rows; start += batchSize, batch++) {
    if (told) tell(callbacks, (callback) => callback.onPredictBatchBegin?.(batch, testing));
    for (let i = 0; i < inputs.length; i++) copyRows(inputs[i], start, parts.inputs[i]);
    replay.run();
    const count = Math.min(batchSize, rows - start);
    for (let i = 0; i < predictions.length; i++) {
      const part = parts.predictions[i].data.subarray(0, count * columns[i]);
      predictions[i].set(part, start * columns[i]);
    }
    if (told) tell(callbacks, (callback) => callback.onPredictBatchEnd?.(batch, {}, testing));
  }
  if (told) tell(callbacks, (callback) => callback.onPredictEnd?.({}, testing));
  return predictions.map((data, i) => new Tensor(data, [rows, ...outputs[i].shape]));
}

/** The class of each row of predictions. */
export function classesIn(predictions: Tensor): number[] {
  const rows = predictions.shape[0];
  const units = predictions.size / rows;
  return Array.from({ length: rows }, (_, row) =>
    units === 1 ? Number(predictions.data[row] > 1 / 2) : argmaxRow(predictions, row),
  );
}
