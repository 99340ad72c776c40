/**
 * Confusion matrices: which classes are taken for which.
 */
import { ArgumentError, complain, ShapeError, show } from '../errors.ts';
import { element } from '../nn/drawing/svg.ts';
import { loadCharts } from './observable.ts';
import { type PictureOptions, readFrame } from './shared/frame.ts';
import { drawImage } from './shared/pixels.ts';
import { isRecord } from './shared/read.ts';
import { type Area, sheet } from './shared/sheet.ts';
import { BLUE, GREY, INK, mixed, SMALL } from './shared/style.ts';
import { fixed, label, shortened, widthOfText } from './shared/text.ts';

/** Counts, or shares, of true classes (rows) against predicted ones (columns), as confusionMatrix gives them. */
export interface ConfusionCounts {
  readonly labels: readonly (string | number | boolean)[];
  readonly matrix: readonly ArrayLike<number>[];
}

/** Options of plotConfusionMatrix. */
export interface ConfusionMatrixPictureOptions extends PictureOptions {
  /** Names of the classes in the picture, in the order of `labels`; by default the labels themselves. */
  readonly displayLabels?: readonly string[];
}

const NAMES = 130; // pixels that the names of classes may take at most

/** From nearly white (0) to blue (1). */
const shade = (share: number) => mixed('#f7fbff', BLUE, share);

/**
 * Draws a confusion matrix: the more rows in a cell, the darker it is.
 *
 * Axes: the true class goes down, the predicted class to the right, so the diagonal holds what is right. Numbers stand in
 * the cells where they have room: counts as they are, shares with two decimals. NaN leaves a cell empty.
 *
 * @param confusion what confusionMatrix gives: `{ labels, matrix }`
 * @param options `displayLabels`, names of the classes; `title`, `width` (600), `height`, `language` ('en' or 'es')
 * @returns a promise of the SVG as a string
 * @throws ArgumentError for something else, ShapeError if the matrix is not square or labels are missing, StateError if
 * Observable Plot is not installed
 * @example
 * const svg = await plotConfusionMatrix({ labels: ['rock', 'mine'], matrix: [[24, 5], [3, 31]] });
 * svg.includes('>31</text>'); // true
 */
