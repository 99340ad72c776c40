/**
 * MLPRegressor: a multilayer perceptron that learns numbers, as scikit-learn has it.
 */
import { ArgumentError, complain } from '../errors.ts';
import { r2Score } from '../metrics/regression-scores.ts';
import { oneOf } from '../options.ts';
import { firstNonFinite, Tensor, type TensorLike } from '../tensor/index.ts';
import { type Head, MLPEstimator } from './mlp/estimator.ts';
import { DEFAULTS, type MLPOptions, readSettings, type Settings } from './mlp/options.ts';
import { readNumbers, readRowWeights, readWeighted, type WeightedOptions } from './mlp/reading.ts';

/** What an MLPRegressor minimizes: half the squared error, or half the Poisson deviance. */
export type RegressionLoss = 'squared_error' | 'poisson';

/** How an MLPRegressor learns. */
export interface MLPRegressorOptions extends MLPOptions {
  /** Default 'squared_error'. 'poisson' is for counts: t >= 0, and what is predicted is above 0. */
  readonly loss?: RegressionLoss;
}

type RegressorSettings = Settings & { readonly loss: RegressionLoss };

const MORE = { loss: 'squared_error' as RegressionLoss };

/** A multilayer perceptron that learns numbers. */
export class MLPRegressorModel extends MLPEstimator<RegressorSettings> {
  readonly estimatorType = 'regressor';
  readonly #head: Head;

  constructor(options: MLPRegressorOptions) {
    const settings = readSettings('MLPRegressor', MORE, options);
    oneOf('MLPRegressor', 'loss', settings.loss, ['squared_error', 'poisson']);
    super('MLPRegressor', settings, { ...DEFAULTS, ...MORE });
    this.#head = {
      outActivation: settings.loss === 'poisson' ? 'exp' : 'identity',
      stratify: false,
      score(targets, outputs, sampleWeight) {
        if (firstNonFinite(outputs) !== null) return Number.NaN;
        return r2Score(targets, outputs, sampleWeight === null ? {} : { sampleWeight });
      },
    };
  }

  /**
   * Learns numbers from rows, from the beginning, or with warmStart from where it is; gives itself back.
   *
   * Shapes: x [rows, columns]; t [rows] or [rows, outputs]
   * @throws ShapeError if rows or columns do not fit; ArgumentError for NaN, for labels, and for t < 0 with 'poisson';
   * NonFiniteError if the loss is no number
   */
  fit(x: TensorLike, t: TensorLike, options: WeightedOptions = {}): this {
    return this.#fit('MLPRegressor.fit', x, t, options, false);
  }

  /** One epoch over these rows, from the weights as they are; gives itself back. @throws as `fit` */
  partialFit(x: TensorLike, t: TensorLike, options: WeightedOptions = {}): this {
    return this.#fit('MLPRegressor.partialFit', x, t, options, true);
  }

  /** What it expects of each row: [rows], or [rows, outputs] of several. */
  predict(x: TensorLike): Tensor {
    const outputs = this.outputs('predict', x);
    return outputs.shape[1] === 1 ? new Tensor(outputs.data, [outputs.shape[0]]) : outputs;
  }

  /** The coefficient of determination R²: 1 at best, 0 for the mean of t, and less for worse. */
  score(x: TensorLike, t: TensorLike, options: WeightedOptions = {}): number {
    const who = 'MLPRegressor.score';
    const sampleWeight = readWeighted(who, options);
    const outputs = this.outputs('score', x);
    const [rows] = outputs.shape;
    const numbers = readNumbers(who, t, rows, 'float64');
    return r2Score(numbers, outputs, sampleWeight === undefined ? {} : { sampleWeight });
  }

  #fit(who: string, x: TensorLike, t: TensorLike, options: WeightedOptions, single: boolean): this {
    const sampleWeight = readWeighted(who, options);
    const rows = this.readRows(who, x, single);
    const numbers = readNumbers(who, t, rows.shape[0], rows.dtype);
    if (this.options.loss === 'poisson') checkCounts(who, numbers);
    const weights = readRowWeights(who, sampleWeight, rows.shape[0], rows.dtype);
    this.learn(who, { x: rows, t: numbers, weights }, this.#head, single);
    return this;
  }
}

function checkCounts(who: string, { data, shape: [, columns] }: Tensor): void {
  const wrong = data.findIndex((value) => value < 0);
  if (wrong < 0) return;
  const problem = `row ${Math.floor(wrong / columns)} of t is below 0`;
  const help = "loss: 'squared_error' takes any number.";
  throw new ArgumentError(
    complain({ who, problem, expected: "numbers >= 0 for loss 'poisson'", received: `${data[wrong]}`, help }),
  );
}

/** A perceptron that learns numbers. */
export interface MLPRegressor extends MLPRegressorModel {}

/**
 * A multilayer perceptron that learns numbers, with scikit-learn's options, numbers and results.
 *
 * It minimizes half the squared error, the mean over rows and outputs, plus α/2 · Σ W² / rows of the batch; with
 * `loss: 'poisson'` it predicts e^z and minimizes half the Poisson deviance, Σ t ln(t/p) − t + p over the outputs. Training
 * has the number format of x: a Tensor of float32 is trained by the fast executor; float64 and arrays give scikit-learn's own
 * numbers, digit for digit.
 *
 * Shapes: x [rows, columns]; t [rows] or [rows, outputs]
 * @param options those of `MLPOptions`, and `loss` ('squared_error' by default)
 * @returns an object with `fit`, `partialFit`, `predict`, `score`, and, after `fit`, `coefs`, `intercepts`, `loss`,
 * `lossCurve`, `nIter`, `converged` and more
 * @throws ArgumentError for options out of range or misspelt; its methods: StateError before `fit`, ShapeError if shapes do
 * not fit, ArgumentError for NaN and for labels, NonFiniteError if training meets a number that is not finite
 * Peers: scikit-learn's MLPRegressor with the same `randomState`, as MLPClassifier is to its; that of several squared errors
 * the mean is reported and the sum is descended, too.
 * @example
 * const x = [[0], [1], [2], [3]];
 * const line = MLPRegressor({ hiddenLayerSizes: [], solver: 'lbfgs', alpha: 0, tol: 1e-9 });
 * line.fit(x, [1, 3, 5, 7]).predict([[4]]).data[0].toFixed(3); // '9.000'
 */
export function MLPRegressor(options: MLPRegressorOptions = {}): MLPRegressor {
  return new MLPRegressorModel(options);
}
