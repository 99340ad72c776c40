/**
 * Targets with the scores that a model gave them, read and checked: what every curve and every measure of scores
 * begins with.
 */
import { ArgumentError, complain, ShapeError, show } from '../../errors.ts';
import { formatShape, Tensor, type TensorLike, toTensor } from '../../tensor/index.ts';
import { asKind, type Label, type Labels, readLabels, sortedLabels } from './labels.ts';
import { type RowWeights, readWeights } from './weights.ts';

/** Rows of which each is positive or not, has a score, and weighs something. */
export interface BinaryRows {
  /** 1 where the row is positive, else 0. */
  readonly positive: Uint8Array;
  /** The higher, the more likely positive. */
  readonly scores: ArrayLike<number>;
  readonly weights: Float64Array;
}

/** What the curves of a binary problem are told beside targets and scores. */
export interface BinaryOptions {
  /** The label that counts as positive. */
  readonly posLabel?: Label;
  /** How much each row counts, default 1 each. */
  readonly sampleWeight?: RowWeights;
}

/** The labels of the rows; `classes` are all that there are, where the targets say so by having a column for each. */
export interface Targets {
  readonly labels: readonly Label[];
  readonly classes: readonly Label[] | undefined;
}

/** @throws ArgumentError for fractions, which are scores and no labels, for none, or for labels of different kinds */
export function readTargets(who: string, targets: Labels): Targets {
  const oneHot = targets instanceof Tensor && targets.shape.length === 2 && targets.shape[1] > 1;
  const labels = readLabels(who, 'targets', targets);
  const values: ArrayLike<unknown> = targets instanceof Tensor ? targets.data : labels;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (typeof value !== 'number' || Number.isInteger(value)) continue;
    const problem = `targets[${i}] is a fraction`;
    const help = 'Targets come first, then scores.';
    throw new ArgumentError(
      complain({ who, problem, expected: 'a class number or a name', received: show(value), help }),
    );
  }
  if (labels.length === 0) throw new ArgumentError(complain({ who, problem: 'there are no targets' }));
  const stranger = labels.findIndex((label) => typeof label !== typeof labels[0]);
  if (stranger >= 0) {
    const problem = 'targets are of different kinds';
    const expected = `a ${typeof labels[0]}, as targets[0] is one`;
    const received = `${show(labels[stranger])} for targets[${stranger}]`;
    throw new ArgumentError(complain({ who, problem, expected, received }));
  }
  return { labels, classes: oneHot ? Array.from({ length: targets.shape[1] }, (_, j) => j) : undefined };
}

/**
 * Scores in Float64: [rows] or [rows, columns].
 *
 * @throws ShapeError unless there is one row for each target; ArgumentError for what is not finite
 */
export function readScores(who: string, name: string, scores: TensorLike, rows: number): Tensor {
  const read = toTensor(who, name, scores, { dtype: 'float64' });
  const { data, shape } = read;
  if ((shape.length !== 1 && shape.length !== 2) || shape[0] !== rows) {
    const problem = `targets and ${name} do not fit`;
    const expected = `${name} [${rows}], [${rows}, 1] or [${rows}, columns] for ${rows} targets`;
    throw new ShapeError(complain({ who, problem, expected, received: formatShape(shape) }));
  }
  const bad = data.findIndex((score) => !Number.isFinite(score));
  if (bad < 0) return read;
  const place = shape.length === 1 ? `[${bad}]` : `[${Math.floor(bad / shape[1])}][${bad % shape[1]}]`;
  const problem = `${name}${place} is not finite`;
  throw new ArgumentError(complain({ who, problem, expected: 'a finite number', received: show(data[bad]) }));
}

/** How many columns scores have: 1 for [rows]. */
export function columnsOf({ shape }: Tensor): number {
  return shape.length === 1 ? 1 : shape[1];
}

/** The numbers of scores [rows] or [rows, 1]. @throws ShapeError for more columns than one */
export function oneColumn(who: string, name: string, scores: Tensor): Tensor['data'] {
  if (columnsOf(scores) === 1) return scores.data;
  throw new ShapeError(
    complain({
      who,
      problem: `${name} have ${scores.shape[1]} columns`,
      expected: `one score for each row, ${name} [rows] or [rows, 1]`,
      received: formatShape(scores.shape),
      help: `Take the column of the positive class, row[1] of each row; ${name}.toArray() gives the rows of a Tensor.`,
    }),
  );
}

/**
 * The positive label: the one that is given, else 1 (true) where all labels are 0 or 1, or all are -1 or 1.
 *
 * @throws ArgumentError for other labels without `posLabel`, if that is of another kind than they are, and if it is a name
 * that is neither of two
 */
