/**
 * The drawing of a model as SVG: its layers as boxes, or its neurons as circles.
 */
import { ArgumentError, complain } from '../errors.ts';
import { oneOf, readOptions } from '../options.ts';
import { drawBoxes } from './drawing/boxes.ts';
import { captionOf, type DrawingContent, type DrawnNode } from './drawing/content.ts';
import { type Column, columnsOf, drawNeurons, MOST_CIRCLES } from './drawing/neurons.ts';
import { drawing } from './drawing/svg.ts';

export type { DrawingContent, DrawnNode };

/** Boxes for layers, circles for neurons, or neurons where they are few. */
export type DrawingStyle = 'auto' | 'boxes' | 'neurons';

/** How a model is drawn. */
export interface DrawingOptions {
  /** Default `'auto'`: neurons for a chain of dense layers with at most 12 units each, boxes for all else. */
  readonly style?: DrawingStyle;
}

/** More columns than these are too many for the width of a page. */
const MOST_COLUMNS = 6;

/**
 * The drawing of a model: SVG as text, to be put into a page or written to a file.
 *
 * Boxes tell each layer's name, kind, activation, shape of output and number of parameters. Neurons stand in columns,
 * joined by their weights; of more than 12, the first and last are drawn. Where a page's content policy refuses styles,
 * the picture shows without its darker and lighter tones.
 *
 * @param content what is known of the model
 * @param options `style`: 'auto' (default), 'boxes' or 'neurons'
 * @throws ArgumentError for neurons of a model that is no chain of dense layers, or if an option is unknown
 * @example
 * const entrada = { name: 'entrada', type: 'InputLayer', shape: [4], inputs: [], parameters: 0 };
 * const salida = { name: 'salida', type: 'Dense', shape: [3], inputs: [0], units: 3, parameters: 15 };
 * drawModel({ name: 'Iris', nodes: [entrada, salida] }).slice(0, 39); // '<svg xmlns="http://www.w3.org/2000/svg"'
 */
export function drawModel(content: DrawingContent, options: DrawingOptions = {}): string {
  const who = 'drawModel';
  const given = readOptions(who, { style: 'auto' as DrawingStyle }, options);
  const style = oneOf(who, 'style', given.style, ['auto', 'boxes', 'neurons']);
  const columns = style === 'boxes' ? null : columnsOf(content.nodes);
  if (style === 'neurons' && columns === null) {
    const problem = 'only a chain of dense layers can be drawn as neurons';
    throw new ArgumentError(complain({ who, problem, help: "style: 'boxes' draws every model." }));
  }
  const picture =
    columns === null || (style === 'auto' && !isSmall(columns))
      ? drawBoxes(content.nodes)
      : drawNeurons(columns);
  return drawing(picture, { name: content.name, described: describe(content.nodes) });
}

function isSmall(columns: readonly Column[]): boolean {
  return columns.length <= MOST_COLUMNS && columns.every(({ units }) => units <= MOST_CIRCLES);
}

/** One sentence for each node. */
function describe(nodes: readonly DrawnNode[]): string {
  const sentences = nodes.map((node) => {
    const { name, kind, shape, parameters } = captionOf(node);
    const from = node.inputs.map((maker) => nodes[maker].name).join(' and ');
    return `${name}: ${kind}, ${shape}, ${parameters}${from === '' ? '' : `, from ${from}`}.`;
  });
  return sentences.join(' ');
}
