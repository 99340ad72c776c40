/**
 * Cross-validation: how good an estimator is on rows that it has not seen, several times over.
 */
import type { Fold, Rows } from '../data/index.ts';
import { ArgumentError, complain, show } from '../errors.ts';
import { flag, readOptions } from '../options.ts';
import type { Estimator, MeasuredEstimator } from './estimator.ts';
import { checkRows, type CrossValidator, readFolds } from './validation/folds.ts';
import { byScore, readScoring, type Score, type Scores, type Scoring } from './validation/scoring.ts';
import { readMaker, trial } from './validation/trial.ts';

/** How to validate. T is what targets are, P what is predicted, S the scoring. */
export interface CrossValidateOptions<T, P, S = Scoring<T, P>> {
  /** How many parts, default 5; or a splitter such as ShuffleSplit(), or a list of { train, test }. */
  readonly cv?: CrossValidator;
  /**
   * A function (targets, predictions) => number, or several by name; of a model also the name of what its evaluate gives.
   * Default: the estimator's `score`; of a model all that its `evaluate` gives.
   */
  readonly scoring?: S;
  /** Whether the rows that were learned from are scored too. Default false. */
  readonly returnTrainScore?: boolean;
  /** Options for `fit`, such as { epochs: 20 }; of a `sampleWeight` each fit gets that of its rows. Models print nothing unless told. */
  readonly fit?: object;
}

/** What a cross-validation found of one score. */
export interface CrossValidation {
  /** The score of each split, on rows that were not learned from. */
  readonly testScore: number[];
  /** The score of each split on the rows that were learned from, with `returnTrainScore`. */
  readonly trainScore?: number[];
  /** The mean of testScore. */
  readonly mean: number;
  /** The standard deviation of testScore, √(Σ (score − mean)² / splits). */
  readonly std: number;
  /** The rows of each split. */
  readonly splits: readonly Fold[];
}

/** Predictions of an estimator. */
type PredictionsOf<E> = E extends { predict(x: never): infer P } ? P : never;

/**
 * Fits a new estimator for each split, on its training rows, and scores it on its test rows.
 *
 * Whatever learns from rows must learn inside: a scaler that is fitted on all rows before has seen the test rows. Give
 * `make` a `pipeline`, or an object whose `fit` fits the scaler too.
 *
 * @param make makes a new estimator: an object with `fit(x, t)` and `predict(x)`, such as an MLPClassifier, a pipeline,
 * or a compiled model
 * @param x rows: a Tensor, an array or a typed array; `t`: as many targets: numbers, names, one-hot rows
 * @param options `cv` (default 5; a number keeps the shares of the classes, if t are names, whole numbers or one-hot rows
 * and the estimator is no regressor), `scoring`, `returnTrainScore` (default false), `fit`
 * @returns `testScore` of each split, its `mean` and `std`, `trainScore` if wanted, and the `splits`; with several scores,
 * and of a model without `scoring`, a record of these by name
 * @throws ArgumentError for options that do not fit, if `make` gives the same object twice, for scores that are no
 * numbers; ShapeError if x and t differ in rows; and whatever a fit throws
 * Peers: scikit-learn's cross_validate, and cross_val_score; there a fit that fails scores NaN, and times are measured.
 * There only what calls itself a classifier keeps the shares of classes, and not of one-hot rows.
 * @see M. Stone (1974), Cross-Validatory Choice and Assessment of Statistical Predictions
 * @example
 * const x = [[0.1, 7], [0.3, 8], [0.2, 6], [0.8, 3], [0.9, 2], [0.7, 4]];
 * const t = ['low', 'low', 'low', 'high', 'high', 'high'];
 * const make = () => pipeline(StandardScaler(), MLPClassifier({ hiddenLayerSizes: [3], learningRateInit: 0.1 }));
 * crossValidate(make, x, t, { cv: 3 }).mean; // 1
 * const regression = () => {
 *   const model = Sequential([Dense(1)], { seed: 4 });
 *   model.compile({ loss: 'mse', optimizer: 'sgd' });
 *   return model;
 * };
 * const heights = [7.5, 8.25, 6.5, 3.5, 2.5, 4.5];
 * const { loss } = crossValidate(regression, x, heights, { cv: 2, fit: { epochs: 3 } });
 * loss.testScore.length; // 2
 */
export function crossValidate<X extends Rows, T extends Rows, E extends Estimator<X, T>>(
  make: () => E,
  x: X,
  t: T,
  options: CrossValidateOptions<T, PredictionsOf<E>, Score<T, PredictionsOf<E>>> & {
    readonly scoring: Score<T, PredictionsOf<E>>;
  },
): CrossValidation;
export function crossValidate<X extends Rows, T extends Rows, E extends Estimator<X, T>, K extends string>(
  make: () => E,
  x: X,
  t: T,
  options: CrossValidateOptions<T, PredictionsOf<E>, Readonly<Record<K, Score<T, PredictionsOf<E>>>>> & {
    readonly scoring: object;
  },
): Record<K, CrossValidation>;
export function crossValidate<X extends Rows, T extends Rows>(
  make: () => MeasuredEstimator<NoInfer<X>, NoInfer<T>>,
  x: X,
  t: T,
  options?: CrossValidateOptions<T, never, undefined>,
): Record<string, CrossValidation>;
export function crossValidate<X extends Rows, T extends Rows>(
  make: () => Estimator<NoInfer<X>, NoInfer<T>>,
  x: X,
  t: T,
  options?: CrossValidateOptions<T, never, undefined>,
): CrossValidation;
export function crossValidate<X extends Rows, T extends Rows>(
  make: () => Estimator<X, T>,
  x: X,
  t: T,
  options: CrossValidateOptions<T, never, unknown> = {},
): CrossValidation | Record<string, CrossValidation> {
  const who = 'crossValidate';
  const defaults = {
    cv: 5 as CrossValidator,
    scoring: undefined as unknown,
    returnTrainScore: false,
    fit: undefined as object | undefined,
  };
  const { cv, scoring, returnTrainScore, fit } = readOptions(who, defaults, options);
  flag(who, 'returnTrainScore', returnTrainScore);
  checkFit(who, fit);
  const { first, next } = readMaker<X, T>(who, make);
  checkRows(who, x, t);
  const score = readScoring<X, T>(who, scoring);
  const splits = readFolds(who, cv, x, t, first);
  const trials = { who, make: next, x, t, options: fit, score };
  const all = splits.map(({ train, test }) => trial(trials, train, test, returnTrainScore));
  return byScore(all[0].test, (numberOf) => {
    const testScore = all.map(({ test }) => numberOf(test));
    const trainScore = returnTrainScore
      ? { trainScore: all.map(({ train }) => numberOf(train as Scores)) }
      : {};
    return { testScore, ...trainScore, ...spread(testScore), splits };
  });
}

/** Mean and standard deviation. */
function spread(scores: readonly number[]): { mean: number; std: number } {
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const squares = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0);
  return { mean, std: Math.sqrt(squares / scores.length) };
}

/** @throws ArgumentError unless these are options, or nothing */
export function checkFit(who: string, fit: unknown): void {
  if (fit === undefined || (typeof fit === 'object' && fit !== null && !Array.isArray(fit))) return;
  const expected = 'options for fit, such as { epochs: 20 }';
  throw new ArgumentError(complain({ who, problem: 'fit is not usable', expected, received: show(fit) }));
}
