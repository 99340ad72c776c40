/**
 * How large the gradients of each layer are: whether they vanish or explode on their way through a net.
 */
import { ArgumentError, complain, ShapeError, show } from '../errors.ts';
import type { Gradients } from '../nn/index.ts';
import { Tensor } from '../tensor/index.ts';
import { loadCharts } from './observable.ts';
import { lonely } from './shared/extent.ts';
import { type PictureOptions, readFrame } from './shared/frame.ts';
import { isRecord, readNumbers } from './shared/read.ts';
import { sheet } from './shared/sheet.ts';
import { GREY, lineOptions, strokeOf } from './shared/style.ts';
import { tick } from './shared/text.ts';

/**
 * Draws the norm of the gradient of each layer over the epochs.
 *
 * Axes: x is the epoch, counted from 1; y is the norm ‖g‖ = √Σ gᵢ² over all parameters of a layer, on a logarithmic
 * scale. Zeros, NaN and infinities leave gaps.
 *
 * The gradients come from `model.gradients`, which changes nothing, called at the end of each epoch:
 *
 *     const gradients: Gradients[] = [];
 *     const note = LambdaCallback({ onEpochEnd: () => void gradients.push(model.gradients(x, t)) });
 *     model.fit(x, t, { epochs: 20, callbacks: [note] });
 *     const svg = await plotGradientNorms(gradients);
 *
 * @param gradients what `model.gradients` gave in each epoch; or, by the name of a layer, its norms
 * @param options `title`, `width` (600), `height`, `language` ('en' or 'es')
 * @returns a promise of the SVG as a string
 * @throws ArgumentError for something else and for negative norms, ShapeError if lengths differ, StateError if Observable
 * Plot is not installed
 * @example
 * const svg = await plotGradientNorms({ dense: [0.02, 0.007, 0.003], dense_1: [0.9, 0.4, 0.2] });
 * svg.includes('dense_1'); // true
 */
export async function plotGradientNorms(
  gradients: readonly Gradients[] | Readonly<Record<string, ArrayLike<number>>>,
  options: PictureOptions = {},
): Promise<string> {
  const who = 'plotGradientNorms';
  const norms = readNorms(who, gradients);
  const { frame } = readFrame(who, {}, options);
  const epochs = norms[0].values.map((_, i) => i + 1);
  const [low, high] = rangeOf(norms.map(({ values }) => values));
  const charts = await loadCharts(who);
  const last = epochs.length;
  return sheet(who, frame, {
    title: frame.say('gradientNorms'),
    legend: norms.map(({ name }, i) => ({ text: name, stroke: strokeOf(i) })),
    height: 340,
    draw: (area) =>
      charts.chart(area, {
        marginLeft: 76,
        x: {
          label: frame.say('epoch'),
          domain: last === 1 ? [0.5, 1.5] : [1, last],
          ticks: last <= 10 ? epochs : 8,
          tickFormat: tick,
        },
        y: {
          label: frame.say('gradientNorm'),
          type: 'log',
          domain: [low, high],
          ticks: powersOfTen(low, high),
          tickFormat: (value) => tick(Number(value.toPrecision(3))),
        },
        marks: [
          charts.frame({ stroke: GREY }),
          ...norms.flatMap(({ values }, i) => {
            const stroke = strokeOf(i);
            return [
              charts.line(values, {
                x: (_, place) => epochs[place],
                y: (value) => value,
                ...lineOptions(stroke),
              }),
              charts.dot(lonely(values), {
                x: (place) => epochs[place],
                y: (place) => values[place],
                r: 3,
                fill: stroke.color,
              }),
            ];
          }),
        ],
      }),
  });
}

interface Norms {
  readonly name: string;
  /** NaN where there is nothing to draw on a logarithmic scale. */
  readonly values: readonly number[];
}

