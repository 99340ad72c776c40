/**
 * Columns brought to mean 0 and variance 1.
 */
import { flag, readOptions } from '../options.ts';
import type { Tensor, TensorLike } from '../tensor/index.ts';
import { configOf, readColumns, type TransformerConfig } from './shared/config.ts';
import { fitted, mapColumns, requireLearned, toTable, type Table } from './shared/table.ts';

/** What StandardScaler does to each column. */
export interface StandardScalerOptions {
  /** Whether the mean is taken off. Default true. */
  readonly withMean?: boolean;
  /** Whether it is divided by the standard deviation. Default true. */
  readonly withStd?: boolean;
}

/** A StandardScaler as plain data. */
export type StandardScalerConfig = TransformerConfig<
  'StandardScaler',
  Required<StandardScalerOptions>,
  {
    readonly mean: readonly number[];
    readonly variance: readonly number[];
    readonly scale: readonly number[];
  }
>;

/** A scaler that has learned, or will learn, mean and deviation of each column. */
export interface StandardScaler {
  /** The mean of each column. @throws StateError before `fit` */
  readonly mean: readonly number[];
  /** The variance of each column, Σ (x − mean)² / rows. @throws StateError before `fit` */
  readonly variance: readonly number[];
  /** What each column is divided by: √variance, or 1 where the column is constant. @throws StateError before `fit` */
  readonly scale: readonly number[];
  /** Learns from x [rows, columns], and gives itself back. */
  fit(x: TensorLike): StandardScaler;
  /** x [rows, columns] scaled. @throws StateError before `fit`; ShapeError for other columns than `fit` saw */
  transform(x: TensorLike): Tensor;
  /** `fit`, then `transform`, of the same rows. */
  fitTransform(x: TensorLike): Tensor;
  /** Scaled rows taken back. @throws as `transform` */
  inverseTransform(y: TensorLike): Tensor;
  /** Options and what was learned as plain data, ready for JSON; `transformerFromConfig` makes the scaler again. */
  toConfig(): StandardScalerConfig;
}

/**
 * Brings each column to mean 0 and variance 1: y = (x − mean) / scale.
 *
 * Fit it on training rows only, and transform all others with it: test rows must not leak into training.
 *
 * Shapes: x [rows, columns] -> y [rows, columns]
 * @param options `withMean` (default true), `withStd` (default true)
 * @param learned what `toConfig` of another gave under `learned`; by default nothing is learned yet
 * @returns an object with `fit`, `transform`, `fitTransform`, `inverseTransform`, and `mean`, `variance`, `scale`.
 * Results are float64 of a Tensor of that format, else float32
 * @throws ArgumentError for other options; its methods: StateError before `fit`, ShapeError if x is no table of the
 * columns that `fit` saw, ArgumentError for NaN or Infinity, naming row and column
 * Peers: scikit-learn's StandardScaler, which divides by the rows and leaves constant columns unscaled too.
 * `variance` and `scale` are learned with `withStd: false` too; scikit-learn has None there.
 * @example
 * const scaler = StandardScaler();
 * scaler.fitTransform([[1, 40], [4, 40], [7, 40]]).toArray()[1]; // [0, 0]
 * scaler.mean; // [4, 40]
 * scaler.inverseTransform([[0, 2]]).toArray(); // [[4, 42]]
 */
export function StandardScaler(
  options: StandardScalerOptions = {},
  learned: StandardScalerConfig['learned'] = null,
): StandardScaler {
  const who = 'StandardScaler';
  const defaults: Required<StandardScalerOptions> = { withMean: true, withStd: true };
  const { withMean, withStd } = readOptions(who, defaults, options);
  flag(who, 'withMean', withMean);
  flag(who, 'withStd', withStd);
  let moments: Moments | null = readColumns(who, learned, ['mean', 'variance', 'scale'], ['scale']);

  /** Mean and scale as they are used, for a table that fits them. */
  function prepare(speaker: string, x: TensorLike): { table: Table; mean: number[]; scale: number[] } {
    const { mean, scale } = fitted(speaker, moments);
    const table = toTable(speaker, x, mean.length);
    return {
      table,
      mean: withMean ? mean : mean.map(() => 0),
      scale: withStd ? scale : scale.map(() => 1),
    };
  }

  const scaler: StandardScaler = {
    get mean() {
      return fitted(`${who}.mean`, moments).mean;
    },
    get variance() {
      return fitted(`${who}.variance`, moments).variance;
    },
    get scale() {
      return fitted(`${who}.scale`, moments).scale;
    },

    fit(x) {
      moments = requireLearned(`${who}.fit`, momentsOf(toTable(`${who}.fit`, x)));
      return scaler;
    },

    transform(x) {
      const { table, mean, scale } = prepare(`${who}.transform`, x);
      return mapColumns(table, (value, j) => (value - mean[j]) / scale[j]);
    },

    fitTransform: (x) => scaler.fit(x).transform(x),

    inverseTransform(y) {
      const { table, mean, scale } = prepare(`${who}.inverseTransform`, y);
      return mapColumns(table, (value, j) => value * scale[j] + mean[j]);
    },

    toConfig: () => configOf(who, { withMean, withStd }, moments),
  };
  return scaler;
}

interface Moments {
  readonly mean: number[];
  readonly variance: number[];
  readonly scale: number[];
}

/**
 * Two passes, the second corrected by Σ (x − mean), which would be 0 without rounding: the corrected two-pass
 * algorithm of T. Chan, G. Golub, R. LeVeque (1983), Algorithms for Computing the Sample Variance.
 */
function momentsOf({ rows, columns, data }: Table): Moments {
  const mean = Array<number>(columns).fill(0);
  for (let i = 0; i < data.length; i++) mean[i % columns] += data[i];
  for (let j = 0; j < columns; j++) mean[j] /= rows;

  const squares = Array<number>(columns).fill(0);
  const rest = Array<number>(columns).fill(0);
  for (let i = 0; i < data.length; i++) {
    const off = data[i] - mean[i % columns];
    squares[i % columns] += off * off;
    rest[i % columns] += off;
  }
  const variance = squares.map((sum, j) => (sum - (rest[j] * rest[j]) / rows) / rows);
  const scale = variance.map((v, j) => (isConstant(v, mean[j], rows) ? 1 : Math.sqrt(v)));
  return { mean, variance, scale };
}

/** Whether a variance is no more than what rounding leaves of 0: the bound of scikit-learn's `_is_constant_feature`. */
function isConstant(variance: number, mean: number, rows: number): boolean {
  const rounding = rows * mean * Number.EPSILON;
  return variance <= rows * Number.EPSILON * variance + rounding * rounding;
}
