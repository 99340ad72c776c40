/**
 * The stored trainings of Keras: what they are, and the same models made here.
 */
import { gelu } from '../../../src/autograd/index.ts';
import type { FitOptions, Given, Layer, Model, Node } from '../../../src/nn/index.ts';
import * as nn from '../../../src/nn/index.ts';
import * as optim from '../../../src/optim/index.ts';
import type { DType, Tensor, TensorLike } from '../../../src/tensor/index.ts';
import { peer } from '../../shared/values.ts';

/** A tensor as JSON keeps it. */
export interface Stored {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** What is made of a type and options: { type: 'Huber', delta: 0.37 }. */
interface Made {
  readonly type: string;
}

/** A number, a name, a list, or something to be made. */
type Described = number | string | boolean | null | Made | readonly number[];

/** Options by name, each of which may be something to be made. */
type Options = Readonly<Record<string, Described>>;

/** One use of a layer: a new one, or, with `same`, an earlier one again. */
interface StoredLayer {
  readonly name: string;
  readonly type: string;
  readonly options?: Options;
  readonly trainable?: boolean;
  readonly from?: readonly string[];
  readonly same?: string;
}

/** What a training came to. */
export interface Outcome {
  /** After each batch, the mean loss of the epoch so far. */
  readonly batchLosses: readonly number[];
  readonly history: Readonly<Record<string, readonly number[]>>;
  readonly evaluate: Readonly<Record<string, number>>;
  /** The same as Keras lists it. */
  readonly evaluateList: readonly number[];
  readonly predictions: readonly Stored[];
  readonly weights: Readonly<Record<string, readonly Stored[]>>;
}

/** One training: what is trained, on what, from which weights, and what Keras made of it. */
export interface StoredTraining {
  readonly name: string;
  readonly inputs: readonly { readonly name: string; readonly shape: readonly number[] }[];
  readonly layers: readonly StoredLayer[];
  readonly outputs?: readonly string[];
  readonly loss: Described | readonly Described[];
  readonly lossWeights?: readonly number[];
  readonly metrics?: readonly string[] | readonly (readonly string[])[];
  readonly weightedMetrics?: readonly string[];
  readonly optimizer: { readonly type: string; readonly options: Options };
  readonly fit: Omit<FitOptions, 'validationData' | 'callbacks'> & {
    readonly batchSize: number;
    readonly validationData?: true;
    readonly callbacks?: readonly Made[];
  };
  readonly x: readonly Stored[];
  readonly t: readonly Stored[];
  readonly sampleWeight?: readonly Stored[];
  readonly xVal: readonly Stored[];
  readonly tVal: readonly Stored[];
  readonly sampleWeightVal?: readonly Stored[];
  /** The layers that have weights, in the order in which Keras lists them. */
  readonly layerOrder: readonly string[];
  readonly weights: Readonly<Record<string, readonly Stored[]>>;
  readonly epochs: readonly number[];
  /** How far Keras's own Float64 run is from `float64`, or the error it ends with; see test/peers/README.md. */
  readonly float64Rounded: number | string;
  readonly float32: Outcome;
  readonly float64: Outcome;
}

/** All stored trainings. */
export function storedTrainings(): readonly StoredTraining[] {
  return peer<{ cases: readonly StoredTraining[] }>('trainings.json').cases;
}

type Maker = (...args: unknown[]) => unknown;

/** Makers by the names that Keras gives them. */
const makers = { ...optim, ...nn, ...nn.regularizers } as unknown as Readonly<Record<string, Maker>>;

/** The definition of what a name or type stands for, if it stands for any. */
export function memberOf(name: string): object | undefined {
  const found = (nn.losses as Readonly<Record<string, unknown>>)[name] ?? makers[name];
  return (found as { readonly definition?: object } | undefined)?.definition;
}

function makerOf(type: string): Maker {
  if (typeof makers[type] === 'function') return makers[type];
  throw new Error(`there is no ${type} yet`);
}

/** What is described: as it is, or made of a type and options. */
function made(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const { type, ...options } = value as Made;
  if (type === 'gelu') return (x: Tensor) => gelu(x, { approximate: 'tanh' });
  // What Keras must be kept from recognizing is here what any sigmoid or softmax is.
  if (type === 'sigmoid' || type === 'softmax') return type;
  return makerOf(type)(optionsOf(options));
}

function optionsOf(options: object): object {
  return Object.fromEntries(Object.entries(options).map(([key, value]) => [key, made(value)]));
}

function layerOf({ type, name, options = {}, trainable = true }: StoredLayer): Layer {
  return makerOf(type)({ ...optionsOf(options), name, trainable }) as Layer;
}

/** The layers by name, put together. */
function connect(
  c: StoredTraining,
  dtype: DType,
): { readonly model: Model; readonly layers: Map<string, Layer> } {
  const layers = new Map<string, Layer>();
  const inputs = c.inputs.map(({ name, shape }) => nn.Input({ name, shape }));
  const values = new Map<string, Node>(inputs.map((node, i) => [c.inputs[i].name, node]));
  for (const layer of c.layers) layers.set(layer.name, layers.get(layer.same ?? '') ?? layerOf(layer));
  if (c.outputs === undefined) {
    return { model: nn.Sequential([inputs[0], ...layers.values()], { dtype }), layers };
  }
  for (const { name, from = [] } of c.layers) {
    values.set(name, layers.get(name)!(from.map((source) => values.get(source)!)));
  }
  const outputs = c.outputs.map((name) => values.get(name)!);
  return { model: nn.Model({ inputs: one(inputs), outputs: one(outputs), dtype }) as Model, layers };
}

/** One alone, or many as a list. */
function one<V>(values: readonly V[]): V | readonly V[] {
  return values.length === 1 ? values[0] : values;
}

const given = ({ values, shape }: Stored) => ({ data: values, shape });

/** Some rows of a stored tensor, as a model takes them. */
export function rowsOf({ values, shape }: Stored, from: number, to: number) {
  const [rows, ...row] = shape;
  const size = values.length / rows;
  const data = values.slice(from * size, to * size);
  return { data, shape: [data.length / size, ...row] };
}

/** Stored tensors as a model takes them: one alone, or a list. */
export const dataOf = (tensors: readonly Stored[]) => one(tensors.map(given)) as TensorLike & Given;

/** The compiled model of a training, with its start weights. */
export function modelOf(
  c: StoredTraining,
  dtype: DType,
): { readonly model: Model; readonly layers: ReadonlyMap<string, Layer> } {
  const { model, layers } = connect(c, dtype);
  const { optimizer, loss, lossWeights = null, metrics = [], weightedMetrics = [] } = c;
  model.compile({
    optimizer: makerOf(optimizer.type)(optionsOf(optimizer.options)) as never,
    loss: (Array.isArray(loss) ? loss.map(made) : made(loss)) as never,
    lossWeights,
    metrics: metrics as never,
    weightedMetrics: weightedMetrics as never,
  });
  for (const [name, weights] of Object.entries(c.weights)) layers.get(name)!.setWeights(weights.map(given));
  return { model, layers };
}

/** The options of `fit`. */
export function planOf(c: StoredTraining): FitOptions {
  const { validationData, callbacks = [], ...plain } = c.fit;
  const validation = [c.xVal, c.tVal, ...(c.sampleWeightVal === undefined ? [] : [c.sampleWeightVal])];
  return {
    ...plain,
    shuffle: false,
    verbose: 0,
    ...(callbacks.length === 0 ? {} : { callbacks: callbacks.map(made) as never }),
    ...(validationData ? { validationData: validation.map(dataOf) as never } : {}),
    ...(c.sampleWeight === undefined ? {} : { sampleWeight: dataOf(c.sampleWeight) }),
  };
}
