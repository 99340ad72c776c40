/**
 * What a loss is: a number that says how far predictions are from targets, made of ops.
 *
 * Some losses are exact only from logits, the numbers before a softmax or sigmoid: the logarithm of a rounded
 * probability has lost what the logit still knows. Such a loss says so by `through`, and when the predictions were
 * made by that op, its input takes their place.
 */
import { ArgumentError, complain, ShapeError, show } from '../../errors.ts';
import { flag, number, oneOf, readDefinition, readOptions } from '../../options.ts';
import type { AnyOpDefinition, Operand } from '../../autograd/index.ts';
import { asTensor, formatShape, ones, Tensor } from '../../tensor/index.ts';
import { countedWeights, type LossReduction, reductions } from './shared/weights.ts';

/** The work of a loss: targets, predictions and row weights in, one number out. */
export type LossCall = (targets: Tensor, predictions: Tensor, weights: Tensor) => Tensor;

/**
 * Options of a loss: numbers, switches, names, or null for none.
 *
 * Two of them mean the same wherever they occur: `fromLogits: true` says that predictions are what otherwise stands
 * before the op of `through`, and `ignoreClass` is a label whose rows count for nothing.
 */
export type LossOptions = Readonly<Record<string, number | boolean | string | null>>;

/** A case on which the suite tries a loss. */
export interface LossExample<O extends LossOptions = {}> {
  readonly options?: Partial<O>;
  readonly targets: readonly (readonly number[] | number)[];
  readonly predictions: readonly (readonly number[])[];
  readonly loss: number;
}

/** Everything there is to know about a loss. */
export interface LossDefinition<O extends LossOptions = {}> {
  /** Keras's name, to the letter. */
  readonly name: string;
  /**
   * What the targets are: any numbers; amounts, from 0 on; probabilities, from 0 to 1; signs, which are −1 and 1, or 0
   * and 1; or labels, the number of the class, one for each row.
   */
  readonly targets: 'numbers' | 'amounts' | 'probabilities' | 'signs' | 'labels';
  /**
   * What the predictions must be: any numbers (default); amounts, from 0 on; probabilities of yes, each for itself; or
   * shares, which are the probabilities of classes.
   */
  readonly predictions?: 'numbers' | 'amounts' | 'probabilities' | 'shares';
  /** Its options with their defaults. With them it can be made in several ways: `defineLoss` gives a maker. */
  readonly options?: O;
  /** Refuses impossible options. */
  readonly check?: (who: string, options: Readonly<O>) => void;
  /**
   * The loss, made of ops only: a model records the call once, on zeros, and replays it, so it must not look at `data`.
   * The weighted sum is divided by the number of rows: `reduction` counts on it.
   */
  readonly call: (targets: Tensor, predictions: Tensor, weights: Tensor, options: Readonly<O>) => Tensor;
  /** The op whose input takes the predictions' place, and the loss from there, made like `call`. */
  readonly through?: {
    readonly op: { readonly definition: AnyOpDefinition };
    readonly from: (targets: Tensor, logits: Tensor, weights: Tensor, options: Readonly<O>) => Tensor;
  };
  readonly examples: readonly LossExample<O>[];
}

/** A definition whose options the compiler has forgotten: what walks over all losses. */
// biome-ignore lint/suspicious/noExplicitAny: the erased form of every definition
export type AnyLossDefinition = LossDefinition<any>;

