/**
 * What a layer is: options, parameters, and a rule from inputs to outputs.
 *
 * `defineLayer` makes a function of it. `Dense(20)` is a layer; calling it on a node, `Dense(20)(input)`, records one
 * use of it in a graph. Nothing is computed and no weight exists until a model has been built from that graph.
 */
import { ArgumentError, complain, show, StateError } from '../errors.ts';
import { flag, oneOf, readDefinition, readOptions } from '../options.ts';
import { checkShape, type Shape, type Tensor, type TensorLike } from '../tensor/index.ts';
import type { AnyLayerDefinition, LayerDefinition } from './layer-definition.ts';
import { copyOf, setAll, type Specs, tensorsOf, type Weights } from './weights.ts';

/** One use of a layer in a graph. */
export interface Node {
  readonly kind: 'node';
  readonly layer: Layer;
  readonly inputs: readonly Node[];
  /** The shape of one row. */
  readonly shape: Shape;
}

/** A layer: called on nodes, `layer(a, b)` or `layer([a, b])`, it records one use of itself. */
export interface Layer {
  (...inputs: readonly Node[]): Node;
  (inputs: readonly Node[]): Node;
  readonly kind: 'layer';
  /** Dense, Dropout, … */
  readonly type: string;
  /** As given, else as its first model named it: 'dense', 'dense_1', …; '' before. */
  readonly name: string;
  readonly options: object;
  /** The shape of one input row, if the layer says it itself. */
  readonly inputShape: Shape | null;
  readonly definition: AnyLayerDefinition;
  /** Parameters and state; null before a model has been built with it. */
  weights: Weights | null;
  /**
   * Whether training changes its weights, default true; may be set at any time. A frozen layer keeps its state too.
   */
  trainable: boolean;
  /** Copies of the weights: kernel, bias, then state. @throws StateError before a model was built with it */
  getWeights(): Tensor[];
  /** Sets all weights, in the order of `getWeights`. @throws ShapeError if one does not fit */
  setWeights(weights: readonly TensorLike[]): void;
  toJSON(): object;
}

/** Options that every layer has. */
export type LayerOptions<O> = Partial<O> & {
  readonly name?: string;
  /** The shape of one input row, where no Input says it. */
  readonly inputShape?: Shape;
  /** Whether training changes its weights, default true. */
  readonly trainable?: boolean;
};
/** How a layer is made: `Dense(20)`, `Dense(20, { … })` or `Dense({ units: 20, … })`. */
export type LayerArguments<O, K extends keyof O> = [K] extends [never]
  ? [options?: LayerOptions<O>]
  : [value: O[K], options?: Omit<LayerOptions<O>, K>] | [options: LayerOptions<O> & Pick<O, K>];

/** Makes a layer. */
export interface LayerMaker<O, K extends keyof O> {
  (...args: LayerArguments<O, K>): Layer;
  readonly definition: AnyLayerDefinition;
}

/**
 * Makes a layer from its definition.
 *
 * Its `call` is made of ops only: a model records it once, on zeros, and replays it, so it must not look at `data`.
 *
 * @throws ArgumentError for parts that are missing, of another kind or misspelt
 * @example
 * const Double = defineLayer({
 *   name: 'Double',
 *   options: {},
 *   outputShape: ([shape]) => shape,
 *   call: ([x]) => scale(x, { factor: 2 }),
 *   examples: [{ options: {}, input: [5], output: [5], parameters: 0 }],
 * });
 */
export function defineLayer<
  O extends object,
  const K extends keyof O = never,
  B extends Specs = {},
  T extends Specs = {},
>(definition: LayerDefinition<O, K, B, T>): LayerMaker<O, K> {
  const erased = definition as unknown as AnyLayerDefinition;
  const who = readDefinition('defineLayer', erased, PARTS);
  if (erased.positional !== undefined) {
    oneOf(who, 'positional option', erased.positional, Object.keys(erased.options));
  }
  const make = (...args: unknown[]) => createLayer(erased, args);
  Object.defineProperty(make, 'name', { value: definition.name });
  return Object.assign(make, { definition: erased }) as unknown as LayerMaker<O, K>;
}