function readNorms(who: string, value: unknown): Norms[] {
  const record = Array.isArray(value) ? normsOf(who, value) : value;
  if (!isRecord(record) || Object.keys(record).length === 0) {
    throw new ArgumentError(
      complain({
        who,
        problem: 'there are no norms',
        expected: '{ layer: [number, …], … }, or a list of what model.gradients gave',
        received: isRecord(record) ? '{}' : show(value),
      }),
    );
  }
  for (const [name, list] of Object.entries(record)) {
    if (!isRecord(list) && typeof record.getWeights !== 'function') continue;
    const problem =
      isRecord(list) && typeof record.getWeights !== 'function'
        ? `${name} is no list of norms`
        : 'a model has no norms of its own';
    const expected = 'a list of what model.gradients gave, one for each epoch';
    const help = 'One epoch is a list too: [model.gradients(x, t)].';
    throw new ArgumentError(complain({ who, problem, expected, received: show(value), help }));
  }
  const norms = Object.entries(record).map(([name, list]) => ({
    name,
    values: readNumbers(who, name, list),
  }));
  const { name: firstName, values: first } = norms[0];
  for (const { name, values } of norms) {
    if (values.length !== first.length) {
      const [expected, received] = [
        `${first.length} epochs, as of ${firstName}`,
        `${values.length} of ${name}`,
      ];
      throw new ShapeError(complain({ who, problem: 'lengths differ', expected, received }));
    }
    const wrong = values.findIndex((norm) => norm < 0);
    if (wrong >= 0) {
      const problem = `a norm of ${name} is negative`;
      const received = `${values[wrong]} in epoch ${wrong + 1}`;
      throw new ArgumentError(complain({ who, problem, expected: 'numbers from 0 on', received }));
    }
  }
  const drawable = (norm: number) => (norm > 0 && Number.isFinite(norm) ? norm : Number.NaN);
  return norms.map(({ name, values }) => ({ name, values: values.map(drawable) }));
}

/** ‖g‖ of each layer in each epoch. */
function normsOf(who: string, list: readonly unknown[]): Record<string, number[]> {
  const norms: Record<string, number[]> = {};
  for (const [epoch, gradients] of list.entries()) {
    const layers = isRecord(gradients) ? Object.entries(gradients) : [];
    if (layers.length === 0 || !layers.every(([, own]) => isRecord(own))) {
      const problem = `gradients[${epoch}] is not what model.gradients gives`;
      const expected = '{ layer: { kernel, bias } }';
      throw new ArgumentError(complain({ who, problem, expected, received: show(gradients) }));
    }
    for (const [layer, own] of layers) {
      let squares = 0;
      for (const gradient of Object.values(own as object)) {
        if (gradient instanceof Tensor) for (const g of gradient.data) squares += g * g;
      }
      norms[layer] ??= [];
      norms[layer].push(Math.sqrt(squares));
    }
  }
  return norms;
}

/** Somewhat more than all that is drawn, at least a factor of 10. */
function rangeOf(lists: readonly (readonly number[])[]): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, 0];
  for (const value of lists.flat()) {
    if (Number.isNaN(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (high === 0) return [0.1, 1];
  const room = Math.max(1.15, Math.sqrt((10 * low) / high));
  return [Math.max(low / room, Number.MIN_VALUE), Math.min(high * room, Number.MAX_VALUE)];
}

/** The powers of ten in a range, thinned out where there are many; of a small range twos and fives of them too. */
function powersOfTen(low: number, high: number): number[] {
  const [from, to] = [Math.ceil(Math.log10(low)), Math.floor(Math.log10(high))];
  const stride = Math.max(1, Math.ceil((to - from) / 8));
  const digits = to - from < 2 ? [1, 2, 5] : [1];
  const ticks: number[] = [];
  for (let power = from - 1; power <= to; power++) {
    for (const digit of digits) {
      const value = Number(`${digit}e${power}`);
      if (value >= low && value <= high && (power - from) % stride === 0) ticks.push(value);
    }
  }
  return ticks;
}
