/**
 * MLPClassifier: a multilayer perceptron that learns labels, as scikit-learn has it.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import { type Label, sortedLabels } from '../labels.ts';
import { flag, readOptions } from '../options.ts';
import { storage, Tensor, type TensorLike } from '../tensor/index.ts';
import { encodeLabels, indicatorsOf, placesOf, sameRow, shareOfRight } from './mlp/classes.ts';
import { type Head, MLPEstimator } from './mlp/estimator.ts';
import { DEFAULTS, type MLPOptions, readSettings, type Settings } from './mlp/options.ts';
import {
  checkLabels,
  type ClassTargets,
  readClasses,
  readIndicators,
  readRowWeights,
  readWeighted,
  type WeightedOptions,
} from './mlp/reading.ts';

/** How an MLPClassifier learns. */
export interface MLPClassifierOptions extends MLPOptions {
  /** Whether a row may have several labels, or none: t is then [rows, labels] of 0 and 1. Default false. */
  readonly multilabel?: boolean;
}

/** What `partialFit` takes beside the rows. */
export interface PartialFitOptions<L extends Label = Label> extends WeightedOptions {
  /** All classes there will ever be; needed in the first call, unless t has a column for each. */
  readonly classes?: readonly L[];
}

type ClassifierSettings = Settings & { readonly multilabel: boolean };

const MORE = { multilabel: false as boolean };

/** The classes of a call, and the rows of t as numbers. */
interface Encoded {
  readonly classes: readonly Label[];
  readonly t: Tensor;
}

/** A multilayer perceptron that learns labels; `L` is their type, `P` that of all predictions. */
export class MLPClassifierModel<L extends Label, P> extends MLPEstimator<ClassifierSettings> {
  readonly estimatorType = 'classifier';
  #classes: readonly Label[] | null = null;

  constructor(options: MLPClassifierOptions) {
    const settings = readSettings('MLPClassifier', MORE, options);
    flag('MLPClassifier', 'multilabel', settings.multilabel);
    super('MLPClassifier', settings, { ...DEFAULTS, ...MORE });
  }

