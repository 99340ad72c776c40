/**
 * One trial after another: a new estimator learns from some rows and is scored on others.
 */
import { ArgumentError, complain, show, StateError } from '../../errors.ts';
import { countRows, hasRows, pickRows, type Rows } from '../../tensor/index.ts';
import { type Estimator, isMeasured } from '../estimator.ts';
import type { Scorer, Scores } from './scoring.ts';

/** What all trials of a validation share. */
export interface Trials<X extends Rows, T extends Rows> {
  readonly who: string;
  readonly make: () => Estimator<X, T>;
  readonly x: X;
  readonly t: T;
  /** Options for `fit`. */
  readonly options: object | undefined;
  readonly score: Scorer<X, T>;
}

/**
 * `make`, which must give a new estimator each time: one that has learned from rows must not be tested on them.
 *
 * @returns a function that gives the next estimator; the first is made at once
 * @throws ArgumentError for what is no estimator, and for one that was there before
 */
export function readMaker<X, T>(
  who: string,
  make: unknown,
): { first: Estimator<X, T>; next: () => Estimator<X, T> } {
  if (typeof make !== 'function') {
    const problem = 'make is no function';
    const expected = 'a function that makes a new estimator for each split';
    const help = `Write ${who}(() => estimator(…), x, t), so that nothing is learned from test rows.`;
    throw new ArgumentError(complain({ who, problem, expected, received: show(make), help }));
  }
  const seen = new Set<unknown>();
  const next = (): Estimator<X, T> => {
    const made: Partial<Estimator<X, T>> | null | undefined = make();
    if (typeof made?.fit !== 'function' || typeof made.predict !== 'function') {
      const expected = 'an object with fit(x, t) and predict(x)';
      const help = made === undefined ? 'Does the function return it?' : undefined;
      throw new ArgumentError(
        complain({
          who,
          problem: 'make gave no estimator',
          expected,
          received: show(made),
          ...(help === undefined ? {} : { help }),
        }),
      );
    }
    if (seen.has(made)) {
      const problem = 'make gave the same estimator again, which has seen the test rows of other splits';
      const help = 'Make it inside the function, layers included.';
      throw new ArgumentError(complain({ who, problem, help }));
    }
    seen.add(made);
    return made as Estimator<X, T>;
  };
  const first = next();
  let used = false;
  return {
    first,
    next() {
      if (used) return next();
      used = true;
      return first;
    },
  };
}

/** Fits a new estimator on some rows, and scores it on the others, and if wanted on those it learned from. */
export function trial<X extends Rows, T extends Rows>(
  { who, make, x, t, options, score }: Trials<X, T>,
  train: readonly number[],
  test: readonly number[],
  scoreTrain: boolean,
): { test: Scores; train: Scores | null } {
  const estimator = make();
  const take = <R extends Rows>(values: R, rows: readonly number[]) => pickRows(values, rows) as R;
  const [xTrain, tTrain] = [take(x, train), take(t, train)];
  const result = estimator.fit(xTrain, tTrain, fitOptions(estimator, options, countRows(who, 'x', x), train));
  if (typeof (result as PromiseLike<unknown> | null | undefined)?.then === 'function') {
    const problem = 'fit returned a promise, and nobody waits for it here';
    const help = 'Let fit train before it returns: model.fit, not model.fitAsync.';
    throw new StateError(complain({ who, problem, help }));
  }
  return {
    test: score(estimator, take(x, test), take(t, test)),
    train: scoreTrain ? score(estimator, xTrain, tTrain) : null,
  };
}

/** The options of one fit: of weights for all rows those of its own rows; models do not print unless told. */
function fitOptions<X, T>(
  estimator: Estimator<X, T>,
  options: object | undefined,
  rows: number,
  train: readonly number[],
): object | undefined {
  const given = isMeasured(estimator) ? { verbose: 0, ...options } : options;
  const weights = (given as { readonly sampleWeight?: unknown } | undefined)?.sampleWeight;
  if (!hasRows(weights) || countRows('fit', 'sampleWeight', weights) !== rows) return given;
  return { ...given, sampleWeight: pickRows(weights, train) };
}
