/**
 * `fit`, `fitAsync` and `train`: one training loop, driven in three ways.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import { flag, number, oneOf, readOptions, wholeNumber } from '../options.ts';
import type { Tensor, TensorLike } from '../tensor/index.ts';
import type { Callback } from './callbacks/index.ts';
import type { History } from './history.ts';
import type { Node } from './layer.ts';
import { readTargets } from './losses/index.ts';
import type { Network } from './network.ts';
import { pause, sincePause } from './platform.ts';
import { checkRows, checkSameRows, readData, sliceRows } from './rows.ts';
import type { Plan } from './epoch.ts';
import { refusePromise, type TrainEvent, trainLoop } from './train.ts';

/** How to train. */
export interface FitOptions {
  /** Passes over the data, default 1. */
  readonly epochs?: number;
  /** Rows in an update, default 32; all rows or more is full-batch descent, 1 is stochastic descent. */
  readonly batchSize?: number;
  /** 0 silent; 1 one updating line in a terminal (default); 2 one line an epoch. */
  readonly verbose?: 0 | 1 | 2;
  /** The share of the rows, the last ones, that is kept for validation, in [0, 1); default 0. Never shuffled. */
  readonly validationSplit?: number;
  /** Data for validation, [x, t]; wins over `validationSplit`. */
  readonly validationData?: readonly [x: TensorLike, t: TensorLike] | null;
  /** Whether each epoch puts the rows in a new order, from the seed; default true. Full batches keep their order. */
  readonly shuffle?: boolean;
  /** Whether a last batch that is not full is left out; default false: it is trained on, and weighted by its size. */
  readonly dropRemainder?: boolean;
  /** Hooks between epochs and batches, such as EarlyStopping. */
  readonly callbacks?: readonly Callback[];
  /** 'stop' (default) throws at the first loss that is not finite; 'ignore' goes on. */
  readonly onNonFinite?: 'stop' | 'ignore';
}

/** How to train step by step. */
export interface TrainOptions extends FitOptions {
  /** When to yield: after every 'epoch' (default) or every 'batch'. */
  readonly every?: 'epoch' | 'batch';
}

const defaults: Required<FitOptions> = {
  epochs: 1,
  batchSize: 32,
  verbose: 1,
  validationSplit: 0,
  validationData: null,
  shuffle: true,
  dropRemainder: false,
  callbacks: [],
  onNonFinite: 'stop',
};

/** Every hook of a callback. */
const hookNames: readonly (keyof Callback)[] = [
  'onTrainBegin',
  'onEpochBegin',
  'onTrainBatchBegin',
  'onTrainBatchEnd',
  'onEpochEnd',
  'onTrainEnd',
];

/** How long `fitAsync` works before it lets others have their turn, in milliseconds: below a frame of 60 Hz. */
const BUDGET = 12;

/**
 * Checks data and options before any arithmetic.
 *
 * @param ends where the model's graph begins and ends
 * @param x rows that have been read and checked; t as the user gave it
 * @throws ShapeError, ArgumentError, StateError
 */
export function planTraining(
  who: 'fit' | 'fitAsync' | 'train',
  network: Network,
  { input, output }: { readonly input: Node; readonly output: Node },
  x: Tensor,
  t: TensorLike,
  given: TrainOptions,
): Plan {
  const { loss } = network.requireCompiled(who);
  const every: Plan['every'] = 'epoch';
  const options = { every, ...readOptions(who, who === 'train' ? { ...defaults, every } : defaults, given) };
  wholeNumber(who, 'epochs', options.epochs);
  wholeNumber(who, 'batchSize', options.batchSize);
  number(who, 'validationSplit', options.validationSplit, { min: 0, below: 1 });
  if (![0, 1, 2].includes(options.verbose)) wholeNumber(who, 'verbose', options.verbose, { min: 0, max: 2 });
  flag(who, 'shuffle', options.shuffle);
  flag(who, 'dropRemainder', options.dropRemainder);
  oneOf(who, 'onNonFinite', options.onNonFinite, ['stop', 'ignore']);
  oneOf(who, 'every', options.every, ['epoch', 'batch']);
  checkCallbacks(who, options.callbacks);

  const join = (rows: Tensor, values: TensorLike, names: readonly [string, string]): Data => {
    const targets = readData(who, names[1], values, network.dtype);
    checkSameRows(who, rows, targets, names);
    return { x: rows, t: readTargets(who, loss, targets, output.shape) };
  };
  const { training, validation } = split(who, join(x, t, ['x', 't']), options);
  const rows = training.x.shape[0];
  if (options.dropRemainder && options.batchSize > rows) {
    const expected = `a batchSize of at most ${rows}, the rows there are`;
    const received = String(options.batchSize);
    throw new ArgumentError(
      complain({ who, problem: 'dropRemainder would leave no batch', expected, received }),
    );
  }
  const readValidation = (pair: readonly TensorLike[]): Data => {
    const [values, targets] = checkPair(who, pair);
    const names = ['validationData[0]', 'validationData[1]'] as const;
    const seen = readData(who, names[0], values, network.dtype);
    checkRows(who, names[0], seen, input.shape);
    return join(seen, targets, names);
  };
  const { validationData } = options;
  return {
    ...options,
    ...training,
    who,
    batchSize: Math.min(options.batchSize, rows),
    validation: validationData === null ? validation : readValidation(validationData),
  };
}

