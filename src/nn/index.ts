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
export {
  BackupAndRestore,
  type BackupAndRestoreOptions,
  type Callback,
  CSVLogger,
  type CSVLoggerOptions,
  EarlyStopping,
  type EarlyStoppingOptions,
  LambdaCallback,
  LearningRateScheduler,
  type LearningRateSchedulerOptions,
  ModelCheckpoint,
  type ModelCheckpointOptions,
  ReduceLROnPlateau,
  type ReduceLROnPlateauOptions,
  TerminateOnNaN,
  type TerminateOnNaNOptions,
  type Testing,
  type Training,
} from './callbacks/index.ts';
export type { Batch, Batches } from './batches.ts';
export type {
  CompileOptions,
  MetricFunction,
  MetricOption,
} from './compile.ts';
export type { PerOutput } from './per-output.ts';
export type { LayerConfig, ModelConfig, NodeConfig } from './config.ts';
export type { Custom } from './custom.ts';
export type { DrawingOptions, DrawingStyle } from './drawing.ts';
export type { EvaluateOptions, PredictOptions } from './evaluate.ts';
export type { History, HistoryPlotOptions, Logs } from './history.ts';
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
  type InitializerFunction,
  type InitializerMaker,
  type InitializerName,
  type InitializerOption,
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
  type Constraint,
  type ConstraintDefinition,
  type ConstraintFunction,
  type ConstraintMaker,
  type ConstraintName,
  type ConstraintOption,
  constraints,
  defineConstraint,
  MaxNorm,
  MinMaxNorm,
  NonNeg,
  UnitNorm,
} from './constraints/index.ts';
export type {
  Activations,
  Gradients,
  LookOptions,
  ModelCheckOptions,
  ModelGradientReport,
  ParameterCheck,
} from './inspect.ts';
export {
  defineLayer,
  type Layer,
  type LayerArguments,
  type LayerMaker,
  type LayerOptions,
  type Node,
} from './layer.ts';
export type { Built, CallResult, Context, LayerDefinition, LayerExample } from './layer-definition.ts';
export {
  Activation,
  ActivityRegularization,
  Add,
  AlphaDropout,
  Average,
  BatchNormalization,
  Concatenate,
  Dense,
  Dot,
  Dropout,
  ELU,
  Flatten,
  GaussianDropout,
  GaussianNoise,
  Input,
  Lambda,
  type LambdaFunction,
  LayerNormalization,
  LeakyReLU,
  Maximum,
  Minimum,
  Multiply,
  type NormalizationConvention,
  PReLU,
  ReLU,
  Reshape,
  Softmax,
  Subtract,
} from './layers/index.ts';
export {
  BinaryCrossentropy,
  CategoricalCrossentropy,
  CategoricalHinge,
  CosineSimilarity,
  defineLoss,
  Hinge,
  Huber,
  KLDivergence,
  LogCosh,
  type Loss,
  type LossCall,
  type LossDefinition,
  type LossExample,
  type LossLike,
  type LossMaker,
  type LossName,
  type LossOptions,
  type LossReduction,
  losses,
  MeanAbsoluteError,
  MeanAbsolutePercentageError,
  MeanSquaredError,
  MeanSquaredLogarithmicError,
  Poisson,
  type SavedLoss,
  SparseCategoricalCrossentropy,
  SquaredHinge,
} from './losses/index.ts';
export { loadModel, type LoadOptions, modelFromBytes, modelFromConfig } from './loading.ts';
export type { BatchOptions, ModelOptions, SequentialModel } from './model.ts';
export { type DataOf, Model, type Nodes, type PredictionsOf, Sequential } from './models.ts';
export type { FitOptions, TrainOptions } from './plan.ts';
export {
  defineRegularizer,
  l1,
  l1_l2,
  l2,
  type L2Convention,
  type OrthogonalMode,
  OrthogonalRegularizer,
  type Penalty,
  type Regularizer,
  type RegularizerDefinition,
  type RegularizerMaker,
  type RegularizerName,
  type RegularizerOption,
  regularizers,
} from './regularizers/index.ts';
export type { SummaryOptions, SummaryStyle } from './summary.ts';
export type { FileContent } from './saving.ts';
export type { TrainEvent } from './train.ts';
export type { ClassWeight, Given } from './training-data.ts';
export type { ValidationSplit } from './validation.ts';
export type { Spec, Specs, Weights } from './weights.ts';
