/**
 * An epoch at work on arrays: a new order of the rows, then one training step for each batch.
 *
 * All numbers of a step are read and written by the training Program; what is left here is to say which batch it is.
 */
import type { Network } from './network.ts';
import type { Plan } from './plan.ts';
import { programsFor, type Replay, type Wanted } from './replay.ts';
import { countRows, type Rows } from './rows.ts';
import { Work } from './work.ts';

/** How many steps follow one another before whoever watches is told. */
const WATCHED = 256;

/** One epoch after another: the Programs and the order of the rows. */
export class Epoch extends Work {
  readonly batches: number;
  done = false;
  /** The Programs of a full batch and of the last one, which may be smaller. */
  #full!: Replay;
  #last!: Replay;
  readonly #rows: Rows;
  /** Whether each step has other rows than the one before: all but full batches, which always hold all rows in order. */
  readonly #changes: boolean;
  readonly #order: Int32Array;
  readonly #wanted: readonly Wanted[];

  constructor(network: Network, plan: Plan, rows: Rows) {
    super(network, plan);
    const { batchSize, validation, dropRemainder, stepsPerEpoch } = plan;
    const all = countRows(rows);
    const whole = dropRemainder ? all - (all % batchSize) : all;
    const used = stepsPerEpoch === null ? whole : Math.min(whole, stepsPerEpoch * batchSize);
    this.batches = Math.ceil(used / batchSize);
    this.#rows = rows;
    this.#changes = batchSize < all;
    this.#order = new Int32Array(all);
    this.#wanted = [
      ...programsFor('train', used, batchSize, rows.weights !== null),
      ...(validation === null
        ? []
        : programsFor(
            'evaluate',
            countRows(validation.rows),
            validation.batchSize,
            validation.rows.weights !== null,
          )),
    ];
  }

  protected lend(): void {
    const { network } = this;
    network.lend(this, this.#rows, this.#order);
    this.replays = network.replays(this.#wanted);
    [this.#full, this.#last = this.#full] = this.replays.filter(({ purpose }) => purpose === 'train');
  }

  /** A new order of the rows. Full batches keep their order: it would change nothing but rounding. */
  protected prepare(): void {
    const order = this.#order;
    const { shuffle, batchSize } = this.plan;
    for (let i = 0; i < order.length; i++) order[i] = i;
    if (this.#changes && shuffle === 'batch') {
      for (let start = 0; start < order.length; start += batchSize)
        this.network.shuffle.shuffle(order.subarray(start, start + batchSize));
    } else if (this.#changes && shuffle) this.network.shuffle.shuffle(order);
    this.network.data.order.data.set(order);
    this.done = false;
  }

  load(batch: number): void {
    this.take();
    this.done = batch >= this.batches;
  }

  replayOf(batch: number): Replay {
    return batch === this.batches - 1 ? this.#last : this.#full;
  }

  step(batch: number): boolean {
    const { network, optimizer } = this;
    const replay = this.replayOf(batch);
    if (this.#changes || network.last !== replay) {
      network.data.start.value = batch * this.plan.batchSize;
      replay.feed();
    }
    optimizer.advance();
    replay.run();
    network.step.value++;
    return Number.isFinite(replay.loss.data[0]);
  }

  run(stopAtNonFinite: boolean, watch: ((batch: number) => void) | null): number | null {
    let batch = 0;
    if (Number.isNaN(this.firstLoss)) {
      if (!this.step(batch++) && stopAtNonFinite) return 0;
      this.firstLoss = this.lastLoss;
    }
    if (this.#changes && this.optimizer.steady) {
      batch = this.#repeat(batch, stopAtNonFinite, watch);
      if (stopAtNonFinite && !Number.isFinite(this.lastLoss)) return batch - 1;
    }
    for (; batch < this.batches; batch++) {
      if (!this.step(batch) && stopAtNonFinite) return batch;
      if (watch !== null) watch(batch);
    }
    return null;
  }

  /**
   * All full batches from one on in one go, or in a few where somebody watches, or until one is not finite.
   *
   * @returns the batch after the last one that was made
   */
  #repeat(first: number, stopAtNonFinite: boolean, watch: ((batch: number) => void) | null): number {
    const { step, data } = this.network;
    const all = (this.#full === this.#last ? this.batches : this.batches - 1) - first;
    const begun = step.value;
    let made = 0;
    data.start.value = first * this.plan.batchSize;
    while (made < all) {
      this.#full.repeat(watch === null ? all - made : Math.min(all - made, WATCHED));
      made = step.value - begun;
      if (watch !== null) watch(first + made - 1);
      if (stopAtNonFinite && !Number.isFinite(this.#full.loss.data[0])) break;
    }
    this.optimizer.iterations += made;
    return first + made;
  }
}
