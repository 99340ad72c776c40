/**
 * What there is to know about a layer: its definition, and what its hooks are given.
 */
import type { Update } from '../autograd/index.ts';
import type { Cell, Parameter, Shape, Tensor } from '../tensor/index.ts';
import type { Specs } from './weights.ts';

/** What was built of the specs, by name. */
export type Built<B, V> = { readonly [K in keyof B]: undefined extends B[K] ? V | undefined : V };

/** What a layer's `call` is given beside its inputs. */
export interface Context<O, B, T> {
  readonly options: Readonly<O>;
  readonly parameters: Built<B, Parameter>;
  readonly state: Built<T, Tensor>;
  readonly training: boolean;
  /** Whether training changes the layer's weights; a frozen layer gives no updates of its state. */
  readonly trainable: boolean;
  /** The number of the training step: what dropout's masks follow. */
  readonly step: Cell;
  readonly seed: number;
  /** The number of this use of the layer in the model. */
  readonly position: number;
}

/**
 * The output; with it, where there are any, new values of the state, which are copied after the training step, and a
 * penalty [] to be added to the loss.
 */
export type CallResult =
  | Tensor
  | {
      readonly output: Tensor;
      readonly updates?: readonly Update[] | undefined;
      readonly penalty?: Tensor | null | undefined;
    };

/** A case on which the suite tries a layer: options, the shape of one input row, and of one output row. */
export interface LayerExample<O> {
  readonly options: Partial<O>;
  /** The shape of one row of the input; of each input, where there are several. */
  readonly input: Shape | readonly Shape[];
  readonly output: Shape;
  /** How many numbers it learns. */
  readonly parameters: number;
}

/** Everything there is to know about a layer. `build` and `state` stand above `call`: their names are inferred first. */
export interface LayerDefinition<O extends object, K extends keyof O, B extends Specs, T extends Specs> {
  /** The layer's type in summaries and files. */
  readonly name: string;
  /** The name of the function that makes it, which its messages speak under; default `name`. */
  readonly maker?: string;
  /** The option that may be given first, without its name; it must be given. */
  readonly positional?: K;
  readonly options: O;
  /** Refuses impossible options. */
  check?(who: string, options: Readonly<O>): void;
  /** The parameters, given the shapes of one row of each input. */
  build?(shapes: readonly Shape[], options: Readonly<O>): B;
  /** What is kept between steps without being trained. */
  state?(shapes: readonly Shape[], options: Readonly<O>): T;
  /** The shape of one row of the output. */
  outputShape(shapes: readonly Shape[], options: Readonly<O>): Shape;
  /**
   * The output, made of the inputs by ops only: a model records the call once, on zeros, and replays it, so it must
   * not look at `data`.
   */
  call(inputs: readonly Tensor[], context: Context<O, B, T>): CallResult;
  readonly examples: readonly LayerExample<O>[];
}

/** A definition whose names the compiler has forgotten. */
// biome-ignore lint/suspicious/noExplicitAny: the erased form of every definition
export type AnyLayerDefinition = LayerDefinition<any, any, any, any>;
