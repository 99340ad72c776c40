/**
 * The options of the two perceptrons: scikit-learn's, by its names and with its defaults.
 */
import { ArgumentError, complain, show } from '../../errors.ts';
import { flag, number, oneOf, readOptions, wholeNumber } from '../../options.ts';
import { type RandomState, readRandomState } from '../../random/index.ts';

/** The activation of the hidden layers. */
export type HiddenActivation = 'identity' | 'logistic' | 'tanh' | 'relu';

/** How the weights are found: by gradient descent in batches, or by a quasi-Newton method on all rows at once. */
export type SolverName = 'adam' | 'sgd' | 'lbfgs';

/** What becomes of the learning rate of `sgd`. */
export type LearningRateName = 'constant' | 'invscaling' | 'adaptive';

/** How an MLPClassifier or an MLPRegressor learns. */
export interface MLPOptions {
  /** The units of each hidden layer; a number is one layer. Default [100]. */
  readonly hiddenLayerSizes?: number | readonly number[];
  /** Default 'relu'. */
  readonly activation?: HiddenActivation;
  /** Default 'adam'; 'lbfgs' is often better on few rows. */
  readonly solver?: SolverName;
  /** Strength α >= 0 of the penalty α/2 · Σ W² / rows of the batch. Default 1e-4. */
  readonly alpha?: number;
  /** Rows of a batch, at most all; 'auto' (default) is min(200, rows). Not for 'lbfgs', which takes all. */
  readonly batchSize?: number | 'auto';
  /** Only for 'sgd'. Default 'constant'; the others are learningRateInit / t^powerT, and a fifth after each standstill. */
  readonly learningRate?: LearningRateName;
  /** The first learning rate, > 0, of 'sgd' and 'adam'. Default 0.001. */
  readonly learningRateInit?: number;
  /** The exponent >= 0 of 'invscaling'. Default 0.5. */
  readonly powerT?: number;
  /** The most epochs, or iterations of 'lbfgs'. Default 200. */
  readonly maxIter?: number;
  /** Whether the rows are in another order in each epoch. Default true. */
  readonly shuffle?: boolean;
  /** Settles start weights, order and validation rows: a whole number from 0 to 2³² − 1, default 0, or a RandomState. */
  readonly randomState?: number | RandomState;
  /** Less than this is no improvement; for 'lbfgs' the largest gradient that counts as none. >= 0, default 1e-4. */
  readonly tol?: number;
  /** Whether to print a line after each epoch. Default false. */
  readonly verbose?: boolean | number;
  /** Whether `fit` goes on from the weights that it finds. Default false. */
  readonly warmStart?: boolean;
  /** Momentum of 'sgd', 0 to 1. Default 0.9. */
  readonly momentum?: number;
  /** Whether momentum is Nesterov's. Default true. */
  readonly nesterovsMomentum?: boolean;
  /** Whether to stop by the score of rows that are set aside, and to keep the best weights. Default false. */
  readonly earlyStopping?: boolean;
  /** The share of rows that are set aside for earlyStopping, 0 to 1. Default 0.1. */
  readonly validationFraction?: number;
  /** β₁ of 'adam', in [0, 1). Default 0.9. */
  readonly beta1?: number;
  /** β₂ of 'adam', in [0, 1). Default 0.999. */
  readonly beta2?: number;
  /** ε > 0 of 'adam'. Default 1e-8. */
  readonly epsilon?: number;
  /** Training stops when more epochs than this have brought no improvement. Default 10; Infinity for never. */
  readonly nIterNoChange?: number;
  /** The most evaluations of the loss by 'lbfgs'. Default 15000. */
  readonly maxFun?: number;
}

/** All of them, read; the sizes as a list. */
export type Settings = Required<Omit<MLPOptions, 'hiddenLayerSizes'>> & {
  readonly hiddenLayerSizes: readonly number[];
};

/** scikit-learn's defaults, but for `randomState`: a program that is run twice gives the same numbers. */
export const DEFAULTS: Settings = {
  hiddenLayerSizes: [100],
  activation: 'relu',
  solver: 'adam',
  alpha: 1e-4,
  batchSize: 'auto',
  learningRate: 'constant',
  learningRateInit: 0.001,
  powerT: 0.5,
  maxIter: 200,
  shuffle: true,
  randomState: 0,
  tol: 1e-4,
  verbose: false,
  warmStart: false,
  momentum: 0.9,
  nesterovsMomentum: true,
  earlyStopping: false,
  validationFraction: 0.1,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  nIterNoChange: 10,
  maxFun: 15000,
};

