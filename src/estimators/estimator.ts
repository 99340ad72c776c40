/**
 * What can be fitted and asked: the little that validation needs to know of an estimator or a model.
 */
import type { Logs } from '../nn/index.ts';

/** What learns targets t from rows x. X and T are what it takes: Tensors, arrays, typed arrays. */
export interface Estimator<X, T> {
  /** What it predicts, where whole numbers leave that open: a regressor's targets are no classes. */
  readonly estimatorType?: 'classifier' | 'regressor';
  /** Learns, from the beginning, before it returns. */
  fit(x: X, t: T, options?: object): unknown;
  /** A prediction for each row. */
  predict(x: X): unknown;
  /** How good its predictions are; the larger, the better. */
  score?(x: X, t: T): number;
}

/** What is measured by its own loss and metrics: a compiled model. */
export interface MeasuredEstimator<X, T> extends Estimator<X, T> {
  /** Loss and metrics by name. */
  evaluate(x: X, t: T, options: { readonly returnDict: true }): Logs;
}

/** Whether an estimator measures itself, as models do. */
export function isMeasured<X, T>(estimator: Estimator<X, T>): estimator is MeasuredEstimator<X, T> {
  return typeof (estimator as Partial<MeasuredEstimator<X, T>>).evaluate === 'function';
}
