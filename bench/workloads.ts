/**
 * The five trainings by which the engine is judged, timed through the public `fit`.
 *
 * `node build/bench/workloads.js --help` lists the options. Each starts from given weights, so that other programs can
 * train the same net on the same data: what is compared is microseconds a step, and the loss afterwards.
 */
import { existsSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ArgumentError, complain } from '../src/errors.ts';
import {
  Adam,
  Dense,
  executorInfo,
  Input,
  Sequential,
  type SequentialModel,
  SGD,
  Tensor,
} from '../src/index.ts';
import { chooseExecutor } from './executors.ts';
import { median } from './report/statistics.ts';
import {
  countWeights,
  cutWeights,
  HELP,
  readStart,
  readWorkloadArguments,
  type Start,
} from './workload-input.ts';

/** One training: a net, an optimizer, and how many rows stand behind one update. */
export interface Workload {
  readonly name: string;
  /** What its files are called by. */
  readonly net: string;
  /** Units from the inputs to the outputs. */
  readonly sizes: readonly number[];
  /** Of the hidden layers; the last layer has softmax. */
  readonly activation: 'tanh' | 'relu';
  readonly optimizer: 'sgd' | 'adam';
  readonly learningRate: number;
  /** Rows in an update; Infinity is all of them. */
  readonly batchSize: number;
  /** Passes over the data, unless told. */
  readonly epochs: number;
}

const small = {
  net: 'A',
  sizes: [64, 20, 10],
  activation: 'tanh',
  optimizer: 'sgd',
  learningRate: 0.1,
} as const;
const large = { activation: 'relu', optimizer: 'adam', learningRate: 0.001, epochs: 1 } as const;

/** The five workloads: optdigits by full batch, by mini-batches and one by one, then two nets with Adam. */
export const workloads = [
  { name: 'A-full', ...small, batchSize: Number.POSITIVE_INFINITY, epochs: 500 },
  { name: 'A-150', ...small, batchSize: 150, epochs: 100 },
  { name: 'A-1', ...small, batchSize: 1, epochs: 3 },
  { name: 'B', net: 'B', sizes: [784, 128, 10], ...large, batchSize: 32 },
  { name: 'C', net: 'C', sizes: [3072, 512, 256, 10], ...large, batchSize: 128 },
] as const satisfies readonly Workload[];

/** What one training took and gave. */
export interface Trained {
  /** Seconds in `fit`. */
  readonly seconds: number;
  /** Updates. */
  readonly steps: number;
  /** Mean of −log(p + 1e-12) over the first rows, p being the probability of the right class. */
  readonly loss: number;
}

/** How many rows the loss is taken over. */
const LOSS_ROWS = 10000;

/** A model with the start weights, and its data as tensors. @throws ArgumentError if the weights do not fit */
class Training {
  readonly model: SequentialModel;
  readonly x: Tensor;
  readonly t: Tensor;
  readonly weights: readonly Tensor[];
  readonly batchSize: number;

  constructor(workload: Workload, { x, t, weights }: Start, seed: number) {
    const { sizes, activation, optimizer, learningRate, batchSize } = workload;
    const expected = countWeights(sizes);
    if (weights.length !== expected) {
      const numbers = { expected: `${expected} numbers`, received: `${weights.length}` };
      throw new ArgumentError(complain({ who: workload.name, problem: 'weights do not fit', ...numbers }));
    }
    const units = sizes.slice(1);
    const layers = units.map((count, layer) =>
      Dense(count, { activation: layer === units.length - 1 ? 'softmax' : activation }),
    );
    this.model = Sequential([Input({ shape: [sizes[0]] }), ...layers], { seed });
    this.model.compile({
      optimizer: { sgd: SGD, adam: Adam }[optimizer]({ learningRate }),
      loss: 'categorical_crossentropy',
      metrics: ['accuracy'],
    });
    this.x = new Tensor(x.data, x.shape);
    this.t = new Tensor(t.data, t.shape);
    this.batchSize = Math.min(batchSize, x.shape[0]);
    this.weights = cutWeights(weights, sizes);
    this.restart();
  }

  restart(): void {
    this.model.setWeights(this.weights);
  }

  /** Trains on. */
  fit(epochs: number): Omit<Trained, 'loss'> {
    const { model, batchSize } = this;
    const before = model.step.value;
    const begun = performance.now();
    model.fit(this.x, this.t, { epochs, batchSize, verbose: 0 });
    const seconds = (performance.now() - begun) / 1000;
    return { seconds, steps: model.step.value - before };
  }