/**
 * Options over their defaults, all checked.
 *
 * @param more defaults of the options that this estimator has beside
 * @throws ArgumentError for what is out of range or misspelt
 */
export function readSettings<M extends object>(who: string, more: M, given: object): Settings & M {
  if (typeof given === 'number' || Array.isArray(given)) {
    const help = `Did you mean { hiddenLayerSizes: ${show(given)} }?`;
    const problem = 'the options are not an object';
    throw new ArgumentError(
      complain({ who, problem, expected: '{ option: value }', received: show(given), help }),
    );
  }
  const read = readOptions<object>(who, { ...DEFAULTS, ...more }, given) as Settings & M;
  const settings = { ...read, hiddenLayerSizes: readSizes(who, read.hiddenLayerSizes) };
  oneOf(who, 'activation', settings.activation, ['identity', 'logistic', 'tanh', 'relu']);
  oneOf(who, 'solver', settings.solver, ['adam', 'sgd', 'lbfgs']);
  if (typeof settings.learningRate === 'number') {
    const problem = 'learningRate is a plan, and no number';
    const help = `Did you mean { learningRateInit: ${settings.learningRate} }?`;
    throw new ArgumentError(complain({ who, problem, received: show(settings.learningRate), help }));
  }
  oneOf(who, 'learningRate', settings.learningRate, ['constant', 'invscaling', 'adaptive']);
  number(who, 'alpha', settings.alpha, { min: 0 });
  if (settings.batchSize !== 'auto') wholeNumber(who, 'batchSize', settings.batchSize);
  number(who, 'learningRateInit', settings.learningRateInit, { above: 0 });
  number(who, 'powerT', settings.powerT, { min: 0 });
  wholeNumber(who, 'maxIter', settings.maxIter);
  number(who, 'tol', settings.tol, { min: 0 });
  number(who, 'momentum', settings.momentum, { min: 0, max: 1 });
  number(who, 'validationFraction', settings.validationFraction, { min: 0, below: 1 });
  number(who, 'beta1', settings.beta1, { min: 0, below: 1 });
  number(who, 'beta2', settings.beta2, { min: 0, below: 1 });
  number(who, 'epsilon', settings.epsilon, { above: 0 });
  if (settings.nIterNoChange !== Number.POSITIVE_INFINITY)
    wholeNumber(who, 'nIterNoChange', settings.nIterNoChange);
  wholeNumber(who, 'maxFun', settings.maxFun);
  for (const name of ['shuffle', 'warmStart', 'nesterovsMomentum', 'earlyStopping'] as const)
    flag(who, name, settings[name]);
  if (typeof settings.verbose === 'number') wholeNumber(who, 'verbose', settings.verbose, { min: 0 });
  else flag(who, 'verbose', settings.verbose);
  readRandomState(who, 'randomState', settings.randomState);
  return settings;
}

/** The units of each hidden layer; none are a linear model. */
function readSizes(who: string, sizes: unknown): readonly number[] {
  const list: readonly unknown[] | null =
    typeof sizes === 'number' ? [sizes] : Array.isArray(sizes) ? sizes : null;
  if (list?.every((size) => Number.isSafeInteger(size) && (size as number) > 0))
    return Object.freeze([...(list as number[])]);
  const expected = 'whole numbers >= 1, such as [20] or [64, 32]';
  throw new ArgumentError(
    complain({ who, problem: 'hiddenLayerSizes is not usable', expected, received: show(sizes) }),
  );
}

/** How an estimator shows itself: its name, and the options that are not the defaults. */
export function describe(name: string, options: object, defaults: object): string {
  const standard = defaults as Readonly<Record<string, unknown>>;
  const told = Object.entries(options).filter(([key, value]) => !same(value, standard[key]));
  return `${name}(${told.map(([key, value]) => `${key}: ${typeof value === 'object' ? listed(value) : show(value)}`).join(', ')})`;
}

const listed = (value: unknown) => (Array.isArray(value) ? `[${value.join(', ')}]` : 'RandomState');

function same(a: unknown, b: unknown): boolean {
  return Array.isArray(a) && Array.isArray(b) ? a.join() === b.join() : a === b;
}
