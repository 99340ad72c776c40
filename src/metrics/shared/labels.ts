/**
 * Labels from whatever holds them: arrays of names or numbers, tensors of class numbers, one-hot rows, probabilities.
 */
import { ArgumentError, complain, ShapeError, show } from '../../errors.ts';
import type { Label } from '../../labels.ts';
import { argmaxRow, formatShape, Tensor } from '../../tensor/index.ts';

export { type Label, sortedLabels } from '../../labels.ts';

/** Labels [rows], or a Tensor: [rows] of class numbers, [rows, 1] of probabilities, [rows, classes] of either kind. */
export type Labels = readonly Label[] | ArrayLike<number> | Tensor;

/**
 * One label for each row. Rows of a Tensor [rows, classes] become the column of their largest number, the first of
 * equals; a Tensor [rows, 1] of fractions becomes 1 where it is above ½, else 0.
 *
 * @throws ArgumentError for something else, NaN included; ShapeError for tensors of other shapes
 */
export function readLabels(who: string, name: string, values: Labels): readonly Label[] {
  if (values instanceof Tensor) return tensorLabels(who, name, values);
  if (typeof values !== 'object' || values === null || !('length' in values)) {
    const expected = 'an array of labels or a Tensor';
    throw new ArgumentError(
      complain({ who, problem: `${name} are not labels`, expected, received: show(values) }),
    );
  }
  return Array.from(values as ArrayLike<unknown>, (label, row) => {
    const kind = typeof label;
    if (kind === 'string' || kind === 'boolean' || (kind === 'number' && !Number.isNaN(label)))
      return label as Label;
    const problem = `${name}[${row}] is no label`;
    const help = Array.isArray(label)
      ? `One-hot rows and probabilities are read from tensor(${name}); rows that have several labels each need { multilabel: true }, where a function offers it.`
      : '';
    throw new ArgumentError(
      complain({ who, problem, expected: 'a string or a number', received: show(label), help }),
    );
  });
}

function tensorLabels(who: string, name: string, tensor: Tensor): readonly Label[] {
  const { data, shape } = tensor;
  const bad = data.findIndex((value) => Number.isNaN(value));
  if (bad >= 0) throw new ArgumentError(complain({ who, problem: `${name} hold NaN at place ${bad}` }));
  if (shape.length === 1) return Array.from(data);
  if (shape.length === 2 && shape[1] > 1)
    return Array.from({ length: shape[0] }, (_, row) => argmaxRow(tensor, row));
  if (shape.length === 2) {
    const whole = data.every((value) => Number.isInteger(value));
    return Array.from(data, (value) => (whole ? value : value > 0.5 ? 1 : 0));
  }
  const expected = `${name} [rows] or [rows, classes]`;
  throw new ShapeError(
    complain({ who, problem: 'one label for each row is needed', expected, received: formatShape(shape) }),
  );
}

/** A label as labels of a kind are written: of booleans 1 is true and 0 is false. */
export function asKind(kind: string, label: Label): Label {
  return kind === 'boolean' && (label === 1 || label === 0) ? label === 1 : label;
}

/** Names never equal class numbers, so the two must not meet. @throws ArgumentError unless all labels are of one kind */
function requireOneKind(who: string, targets: readonly Label[], predictions: readonly Label[]): void {
  const kind = typeof targets[0];
  for (const [name, labels] of Object.entries({ targets, predictions })) {
    const row = labels.findIndex((label) => typeof label !== kind);
    if (row < 0) continue;
    throw new ArgumentError(
      complain({
        who,
        problem: 'labels are of different kinds',
        expected: `a ${kind}, as targets[0] is one`,
        received: `${show(labels[row])} for ${name}[${row}]`,
        help: 'Class numbers become names by classNames[number], or by the inverseTransform of a LabelBinarizer.',
      }),
    );
  }
}

/** Classes are counted, so their numbers are whole. @throws ArgumentError for fractions, which are mostly probabilities */
function requireWhole(who: string, name: string, labels: readonly Label[]): void {
  const row = labels.findIndex((label) => typeof label === 'number' && !Number.isInteger(label));
  if (row < 0) return;
  const order = name === 'targets' ? 'Targets come first, then predictions. ' : '';
  throw new ArgumentError(
    complain({
      who,
      problem: `${name}[${row}] is no class`,
      expected: 'whole numbers or names',
      received: show(labels[row]),
      help: `${order}Probabilities become labels by a threshold (p > 0.5 ? 1 : 0), or in a Tensor [rows, classes] by the largest of each row.`,
    }),
  );
}

/**
 * Two lists of labels of one length and kind.
 *
 * @throws ShapeError if their lengths differ; ArgumentError if there are none, if they are of different kinds, or fractions
 */
export function readPair(
  who: string,
  targets: Labels,
  predictions: Labels,
): readonly (readonly [Label, Label])[] {
  const wanted = readLabels(who, 'targets', targets);
  const given = readLabels(who, 'predictions', predictions);
  if (wanted.length !== given.length) {
    throw new ShapeError(
      complain({
        who,
        problem: 'lengths differ',
        expected: `${wanted.length} predictions for ${wanted.length} targets`,
        received: `${given.length}`,
      }),
    );
  }
  if (wanted.length === 0) throw new ArgumentError(complain({ who, problem: 'there are no labels' }));
  requireOneKind(who, wanted, given);
  requireWhole(who, 'targets', wanted);
  requireWhole(who, 'predictions', given);
  return wanted.map((label, row) => [label, given[row]]);
}
