/**
 * The Programs of a perceptron: a training step and a prediction of so many rows, frozen at their first use and replayed
 * from then on.
 *
 * They share the weights, so all that are kept are compiled together: whenever there is a new one, or new data.
 */
import {
  append,
  type Compiled,
  currentExecutor,
  feedFrom,
  freeze,
  type Program,
  trace,
} from '../../autograd/index.ts';
import type { Optimizer } from '../../optim/index.ts';
import {
  type Cell,
  type Floats,
  gatherRows,
  ones,
  registers,
  step,
  storage,
  type Supply,
  tally,
  Tensor,
  type View,
  zeros,
} from '../../tensor/index.ts';
import type { Perceptron } from './perceptron.ts';

/** Rows to learn from. */
export interface Rows {
  /** [rows, inputs] */
  readonly x: Tensor;
  /** [rows, outputs] */
  readonly t: Tensor;
  /** [rows]; null where all rows count alike. */
  readonly weights: Tensor | null;
}

/** A training step, ready to run. */
export interface TrainingStep {
  readonly rows: number;
  /** Fills the batch, from `start` of the order on, and makes one step. */
  run(): void;
  /** So many batches in a row, or until one has a loss that is not finite. */
  repeat(times: number): void;
  /** What the last step differentiated; shape []. */
  readonly loss: Tensor;
  /** 1 / Σ weights of the last batch; null without weights. */
  readonly share: Tensor | null;
}

/** A Program with what its executor made of it. */
interface Kept {
  readonly program: Program;
  compiled: Compiled;
}

/** Predictions are made in blocks of at most so many rows. */
const BLOCK = 256;

/** How many training steps are kept: calls of `partialFit` may each bring another number of rows. */
const KEPT = 16;

/** share ← 1 / Σ weights. Shapes: weights [rows], share [] */
export function inverseSum(weights: View, share: View): void {
  let sum = 0;
  for (let i = 0; i < weights.data.length; i++) sum += weights.data[i];
  share.data[0] = 1 / sum;
}

/** The Programs of one perceptron. */
export class Programs {
  /** The order of the rows in this epoch, and the place in it where the next batch begins. */
  readonly order: Supply<Int32Array> = { data: new Int32Array(0) };
  readonly start: Cell = registers({ value: 0 });
  /** [Σ reported loss · rows, 0, rows] of the epoch so far. */
  readonly sums: Tensor = new Tensor(new Float64Array(3), [3]);
  readonly #perceptron: Perceptron;
  readonly #x: Supply<Floats>;
  readonly #t: Supply<Floats>;
  readonly #weights: Supply<Floats>;
  readonly #training = new Map<string, Kept & { readonly step: TrainingStep }>();
  readonly #predicting = new Map<number, Kept & { readonly x: Tensor; readonly y: Tensor }>();
  /** Whose updates the training steps end with. */
  #optimizer: Optimizer | null = null;
  #stale = false;

  constructor(perceptron: Perceptron) {
    this.#perceptron = perceptron;
    const supply = () => ({ data: storage(perceptron.dtype, 0) });
    [this.#x, this.#t, this.#weights] = [supply(), supply(), supply()];
  }

  /** Copies the rows where training steps read them, in the order in which they are. */
  lend({ x, t, weights }: Rows): void {
    this.#put(this.#x, x.data);
    this.#put(this.#t, t.data);
    this.#put(this.#weights, weights?.data ?? []);
    this.#put(
      this.order,
      Int32Array.from({ length: x.shape[0] }, (_, row) => row),
    );
  }

  /** Into the place of the numbers before where there are as many: then nothing is compiled anew. */
  #put(supply: Supply, data: ArrayLike<number>): void {
    if (supply.data.length !== data.length) {
      supply.data =
        supply.data instanceof Int32Array
          ? new Int32Array(data.length)
          : storage(this.#perceptron.dtype, data.length);
      this.#stale = true;
    }
    supply.data.set(data);
  }

