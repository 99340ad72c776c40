/**
 * Metrics and reports: how good predictions are.
 *
 * A metric adds up over batches while a model trains or is evaluated. A report looks at all labels at once.
 */
import { accuracy } from './accuracy.ts';

/** Every metric by the names that `compile` takes. */
export const metrics = { accuracy, acc: accuracy } as const;

/** The name of a metric. */
export type MetricName = keyof typeof metrics;

export { accuracy } from './accuracy.ts';
export { accuracyScore } from './accuracy-score.ts';
export { auc } from './auc.ts';
export { type AveragePrecisionOptions, averagePrecisionScore } from './average-precision-score.ts';
export { balancedAccuracyScore } from './balanced-accuracy-score.ts';
export {
  type BestThreshold,
  type BestThresholdOptions,
  type BinaryCounts,
  bestThreshold,
  type ThresholdScore,
} from './best-threshold.ts';
export {
  type BootstrapInterval,
  type BootstrapMethod,
  type BootstrapOptions,
  bootstrapInterval,
} from './bootstrap-interval.ts';
export { type BrierOptions, brierScoreLoss } from './brier-score-loss.ts';
export { type CalibrationCurve, calibrationCurve } from './calibration-curve.ts';
export {
  type ClassificationReport,
  classificationReport,
  type ReportLine,
} from './classification-report.ts';
export { cohenKappaScore, type KappaWeights } from './cohen-kappa-score.ts';
export { type ConfusionMatrix, confusionMatrix, type Normalize } from './confusion-matrix.ts';
export {
  type CountsAtThresholds,
  confusionMatrixAtThresholds,
  type PrecisionRecallCurve,
  type RocCurve,
} from './curves.ts';
export { type DetCurve, detCurve } from './det-curve.ts';
export { f1Score } from './f1-score.ts';
export { fbetaScore } from './fbeta-score.ts';
export { hammingLoss } from './hamming-loss.ts';
export { jaccardScore } from './jaccard-score.ts';
export { logLoss } from './log-loss.ts';
export { matthewsCorrcoef } from './matthews-corrcoef.ts';
export { maxError } from './max-error.ts';
export { type McNemarOptions, type McNemarTest, mcnemarTest } from './mcnemar-test.ts';
export { medianAbsoluteError } from './median-absolute-error.ts';
export {
  defineMetric,
  type Direction,
  type Metric,
  type MetricDefinition,
  type MetricExample,
  type MetricMaker,
} from './metric.ts';
export { multilabelConfusionMatrix, type TwoByTwo } from './multilabel-confusion-matrix.ts';
export { precisionRecallCurve } from './precision-recall-curve.ts';
export { precisionRecallFscoreSupport } from './precision-recall-fscore-support.ts';
export { precisionScore } from './precision-score.ts';
export { recallScore } from './recall-score.ts';
export {
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredError,
  meanSquaredLogarithmicError,
  rootMeanSquaredError,
  rootMeanSquaredLogarithmicError,
} from './regression-errors.ts';
export { explainedVarianceScore, type RegressionScoreOptions, r2Score } from './regression-scores.ts';
export { type RocAucOptions, rocAucScore } from './roc-auc-score.ts';
export { rocCurve } from './roc-curve.ts';
export type { Averaged, ScoreAverage, ScoreOptions } from './shared/averages.ts';
export type { AveragedColumns, ColumnAverage } from './shared/column-averages.ts';
export type { LabelSets } from './shared/comparison.ts';
export type { Label, Labels } from './shared/labels.ts';
export type { PrecisionRecallFscore } from './shared/precision-recall.ts';
export type { Multioutput, RawValues, RegressionOptions } from './shared/outputs.ts';
export type { BinaryOptions } from './shared/scores.ts';
export type { ShareOptions } from './shared/share.ts';
export type { RowWeights } from './shared/weights.ts';
export { topKAccuracyScore } from './top-k-accuracy-score.ts';
export { zeroOneLoss } from './zero-one-loss.ts';
