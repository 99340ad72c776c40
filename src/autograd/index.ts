/**
 * Automatic differentiation.
 *
 * An op computes at once and notes how its result was made. `backward` walks those notes from the loss to the
 * parameters; `freeze` writes them down as a Program, which an executor replays.
 */
export { backward, differentiate, history } from './backward.ts';
export {
  type Compiled,
  compiledOf,
  currentExecutor,
  type Executor,
  type ExecutorInfo,
  executorInfo,
  reference,
  useExecutors,
} from './executor.ts';
export {
  type CheckedElement,
  type CheckOptions,
  checkGradients,
  type GradientReport,
} from './gradient-check.ts';
export {
  type AnyOpDefinition,
  defineOp,
  noGradient,
  type Op,
  type OpDefinition,
  type OpExample,
  type Operand,
  trace,
  wantsGradient,
} from './op.ts';
export * from './ops/index.ts';
export { EPSILON, SELU_ALPHA, SELU_SCALE } from './ops/shared/formulas.ts';
export { alphaDropoutSlope, dropoutDeviation, SELU_LOWEST } from './ops/shared/noise.ts';
export {
  append,
  assign,
  type Counter,
  feedFrom,
  type Feeding,
  freeze,
  type Graph,
  type Program,
  type Update,
} from './program.ts';
