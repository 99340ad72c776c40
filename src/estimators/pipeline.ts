/**
 * A pipeline: transformers and an estimator as one estimator, so that what is learned from rows is learned from
 * training rows alone.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import type { Logs } from '../nn/index.ts';
import type { Tensor, TensorLike } from '../tensor/index.ts';
import type { Estimator, MeasuredEstimator } from './estimator.ts';

/** What learns how to change rows, such as a scaler. */
export interface Transformer {
  /** Learns from x [rows, columns]. */
  fit(x: TensorLike): unknown;
  /** x changed. */
  transform(x: TensorLike): Tensor;
}

/** Transformers and an estimator as one; it scores as its estimator does. */
export type Pipeline<E, T> = {
  /** Fits each transformer on the rows as those before left them, then the estimator; gives itself back. */
  fit(x: TensorLike, t: T, options?: object): Pipeline<E, T>;
  /** The estimator's predictions for the rows, transformed. */
  predict(x: TensorLike): E extends { predict(x: never): infer P } ? P : never;
  readonly estimatorType?: 'classifier' | 'regressor';
  /** The estimator, to be asked what it has learned. */
  readonly estimator: E;
} & (E extends { score(x: never, t: never): number } ? { score(x: TensorLike, t: T): number } : unknown) &
  (E extends { predictProba(x: never): infer P } ? { predictProba(x: TensorLike): P } : unknown) &
  (E extends { evaluate(x: never, t: never, options: never): unknown }
    ? { evaluate(x: TensorLike, t: T, options: { readonly returnDict: true }): Logs }
    : unknown);

/** The targets of an estimator; those of a model are numbers. */
type TargetsOf<E> = E extends { evaluate(x: never, t: never, options: never): unknown }
  ? TensorLike
  : E extends { fit(x: never, t: infer T): unknown }
    ? T
    : never;

/**
 * Puts transformers before an estimator: `fit` fits them on the rows it is given, `predict` and `score` only apply them.
 *
 * @param steps transformers in order, each with `fit(x)` and `transform(x)`; last an estimator, or a compiled model
 * @returns an estimator: `fit`, `predict`, and `predictProba`, `score` or `evaluate` as the last step has them; `estimator`
 * @throws ArgumentError for a step that is not what it must be
 * Peers: scikit-learn's make_pipeline.
 * @example
 * const x = [[100, 0.1], [300, 0.3], [200, 0.9], [400, 0.7]];
 * const network = pipeline(StandardScaler(), MLPClassifier({ hiddenLayerSizes: [3], learningRateInit: 0.1 }));
 * network.fit(x, ['a', 'a', 'b', 'b']).predict(x); // ['a', 'a', 'b', 'b']
 */
export function pipeline<E extends Estimator<Tensor, never>>(
  ...steps: readonly [...transformers: Transformer[], estimator: E]
): Pipeline<E, TargetsOf<E>> {
  const who = 'pipeline';
  const transformers = steps.slice(0, -1) as Transformer[];
  const estimator = steps.at(-1) as unknown as MeasuredEstimator<Tensor, unknown> & {
    predictProba?(x: Tensor): unknown;
  };
  transformers.forEach((step, i) => {
    require(who, `step ${i + 1}`, step, ['fit', 'transform']);
  });
  require(who, 'the last step', estimator, ['fit', 'predict']);
  const transform = (x: TensorLike) => transformers.reduce((rows, step) => step.transform(rows), x) as Tensor;
  const whole = {
    estimator,
    ...(estimator.estimatorType === undefined ? {} : { estimatorType: estimator.estimatorType }),
    fit(x: TensorLike, t: unknown, options?: object) {
      let rows = x;
      for (const step of transformers) {
        step.fit(rows);
        rows = step.transform(rows);
      }
      estimator.fit(rows as Tensor, t, options);
      return whole;
    },
    predict: (x: TensorLike) => estimator.predict(transform(x)),
    ...(typeof estimator.predictProba === 'function' && {
      predictProba: (x: TensorLike) => estimator.predictProba?.(transform(x)),
    }),
    ...(typeof estimator.score === 'function' && {
      score: (x: TensorLike, t: unknown) => estimator.score?.(transform(x), t),
    }),
    ...(typeof estimator.evaluate === 'function' && {
      evaluate: (x: TensorLike, t: unknown) => estimator.evaluate(transform(x), t, { returnDict: true }),
    }),
  };
  return whole as unknown as Pipeline<E, TargetsOf<E>>;
}

function require(who: string, name: string, step: unknown, methods: readonly string[]): void {
  const has = (method: string) => typeof (step as Record<string, unknown> | null | undefined)?.[method];
  if (methods.every((method) => has(method) === 'function')) return;
  const problem = `${name} is not usable`;
  const expected = `an object with ${methods.join(' and ')}`;
  throw new ArgumentError(complain({ who, problem, expected, received: show(step), help: advice(step) }));
}

/** What to write instead of a step that is none: '' where that is not known. */
function advice(step: unknown): string {
  if (typeof step === 'function') return `Call it: ${step.name}() makes one.`;
  const { fit, transform } = (step ?? {}) as Partial<Transformer>;
  if (typeof fit === 'function' && typeof transform === 'function')
    return 'The last step is the estimator, such as MLPClassifier(); transformers come before it.';
  if (typeof fit === 'function') return 'An estimator is the last step; transformers come before it.';
  return 'Steps follow each other, without list or names: pipeline(StandardScaler(), MLPClassifier()).';
}
