/**
 * The plan of a training: its options and data, read and checked before any arithmetic.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import { flag, oneOf, readOptions, wholeNumber } from '../options.ts';
import type { Tensor, TensorLike } from '../tensor/index.ts';
import { type Callback, checkCallbacks } from './callbacks/callback.ts';
import { refuseElsewhere } from './elsewhere.ts';
import type { Network } from './network.ts';
import { countRows, pickAll, type Rows } from './rows.ts';
import { type ClassWeight, type Ends, type Given, readInputs, readRows } from './training-data.ts';
import { readSplit, splitRows, type ValidationSplit } from './validation.ts';

/** How to train; X and T are what the model takes as inputs and targets. */
export interface FitOptions<X = TensorLike, T = TensorLike> {
  /** The epoch at which training ends, default 1: how many passes over the data, from `initialEpoch` on. */
  readonly epochs?: number;
  /** The number of the first epoch, default 0: what goes on from an earlier training. */
  readonly initialEpoch?: number;
  /** Rows in an update, default 32; all rows or more is full-batch descent, 1 is stochastic descent. */
  readonly batchSize?: number;
  /** Batches in an epoch, default all; needed where batches come without end. Of arrays, the first of each new order. */
  readonly stepsPerEpoch?: number | null;
  /** 0 silent; 1 one updating line in a terminal (default); 2 one line an epoch. */
  readonly verbose?: 0 | 1 | 2;
  /** The share of the rows, the last ones, that is kept for validation, in [0, 1); default 0. Or how to choose them. */
  readonly validationSplit?: number | ValidationSplit;
  /** Data for validation, [x, t] or [x, t, sampleWeight]; wins over `validationSplit`. */
  readonly validationData?: readonly [x: X, t: T] | readonly [x: X, t: T, sampleWeight: Given] | null;
  /** Rows in a forward pass of validation, default `batchSize`. */
  readonly validationBatchSize?: number | null;
  /** How many batches of the validation data are used, default all. */
  readonly validationSteps?: number | null;
  /** Validation after every so many epochs, default 1; or the numbers of the epochs, counted from 1. */
  readonly validationFreq?: number | readonly number[];
  /**
   * Whether each epoch puts the rows in a new order, from the seed; default true. Full batches keep their order. 'batch'
   * keeps the batches and puts the rows in each in a new order.
   */
  readonly shuffle?: boolean | 'batch';
  /** Whether a last batch that is not full is left out; default false: it is trained on, and weighted by its size. */
  readonly dropRemainder?: boolean;
  /** A weight >= 0 for each row; for several outputs one list for all, or one for each. */
  readonly sampleWeight?: Given | null;
  /**
   * A weight >= 0 for the rows of each class, 1 for classes that are not named: `{ 0: 1.5, 1: 0.7 }`. Validation does
   * without.
   */
  readonly classWeight?: ClassWeight | null;
  /** Hooks between epochs and batches, such as EarlyStopping. */
  readonly callbacks?: readonly Callback[];
  /** 'stop' (default) throws at the first loss that is not finite; 'ignore' goes on. */
  readonly onNonFinite?: 'stop' | 'ignore';
  /**
   * Whether loss and metrics of the training rows are also reported as they are after each epoch, as `train_loss` …;
   * default false. The `loss` of an epoch is a mean while the weights change, so it is mostly the larger.
   */
  readonly trainEval?: boolean;
}

/** How to train step by step. */
export interface TrainOptions<X = TensorLike, T = TensorLike> extends FitOptions<X, T> {
  /** When to yield: after every 'epoch' (default) or every 'batch'. */
  readonly every?: 'epoch' | 'batch';
}

/** Options of any model, as they are read. */
type AnyOptions = TrainOptions<Given, Given>;

const defaults: Required<FitOptions<Given, Given>> = {
  epochs: 1,
  initialEpoch: 0,
  batchSize: 32,
  stepsPerEpoch: null,
  verbose: 1,
  validationSplit: 0,
  validationData: null,
  validationBatchSize: null,
  validationSteps: null,
  validationFreq: 1,
  shuffle: true,
  dropRemainder: false,
  sampleWeight: null,
  classWeight: null,
  callbacks: [],
  onNonFinite: 'stop',
  trainEval: false,
};

/** Checked settings of one training. */
export interface Plan
  extends Pick<
    Required<FitOptions>,
    | 'epochs'
    | 'initialEpoch'
    | 'batchSize'
    | 'stepsPerEpoch'
    | 'verbose'
    | 'validationFreq'
    | 'shuffle'
    | 'dropRemainder'
    | 'onNonFinite'
    | 'callbacks'
    | 'trainEval'
    | 'classWeight'
  > {
  /** Who was called: fit, fitAsync or train. */
  readonly who: string;
  /** The data of a training on arrays; null where batches are given. */
  readonly rows: Rows | null;
  readonly validation: { readonly rows: Rows; readonly batchSize: number } | null;
  /** When to yield: events after each epoch or batch, or null after each batch, where a driver may pause. */
  readonly every: 'epoch' | 'batch' | 'pause';
}

/** The functions that train. */
export type TrainerName = 'fit' | 'fitAsync' | 'train';

