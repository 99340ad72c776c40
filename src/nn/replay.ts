/**
 * Replays: the Programs of a network, ready to run.
 */
import type { Compiled, Program } from '../autograd/index.ts';
import type { Tensor } from '../tensor/index.ts';

/** What a Program is for. */
export type Purpose = 'train' | 'evaluate' | 'predict';

/** A purpose, a number of rows, and whether samples have weights: one Program. */
export type Wanted = readonly [purpose: Purpose, rows: number, weighted: boolean];

/** The tensors of a Program that are written before a run, or read after it. */
export interface Parts {
  /** One for each input of the model. */
  readonly inputs: readonly Tensor[];
  /** One for each output of the model; so are weights of the samples, if they have any, and predictions. */
  readonly targets: readonly Tensor[];
  readonly weights: readonly Tensor[];
  readonly predictions: readonly Tensor[];
  /** Ones, one for each row: to be filled before a run. */
  readonly ones: Tensor;
  /** The loss with its penalty, its data part, and the penalty (null where nothing is penalized); shape []. */
  readonly loss: Tensor;
  readonly dataLoss: Tensor;
  readonly penalty: Tensor | null;
  /** In training, the output of each use of a layer, in order. */
  readonly outputs: readonly { readonly layer: string; readonly output: Tensor }[];
}

/** What the executor of a Program gives before it has been compiled: nothing to run. */
const nothing: Compiled = { feed() {}, run() {}, repeat() {} };

/** One Program, ready to run. */
export class Replay {
  readonly purpose: Purpose;
  readonly rows: number;
  readonly weighted: boolean;
  readonly program: Program;
  readonly parts: Parts;
  /** Whether the loss is finite decides after each step if training goes on. */
  readonly loss: Tensor;
  /** What the executor made of the Program; exchanged when the Programs of the network are compiled again. */
  compiled: Compiled = nothing;
  readonly #network: { last: Replay | null };

  /** @param network notes which Replay ran last: the tensors of all others may have been overwritten since */
  constructor(
    network: { last: Replay | null },
    [purpose, rows, weighted]: Wanted,
    program: Program,
    parts: Parts,
  ) {
    this.#network = network;
    this.purpose = purpose;
    this.rows = rows;
    this.weighted = weighted;
    this.program = program;
    this.parts = parts;
    this.loss = parts.loss;
  }

  /** Fills the inputs from the data of the training. */
  feed(): void {
    this.compiled.feed();
  }

  run(): void {
    this.#network.last = this;
    this.compiled.run();
  }

  /** Several batches in a row, which are counted; ends early after a loss that is not finite. */
  repeat(times: number): void {
    this.#network.last = this;
    this.compiled.repeat(times);
  }
}

/** The Programs that take so many rows in batches: one for full batches and, where the last is smaller, one for that. */
export function programsFor(purpose: Purpose, rows: number, batchSize: number, weighted = false): Wanted[] {
  const rest = rows % batchSize;
  const full: Wanted = [purpose, batchSize, weighted];
  return rest === 0 ? [full] : [full, [purpose, rest, weighted]];
}
