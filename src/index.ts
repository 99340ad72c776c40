/**
 * Multiperceptron: the multilayer perceptron from scratch.
 *
 * Every public name, once, in reading order: tensors, gradients, optimizers, metrics, layers and models, data, estimators.
 * Loaders of data sets are in `multiperceptron/data`, pictures in `multiperceptron/plot`, ndarrays in
 * `multiperceptron/ndarray`.
 */
import { reference, useExecutors } from './autograd/index.ts';
import { simd } from './simd/index.ts';

export { ArgumentError, DataError, NonFiniteError, ShapeError, StateError } from './errors.ts';
export {
  RandomState,
  type RandomStream,
  randomStream,
  type StreamPurpose,
  type StreamState,
} from './random/index.ts';

export {
  type Cell,
  type Floats,
  type Nested,
  type Step,
  type Strided,
  type Supply,
  type TypedArray,
  type View,
  type DType,
  full,
  type NestedArray,
  ones,
  Parameter,
  parameter,
  type Shape,
  Tensor,
  type TensorLike,
  type TensorOptions,
  tensor,
  zeros,
} from './tensor/index.ts';

export {
  absolute,
  add,
  addBias,
  alphaDropout,
  append,
  assign,
  backward,
  batchDot,
  batchNormalization,
  binaryCrossEntropy,
  boundedRelu,
  categoricalCrossEntropy,
  categoricalHingeLoss,
  checkGradients,
  type CheckedElement,
  type CheckOptions,
  columnMean,
  columnVariance,
  type Compiled,
  concatenate,
  cosineSimilarityLoss,
  defineOp,
  dropout,
  elu,
  type Executor,
  type ExecutorInfo,
  executorInfo,
  exp,
  freeze,
  gaussianDropout,
  gaussianNoise,
  gelu,
  type GradientReport,
  type Graph,
  hardSigmoid,
  hardSilu,
  hardTanh,
  hingeLoss,
  huberLoss,
  klDivergence,
  layerNormalization,
  leakyRelu,
  log,
  logCoshLoss,
  logSigmoid,
  logSoftmax,
  matmul,
  maximum,
  mean,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredError,
  meanSquaredLogarithmicError,
  mish,
  minimum,
  movingAverage,
  multiply,
  negate,
  noGradient,
  normalizeRows,
  normalizeWeights,
  notEqual,
  oneHotRows,
  type Op,
  type Operand,
  type OpDefinition,
  type OpExample,
  orthogonalPenalty,
  poissonLoss,
  prelu,
  type Program,
  reference,
  relu,
  reshape,
  scale,
  selu,
  sigmoid,
  sigmoidCrossEntropy,
  silu,
  smoothTargets,
  softmax,
  softmaxCrossEntropy,
  softplus,
  softsign,
  square,
  squaredHingeLoss,
  stopGradient,
  subtract,
  sum,
  sumAbsolute,
  sumSquares,
  tanh,
  trace,
  type Update,
  useExecutors,
} from './autograd/index.ts';

export {
  Adadelta,
  Adagrad,
  Adam,
  Adamax,
  AdamW,
  type CommonOptions,
  type Convention,
  CosineDecay,
  CosineDecayRestarts,
  defineOptimizer,
  defineSchedule,
  ExponentialDecay,
  InverseTimeDecay,
  Lion,
  type Live,
  Nadam,
  type Optimizer,
  type OptimizerDefinition,
  type OptimizerExample,
  type OptimizerGiven,
  type OptimizerMaker,
  type OptimizerName,
  type OptimizerOptions,
  optimizers,
  PiecewiseConstantDecay,
  PolynomialDecay,
  RMSprop,
  type Schedule,
  type ScheduleDefinition,
  type ScheduleExample,
  type ScheduleMaker,
  type ScheduleName,
  schedules,
  SGD,
} from './optim/index.ts';

// All but meanAbsoluteError, meanAbsolutePercentageError, meanSquaredError and meanSquaredLogarithmicError, which are ops
// here: `multiperceptron/metrics` has the scores of these names.
export * from './metrics/index.ts';

export * from './nn/index.ts';

export * from './data/index.ts';

export * from './estimators/index.ts';

export {
  type ChartOptions,
  type ColorOption,
  type ConfusionPlotOptions,
  type ImageOptions,
  imageText,
  lineChart,
} from './terminal/index.ts';

export { simd, simdExecutor, type SimdOptions } from './simd/index.ts';

useExecutors(simd, reference);
