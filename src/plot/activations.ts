/**
 * Activation functions and their derivatives.
 */
import { differentiate, multiply, sum } from '../autograd/index.ts';
import { ArgumentError, complain, show } from '../errors.ts';
import { activations, type ActivationName } from '../nn/index.ts';
import { flag, number, oneOf } from '../options.ts';
import { parameter, run, Tensor, zerosLike } from '../tensor/index.ts';
import { loadCharts } from './observable.ts';
import { extent } from './shared/extent.ts';
import { type PictureOptions, readFrame } from './shared/frame.ts';
import { isRecord } from './shared/read.ts';
import { type Area, cells, type Entry, sheet } from './shared/sheet.ts';
import { BLUE, DASHED, GREY, lineOptions, RED, type Stroke } from './shared/style.ts';
import { label, shortened, tick } from './shared/text.ts';

/** A function of ops that works element by element. */
export type ElementwiseFunction = (x: Tensor) => Tensor;

/** Options of plotActivations. */
export interface ActivationsPictureOptions extends PictureOptions {
  /** From where to where x goes; default [-5, 5]. */
  readonly range?: readonly [from: number, to: number];
  /** Whether the derivatives are drawn too; default true. */
  readonly derivatives?: boolean;
}

const POINTS = 401;
const VALUE: Stroke = { color: BLUE, dash: '' };
const SLOPE: Stroke = { color: RED, dash: DASHED };

/**
 * Draws activation functions, a panel for each, with their derivatives as the ops of this library give them.
 *
 * Axes: x is the input of a unit, y its output (solid, blue) and the derivative of that (dashed, orange). softmax and
 * log_softmax have no curve of one input: of them the first output for the inputs [x, 0] is drawn.
 *
 * @param names the name of an activation, or a list of names; or functions of ops by name: `{ square: (x) => multiply(x, x) }`
 * @param options `range` of x (default [-5, 5]), `derivatives` (default true); `title`, `width` (600), `height`,
 * `language` ('en' or 'es')
 * @returns a promise of the SVG as a string
 * @throws ArgumentError for unknown names, StateError if Observable Plot is not installed
 * @example
 * const svg = await plotActivations(['sigmoid', 'tanh', 'relu']);
 * svg.includes('tanh'); // true
 */
export async function plotActivations(
  names: ActivationName | readonly ActivationName[] | Readonly<Record<string, ElementwiseFunction>>,
  options: ActivationsPictureOptions = {},
): Promise<string> {
  const who = 'plotActivations';
  const defaults = { range: [-5, 5] as readonly [number, number], derivatives: true };
  const { frame, own } = readFrame(who, defaults, options);
  const derivatives = flag(who, 'derivatives', own.derivatives);
  if (!Array.isArray(own.range) || own.range.length !== 2) {
    const problem = 'range is not usable';
    throw new ArgumentError(complain({ who, problem, expected: '[from, to]', received: show(own.range) }));
  }
  const from = number(who, 'range[0]', own.range[0]);
  const to = number(who, 'range[1]', own.range[1], { above: from });
  const x = Float64Array.from({ length: POINTS }, (_, i) => from + ((to - from) * i) / (POINTS - 1));
  const curves = readFunctions(who, names).map(({ name, call, coupled }) => ({
    name: coupled ? `${name}([x, 0])` : name,
    ...sample(who, name, call, x, coupled),
  }));

  const charts = await loadCharts(who);
  const drawCurve = ({ name, y, slope }: (typeof curves)[number], area: Area): string => {
    const lines = derivatives ? [slope, y] : [y];
    const strokes = derivatives ? [SLOPE, VALUE] : [VALUE];
    const chart = charts.chart(area, {
      marginLeft: 48,
      marginTop: 28,
      marginBottom: 26,
      x: { label: null, domain: [from, to], ticks: 5, tickFormat: tick },
      y: { label: null, domain: extent(lines), ticks: 5, tickFormat: tick },
      marks: [
        charts.frame({ stroke: GREY }),
        charts.ruleY([0], { stroke: GREY }),
        from < 0 && to > 0 ? charts.ruleX([0], { stroke: GREY }) : null,
        ...lines.map((values, i) =>
          charts.line(values, { x: (_, place) => x[place], y: (value) => value, ...lineOptions(strokes[i]) }),
        ),
      ],
    });
    const middle = area.x + (area.width + 34) / 2;
    const most = area.width - 50;
    const heading = shortened(name, most, 13, true);
    return chart + label(heading, { x: middle, y: area.y + 19, size: 13, anchor: 'middle', bold: true });
  };
  const legend: Entry[] = [{ text: frame.say('function'), stroke: VALUE }];
  if (derivatives) legend.push({ text: frame.say('derivative'), stroke: SLOPE });
  const columns = Math.min(curves.length, Math.max(1, Math.floor(frame.width / 200)));
  const tall = [0, 380, 260, 190][Math.min(columns, 3)];
  const rows = Math.ceil(curves.length / columns);
  return sheet(who, frame, {
    title: frame.say('activations'),
    legend,
    height: rows * tall + 4,
    least: rows * 100 + 4,
    draw: (area) =>
      cells({ ...area, height: area.height - 4 }, curves.length, columns)
        .map((cell, i) => drawCurve(curves[i], cell))
        .join('\n'),
  });
}

