/**
 * What an op is: one object that holds its shape rule, its forward loop and its gradient.
 *
 * `defineOp` turns that object into a function on tensors. Calling the function computes at once and notes on the
 * result how it was made; `backward` and Programs work from that note and never know an op by name.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import { readOptions } from '../options.ts';
import {
  asTensor,
  type Cell,
  Parameter,
  type Shape,
  size,
  step,
  storage,
  Tensor,
  type View,
} from '../tensor/index.ts';
import { checkDefinition } from './op-definition.ts';

/** The names of an op's inputs, or 'many' for one list of any length. */
export type Names = readonly string[] | 'many';
/** Defaults of an op's options: numbers and strings only, so that compiled code can bake them in. */
export type OpOptions = Readonly<Record<string, number | string>>;
/** The names by which hooks see the inputs: under 'many' all stand in one list called `inputs`. */
export type Name<I extends Names> = I extends readonly string[] ? I[number] : 'inputs';
/** A record by input name, or an array under 'many'. */
export type Each<I extends Names, V, Without extends string = never> = I extends readonly string[]
  ? { readonly [K in Exclude<I[number], Without>]: V }
  : readonly V[];
/** What backward sees: exactly the names in `reads`. */
export type Kept<I extends Names, R extends string> = {
  readonly [K in R]: K extends 'inputs' ? (I extends 'many' ? readonly View[] : View) : View;
};
/** Options and cells, in one object. */
export type Given<O, C extends string> = Readonly<O> & { readonly [K in C]: Cell };

/** Shapes and values on which the suite tries an op. */
export interface OpExample<I extends Names, O, C extends string> {
  readonly shapes: Each<I, Shape>;
  readonly output: Shape;
  /** Range of the inputs' values, default [-2, 2]. */
  readonly between?: readonly [number, number];
  /** A kink of the function that values keep clear of, by 0.01. */
  readonly awayFrom?: number;
  /** Whole numbers only, such as labels. */
  readonly whole?: boolean;
  readonly options?: Partial<O>;
  readonly cells?: { readonly [K in C]: number };
}

/** Everything there is to know about an op. */
export interface OpDefinition<
  I extends Names,
  O extends OpOptions,
  C extends string,
  N extends string,
  S extends string,
  R extends string,
> {
  /** The field's word for it; it opens every message of the op. */
  readonly name: string;
  readonly inputs: I;
  /** Inputs that never take a gradient: targets, row weights, labels. */
  readonly constant?: readonly N[];
  readonly options?: O;
  /** Boxed numbers that may change from one replay to the next; required at the call. */
  readonly cells?: readonly C[];
  /** Shapes in, shape out: the only place that checks shapes. @throws ShapeError */
  outputShape(shapes: Each<I, Shape>, options: Readonly<O>): Shape;
  /** Further results that forward keeps for backward, as shape rules. */
  readonly saves?: { readonly [K in S]: (shapes: Each<I, Shape>, options: Readonly<O>) => Shape };
  /** Writes every element of the output and of what is saved; changes no input. */
  forward(inputs: Each<I, View>, output: View, saved: { readonly [K in S]: View }, given: Given<O, C>): void;
  /** What backward may look at: input names ('inputs' under 'many'), saved names, 'output'. */
  readonly reads: readonly R[];
  /** Adds to each gradient its share of dy; null means that this input wants none. */
  backward(dy: View, gradients: Each<I, View | null, N>, kept: Kept<I, R>, given: Given<O, C>): void;
  readonly examples: readonly OpExample<I, O, C>[];
  /** Shapes that must be refused, each with words that the message holds. */
  readonly rejects?: readonly { readonly shapes: Each<I, Shape>; readonly message: string }[];
  /** How far Float32 may be from Float64, relative to max(1, |value|). Default 1e-5. */
  readonly float32Bound?: number;
}

/** A definition whose names the compiler has forgotten: what walks over all ops. */
// biome-ignore lint/suspicious/noExplicitAny: the erased form of every definition
export type AnyOpDefinition = OpDefinition<any, any, any, any, any, any>;

