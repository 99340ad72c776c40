/**
 * Multiperceptron: the multilayer perceptron from scratch.
 *
 * Every public name, once, in reading order: tensors, gradients, optimizers, layers and models, metrics, data.
 * Loaders of data sets are in `multiperceptron/data`, ndarrays in `multiperceptron/ndarray`.
 */
import { reference, useExecutors } from './autograd/index.ts';
import { simd } from './simd/index.ts';

export { ArgumentError, DataError, NonFiniteError, ShapeError, StateError } from './errors.ts';
export { type RandomStream, randomStream, type StreamPurpose, type StreamState } from './random/index.ts';

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
  append,
  assign,
  backward,
  binaryCrossEntropy,
  categoricalCrossEntropy,
  checkGradients,
  type CheckedElement,
  type CheckOptions,
  type Compiled,
  defineOp,
  dropout,
  type Executor,
  type ExecutorInfo,
  executorInfo,
  exp,
  freeze,
  type GradientReport,
  type Graph,
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
  type Operand,
  type OpDefinition,
  type OpExample,
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
  type AdamConvention,
  defineOptimizer,
  type Live,
  type MomentumConvention,
  type Optimizer,
  type OptimizerDefinition,
  type OptimizerExample,
  type OptimizerMaker,
  type OptimizerName,
  type OptimizerOptions,
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
  type Direction,
  type MetricDefinition,
  type MetricExample,
  type MetricMaker,
  type MetricName,
  metrics,
} from './metrics/index.ts';

export * from './nn/index.ts';

export * from './data/index.ts';

export { simd, simdExecutor, type SimdOptions } from './simd/index.ts';

useExecutors(simd, reference);