interface Named {
  readonly name: string;
  readonly call: ElementwiseFunction;
  /** Whether an output depends on its neighbors too. */
  readonly coupled: boolean;
}

function readFunctions(who: string, names: unknown): Named[] {
  const known = Object.keys(activations) as ActivationName[];
  const byName = (value: unknown): Named => {
    const name = oneOf(who, 'activation', value, known);
    return { name, call: activations[name], coupled: name === 'softmax' || name === 'log_softmax' };
  };
  if (typeof names === 'string') return [byName(names)];
  if (Array.isArray(names) && names.length > 0) return names.map(byName);
  if (isRecord(names) && Object.keys(names).length > 0) {
    return Object.entries(names).map(([name, call]) => {
      if (typeof call === 'function') return { name, call: call as ElementwiseFunction, coupled: false };
      const problem = `${name} is no function`;
      throw new ArgumentError(
        complain({ who, problem, expected: '(x) => a result of ops', received: show(call) }),
      );
    });
  }
  const expected = "['sigmoid', 'tanh'] or { name: function }";
  const help = typeof names === 'function' ? { help: 'Give it a name: { name: function }.' } : {};
  throw new ArgumentError(
    complain({ who, problem: 'there are no activations', expected, received: show(names), ...help }),
  );
}

/** The function and its derivative at every x, by one backward pass of the sum of all outputs. */
function sample(
  who: string,
  name: string,
  call: ElementwiseFunction,
  x: Float64Array,
  coupled: boolean,
): { y: number[]; slope: number[] } {
  const columns = coupled ? 2 : 1;
  const inputs = new Float64Array(x.length * columns);
  x.forEach((value, row) => {
    inputs[row * columns] = value;
  });
  const point = parameter(inputs, { shape: [x.length, columns], dtype: 'float64' });
  const result = call(point as unknown as Tensor);
  if (!(result instanceof Tensor || (result as unknown) === point)) {
    const problem = `${name} gives no tensor`;
    throw new ArgumentError(complain({ who, problem, expected: 'a result of ops', received: show(result) }));
  }
  const first = (data: ArrayLike<number>) => Array.from(x, (_, row) => data[row * columns]);
  if (!(result instanceof Tensor)) return { y: Array.from(x), slope: Array.from(x, () => 1) };
  if (result.size !== inputs.length) {
    const [expected, received] = [`${inputs.length} numbers for as many`, `${result.size}`];
    throw new ArgumentError(
      complain({ who, problem: `${name} does not work element by element`, expected, received }),
    );
  }
  return { y: first(result.data), slope: first(gradientOf(result, coupled)) };

  /** dy/dx; of coupled outputs that of the first. */
  function gradientOf(y: Tensor, pick: boolean): ArrayLike<number> {
    const mask = pick ? Float64Array.from(inputs, (_, i) => (i % columns === 0 ? 1 : 0)) : null;
    const loss = mask === null ? sum(y) : sum(multiply(y, new Tensor(mask, y.shape)));
    const { parameters, steps } = differentiate(loss, ({ value }) => zerosLike(value));
    steps.forEach(run);
    return (parameters.get(point) as Tensor).data;
  }
}
