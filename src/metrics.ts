/**
 * Metrics and reports, as the sub-path `multiperceptron/metrics`: scikit-learn's `metrics`, name by name.
 *
 * The core has them too, but for the four errors of regression whose names are those of ops there: `meanAbsoluteError`,
 * `meanAbsolutePercentageError`, `meanSquaredError` and `meanSquaredLogarithmicError`.
 *
 * @example
 * import * as metrics from 'multiperceptron/metrics';
 *
 * const { fpr, tpr } = metrics.rocCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]);
 * metrics.auc(fpr, tpr); // 0.75
 */
export * from './metrics/index.ts';
