/**
 * Making models: `Sequential` puts layers in a row, `Model` takes any graph between two nodes.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import { readOptions } from '../options.ts';
import type { Layer, Node } from './layer.ts';
import type { Model as AnyModel, ModelOptions, SequentialModel } from './model.ts';
import { NetworkModel } from './network-model.ts';

/** A model; see each of its methods. */
export type Model = AnyModel;

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
 * A model of the graph between two nodes.
 *
 * @param options `inputs`, a node made by Input; `outputs`, the node of the last layer; `name`, `seed`, `dtype`
 * @throws ArgumentError if outputs does not lead back to inputs
 * @example
 * const x = Input({ shape: [4], name: 'Entrada' });
 * const model = Model({ inputs: x, outputs: Dense(3, { activation: 'softmax' })(Dense(2, { activation: 'tanh' })(x)) });
 */
export function Model(options: ModelOptions & { readonly inputs: Node; readonly outputs: Node }): Model {
  const { inputs, outputs, ...rest } = options ?? {};
  const ends = { inputs, outputs };
  readOptions<object>('Model', { ...ends, name: '', seed: 0, dtype: '' }, options);
  for (const [name, node] of Object.entries(ends)) {
    if (node?.kind === 'node') continue;
    const help = 'Model({ inputs, outputs }) takes one node for each.';
    const expected = name === 'inputs' ? 'the node that Input({ shape }) gave' : 'the node of the last layer';
    throw new ArgumentError(
      complain({ who: 'Model', problem: `${name} is no node`, expected, received: show(node), help }),
    );
  }
  if (inputs === outputs) {
    const problem = 'there is no layer between inputs and outputs';
    throw new ArgumentError(
      complain({ who: 'Model', problem, help: 'Call a layer on the input: Dense(3)(inputs).' }),
    );
  }
  const model = new NetworkModel('Model', rest);
  model.connect(inputs, outputs);
  return model;
}
