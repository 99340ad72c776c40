/**
 * Targets as a loss takes them, checked before any arithmetic.
 */
import { ArgumentError, complain, ShapeError } from '../../../errors.ts';
import { softmax } from '../../../autograd/index.ts';
import { formatShape, lastAxis, sameShape, type Shape, Tensor, type View } from '../../../tensor/index.ts';
import type { Loss } from '../loss.ts';

/**
 * Targets in the shape that a loss takes, with values that it understands.
 *
 * @param targets as the user gave them
 * @param output the shape of one row of predictions
 * @returns a Tensor of the model's dtype: [rows, ...output], or [rows] for class numbers
 * @throws ShapeError, ArgumentError naming the row and what stood there
 */
export function readTargets(
  who: string,
  { definition, options }: Loss,
  targets: Tensor,
  output: Shape,
): Tensor {
  const { name, targets: kind, through } = definition;
  if (through?.op === softmax && output.length > 1) throw severalRowsError(who, name, output);
  if (through?.op === softmax && lastAxis(output) === 1) throw oneClassError(who, name, output);
  const rows = targets.shape[0] ?? 0;
  const squeezed = targets.size === rows;
  const wanted = kind === 'labels' ? [rows] : [rows, ...output];
  const fits = sameShape(targets.shape, wanted) || (squeezed && wanted.reduce((a, b) => a * b, 1) === rows);
  if (!fits || targets.shape.length === 0) throw shapeError(who, name, kind, targets.shape, output);
  const shaped = sameShape(targets.shape, wanted) ? targets : new Tensor(targets.data, wanted);
  if (kind === 'labels') checkLabels(who, shaped, lastAxis(output), options.ignoreClass);
  if (kind === 'amounts') checkAmounts(who, name, shaped);
  if (kind === 'probabilities') checkProbabilities(who, name, shaped);
  if (kind === 'signs') checkSigns(who, name, shaped);
  return shaped;
}

/** Classes are told of one row for each sample. */
function severalRowsError(who: string, loss: string, output: Shape): ShapeError {
  const problem = `${loss} takes one row of classes for each sample`;
  const received = formatShape(output);
  return new ShapeError(complain({ who, problem, expected: 'an output [classes]', received, help: FLATTEN }));
}

const FLATTEN = 'Flatten() before the last layer makes one row of each sample.';

/** A share of one class is always 1: its loss is 0 whatever is predicted. */
function oneClassError(who: string, loss: string, output: Shape): ShapeError {
  return new ShapeError(
    complain({
      who,
      problem: `${loss} needs two classes or more`,
      expected: 'an output [classes]',
      received: formatShape(output),
      help: "One unit goes with the activation 'sigmoid' and the loss 'binary_crossentropy'.",
    }),
  );
}

function shapeError(who: string, loss: string, kind: string, received: Shape, output: Shape): ShapeError {
  const expected = formatShape(kind === 'labels' ? ['rows'] : ['rows', ...output]);
  const help = shapeHelp(loss, kind, received, output);
  const problem = `the targets do not fit ${loss}`;
  const message = { who, problem, expected: `t ${expected}`, received: formatShape(received) };
  return new ShapeError(complain(help === undefined ? message : { ...message, help }));
}

/** What the user most likely wanted. */
function shapeHelp(loss: string, kind: string, received: Shape, output: Shape): string | undefined {
  const oneEach = received.length === 1 || (received.length === 2 && received[1] === 1);
  if (kind === 'labels') return "One-hot rows go with 'categorical_crossentropy'.";
  if (loss === 'categorical_crossentropy' && oneEach)
    return "Class numbers go with 'sparse_categorical_crossentropy', or oneHot(labels) makes rows of them.";
  if (oneEach && output.length === 1)
    return 'One number for each row needs a last layer of one unit; oneHot(labels) makes rows of class numbers.';
  if (output.length > 1 && received.length < 3) return FLATTEN;
  if (loss === 'binary_crossentropy' && lastAxis(output) === 1 && received.length === 2)
    return "One-hot rows go with a softmax unit for each class and 'categorical_crossentropy'.";
  if (output.length === 1 && received.length === 2)
    return `Targets of ${received[1]} columns need a last layer of ${received[1]} units.`;
  return undefined;
}

