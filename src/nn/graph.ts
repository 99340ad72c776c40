/**
 * The graph of a model: which layers feed which, in the order in which they compute.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import { makersFirst } from '../order.ts';
import type { Update } from '../autograd/index.ts';
import { type Cell, type DType, formatShape, requireShape, type Shape, Tensor } from '../tensor/index.ts';
import type { RandomStream } from '../random/index.ts';
import { isInput } from './layers/index.ts';
import { type CallResult, type Layer, type Node, specsOf } from './layer.ts';
import { buildWeights, penalties, type Specs, tensorsOf, type Weights } from './weights.ts';

/** The nodes of a model from its input to its output. */
export interface LayerGraph {
  readonly input: Node;
  readonly output: Node;
  /** All uses of layers but the input, makers before users; a node's place here is its position. */
  readonly uses: readonly Node[];
  /** Every layer once, in the order of first use, the input's apart. */
  readonly layers: readonly Layer[];
}

/** What a forward pass gives. */
export interface Pass {
  readonly predictions: Tensor;
  readonly updates: readonly Update[];
  /** Penalties of regularizers, each of shape []. */
  readonly penalties: readonly Tensor[];
  /** The output of each use of a layer, in order. */
  readonly outputs: readonly Tensor[];
}

/**
 * The graph between two nodes.
 *
 * @throws ArgumentError if the output does not lead back to the input, or leads back to another one
 */
export function graphBetween(who: string, input: Node, output: Node): LayerGraph {
  const nodes = makersFirst([output], ({ inputs }) => inputs);
  const stray = nodes.find((node) => isInput(node) && node !== input);
  if (stray !== undefined || !nodes.includes(input)) {
    throw new ArgumentError(
      complain({
        who,
        problem: 'outputs does not lead back to inputs',
        expected: 'a graph that begins at the one Input given as inputs',
        received:
          stray === undefined
            ? 'a graph without it'
            : `another input, ${stray.layer.name === '' ? formatShape(stray.shape) : show(stray.layer.name)}`,
      }),
    );
  }
  const uses = nodes.filter((node) => !isInput(node));
  return { input, output, uses, layers: [...new Set(uses.map(({ layer }) => layer))] };
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
    const base = layer.type.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase();
    let name = base;
    for (let i = 1; taken.has(name); i++) name = `${base}_${i}`;
    taken.add(name);
    (layer as { name: string }).name = name;
  }
}

/**
 * Makes the weights of all layers that have none, in the order of the graph.
 *
 * @throws ShapeError if a layer was built for inputs of another shape
 */
export function buildGraph({ input, uses }: LayerGraph, random: RandomStream, dtype: DType): void {
  input.layer.weights = { parameters: {}, state: {} };
  for (const { layer, inputs } of uses) {
    const { parameters, state } = specsOf(layer, shapesOf(inputs));
    if (layer.weights === null)
      layer.weights = buildWeights(parameters, state, { name: layer.name, random, dtype });
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

/** Runs the graph on rows of data. Shapes: x [rows, ...input] -> predictions [rows, ...output] */
export function runGraph(
  graph: LayerGraph,
  x: Tensor,
  context: { readonly training: boolean; readonly step: Cell; readonly seed: number },
): Pass {
  const values = new Map<Node, Tensor>([[graph.input, x]]);
  const updates: Update[] = [];
  for (const [position, { layer, inputs }] of graph.uses.entries()) {
    const { parameters, state } = layer.weights as Weights;
    const given = inputs.map((node) => values.get(node) as Tensor);
    const about = { options: layer.options, parameters, state, position, ...context };
    const [output, changes] = readResult(layer, layer.definition.call(given, about));
    const promised = [x.shape[0], ...graph.uses[position].shape];
    requireShape(layer.name, 'the output', promised, output.shape, 'That is what its outputShape promises.');
    values.set(graph.uses[position], output);
    updates.push(...changes);
  }
  const outputs = graph.uses.map((node) => values.get(node) as Tensor);
  const penalized = graph.layers.flatMap((layer) => {
    const first = graph.uses.find((node) => node.layer === layer) as Node;
    return penalties(specsOf(layer, shapesOf(first.inputs)).parameters, layer.weights as Weights);
  });
  return { predictions: values.get(graph.output) as Tensor, updates, penalties: penalized, outputs };
}

/** What a layer's call gave, taken apart. @throws ArgumentError if that is no tensor */
function readResult({ name }: Layer, result: CallResult): readonly [Tensor, readonly Update[]] {
  if (result instanceof Tensor) return [result, []];
  if (typeof result === 'object' && result?.output instanceof Tensor)
    return [result.output, result.updates ?? []];
  const expected = 'a Tensor or { output, updates }';
  throw new ArgumentError(
    complain({ who: name, problem: 'call gives no tensor', expected, received: show(result) }),
  );
}
