/**
 * What a model can do: the methods that training, evaluation and prediction go through.
 */
import type { Update } from '../autograd/index.ts';
import type { Optimizer } from '../optim/index.ts';
import type { Cell, DType, Parameter, Tensor, TensorLike } from '../tensor/index.ts';
import type { Batches } from './batches.ts';
import type { FileUrl } from '../files.ts';
import type { CompileOptions } from './compile.ts';
import type { ModelConfig } from './config.ts';
import type { Custom } from './custom.ts';
import type { DrawingOptions } from './drawing.ts';
import type { EvaluateOptions, PredictOptions } from './evaluate.ts';
import type { History, Logs } from './history.ts';
import type {
  Activations,
  Gradients,
  LookOptions,
  ModelCheckOptions,
  ModelGradientReport,
} from './inspect.ts';
import type { Layer, Node } from './layer.ts';
import type { FitOptions, TrainOptions } from './plan.ts';
import type { FileContent } from './saving.ts';
import type { SummaryStyle } from './summary.ts';
import type { TrainEvent } from './train.ts';
import type { ClassWeight, Given } from './training-data.ts';

/** Options of every model. */
export interface ModelOptions {
  /** Default 'sequential' or 'functional'. */
  readonly name?: string;
  /** Start weights, order of the rows and dropout follow from it: a whole number from 0 on, default 0; 'random' draws one. */
  readonly seed?: number | 'random';
  /** 'float32' (default) or 'float64'. */
  readonly dtype?: DType;
}

/** How to train or measure on one batch. */
export interface BatchOptions {
  /** A weight >= 0 for each row. */
  readonly sampleWeight?: Given | null;
  /** A weight >= 0 for the rows of each class. */
  readonly classWeight?: ClassWeight | null;
  /** Whether the result is an object by name; default false: a list. */
  readonly returnDict?: boolean;
}

/**
 * A model. X is what it takes as inputs, T as targets, Y what it gives: for one input and output data and a Tensor, for
 * several lists of them; lists of data may also be given by the names of the inputs or output layers.
 */
export interface Model<X = TensorLike, T = TensorLike, Y = Tensor> {
  readonly kind: 'model';
  readonly name: string;
  /** The seed in use, drawn if it was 'random'. */
  readonly seed: number;
  readonly dtype: DType;
  /** The layers in order; a functional model's inputs are the first of them, a Sequential's is not among them. */
  readonly layers: readonly Layer[];
  /** All that is learned, layer by layer; not what belongs to frozen layers. */
  readonly parameters: readonly Parameter[];
  /** Whether any layer is trained; setting it sets it of all layers. */
  trainable: boolean;
  /** The number of training steps made; a loop by hand raises its `value` after each step. */
  readonly step: Cell;
  /** What `compile` set. @throws StateError before */
  readonly optimizer: Optimizer;

  /** The layer of this name, or at this place in `layers`. @throws ArgumentError listing the names */
  getLayer(which: string | number): Layer;

  /**
   * One forward pass, for a loop by hand. Shapes: x [rows, ...input] -> predictions [rows, ...output]
   *
   * @param training whether layers behave as in training (dropout), default false
   * @returns predictions; `penalty`, the sum of the regularizers' penalties, shape [], or null; `updates` for `assign`
   */
  call(x: X, training?: boolean): { predictions: Y; penalty: Tensor | null; updates: readonly Update[] };

  /** Sets what the model is trained with. @throws ArgumentError for unknown names, listing the right ones */
  compile(options: CompileOptions): void;

  /**
   * Trains. Shapes: x [rows, ...input]; t [rows, ...output], or [rows] of class numbers
   *
   * The data must stay as they are until training ends: they may have been copied at its beginning.
   *
   * @returns History; the loss is the mean over the epoch while the weights change, `val_loss` is at its end
   * @throws ShapeError, ArgumentError for data or options that do not fit; NonFiniteError if the loss is not finite
   */
  fit(x: X, t: T, options?: FitOptions<X, T>): History;
  /** Trains on batches [x, t] or [x, t, sampleWeight] that an iterable gives, or a function that makes one for each epoch. */
  fit(batches: Batches<X, T>, options?: FitOptions<X, T>): History;
  /** `fit` that lets the page or server breathe, and awaits callbacks and asynchronous batches; the same bits. */
  fitAsync(x: X, t: T, options?: FitOptions<X, T>): Promise<History>;
  fitAsync(batches: Batches<X, T>, options?: FitOptions<X, T>): Promise<History>;
  /** `fit` step by step: yields after each epoch or batch, returns History. */
  train(x: X, t: T, options?: TrainOptions<X, T>): Generator<TrainEvent, History>;
  train(batches: Batches<X, T>, options?: TrainOptions<X, T>): Generator<TrainEvent, History>;

