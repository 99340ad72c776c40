/**
 * Exponentially weighted averages: what momentum and Adam keep of the past.
 */
import { ArgumentError, complain, ShapeError, show } from '../errors.ts';
import { flag, number } from '../options.ts';
import type { TensorLike } from '../tensor/index.ts';
import { loadCharts } from './observable.ts';
import { extent } from './shared/extent.ts';
import { type PictureOptions, readFrame } from './shared/frame.ts';
import { readNumbers } from './shared/read.ts';
import { type Area, cells, type Entry, sheet } from './shared/sheet.ts';
import { BLUE, DASHED, GREY, lineOptions, RED, type Stroke } from './shared/style.ts';
import { tick } from './shared/text.ts';

/** Options of plotMovingAverage. */
export interface MovingAverageOptions extends PictureOptions {
  /** The place of each number on the x axis; by default 1, 2, 3, … */
  readonly x?: TensorLike;
  /** How much of the past is kept, a panel for each: numbers from 0 to less than 1; default [0.9, 0.98]. */
  readonly betas?: readonly number[];
  /** Whether the average with bias correction is drawn; default true. */
  readonly corrected?: boolean;
  /** Whether the average without it is drawn; default true. */
  readonly uncorrected?: boolean;
}

const CORRECTED: Stroke = { color: BLUE, dash: '', width: 2.5 };
const UNCORRECTED: Stroke = { color: RED, dash: DASHED, width: 2 };
const DOT = { shape: 0, color: '#a6a6a6' };

/**
 * Draws numbers and their exponentially weighted average: v₀ = 0, vₜ = β · vₜ₋₁ + (1 − β) · yₜ, and with bias correction
 * vₜ / (1 − βᵗ).
 *
 * Axes: x is the step or what `x` says, y the value; a panel for each β. Data are gray dots, the corrected average is solid
 * and blue, the other one dashed and orange: it starts at 0, so its first values are too small. From a number that is not
 * finite on there is no average.
 *
 * Shapes: y [steps]
 * @param y noisy numbers, such as the losses of single batches
 * @param options `x` [steps], `betas` (default [0.9, 0.98]), `corrected` and `uncorrected` (default true); `title`,
 * `width` (600), `height`, `language` ('en' or 'es')
 * @returns a promise of the SVG as a string
 * @throws ShapeError if lengths differ, ArgumentError for β out of range, StateError if Observable Plot is not installed
 * @see D. P. Kingma, J. Ba (2015), Adam: A Method for Stochastic Optimization, section 3
 * @example
 * const svg = await plotMovingAverage([1.2, 0.7, 1.1, 0.8, 1.3], { betas: [0.9] });
 * svg.includes('β = 0.9'); // true
 */
export async function plotMovingAverage(y: TensorLike, options: MovingAverageOptions = {}): Promise<string> {
  const who = 'plotMovingAverage';
  const defaults = {
    x: undefined as TensorLike | undefined,
    betas: [0.9, 0.98] as readonly number[],
    corrected: true,
    uncorrected: true,
  };
  const { frame, own } = readFrame(who, defaults, options);
  const values = readNumbers(who, 'y', y);
  const x = own.x === undefined ? values.map((_, i) => i + 1) : readNumbers(who, 'x', own.x);
  if (x.length !== values.length) {
    const [expected, received] = [`${values.length} places for ${values.length} numbers`, `${x.length}`];
    throw new ShapeError(complain({ who, problem: 'lengths differ', expected, received }));
  }
  if (!Array.isArray(own.betas) || own.betas.length === 0) {
    const expected = 'a list such as [0.9, 0.98]';
    throw new ArgumentError(
      complain({ who, problem: 'betas is not usable', expected, received: show(own.betas) }),
    );
  }
  const betas = own.betas.map((beta: number, i: number) =>
    number(who, `betas[${i}]`, beta, { min: 0, below: 1 }),
  );
  const drawn = [
    { stroke: CORRECTED, word: 'corrected' as const, wanted: flag(who, 'corrected', own.corrected) },
    { stroke: UNCORRECTED, word: 'uncorrected' as const, wanted: flag(who, 'uncorrected', own.uncorrected) },
  ].filter(({ wanted }) => wanted);

  const charts = await loadCharts(who);
  const [first, last] = extent([x]);
  const drawBeta = (beta: number, area: Area, isLast: boolean): string => {
    const averages = movingAverage(values, beta);
    return charts.chart(area, {
      x: {
        label: isLast ? frame.say('step') : null,
        domain: [first, last],
        tickFormat: tick,
        ticks: own.x === undefined && x.length <= 12 ? x : 8,
      },
      y: {
        label: `β = ${beta}`,
        domain: extent([values, ...drawn.map(({ word }) => averages[word])]),
        tickFormat: tick,
        ticks: 6,
      },
      marks: [
        charts.frame({ stroke: GREY }),
        charts.dot(values, {
          x: (_, i) => x[i],
          y: (value) => value,
          r: values.length > 300 ? 1.5 : 2.5,
          fill: DOT.color,
        }),
        ...drawn.map(({ stroke, word }) =>
          charts.line(averages[word], { x: (_, i) => x[i], y: (value) => value, ...lineOptions(stroke) }),
        ),
      ],
    });
  };
  const legend: Entry[] = [
    { text: frame.say('data'), symbol: DOT },
    ...drawn.map(({ stroke, word }) => ({ text: frame.say(word), stroke })),
  ];
  return sheet(who, frame, {
    title: frame.say('movingAverage'),
    legend,
    height: betas.length * (betas.length === 1 ? 320 : 230),
    least: betas.length * 110,
    draw: (area) =>
      cells(area, betas.length, 1)
        .map((cell, i) => drawBeta(betas[i], cell, i === betas.length - 1))
        .join('\n'),
  });
}

function movingAverage(y: readonly number[], beta: number): { corrected: number[]; uncorrected: number[] } {
  const corrected: number[] = [];
  const uncorrected: number[] = [];
  let v = 0;
  let power = 1;
  for (const value of y) {
    v = beta * v + (1 - beta) * value;
    power *= beta;
    uncorrected.push(v);
    corrected.push(v / (1 - power));
  }
  return { corrected, uncorrected };
}
