/**
 * A picture: title, legend, and below them what is drawn, in one SVG.
 */
import { ArgumentError, complain } from '../../errors.ts';
import { element, escaped } from '../../nn/drawing/svg.ts';
import type { Frame } from './frame.ts';
import { cornersOf, INK, LARGE, SMALL, type Stroke } from './style.ts';
import { label, linesOf, shortened, widthOfText } from './text.ts';

/** A rectangle of a picture, in pixels. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A line of the legend: what it says, and a sample of a stroke, of a symbol, or of both. */
export interface Entry {
  readonly text: string;
  readonly stroke?: Stroke;
  readonly symbol?: { readonly shape: number; readonly color: string };
}

interface Contents {
  /** The title where the user gave none. */
  readonly title: string;
  readonly legend?: readonly Entry[];
  /** The height of what is drawn, where the user does not say how high the picture is. */
  readonly height: number;
  /** The least height that it can be drawn in; default 100. */
  readonly least?: number;
  /** Draws into an area. */
  readonly draw: (area: Area) => string;
}

const MARGIN = 12;
const TITLE_LINE = 22;
const LEGEND_LINE = 19;
const SAMPLE = 30; // of a stroke, in pixels

/** The whole picture. @throws ArgumentError if it is too low for title and legend */
export function sheet(
  who: string,
  frame: Frame,
  { title, legend = [], height, least = 100, draw }: Contents,
): string {
  const { width } = frame;
  const name = frame.title ?? title;
  const titles = linesOf(name, width - 2 * MARGIN, LARGE, 3);
  const rows = rowsOf(legend, width - 2 * MARGIN);
  const legendTop = MARGIN + titles.length * TITLE_LINE;
  const top = legendTop + rows.length * LEGEND_LINE + (rows.length > 0 ? 4 : 0);
  const whole = frame.height ?? Math.ceil(top + height);
  if (frame.height !== undefined && whole - top < least) {
    const expected = `at least ${Math.ceil(top + least)} pixels for title, legend and picture`;
    throw new ArgumentError(
      complain({ who, problem: 'height is too small', expected, received: String(whole) }),
    );
  }
  const parts = [
    titles.map((text, i) =>
      label(text, {
        x: width / 2,
        y: MARGIN + i * TITLE_LINE + LARGE,
        size: LARGE,
        anchor: 'middle',
        bold: true,
      }),
    ),
    rows.flatMap((row, i) =>
      row.map(({ entry, x }) => drawEntry(entry, x, legendTop + i * LEGEND_LINE + 10)),
    ),
    draw({ x: 0, y: top, width, height: whole - top }),
  ];
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${width} ${whole}`,
    width,
    height: whole,
    role: 'img',
    'font-family': 'system-ui, sans-serif',
    'font-size': SMALL,
    'text-anchor': 'middle',
    fill: INK,
  };
  const heading = name === '' ? [] : [`<title>${escaped(name)}</title>`];
  const paper = element('rect', { width, height: whole, fill: '#ffffff' });
  return element('svg', attributes, [...heading, paper, ...parts.flat(2)].join('\n'));
}

/** An area cut into equal ones, row by row, in so many columns. */
export function cells(area: Area, count: number, columns: number): Area[] {
  const width = area.width / columns;
  const height = area.height / Math.ceil(count / columns);
  return Array.from({ length: count }, (_, i) => ({
    x: area.x + (i % columns) * width,
    y: area.y + Math.floor(i / columns) * height,
    width,
    height,
  }));
}

/** What stands before the words of an entry is so wide. */
const sampleOf = ({ stroke, symbol }: Entry) => (stroke ? SAMPLE + 6 : symbol ? 20 : 0);

/** Entries side by side, in as many rows as they need; those that are too long are cut. */
function rowsOf(legend: readonly Entry[], width: number): { entry: Entry; x: number }[][] {
  const rows: { entry: Entry; x: number }[][] = [];
  let x = 0;
  const cut = legend.map((entry) => ({
    ...entry,
    text: shortened(entry.text, Math.min(width, 420) - sampleOf(entry), SMALL),
  }));
  const widths = cut.map((entry) => sampleOf(entry) + widthOfText(entry.text, SMALL) + 16);
  // Many entries stand in columns, which are easier to read than a paragraph.
  const columns = Math.floor((width + 16) / Math.max(1, ...widths));
  const column = cut.length > 6 && columns > 0 ? width / columns : 0;
  for (const [i, entry] of cut.entries()) {
    const own = column || widths[i];
    if (rows.length === 0 || x + widths[i] - 16 > width + 0.5) {
      rows.push([]);
      x = 0;
    }
    rows[rows.length - 1].push({ entry, x: MARGIN + x });
    x += own;
  }
  return rows;
}

function drawEntry(entry: Entry, x: number, y: number): string {
  const { text, stroke, symbol } = entry;
  const parts: string[] = [];
  if (stroke) {
    const dash: Record<string, string> = stroke.dash === '' ? {} : { 'stroke-dasharray': stroke.dash };
    parts.push(
      element('line', {
        x1: x,
        y1: y,
        x2: x + SAMPLE,
        y2: y,
        stroke: stroke.color,
        'stroke-width': stroke.width ?? 2,
        ...dash,
      }),
    );
  }
  if (symbol) {
    const center = x + (stroke ? SAMPLE / 2 : 7);
    const points = cornersOf(symbol.shape).map(
      ([dx, dy]) => `${(center + 5 * dx).toFixed(1)},${(y + 5 * dy).toFixed(1)}`,
    );
    parts.push(element('polygon', { points: points.join(' '), fill: symbol.color }));
  }
  parts.push(label(text, { x: x + sampleOf(entry), y: y + 4, size: SMALL, anchor: 'start' }));
  return parts.join('');
}
