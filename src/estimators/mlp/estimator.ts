/**
 * What the two perceptrons have in common: weights that `fit` finds, and what is known of how it went.
 */
import { trainTestSplit } from '../../data/index.ts';
import { ArgumentError, complain, ShapeError, StateError } from '../../errors.ts';
import { type RandomState, readRandomState } from '../../random/index.ts';
import { type DType, type Parameter, Tensor, type TensorLike } from '../../tensor/index.ts';
import { learnAtOnce } from './full-batch.ts';
import { describe, type Settings } from './options.ts';
import { type OutActivation, Perceptron } from './perceptron.ts';
import type { Rows } from './programs.ts';
import { dtypeOf, readX } from './reading.ts';
import { Learning, train } from './training.ts';

/** What is known after `fit`. Each throws StateError before. */
export interface MLPAttributes {
  /** The loss of the last epoch: the mean over its batches, penalty included. */
  readonly loss: number;
  /** The least loss of an epoch; null with earlyStopping. */
  readonly bestLoss: number | null;
  /** The loss of each epoch; of each iteration with 'lbfgs'. */
  readonly lossCurve: readonly number[];
  /** With earlyStopping the score of each epoch on the rows that were set aside, else null. */
  readonly validationScores: readonly number[] | null;
  /** The best of them. */
  readonly bestValidationScore: number | null;
  /** How many epochs, or iterations, the last call made. */
  readonly nIter: number;
  /** How many rows have been learned from, each epoch's anew. */
  readonly t: number;
  /** Whether the last call stopped by itself; false where maxIter or maxFun ended it. scikit-learn warns then. */
  readonly converged: boolean;
  /** The weights of each layer, [units before, units]: copies. */
  readonly coefs: readonly Tensor[];
  /** The biases of each layer, [units]: copies. */
  readonly intercepts: readonly Tensor[];
  /** The columns of x. */
  readonly nFeaturesIn: number;
  /** The columns of the last layer: 1 for two classes. */
  readonly nOutputs: number;
  /** Layers of units, inputs and outputs included. */
  readonly nLayers: number;
  /** What the last layer ends with. */
  readonly outActivation: OutActivation;
}

/** What a kind of estimator makes of the outputs. */
export interface Head {
  readonly outActivation: OutActivation;
  /** Whether the rows that are set aside are to have the shares of the classes. */
  readonly stratify: boolean;
  /** How good outputs [rows, outputs] are, as `score` says it. */
  score(t: Tensor, outputs: Tensor, weights: ArrayLike<number> | null): number;
}

/** A perceptron that learns; S are its options. */
export abstract class MLPEstimator<S extends Settings> implements MLPAttributes {
  readonly kind = 'estimator';
  /** The name of the estimator. */
  readonly name: string;
  /** The options that it was made with, defaults included. */
  readonly options: Readonly<S>;
  readonly #defaults: object;
  #learning: Learning | null = null;

  constructor(name: string, options: S, defaults: object) {
    this.name = name;
    this.options = Object.freeze(options);
    this.#defaults = defaults;
  }

  get loss() {
    return this.fitted('loss').loss;
  }
  get bestLoss() {
    return this.fitted('bestLoss').bestLoss;
  }
  get lossCurve() {
    return [...this.fitted('lossCurve').lossCurve];
  }
  get validationScores() {
    const { validationScores } = this.fitted('validationScores');
    return validationScores === null ? null : [...validationScores];
  }
  get bestValidationScore() {
    return this.fitted('bestValidationScore').bestValidationScore;
  }
  get nIter() {
    return this.fitted('nIter').nIter;
  }
  get t() {
    return this.fitted('t').t;
  }
  get converged() {
    return this.fitted('converged').converged;
  }
  get coefs() {
    return this.fitted('coefs').perceptron.kernels.map(copyOf);
  }
  get intercepts() {
    return this.fitted('intercepts').perceptron.biases.map(copyOf);
  }
  get nFeaturesIn() {
    return this.fitted('nFeaturesIn').perceptron.units[0];
  }
  get nOutputs() {
    return this.fitted('nOutputs').perceptron.units.at(-1) as number;
  }
  get nLayers() {
    return this.fitted('nLayers').perceptron.units.length;
  }
  get outActivation() {
    return this.fitted('outActivation').perceptron.outActivation;
  }

  /** Whether there are weights that a call of this method goes on from. */
  protected continues(single: boolean): boolean {
    return this.#learning !== null && (single || this.options.warmStart);
  }

