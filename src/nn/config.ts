/**
 * The architecture of a model as plain data: its layers with their options, and which feeds which.
 *
 * What is a function in the options, such as an activation of the user's own, is written down by its name, and given
 * again by that name when the model is made anew.
 */
import { ArgumentError, complain, DataError, show, StateError } from '../errors.ts';
import { optimizers, schedules } from '../optim/index.ts';
import type { DType, Shape } from '../tensor/index.ts';
import { constraints } from './constraints/index.ts';
import type { LayerGraph } from './graph.ts';
import { initializers } from './initializers/index.ts';
import type { Layer, Node } from './layer.ts';
import * as room from './layers/index.ts';
import { losses } from './losses/index.ts';
import { regularizers } from './regularizers/index.ts';

/** One layer. */
export interface LayerConfig {
  /** Dense, Dropout, …; InputLayer for an input. */
  readonly type: string;
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
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

/** What users made themselves, by name: layers, functions, initializers, regularizers, losses, metrics. */
export type Custom = Readonly<Record<string, unknown>>;

/**
 * A value as JSON keeps it.
 *
 * @param what is told by the message if it has no name: 'activation of dense'
 * @throws StateError for a function without a name
 */
export function plainValue(what: string, value: unknown): unknown {
  if (typeof value === 'function') {
    const { definition } = value as { readonly definition?: { readonly name?: string } };
    const name = definition?.name ?? value.name;
    if (name !== '') return { function: name };
    const help = 'Give it one: const halved = (x) => …; and load the model with custom: { halved }.';
    throw new StateError(
      complain({ who: 'toConfig', problem: `${what} is a function without a name`, help }),
    );
  }
  if (typeof value !== 'object' || value === null) return value;
  if ('toJSON' in value) return plainValue(what, (value as { toJSON(): unknown }).toJSON());
  if (Array.isArray(value)) return value.map((item) => plainValue(what, item));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainValue(what, item)]));
}

/** The reverse of `plainValue`: functions and what users made are put in by their names. @throws ArgumentError */
export function revive(who: string, value: unknown, custom: Custom): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => revive(who, item, custom));
  const { function: called, name, options, ...rest } = value as Readonly<Record<string, unknown>>;
  if (typeof called === 'string') {
    if (Object.hasOwn(custom, called)) return custom[called];
    throw ofAuthor(who, 'a function', called);
  }
  const make = typeof name === 'string' && Object.hasOwn(custom, name) ? custom[name] : undefined;
  if (typeof make === 'function') return (make as (given: unknown) => unknown)(options ?? rest);
  if (typeof name === 'string' && typeof options === 'object') {
    if (Object.hasOwn(members, name)) return members[name](options as never);
    if (!isKnown(name)) throw ofAuthor(who, 'something', name);
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, revive(who, item, custom)]));
}

/** What layers have among their options, by name. */
const members: Readonly<Record<string, (options: never) => unknown>> = {
  ...initializers,
  ...regularizers,
  ...constraints,
};

/** Whether a loss, schedule or optimizer of this library has this name, as `toJSON` tells it. */
function isKnown(name: string): boolean {
  const families = [losses, schedules, optimizers];
  return families.some((family) => Object.hasOwn(family, name) || Object.hasOwn(family, name.toLowerCase()));
}

/** What is to be said where `custom` lacks a name. */
function ofAuthor(who: string, what: string, name: string): ArgumentError {
  const problem = `the model has ${what} ${show(name)} that was made by its author`;
  const help = 'Give it by that name when the model is loaded.';
  return new ArgumentError(complain({ who, problem, expected: `custom: { ${name} }`, help }));
}

function layerConfig({ type, name, options, trainable, inputShape }: Layer): LayerConfig {
  const plain = Object.entries(options).map(([key, value]) => [
    key,
    plainValue(`${key} of ${name || type}`, value),
  ]);
  return {
    type,
    name,
    options: Object.fromEntries(plain),
    ...(trainable ? {} : { trainable }),
    ...(inputShape === null ? {} : { inputShape }),
  };
}

/** The architecture between nodes; of a Sequential that waits, its layers alone. */
export function configOf(
  about: Pick<ModelConfig, 'kind' | 'name' | 'seed' | 'dtype'>,
  graph: LayerGraph | null,
  waiting: readonly Layer[],
): ModelConfig {
  if (graph === null)
    return { ...about, layers: waiting.map(layerConfig), nodes: [], inputs: [], outputs: [] };
  const nodes = [...graph.inputs, ...graph.uses];
  const layers = [...graph.inputs.map(({ layer }) => layer), ...graph.layers];
  const place = (node: Node) => nodes.indexOf(node);
  return {
    ...about,
    layers: layers.map(layerConfig),
    nodes: nodes.map(({ layer, inputs }) => ({ layer: layers.indexOf(layer), inputs: inputs.map(place) })),
    inputs: graph.inputs.map(place),
    outputs: graph.outputs.map(place),
  };
}

/** A configuration that has been read. @throws ArgumentError for what is none */
export function readConfig(who: string, config: unknown): ModelConfig {
  const given = config as Partial<ModelConfig> | null;
  const fits =
    typeof given === 'object' &&
    (given?.kind === 'Sequential' || given?.kind === 'Model') &&
    [given.layers, given.nodes, given.inputs, given.outputs].every(Array.isArray);
  if (fits) return given as ModelConfig;
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
  const types = { ...makersIn(room), ...makersIn(custom) };
  const given = config.layers.map((layer) => layer.options);
  const layers = config.layers.map(({ type, name, trainable, inputShape }, i) => {
    if (type === 'InputLayer') return null;
    if (!Object.hasOwn(types, type)) throw ofAuthor(who, 'a layer', type);
    const make = types[type];
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

type AnyMaker = (options: object) => Layer;

/** The makers of layers among named values, by the types of the layers. */
function makersIn(values: object): Record<string, AnyMaker> {
  const makers = Object.values(values).filter(
    (value): value is AnyMaker & { definition: { name: string } } =>
      typeof value === 'function' &&
      typeof (value as { definition?: { outputShape?: unknown } }).definition?.outputShape === 'function',
  );
  return Object.fromEntries(makers.map((make) => [make.definition.name, make]));
}