/** What ops take: tensors and parameters. */
export type Operand = Tensor | Parameter;
/** An op without options and cells takes no further argument. */
type Extra<O, C extends string> = [C] extends [never]
  ? [keyof O] extends [never]
    ? []
    : [given?: Partial<O>]
  : [given: Partial<O> & { readonly [K in C]: Cell }];
type Arguments<I extends Names> = I extends readonly string[]
  ? { [K in keyof I]: Operand }
  : [inputs: readonly Operand[]];

/** An op: a function of tensors, with its definition on it. */
export interface Op<I extends Names, O, C extends string> {
  (...args: [...Arguments<I>, ...Extra<O, C>]): Tensor;
  readonly definition: AnyOpDefinition;
}

/**
 * Makes an op from its definition; all names are inferred from the one object.
 *
 * @throws ArgumentError for parts that are missing, of another kind or misspelt, for names in `reads` and `constant`
 * that stand for nothing, and if an input or saved result is called 'output' or 'inputs', which hooks use themselves
 * @example
 * const double = defineOp({
 *   name: 'double',
 *   inputs: ['x'],
 *   outputShape: ({ x }) => x,
 *   forward({ x }, y) {
 *     for (let i = 0; i < y.data.length; i++) y.data[i] = 2 * x.data[i];
 *   },
 *   reads: [],
 *   backward(dy, { x: dx }) {
 *     if (dx !== null) for (let i = 0; i < dy.data.length; i++) dx.data[i] += 2 * dy.data[i];
 *   },
 *   examples: [{ shapes: { x: [3, 5] }, output: [3, 5] }],
 * });
 */
export function defineOp<
  const I extends Names,
  O extends OpOptions = {},
  const C extends string = never,
  const N extends Name<I> = never,
  S extends string = never,
  const R extends Name<I> | NoInfer<S> | 'output' = never,
>(definition: OpDefinition<I, O, C, N, S, R>): Op<I, O, C> {
  const erased = definition as unknown as AnyOpDefinition;
  checkDefinition(erased);
  const op = (...args: unknown[]) => call(erased, args);
  Object.defineProperty(op, 'name', { value: erased.name });
  return Object.assign(op, { definition: erased }) as unknown as Op<I, O, C>;
}

/** Whether gradients are noted at all, and whether ops run or are only recorded. */
let recording = true;
let tracing = false;

/** Nothing made inside wants a gradient. @returns what `work` returns */
export function noGradient<T>(work: () => T): T {
  const before = recording;
  recording = false;
  try {
    return work();
  } finally {
    recording = before;
  }
}

/**
 * Ops inside are recorded and not run: what Programs are built from. Their results hold zeros.
 *
 * The work must therefore not look at values to decide what to do next. @returns what `work` returns
 */
export function trace<T>(work: () => T): T {
  const before = tracing;
  tracing = true;
  try {
    return work();
  } finally {
    tracing = before;
  }
}

/** Whether a gradient is to reach this tensor: parameters that are not frozen, and all that was made from them. */
export function wantsGradient(tensor: Tensor): boolean {
  return tensor.owner?.trainable ?? tensor.source?.wants.includes(true) ?? false;
}

