/**
 * Making models: `Sequential` puts layers in a row, `Model` takes any graph between nodes.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import { readOptions } from '../options.ts';
import type { Tensor, TensorLike } from '../tensor/index.ts';
import type { Layer, Node } from './layer.ts';
import type { Model as AnyModel, ModelOptions, SequentialModel } from './model.ts';
import { NetworkModel } from './network-model.ts';

/** A model; see each of its methods. */
export type Model<X = TensorLike, T = TensorLike, Y = Tensor> = AnyModel<X, T, Y>;

/** A node, or several. */
export type Nodes = Node | readonly Node[];

/** What a model takes at its inputs, or as targets of its outputs: data for a node, a list or a record for several. */
export type DataOf<N extends Nodes> = N extends readonly Node[]
  ? N extends readonly [Node]
    ? TensorLike
    : { readonly [K in keyof N]: TensorLike } | Readonly<Record<string, TensorLike>>
  : TensorLike;

/** What a model gives: a Tensor for a node, a list of Tensors for several. */
export type PredictionsOf<N extends Nodes> = N extends readonly Node[]
  ? N extends readonly [Node]
    ? Tensor
    : { readonly [K in keyof N]: Tensor }
  : Tensor;

/**
 * A model of layers in a row.
 *
 * @param parts Input and layers; without an Input or `inputShape`, the first data tells the shape
 * @param options `name`, `seed`, `dtype`
 * @example
 * const model = Sequential([Input({ shape: [4] }), Dense(2, { activation: 'tanh' }), Dense(3, { activation: 'softmax' })]);
 */
export function Sequential(
  parts: readonly (Layer | Node)[] = [],
  options: ModelOptions = {},
): SequentialModel {
  if (!Array.isArray(parts)) {
    const expected = 'a list, such as [Input({ shape: [4] }), Dense(3)]';
    throw new ArgumentError(
      complain({ who: 'Sequential', problem: 'layers are not a list', expected, received: show(parts) }),
    );
  }
  const model = new NetworkModel('Sequential', options);
  for (const part of parts) model.add(part);
  return model;
}

/**
 * A model of the graph between nodes.
 *
 * @param options `inputs`, a node made by Input, or a list of them; `outputs`, the node of the last layer, or a list;
 * `name`, `seed`, `dtype`
 * @throws ArgumentError if outputs does not lead back to inputs
 * @example
 * const x = Input({ shape: [4], name: 'Entrada' });
 * const model = Model({ inputs: x, outputs: Dense(3, { activation: 'softmax' })(Dense(2, { activation: 'tanh' })(x)) });
 */
export function Model<const I extends Nodes, const O extends Nodes>(
  options: ModelOptions & { readonly inputs: I; readonly outputs: O },
): Model<DataOf<I>, DataOf<O>, PredictionsOf<O>> {
  refuseNodes(options);
  const { inputs, outputs, ...rest } = options ?? {};
  const ends = { inputs, outputs };
  readOptions<object>('Model', { ...ends, name: '', seed: 0, dtype: '' }, options);
  const [from, to] = [readNodes('inputs', inputs), readNodes('outputs', outputs)];
  if (to.some((node) => from.includes(node))) {
    const problem = 'there is no layer between inputs and outputs';
    throw new ArgumentError(
      complain({ who: 'Model', problem, help: 'Call a layer on the input: Dense(3)(inputs).' }),
    );
  }
  const model = new NetworkModel('Model', rest);
  model.connect(from, to);
  return model as unknown as Model<DataOf<I>, DataOf<O>, PredictionsOf<O>>;
}

/** Nodes have names: Model(inputs, outputs) could be understood either way round. @throws ArgumentError */
function refuseNodes(options: unknown): void {
  if (!Array.isArray(options) && (options as Node | undefined)?.kind !== 'node') return;
  const problem = 'inputs and outputs are given without names';
  const expected = 'Model({ inputs, outputs })';
  throw new ArgumentError(complain({ who: 'Model', problem, expected, received: show(options) }));
}

/** One node or several as a list. @throws ArgumentError if there is none, or anything else */
function readNodes(name: 'inputs' | 'outputs', nodes: Nodes): readonly Node[] {
  const list: readonly Node[] = Array.isArray(nodes) ? nodes : [nodes as Node];
  const bad = list.find((node) => node?.kind !== 'node');
  const twice = list.find((node, i) => list.indexOf(node) < i);
  if (list.length > 0 && bad === undefined && list.every((node) => node) && twice === undefined) return list;
  const help = 'Model({ inputs, outputs }) takes a node for each, or a list of nodes.';
  const expected = name === 'inputs' ? 'the node that Input({ shape }) gave' : 'the node of the last layer';
  const problem = twice === undefined ? `${name} is no node` : `${name} holds a node twice`;
  const received = list.length === 0 ? 'an empty list' : show(twice ?? nodes);
  throw new ArgumentError(complain({ who: 'Model', problem, expected, received, help }));
}
