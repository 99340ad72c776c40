/**
 * Decision regions: what a model says of every point of a plane.
 */
import { ArgumentError, complain, ShapeError, show } from '../errors.ts';
import { type Label, type Labels, readLabels, sortedLabels } from '../metrics/shared/labels.ts';
import { wholeNumber } from '../options.ts';
import { formatShape, Tensor, type TensorLike, toTensor } from '../tensor/index.ts';
import { loadCharts } from './observable.ts';
import { extent } from './shared/extent.ts';
import { type PictureOptions, readFrame } from './shared/frame.ts';
import { sheet } from './shared/sheet.ts';
import { colorOf, GREY, mixed, symbolOf } from './shared/style.ts';
import { tick } from './shared/text.ts';

/** What predicts: rows of two numbers in; labels [rows], probabilities [rows, 1] or [rows, classes] out. */
export interface Predictor {
  predict(x: Tensor): unknown;
}

/** Options of plotDecisionBoundary. */
export interface DecisionBoundaryOptions extends PictureOptions {
  /** Points of the grid on each side, from 10 to 400; default 150. */
  readonly resolution?: number;
  /** What the two columns of x are. */
  readonly columnNames?: readonly [string, string];
}

/**
 * Draws the regions in which a model of two inputs predicts each class, and the rows that it was given.
 *
 * Axes: the two columns of x. A region has the pale colour of its class, a row the full colour and a symbol of its true
 * class. A model with one output predicts the second class where it is above ½, one with several outputs the class of
 * the largest, in the sorted order of the labels, which is that of LabelBinarizer.
 *
 * Shapes: x [rows, 2], targets [rows]
 * @param model anything with `predict(x)`: a model of this library, or an estimator
 * @param x the rows to draw; the picture goes a little beyond them
 * @param targets labels, or one-hot rows as a Tensor
 * @param options `resolution` (default 150), `columnNames`; `title`, `width` (600), `height`, `language` ('en' or 'es')
 * @returns a promise of the SVG as a string
 * @throws ShapeError if x has not two columns or lengths differ, ArgumentError for a model that cannot predict such rows,
 * StateError if Observable Plot is not installed
 * @example
 * const model = { predict: ({ data, shape }) => Array.from({ length: shape[0] }, (_, i) => (data[2 * i] > data[2 * i + 1] ? 1 : 0)) };
 * const svg = await plotDecisionBoundary(model, [[0.2, 0.7], [0.9, 0.1], [0.4, 0.3]], [0, 1, 1]);
 * svg.includes('Decision regions'); // true
 */
export async function plotDecisionBoundary(
  model: Predictor,
  x: TensorLike,
  targets: Labels,
  options: DecisionBoundaryOptions = {},
): Promise<string> {
  const who = 'plotDecisionBoundary';
  const defaults = {
    resolution: 150,
    columnNames: ['x₁', 'x₂'] as readonly [string, string],
  };
  const { frame, own } = readFrame(who, defaults, options);
  const n = wholeNumber(who, 'resolution', own.resolution, { min: 10, max: 400 });
  const { points, labels } = readRows(who, x, targets);
  const { predict } = (model ?? {}) as { readonly predict?: unknown };
  if (typeof predict !== 'function') {
    const expected = 'an object with predict(x)';
    throw new ArgumentError(
      complain({ who, problem: 'model cannot predict', expected, received: show(model) }),
    );
  }
  if (!Array.isArray(own.columnNames) || own.columnNames.length !== 2) {
    const problem = 'columnNames is not usable';
    const received = show(own.columnNames);
    throw new ArgumentError(complain({ who, problem, expected: 'two names', received }));
  }

  const [left, right] = extent([points.map(([first]) => first)]);
  const [bottom, top] = extent([points.map(([, second]) => second)]);
  const [dx, dy] = [(right - left) / n, (top - bottom) / n];
  const grid = new Float32Array(2 * n * n); // row by row from the bottom, at the middles of cells
  for (let i = 0; i < n * n; i++) {
    grid[2 * i] = left + ((i % n) + 0.5) * dx;
    grid[2 * i + 1] = bottom + (Math.floor(i / n) + 0.5) * dy;
  }
  const given = sortedLabels(labels);
  const predicted = classesOf(who, await model.predict(new Tensor(grid, [n * n, 2])), n * n, given);
  const classes = sortedLabels([...new Set([...given, ...new Set(predicted)])]);
  const classOf = new Map(classes.map((label, i) => [label, i]));

  const charts = await loadCharts(who);
  const runs = runsOf(predicted, n);
  const place = (label: Label) => classOf.get(label) as number;
  return sheet(who, frame, {
    title: frame.say('decisionBoundary'),
    legend: classes.map((label, i) => ({ text: String(label), symbol: { shape: i, color: colorOf(i) } })),
    height: Math.round(0.75 * frame.width),
    draw: (area) =>
      charts.chart(area, {
        x: { label: own.columnNames[0], domain: [left, right], ticks: 8, tickFormat: tick, grid: false },
        y: { label: own.columnNames[1], domain: [bottom, top], ticks: 7, tickFormat: tick, grid: false },
        marks: [
          charts.rect(runs, {
            x1: ({ start }) => left + start * dx,
            x2: ({ end }) => left + end * dx,
            y1: ({ row }) => bottom + row * dy,
            y2: ({ row }) => bottom + (row + 1) * dy,
            fill: ({ label }) => mixed('#ffffff', colorOf(place(label)), 0.28),
            shapeRendering: 'crispEdges',
          }),
          charts.frame({ stroke: GREY }),
          ...classes.map((label, i) =>
            charts.dot(
              points.filter((_, row) => labels[row] === label),
              {
                x: ([first]) => first,
                y: ([, second]) => second,
                r: points.length > 500 ? 3 : 4.5,
                symbol: symbolOf(i),
                fill: colorOf(i),
                stroke: '#ffffff',
                strokeWidth: 0.8,
              },
            ),
          ),
        ],
      }),
  });
}

