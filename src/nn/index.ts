/**
 * Neural networks: layers, and models that train.
 *
 * A layer says which parameters it needs and how its output follows from its input. A model puts layers together,
 * makes their weights, and trains them: each batch replays one Program of forward, backward and update.
 */
export {
  type Activation as ActivationOption,
  type ActivationName,
  activations,
} from './activations/index.ts';
export { type Callback, EarlyStopping, type EarlyStoppingOptions, type Training } from './callbacks/index.ts';
export type { CompileOptions } from './compile.ts';
export type { PredictOptions } from './evaluate.ts';
export type { FitOptions, TrainOptions } from './fit.ts';
export type { History, Logs } from './history.ts';
export {
  Constant,
  type Distribution,
  type FanMode,
  defineInitializer,
  GlorotNormal,
  GlorotUniform,
  HeNormal,
  HeUniform,
  Identity,
  type Initializer,
  type InitializerDefinition,
  type InitializerMaker,
  type InitializerName,
  initializers,
  LecunNormal,
  LecunUniform,
  Ones,
  Orthogonal,
  RandomNormal,
  RandomUniform,
  TruncatedNormal,
  VarianceScaling,
  Zeros,
} from './initializers/index.ts';
export {
  type Built,
  type CallResult,
  type Context,
  defineLayer,
  type Layer,
  type LayerArguments,
  type LayerDefinition,
  type LayerExample,
  type LayerMaker,
  type LayerOptions,
  type Node,
} from './layer.ts';
export { Activation, Dense, Dropout, Input } from './layers/index.ts';
export {
  defineLoss,
  type Loss,
  type LossCall,
  type LossDefinition,
  type LossExample,
  type LossName,
  losses,
} from './losses/index.ts';
export type { ModelOptions, SequentialModel } from './model.ts';
export { Model, Sequential } from './models.ts';
export { l1, l1_l2, l2, type Regularizer, type RegularizerName } from './regularizers/index.ts';
export type { SummaryOptions, SummaryStyle } from './summary.ts';
export type { TrainEvent } from './train.ts';
export type { Spec, Specs, Weights } from './weights.ts';