  /** The classes in order, one for each column of `predictProba`; with multilabel the columns of t. */
  get classes(): readonly L[] {
    this.fitted('classes');
    return [...(this.#classes as readonly L[])];
  }

  /**
   * Learns labels from rows, from the beginning, or with warmStart from where it is; gives itself back.
   *
   * Shapes: x [rows, columns]; t [rows] of labels, or one-hot rows [rows, classes]; with multilabel [rows, labels]
   * @throws ShapeError if rows or columns do not fit; ArgumentError for NaN, and for what is no label; NonFiniteError if
   * the loss is no number
   */
  fit(x: TensorLike, t: ClassTargets<L>, options: WeightedOptions = {}): this {
    const who = 'MLPClassifier.fit';
    return this.#fit(who, x, t, readWeighted(who, options), false, undefined);
  }

  /**
   * One epoch over these rows, from the weights as they are; gives itself back.
   *
   * @param options `classes`, all there will be, in the first call; `sampleWeight`
   * @throws as `fit`, and ArgumentError for a label that is none of the classes, for earlyStopping and for 'lbfgs'
   */
  partialFit(x: TensorLike, t: ClassTargets<L>, options: PartialFitOptions<L> = {}): this {
    const who = 'MLPClassifier.partialFit';
    const none = {
      sampleWeight: undefined as WeightedOptions['sampleWeight'],
      classes: undefined as readonly L[] | undefined,
    };
    const { sampleWeight, classes } = readOptions(who, none, options as object);
    if (classes !== undefined) this.#checkClasses(who, classes);
    return this.#fit(who, x, t, sampleWeight, true, classes);
  }

  /** The most likely class of each row; with multilabel 0 or 1 for each label, a Tensor [rows, labels]. */
  predict(x: TensorLike): P {
    const outputs = this.outputs('predict', x);
    return (this.options.multilabel ? indicatorsOf(outputs) : this.#labelsOf(outputs)) as P;
  }

  #labelsOf(outputs: Tensor): Label[] {
    const classes = this.#classes as readonly Label[];
    return placesOf(outputs).map((place) => classes[Math.min(place, classes.length - 1)]);
  }

  /** The probability of each class: [rows, classes], in the order of `classes`; [rows, 2] even if there is one class only. */
  predictProba(x: TensorLike): Tensor {
    return this.#probabilities('predictProba', x);
  }

  /** Its natural logarithm. */
  predictLogProba(x: TensorLike): Tensor {
    const { data, shape } = this.#probabilities('predictLogProba', x);
    return new Tensor(data.map(Math.log), shape);
  }

  #probabilities(method: string, x: TensorLike): Tensor {
    const outputs = this.outputs(method, x);
    const [rows, columns] = outputs.shape;
    if (columns > 1 || this.options.multilabel) return outputs;
    const both = storage(outputs.dtype, 2 * rows);
    for (let i = 0; i < rows; i++) {
      both[2 * i] = 1 - outputs.data[i];
      both[2 * i + 1] = outputs.data[i];
    }
    return new Tensor(both, [rows, 2]);
  }

  /** The share of rows that are predicted right, 0 to 1: with multilabel, in all of their labels. */
  score(x: TensorLike, t: ClassTargets<L>, options: WeightedOptions = {}): number {
    const who = 'MLPClassifier.score';
    const sampleWeight = readWeighted(who, options);
    const outputs = this.outputs('score', x);
    const [rows] = outputs.shape;
    const weights = readRowWeights(who, sampleWeight, rows, 'float64')?.data ?? null;
    if (this.options.multilabel) {
      const [wanted, predicted] = [readIndicators(who, t, outputs.dtype, rows), indicatorsOf(outputs)];
      return shareOfRight(rows, (row) => sameRow(wanted, predicted, row), weights);
    }
    const { labels } = readClasses(who, t, rows);
    this.#checkKind(who, labels);
    const predicted = this.#labelsOf(outputs);
    return shareOfRight(rows, (row) => labels[row] === predicted[row], weights);
  }

  #fit(
    who: string,
    x: TensorLike,
    t: ClassTargets<L>,
    sampleWeight: WeightedOptions['sampleWeight'],
    single: boolean,
    classes: readonly Label[] | undefined,
  ): this {
    const rows = this.readRows(who, x, single);
    const { dtype } = rows;
    const encoded = this.#encode(who, t, rows, single, classes);
    const weights = readRowWeights(who, sampleWeight, rows.shape[0], dtype);
    const { multilabel } = this.options;
    const head: Head = {
      outActivation: !multilabel && encoded.classes.length > 2 ? 'softmax' : 'logistic',
      stratify: encoded.t.shape[1] === 1,
      score(targets, outputs, given) {
        const [there] = targets.shape;
        if (multilabel) {
          const predicted = indicatorsOf(outputs);
          return shareOfRight(there, (row) => sameRow(targets, predicted, row), given);
        }
        const [wanted, predicted] = [placesOf(targets), placesOf(outputs)];
        return shareOfRight(there, (row) => wanted[row] === predicted[row], given);
      },
    };
    this.learn(who, { x: rows, t: encoded.t, weights }, head, single);
    this.#classes = encoded.classes;
    return this;
  }

  /** Targets as rows of numbers, of the classes that are known, given or found. */
  #encode(
    who: string,
    t: ClassTargets<L>,
    x: Tensor,
    single: boolean,
    given: readonly Label[] | undefined,
  ): Encoded {
    const [rows] = x.shape;
    if (this.options.multilabel) {
      const indicators = readIndicators(who, t, x.dtype, rows);
      return { t: indicators, classes: Array.from({ length: indicators.shape[1] }, (_, j) => j) };
    }
    const read = readClasses(who, t, rows);
    const known = this.continues(single) ? this.#classes : null;
    const found = !single || read.complete ? read.classes : null;
    const classes = known ?? (given === undefined ? found : sortedLabels(given));
    if (classes === null) {
      const help = 'Rows to come may have other labels: partialFit(x, t, { classes: [0, 1, 2] }).';
      throw new ArgumentError(complain({ who, problem: 'classes are missing in the first call', help }));
    }
    if (known !== null) this.#checkKind(who, read.labels);
    const unknown = read.labels.findIndex((label) => !classes.includes(label));
    if (unknown >= 0) {
      const problem = `t[${unknown}] is none of the classes`;
      throw new ArgumentError(
        complain({
          who,
          problem,
          expected: `one of ${listed(classes)}`,
          received: show(read.labels[unknown]),
        }),
      );
    }
    if (known !== null && !single && read.classes.length < known.length) {
      const problem = 'with warmStart t must have all classes of the fit before';
      throw new ArgumentError(
        complain({ who, problem, expected: listed(known), received: listed(read.classes) }),
      );
    }
    return { t: encodeLabels(read.labels, classes, x.dtype), classes };
  }

  #checkClasses(who: string, classes: readonly Label[]): void {
    if (this.options.multilabel) {
      const problem = 'with multilabel the columns of t are the classes';
      throw new ArgumentError(complain({ who, problem, help: 'Leave out classes.' }));
    }
    if (!Array.isArray(classes)) {
      const expected = 'an array of labels';
      throw new ArgumentError(
        complain({ who, problem: 'classes is not usable', expected, received: show(classes) }),
      );
    }
    checkLabels(who, classes, 'classes');
    const sorted = sortedLabels(classes);
    const twice = sorted.length < classes.length;
    const known = this.#classes;
    const other = known !== null && (sorted.length !== known.length || sorted.some((c, i) => c !== known[i]));
    if (!twice && !other) return;
    const problem = twice ? 'a class occurs twice' : 'classes are others than before';
    const expected = twice ? listed(sorted) : listed(known as readonly Label[]);
    throw new ArgumentError(complain({ who, problem, expected, received: listed(classes) }));
  }

  /** Names never equal numbers: a comparison of the two is a mistake. */
  #checkKind(who: string, labels: readonly Label[]): void {
    const kind = typeof (this.#classes as readonly Label[])[0];
    if (typeof labels[0] === kind) return;
    const problem = 't has labels of another kind';
    throw new ArgumentError(
      complain({ who, problem, expected: `a ${kind}, as fit was given`, received: show(labels[0]) }),
    );
  }
}

