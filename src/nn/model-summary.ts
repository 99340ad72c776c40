/**
 * The summary and the drawing of a model: its layers, their shapes, and how many numbers they hold.
 */
import { type Shape, size } from '../tensor/index.ts';
import { type DrawingOptions, drawModel } from './drawing.ts';
import type { Layer } from './layer.ts';
import type { Network } from './network.ts';
import { type SummaryOptions, summaryText } from './summary.ts';
import { tensorsOf, type Weights } from './weights.ts';

const count = (tensors: readonly { readonly shape: Shape }[]) =>
  tensors.reduce((total, { shape }) => total + size(shape), 0);

/** The network drawn as SVG. @throws StateError before it is built */
export function drawingOf(network: Network, options: DrawingOptions): string {
  const graph = network.requireGraph('toSVG');
  const nodes = [...graph.inputs, ...graph.uses];
  const drawn = nodes.map(({ layer, inputs, shape }) => {
    const { name, type, weights } = layer;
    const { units, activation } = layer.options as { readonly units?: number; readonly activation?: unknown };
    return {
      name,
      type,
      shape,
      inputs: inputs.map((node) => nodes.indexOf(node)),
      parameters: count(tensorsOf(weights as Weights)),
      ...(units === undefined ? {} : { units }),
      ...(activation === undefined ? {} : { activation: nameOf(activation) }),
    };
  });
  return drawModel({ name: network.name, nodes: drawn }, options);
}

/** The name of an activation, which may be a function. */
function nameOf(activation: unknown): string {
  return typeof activation === 'function' ? activation.name || 'function' : String(activation);
}

/** Layers and totals of a network as text. @throws StateError before it is built */
export function summaryOf(network: Network, options: SummaryOptions): string {
  const graph = network.requireGraph('summary');
  const row = ({ name, type, weights }: Layer, shape: Shape) => {
    return { name, type, shape, parameters: count(tensorsOf(weights as Weights)) };
  };
  const rows = graph.layers.map((layer) => row(layer, graph.uses.find((use) => use.layer === layer)!.shape));
  const inputs =
    network.kind === 'Sequential' ? [] : graph.inputs.map(({ layer, shape }) => row(layer, shape));
  const parameters = network.parameters();
  const optimizer = network.compiled?.optimizer;
  const trained = optimizer !== undefined && optimizer.iterations > 0;
  return summaryText(
    {
      name: network.name,
      rows: [...inputs, ...rows],
      trainable: count(parameters),
      nonTrainable: count(network.tensors()) - count(parameters),
      bytesPerNumber: network.dtype === 'float64' ? 8 : 4,
      optimizer: trained ? count(parameters.flatMap((parameter) => optimizer.slots(parameter))) : null,
    },
    options,
  );
}
