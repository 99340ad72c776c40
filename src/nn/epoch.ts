/**
 * An epoch at work: a new order of the rows, then one training step for each batch.
 *
 * All numbers of a step are read and written by the training Program; what is left here is to say which batch it is.
 */
import { complain, StateError } from '../errors.ts';
import type { Optimizer } from '../optim/index.ts';
import type { Cell, Tensor } from '../tensor/index.ts';
import type { Callback } from './callbacks/index.ts';
import { sortedLogs } from './evaluate.ts';
import type { LayerGraph } from './graph.ts';
import type { Logs } from './history.ts';
import type { Network, Settings, Trainer } from './network.ts';
import { programsFor, type Replay, type Wanted } from './replay.ts';

/** Checked data and settings of one training. */
export interface Plan {
  /** Who was called: fit, fitAsync or train. */
  readonly who: string;
  readonly x: Tensor;
  readonly t: Tensor;
  readonly validation: { readonly x: Tensor; readonly t: Tensor } | null;
  readonly epochs: number;
  readonly batchSize: number;
  readonly shuffle: boolean;
  readonly dropRemainder: boolean;
  readonly verbose: number;
  readonly onNonFinite: 'stop' | 'ignore';
  readonly callbacks: readonly Callback[];
  /** When to yield: events after each epoch or batch, or null after each batch, where a driver may pause. */
  readonly every: 'epoch' | 'batch' | 'pause';
}

/** How many steps follow one another before whoever watches is told. */
const WATCHED = 256;

/** One epoch after another: the Programs, the order of the rows, and the sums of the epoch so far. */
export class Epoch implements Trainer {
  readonly network: Network;
  readonly plan: Plan;
  readonly settings: Settings;
  readonly batches: number;
  /** The Programs of a full batch and of the last one, which may be smaller. Set by `take`, as they may change. */
  full!: Replay;
  last!: Replay;
  replays: readonly Replay[] = [];
  readonly #graph: LayerGraph;
  readonly #optimizer: Optimizer;
  readonly #start: Cell;
  readonly #batchSize: number;
  /** Whether each step has other rows than the one before: all but full batches, which always hold all rows in order. */
  readonly #changes: boolean;
  readonly #order: Int32Array;
  readonly #wanted: readonly Wanted[];
  /** The sums of the epoch, while another training is at work. */
  readonly #sums = new Float64Array(3);

  constructor(network: Network, plan: Plan) {
    this.network = network;
    this.plan = plan;
    this.settings = network.requireCompiled(plan.who);
    this.#graph = network.requireGraph(plan.who);
    const { batchSize, validation } = plan;
    const rows = plan.x.shape[0];
    const used = plan.dropRemainder ? rows - (rows % batchSize) : rows;
    const seen = validation === null ? 0 : validation.x.shape[0];
    this.batches = Math.ceil(used / batchSize);
    this.#optimizer = this.settings.optimizer;
    this.#start = network.data.start;
    this.#batchSize = batchSize;
    this.#changes = batchSize < rows;
    this.#order = new Int32Array(rows);
    this.#wanted = [
      ...programsFor('train', used, batchSize),
      ...(seen === 0 ? [] : programsFor('evaluate', seen, Math.min(batchSize, seen))),
    ];
  }

  /**
   * Puts the data where the Programs read it, unless it is there: another training of this model may have been at work
   * since.
   *
   * @throws StateError if the model has been changed since
   */
  take(): void {
    const { network, plan } = this;
    if (network.trainer === this) return;
    if (network.compiled !== this.settings || network.graph !== this.#graph) {
      const problem = 'the model was compiled anew, or given another layer, while it was trained';
      throw new StateError(complain({ who: plan.who, problem, help: 'Begin a new training after that.' }));
    }
    network.lend(this, plan.x.data, plan.t.data, this.#order);
    this.replays = network.replays(this.#wanted);
    [this.full, this.last = this.full] = this.replays.filter(({ purpose }) => purpose === 'train');
    network.sums.data.set(this.#sums);
  }

  pause(): void {
    this.#sums.set(this.network.sums.data);
  }

  /** A new order of the rows, and sums at zero. Full batches keep their order: it would change nothing but rounding. */
  begin(): void {
    this.take();
    const order = this.#order;
    for (let i = 0; i < order.length; i++) order[i] = i;
    if (this.plan.shuffle && this.#changes) this.network.shuffle.shuffle(order);
    this.network.data.order.data.set(order);
    this.network.sums.data.fill(0);
    for (const { training } of this.settings.metrics) training.reset();
  }

  /** One training step, after `take`. @returns whether its loss was finite */
  step(batch: number): boolean {
    const { network } = this;
    const replay = batch === this.batches - 1 ? this.last : this.full;
    if (this.#changes || network.last !== replay) {
      this.#start.value = batch * this.#batchSize;
      replay.feed();
    }
    this.#optimizer.advance();
    replay.run();
    network.step.value++;
    return Number.isFinite(replay.loss.data[0]);
  }

  /** All batches, or until one is not finite. @returns the batch it stopped at, or how many there are */
  run(stopAtNonFinite: boolean, watch: ((batch: number) => void) | null): number {
    let batch = 0;
    if (this.#changes && this.#optimizer.steady) {
      batch = this.#repeat(stopAtNonFinite, watch);
      if (stopAtNonFinite && !Number.isFinite(this.full.loss.data[0])) return batch - 1;
    }
    for (; batch < this.batches; batch++) {
      if (!this.step(batch) && stopAtNonFinite) return batch;
      if (watch !== null) watch(batch);
    }
    return this.batches;
  }

  /**
   * All full batches in one go, or in a few where somebody watches, or until one is not finite.
   *
   * @returns how many were made
   */
  #repeat(stopAtNonFinite: boolean, watch: ((batch: number) => void) | null): number {
    const { step } = this.network;
    const all = this.full === this.last ? this.batches : this.batches - 1;
    const begun = step.value;
    let made = 0;
    this.#start.value = 0;
    while (made < all) {
      this.full.repeat(watch === null ? all - made : Math.min(all - made, WATCHED));
      made = step.value - begun;
      if (watch !== null) watch(made - 1);
      if (stopAtNonFinite && !Number.isFinite(this.full.loss.data[0])) break;
    }
    this.#optimizer.iterations += made;
    return made;
  }

  /** The means of the epoch so far. They are taken while the weights change; `evaluate` measures with fixed ones. */
  logs(): Logs {
    const { network } = this;
    const [data, penalty, rows] = network.trainer === this ? network.sums.data : this.#sums;
    const metrics = this.settings.metrics.map(({ key, training }) => [key, training.result()] as const);
    return sortedLogs(data / rows, this.full.parts.penalty === null ? null : penalty / rows, metrics);
  }

  /** The end of the training: the network keeps nothing of its data. */
  end(): void {
    this.network.release(this);
  }
}