type Data = Pick<Plan, 'x' | 't'>;

/** The first rows for training, the last for validation. @throws ArgumentError if a side would be empty */
function split(
  who: string,
  all: Data,
  { validationSplit, validationData }: Required<FitOptions>,
): { readonly training: Data; readonly validation: Data | null } {
  if (validationSplit === 0 || validationData !== null) return { training: all, validation: null };
  const rows = all.x.shape[0];
  const at = Math.floor(rows * (1 - validationSplit));
  if (at === 0 || at === rows) {
    throw new ArgumentError(
      complain({
        who,
        problem: `validationSplit leaves no rows for ${at === 0 ? 'training' : 'validation'}`,
        expected: `a share of the ${rows} rows that leaves some on both sides`,
        received: String(validationSplit),
      }),
    );
  }
  const part = (from: number, to: number) => ({
    x: sliceRows(all.x, from, to),
    t: sliceRows(all.t, from, to),
  });
  return { training: part(0, at), validation: part(at, rows) };
}

function checkPair(who: string, pair: readonly TensorLike[]): readonly [TensorLike, TensorLike] {
  if (Array.isArray(pair) && pair.length === 2) return pair as unknown as readonly [TensorLike, TensorLike];
  const problem = 'validationData is not a pair';
  const received = Array.isArray(pair) ? `a list of ${pair.length}` : show(pair);
  throw new ArgumentError(complain({ who, problem, expected: '[x, t]', received }));
}

function checkCallbacks(who: string, callbacks: readonly Callback[]): void {
  const isCallback = (one: unknown) => typeof one === 'object' && one !== null;
  if (!Array.isArray(callbacks) || !callbacks.every(isCallback)) {
    const bad = Array.isArray(callbacks) ? callbacks.find((one) => !isCallback(one)) : callbacks;
    const expected = 'a list of callbacks, such as [EarlyStopping({ … })]';
    throw new ArgumentError(
      complain({ who, problem: 'callbacks are not usable', expected, received: show(bad) }),
    );
  }
  for (const name of callbacks.flatMap(Object.keys)) {
    if (/^on[A-Z_]/.test(name)) oneOf(who, 'hook of a callback', name, hookNames);
  }
}

/** Drives the loop to its end. */
export function fit(network: Network, plan: Plan): History {
  const loop = trainLoop(network, plan);
  for (;;) {
    const { done, value } = loop.next();
    if (done) return value;
    if (value instanceof Promise) loop.throw(refusePromise('fit', value));
  }
}

/** Drives the loop step by step for the caller. */
export function* train(network: Network, plan: Plan): Generator<TrainEvent, History> {
  const loop = trainLoop(network, plan);
  try {
    for (;;) {
      const { done, value } = loop.next();
      if (done) return value;
      if (value instanceof Promise) loop.throw(refusePromise('train', value));
      else if (value !== null) yield value;
    }
  } finally {
    loop.return(undefined as never); // a caller that breaks off ends the loop too
  }
}

/** Drives the loop batch by batch, awaiting callbacks, and pausing whenever its time is used up. */
export async function fitAsync(network: Network, plan: Plan): Promise<History> {
  const loop = trainLoop(network, { ...plan, every: 'pause' });
  for (;;) {
    const { done, value } = loop.next();
    if (done) return value;
    if (value instanceof Promise) await value.catch((error) => void loop.throw(error));
    if (sincePause() >= BUDGET) await pause();
  }
}
