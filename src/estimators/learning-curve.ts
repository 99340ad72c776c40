/**
 * Learning curves: how good an estimator becomes with more rows to learn from.
 */
import type { Rows } from '../data/index.ts';
import { ArgumentError, complain, show } from '../errors.ts';
import { flag, readOptions } from '../options.ts';
import { type RandomState, readRandomState } from '../random/index.ts';
import { checkFit } from './cross-validate.ts';
import type { Estimator, MeasuredEstimator } from './estimator.ts';
import { checkRows, type CrossValidator, readFolds } from './validation/folds.ts';
import { byScore, readScoring, type Score, type Scores } from './validation/scoring.ts';
import { readMaker, trial } from './validation/trial.ts';

/** How to draw a learning curve. */
export interface LearningCurveOptions<T, P, S = Score<T, P>> {
  /**
   * How many rows to learn from: shares of the training rows, above 0 up to 1, or if all are whole their numbers. Default
   * [0.1, 0.325, 0.55, 0.775, 1].
   */
  readonly trainSizes?: readonly number[];
  /** As for crossValidate: how many parts, default 5, a splitter, or a list of { train, test }. */
  readonly cv?: CrossValidator;
  /** As for crossValidate: a function (targets, predictions) => number; default the estimator's own score. */
  readonly scoring?: S;
  /** Whether the training rows of each split are put into random order before the first of them are taken. Default false. */
  readonly shuffle?: boolean;
  /** Settles that order: 0 to 2³² − 1, default 0, or a RandomState that goes on. */
  readonly randomState?: number | RandomState;
  /** Options for `fit`, such as { epochs: 20 }. */
  readonly fit?: object;
}

/** What a learning curve is drawn of. */
export interface LearningCurve {
  /** Numbers of rows to learn from, each once, in order. */
  readonly trainSizes: number[];
  /** For each size the score of each split on the rows that were learned from. */
  readonly trainScores: number[][];
  /** For each size the score of each split on its test rows. */
  readonly testScores: number[][];
}

/** Predictions of an estimator. */
type PredictionsOf<E> = E extends { predict(x: never): infer P } ? P : never;

/** numpy's linspace(0.1, 1, 5). */
const SIZES: readonly number[] = [0.1, 0.325, 0.55, 0.775, 1];

/**
 * Fits new estimators on more and more of each split's training rows, and scores them on what they learned from and on
 * the test rows. Far apart, the two curves say that more rows would help; close together and bad, that they would not.
 *
 * Of the training rows the first are taken: if rows are sorted by class, say `shuffle: true`.
 *
 * @param make makes a new estimator, as for crossValidate; `x`: rows; `t`: targets
 * @param options `trainSizes` (default [0.1, 0.325, 0.55, 0.775, 1]), `cv` (default 5), `scoring`, `shuffle` (default
 * false), `randomState` (default 0), `fit`
 * @returns `trainSizes`, rows in number, each once; `trainScores` and `testScores` [sizes][splits]; of a model without
 * `scoring` a record of these by the names that its `evaluate` gives
 * @throws ArgumentError for options that do not fit; ShapeError if x and t differ in rows; and whatever a fit throws
 * Peers: scikit-learn's learning_curve, with the very same rows; there `[1]` is a row and `[1.0]` all, here `[1]` is one
 * row, and a fit that fails scores NaN there.
 * @example
 * const x = [[0.1], [0.9], [0.2], [0.8], [0.3], [0.7], [0.25], [0.75]];
 * const t = ['low', 'high', 'low', 'high', 'low', 'high', 'low', 'high'];
 * const make = () => MLPClassifier({ hiddenLayerSizes: [3], learningRateInit: 0.1 });
 * const curve = learningCurve(make, x, t, { trainSizes: [2, 4], cv: 2 });
 * curve.trainSizes; // [2, 4]
 * curve.testScores[1]; // [1, 1]
 */
export function learningCurve<X extends Rows, T extends Rows, E extends Estimator<X, T>>(
  make: () => E,
  x: X,
  t: T,
  options: LearningCurveOptions<T, PredictionsOf<E>> & { readonly scoring: Score<T, PredictionsOf<E>> },
): LearningCurve;
export function learningCurve<X extends Rows, T extends Rows>(
  make: () => MeasuredEstimator<NoInfer<X>, NoInfer<T>>,
  x: X,
  t: T,
  options?: LearningCurveOptions<T, never, undefined>,
): Record<string, LearningCurve>;
export function learningCurve<X extends Rows, T extends Rows>(
  make: () => Estimator<NoInfer<X>, NoInfer<T>>,
  x: X,
  t: T,
  options?: LearningCurveOptions<T, never, undefined>,
): LearningCurve;
export function learningCurve<X extends Rows, T extends Rows>(
  make: () => Estimator<X, T>,
  x: X,
  t: T,
  options: LearningCurveOptions<T, never, unknown> = {},
): LearningCurve | Record<string, LearningCurve> {
  const who = 'learningCurve';
  const defaults = {
    trainSizes: SIZES,
    cv: 5 as CrossValidator,
    scoring: undefined as unknown,
    shuffle: false,
    randomState: 0 as number | RandomState,
    fit: undefined as object | undefined,
  };
  const { trainSizes, cv, scoring, shuffle, randomState, fit } = readOptions(who, defaults, options);
  const random = readRandomState(who, 'randomState', randomState);
  flag(who, 'shuffle', shuffle);
  checkFit(who, fit);
  const { first, next } = readMaker<X, T>(who, make);
  checkRows(who, x, t);
  const score = readScoring<X, T>(who, scoring);
  const splits = readFolds(who, cv, x, t, first);
  const sizes = readSizes(who, trainSizes, splits[0].train.length);
  const trials = { who, make: next, x, t, options: fit, score };
  const all = splits.map(({ train, test }) => {
    const rows = shuffle ? random.permutation(train.length).map((i) => train[i]) : train;
    return sizes.map((size) => trial(trials, rows.slice(0, size), test, true));
  });
  return byScore(all[0][0].test, (numberOf) => ({
    trainSizes: [...sizes],
    trainScores: sizes.map((_, i) => all.map((trials) => numberOf(trials[i].train as Scores))),
    testScores: sizes.map((_, i) => all.map((trials) => numberOf(trials[i].test))),
  }));
}

/** Sizes as numbers of rows, each once, in order. @param rows how many the first split has to learn from */
function readSizes(who: string, trainSizes: unknown, rows: number): number[] {
  const numbers = Array.isArray(trainSizes) || ArrayBuffer.isView(trainSizes);
  const sizes = numbers ? Array.from(trainSizes as readonly number[]) : [];
  const counts = sizes.every(Number.isInteger);
  const most = counts ? rows : 1;
  const usable = sizes.every((size) => typeof size === 'number' && size > 0 && size <= most);
  if (sizes.length === 0 || !usable) {
    const expected = `shares above 0 up to 1, or whole numbers up to ${rows}, the training rows of a split`;
    const problem = 'trainSizes is not usable';
    throw new ArgumentError(complain({ who, problem, expected, received: show(trainSizes) }));
  }
  const inRows = counts ? sizes : sizes.map((share) => Math.max(1, Math.floor(share * rows)));
  return [...new Set(inRows)].sort((a, b) => a - b);
}
