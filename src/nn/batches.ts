/**
 * Training on batches that somebody makes: a list that is not held in memory, a generator, a stream.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import type { TensorLike } from '../tensor/index.ts';
import type { Logs } from './history.ts';
import type { Network } from './network.ts';
import type { Plan } from './plan.ts';
import type { Replay } from './replay.ts';
import { copyBatch, countRows, type Rows } from './rows.ts';
import type { Given } from './training-data.ts';
import { Work } from './work.ts';

/** One batch: inputs, targets, and, if wanted, a weight for each sample; what TypeScript takes for a list is counted later. */
export type Batch<X = TensorLike, T = TensorLike> =
  | readonly [x: X, t: T]
  | readonly [x: X, t: T, sampleWeight: Given]
  | readonly (X | T | Given)[];

/**
 * Batches: an iterable or async iterable of them, or a function that begins one anew for each epoch.
 *
 * A plain array is data and not a list of batches: `() => list` makes it one.
 */
export type Batches<X = TensorLike, T = TensorLike> =
  | Iterable<Batch<X, T>>
  | AsyncIterable<Batch<X, T>>
  | (() => Iterable<Batch<X, T>> | AsyncIterable<Batch<X, T>>);

/** Whether these are batches, and not data. */
export function isBatches(value: unknown): value is Batches<Given, Given> {
  if (typeof value === 'function') return true;
  if (typeof value !== 'object' || value === null || Array.isArray(value) || ArrayBuffer.isView(value))
    return false;
  return Symbol.asyncIterator in value || (Symbol.iterator in value && !('data' in value));
}

/** Refuses targets beside batches, which bring their own. @throws ArgumentError */
export function refuseTargets(who: string, t: unknown, options: unknown): void {
  const isData = Array.isArray(t) || (typeof t === 'object' && t !== null && 'data' in t);
  const both = (t ?? null) !== null && options !== undefined;
  if (!isData && !ArrayBuffer.isView(t) && !both) return;
  const problem = 'there are targets beside batches';
  const expected = `${who}(batches, options), each batch [x, t]`;
  const help = 'If x is not meant as batches: [...x] makes an array of its rows.';
  throw new ArgumentError(complain({ who, problem, expected, help }));
}

/** Refuses a plain list of batches, which would be taken for data, and says how it is given. @throws ArgumentError */
export function refuseList(who: string, x: unknown, t: unknown): void {
  const isPair = (batch: unknown) =>
    Array.isArray(batch) && [2, 3].includes(batch.length) && batch.every((part) => typeof part === 'object');
  const isOptions =
    t === undefined || (typeof t === 'object' && t !== null && ('epochs' in t || 'verbose' in t));
  if (!isOptions || !Array.isArray(x) || !x.every(isPair)) return;
  const help = `If x is a list of batches [x, t], give ${who} a function: () => list.`;
  const received = t === undefined ? 'nothing' : 'options';
  throw new ArgumentError(
    complain({ who, problem: 't is missing', expected: 'the targets of the rows', received, help }),
  );
}

/** A batch of any model. */
type AnyBatch = Batch<Given, Given>;

/** Something that gives batches one by one; the promise is that of an async iterable. */
interface Iteration {
  next(): IteratorResult<AnyBatch> | Promise<IteratorResult<AnyBatch>>;
  return?(): unknown;
}

/** One epoch after another on batches. */
export class Stream extends Work {
  batches: number;
  done = false;
  readonly #source: Batches<Given, Given>;
  readonly #read: (batch: AnyBatch) => Rows;
  /** What is being walked through; it goes on from one epoch to the next where epochs have a number of steps. */
  #iteration: Iteration | null = null;
  /** Whether the walk has given nothing yet: one that ends so will never give anything. */
  #fresh = true;
  #rows: Rows | null = null;

  /** @param read checks a batch; its errors are those of the training */
  constructor(network: Network, plan: Plan, source: Batches<Given, Given>, read: (batch: AnyBatch) => Rows) {
    super(network, plan);
    this.#source = source;
    this.#read = read;
    this.batches = plan.stepsPerEpoch ?? 0;
  }

  protected lend(): void {
    this.network.displace(this);
  }

  protected prepare(): void {
    this.done = false;
  }

  load(batch: number): void | Promise<void> {
    this.take();
    const { stepsPerEpoch } = this.plan;
    this.done = stepsPerEpoch !== null && batch >= stepsPerEpoch;
    if (this.done) return;
    this.#iteration ??= this.#begin();
    const next = this.#iteration.next();
    if ('then' in next) return Promise.resolve(next).then((result) => this.#accept(result, batch));
    return this.#accept(next, batch);
  }

  #begin(): Iteration {
    const { who } = this.plan;
    this.#fresh = true;
    const source = typeof this.#source === 'function' ? this.#source() : this.#source;
    const isObject = typeof source === 'object' && source !== null;
    if (isObject && Symbol.asyncIterator in source) {
      if (who === 'fitAsync') return source[Symbol.asyncIterator]() as Iteration;
      const help = 'await model.fitAsync(batches) waits for them.';
      throw new ArgumentError(complain({ who, problem: 'the batches are asynchronous', help }));
    }
    if (isObject && Symbol.iterator in source) return source[Symbol.iterator]();
    const expected = 'an iterable of [x, t]';
    throw new ArgumentError(
      complain({ who, problem: 'batches are not usable', expected, received: show(source) }),
    );
  }

  #accept(result: IteratorResult<AnyBatch>, batch: number): void | Promise<void> {
    const { who, stepsPerEpoch } = this.plan;
    if (result.done !== true) {
      this.#fresh = false;
      this.#rows = this.#readBatch(result.value);
      return;
    }
    this.#iteration = null;
    if (stepsPerEpoch === null && batch > 0) {
      this.done = true;
      this.batches = batch;
      return;
    }
    if (!this.#fresh) return this.load(batch); // from the start, in the middle of an epoch
    const help = 'A generator gives its batches once: give a function that makes it anew, () => batches().';
    throw new ArgumentError(complain({ who, problem: 'there are no batches, or no more', help }));
  }

  #readBatch(value: AnyBatch): Rows {
    if (Array.isArray(value) && (value.length === 2 || value.length === 3)) return this.#read(value);
    const received = Array.isArray(value) ? `a list of ${value.length}` : show(value);
    const expected = '[x, t] or [x, t, sampleWeight]';
    const problem = 'a batch is not usable';
    throw new ArgumentError(complain({ who: this.plan.who, problem, expected, received }));
  }

  step(): boolean {
    return this.make(this.#rows as Rows);
  }

  /** One training step on these rows. @returns whether its loss was finite */
  make(rows: Rows): boolean {
    const { network, optimizer } = this;
    this.replays = network.replays([['train', countRows(rows), rows.weights !== null]]);
    const [replay] = this.replays;
    copyBatch(rows, 0, replay.parts);
    optimizer.advance();
    replay.run();
    network.step.value++;
    return Number.isFinite(replay.loss.data[0]);
  }

  run(): number | null {
    throw new Error('batches come one by one');
  }

  replayOf(): Replay | undefined {
    return this.replays[0];
  }

  /** One step on its own, as an epoch of one batch. @returns the logs of the batch */
  once(rows: Rows): Logs {
    try {
      this.begin();
      this.make(rows);
      return this.logs();
    } finally {
      this.end();
    }
  }

  override end(): void {
    super.end();
    const closed = this.#iteration?.return?.();
    if (closed instanceof Promise) closed.catch(() => {}); // nobody is left who could be told
  }
}