/** A loss as it is written down: what `compile` reads again. */
export interface SavedLoss {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** A loss: a function of targets, predictions and, if wanted, one weight for each row. */
export interface Loss {
  /**
   * @param targets [rows, units], or [rows] for class numbers
   * @param predictions [rows, units]
   * @param weights [rows], default ones; the sum is divided by the number of rows, unless `reduction` says otherwise
   * @returns shape []
   */
  (targets: Operand, predictions: Operand, weights?: Operand): Tensor;
  readonly kind: 'loss';
  readonly name: string;
  /** The options it was made with, defaults included; none for a loss that has none. */
  readonly options: LossOptions;
  readonly definition: AnyLossDefinition;
  toJSON(): SavedLoss;
}

/** Makes a loss with these options. */
export interface LossMaker<O extends LossOptions> {
  (options?: Partial<O> & { readonly reduction?: LossReduction }): Loss;
  readonly kind: 'lossMaker';
  readonly definition: AnyLossDefinition;
}

/**
 * Makes a loss from its definition; with options, a maker of losses, which all have the option `reduction` too.
 *
 * Its work is made of ops only: a model records it once, on zeros, and replays it, so it must not look at `data`.
 *
 * @throws ArgumentError for parts that are missing, of another kind or misspelt
 * @example
 * const ScaledSquaredError = defineLoss({
 *   name: 'scaled_squared_error',
 *   targets: 'numbers',
 *   options: { factor: 1 / 2 },
 *   call: (t, p, w, { factor }) => scale(meanSquaredError(t, p, w), { factor }),
 *   examples: [],
 * });
 * const loss = ScaledSquaredError({ factor: 3, reduction: 'sum' });
 */
export function defineLoss<O extends LossOptions>(
  definition: LossDefinition<O> & { readonly options: O },
): LossMaker<O>;
/** @returns the loss itself, as there is nothing to choose */
export function defineLoss(definition: LossDefinition): Loss;
export function defineLoss(definition: AnyLossDefinition): Loss | LossMaker<LossOptions> {
  checkDefinition(definition);
  if (definition.options === undefined) return lossWith(definition);
  const make = (options?: object) => lossWith(definition, options);
  Object.defineProperty(make, 'name', { value: definition.name });
  return Object.assign(make, { kind: 'lossMaker' as const, definition });
}

/** The loss of a definition with these options. @throws ArgumentError for options that it has not */
export function lossWith(definition: AnyLossDefinition, given?: object): Loss {
  const { name, call, through } = definition;
  const options = readLossOptions(definition, given);
  const loss = (targets: Operand, predictions: Operand, weights?: Operand): Tensor => {
    const t = asTensor(name, 'targets', targets);
    const p = asTensor(name, 'predictions', predictions);
    const rows = p.shape[0] ?? 1;
    const each =
      weights === undefined ? ones([rows], { dtype: p.dtype }) : asTensor(name, 'weights', weights);
    const w = countedWeights(name, each, t, rows, options);
    const maker = p.source?.op;
    if (through !== undefined && options.fromLogits === true) {
      refuseProbabilities(name, name, maker?.name ?? null);
      return through.from(t, p, w, options);
    }
    if (through !== undefined && maker === through.op.definition)
      return through.from(t, p.source!.inputs[0], w, options);
    return call(t, p, w, options);
  };
  Object.defineProperty(loss, 'name', { value: name });
  const toJSON = () => ({ name, options });
  return Object.assign(loss, { kind: 'loss' as const, options, definition, toJSON }) as Loss;
}

/** Options over their defaults, each of the kind of its default. */
function readLossOptions(definition: AnyLossDefinition, given: object | undefined): LossOptions {
  const { name, options: own } = definition;
  const defaults: LossOptions = own === undefined ? {} : { ...own, reduction: reductions[0] };
  const options = readOptions(name, defaults, given as LossOptions | undefined);
  for (const [key, standard] of Object.entries(defaults)) {
    const value = options[key];
    if (key === 'reduction') checkReduction(name, value);
    else if (typeof standard === 'number') number(name, key, value);
    else if (typeof standard === 'boolean') flag(name, key, value);
  }
  definition.check?.(name, options);
  return options;
}

function checkReduction(who: string, value: unknown): void {
  if (value !== null && value !== 'none') {
    oneOf(who, 'reduction', value, reductions);
    return;
  }
  throw new ArgumentError(
    complain({
      who,
      problem: 'reduction leaves a number for each row, and a model needs one',
      expected: `one of ${reductions.map(show).join(', ')}`,
      received: show(value),
      help: 'For the loss of each row, call the loss on one row at a time.',
    }),
  );
}

/**
 * Refuses what softmax or sigmoid made where logits were announced.
 *
 * @param op the name of the op that made the predictions, or null
 */
export function refuseProbabilities(who: string, loss: string, op: string | null): void {
  if (op !== 'softmax' && op !== 'sigmoid') return;
  throw new ArgumentError(
    complain({
      who,
      problem: `${loss} is told fromLogits, but gets probabilities`,
      expected: 'a last layer without activation',
      received: show(op),
      help: `Leave out the activation ${show(op)}, or leave out fromLogits.`,
    }),
  );
}

const PARTS = {
  required: {
    name: 'string',
    targets: ['numbers', 'amounts', 'probabilities', 'signs', 'labels'],
    call: 'function',
  },
  optional: {
    predictions: ['numbers', 'amounts', 'probabilities', 'shares'],
    options: 'object',
    check: 'function',
    through: 'object',
    examples: 'list',
  },
} as const;

function checkDefinition(definition: AnyLossDefinition): void {
  const who = readDefinition('defineLoss', definition, PARTS);
  const { options = {}, through } = definition;
  if (through === undefined) {
    if (!('fromLogits' in options)) return;
    const problem = 'fromLogits needs a way to work from logits';
    throw new ArgumentError(complain({ who, problem, expected: 'through: { op, from }' }));
  }
  const inner = `${who}, through`;
  readDefinition(inner, through, { required: { op: 'function', from: 'function' } });
  const { op } = through;
  if (op.definition !== undefined) return;
  const expected = 'what defineOp gave, such as softmax';
  throw new ArgumentError(complain({ who: inner, problem: 'op is no op', expected, received: show(op) }));
}

/** The functions behind losses that are functions of the user's own. */
const functions = new WeakMap<Loss, LossCall>();

/** The function of the user's own that a loss was made of; any other loss itself. */
export function givenAs(loss: Loss): Loss | LossCall {
  return functions.get(loss) ?? loss;
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
  const loss = defineLoss({ name: who, targets: 'numbers', call: checked, examples: [] });
  functions.set(loss, call);
  return loss;
}