export function positiveLabel(who: string, labels: readonly Label[], posLabel: Label | undefined): Label {
  const present = sortedLabels(labels);
  if (posLabel !== undefined) {
    const positive = asKind(typeof labels[0], posLabel);
    const alike = typeof positive === typeof labels[0];
    const misspelled = typeof posLabel === 'string' && present.length === 2 && !present.includes(posLabel);
    if (alike && !misspelled) return positive;
    const problem = `posLabel is ${alike ? 'no label of' : 'of another kind than'} the targets`;
    const expected = alike ? `one of ${show(present)}` : `a ${typeof labels[0]}`;
    throw new ArgumentError(complain({ who, problem, expected, received: show(posLabel) }));
  }
  if (typeof present[0] === 'boolean') return true;
  const allOf = (usual: readonly number[]) => present.every((label) => usual.includes(label as number));
  if (allOf([0, 1]) || allOf([-1, 1])) return 1;
  throw new ArgumentError(
    complain({
      who,
      problem: 'which label is positive is not clear',
      expected: 'targets of 0 and 1, or of -1 and 1, or posLabel',
      received: `targets of ${present.length <= 8 ? present.map(show).join(', ') : `${present.length} labels`}`,
      help: `posLabel: ${show(present[present.length - 1])} makes that class positive, all others negative.`,
    }),
  );
}

/** 1 for each row of the positive label, else 0. */
export function positivesOf(labels: readonly Label[], posLabel: Label): Uint8Array {
  return Uint8Array.from(labels, (label) => (label === posLabel ? 1 : 0));
}

/** Targets and scores of a binary problem, or of one class against all others. @throws ShapeError, ArgumentError */
export function readBinary(
  who: string,
  targets: Labels,
  scores: TensorLike,
  { posLabel, sampleWeight }: { posLabel: Label | undefined; sampleWeight: RowWeights | undefined },
): BinaryRows {
  const { labels } = readTargets(who, targets);
  const column = oneColumn(who, 'scores', readScores(who, 'scores', scores, labels.length));
  const positive = positivesOf(labels, positiveLabel(who, labels, posLabel));
  return { positive, scores: column, weights: readWeights(who, sampleWeight, labels.length) };
}

/** @throws ShapeError unless targets and scores of several labels have the same columns */
export function requireSameShape(who: string, targets: Tensor, scores: Tensor): void {
  if (scores.shape.length === 2 && scores.shape[1] === targets.shape[1]) return;
  const problem = 'targets and scores do not fit';
  const expected = `scores ${formatShape(targets.shape)}, as the targets`;
  throw new ShapeError(complain({ who, problem, expected, received: formatShape(scores.shape) }));
}

/** The classes in their order, from the option `labels`. @throws ArgumentError unless sorted, each once, and complete */
export function readClasses(who: string, given: Labels, labels: readonly Label[]): readonly Label[] {
  const classes = readLabels(who, 'labels', given);
  const sorted = sortedLabels(classes);
  if (sorted.length !== classes.length || sorted.some((label, i) => label !== classes[i])) {
    throw new ArgumentError(
      complain({
        who,
        problem: 'labels are not sorted, or one stands twice',
        expected: show(sorted),
        received: show(classes),
        help: 'Column i of the scores belongs to the class that is number i in sorted order.',
      }),
    );
  }
  const stranger = labels.findIndex((label) => !classes.includes(label));
  if (stranger < 0) return classes;
  const problem = `targets[${stranger}] is not among the labels`;
  throw new ArgumentError(
    complain({ who, problem, expected: `one of ${show(classes)}`, received: show(labels[stranger]) }),
  );
}

/** The place of each label among the classes. */
export function codesOf(labels: readonly Label[], classes: readonly Label[]): number[] {
  const place = new Map(classes.map((label, i) => [label, i]));
  return labels.map((label) => place.get(label)!);
}

/** @throws ShapeError unless the scores have a column for each class */
export function requireColumns(who: string, name: string, classes: readonly Label[], scores: Tensor): void {
  if (scores.shape.length === 2 && scores.shape[1] === classes.length) return;
  const labels = scores.shape.length === 1;
  throw new ShapeError(
    complain({
      who,
      problem: `classes and columns of ${name} differ in number`,
      expected: `${name} [rows, ${classes.length}] for the classes ${show(classes)}`,
      received: formatShape(scores.shape),
      help: labels
        ? 'Give what the model says of every class, model.predict(x), and not the class that it chooses.'
        : 'Where targets lack a class, labels names all: labels: [0, 1, 2].',
    }),
  );
}
