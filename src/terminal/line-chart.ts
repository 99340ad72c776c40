/**
 * Lines of numbers, drawn with characters.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import { flag, readOptions, wholeNumber } from '../options.ts';
import {
  type Axis,
  emptyAxis,
  isDrawable,
  labelOf,
  linearAxis,
  logAxis,
  rangeOf,
  wholeTicks,
} from './axis.ts';
import { Canvas } from './canvas.ts';
import { type Color, type ColorOption, PALETTE, paint, readColor } from './color.ts';
import { terminalColumns } from './platform.ts';
import { clip, lengthOf, padLeft } from './text.ts';

/** How a chart of lines is drawn. */
export interface ChartOptions {
  /** Characters in a line, from 30 on. Default those of the terminal, 100 at most; 80 where there is none. */
  readonly width?: number;
  /** Lines of the drawing itself, from 3 on; legend and axis come on top. Default 10. */
  readonly height?: number;
  /** Whether lines have colours; without, the second and further ones are drawn in marks of their own. Default 'auto'. */
  readonly color?: ColorOption;
  /** Whether equal factors are equally high, as is good for losses of many sizes. Default false. */
  readonly log?: boolean;
}

/** A line: numbers at whole places that ascend, a gap where one is not finite. */
export interface Series {
  readonly name: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/** The least width that leaves room for a drawing beside its numbers. */
const LEAST_WIDTH = 30;
const MOST_WIDTH = 100;

/** What lines without colours are drawn in, after the first. */
const MARKS = ['×', '○', '+', '□', '△', '◇'];

/** What a number without neighbours is drawn in. */
const LONELY = '•';

/** What a line looks like: its mark, or null for dots, and its colour. */
interface Look {
  readonly mark: string | null;
  readonly color: Color | null;
}

/**
 * Options with their defaults, and the decision about colours.
 *
 * @param also names of further options, which are left to the caller
 * @throws ArgumentError for what is unknown or not usable
 */
export function readChartOptions(
  who: string,
  options: ChartOptions,
  also: readonly string[] = [],
): Required<ChartOptions> & { color: boolean } {
  const width = Math.max(LEAST_WIDTH, Math.min(MOST_WIDTH, terminalColumns()));
  const defaults: Required<ChartOptions> = { width, height: 10, color: 'auto', log: false };
  const given = readOptions(who, defaults, options, also);
  wholeNumber(who, 'width', given.width, { min: LEAST_WIDTH });
  wholeNumber(who, 'height', given.height, { min: 3 });
  flag(who, 'log', given.log);
  return { ...given, color: readColor(who, given.color) };
}

/**
 * Lines of numbers as text: a legend with the last number of each, the lines, and round numbers at both axes.
 *
 * @param series lines of numbers by name; NaN and infinities are gaps, and on a logarithmic axis so is what is not above 0
 * @param options `width`, `height`, `color`, `log`: see `ChartOptions`; `start`, the number of the first place, default 1
 * @returns lines joined by line breaks
 * @throws ArgumentError if there are no numbers, or if an option is not usable
 * @example
 * console.log(lineChart({ loss: [0.9, 0.5, 0.3, 0.2], val_loss: [0.95, 0.6, 0.45, 0.44] }, { height: 5 }));
 */
export function lineChart(
  series: Readonly<Record<string, ArrayLike<number>>>,
  options: ChartOptions & { readonly start?: number } = {},
): string {
  const who = 'lineChart';
  const given = readChartOptions(who, options, ['start']);
  const start = wholeNumber(who, 'start', options.start ?? 1, {});
  if (typeof series !== 'object' || series === null || isList(series)) {
    const expected = 'lines by name: { loss: [0.5, 0.3] }';
    throw new ArgumentError(
      complain({ who, problem: 'series are not usable', expected, received: show(series) }),
    );
  }
  const lines = Object.entries(series).map(([name, y]) => {
    if (isList(y) && Array.from<unknown>(y).every((value) => typeof value === 'number'))
      return { name, x: Array.from(y, (_, i) => start + i), y };
    const problem = `series ${show(name)} is not usable`;
    const help = name === 'history' ? 'Give history.history, or call history.plot().' : '';
    throw new ArgumentError(
      complain({ who, problem, expected: 'a list of numbers', received: show(y), help }),
    );
  });
  if (lines.every(({ y }) => y.length === 0)) {
    throw new ArgumentError(
      complain({ who, problem: 'there is nothing to draw', expected: 'a number at least' }),
    );
  }
  return drawCharts([{ series: lines, log: given.log }], given);
}

function isList(value: unknown): value is ArrayLike<number> {
  return typeof (value as Partial<ArrayLike<number>> | null)?.length === 'number';
}

/** Series that share their axes. */
export interface Chart {
  readonly series: readonly Series[];
  /** Whether its vertical axis is logarithmic. */
  readonly log: boolean;
}

/**
 * Charts as text, one below the other, over the same places.
 *
 * @param charts at least one series with a number in all
 * @param xLabel what the numbers below a drawing are
 */
export function drawCharts(
  charts: readonly Chart[],
  { width, height, color }: { readonly width: number; readonly height: number; readonly color: boolean },
  xLabel = '',
): string {
  const axes = charts.map(({ series, log }) => axisOf(series, height, log));
  const labels = axes.flatMap(({ ticks }) => ticks.map(({ label }) => label.length));
  const gutter = Math.max(lengthOf(xLabel), ...labels);
  const places = charts.flatMap(({ series }) => series.flatMap(({ x }) => Array.from(x)));
  const { low: from, high: to } = rangeOf(places);
  const frame = { width, height, gutter, from, to, xLabel };
  return charts
    .flatMap((chart, i) => ['', ...drawChart(chart, axes[i], frame, looksOf(chart.series.length, color))])
    .slice(1)
    .join('\n');
}

function looksOf(count: number, color: boolean): Look[] {
  return Array.from({ length: count }, (_, i) => {
    if (color) return { mark: null, color: PALETTE[i % PALETTE.length] };
    return { mark: i === 0 ? null : MARKS[(i - 1) % MARKS.length], color: null };
  });
}

/** What all charts have in common. */
interface Frame {
  readonly width: number;
  readonly height: number;
  /** Characters for the numbers beside the vertical axis. */
  readonly gutter: number;
  /** The first place and the last. */
  readonly from: number;
  readonly to: number;
  readonly xLabel: string;
}

function drawChart({ series, log }: Chart, axis: Axis, frame: Frame, looks: readonly Look[]): string[] {
  const { width, height, gutter, from, to, xLabel } = frame;
  const canvas = new Canvas(width - gutter - 2, height);
  const rowOf = (value: number) => Math.round((1 - axis.place(value)) * (4 * height - 1));
  const columnOf = (x: number) =>
    from === to ? 0 : Math.round(((x - from) / (to - from)) * (2 * canvas.width - 1));

  series.forEach(({ x, y }, s) => {
    const { mark, color } = looks[s];
    const isShown = (i: number) => i >= 0 && i < y.length && canDraw(y[i], log);
    for (let i = 0; i < y.length; i++) {
      if (!isShown(i)) continue;
      const [column, row] = [columnOf(x[i]), rowOf(y[i])];
      if (mark !== null) canvas.mark(column, row, mark, color);
      else if (isShown(i - 1)) canvas.line(columnOf(x[i - 1]), rowOf(y[i - 1]), column, row, color);
      else if (!isShown(i + 1)) canvas.mark(column, row, LONELY, color);
    }
  });

  const labels = new Map(axis.ticks.map(({ value, label }) => [Math.floor(rowOf(value) / 4), label]));
  const drawing = canvas
    .lines()
    .map((line, row) => `${padLeft(labels.get(row) ?? '', gutter)} ${labels.has(row) ? '┤' : '│'}${line}`);
  const [rule, numbers] = xAxis(from, to, canvas.width, (x) => Math.floor(columnOf(x) / 2));
  return [
    ...legend(series, looks, width),
    ...drawing,
    `${' '.repeat(gutter)} └${rule}`,
    `${padLeft(xLabel, gutter)}  ${numbers}`,
  ];
}

function canDraw(value: number, log: boolean): boolean {
  return isDrawable(value) && (!log || value > 0);
}

/** The vertical axis, with a tick in about every third line. */
function axisOf(series: readonly Series[], height: number, log: boolean): Axis {
  const values = series.flatMap(({ y }) => Array.from(y).filter((value) => canDraw(value, log)));
  if (values.length === 0) return emptyAxis;
  const intervals = Math.max(2, Math.floor((height - 1) / 3));
  return log ? logAxis(values, intervals) : linearAxis(values, intervals);
}

/** The horizontal axis and the numbers below it; what would touch its neighbour is left out, both ends are shown. */
function xAxis(from: number, to: number, width: number, columnOf: (x: number) => number): [string, string] {
  const rule = new Array<string>(width).fill('─');
  let numbers = '';
  const ticks = wholeTicks(from, to, Math.floor(width / 10)).map((x) => {
    const label = String(x);
    const column = columnOf(x);
    const middle = column - Math.floor((label.length - 1) / 2);
    return { label, column, start: Math.max(0, Math.min(middle, width - label.length)) };
  });
  const last = ticks[ticks.length - 1];
  for (const tick of ticks) {
    const { label, column, start } = tick;
    const fits = numbers === '' || start > numbers.length;
    if (!fits || (tick !== last && last.column > 0 && start + label.length >= last.start && column > 0))
      continue;
    rule[column] = '┬';
    numbers = numbers.padEnd(start) + label;
  }
  return [rule.join(''), numbers];
}

/** How each line looks, its name, and its last number. */
function legend(series: readonly Series[], looks: readonly Look[], width: number): string[] {
  const entries = series.map(({ name, y }, s) => {
    const { mark, color } = looks[s];
    const last = y.length === 0 ? '' : ` ${labelOf(y[y.length - 1])}`;
    const shown = clip(name, width - last.length - 3);
    return {
      length: lengthOf(shown) + last.length + 3,
      text: paint(`${(mark ?? '⠒').repeat(2)} ${shown}`, color) + last,
    };
  });
  const lines: string[] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const entry of entries) {
    if (length + 3 + entry.length > width) {
      lines.push(entry.text);
      length = entry.length;
    } else {
      lines[lines.length - 1] += `   ${entry.text}`;
      length += 3 + entry.length;
    }
  }
  return lines;
}