  /**
   * One training step on one batch.
   *
   * @returns [loss, metric, …] of this batch before the update, or an object by name
   * Peers: Keras (train_on_batch), whose numbers are means over all batches since `reset_metrics`.
   */
  trainOnBatch(x: X, t: T, options: BatchOptions & { readonly returnDict: true }): Logs;
  trainOnBatch(x: X, t: T, options?: BatchOptions): number[];
  /** Loss and metrics of one batch with the weights as they are: [loss, metric, …], or an object by name. */
  testOnBatch(x: X, t: T, options: BatchOptions & { readonly returnDict: true }): Logs;
  testOnBatch(x: X, t: T, options?: BatchOptions): number[];
  /** Predictions for one batch. */
  predictOnBatch(x: X): Y;

  /**
   * Loss and metrics with the weights as they are: [loss, metric, …], with several outputs [loss, losses …, metrics …];
   * or an object by name. Shapes as in `fit`.
   */
  evaluate(x: X, t: T, options: EvaluateOptions & { readonly returnDict: true }): Logs;
  evaluate(x: X, t: T, options?: EvaluateOptions): number[];
  /** Predictions, dropout off. Shapes: x [rows, ...input] -> [rows, ...output] */
  predict(x: X, options?: PredictOptions): Y;
  /**
   * The class of each row: the column of the largest prediction, the first of equals; of a single unit 1 where it is
   * above ½, else 0.
   *
   * @throws ArgumentError for a model of several outputs
   */
  predictClasses(x: X, options?: PredictOptions): number[];

  /** What each layer gives for these rows, by the name of the layer, in their order. */
  activations(x: X, options?: LookOptions): Activations;
  /** The gradient of the loss of these rows for each parameter that is trained: `gradients(x, t).dense.kernel`. */
  gradients(x: X, t: T, options?: LookOptions): Gradients;
  /**
   * Compares all gradients with central differences, in Float64; `String(report)` is a table.
   *
   * @param options `training`, default false; `step` 1e-6, `tolerance` 1e-7, `worst` 5, as for `checkGradients`
   */
  checkGradients(x: X, t: T, options?: ModelCheckOptions): ModelGradientReport;

  /** The architecture as plain data, ready for JSON; `modelFromConfig` makes the model again, with new weights. */
  toConfig(): ModelConfig;
  /** A new model of this architecture, with weights newly drawn from its seed. @param options `custom`, see `loadModel` */
  clone(options?: { readonly custom?: Custom }): Model<X, T, Y>;
  /**
   * The file of the model: architecture, weights, what `compile` settled, the optimizer's state, counters and random
   * streams; or the 'weights' alone. `modelFromBytes` reads it.
   */
  toBytes(content?: FileContent): Uint8Array;
  /**
   * Writes the file of the model at exactly this path: whole, or not at all.
   *
   * @throws DataError if it cannot be written; StateError without a file system
   * @example
   * await model.save('miModelo');
   */
  save(path: string | FileUrl): Promise<void>;
  /** Writes the weights alone, for a model that is defined before they are loaded. */
  saveWeights(path: string | FileUrl): Promise<void>;
  /** Sets all weights from a file, or from its bytes. @throws ArgumentError, ShapeError if it is the file of another net */
  loadWeights(from: string | FileUrl | Uint8Array): Promise<void>;

  /** Layers, shapes and numbers of parameters as text, in the style of Keras 3 (default) or of Keras 2. */
  summary(options?: { readonly style?: SummaryStyle; readonly lineLength?: number }): string;
  /** The net drawn, with shapes, as SVG text. @param options `style`: 'auto' (default), 'boxes' or 'neurons' */
  toSVG(options?: DrawingOptions): string;
  /** Copies of all weights: layer by layer, kernel, bias. */
  getWeights(): Tensor[];
  /** Sets all weights, in the order of `getWeights`. @throws ShapeError if one does not fit */
  setWeights(weights: readonly TensorLike[]): void;
  /**
   * All weights in short: `<executor that runs this model>:<SHA-256 of its weights>`, such as `simd:3f9a…`.
   *
   * The weights follow one another as in `getWeights`, each number in its little-endian bytes. A float64 model says
   * `reference`.
   *
   * @throws StateError before the model is built, and for weights that are not finite
   */
  hash(): string;
  toString(): string;
}

/** A model of layers in a row, which may grow. */
export interface SequentialModel extends Model {
  /** Adds a layer at the end; an Input can only come first. */
  add(part: Layer | Node): void;
  /** Takes the last layer away and returns it. @throws ArgumentError if there is none */
  pop(): Layer;
}
