/**
 * Estimators that are computed exactly in a few lines, here and in test/peers/validation.py; and what is stored of them.
 */
import {
  KFold,
  ShuffleSplit,
  type Splitter,
  StratifiedKFold,
  StratifiedShuffleSplit,
  StandardScaler,
} from '../../../src/data/index.ts';
import { type Estimator, pipeline } from '../../../src/estimators/index.ts';
import { type Label, sortedLabels } from '../../../src/labels.ts';
import { accuracyScore } from '../../../src/metrics/index.ts';
import { Tensor } from '../../../src/tensor/index.ts';
import type { Stored } from '../../data/shared/stored.ts';

/** The class whose mean is nearest; the first of equals. */
export function Centroids() {
  let classes: Label[] = [];
  let means: number[][] = [];
  const estimator = {
    fit(x: Tensor, t: readonly Label[]) {
      classes = sortedLabels(t);
      means = classes.map((label) => {
        const rows = t.flatMap((other, row) => (other === label ? [rowOf(x, row)] : []));
        return rows[0].map((_, j) => mean(rows.map((row) => row[j])));
      });
      return estimator;
    },
    predict: (x: Tensor) =>
      Array.from({ length: x.shape[0] }, (_, i) => {
        const row = rowOf(x, i);
        const distances = means.map((center) => sum(center.map((m, j) => (row[j] - m) ** 2)));
        return classes[distances.indexOf(Math.min(...distances))];
      }),
    score: (x: Tensor, t: readonly Label[]): number => accuracyScore(t, estimator.predict(x)),
  };
  return estimator;
}

/** t = intercept + slope x, slope = Σ (x − x̄)(t − t̄) / (Σ (x − x̄)² + 0.7), of the first column alone. */
export function Ridge() {
  let slope = 0;
  let intercept = 0;
  const first = (x: Tensor) => Array.from({ length: x.shape[0] }, (_, row) => rowOf(x, row)[0]);
  const estimator = {
    estimatorType: 'regressor' as const,
    fit(x: Tensor, t: readonly number[]) {
      const x0 = first(x);
      const [xMean, tMean] = [mean(x0), mean(t)];
      slope =
        sum(x0.map((v, i) => (v - xMean) * (t[i] - tMean))) / (sum(x0.map((v) => (v - xMean) ** 2)) + 0.7);
      intercept = tMean - slope * xMean;
      return estimator;
    },
    predict: (x: Tensor) => first(x).map((v) => intercept + slope * v),
    /** R² */
    score(x: Tensor, t: readonly number[]) {
      const predictions = estimator.predict(x);
      const tMean = mean(t);
      return 1 - sum(t.map((v, i) => (v - predictions[i]) ** 2)) / sum(t.map((v) => (v - tMean) ** 2));
    },
  };
  return estimator;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;
const rowOf = ({ data, shape }: Tensor, row: number) =>
  Array.from(data.subarray(row * shape[1], (row + 1) * shape[1]));

/** What makes the estimators of the stored cases. */
export const makers: Readonly<Record<string, () => Estimator<Tensor, never[]>>> = {
  centroids: Centroids,
  ridge: Ridge,
  'scaled centroids': () => pipeline(StandardScaler(), Centroids()),
  'scaled ridge': () => pipeline(StandardScaler(), Ridge()),
};

/** The scores of the stored cases. */
export const scores: Readonly<Record<string, (targets: never[], predictions: unknown) => number>> = {
  accuracy: (targets, predictions) => accuracyScore(targets as Label[], predictions as Label[]),
  squared: (targets, predictions) => mean(misses(targets, predictions as number[]).map((miss) => miss ** 2)),
  absolute: (targets, predictions) => mean(misses(targets, predictions as number[]).map(Math.abs)),
};

const misses = (targets: readonly number[], predictions: readonly number[]) =>
  targets.map((t, i) => t - predictions[i]);

/** A splitter as it is stored. */
export interface StoredSplitter {
  readonly splitter: 'KFold' | 'StratifiedKFold' | 'ShuffleSplit' | 'StratifiedShuffleSplit';
  readonly options: object;
}

const splitters = { KFold, StratifiedKFold, ShuffleSplit, StratifiedShuffleSplit };

/** The option `cv` of a stored case. */
export function cvOf(cv: StoredSplitter | number | null | undefined): { cv?: Splitter | number } {
  if (cv === null || cv === undefined) return {};
  return { cv: typeof cv === 'number' ? cv : splitters[cv.splitter](cv.options) };
}

export const rowsOf = ({ shape, values }: Stored): Tensor => new Tensor(Float64Array.from(values), shape);