/** Options over defaults, each checked by itself. */
export function readPlanOptions(who: TrainerName, given: AnyOptions): Required<AnyOptions> {
  refuseElsewhere(who, given, defaults);
  const every = 'epoch' as 'epoch' | 'batch';
  const options = { every, ...readOptions(who, who === 'train' ? { ...defaults, every } : defaults, given) };
  wholeNumber(who, 'epochs', options.epochs);
  wholeNumber(who, 'batchSize', options.batchSize);
  wholeNumber(who, 'initialEpoch', options.initialEpoch, { min: 0 });
  for (const name of ['stepsPerEpoch', 'validationBatchSize', 'validationSteps'] as const)
    if (options[name] !== null) wholeNumber(who, name, options[name]);
  checkFrequency(who, options.validationFreq);
  if (![0, 1, 2].includes(options.verbose)) wholeNumber(who, 'verbose', options.verbose, { min: 0, max: 2 });
  if (![true, false, 'batch'].includes(options.shuffle)) {
    const [expected, received] = ["true, false or 'batch'", show(options.shuffle)];
    throw new ArgumentError(complain({ who, problem: 'shuffle is not usable', expected, received }));
  }
  flag(who, 'dropRemainder', options.dropRemainder);
  flag(who, 'trainEval', options.trainEval);
  oneOf(who, 'onNonFinite', options.onNonFinite, ['stop', 'ignore']);
  oneOf(who, 'every', options.every, ['epoch', 'batch']);
  checkCallbacks(who, options.callbacks);
  return options;
}

/**
 * The plan of a training on arrays.
 *
 * @param ends where the model's graph begins and ends
 * @param inputs that have been read and checked; t as the user gave it
 * @throws ShapeError, ArgumentError, StateError
 */
export function planTraining(
  who: TrainerName,
  network: Network,
  ends: Ends,
  inputs: readonly Tensor[],
  t: Given,
  given: AnyOptions,
): Plan {
  network.requireCompiled(who);
  const options = readPlanOptions(who, given);
  const splitting = readSplit(who, options.validationSplit);
  const { sampleWeight, classWeight, validationData } = options;
  const all = readRows(who, network, ends, inputs, { t, sampleWeight, classWeight });
  const { training, validation } =
    validationData === null
      ? splitRows(who, all, splitting, network.seed)
      : { training: all, validation: readValidation(who, network, ends, validationData) };
  const plain = validationData === null && classWeight !== null; // weights of classes are for training only
  const rows = countRows(training);
  const batchSize = Math.min(options.batchSize, rows);
  if (options.dropRemainder && options.batchSize > rows) {
    const expected = `a batchSize of at most ${rows}, the rows there are`;
    const received = String(options.batchSize);
    throw new ArgumentError(
      complain({ who, problem: 'dropRemainder would leave no batch', expected, received }),
    );
  }
  const batches = Math.ceil((options.dropRemainder ? rows - (rows % batchSize) : rows) / batchSize);
  if (options.stepsPerEpoch !== null && options.stepsPerEpoch > batches) {
    const expected = `at most ${batches}, the batches of ${batchSize} rows there are`;
    const received = String(options.stepsPerEpoch);
    throw new ArgumentError(complain({ who, problem: 'stepsPerEpoch is too large', expected, received }));
  }
  const measured = plain && validation !== null ? { ...validation, weights: null } : validation;
  return { ...options, who, rows: training, batchSize, validation: validationOf(options, measured) };
}

/** The validation data as the training uses them: so many rows, in batches of so many. */
function validationOf(
  { batchSize, validationBatchSize, validationSteps }: Required<AnyOptions>,
  rows: Rows | null,
): Plan['validation'] {
  if (rows === null) return null;
  const all = countRows(rows);
  const size = Math.min(validationBatchSize ?? batchSize, all);
  if (validationSteps === null || validationSteps * size >= all) return { rows, batchSize: size };
  const first = Array.from({ length: validationSteps * size }, (_, row) => row);
  return { rows: pickAll(rows, first), batchSize: size };
}

/** The plan of a training on batches, which bring their own data. */
export function planBatches(who: TrainerName, network: Network, ends: Ends, given: AnyOptions): Plan {
  network.requireCompiled(who);
  const options = readPlanOptions(who, given);
  const refuse = (option: string, help: string) => {
    throw new ArgumentError(complain({ who, problem: `${option} goes with arrays, not with batches`, help }));
  };
  if (options.sampleWeight !== null) refuse('sampleWeight', 'A batch may be [x, t, sampleWeight].');
  if (readSplit(who, options.validationSplit).fraction > 0) refuse('validationSplit', 'Give validationData.');
  if (options.trainEval) refuse('trainEval', 'Give validationData.');
  for (const name of ['batchSize', 'dropRemainder'] as const)
    if (given[name] !== undefined) refuse(name, 'Each batch has the rows that it has.');
  const { validationData } = options;
  const validation = validationData === null ? null : readValidation(who, network, ends, validationData);
  return { ...options, who, rows: null, validation: validationOf(options, validation) };
}

function readValidation(who: string, network: Network, ends: Ends, data: readonly Given[]): Rows {
  if (!Array.isArray(data) || (data.length !== 2 && data.length !== 3)) {
    const problem = 'validationData is not a pair';
    const received = Array.isArray(data) ? `a list of ${data.length}` : show(data);
    const expected = '[x, t] or [x, t, sampleWeight]';
    throw new ArgumentError(complain({ who, problem, expected, received }));
  }
  const [x, t, sampleWeight = null] = data;
  const names = { x: 'validationData[0]', t: 'validationData[1]', weights: 'validationData[2]' };
  const inputs = readInputs(who, names.x, x, ends, network.dtype);
  return readRows(who, network, ends, inputs, { t, sampleWeight }, names);
}

function checkFrequency(who: string, frequency: number | readonly number[]): void {
  if (!Array.isArray(frequency)) wholeNumber(who, 'validationFreq', frequency);
  else for (const epoch of frequency) wholeNumber(who, 'each epoch of validationFreq', epoch);
}
