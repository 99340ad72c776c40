/**
 * What a workload is given: its command line, and data and start weights from files.
 *
 * The files are those of a peer benchmark, raw and little-endian, for a net N: `N_x.f32` inputs row by row, `N_y.i32`
 * class numbers, `N_w.f32` for each layer the kernel [in, out] row by row, then the bias.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ArgumentError, complain, DataError } from '../src/errors.ts';
import { oneHot, Tensor } from '../src/index.ts';
import { number, oneOf, wholeNumber } from '../src/options.ts';
import { type ExecutorChoice, executorNames } from './executors.ts';

/** What the command line asked for; null where the workload has its own. */
export interface WorkloadOptions<Name extends string> extends ExecutorChoice {
  readonly work: Name;
  readonly data: string;
  readonly epochs: number | null;
  /** Of the training whose loss is told; 0 for none. */
  readonly lossEpochs: number | null;
  /** How many trainings are timed; 0 for none. */
  readonly reps: number;
  /** The first rows only; null for all there are. */
  readonly rows: number | null;
  readonly seed: number;
  readonly json: boolean;
}

/** Data and start weights, ready to train on. */
export interface Start {
  /** Inputs [rows, inputs]. */
  readonly x: { readonly data: Float32Array; readonly shape: readonly number[] };
  /** One-hot targets [rows, classes]. */
  readonly t: { readonly data: Float32Array; readonly shape: readonly number[] };
  /** For each layer the kernel [in, out] row by row, then the bias. */
  readonly weights: Float32Array;
}

export const HELP = `node build/bench/workloads.js --work NAME --data FOLDER [options]

Times trainings by which the engine is judged, from given start weights, and prints microseconds a step.

  --work NAME         A-full, A-150, A-1, B or C
  --data FOLDER       holds NET_x.f32, NET_y.i32 and NET_w.f32
  --epochs N          of a timed training                                 (default: by workload)
  --reps R            how many trainings are timed; the median counts     (default: 3)
  --loss-epochs N     of the training whose loss is told; 0 for none      (default: as --epochs)
  --rows N            the first rows of the data only                     (default: all)
  --seed N            the order of the samples                            (default: 0)
  --executor NAME     reference or simd                                   (default: reference)
  --wide              wide vectors
  --fma               multiplications and additions rounded once
  --json              one line of JSON
  --help              this text
`;

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const flags = {
  work: text,
  data: text,
  epochs: text,
  reps: text,
  'loss-epochs': text,
  rows: text,
  seed: text,
  executor: text,
  wide: flag,
  fma: flag,
  json: flag,
  help: flag,
} as const;

/**
 * Reads the command line.
 *
 * @param names the workloads there are
 * @returns the options, or null if help is wanted
 * @throws ArgumentError with one line for a wrong option or value
 */
export function readWorkloadArguments<const Name extends string>(
  args: readonly string[],
  names: readonly Name[],
): WorkloadOptions<Name> | null {
  const values = parse(args);
  if (values.help) return null;
  const whole = (name: 'epochs' | 'reps' | 'loss-epochs' | 'rows' | 'seed', min: number): number | null => {
    const value = values[name];
    if (value === undefined) return null;
    const read = /^[+-]?\d+(\.\d*)?$/.test(value) ? Number(value) : number('workloads', `--${name}`, value);
    return wholeNumber('workloads', `--${name}`, read, { min });
  };
  const options = {
    work: oneOf('workloads', '--work', required('--work', values.work, names.join(', ')), names),
    data: required('--data', values.data, 'a folder'),
    epochs: whole('epochs', 1),
    lossEpochs: whole('loss-epochs', 0),
    reps: whole('reps', 0) ?? 3,
    rows: whole('rows', 1),
    seed: whole('seed', 0) ?? 0,
    executor: oneOf('workloads', '--executor', values.executor ?? 'reference', executorNames),
    wide: values.wide ?? false,
    fma: values.fma ?? false,
    json: values.json ?? false,
  };
  if (options.reps > 0 || options.lossEpochs !== 0) return options;
  const problem = '--reps 0 and --loss-epochs 0 leave nothing to do';
  throw new ArgumentError(complain({ who: 'workloads', problem }));
}

