/**
 * What a callback is: hooks that training calls, under Keras's names.
 */
import type { Direction } from '../../metrics/index.ts';
import type { Logs } from '../history.ts';

/** What a callback may see and do of the training that calls it. */
export interface Training {
  readonly params: { readonly epochs: number; readonly steps: number; readonly verbose: number };
  /** The names that will be reported, each with the direction that is better. */
  readonly monitors: ReadonlyMap<string, Direction>;
  /** Whether training ends after this epoch; callbacks may set it. */
  stopTraining: boolean;
  /** Copies of all weights, and setting them. */
  getWeights(): unknown[];
  setWeights(weights: readonly unknown[]): void;
  /** The optimizer's step size, live. */
  learningRate: number;
  /** Prints a line, above the line of progress if there is one. */
  print(line: string): void;
}

/** What hooks return; a promise is awaited by `fitAsync` and refused by `fit`. */
export type Result = void | Promise<void>;

/** Hooks, all optional. Epochs and batches count from 0; logs hold what is known by then. */
export interface Callback {
  onTrainBegin?(training: Training): Result;
  onEpochBegin?(epoch: number, training: Training): Result;
  onTrainBatchBegin?(batch: number, training: Training): Result;
  onTrainBatchEnd?(batch: number, logs: Logs, training: Training): Result;
  onEpochEnd?(epoch: number, logs: Logs, training: Training): Result;
  onTrainEnd?(logs: Logs, training: Training): Result;
}