  /** What has been learned. @throws StateError before `fit` */
  protected fitted(what: string): Learning {
    if (this.#learning !== null) return this.#learning;
    const help = 'Call fit(x, t) first.';
    throw new StateError(
      complain({ who: `${this.name}.${what}`, problem: 'nothing has been learned yet', help }),
    );
  }

  /** Rows to learn from, as `learn` takes them. */
  protected readRows(who: string, x: TensorLike, single: boolean): Tensor {
    const continued = this.continues(single) ? this.#learning!.perceptron : null;
    const dtype: DType = continued?.dtype ?? (this.options.solver === 'lbfgs' ? 'float64' : dtypeOf(x));
    return readX(who, x, dtype, continued?.units[0] ?? null);
  }

  /** Learns from rows that have been read. @param single whether this is one epoch of `partialFit` */
  protected learn(who: string, rows: Rows, head: Head, single: boolean): void {
    const { options } = this;
    if (single) this.#checkPartialFit(who);
    const random = readRandomState(who, 'randomState', options.randomState);
    const learning = this.continues(single) ? this.#learning! : this.#begin(rows, head.outActivation, random);
    const outputs = learning.perceptron.units.at(-1) as number;
    if (rows.t.shape[1] !== outputs) {
      const [expected, received] = [`t [rows, ${outputs}]`, `[rows, ${rows.t.shape[1]}]`];
      throw new ShapeError(complain({ who, problem: 't has other columns than before', expected, received }));
    }
    if (options.solver === 'lbfgs') learnAtOnce(learning, who, options, rows);
    else {
      const { used, validate } = this.#setAside(who, learning, rows, head, random);
      train(learning, { who, settings: options, random, rows: used, validate, single });
    }
    if (!single) learning.programs.release();
    this.#learning = learning;
  }

  #begin({ x, t }: Rows, outActivation: OutActivation, random: RandomState): Learning {
    const { hiddenLayerSizes, activation, earlyStopping, solver } = this.options;
    const units = [x.shape[1], ...hiddenLayerSizes, t.shape[1]];
    const perceptron = new Perceptron(units, activation, outActivation, x.dtype, random);
    return new Learning(perceptron, earlyStopping && solver !== 'lbfgs');
  }

  /** Rows to learn from, and a function that gives the score of the others; all rows and null without earlyStopping. */
  #setAside(who: string, learning: Learning, rows: Rows, head: Head, random: RandomState) {
    const { earlyStopping, validationFraction } = this.options;
    if (!earlyStopping) return { used: rows, validate: null };
    const { x, t, weights } = rows;
    const aside = Math.ceil(validationFraction * x.shape[0]);
    if (aside < 2 || aside === x.shape[0]) {
      const problem = 'too few rows are set aside for earlyStopping';
      const received = `${aside} of ${x.shape[0]}, by validationFraction ${validationFraction}`;
      throw new ArgumentError(complain({ who, problem, expected: 'at least 2, and not all', received }));
    }
    const parts = weights === null ? [x, t] : [x, t, weights];
    const [xTrain, xAside, tTrain, tAside, weightsTrain = null, weightsAside = null] = trainTestSplit(
      ...parts,
      {
        testSize: validationFraction,
        randomState: random,
        ...(head.stratify ? { stratify: Array.from(t.data) } : {}),
      },
    );
    return {
      used: { x: xTrain, t: tTrain, weights: weightsTrain },
      validate: () => head.score(tAside, learning.programs.predict(xAside), weightsAside?.data ?? null),
    };
  }

  #checkPartialFit(who: string): void {
    const { solver, earlyStopping } = this.options;
    if (solver !== 'lbfgs' && !earlyStopping) return;
    const [problem, help] =
      solver === 'lbfgs'
        ? ["solver 'lbfgs' learns from all rows at once", "Take 'adam' or 'sgd', or call fit."]
        : ['earlyStopping needs many epochs, and this is one', 'Leave it out, or call fit.'];
    throw new ArgumentError(complain({ who, problem, help }));
  }

  /** What the perceptron says of rows. Shapes: x [rows, columns] -> [rows, outputs] */
  protected outputs(method: string, x: TensorLike): Tensor {
    const { programs, perceptron } = this.fitted(method);
    return programs.predict(readX(`${this.name}.${method}`, x, perceptron.dtype, perceptron.units[0]));
  }

  toString(): string {
    return describe(this.name, this.options, this.#defaults);
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

function copyOf({ value }: Parameter): Tensor {
  return new Tensor(value.data.slice(), value.shape);
}