function readRows(
  who: string,
  x: unknown,
  targets: Labels,
): { points: number[][]; labels: readonly Label[] } {
  const { data, shape } = toTensor(who, 'x', x, { dtype: 'float64' });
  if (shape.length !== 2 || shape[1] !== 2 || shape[0] === 0) {
    const help = 'A plane has two columns: choose two of them, and train the model on these.';
    throw new ShapeError(
      complain({
        who,
        problem: 'x has not two columns',
        expected: '[rows, 2]',
        received: formatShape(shape),
        help,
      }),
    );
  }
  const points = Array.from({ length: shape[0] }, (_, i) => [data[2 * i], data[2 * i + 1]]);
  const labels = readLabels(who, 'targets', targets);
  if (labels.length === points.length) return { points, labels };
  const [expected, received] = [`${points.length} targets for ${points.length} rows`, `${labels.length}`];
  throw new ShapeError(complain({ who, problem: 'lengths differ', expected, received }));
}

/** The predicted label of each row; outputs of units count through the sorted labels. */
function classesOf(who: string, result: unknown, rows: number, labels: readonly Label[]): readonly Label[] {
  const units = result instanceof Tensor && result.shape.length === 2 ? result.shape[1] : 0;
  const predicted = readLabels(who, 'the predictions of the model', result as Labels);
  if (predicted.length !== rows) {
    const [expected, received] = [`${rows} predictions for ${rows} rows`, `${predicted.length}`];
    throw new ArgumentError(complain({ who, problem: 'the model predicts other rows', expected, received }));
  }
  if (units === 0) return predicted;
  // [rows, 1] is a probability, whatever readLabels made of exact zeros and ones.
  const numbers =
    units === 1 ? Array.from((result as Tensor).data, (p) => (p > 0.5 ? 1 : 0)) : (predicted as number[]);
  const outputs = Math.max(2, units);
  if (labels.length === outputs) return numbers.map((i) => labels[i]);
  const places: readonly Label[] = Array.from({ length: outputs }, (_, i) => i);
  if (labels.every((label) => places.includes(label))) return numbers;
  throw new ArgumentError(
    complain({
      who,
      problem: "the model's outputs do not fit the targets",
      expected: `${outputs} different labels`,
      received: show(labels),
      help: 'Give a row of each class, or numbers of classes as targets.',
    }),
  );
}

/** Stretches of one class, from cell `start` to before cell `end` of a row. */
function runsOf(predicted: readonly Label[], n: number) {
  const runs: { row: number; start: number; end: number; label: Label }[] = [];
  for (let row = 0; row < n; row++) {
    for (let start = 0; start < n; ) {
      const label = predicted[row * n + start];
      let end = start + 1;
      while (end < n && predicted[row * n + end] === label) end++;
      runs.push({ row, start, end, label });
      start = end;
    }
  }
  return runs;
}
