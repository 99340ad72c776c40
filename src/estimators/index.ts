/**
 * Estimators: scikit-learn's faces of this library.
 *
 * An estimator holds its options from the beginning and learns by `fit(x, t)`; `predict(x)` and `score(x, t)` follow.
 */
export {
  MLPClassifier,
  type MLPClassifierModel,
  type MLPClassifierOptions,
  type MultilabelMLPClassifier,
  type PartialFitOptions,
} from './mlp-classifier.ts';
export {
  MLPRegressor,
  type MLPRegressorModel,
  type MLPRegressorOptions,
  type RegressionLoss,
} from './mlp-regressor.ts';
export type { MLPAttributes } from './mlp/estimator.ts';
export type { HiddenActivation, LearningRateName, MLPOptions, SolverName } from './mlp/options.ts';
export type { OutActivation } from './mlp/perceptron.ts';
export type { ClassTargets, WeightedOptions } from './mlp/reading.ts';
export type { Estimator, MeasuredEstimator } from './estimator.ts';
export { type Pipeline, pipeline, type Transformer } from './pipeline.ts';
export { type CrossValidateOptions, type CrossValidation, crossValidate } from './cross-validate.ts';
export { type LearningCurve, learningCurve, type LearningCurveOptions } from './learning-curve.ts';
export type { CrossValidator } from './validation/folds.ts';
export type { Score, Scoring } from './validation/scoring.ts';