const PARTS = {
  required: { name: 'string', options: 'object', outputShape: 'function', call: 'function' },
  optional: {
    maker: 'string',
    positional: 'string',
    check: 'function',
    build: 'function',
    state: 'function',
    examples: 'list',
  },
} as const;

function createLayer(definition: AnyLayerDefinition, args: readonly unknown[]): Layer {
  const { name: type, maker = type, positional } = definition;
  const { name, inputShape, trainable = true, ...given } = readArguments(definition, args);
  const options = readOptions<object>(maker, definition.options, given, ['name', 'inputShape', 'trainable']);
  flag(maker, 'trainable', trainable);
  if (name !== undefined && (typeof name !== 'string' || name === '')) {
    const expected = 'a string that is not empty';
    throw new ArgumentError(
      complain({ who: maker, problem: 'name is not usable', expected, received: show(name) }),
    );
  }
  if (positional !== undefined && given[positional] === undefined) {
    const option = String(positional);
    const example = definition.examples?.[0]?.options[positional];
    const [first, named] =
      example === undefined ? [option, option] : [show(example), `${option}: ${show(example)}`];
    const expected = `${maker}(${first}) or ${maker}({ ${named} })`;
    throw new ArgumentError(complain({ who: maker, problem: `${option} is missing`, expected }));
  }
  definition.check?.(maker, options);

  const call = (...inputs: readonly unknown[]): Node =>
    use(layer, inputs.length === 1 && isNodes(inputs[0]) ? inputs[0] : inputs);
  const layer: Layer = Object.assign(call, {
    kind: 'layer' as const,
    type,
    options,
    inputShape: inputShape === undefined ? null : readInputShape(type, inputShape),
    definition,
    weights: null,
    trainable: trainable as boolean,
    getWeights: () => tensorsOf(requireWeights(layer)).map(copyOf),
    setWeights: (weights: readonly TensorLike[]) =>
      setAll(`${type}.setWeights`, tensorsOf(requireWeights(layer)), weights),
    toJSON: () => ({
      type,
      name: layer.name,
      options: withNames(options),
      ...(layer.trainable ? {} : { trainable: false }),
    }),
    toString: () => describe(layer),
    [Symbol.for('nodejs.util.inspect.custom')]: () => describe(layer),
  });
  Object.defineProperty(layer, 'name', { value: name ?? '', writable: true });
  Object.defineProperty(layer, 'trainable', trainableOf(layer, trainable as boolean));
  return layer;
}

/** The property `trainable` of a layer, which its parameters follow. */
function trainableOf(layer: Layer, first: boolean): PropertyDescriptor {
  let trainable = first;
  return {
    enumerable: true,
    get: () => trainable,
    set(value: boolean) {
      trainable = flag(describe(layer), 'trainable', value);
      for (const parameter of Object.values(layer.weights?.parameters ?? {})) parameter.trainable = trainable;
    },
  };
}

function readInputShape(who: string, shape: unknown): Shape {
  if (Array.isArray(shape)) return checkShape(who, shape);
  const expected = 'the lengths of one row, such as [64]';
  throw new ArgumentError(
    complain({ who, problem: 'inputShape is not usable', expected, received: show(shape) }),
  );
}