const listed = (labels: readonly Label[]) => `[${labels.map(show).join(', ')}]`;

/** A perceptron for one label a row. */
export interface MLPClassifier<L extends Label = Label> extends MLPClassifierModel<L, L[]> {}

/** A perceptron for several labels a row, or none. */
export interface MultilabelMLPClassifier extends MLPClassifierModel<number, Tensor> {}

/**
 * A multilayer perceptron that learns labels, with scikit-learn's options, numbers and results.
 *
 * Its last layer is a softmax, for two classes one logistic unit, and with `multilabel` a logistic unit for each label.
 * It minimizes the cross-entropy plus α/2 · Σ W² / rows of the batch. Training has the number format of x: a Tensor of
 * float32 is trained by the fast executor; float64 and arrays give scikit-learn's own numbers, digit for digit.
 *
 * Shapes: x [rows, columns]; t [rows] of labels, or one-hot rows [rows, classes]; with `multilabel` [rows, labels]
 * @param options those of `MLPOptions`, and `multilabel` (default false)
 * @returns an object with `fit`, `partialFit`, `predict`, `predictProba`, `predictLogProba`, `score`, and, after `fit`,
 * `classes`, `coefs`, `intercepts`, `loss`, `lossCurve`, `nIter`, `converged` and more
 * @throws ArgumentError for options out of range or misspelt; its methods: StateError before `fit`, ShapeError if shapes do
 * not fit, ArgumentError for NaN and for what is no label, NonFiniteError if training meets a number that is not finite
 * Peers: scikit-learn's MLPClassifier with the same `randomState`: the same start weights, order of rows, loss curve and
 * stop. `randomState` is 0 and not unset; a table of 0 and 1 is one-hot unless `multilabel` is said, and several labels
 * there; `fit` throws where the loss is not finite, and the weights stay those from before; 'lbfgs' is a line search of our
 * own, so it ends near scikit-learn's weights, not in them; a certain error costs what it costs there, and at most 36.04
 * a row in scikit-learn, which clips probabilities; with earlyStopping and warmStart the best weights of all calls are
 * kept, which scikit-learn goes on to change.
 * @see D. E. Rumelhart, G. E. Hinton, R. J. Williams (1986), Learning representations by back-propagating errors
 * @example
 * const x = [[0, 0], [0, 1], [1, 0], [1, 1]];
 * const network = MLPClassifier({ hiddenLayerSizes: [10], learningRateInit: 0.1 });
 * network.fit(x, ['no', 'yes', 'yes', 'no']).predict(x); // ['no', 'yes', 'yes', 'no']
 * network.classes; // ['no', 'yes']
 * network.predictProba(x).shape; // [4, 2]
 */
export function MLPClassifier(
  options: MLPClassifierOptions & { readonly multilabel: true },
): MultilabelMLPClassifier;
export function MLPClassifier<L extends Label = Label>(options?: MLPClassifierOptions): MLPClassifier<L>;
export function MLPClassifier(options: MLPClassifierOptions = {}): MLPClassifierModel<Label, unknown> {
  return new MLPClassifierModel(options);
}
