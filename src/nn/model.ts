/**
 * What a model can do: the methods that training, evaluation and prediction go through.
 */
import type { Update } from '../autograd/index.ts';
import type { Optimizer } from '../optim/index.ts';
import type { Cell, DType, Parameter, Tensor, TensorLike } from '../tensor/index.ts';
import type { CompileOptions } from './compile.ts';
import type { PredictOptions } from './evaluate.ts';
import type { FitOptions, TrainOptions } from './fit.ts';
import type { History } from './history.ts';
import type { Layer, Node } from './layer.ts';
import type { SummaryStyle } from './summary.ts';
import type { TrainEvent } from './train.ts';

/** Options of every model. */
export interface ModelOptions {
  /** Default 'sequential' or 'functional'. */
  readonly name?: string;
  /** Start weights, order of the rows and dropout follow from it: a whole number from 0 on, default 0; 'random' draws one. */
  readonly seed?: number | 'random';
  /** 'float32' (default) or 'float64'. */
  readonly dtype?: DType;
}

/** A model. */
export interface Model {
  readonly kind: 'model';
  readonly name: string;
  /** The seed in use, drawn if it was 'random'. */
  readonly seed: number;
  readonly dtype: DType;
  /** The layers in order; a functional model's input is the first of them, a Sequential's is not among them. */
  readonly layers: readonly Layer[];
  /** All that is learned, layer by layer. */
  readonly parameters: readonly Parameter[];
  /** The number of training steps made; a loop by hand raises its `value` after each step. */
  readonly step: Cell;
  /** What `compile` set. @throws StateError before */
  readonly optimizer: Optimizer;

  /**
   * One forward pass, for a loop by hand. Shapes: x [rows, ...input] -> predictions [rows, ...output]
   *
   * @param training whether layers behave as in training (dropout), default false
   * @returns predictions; `penalty`, the sum of the regularizers' penalties, shape [], or null; `updates` for `assign`
   */
  call(
    x: TensorLike,
    training?: boolean,
  ): { predictions: Tensor; penalty: Tensor | null; updates: readonly Update[] };

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
  fit(x: TensorLike, t: TensorLike, options?: FitOptions): History;
  /** `fit` that lets the page or server breathe, and awaits callbacks; the same bits. */
  fitAsync(x: TensorLike, t: TensorLike, options?: FitOptions): Promise<History>;
  /** `fit` step by step: yields after each epoch or batch, returns History. */
  train(x: TensorLike, t: TensorLike, options?: TrainOptions): Generator<TrainEvent, History>;

  /** Loss and metrics with the weights as they are: [loss, metric, …]. Shapes as in `fit`. */
  evaluate(x: TensorLike, t: TensorLike, options?: PredictOptions): number[];
  /** Predictions, dropout off. Shapes: x [rows, ...input] -> [rows, ...output] */
  predict(x: TensorLike, options?: PredictOptions): Tensor;

  /** Layers, shapes and numbers of parameters as text, in the style of Keras 3 (default) or of Keras 2. */
  summary(options?: { readonly style?: SummaryStyle; readonly lineLength?: number }): string;
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
}
