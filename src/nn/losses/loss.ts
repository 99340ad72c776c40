/**
 * What a loss is: a number that says how far predictions are from targets, made of ops.
 *
 * Some losses are exact only from logits, the numbers before a softmax or sigmoid: the logarithm of a rounded
 * probability has lost what the logit still knows. Such a loss says so by `through`, and when the predictions were
 * made by that op, its input takes their place.
 */
import { ArgumentError, complain, ShapeError, show } from '../../errors.ts';
import { readDefinition } from '../../options.ts';
import { type AnyOpDefinition, type Operand, softmax } from '../../autograd/index.ts';
import {
  asTensor,
  formatShape,
  lastAxis,
  ones,
  sameShape,
  type Shape,
  Tensor,
  type View,
} from '../../tensor/index.ts';

/** The work of a loss: targets, predictions and row weights in, one number out. */
export type LossCall = (targets: Tensor, predictions: Tensor, weights: Tensor) => Tensor;

/** A case on which the suite tries a loss. */
export interface LossExample {
  readonly targets: readonly (readonly number[] | number)[];
  readonly predictions: readonly (readonly number[])[];
  readonly loss: number;
}

/** Everything there is to know about a loss. */
export interface LossDefinition {
  /** Keras's name, to the letter. */
  readonly name: string;
  /** What the targets are: any numbers; numbers from 0 to 1; or the number of the class, one for each row. */
  readonly targets: 'numbers' | 'probabilities' | 'labels';
  /**
   * The loss, made of ops only: a model records the call once, on zeros, and replays it, so it must not look at `data`.
   */
  readonly call: LossCall;
  /** The op whose input takes the predictions' place, and the loss from there, made like `call`. */
  readonly through?: { readonly op: { readonly definition: AnyOpDefinition }; readonly from: LossCall };
  readonly examples: readonly LossExample[];
}

/** A loss: a function of targets, predictions and, if wanted, one weight for each row. */
export interface Loss {
  /**
   * @param targets [rows, units], or [rows] for class numbers
   * @param predictions [rows, units]
   * @param weights [rows], default ones; the sum is divided by the number of rows
   * @returns shape []
   */
  (targets: Operand, predictions: Operand, weights?: Operand): Tensor;
  readonly kind: 'loss';
  readonly name: string;
  readonly definition: LossDefinition;
}

/**
 * Makes a loss from its definition.
 *
 * Its work is made of ops only: a model records it once, on zeros, and replays it, so it must not look at `data`.
 *
 * @throws ArgumentError for parts that are missing, of another kind or misspelt
 * @example
 * const halfSquaredError = defineLoss({
 *   name: 'half_squared_error',
 *   targets: 'numbers',
 *   call: (t, p, w) => scale(meanSquaredError(t, p, w), { factor: 1 / 2 }),
 *   examples: [],
 * });
 */
export function defineLoss(definition: LossDefinition): Loss {
  checkDefinition(definition);
  const { name, call, through } = definition;
  const loss = (targets: Operand, predictions: Operand, weights?: Operand): Tensor => {
    const t = asTensor(name, 'targets', targets);
    const p = asTensor(name, 'predictions', predictions);
    const w =
      weights === undefined
        ? ones([p.shape[0] ?? 1], { dtype: p.dtype })
        : asTensor(name, 'weights', weights);
    if (through !== undefined && p.source?.op === through.op.definition)
      return through.from(t, p.source.inputs[0], w);
    return call(t, p, w);
  };
  Object.defineProperty(loss, 'name', { value: name });
  return Object.assign(loss, { kind: 'loss' as const, definition }) as Loss;
}

const PARTS = {
  required: { name: 'string', targets: ['numbers', 'probabilities', 'labels'], call: 'function' },
  optional: { through: 'object', examples: 'list' },
} as const;