  /** The loss with the weights as they are. */
  loss(): number {
    const [rows, inputs] = this.x.shape;
    const count = Math.min(rows, LOSS_ROWS);
    const x = new Tensor(this.x.data.subarray(0, count * inputs), [count, inputs]);
    const p = this.model.predict(x, { batchSize: Math.min(count, 500) });
    let sum = 0;
    for (let i = 0; i < p.size; i++) if (this.t.data[i] === 1) sum -= Math.log(p.data[i] + 1e-12);
    return sum / count;
  }
}

/**
 * Trains a workload from its start weights, with a fresh model and optimizer.
 *
 * @param epochs passes over the data
 * @param seed the order of the samples
 * @returns the time includes the compilation of the training step; `timeWorkload` leaves that out
 * @throws ArgumentError, ShapeError if data or weights do not fit the net
 */
export function trainWorkload(workload: Workload, start: Start, epochs: number, seed = 0): Trained {
  const training = new Training(workload, start, seed);
  return { ...training.fit(epochs), loss: training.loss() };
}

/**
 * Times a training from the start weights after an untimed epoch on the same model, which has compiled the training
 * step. The optimizer remembers that epoch, so this training's loss is not to be compared.
 */
export function timeWorkload(
  workload: Workload,
  start: Start,
  epochs: number,
  seed = 0,
): Omit<Trained, 'loss'> {
  const training = new Training(workload, start, seed);
  training.fit(1);
  training.restart();
  return training.fit(epochs);
}

/** What the command line prints. */
export interface Measurement {
  readonly work: string;
  readonly executor: ReturnType<typeof executorInfo>;
  readonly node: string;
  readonly rows: number;
  readonly epochs: number;
  readonly reps: number;
  /** Of one timed training; null if none was timed, as are the next two. */
  readonly steps: number | null;
  /** Microseconds a step, the median of all timed trainings. */
  readonly us_step: number | null;
  /** (most − least) / median. */
  readonly spread: number | null;
  /** After `loss_epochs` epochs from the start; null if it was not wanted. */
  readonly loss: number | null;
  readonly loss_epochs: number;
}

/** Does what the command line asks. @returns the measurement, or null for help */
export function measure(
  args: readonly string[],
): { readonly found: Measurement; readonly json: boolean } | null {
  const names = workloads.map(({ name }) => name);
  const options = readWorkloadArguments(args, names);
  if (options === null) return null;
  chooseExecutor(options);
  const workload: Workload = workloads.find(({ name }) => name === options.work)!;
  const { reps, seed, json } = options;
  const epochs = options.epochs ?? workload.epochs;
  const lossEpochs = options.lossEpochs ?? epochs;
  const start = readStart(options.data, workload, options.rows);
  const runs = Array.from({ length: reps }, () => timeWorkload(workload, start, epochs, seed));
  const times = runs.map(({ seconds, steps }) => (seconds / steps) * 1e6);
  const middle = median(times);
  const found = {
    work: workload.name,
    executor: executorInfo(),
    node: process.version,
    rows: start.x.shape[0],
    epochs,
    reps,
    steps: runs.length > 0 ? runs[0].steps : null,
    us_step: runs.length > 0 ? middle : null,
    spread: runs.length > 0 ? (Math.max(...times) - Math.min(...times)) / middle : null,
    loss: lossEpochs > 0 ? trainWorkload(workload, start, lossEpochs, seed).loss : null,
    loss_epochs: lossEpochs,
  };
  return { found, json };
}

/** The measurement as a line to read. */
function line({ work, executor, node, us_step, spread, steps, reps, loss }: Measurement): string {
  const time =
    us_step === null
      ? 'not timed'
      : `${us_step.toFixed(3)} µs a step (${reps} × ${steps} steps, spread ${(100 * spread!).toFixed(1)} %)`;
  const end = loss === null ? '' : `, loss ${loss.toFixed(4)}`;
  return `${work}, executor ${executor.name}, Node ${node}: ${time}${end}`;
}

/** The errors whose message is all that the user needs. */
const EXPECTED = ['ArgumentError', 'DataError', 'ShapeError', 'NonFiniteError'];

function main(): void {
  try {
    const measured = measure(process.argv.slice(2));
    if (measured === null) console.log(HELP);
    else console.log(measured.json ? JSON.stringify(measured.found) : line(measured.found));
  } catch (error) {
    if (!(error instanceof Error && EXPECTED.includes(error.name))) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}

/** Whether this file was started, rather than imported. */
function isStarted(): boolean {
  const started = process.argv[1];
  return (
    started !== undefined && existsSync(started) && realpathSync(started) === fileURLToPath(import.meta.url)
  );
}

if (isStarted()) main();
