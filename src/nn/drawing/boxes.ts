/**
 * A model as boxes: one for each use of a layer, from top to bottom, with arrows from makers to users.
 */
import { type Caption, captionOf, type DrawnNode } from './content.ts';
import { layOut, type Place, type Route } from './layout.ts';
import { element, escaped, LINE, type Picture, widthOf, round, words } from './svg.ts';

const MARGIN = 12;
/** Within a box, left and right of the words. */
const PADDING = 12;
const LEAST_WIDTH = 120;
/** What of a name is shown; all else is short, and is never cut. */
const MOST_OF_NAME = 220;
const HEIGHT = 3 * LINE + 14;
/** Between rows: room for an arrow. */
const BETWEEN = 36;
/** Length of an arrow's head. */
const HEAD = 7;
/** From one line to the next at a box. */
const PORT = 14;
/** What a line takes of a row that it passes. */
const PASSING = 20;

/** The boxes and arrows. */
export function drawBoxes(nodes: readonly DrawnNode[]): Picture {
  const captions = nodes.map(captionOf);
  const width = Math.max(LEAST_WIDTH, ...captions.map(widthOfCaption)) + 2 * PADDING;
  const { rows, routes } = layOut(
    nodes.map(({ inputs }) => inputs),
    { node: width, passing: PASSING, gap: 24 },
  );
  const halfOf = ({ node }: Place) => (node === null ? PASSING : width) / 2;
  const left = Math.min(0, ...rows.flat().map((place) => place.x - halfOf(place))) - MARGIN;
  const right = Math.max(0, ...rows.flat().map((place) => place.x + halfOf(place))) + MARGIN;
  for (const place of rows.flat()) place.x -= left;
  const topOf = ({ row }: Place) => MARGIN + row * (HEIGHT + BETWEEN);
  const arrows = routes.map((route) => arrow(route, topOf));
  const boxes = rows.flatMap((row) =>
    row.flatMap((place) =>
      place.node === null ? [] : [box(captions[place.node], place.x, topOf(place), width)],
    ),
  );
  return {
    width: right - left,
    height: 2 * MARGIN + rows.length * (HEIGHT + BETWEEN) - (rows.length > 0 ? BETWEEN : 0),
    parts: [...arrows, ...boxes],
  };
}

const lastLine = ({ shape, parameters }: Caption) => `${shape} · ${parameters}`;

function widthOfCaption(caption: Caption): number {
  const name = Math.min(widthOf(caption.name, true), MOST_OF_NAME);
  return Math.max(name, widthOf(caption.kind), widthOf(lastLine(caption)));
}

function box(caption: Caption, x: number, top: number, width: number): string {
  const most = width - 2 * PADDING;
  const frame = { x: x - width / 2, y: top, width, height: HEIGHT, rx: 6 };
  return element(
    'g',
    {},
    [
      element('title', {}, escaped(caption.name)),
      element('rect', { ...frame, 'fill-opacity': '0.06', stroke: 'currentColor' }),
      words(caption.name, { x, y: top + 20, most, bold: true }),
      words(caption.kind, { x, y: top + 20 + LINE, most }),
      words(lastLine(caption), { x, y: top + 20 + 2 * LINE, most }),
    ].join(''),
  );
}

/** From the lower edge of the maker to the upper edge of the user, upright through each row between. */
function arrow(route: Route, topOf: (place: Place) => number): string {
  const [first, last] = [route[0], route[route.length - 1]];
  let x = first.x + port(first.below, route[1]);
  let y = topOf(first) + HEIGHT;
  let path = `M${round(x)} ${round(y)}`;
  for (const place of route.slice(1)) {
    const end = place === last;
    const toX = place.x + (end ? port(last.above, route[route.length - 2]) : 0);
    const toY = topOf(place) - (end ? HEAD : 0);
    const bend = (toY - y) / 2;
    path += `C${[x, y + bend, toX, toY - bend, toX, toY].map(round).join(' ')}`;
    x = toX;
    y = toY;
    if (end) continue;
    y = topOf(place) + HEIGHT;
    path += `V${round(y)}`;
  }
  const line = element('path', { d: path, fill: 'none', stroke: 'currentColor' });
  const head = element('path', { d: `M${round(x)} ${round(y + HEAD)}l-4 ${-HEAD}h8z` });
  return line + head;
}

/** How far from the middle of a box the line to a neighbour begins: side by side, in the order of the neighbours. */
function port(neighbours: readonly Place[], neighbour: Place): number {
  const order = neighbours.toSorted((a, b) => a.x - b.x).indexOf(neighbour);
  return (order - (neighbours.length - 1) / 2) * PORT;
}