  /** Forgets training steps and their data: the end of a `fit`. */
  release(): void {
    this.#training.clear();
    for (const supply of [this.#x, this.#t, this.#weights]) supply.data = storage(this.#perceptron.dtype, 0);
    this.order.data = new Int32Array(0);
    this.#stale = true;
  }

  /** Training steps of so many rows each, ready to run. */
  steps(sizes: readonly number[], weighted: boolean, alpha: number, optimizer: Optimizer): TrainingStep[] {
    if (this.#optimizer !== optimizer || this.#training.size >= KEPT) this.#training.clear();
    this.#optimizer = optimizer;
    const kept = sizes.map((rows) => {
      const key = `${rows} ${weighted}`;
      const known = this.#training.get(key);
      if (known !== undefined) return known;
      const made = this.#freezeStep(rows, weighted, alpha, optimizer);
      this.#training.set(key, made);
      this.#stale = true;
      return made;
    });
    this.#compile();
    return kept.map(({ step }) => step);
  }

  /** What the perceptron says. Shapes: x [rows, inputs] -> [rows, outputs] */
  predict(x: Tensor): Tensor {
    const { dtype, units } = this.#perceptron;
    const [rows, inputs] = x.shape;
    const outputs = units.at(-1) as number;
    const { compiled, ...block } = this.#prediction(Math.min(BLOCK, 2 ** Math.ceil(Math.log2(rows))));
    const predictions = storage(dtype, rows * outputs);
    const size = block.x.shape[0];
    for (let start = 0; start < rows; start += size) {
      // after the last rows stand those of the block before: nobody reads what becomes of them
      block.x.data.set(x.data.subarray(start * inputs, (start + size) * inputs));
      compiled.run();
      const made = Math.min(size, rows - start) * outputs;
      predictions.set(block.y.data.subarray(0, made), start * outputs);
    }
    return new Tensor(predictions, [rows, outputs]);
  }

  #prediction(rows: number) {
    const known = this.#predicting.get(rows);
    if (known !== undefined && !this.#stale) return known;
    if (known === undefined) {
      const { dtype, units } = this.#perceptron;
      const made = trace(() => {
        const x = zeros([rows, units[0]], { dtype });
        const y = this.#perceptron.outputs(x);
        return { x, y, program: freeze({ inputs: { x }, outputs: { y } }) };
      });
      this.#predicting.set(rows, { ...made, compiled: nothing });
    }
    this.#stale = true;
    this.#compile();
    return this.#predicting.get(rows)!;
  }

  #freezeStep(rows: number, weighted: boolean, alpha: number, optimizer: Optimizer) {
    const perceptron = this.#perceptron;
    const { dtype, units } = perceptron;
    return trace(() => {
      const x = zeros([rows, units[0]], { dtype });
      const t = zeros([rows, units.at(-1) as number], { dtype });
      const weights = ones([rows], { dtype });
      const share = weighted ? zeros([], { dtype }) : null;
      const { reported, differentiated } = perceptron.loss(x, t, weights, share, alpha);
      const graph = freeze({
        inputs: { x, t, ...(share === null ? {} : { weights, share }) },
        outputs: { loss: differentiated, reported },
        loss: differentiated,
      });
      const gather = (from: Supply<Floats>, into: Tensor) =>
        step(gatherRows, from, this.order, this.start, into);
      const program = feedFrom(
        append(graph, [step(tally, reported, null, rows, this.sums), ...optimizer.steps(graph.parameters)]),
        {
          feed: [
            gather(this.#x, x),
            gather(this.#t, t),
            ...(share === null ? [] : [gather(this.#weights, weights), step(inverseSum, weights, share)]),
          ],
          supplies: [this.#x, this.#t, ...(weighted ? [this.#weights] : []), this.order],
          counters: [[this.start, rows]],
        },
      );
      const kept = {
        program,
        compiled: nothing,
        step: {
          rows,
          loss: differentiated,
          share,
          run() {
            kept.compiled.feed();
            kept.compiled.run();
          },
          repeat: (times: number) => kept.compiled.repeat(times),
        },
      };
      return kept;
    });
  }

  #compile(): void {
    if (!this.#stale) return;
    const all: Kept[] = [...this.#training.values(), ...this.#predicting.values()];
    const compiled = currentExecutor().compile(all.map(({ program }) => program));
    for (const [i, kept] of all.entries()) kept.compiled = compiled[i];
    this.#stale = false;
  }
}

/** What an executor gives before it has been asked: nothing to run. */
const nothing: Compiled = { feed() {}, run() {}, repeat() {} };
