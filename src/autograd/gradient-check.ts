/**
 * The gradient check: do the gradients of `backward` agree with differences of the function itself?
 *
 * In double precision, every element of every input is moved a little up and a little down; the slope of the
 * function between the two must be what backward says.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import { number, readOptions, wholeNumber } from '../options.ts';
import { lowbias32 } from '../random/index.ts';
import { Parameter, run, type Tensor, type TensorLike, toTensor, zerosLike } from '../tensor/index.ts';
import { differentiate } from './backward.ts';
import { noGradient, wantsGradient } from './op.ts';
import { multiply } from './ops/multiply.ts';
import { sum } from './ops/sum.ts';

/** One element: what backward says, and what the difference quotient says. */
export interface CheckedElement {
  /** Name of the parameter, or the input's place in the list. */
  readonly input: string;
  /** Place in the input's flat data. */
  readonly index: number;
  readonly analytic: number;
  readonly numeric: number;
  /** |analytic − numeric| / max(1, |analytic|, |numeric|) */
  readonly error: number;
}

/** The outcome of a gradient check; as text, a table of the worst elements. */
export interface GradientReport {
  readonly passed: boolean;
  /** How many elements were compared. */
  readonly checked: number;
  readonly tolerance: number;
  /** The elements with the largest errors, worst first. */
  readonly worst: readonly CheckedElement[];
  toString(): string;
}

/** How to check. */
export interface CheckOptions {
  /** How far each element is moved, default 1e-6. */
  readonly step?: number;
  /** The largest error that passes, default 1e-7. */
  readonly tolerance?: number;
  /** How many of the worst elements the report keeps, default 5. */
  readonly worst?: number;
}

/**
 * Compares the gradients of a function of tensors with central differences, in Float64.
 *
 * The function may give a tensor of any shape: what is differentiated is its sum with weights that are all
 * different, so that no two errors cancel.
 *
 * @param fn a function of tensors made of ops; must give the same result for the same inputs
 * @param inputs one value for each argument, anything that `tensor` takes; copied as Float64
 * @returns a report; `String(report)` is a table
 * @throws ArgumentError if the inputs are no list, or if the function gives no tensor or depends on none of them
 * @example
 * const report = checkGradients((x, W) => tanh(matmul(x, W)), [[[0.1, -0.7]], [[0.3], [1.2]]]);
 * report.passed; // true
 */
export function checkGradients(
  fn: (...inputs: Tensor[]) => Tensor,
  inputs: readonly TensorLike[],
  options: CheckOptions = {},
): GradientReport {
  const who = 'checkGradients';
  const { step, tolerance, worst } = readOptions(who, { step: 1e-6, tolerance: 1e-7, worst: 5 }, options);
  number(who, 'step', step, { above: 0 });
  number(who, 'tolerance', tolerance, { above: 0 });
  wholeNumber(who, 'worst', worst);
  if (typeof fn !== 'function' || !Array.isArray(inputs)) {
    const problem = 'arguments not understood';
    const expected = 'a function of tensors and a list with one value for each of its arguments';
    const received = `${show(fn)} and ${show(inputs)}`;
    throw new ArgumentError(complain({ who, problem, expected, received }));
  }

  const parameters = (inputs as readonly TensorLike[]).map((input, i) => {
    const { data, shape } = toTensor(who, `input ${i}`, input, { dtype: 'float64' });
    return new Parameter(data, shape, input instanceof Parameter ? input.name : `input ${i}`);
  });
  const values = parameters.map(({ value }) => value);
  const weighted = (): Tensor => {
    const output = fn(...values);
    if (typeof output?.data !== 'object') {
      const problem = 'the function gives no tensor';
      throw new ArgumentError(complain({ who, problem, expected: 'a Tensor', received: show(output) }));
    }
    return sum(multiply(output, outputWeights(output)));
  };

  const total = weighted();
  // Into gradients of its own: no parameter's gradient is touched.
  const back = wantsGradient(total) ? differentiate(total, ({ value }) => zerosLike(value)) : null;
  if (back === null || !parameters.some((parameter) => back.parameters.has(parameter))) {
    const problem = 'the function depends on none of its inputs';
    throw new ArgumentError(complain({ who, problem, help: 'Make its result of its arguments, by ops.' }));
  }
  back.steps.forEach(run);
  const elements: CheckedElement[] = [];
  for (const parameter of parameters) {
    const { value, name } = parameter;
    for (let index = 0; index < value.size; index++) {
      const kept = value.data[index];
      const at = (x: number): number => {
        value.data[index] = x;
        return noGradient(weighted).item();
      };
      const numeric = (at(kept + step) - at(kept - step)) / (2 * step);
      value.data[index] = kept;
      const analytic = back.parameters.get(parameter)?.data[index] ?? 0;
      const error = Math.abs(analytic - numeric) / Math.max(1, Math.abs(analytic), Math.abs(numeric));
      elements.push({ input: name, index, analytic, numeric, error });
    }
  }
  const rank = ({ error }: CheckedElement) => (Number.isNaN(error) ? Infinity : error);
  elements.sort((a, b) => (rank(a) === rank(b) ? 0 : rank(b) - rank(a)));
  const passed = elements.every(({ error }) => error <= tolerance); // NaN does not pass
  const report = { passed, checked: elements.length, tolerance, worst: elements.slice(0, worst) };
  return { ...report, toString: () => table(report) };
}

/** Weights between 1/2 and 3/2, all different, the same in every call. */
function outputWeights(output: Tensor): Tensor {
  const data = new Float64Array(output.size).map((_, i) => 0.5 + (lowbias32(i + 1) >>> 0) / 2 ** 32);
  return toTensor('checkGradients', 'weights', { data, shape: output.shape }, { dtype: 'float64' });
}

function table({ passed, checked, tolerance, worst }: Omit<GradientReport, 'toString'>): string {
  const verdict = passed ? 'gradients agree' : 'GRADIENTS DIFFER';
  const head = ['input', 'index', 'backward', 'difference', 'error'];
  const rows = worst.map(({ input, index, analytic, numeric, error }) => [
    input,
    String(index),
    analytic.toPrecision(10),
    numeric.toPrecision(10),
    error.toExponential(1),
  ]);
  const widths = head.map((title, j) => Math.max(title.length, ...rows.map((row) => row[j].length)));
  const line = (row: readonly string[]) => row.map((cell, j) => cell.padStart(widths[j])).join('  ');
  const title = `${verdict}: ${checked} elements, tolerance ${tolerance}; the worst:`;
  return [title, line(head), ...rows.map(line)].join('\n');
}
