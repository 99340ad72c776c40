/**
 * The architecture of a model as plain data: its layers with their options, and which feeds which.
 */
import { ArgumentError, complain, DataError, show } from '../errors.ts';
import type { DType, Shape } from '../tensor/index.ts';
import { type Custom, type Names, ofAuthor, plainValue, revive, takeName } from './custom.ts';
import type { LayerGraph } from './graph.ts';
import type { Layer, Node } from './layer.ts';
import type { AnyLayerDefinition } from './layer-definition.ts';
import * as room from './layers/index.ts';

/** One layer. */
export interface LayerConfig {
  /** Dense, Dropout, …; InputLayer for an input. */
  readonly type: string;
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Set where it is a layer of the user's own, which `custom` must hold. */
  readonly custom?: boolean;
  readonly trainable?: boolean;
  readonly inputShape?: Shape;
}

/** One use of a layer: its place among the layers, and the places of the uses that feed it. */
export interface NodeConfig {
  readonly layer: number;
  readonly inputs: readonly number[];
}

/** The architecture of a model, ready for JSON. */
export interface ModelConfig {
  readonly kind: 'Sequential' | 'Model';
  readonly name: string;
  readonly seed: number;
  readonly dtype: DType;
  readonly layers: readonly LayerConfig[];
  /** All uses of layers, makers before users; none while a Sequential waits for data that tell its input shape. */
  readonly nodes: readonly NodeConfig[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

/** A layer written down. @param house whether it is one of this library */
function layerConfig(layer: Layer, house: boolean, names: Names): LayerConfig {
  const { type, name, options, trainable, inputShape } = layer;
  if (!house) takeName(WHO, names, type, layer.definition, 'layer');
  const plain = Object.entries(options).map(([key, value]) => [
    key,
    plainValue({ who: WHO, what: `${key} of ${name || type}`, key }, value, names),
  ]);
  return {
    type,
    name,
    options: Object.fromEntries(plain),
    ...(house ? {} : { custom: true }),
    ...(trainable ? {} : { trainable }),
    ...(inputShape === null ? {} : { inputShape }),
  };
}

const WHO = 'toConfig';

/**
 * The architecture between nodes; of a Sequential that waits, its layers alone.
 *
 * @param names what stands by name in the model: given where more than the architecture is written
 * @throws StateError for what cannot be told by name
 */
export function configOf(
  about: Pick<ModelConfig, 'kind' | 'name' | 'seed' | 'dtype'>,
  graph: LayerGraph | null,
  waiting: readonly Layer[],
  names: Names = new Map(),
): ModelConfig {
  const own = Object.values(makersIn(room)).map(({ definition }) => definition);
  const write = (layer: Layer) => layerConfig(layer, own.includes(layer.definition), names);
  if (graph === null) return { ...about, layers: waiting.map(write), nodes: [], inputs: [], outputs: [] };
  const nodes = [...graph.inputs, ...graph.uses];
  const inputs = graph.inputs.map(({ layer }) => layer);
  const layers = [...inputs, ...graph.layers];
  const place = (node: Node) => nodes.indexOf(node);
  return {
    ...about,
    layers: [...inputs.map((layer) => layerConfig(layer, true, names)), ...graph.layers.map(write)],
    nodes: nodes.map(({ layer, inputs }) => ({ layer: layers.indexOf(layer), inputs: inputs.map(place) })),
    inputs: graph.inputs.map(place),
    outputs: graph.outputs.map(place),
  };
}

/** Whether this has the parts of a configuration. */
export function isConfig(config: unknown): config is ModelConfig {
  const { kind, layers, nodes, inputs, outputs } = (config ?? {}) as Partial<ModelConfig>;
  return (
    (kind === 'Sequential' || kind === 'Model') &&
    [layers, nodes, inputs, outputs].every(Array.isArray) &&
    (layers as readonly Partial<LayerConfig>[]).every((layer) => typeof layer?.options === 'object') &&
    (nodes as readonly Partial<NodeConfig>[]).every((node) => Array.isArray(node?.inputs))
  );
}

/** A configuration that has been read. @throws ArgumentError for what is none */
export function readConfig(who: string, config: unknown): ModelConfig {
  if (isConfig(config)) return config;
  const expected = 'what toConfig() of a model gave';
  throw new ArgumentError(complain({ who, problem: 'this is no model', expected, received: show(config) }));
}

/** What a model is made of. */
export interface Parts {
  readonly layers: readonly Layer[];
  readonly inputs: readonly Node[];
  readonly outputs: readonly Node[];
}

/**
 * New layers and nodes as the configuration says, without weights.
 *
 * @throws ArgumentError for a layer of no known type; DataError if the nodes do not fit together
 */
export function partsOf(who: string, config: ModelConfig, custom: Custom): Parts {
  const [house, theirs] = [makersIn(room), makersIn(custom)];
  const given = config.layers.map((layer) => layer.options);
  const layers = config.layers.map(({ type, name, trainable, inputShape, custom: own = false }, i) => {
    if (type === 'InputLayer' && !own) return null;
    const makers = Object.hasOwn(house, type) && !own ? house : theirs;
    if (!Object.hasOwn(makers, type)) throw ofAuthor(who, 'a layer', type);
    const make = makers[type];
    const options = Object.entries(given[i]).map(([key, value]) => [key, revive(who, value, custom)]);
    return make({
      ...Object.fromEntries(options),
      ...(name === '' ? {} : { name }),
      ...(trainable === undefined ? {} : { trainable }),
      ...(inputShape === undefined ? {} : { inputShape }),
    });
  });
  const nodes: Node[] = [];
  for (const { layer: at, inputs } of config.nodes) {
    const layer = layers[at];
    const from = inputs.map((i) => nodes[i]);
    if (layer === undefined || from.some((node) => node === undefined))
      throw new DataError(complain({ who, problem: 'the layers of the model do not fit together' }));
    const { name } = config.layers[at];
    const { shape } = given[at] as { readonly shape: Shape };
    nodes.push(layer === null ? room.Input({ shape, ...(name === '' ? {} : { name }) }) : layer(...from));
  }
  return {
    layers: layers.filter((layer) => layer !== null),
    inputs: config.inputs.map((i) => nodes[i]),
    outputs: config.outputs.map((i) => nodes[i]),
  };
}

interface AnyMaker {
  (options: object): Layer;
  readonly definition: AnyLayerDefinition;
}

/** The makers of layers among named values, by the types of the layers. */
function makersIn(values: object): Record<string, AnyMaker> {
  const makers = Object.values(values).filter(
    (value): value is AnyMaker =>
      typeof value === 'function' &&
      typeof (value as { definition?: { outputShape?: unknown } }).definition?.outputShape === 'function',
  );
  return Object.fromEntries(makers.map((make) => [make.definition.name, make]));
}