/** `Dense(20, { … })` and `Dense({ units: 20, … })` as one object. */
function readArguments(definition: AnyLayerDefinition, args: readonly unknown[]): Record<string, unknown> {
  const { name, maker = name, positional } = definition;
  const isOptions = (value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && !('kind' in value);
  const first = positional !== undefined && args.length > 0 && !isOptions(args[0]);
  const options = args[first ? 1 : 0] ?? {};
  if (!isOptions(options) || args.length > (first ? 2 : 1)) {
    const expected =
      positional === undefined ? 'one object of options' : `${String(positional)} and one object of options`;
    const about = { who: maker, problem: 'arguments not understood', expected, received: show(args) };
    const meant = likelyArguments(definition, args);
    throw new ArgumentError(
      complain(meant === null ? about : { ...about, help: `Did you mean ${maker}(${meant})?` }),
    );
  }
  if (first && (positional as string) in (options as object)) {
    throw new ArgumentError(complain({ who: maker, problem: `${String(positional)} is given twice` }));
  }
  return { ...(options as object), ...(first ? { [positional as string]: args[0] } : {}) };
}

/** What was most likely meant by arguments that are not understood. */
function likelyArguments(
  { positional, options }: AnyLayerDefinition,
  args: readonly unknown[],
): string | null {
  const [first, second] = args;
  const isPair = typeof first === 'number' && args.length === 2;
  if (isPair && typeof second === 'string' && 'activation' in options)
    return `${first}, { activation: ${show(second)} }`;
  if (isPair && typeof second === 'number' && 'units' in options)
    return `${second}, { inputShape: [${first}] }`;
  const isShape = positional !== undefined && Array.isArray(options[positional as keyof object]);
  return isShape && args.every((length) => typeof length === 'number') ? show(args) : null;
}

/** Options as JSON keeps them: in place of a function `{ function: its name }`. */
function withNames(options: object): object {
  const plain = Object.entries(options).map(([key, value]) => [
    key,
    typeof value === 'function' ? { function: value.name } : value,
  ]);
  return Object.fromEntries(plain);
}

function isNodes(value: unknown): value is readonly Node[] {
  return Array.isArray(value) && value.every((input) => (input as Node | undefined)?.kind === 'node');
}

/** Records one use of a layer. */
function use(layer: Layer, inputs: readonly unknown[]): Node {
  if (inputs.length === 0 || !isNodes(inputs)) {
    throw new ArgumentError(
      complain({
        who: layer.type,
        problem: 'a layer is called on nodes of a graph',
        expected: 'what Input({ shape }) or another layer gave',
        received: show(inputs.find((input) => !isNodes([input]))),
        help: 'A model computes: model.call(x) or model.predict(x).',
      }),
    );
  }
  const shapes = inputs.map(({ shape }) => shape);
  return { kind: 'node', layer, inputs, shape: layer.definition.outputShape(shapes, layer.options) };
}

/** `Dense(20, tanh) "Oculto"`: the options that differ from the defaults, and the name. */
function describe({ type, options, name, definition }: Layer): string {
  const { positional, options: defaults } = definition;
  const told = Object.entries(options).filter(
    ([key, value]) => key === positional || value !== defaults[key],
  );
  const write = ([key, value]: readonly [string, unknown]): string => {
    if (typeof value === 'function') return value.name === '' ? 'function' : value.name;
    if (Array.isArray(value)) return show(value);
    if (value?.constructor === Object && !Object.hasOwn(value, 'toString'))
      return String((value as { name?: unknown }).name);
    return typeof value === 'boolean' ? `${key}: ${value}` : String(value);
  };
  return `${type}(${told.map(write).join(', ')})${name === '' ? '' : ` "${name}"`}`;
}

/** The specs of a layer's parameters and of its state, for inputs of these shapes. */
export function specsOf(
  { definition, options }: Layer,
  shapes: readonly Shape[],
): { parameters: Specs; state: Specs } {
  return {
    parameters: definition.build?.(shapes, options) ?? {},
    state: definition.state?.(shapes, options) ?? {},
  };
}

function requireWeights(layer: Layer): Weights {
  if (layer.weights !== null) return layer.weights;
  throw new StateError(
    complain({
      who: describe(layer),
      problem: 'this layer has no weights yet',
      help: 'They are made when a model that knows its input shape is built with it: put Input({ shape }) first.',
    }),
  );
}
