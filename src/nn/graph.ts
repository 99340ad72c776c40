/**
 * The graph of a model: which layers feed which, in the order in which they compute.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import { makersFirst } from '../order.ts';
import type { Update } from '../autograd/index.ts';
import { type Cell, type DType, formatShape, requireShape, type Shape, Tensor } from '../tensor/index.ts';
import type { RandomStream } from '../random/index.ts';
import { isInput } from './layers/index.ts';
import { type Layer, type Node, specsOf } from './layer.ts';
import type { CallResult } from './layer-definition.ts';
import { buildWeights, penalties, type Specs, tensorsOf, type Weights } from './weights.ts';

/** The nodes of a model from its inputs to its outputs. */
export interface LayerGraph {
  readonly inputs: readonly Node[];
  readonly outputs: readonly Node[];
  /** All uses of layers but the inputs, makers before users; a node's place here is its position. */
  readonly uses: readonly Node[];
  /** Every layer once, in the order of first use, the inputs' apart. */
  readonly layers: readonly Layer[];
}

/** What a forward pass gives. */
export interface Pass {
  /** One tensor for each output of the model. */
  readonly predictions: readonly Tensor[];
  readonly updates: readonly Update[];
  /** Penalties of regularizers and of layers, each of shape []. */
  readonly penalties: readonly Tensor[];
  /** The output of each use of a layer, in order. */
  readonly outputs: readonly Tensor[];
}

/**
 * The graph between nodes.
 *
 * @throws ArgumentError if the outputs do not lead back to all of the inputs, or lead back to another one
 */
export function graphBetween(who: string, inputs: readonly Node[], outputs: readonly Node[]): LayerGraph {
  const nodes = makersFirst(outputs, (node) => node.inputs);
  const stray = nodes.find((node) => isInput(node) && !inputs.includes(node));
  const unused = inputs.find((node) => !nodes.includes(node));
  if (stray !== undefined || unused !== undefined) {
    throw new ArgumentError(
      complain({
        who,
        problem: 'outputs does not lead back to inputs',
        expected:
          inputs.length === 1
            ? 'a graph that begins at the one Input given as inputs'
            : 'a graph that begins at the Inputs given as inputs',
        received:
          stray === undefined
            ? `a graph without ${inputs.length === 1 ? 'it' : describeInput(unused as Node)}`
            : `another input, ${describeInput(stray)}`,
      }),
    );
  }
  const uses = nodes.filter((node) => !isInput(node));
  return { inputs, outputs, uses, layers: [...new Set(uses.map(({ layer }) => layer))] };
}

function describeInput({ layer, shape }: Node): string {
  return layer.name === '' ? formatShape(shape) : show(layer.name);
}

/**
 * Names the layers that have no name, counting within the model: dense, dense_1, dropout.
 *
 * @throws ArgumentError if two layers were given one name
 */
export function nameLayers(who: string, layers: readonly Layer[]): void {
  const taken = new Set<string>();
  for (const { name } of layers) {
    if (taken.has(name)) {
      const help = 'Give one another name; a layer to be used twice is made once and called twice.';
      throw new ArgumentError(complain({ who, problem: `two layers are called ${show(name)}`, help }));
    }
    if (name !== '') taken.add(name);
  }
  for (const layer of layers) {
    if (layer.name !== '') continue;
    const base = snakeCase(layer.type);
    let name = base;
    for (let i = 1; taken.has(name); i++) name = `${base}_${i}`;
    taken.add(name);
    (layer as { name: string }).name = name;
  }
}

