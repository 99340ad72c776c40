/**
 * How good a fitted estimator is: by functions of targets and predictions, or by what it says of itself.
 */
import { ArgumentError, complain, show } from '../../errors.ts';
import { oneOf } from '../../options.ts';
import { type Estimator, isMeasured } from '../estimator.ts';

/** A number from targets and predictions, such as `accuracyScore`; or the name of one that a model's `evaluate` gives. */
export type Score<T, P> = ((targets: T, predictions: P) => number) | string;

/** One score, or several by names of one's own. */
export type Scoring<T, P> = Score<T, P> | Readonly<Record<string, Score<T, P>>>;

/** One score, or several by name. */
export type Scores = number | Readonly<Record<string, number>>;

/** Scores of a fitted estimator on rows. */
export type Scorer<X, T> = (estimator: Estimator<X, T>, x: X, t: T) => Scores;

/**
 * The scorer that an option names; without one an estimator is scored by its `score`, a model by all that its
 * `evaluate` gives.
 *
 * @throws ArgumentError for what is no scoring
 */
export function readScoring<X, T>(who: string, scoring: unknown): Scorer<X, T> {
  if (scoring === undefined) return (estimator, x, t) => scoreByItself(who, estimator, x, t);
  if (isScore(scoring)) return (estimator, x, t) => scoreBy(who, { scoring }, estimator, x, t).scoring;
  const named = typeof scoring === 'object' && scoring !== null ? Object.entries(scoring) : [];
  const wrong = named.find(([, score]) => !isScore(score));
  if (named.length > 0 && wrong === undefined && !Array.isArray(scoring))
    return (estimator, x, t) => scoreBy(who, scoring as Record<string, AnyScore>, estimator, x, t);
  const problem = wrong === undefined ? 'scoring is not usable' : `scoring.${wrong[0]} is not usable`;
  const expected =
    wrong === undefined
      ? 'a function, a name, or { name: function }'
      : 'a function (targets, predictions) => number';
  const received = show(wrong === undefined ? scoring : wrong[1]);
  throw new ArgumentError(complain({ who, problem, expected, received }));
}

type AnyScore = Score<unknown, unknown>;

const isScore = (value: unknown): value is AnyScore =>
  typeof value === 'function' || (typeof value === 'string' && value !== '');

function scoreByItself<X, T>(who: string, estimator: Estimator<X, T>, x: X, t: T): Scores {
  if (isMeasured(estimator)) return estimator.evaluate(x, t, { returnDict: true });
  if (typeof estimator.score === 'function') return checkScore(who, 'score', estimator.score(x, t));
  const problem = 'the estimator has no score of its own';
  const help = 'Give scoring, such as { scoring: accuracyScore }.';
  throw new ArgumentError(complain({ who, problem, help }));
}

/** All scores by name; predictions and measures are made once. */
function scoreBy<X, T>(
  who: string,
  scoring: Readonly<Record<string, AnyScore>>,
  estimator: Estimator<X, T>,
  x: X,
  t: T,
): Record<string, number> {
  const kinds = Object.values(scoring).map((score) => typeof score);
  const predictions = kinds.includes('function') ? estimator.predict(x) : null;
  const measures = kinds.includes('string') ? measure(who, estimator, x, t) : {};
  return Object.fromEntries(
    Object.entries(scoring).map(([name, score]) => [
      name,
      typeof score === 'string'
        ? measures[oneOf(who, 'name in scoring', score, Object.keys(measures))]
        : checkScore(who, name, score(t, predictions)),
    ]),
  );
}

function measure<X, T>(
  who: string,
  estimator: Estimator<X, T>,
  x: X,
  t: T,
): Readonly<Record<string, number>> {
  if (isMeasured(estimator)) return estimator.evaluate(x, t, { returnDict: true });
  const problem = 'only models have scores by name, those of their evaluate';
  const help = 'Give a function, such as { scoring: accuracyScore }.';
  throw new ArgumentError(complain({ who, problem, help }));
}

function checkScore(who: string, name: string, score: unknown): number {
  if (typeof score === 'number') return score;
  const problem = `${name === 'scoring' ? 'scoring' : `the score ${show(name)}`} gave no number`;
  throw new ArgumentError(complain({ who, problem, expected: 'a number', received: show(score) }));
}

/**
 * What is made of the scores of several fits: one result of one score, or results by name.
 *
 * @param all what each fit was scored
 * @param result makes a result of the numbers of one score, taken out of `all`
 */
export function byScore<R>(
  first: Scores,
  result: (numberOf: (scores: Scores) => number) => R,
): R | Record<string, R> {
  if (typeof first === 'number') return result((scores) => scores as number);
  return Object.fromEntries(
    Object.keys(first).map((name) => [
      name,
      result((scores) => (scores as Readonly<Record<string, number>>)[name]),
    ]),
  );
}