/**
 * Refuses labels that are the number of no class.
 *
 * @param ignored a label that is let through
 * @throws ArgumentError naming the first such row
 */
export function checkLabels(who: string, { data }: View, classes: number, ignored?: unknown): void {
  const isClass = (label: number) =>
    (Number.isInteger(label) && label >= 0 && label < classes) || label === ignored;
  const row = data.findIndex((label) => !isClass(label));
  if (row < 0) return;
  const message = {
    who,
    problem: `t[${row}] is no class`,
    expected: `a whole number from 0 to ${classes - 1}`,
    received: String(data[row]),
  };
  const help = labelHelp(
    data.filter((label) => label !== ignored),
    classes,
  );
  throw new ArgumentError(complain(help === undefined ? message : { ...message, help }));
}

/** Labels that count from 1, and more labels than units. */
function labelHelp(labels: ArrayLike<number>, classes: number): string | undefined {
  let [least, most] = [Number.POSITIVE_INFINITY, 0];
  for (const label of Array.from(labels)) {
    if (!(Number.isInteger(label) && label >= 0)) return undefined;
    least = Math.min(least, label);
    most = Math.max(most, label);
  }
  if (least === 1 && most === classes) return 'Labels count from 0: subtract 1 from each of them.';
  return `Labels up to ${most} need a last layer of ${most + 1} units.`;
}

function checkAmounts(who: string, loss: string, targets: View): void {
  refuse(who, loss, targets, (value) => value >= 0, 'a number >= 0');
}

function checkProbabilities(who: string, loss: string, targets: View): void {
  const fits = (value: number) => value >= 0 && value <= 1;
  refuse(who, loss, targets, fits, 'a number from 0 to 1', probabilityHelp(targets));
}

/** Signs and class numbers in the place of probabilities. */
function probabilityHelp({ data, shape }: View): string | undefined {
  if (data.every((value) => value === -1 || value === 1))
    return "Targets of -1 and 1 go with 'hinge'; or write 0 for -1.";
  if (data.length !== shape[0] || !data.every((value) => Number.isInteger(value) && value >= 0))
    return undefined;
  if (data.every((value) => value === 1 || value === 2)) return 'Write 0 and 1 for 1 and 2.';
  const classes = Array.from(data).reduce((a, b) => Math.max(a, b)) + 1;
  return `Class numbers go with 'sparse_categorical_crossentropy' and a last layer of ${classes} units with softmax.`;
}

/** −1 and 1, or 0 and 1; 0 counts as −1, so that both in one would be two ways of writing no. */
function checkSigns(who: string, loss: string, targets: View): void {
  const zero = targets.data.includes(0);
  const isSign = (value: number) => value === 1 || value === (zero ? 0 : -1);
  const help = zero && targets.data.includes(-1) ? 'Write no as -1 or as 0, not as both.' : undefined;
  refuse(who, loss, targets, isSign, zero ? '0 or 1' : '-1 or 1', help);
}

/** @throws ArgumentError naming the first place whose value is out of range */
function refuse(
  who: string,
  loss: string,
  { data, shape }: View,
  fits: (value: number) => boolean,
  expected: string,
  help?: string,
): void {
  const place = data.findIndex((value) => !fits(value));
  if (place < 0) return;
  const columns = data.length / shape[0];
  const problem = `t[${Math.floor(place / columns)}, ${place % columns}] is out of range for ${loss}`;
  const message = { who, problem, expected, received: String(data[place]) };
  throw new ArgumentError(complain(help === undefined ? message : { ...message, help }));
}
