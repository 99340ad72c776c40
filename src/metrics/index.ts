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
export { type ConfusionMatrix, confusionMatrix } from './confusion-matrix.ts';
export {
  defineMetric,
  type Direction,
  type Metric,
  type MetricDefinition,
  type MetricExample,
  type MetricMaker,
} from './metric.ts';
export { type Label, type Labels, readLabels, sortedLabels } from './shared/labels.ts';