export async function plotConfusionMatrix(
  confusion: ConfusionCounts,
  options: ConfusionMatrixPictureOptions = {},
): Promise<string> {
  const who = 'plotConfusionMatrix';
  requireConfusion(who, confusion);
  const { frame, own } = readFrame(
    who,
    { displayLabels: undefined as readonly string[] | undefined },
    options,
  );
  const { names, matrix } = readConfusion(who, confusion, own.displayLabels);
  const charts = await loadCharts(who);
  const flat = matrix.flatMap((row, i) => row.map((value, j) => ({ i, j, value })));
  const finite = flat.filter(({ value }) => Number.isFinite(value));
  const most = Math.max(0, ...finite.map(({ value }) => value)) || 1;
  const whole = finite.every(({ value }) => Number.isInteger(value));
  const written = (value: number) => (whole ? String(value) : fixed(value));

  const short = names.map((name) => shortened(name, NAMES, SMALL));
  const longest = Math.max(...short.map((name) => widthOfText(name, SMALL)));
  const left = 34 + longest;
  const scaleWidth = 44 + widthOfText(written(most), SMALL);
  const cell = (frame.width - left - scaleWidth) / names.length;
  const turned = longest > cell - 6;
  const bottom = 32 + (turned ? longest : 16);
  const height = Math.min(frame.width - left - scaleWidth, Math.max(240, 90 * names.length)) + bottom + 12;

  const draw = (area: Area): string => {
    const [x, y] = [area.x + left, area.y + 4];
    const [width, tall] = [area.width - left - scaleWidth, area.height - bottom - 4];
    const [across, down] = [width / names.length, tall / names.length];
    const fits =
      finite.every(({ value }) => widthOfText(written(value), SMALL) <= across) && down >= SMALL + 3;
    const inside = { x: (d: { j: number }) => d.j + 0.5, y: (d: { i: number }) => -d.i - 0.5 };
    const chart = charts.chart(
      { x, y, width, height: tall },
      {
        marginLeft: 0,
        marginRight: 0,
        marginTop: 0,
        marginBottom: 0,
        x: { axis: null, domain: [0, names.length], grid: false },
        y: { axis: null, domain: [-names.length, 0], grid: false },
        marks: [
          charts.rect(finite, {
            x1: ({ j }) => j,
            x2: ({ j }) => j + 1,
            y1: ({ i }) => -i,
            y2: ({ i }) => -i - 1,
            fill: ({ value }) => shade(value / most),
            stroke: '#ffffff',
            strokeWidth: names.length > 15 ? 0.5 : 1,
          }),
          fits
            ? charts.text(finite, {
                ...inside,
                text: ({ value }) => written(value),
                fill: ({ value }) => (value > 0.85 * most ? '#ffffff' : INK),
                fontSize: names.length <= 10 && across > 48 ? 14 : SMALL,
              })
            : null,
          charts.frame({ stroke: GREY }),
        ],
      },
    );
    // With little room every second name stands, or every third.
    const stride = Math.ceil((SMALL + 2) / down);
    const strideAcross = turned ? Math.ceil((SMALL + 2) / across) : 1;
    const rows = short.map((name, i) =>
      i % stride ? '' : label(name, { x: x - 6, y: y + (i + 0.5) * down + 4, size: SMALL, anchor: 'end' }),
    );
    const columns = short.map((name, j) => {
      const middle = x + (j + 0.5) * across;
      if (j % strideAcross) return '';
      return turned
        ? label(name, { x: middle + 4, y: y + tall + 8, size: SMALL, anchor: 'end', turn: -90 })
        : label(name, { x: middle, y: y + tall + 17, size: SMALL, anchor: 'middle' });
    });
    const axes = [
      label(frame.say('predicted'), {
        x: x + width / 2,
        y: area.y + area.height - 8,
        size: SMALL,
        anchor: 'middle',
      }),
      label(frame.say('true'), { x: 18, y: y + tall / 2, size: SMALL, anchor: 'middle', turn: -90 }),
    ];
    return [chart, ...rows, ...columns, ...axes, scale(x + width + 14, y, tall)].join('\n');
  };
  /** What the darkness means. */
  const scale = (x: number, y: number, tall: number) => {
    const shades = Array.from({ length: 64 }, (_, i) => 1 - i / 63);
    const bar = drawImage({ x, y, width: 14, height: tall }, shades, [64, 1], shade);
    const border = element('rect', { x, y, width: 14, height: tall, fill: 'none', stroke: GREY });
    const ends = [
      label(written(most), { x: x + 18, y: y + 10, size: SMALL, anchor: 'start' }),
      label('0', { x: x + 18, y: y + tall, size: SMALL, anchor: 'start' }),
    ];
    return [bar, border, ...ends].join('');
  };
  return sheet(who, frame, { title: frame.say('confusionMatrix'), height, least: bottom + 80, draw });
}

function requireConfusion(who: string, value: unknown): void {
  if (isRecord(value) && Array.isArray(value.labels) && Array.isArray(value.matrix)) return;
  throw new ArgumentError(
    complain({
      who,
      problem: 'there is no confusion matrix',
      expected: '{ labels, matrix }',
      received: show(value),
      help: 'confusionMatrix(targets, predictions) gives one.',
    }),
  );
}

function readConfusion(
  who: string,
  value: ConfusionCounts,
  displayLabels: readonly string[] | undefined,
): { names: string[]; matrix: number[][] } {
  const labels: readonly unknown[] = value.labels;
  const matrix = value.matrix.map((row: unknown) => Array.from(row as ArrayLike<unknown>));
  const size = labels.length;
  const wrong = matrix.findIndex((row) => row.length !== size);
  if (size === 0 || matrix.length !== size || wrong >= 0) {
    const expected = `[${size}, ${size}] for ${size} labels`;
    const received = wrong >= 0 ? `row ${wrong} of length ${matrix[wrong].length}` : `${matrix.length} rows`;
    throw new ShapeError(complain({ who, problem: 'matrix does not fit the labels', expected, received }));
  }
  for (const [i, row] of matrix.entries()) {
    const j = row.findIndex(
      (cell) => typeof cell !== 'number' || cell < 0 || cell === Number.POSITIVE_INFINITY,
    );
    if (j < 0) continue;
    const problem = `matrix[${i}][${j}] is no count`;
    throw new ArgumentError(
      complain({ who, problem, expected: 'a number from 0 on', received: show(row[j]) }),
    );
  }
  if (displayLabels !== undefined && (!Array.isArray(displayLabels) || displayLabels.length !== size)) {
    throw new ShapeError(
      complain({
        who,
        problem: 'displayLabels do not fit the labels',
        expected: `${size} names`,
        received: show(displayLabels),
      }),
    );
  }
  return { names: (displayLabels ?? labels).map(String), matrix: matrix as number[][] };
}
