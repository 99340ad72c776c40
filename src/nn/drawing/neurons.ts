/**
 * A chain of dense layers as neurons: a column of circles for each, from left to right, each joined with all of the next.
 */
import { type Caption, captionOf, type DrawnNode } from './content.ts';
import { element, escaped, LINE, type Picture, round, widthOf, words } from './svg.ts';

/** Neurons side by side, and the layers that work on them: a Dense, or an input, and what leaves their number as it is. */
export interface Column {
  readonly units: number;
  readonly nodes: readonly DrawnNode[];
}

const MARGIN = 12;
const RADIUS = 11;
/** From one neuron to the next below it. */
const STEP = 30;
/** The most circles in a column; of more neurons, the first and last are drawn. */
export const MOST_CIRCLES = 12;
const FIRST = 6;
const LAST = 4;
const LEAST_WIDTH = 96;
const MOST_WIDTH = 170;
const GAP = 14;

/** The columns of a chain of layers; null if the nodes are no such chain. */
export function columnsOf(nodes: readonly DrawnNode[]): Column[] | null {
  const columns: { units: number; nodes: DrawnNode[] }[] = [];
  for (const [i, node] of nodes.entries()) {
    const { inputs, shape, units } = node;
    const isFirst = i === 0 && inputs.length === 0;
    const isNext = i > 0 && inputs.length === 1 && inputs[0] === i - 1;
    if (shape.length !== 1 || !(isFirst || isNext)) return null;
    if (isFirst || units !== undefined) columns.push({ units: shape[0], nodes: [node] });
    else if (shape[0] === columns[columns.length - 1].units) columns[columns.length - 1].nodes.push(node);
    else return null;
  }
  return columns.length === 0 ? null : columns;
}

/** How many circles a column has, the gap counted as one. */
const stepsOf = (units: number) => (units <= MOST_CIRCLES ? units : FIRST + 1 + LAST);

/** Where the circles of a column stand, counted in steps from its middle. */
function circlesOf(units: number): number[] {
  const steps = Array.from({ length: stepsOf(units) }, (_, i) => i - (stepsOf(units) - 1) / 2);
  return units <= MOST_CIRCLES ? steps : steps.filter((_, i) => i !== FIRST);
}

/** The columns, what joins them, and their words below. */
export function drawNeurons(columns: readonly Column[]): Picture {
  const captions = columns.map(({ nodes }) => nodes.map(captionOf));
  const widest = Math.max(LEAST_WIDTH, ...captions.flat().map(widthOfCaption));
  const width = Math.min(widest, MOST_WIDTH);
  const most = Math.max(...columns.map(({ units }) => stepsOf(units)));
  const middle = MARGIN + RADIUS + ((most - 1) / 2) * STEP;
  const foot = MARGIN + 2 * RADIUS + (most - 1) * STEP + 2 * LINE;
  const xOf = (column: number) => MARGIN + width / 2 + column * (width + GAP);
  const ysOf = ({ units }: Column) => circlesOf(units).map((step) => middle + step * STEP);

  const lines = columns.slice(1).map((column, i) => {
    const path = ysOf(columns[i]).flatMap((from) =>
      ysOf(column).map((to) => connection(xOf(i), from, xOf(i + 1), to)),
    );
    return element('path', {
      d: path.join(''),
      fill: 'none',
      stroke: 'currentColor',
      'stroke-opacity': '0.35',
    });
  });
  const drawn = columns.map((column, i) => {
    const circle = {
      cx: xOf(i),
      r: RADIUS,
      'fill-opacity': i === 0 ? '0.3' : '0.06',
      stroke: 'currentColor',
    };
    const circles = ysOf(column).map((cy) => element('circle', { ...circle, cy }));
    const dots =
      column.units > MOST_CIRCLES ? [gap(xOf(i), middle + (FIRST - (FIRST + LAST) / 2) * STEP)] : [];
    const texts = captions[i].map((caption, k) => label(caption, xOf(i), foot + k * CAPTION, width));
    return element('g', {}, [...circles, ...dots, ...texts].join(''));
  });
  const deepest = Math.max(...captions.map(({ length }) => length));
  return {
    width: 2 * MARGIN + columns.length * (width + GAP) - GAP,
    height: foot + deepest * CAPTION - LINE + MARGIN,
    parts: [...lines, ...drawn],
  };
}

/** Lines of a caption, and half a line to the next. */
const CAPTION = 4.5 * LINE;

const linesOf = ({ kind, shape, parameters }: Caption) => [kind, shape, parameters];

function widthOfCaption(caption: Caption): number {
  return Math.max(widthOf(caption.name, true), ...linesOf(caption).map((line) => widthOf(line)));
}

function label(caption: Caption, x: number, y: number, most: number): string {
  const lines = linesOf(caption).map((line, i) => words(line, { x, y: y + (i + 1) * LINE, most }));
  const name = words(caption.name, { x, y, most, bold: true });
  return element('g', {}, [element('title', {}, escaped(caption.name)), name, ...lines].join(''));
}

/** Three dots in the place of neurons that are not drawn. */
function gap(x: number, y: number): string {
  return [-7, 0, 7].map((shift) => element('circle', { cx: x, cy: y + shift, r: 2 })).join('');
}

/** From the edge of one circle to the edge of another. */
function connection(x0: number, y0: number, x1: number, y1: number): string {
  const length = Math.sqrt((x1 - x0) ** 2 + (y1 - y0) ** 2);
  const [dx, dy] = [((x1 - x0) * RADIUS) / length, ((y1 - y0) * RADIUS) / length];
  return `M${round(x0 + dx)} ${round(y0 + dy)}L${round(x1 - dx)} ${round(y1 - dy)}`;
}
