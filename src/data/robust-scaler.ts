/**
 * Columns brought to median 0 and one quantile range, which outliers do not move.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import { flag, readOptions } from '../options.ts';
import { normalQuantile, sampleQuantile } from '../random/index.ts';
import type { Tensor, TensorLike } from '../tensor/index.ts';
import { configOf, readColumns, type TransformerConfig } from './shared/config.ts';
import { fitted, mapColumns, requireLearned, toTable, type Table } from './shared/table.ts';

/** What RobustScaler does to each column. */
export interface RobustScalerOptions {
  /** Whether the median is taken off. Default true. */
  readonly withCentering?: boolean;
  /** Whether it is divided by the quantile range. Default true. */
  readonly withScaling?: boolean;
  /** Between which percentiles the range is taken, from 0 to 100. Default [25, 75]. */
  readonly quantileRange?: readonly [low: number, high: number];
  /** Whether the range is divided by that of a normal distribution, so that normal columns get variance 1. Default false. */
  readonly unitVariance?: boolean;
}

/** A RobustScaler as plain data. */
export type RobustScalerConfig = TransformerConfig<
  'RobustScaler',
  Required<RobustScalerOptions>,
  { readonly center: readonly number[]; readonly scale: readonly number[] }
>;

/** A scaler that has learned, or will learn, median and quantile range of each column. */
export interface RobustScaler {
  /** The median of each column. @throws StateError before `fit` */
  readonly center: readonly number[];
  /** What each column is divided by: its quantile range, or 1 where that is 0. @throws StateError before `fit` */
  readonly scale: readonly number[];
  /** Learns from x [rows, columns], and gives itself back. */
  fit(x: TensorLike): RobustScaler;
  /** x [rows, columns] scaled. @throws StateError before `fit`; ShapeError for other columns than `fit` saw */
  transform(x: TensorLike): Tensor;
  /** `fit`, then `transform`, of the same rows. */
  fitTransform(x: TensorLike): Tensor;
  /** Scaled rows taken back. @throws as `transform` */
  inverseTransform(y: TensorLike): Tensor;
  /** Options and what was learned as plain data, ready for JSON; `transformerFromConfig` makes the scaler again. */
  toConfig(): RobustScalerConfig;
}

/**
 * Takes off each column's median and divides by the range between two of its quantiles: y = (x − center) / scale. A few
 * rows that lie far out change neither.
 *
 * Fit it on training rows only, and transform all others with it: test rows must not leak into training.
 *
 * Shapes: x [rows, columns] -> y [rows, columns]
 * @param options `withCentering` (default true), `withScaling` (default true), `quantileRange` (default [25, 75]),
 * `unitVariance` (default false)
 * @param learned what `toConfig` of another gave under `learned`; by default nothing is learned yet
 * @returns an object with `fit`, `transform`, `fitTransform`, `inverseTransform`, `toConfig`, and `center`, `scale`.
 * Results are float64 of a Tensor of that format, else float32
 * @throws ArgumentError for other options; its methods: StateError before `fit`, ShapeError if x is no table of the
 * columns that `fit` saw, ArgumentError for NaN or Infinity, naming row and column
 * Peers: scikit-learn's RobustScaler; quantiles between two rows lie on the straight line, as NumPy's. `center` and
 * `scale` are learned whatever is applied; scikit-learn has None there.
 * @example
 * const scaler = RobustScaler();
 * scaler.fitTransform([[1], [2], [3], [4], [1000]]).toArray(); // [[-1], [-0.5], [0], [0.5], [498.5]]
 * scaler.center; // [3]
 */
export function RobustScaler(
  options: RobustScalerOptions = {},
  learned: RobustScalerConfig['learned'] = null,
): RobustScaler {
  const who = 'RobustScaler';
  const defaults: Required<RobustScalerOptions> = {
    withCentering: true,
    withScaling: true,
    quantileRange: [25, 75],
    unitVariance: false,
  };
  const { withCentering, withScaling, quantileRange, unitVariance } = readOptions(who, defaults, options);
  flag(who, 'withCentering', withCentering);
  flag(who, 'withScaling', withScaling);
  flag(who, 'unitVariance', unitVariance);
  const [low, high] = checkRange(who, quantileRange, unitVariance);
  const normalRange = unitVariance ? normalQuantile(high / 100) - normalQuantile(low / 100) : 1;
  let quantiles = readColumns(who, learned, ['center', 'scale'], ['scale']);

  /** Center and scale as they are used, for a table that fits them. */
  function prepare(speaker: string, x: TensorLike): { table: Table; center: number[]; scale: number[] } {
    const { center, scale } = fitted(speaker, quantiles);
    const table = toTable(speaker, x, center.length);
    return {
      table,
      center: withCentering ? center : center.map(() => 0),
      scale: withScaling ? scale : scale.map(() => 1),
    };
  }

  const scaler: RobustScaler = {
    get center() {
      return fitted(`${who}.center`, quantiles).center;
    },
    get scale() {
      return fitted(`${who}.scale`, quantiles).scale;
    },

    fit(x) {
      const sorted = sortedColumns(toTable(`${who}.fit`, x));
      const range = (column: Float64Array) =>
        sampleQuantile(column, high / 100) - sampleQuantile(column, low / 100);
      quantiles = requireLearned(`${who}.fit`, {
        center: sorted.map((column) => sampleQuantile(column, 0.5)),
        scale: sorted.map((column) => rangeOf(range(column)) / normalRange),
      });
      return scaler;
    },

    transform(x) {
      const { table, center, scale } = prepare(`${who}.transform`, x);
      return mapColumns(table, (value, j) => (value - center[j]) / scale[j]);
    },

    fitTransform: (x) => scaler.fit(x).transform(x),

    inverseTransform(y) {
      const { table, center, scale } = prepare(`${who}.inverseTransform`, y);
      return mapColumns(table, (value, j) => value * scale[j] + center[j]);
    },

    toConfig: () =>
      configOf(
        who,
        { withCentering, withScaling, quantileRange: [low, high] as const, unitVariance },
        quantiles,
      ),
  };
  return scaler;
}

/** The numbers of each column in order. */
function sortedColumns({ rows, columns, data }: Table): Float64Array[] {
  return Array.from({ length: columns }, (_, j) =>
    Float64Array.from({ length: rows }, (_, i) => data[i * columns + j]).sort(),
  );
}

/** The range of a column, 1 if it has none: the bound of scikit-learn's `_handle_zeros_in_scale`. */
function rangeOf(range: number): number {
  return range < 10 * Number.EPSILON ? 1 : range;
}

function checkRange(who: string, range: unknown, unitVariance: boolean): readonly [number, number] {
  const [low, high] = Array.isArray(range) && range.length === 2 ? range : [];
  const ordered = Number.isFinite(low) && Number.isFinite(high) && low >= 0 && low <= high && high <= 100;
  const normal = low > 0 && low < high && high < 100; // of a normal distribution all else is 0 or endless
  if (ordered && (normal || !unitVariance)) return [low, high];
  const expected = unitVariance
    ? 'two percentiles [low, high], 0 < low < high < 100 with unitVariance'
    : 'two percentiles [low, high], 0 <= low <= high <= 100';
  throw new ArgumentError(
    complain({ who, problem: 'quantileRange is not usable', expected, received: show(range) }),
  );
}
