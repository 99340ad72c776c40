/**
 * Targets with the probabilities that a model gave their classes, read and checked.
 */
import { ArgumentError, complain, show } from '../../errors.ts';
import { Tensor, type TensorLike } from '../../tensor/index.ts';
import { type Label, type Labels, sortedLabels } from './labels.ts';
import {
  codesOf,
  columnsOf,
  oneColumn,
  positivesOf,
  readClasses,
  readScores,
  readTargets,
  requireColumns,
} from './scores.ts';

/** Rows with the number of their class, and probabilities of all classes. */
export interface ClassProbabilities {
  readonly codes: readonly number[];
  /** [rows, classes], two or more classes. */
  readonly probabilities: Tensor;
}

/** Probabilities [rows] or [rows, columns]. @throws ShapeError; ArgumentError for what is not from 0 to 1 */
export function readProbabilities(who: string, values: TensorLike, rows: number): Tensor {
  const read = readScores(who, 'probabilities', values, rows);
  const bad = read.data.findIndex((value) => value < 0 || value > 1);
  if (bad < 0) return read;
  throw new ArgumentError(
    complain({
      who,
      problem: 'probabilities are out of range',
      expected: 'numbers from 0 to 1',
      received: show(read.data[bad]),
      help: 'A sigmoid or a softmax makes probabilities of logits.',
    }),
  );
}

/**
 * Targets of any number of classes. The classes are `labels` if given, else the columns of one-hot targets, else all that
 * occur; one column of probabilities is that of the second of two classes.
 *
 * @throws ShapeError if rows or columns do not fit; ArgumentError for a single class and for what is not from 0 to 1
 */
export function readClassProbabilities(
  who: string,
  targets: Labels,
  values: TensorLike,
  labels: Labels | undefined,
): ClassProbabilities {
  const read = readTargets(who, targets);
  const probabilities = readProbabilities(who, values, read.labels.length);
  const classes =
    labels === undefined
      ? (read.classes ?? sortedLabels(read.labels))
      : readClasses(who, labels, read.labels);
  if (classes.length < 2) {
    throw new ArgumentError(
      complain({
        who,
        problem: 'there is only one class',
        expected: 'two classes or more',
        received: show(classes),
        help: 'Where targets lack a class, labels names all: labels: [0, 1].',
      }),
    );
  }
  const both = columnsOf(probabilities) === 1 ? bothColumns(probabilities) : probabilities;
  requireColumns(who, 'probabilities', classes, both);
  return { codes: codesOf(read.labels, classes), probabilities: both };
}

/** Rows that are of the positive label (class 1) or not (class 0), with one column of probabilities of that label. */
export function binaryProbabilities(
  who: string,
  labels: readonly Label[],
  posLabel: Label,
  probabilities: Tensor,
): ClassProbabilities {
  oneColumn(who, 'probabilities', probabilities);
  return { codes: Array.from(positivesOf(labels, posLabel)), probabilities: bothColumns(probabilities) };
}

/** Columns 1 - p and p. */
function bothColumns({ data }: Tensor): Tensor {
  const both = new Float64Array(2 * data.length);
  for (let i = 0; i < data.length; i++) {
    both[2 * i] = 1 - data[i];
    both[2 * i + 1] = data[i];
  }
  return new Tensor(both, [data.length, 2]);
}

/** The distance from 1 to the next number of the format that values came in: 2⁻²³ of Float32, else 2⁻⁵². */
export function epsilonOf(values: TensorLike): number {
  const inner = (values as { readonly data?: unknown }).data;
  return values instanceof Float32Array || inner instanceof Float32Array ? 2 ** -23 : Number.EPSILON;
}