function checkDefinition(definition: LossDefinition): void {
  const who = readDefinition('defineLoss', definition, PARTS);
  if (definition.through === undefined) return;
  const inner = `${who}, through`;
  readDefinition(inner, definition.through, { required: { op: 'function', from: 'function' } });
  const { op } = definition.through;
  if (op.definition !== undefined) return;
  const expected = 'what defineOp gave, such as softmax';
  throw new ArgumentError(complain({ who: inner, problem: 'op is no op', expected, received: show(op) }));
}

/**
 * Targets as a loss takes them, checked before any arithmetic.
 *
 * @param targets as the user gave them
 * @param output the shape of one row of predictions
 * @returns a Tensor of the model's dtype: [rows, ...output], or [rows] for class numbers
 * @throws ShapeError, ArgumentError naming the row and what stood there
 */
export function readTargets(who: string, { definition }: Loss, targets: Tensor, output: Shape): Tensor {
  const { name, targets: kind, through } = definition;
  if (through?.op === softmax && lastAxis(output) === 1) throw oneClassError(who, name, output);
  const rows = targets.shape[0] ?? 0;
  const squeezed = targets.size === rows;
  const wanted = kind === 'labels' ? [rows] : [rows, ...output];
  const fits = sameShape(targets.shape, wanted) || (squeezed && wanted.reduce((a, b) => a * b, 1) === rows);
  if (!fits || targets.shape.length === 0) throw shapeError(who, name, kind, targets.shape, output);
  const shaped = sameShape(targets.shape, wanted) ? targets : new Tensor(targets.data, wanted);
  if (kind === 'labels') checkLabels(who, shaped, lastAxis(output));
  if (kind === 'probabilities') checkProbabilities(who, name, shaped);
  return shaped;
}

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
  const oneEach = received.length === 1 || (received.length === 2 && received[1] === 1);
  const help =
    kind === 'labels'
      ? "One-hot rows go with 'categorical_crossentropy'."
      : loss === 'categorical_crossentropy' && oneEach
        ? "Class numbers go with 'sparse_categorical_crossentropy', or oneHot(labels) makes rows of them."
        : undefined;
  const problem = `the targets do not fit ${loss}`;
  const message = { who, problem, expected: `t ${expected}`, received: formatShape(received) };
  return new ShapeError(complain(help === undefined ? message : { ...message, help }));
}

/** @throws ArgumentError naming the first row whose label is not the number of a class */
export function checkLabels(who: string, targets: View, classes: number): void {
  const row = targets.data.findIndex((label) => !(Number.isInteger(label) && label >= 0 && label < classes));
  if (row < 0) return;
  throw new ArgumentError(
    complain({
      who,
      problem: `t[${row}] is no class`,
      expected: `a whole number from 0 to ${classes - 1}`,
      received: String(targets.data[row]),
    }),
  );
}

function checkProbabilities(who: string, loss: string, { data, shape }: View): void {
  const place = data.findIndex((value) => !(value >= 0 && value <= 1));
  if (place < 0) return;
  const columns = data.length / shape[0];
  throw new ArgumentError(
    complain({
      who,
      problem: `t[${Math.floor(place / columns)}, ${place % columns}] is out of range for ${loss}`,
      expected: 'a number from 0 to 1',
      received: String(data[place]),
    }),
  );
}

/** A loss of the user's own: a function of ops. Its targets may be any numbers of the predictions' shape. */
export function customLoss(call: LossCall): Loss {
  const who = call.name === '' ? 'custom loss' : call.name;
  const checked: LossCall = (targets, predictions, weights) => {
    const loss: unknown = call(targets, predictions, weights);
    if (loss instanceof Tensor && loss.shape.length === 0) return loss;
    const received = loss instanceof Tensor ? formatShape(loss.shape) : show(loss);
    throw new ShapeError(
      complain({ who, problem: 'the loss is not one number', expected: 'a Tensor []', received }),
    );
  };
  return defineLoss({ name: who, targets: 'numbers', call: checked, examples: [] });
}