/** One call of an op: checks, output, note of how it was made, and the forward loop. */
function call(definition: AnyOpDefinition, args: readonly unknown[]): Tensor {
  const { inputs: names, constant = [], reads } = definition;
  const inputs = readInputs(definition, args);
  checkCount(definition, args);
  const given = readGiven(definition, args[names === 'many' ? 1 : names.length]);
  const each = <V>(values: readonly V[]) => (names === 'many' ? values : record(names, values));

  const shapes = each(inputs.map((input) => input.shape));
  const shape: Shape = definition.outputShape(shapes, given);
  const dtype = inputs[0].dtype;
  const make = (of: Shape) => new Tensor(storage(dtype, size(of)), of);
  const savedNames = Object.keys(definition.saves ?? {});
  const saved = savedNames.map((key) => make(definition.saves![key](shapes, given)));
  const wants = inputs.map(
    (input, i) =>
      recording && !constant.includes(names === 'many' ? 'inputs' : names[i]) && wantsGradient(input),
  );

  const savedRecord = record(savedNames, saved);
  const source = {
    op: definition,
    inputs,
    saved,
    cells: (definition.cells ?? []).map((cell: string) => (given as Record<string, Cell>)[cell]),
    wants,
    forward: () => step(definition.forward, each(inputs), output, savedRecord, given),
    backward(dy: Tensor, gradients: readonly (Tensor | null)[]) {
      const all: Readonly<Record<string, unknown>> = {
        ...(names === 'many' ? { inputs } : each(inputs)),
        ...savedRecord,
        output,
      };
      const kept = reads.map((read: string) => all[read] as View);
      return step(definition.backward, dy, each(gradients), record(reads, kept), given);
    },
  };
  const output: Tensor = new Tensor(storage(dtype, size(shape)), shape, source);
  if (!tracing) definition.forward(each(inputs), output, savedRecord, given);
  return output;
}

function record<V>(names: readonly string[], values: readonly V[]): Readonly<Record<string, V>> {
  const result: Record<string, V> = {};
  names.forEach((name, i) => {
    result[name] = values[i];
  });
  return result;
}

/** Refuses a further input, which would be taken for options. */
function checkCount({ name, inputs, options, cells }: AnyOpDefinition, args: readonly unknown[]): void {
  const most = inputs === 'many' ? 1 : inputs.length;
  const last = args[most];
  if (args.length <= most + 1 && !(last instanceof Tensor || last instanceof Parameter)) return;
  const list = inputs === 'many' ? '[a, b, …]' : inputs.join(', ');
  const expected = options === undefined && cells === undefined ? list : `${list} and options`;
  const received = `${args.length} arguments`;
  throw new ArgumentError(complain({ who: name, problem: 'too many inputs', expected, received }));
}

/** The inputs as tensors, all of one float type. */
function readInputs({ name, inputs: names }: AnyOpDefinition, args: readonly unknown[]): readonly Tensor[] {
  const list = names === 'many' ? args[0] : Array.from(names, (_, i) => args[i]);
  if (!Array.isArray(list) || list.length === 0) {
    const problem = 'inputs are not a list of tensors';
    throw new ArgumentError(complain({ who: name, problem, expected: '[a, b, …]', received: show(list) }));
  }
  const inputs = list.map((value, i) => asTensor(name, names === 'many' ? `input ${i}` : names[i], value));
  const odd = inputs.findIndex((input) => input.dtype !== inputs[0].dtype);
  if (odd > 0) {
    throw new ArgumentError(
      complain({
        who: name,
        problem: 'float types differ',
        expected: inputs[0].dtype,
        received: `${inputs[odd].dtype} for ${names === 'many' ? `input ${odd}` : names[odd]}`,
        help: 'tensor(x, { dtype }) makes a copy in another float type.',
      }),
    );
  }
  return inputs;
}

/** Options over defaults, with the cells, which are required. */
// biome-ignore lint/suspicious/noExplicitAny: options and cells of any op
function readGiven(definition: AnyOpDefinition, given: unknown): Readonly<Record<string, any>> {
  const { name, options = {}, cells = [] } = definition;
  const read: Record<string, unknown> = readOptions(name, options, given as object | undefined, cells);
  for (const [option, standard] of Object.entries(options)) {
    const value = read[option];
    if (typeof value === typeof standard && !Number.isNaN(value)) continue;
    const problem = `${option} is not usable`;
    throw new ArgumentError(
      complain({ who: name, problem, expected: `a ${typeof standard}`, received: show(value) }),
    );
  }
  for (const cell of cells) {
    const box = (given as Record<string, unknown> | undefined)?.[cell];
    if (typeof (box as Cell | undefined)?.value !== 'number') {
      const expected = `${cell}: { value: a number }`;
      throw new ArgumentError(
        complain({ who: name, problem: `${cell} is missing`, expected, received: show(box) }),
      );
    }
    read[cell] = box;
  }
  return read;
}
