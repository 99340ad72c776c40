/**
 * One number for several columns of scores: each column is a problem of yes and no, and their results are averaged.
 */
import { Tensor, type TensorLike } from '../../tensor/index.ts';
import { readLabelSets } from './comparison.ts';
import type { Label, Labels } from './labels.ts';
import { type BinaryRows, codesOf, readScores, requireColumns, requireSameShape } from './scores.ts';
import { type RowWeights, readWeights } from './weights.ts';

/**
 * How the columns become one number: 'macro', the mean; 'weighted', the mean weighted by the positive rows of each
 * column; 'micro', all columns as one; 'samples', the mean over rows instead of columns; null, a list of all.
 */
export type ColumnAverage = 'macro' | 'weighted' | 'micro' | 'samples' | null;

/** What an average gives: a number; without one a list of the columns' results, or the number of two classes. */
export type AveragedColumns<A extends ColumnAverage> = A extends null ? number | number[] : number;

/** All names of averages. */
export const COLUMN_AVERAGES = ['macro', 'weighted', 'micro', 'samples'] as const;

/** Rows of several labels each, read and averaged. Shapes: targets, scores [rows, labels] */
export function averageLabels(
  who: string,
  binary: (rows: BinaryRows) => number,
  targets: TensorLike | Labels,
  scores: TensorLike,
  {
    sampleWeight,
    average,
  }: { readonly sampleWeight: RowWeights | undefined; readonly average: ColumnAverage },
): number | number[] {
  const wanted = readLabelSets(who, 'targets', targets);
  const read = readScores(who, 'scores', scores, wanted.shape[0]);
  requireSameShape(who, wanted, read);
  return averageColumns(binary, wanted, read, readWeights(who, sampleWeight, wanted.shape[0]), average);
}

/** Each class against all others, averaged. Shapes: labels [rows], scores [rows, classes] */
export function averageClasses(
  who: string,
  binary: (rows: BinaryRows) => number,
  labels: readonly Label[],
  classes: readonly Label[],
  scores: Tensor,
  weights: Float64Array,
  average: ColumnAverage,
): number | number[] {
  requireColumns(who, 'scores', classes, scores);
  const oneHot = new Float64Array(scores.size);
  codesOf(labels, classes).forEach((code, row) => {
    oneHot[row * classes.length + code] = 1;
  });
  return averageColumns(binary, new Tensor(oneHot, scores.shape), scores, weights, average);
}

/**
 * The result of every column, averaged.
 *
 * @param binary the result of one column
 * @param targets [rows, columns] of 0 and 1
 * @param scores [rows, columns]
 */
function averageColumns(
  binary: (rows: BinaryRows) => number,
  targets: Tensor,
  scores: Tensor,
  weights: Float64Array,
  average: ColumnAverage,
): number | number[] {
  const [rows, columns] = targets.shape;
  const part = (places: readonly number[], of: Float64Array): BinaryRows => ({
    positive: Uint8Array.from(places, (place) => targets.data[place]),
    scores: places.map((place) => scores.data[place]),
    weights: of,
  });
  const ofColumn = (j: number) => Array.from({ length: rows }, (_, i) => i * columns + j);
  const ofRow = (i: number) => Array.from({ length: columns }, (_, j) => i * columns + j);

  if (average === 'micro') {
    const places = Array.from(targets.data.keys());
    return binary(
      part(
        places,
        Float64Array.from(places, (place) => weights[Math.floor(place / columns)]),
      ),
    );
  }
  if (average === 'samples') {
    const even = new Float64Array(columns).fill(1);
    return weightedMean(
      Array.from(weights, (_, i) => binary(part(ofRow(i), even))),
      weights,
    );
  }
  const places = Array.from({ length: columns }, (_, j) => ofColumn(j));
  const results = places.map((column) => binary(part(column, weights)));
  if (average === null) return results;
  if (average === 'macro') return weightedMean(results, new Float64Array(columns).fill(1));
  const positives = places.map((column) =>
    column.reduce((sum, place, i) => sum + targets.data[place] * weights[i], 0),
  );
  return positives.some((sum) => sum > 0) ? weightedMean(results, positives) : 0;
}

/** Σ wᵢ·vᵢ / Σ wᵢ; what weighs nothing is left out, NaN included. */
function weightedMean(values: readonly number[], weights: ArrayLike<number>): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    if (weights[i] === 0) continue;
    sum += values[i] * weights[i];
    total += weights[i];
  }
  return sum / total;
}
