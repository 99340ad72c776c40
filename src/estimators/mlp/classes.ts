/**
 * Labels as rows of numbers, outputs as labels, and how many of them are right.
 */
import type { Label } from '../../labels.ts';
import { argmaxRow, type DType, storage, Tensor } from '../../tensor/index.ts';

/** One-hot rows; of two classes one column, 1 for the second. Shapes: labels [rows] -> [rows, classes] or [rows, 1] */
export function encodeLabels(labels: readonly Label[], classes: readonly Label[], dtype: DType): Tensor {
  const columns = classes.length > 2 ? classes.length : 1;
  const places = new Map(classes.map((label, place) => [label, place]));
  const data = storage(dtype, labels.length * columns);
  labels.forEach((label, row) => {
    const place = places.get(label) as number;
    if (columns > 1) data[row * columns + place] = 1;
    else data[row] = place;
  });
  return new Tensor(data, [labels.length, columns]);
}

/** The most likely class of each row, as a place among the classes. Shapes: outputs [rows, classes] or [rows, 1] */
export function placesOf(outputs: Tensor): number[] {
  const [rows, columns] = outputs.shape;
  return Array.from({ length: rows }, (_, row) =>
    columns > 1 ? argmaxRow(outputs, row) : Number(outputs.data[row] > 1 / 2),
  );
}

/** 1 where an output is above ½, else 0. Shapes: [rows, labels] -> [rows, labels] */
export function indicatorsOf({ data, shape }: Tensor): Tensor {
  return new Tensor(
    data.map((p) => (p > 1 / 2 ? 1 : 0)),
    shape,
  );
}

/** Σ weights of the rows that are right / Σ weights: the accuracy, in one pass, since it is asked for after each epoch. */
export function shareOfRight(
  rows: number,
  right: (row: number) => boolean,
  weights: ArrayLike<number> | null,
): number {
  let [hits, all] = [0, 0];
  for (let row = 0; row < rows; row++) {
    const weight = weights === null ? 1 : weights[row];
    all += weight;
    if (right(row)) hits += weight;
  }
  return hits / all;
}

/** Whether two tables have one row in common, number by number. */
export function sameRow(a: Tensor, b: Tensor, row: number): boolean {
  const [, columns] = a.shape;
  for (let place = row * columns; place < (row + 1) * columns; place++)
    if (a.data[place] !== b.data[place]) return false;
  return true;
}
