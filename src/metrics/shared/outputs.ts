/**
 * What the scores of regression share: numbers for one output or several, means over rows, and one number of all outputs.
 */
import { ArgumentError, complain, ShapeError, show } from '../../errors.ts';
import { oneOf, readOptions } from '../../options.ts';
import { formatShape, type Tensor, type TensorLike, toTensor } from '../../tensor/index.ts';
import { type RowWeights, readWeights } from './weights.ts';

/** How the results of several outputs become one number: their list, their mean, or their mean by given weights. */
export type Multioutput = 'raw_values' | 'uniform_average' | ArrayLike<number>;

/** Options of the errors of regression. */
export interface RegressionOptions {
  /** How much each row counts: [rows], finite numbers >= 0, not all 0. Default ones. */
  readonly sampleWeight?: RowWeights;
  /** 'raw_values', a list with the result of each output; 'uniform_average' (default), their mean; or weights for a mean. */
  readonly multioutput?: Multioutput;
}

/** Options that ask for a list with the result of each output. */
export type RawValues<O> = O & { readonly multioutput: 'raw_values' };

/** Targets and predictions by outputs: `targets[j][i]` is output j of row i. */
export interface Outputs {
  readonly rows: number;
  readonly targets: readonly Float64Array[];
  readonly predictions: readonly Float64Array[];
}

/**
 * Two tables of finite numbers of one shape; [rows] is [rows, 1].
 *
 * @throws ShapeError for other shapes; ArgumentError for no rows and for numbers that are not finite
 */
export function readOutputs(who: string, targets: TensorLike, predictions: TensorLike): Outputs {
  const [t, y] = [table(who, 'targets', targets), table(who, 'predictions', predictions)];
  const columns = ({ shape }: Tensor) => shape[1] ?? 1;
  if (t.shape[0] !== y.shape[0] || columns(t) !== columns(y)) {
    throw new ShapeError(
      complain({
        who,
        problem: 'targets and predictions differ in shape',
        expected: `predictions ${formatShape(t.shape)}, as the targets`,
        received: formatShape(y.shape),
      }),
    );
  }
  const rows = t.shape[0];
  const split = ({ data }: Tensor, outputs: number) =>
    Array.from({ length: outputs }, (_, j) =>
      Float64Array.from({ length: rows }, (_, i) => data[i * outputs + j]),
    );
  return { rows, targets: split(t, columns(t)), predictions: split(y, columns(t)) };
}

function table(who: string, name: string, values: TensorLike): Tensor {
  const tensor = toTensor(who, name, values, { dtype: 'float64' });
  const { shape, data } = tensor;
  if (shape.length !== 1 && shape.length !== 2) {
    const expected = `${name} [rows] or [rows, outputs]`;
    const problem = 'these are not rows of numbers';
    throw new ShapeError(complain({ who, problem, expected, received: formatShape(shape) }));
  }
  if (data.length === 0) throw new ArgumentError(complain({ who, problem: `there are no ${name}` }));
  const bad = data.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return tensor;
  const columns = shape[1];
  const place = columns === undefined ? `[${bad}]` : `[${Math.floor(bad / columns)}][${bad % columns}]`;
  throw new ArgumentError(
    complain({
      who,
      problem: `${name}${place} is not finite`,
      expected: 'a finite number',
      received: `${data[bad]}`,
    }),
  );
}

/** The mean of f(target, prediction) over the rows, one for each output, and of these what `multioutput` asks for. */
export function meanError(
  who: string,
  targets: TensorLike,
  predictions: TensorLike,
  options: RegressionOptions,
  f: (target: number, prediction: number) => number,
  after: (mean: number) => number = (mean) => mean,
): number | number[] {
  const { multioutput, sampleWeight } = readRegressionOptions(who, options);
  const read = readOutputs(who, targets, predictions);
  const weights = readWeights(who, sampleWeight, read.rows);
  const errors = read.targets.map((t, j) => {
    const y = read.predictions[j];
    return after(
      mean(
        who,
        t.map((target, i) => f(target, y[i])),
        weights,
      ),
    );
  });
  return combine(who, errors, multioutput);
}

/** Options of an error over their defaults, `multioutput` checked but for the number of its weights. */
export function readRegressionOptions(
  who: string,
  options: RegressionOptions,
): { readonly multioutput: Multioutput; readonly sampleWeight: RowWeights | undefined } {
  const defaults = {
    multioutput: 'uniform_average' as Multioutput,
    sampleWeight: undefined as RowWeights | undefined,
  };
  const given = readOptions(who, defaults, options);
  if (typeof given.multioutput === 'string')
    oneOf(who, 'multioutput', given.multioutput, ['raw_values', 'uniform_average']);
  return given;
}

/** Σ w·v / Σ w. @throws ArgumentError if the weights sum to 0 */
export function mean(who: string, values: ArrayLike<number>, weights: ArrayLike<number>): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    sum += weights[i] * values[i];
    total += weights[i];
  }
  if (total !== 0) return sum / total;
  const problem = 'all weights are 0, or they sum to 0';
  throw new ArgumentError(complain({ who, problem, expected: 'weights of which a mean can be made' }));
}

/** The results of all outputs as `multioutput` asks. @throws ArgumentError for weights that do not fit the outputs */
export function combine(
  who: string,
  results: readonly number[],
  multioutput: Multioutput,
): number | number[] {
  if (multioutput === 'raw_values') return [...results];
  const even = results.map(() => 1);
  if (multioutput === 'uniform_average') return mean(who, results, even);
  return mean(who, results, outputWeights(who, multioutput as ArrayLike<number>, results.length));
}

function outputWeights(who: string, given: unknown, outputs: number): ArrayLike<number> {
  const problem = 'multioutput is not usable';
  const isList = typeof given === 'object' && given !== null && 'length' in given;
  const weights = isList ? Array.from(given as ArrayLike<unknown>) : [];
  if (!isList || !weights.every((weight) => Number.isFinite(weight))) {
    const expected = "'raw_values', 'uniform_average' or one finite weight for each output";
    throw new ArgumentError(complain({ who, problem, expected, received: show(given) }));
  }
  if (outputs > 1 && weights.length === outputs) return weights as number[];
  throw new ShapeError(
    complain({
      who,
      problem,
      expected:
        outputs === 1 ? 'no weights, as there is one output' : `${outputs} weights, one for each output`,
      received: `${weights.length}`,
    }),
  );
}
