/**
 * What a callback is: hooks that training, evaluation and prediction call, under Keras's names.
 */
import { ArgumentError, complain, show } from '../../errors.ts';
import { oneOf } from '../../options.ts';
import type { Direction } from '../../metrics/index.ts';
import type { Tensor, TensorLike } from '../../tensor/index.ts';
import type { Logs } from '../history.ts';

/** What a callback may see and do of the training that calls it. */
export interface Training {
  readonly params: { readonly epochs: number; readonly steps: number; readonly verbose: number };
  /** The names that will be reported, each with the direction that is better; null where nobody has said which. */
  readonly monitors: ReadonlyMap<string, Direction | null>;
  /** Whether training ends after this batch or epoch; every hook may set it. */
  stopTraining: boolean;
  /** The first epoch to run, from 0; `onTrainBegin` may set it. */
  initialEpoch: number;
  /** Copies of all weights, and setting them. */
  getWeights(): Tensor[];
  setWeights(weights: readonly TensorLike[]): void;
  /** The optimizer's step size, live. */
  learningRate: number;
  /** Adds a number to the logs and the History of this epoch; a later callback already sees it in its `onEpochEnd`. */
  report(name: string, value: number): void;
  /** The file of the model as it is now; that of 'model' (default) holds the optimizer's state and all random streams. */
  toBytes(what?: 'model' | 'weights'): Uint8Array;
  /** Puts back all that `toBytes('model')` holds. */
  restore(bytes: Uint8Array): void;
  /** Prints a line, above the line of progress if there is one. */
  print(line: string): void;
}

/** What a callback may see and do of an evaluation or a prediction that calls it. */
export interface Testing {
  readonly params: { readonly steps: number };
  /** Prints a line. */
  print(line: string): void;
}

/** What hooks return; a promise is awaited by `fitAsync` and refused by `fit`. */
export type Result = void | Promise<void>;

/**
 * Hooks, all optional. Epochs and batches count from 0; logs hold what is known by then, those of a prediction nothing.
 * The hooks of an evaluation are called around the validation of a training too.
 */
export interface Callback {
  onTrainBegin?(training: Training): Result;
  onEpochBegin?(epoch: number, training: Training): Result;
  onTrainBatchBegin?(batch: number, training: Training): Result;
  onTrainBatchEnd?(batch: number, logs: Logs, training: Training): Result;
  onEpochEnd?(epoch: number, logs: Logs, training: Training): Result;
  onTrainEnd?(logs: Logs, training: Training): Result;

  onTestBegin?(testing: Testing): Result;
  onTestBatchBegin?(batch: number, testing: Testing): Result;
  onTestBatchEnd?(batch: number, logs: Logs, testing: Testing): Result;
  onTestEnd?(logs: Logs, testing: Testing): Result;

  onPredictBegin?(testing: Testing): Result;
  onPredictBatchBegin?(batch: number, testing: Testing): Result;
  onPredictBatchEnd?(batch: number, logs: Logs, testing: Testing): Result;
  onPredictEnd?(logs: Logs, testing: Testing): Result;

  /** The names under which it will `report` numbers: they may be watched, and stand in the names of files. */
  readonly reports?: readonly string[];
  /** Whether it deals with a loss that is not finite: then training does not stop with an error by itself. */
  readonly handlesNonFinite?: boolean;
}

/** Every hook by its name. */
export const hookNames = [
  'onTrainBegin',
  'onEpochBegin',
  'onTrainBatchBegin',
  'onTrainBatchEnd',
  'onEpochEnd',
  'onTrainEnd',
  'onTestBegin',
  'onTestBatchBegin',
  'onTestBatchEnd',
  'onTestEnd',
  'onPredictBegin',
  'onPredictBatchBegin',
  'onPredictBatchEnd',
  'onPredictEnd',
] as const satisfies readonly (keyof Callback)[];

/** Refuses what is no list of callbacks, and misspelt hooks. @throws ArgumentError listing the hooks */
export function checkCallbacks(who: string, callbacks: readonly Callback[]): void {
  const isCallback = (one: unknown) => typeof one === 'object' && one !== null;
  if (!Array.isArray(callbacks) || !callbacks.every(isCallback)) {
    const bad = Array.isArray(callbacks) ? callbacks.find((one) => !isCallback(one)) : callbacks;
    const expected = 'a list of callbacks, such as [EarlyStopping({ … })]';
    throw new ArgumentError(
      complain({ who, problem: 'callbacks are not usable', expected, received: show(bad) }),
    );
  }
  for (const callback of callbacks) checkHooks(who, 'hook of a callback', callback);
}

/** Refuses members that are called like hooks and are none. @throws ArgumentError listing the hooks */
export function checkHooks(who: string, what: string, callback: object): void {
  for (const name of memberNames(callback)) if (/^on[A-Z_]/.test(name)) oneOf(who, what, name, hookNames);
}

/** The names of all members of an object, those of its class included. */
function memberNames(object: object): string[] {
  const names: string[] = [];
  for (let at = object; at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at))
    names.push(...Object.getOwnPropertyNames(at));
  return names;
}
