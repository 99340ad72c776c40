/**
 * Pictures: what training did, what a model sees, how good it is, each as the text of an SVG.
 *
 * Every function gives a promise of a string that a file, a page or a notebook takes as it is. Charts are drawn by
 * Observable Plot, which the user installs: `npm install @observablehq/plot linkedom`; in a page linkedom is not needed.
 * The same data give the same text.
 */
export { type LearningCurvesOptions, type LearningHistory, plotLearningCurves } from './learning-curves.ts';
export {
  type ConfusionCounts,
  type ConfusionMatrixPictureOptions,
  plotConfusionMatrix,
} from './confusion-matrix.ts';
export { plotRocCurve, type RocPoints } from './roc-curve.ts';
export { type PrecisionRecallPoints, plotPrecisionRecallCurve } from './precision-recall-curve.ts';
export { type CalibrationPoints, plotCalibrationCurve } from './calibration-curve.ts';
export {
  type ActivationsPictureOptions,
  type ElementwiseFunction,
  plotActivations,
} from './activations.ts';
export { plotMovingAverage, type MovingAverageOptions } from './moving-average.ts';
export { plotGradientNorms } from './gradient-norms.ts';
export { plotWeights, type WeightsPictureOptions, type WithWeights } from './weights.ts';
export { plotImages, type ImagesPictureOptions } from './images.ts';
export { type DecisionBoundaryOptions, plotDecisionBoundary, type Predictor } from './decision-boundary.ts';
export { loadPlotPackages } from './observable.ts';
export type { PictureOptions } from './shared/frame.ts';
export type { ImageShape } from './shared/pixels.ts';