function required(name: string, value: string | undefined, expected: string): string {
  if (value !== undefined && value !== '') return value;
  throw new ArgumentError(
    complain({ who: 'workloads', problem: `${name} is missing`, expected, help: 'See --help.' }),
  );
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: flags, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const known = Object.keys(flags);
    const wrong = args.find((arg) => arg.startsWith('--') && !known.includes(arg.slice(2).split('=')[0]));
    if (wrong !== undefined) oneOf('workloads', 'option', wrong.slice(2).split('=')[0], known);
    const problem = (error as Error).message.split('\n')[0].replace(/\.$/, '');
    throw new ArgumentError(complain({ who: 'workloads', problem, help: 'See --help.' }));
  }
}

/** How many numbers the start weights of a net have. @param sizes units from the inputs to the outputs */
export function countWeights(sizes: readonly number[]): number {
  return sizes.slice(1).reduce((count, units, layer) => count + (sizes[layer] + 1) * units, 0);
}

/**
 * Reads data and start weights of a net.
 *
 * @param rows how many are wanted, from the first on; null for all
 * @throws DataError if a file is missing or has not the size that it should have; ArgumentError for more rows than
 * there are
 */
export function readStart(
  folder: string,
  { net, sizes }: { readonly net: string; readonly sizes: readonly number[] },
  rows: number | null,
): Start {
  const file = (ending: string) => join(folder, `${net}_${ending}`);
  const inputs = sizes[0];
  const there = numbersIn(file('y.i32'));
  if (there === 0) throw new DataError(complain({ who: 'workloads', problem: `${file('y.i32')} is empty` }));
  checkCount(file('x.f32'), there * inputs);
  checkCount(file('w.f32'), countWeights(sizes));
  const count = wholeNumber('workloads', '--rows', rows ?? there, { min: 1, max: there });
  const labels = new Int32Array(count);
  const start = { x: new Float32Array(count * inputs), weights: new Float32Array(countWeights(sizes)) };
  readInto(file('y.i32'), labels);
  readInto(file('x.f32'), start.x);
  readInto(file('w.f32'), start.weights);
  const classes = sizes[sizes.length - 1];
  const t = oneHot(labels, classes);
  return {
    x: { data: start.x, shape: [count, inputs] },
    t: { data: Float32Array.from(t.data), shape: t.shape },
    weights: start.weights,
  };
}

/** The layers' kernels and biases, cut out of the flat start weights without a copy. */
export function cutWeights(weights: Float32Array, sizes: readonly number[]): Tensor[] {
  let at = 0;
  const cut = (shape: readonly number[], count: number): Tensor => {
    at += count;
    return new Tensor(weights.subarray(at - count, at), shape);
  };
  return sizes.slice(1).flatMap((units, layer) => {
    return [cut([sizes[layer], units], sizes[layer] * units), cut([units], units)];
  });
}

function open<R>(path: string, work: (descriptor: number) => R): R {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch (error) {
    const problem = `${path} cannot be read: ${(error as Error).message}`;
    throw new DataError(complain({ who: 'workloads', problem }));
  }
  try {
    return work(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function numbersIn(path: string): number {
  return open(path, (descriptor) => fstatSync(descriptor).size / 4);
}

function checkCount(path: string, expected: number): void {
  const received = numbersIn(path);
  if (received === expected) return;
  const problem = `${path} has not the size that it should have`;
  throw new DataError(
    complain({
      who: 'workloads',
      problem,
      expected: `${expected} numbers of 4 bytes`,
      received: `${received}`,
    }),
  );
}

/** Fills the array from the beginning of the file. */
function readInto(path: string, into: Float32Array | Int32Array): void {
  const bytes = new Uint8Array(into.buffer, into.byteOffset, into.byteLength);
  open(path, (descriptor) => {
    for (let at = 0; at < bytes.length; ) {
      const read = readSync(descriptor, bytes, at, Math.min(bytes.length - at, 2 ** 28), at);
      if (read === 0) throw new DataError(complain({ who: 'workloads', problem: `${path} ends too early` }));
      at += read;
    }
  });
}