/** BatchNormalization → batch_normalization, PReLU → p_re_lu, as Keras does. */
function snakeCase(type: string): string {
  return type
    .replace(/(.)([A-Z][a-z0-9]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/** The names of the outputs: those of their layers; a layer that gives two of them is counted. */
export function outputNames({ outputs }: Pick<LayerGraph, 'outputs'>): string[] {
  return namesOf(outputs);
}

/** The names of uses of layers: further uses of a layer bear a number that makes them a name of their own. */
export function namesOf(uses: readonly Node[]): string[] {
  const layers = new Set(uses.map(({ layer }) => layer.name));
  const names: string[] = [];
  for (const { layer } of uses) {
    let name = layer.name;
    for (let i = 1; names.includes(name) || (name !== layer.name && layers.has(name)); i++)
      name = `${layer.name}_${i}`;
    names.push(name);
  }
  return names;
}

/**
 * Makes the weights of all layers that have none, in the order of the graph.
 *
 * @throws ShapeError if a layer was built for inputs of another shape
 */
export function buildGraph({ inputs, uses }: LayerGraph, random: RandomStream, dtype: DType): void {
  for (const { layer } of inputs) layer.weights = { parameters: {}, state: {} };
  for (const { layer, inputs: from } of uses) {
    const { parameters, state } = specsOf(layer, shapesOf(from));
    const { name, trainable } = layer;
    if (layer.weights === null)
      layer.weights = buildWeights(parameters, state, { name, random, dtype, trainable });
    else checkBuilt(layer, layer.weights, { ...parameters, ...state }, dtype);
  }
}

/** A layer that is used again has the weights of its first use. */
function checkBuilt({ name }: Layer, weights: Weights, specs: Specs, dtype: DType): void {
  const other = tensorsOf(weights).find((tensor) => tensor.dtype !== dtype);
  if (other !== undefined) {
    const problem = 'this layer has weights of another float type, from the model it was first used in';
    throw new ArgumentError(complain({ who: name, problem, expected: dtype, received: other.dtype }));
  }
  const built: Readonly<Record<string, { readonly shape: Shape }>> = {
    ...weights.parameters,
    ...weights.state,
  };
  for (const [key, spec] of Object.entries(specs)) {
    if (spec === undefined) continue;
    const help = 'A layer that is used again keeps its weights: its inputs must have the shape of the first.';
    requireShape(name, key, built[key].shape, spec.shape, help);
  }
}

function shapesOf(nodes: readonly Node[]): Shape[] {
  return nodes.map(({ shape }) => shape);
}

/**
 * Runs the graph on rows of data. Shapes: each input [rows, ...input] -> each prediction [rows, ...output]
 *
 * @param weightsOf the weights of a layer, default its own
 */
export function runGraph(
  graph: LayerGraph,
  inputs: readonly Tensor[],
  context: { readonly training: boolean; readonly step: Cell; readonly seed: number },
  weightsOf = (layer: Layer) => layer.weights as Weights,
): Pass {
  const values = new Map<Node, Tensor>(graph.inputs.map((node, i) => [node, inputs[i]]));
  const updates: Update[] = [];
  const penalized: Tensor[] = [];
  for (const [position, node] of graph.uses.entries()) {
    const { layer, inputs: from, shape } = node;
    const { parameters, state } = weightsOf(layer);
    const given = from.map((maker) => values.get(maker) as Tensor);
    const { options, trainable } = layer;
    const about = { options, parameters, state, trainable, position, ...context };
    const [output, changes, penalty] = readResult(layer, layer.definition.call(given, about));
    const promised = [inputs[0].shape[0], ...shape];
    requireShape(layer.name, 'the output', promised, output.shape, 'That is what its outputShape promises.');
    values.set(node, output);
    updates.push(...changes);
    if (penalty !== null) penalized.push(penalty);
  }
  for (const layer of graph.layers) {
    const first = graph.uses.find((node) => node.layer === layer) as Node;
    const { parameters } = specsOf(layer, shapesOf(first.inputs));
    penalized.push(...penalties(parameters, weightsOf(layer)));
  }
  const valuesOf = (nodes: readonly Node[]) => nodes.map((node) => values.get(node) as Tensor);
  const [predictions, outputs] = [valuesOf(graph.outputs), valuesOf(graph.uses)];
  return { predictions, updates, penalties: penalized, outputs };
}

/** What a layer's call gave, taken apart. @throws ArgumentError if that is no tensor */
function readResult(
  { name }: Layer,
  result: CallResult,
): readonly [Tensor, readonly Update[], Tensor | null] {
  if (result instanceof Tensor) return [result, [], null];
  if (typeof result === 'object' && result?.output instanceof Tensor)
    return [result.output, result.updates ?? [], result.penalty ?? null];
  const expected = 'a Tensor or { output, updates, penalty }';
  throw new ArgumentError(
    complain({ who: name, problem: 'call gives no tensor', expected, received: show(result) }),
  );
}
