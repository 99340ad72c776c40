/**
 * Multiperceptron: the multilayer perceptron from scratch.
 *
 * Every public name, once, in reading order: tensors, gradients, optimizers, layers and models, metrics, data.
 * Loaders of data sets are in `multiperceptron/data`, ndarrays in `multiperceptron/ndarray`.
 */
import { reference, useExecutors } from './autograd/index.ts';

export { ArgumentError, DataError, NonFiniteError, ShapeError, StateError } from './errors.ts';
export { type Purpose, type RandomStream, randomStream, type StreamState } from './random/index.ts';

export {
  type Cell,
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
  append,
  assign,
  backward,
  binaryCrossEntropy,
  categoricalCrossEntropy,
  checkGradients,
  type CheckOptions,
  defineOp,
  dropout,
  type Executor,
  executorInfo,
  exp,
  freeze,
  type GradientReport,
  log,
  matmul,
  mean,
  meanAbsoluteError,
  meanSquaredError,
  multiply,
  negate,
  noGradient,
  oneHotRows,
  type Op,
  type OpDefinition,
  type Program,
  reference,
  relu,
  scale,
  sigmoid,
  sigmoidCrossEntropy,
  softmax,
  softmaxCrossEntropy,
  square,
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
  Adam,
  defineOptimizer,
  type Optimizer,
  type OptimizerDefinition,
  type OptimizerName,
  optimizers,
  RMSprop,
  SGD,
} from './optim/index.ts';

export {
  accuracy,
  accuracyScore,
  type ConfusionMatrix,
  confusionMatrix,
  defineMetric,
  type Label,
  type Labels,
  type Metric,
  type MetricDefinition,
  type MetricName,
  metrics,
} from './metrics/index.ts';

export * from './nn/index.ts';

export * from './data/index.ts';

useExecutors(reference);
