/**
 * The four counts behind precision, recall and their kin: of one label, which rows have it and which are said to.
 */
import type { Comparison, LabelPairs, LabelSetPairs } from './comparison.ts';
import type { Label } from './labels.ts';
import { sum } from './sum.ts';

/** Weights of rows by what became of them; of one row, of its labels. */
export interface Counts {
  /** tn: without the label, and said to be. */
  readonly trueNegatives: number;
  /** fp: without the label, but predicted to have it. */
  readonly falsePositives: number;
  /** fn: with the label, but predicted not to have it. */
  readonly falseNegatives: number;
  /** tp: with the label, and said to be. */
  readonly truePositives: number;
}

/** What is predicted: tp + fp. */
export const predictedOf = ({ truePositives: tp, falsePositives: fp }: Counts): number => tp + fp;

/** What is true: tp + fn. */
export const actualOf = ({ truePositives: tp, falseNegatives: fn }: Counts): number => tp + fn;

/** The counts from what was right, what was predicted, what was true, and the weight of all. */
function countsFrom(right: number, predicted: number, actual: number, all: number): Counts {
  const falsePositives = predicted - right;
  const falseNegatives = actual - right;
  const trueNegatives = all - right - falsePositives - falseNegatives;
  return { trueNegatives, falsePositives, falseNegatives, truePositives: right };
}

/** The counts of each label over the rows. */
export function countsByLabel(
  comparison: Comparison,
  weights: Float64Array,
  labels: readonly Label[] = comparison.present,
): Counts[] {
  const all = sum(weights);
  return comparison.multilabel
    ? labels.map((column) => countColumn(comparison, column as number, weights, all))
    : countLabels(comparison, labels, weights, all);
}

function countLabels(
  { targets, predictions, rows }: LabelPairs,
  labels: readonly Label[],
  weights: Float64Array,
  all: number,
): Counts[] {
  const right = new Map<Label, number>();
  const predicted = new Map<Label, number>();
  const actual = new Map<Label, number>();
  const add = (counts: Map<Label, number>, label: Label, weight: number) =>
    counts.set(label, (counts.get(label) ?? 0) + weight);
  for (let row = 0; row < rows; row++) {
    const [target, prediction] = [targets[row], predictions[row]];
    if (target === prediction) add(right, target, weights[row]);
    add(predicted, prediction, weights[row]);
    add(actual, target, weights[row]);
  }
  const of = (counts: Map<Label, number>, label: Label) => counts.get(label) ?? 0;
  return labels.map((label) => countsFrom(of(right, label), of(predicted, label), of(actual, label), all));
}

function countColumn(
  { targets, predictions, present, rows }: LabelSetPairs,
  column: number,
  weights: Float64Array,
  all: number,
): Counts {
  let right = 0;
  let predicted = 0;
  let actual = 0;
  for (let row = 0; row < rows; row++) {
    const place = row * present.length + column;
    right += weights[row] * targets.data[place] * predictions.data[place];
    predicted += weights[row] * predictions.data[place];
    actual += weights[row] * targets.data[place];
  }
  return countsFrom(right, predicted, actual, all);
}

/** The counts of each row over its labels. */
export function countsByRow(
  { targets, predictions, present, rows }: LabelSetPairs,
  weights: Float64Array,
  labels: readonly Label[] = present,
): Counts[] {
  return Array.from({ length: rows }, (_, row) => {
    let right = 0;
    let predicted = 0;
    let actual = 0;
    for (const column of labels) {
      const place = row * present.length + (column as number);
      right += targets.data[place] * predictions.data[place];
      predicted += predictions.data[place];
      actual += targets.data[place];
    }
    const w = weights[row];
    return countsFrom(w * right, w * predicted, w * actual, w * labels.length);
  });
}
