/**
 * Columns brought into one range.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import { flag, readOptions } from '../options.ts';
import type { Tensor, TensorLike } from '../tensor/index.ts';
import { configOf, readColumns, type TransformerConfig } from './shared/config.ts';
import { fitted, mapColumns, requireLearned, toTable, type Table } from './shared/table.ts';

/** Into what range MinMaxScaler brings each column. */
export interface MinMaxScalerOptions {
  /** What the smallest and the largest number of each column become. Default [0, 1]. */
  readonly featureRange?: readonly [low: number, high: number];
  /** Whether numbers beyond those that `fit` saw are cut off at the ends of the range. Default false. */
  readonly clip?: boolean;
}

/** A MinMaxScaler as plain data. */
export type MinMaxScalerConfig = TransformerConfig<
  'MinMaxScaler',
  Required<MinMaxScalerOptions>,
  {
    readonly dataMin: readonly number[];
    readonly dataMax: readonly number[];
    readonly scale: readonly number[];
    readonly min: readonly number[];
  }
>;

/** A scaler that has learned, or will learn, the range of each column. */
export interface MinMaxScaler {
  /** The smallest number of each column. @throws StateError before `fit` */
  readonly dataMin: readonly number[];
  /** The largest number of each column. @throws StateError before `fit` */
  readonly dataMax: readonly number[];
  /** What each column is multiplied by. @throws StateError before `fit` */
  readonly scale: readonly number[];
  /** What is then added to it. @throws StateError before `fit` */
  readonly min: readonly number[];
  /** Learns from x [rows, columns], and gives itself back. */
  fit(x: TensorLike): MinMaxScaler;
  /** x [rows, columns] scaled. @throws StateError before `fit`; ShapeError for other columns than `fit` saw */
  transform(x: TensorLike): Tensor;
  /** `fit`, then `transform`, of the same rows. */
  fitTransform(x: TensorLike): Tensor;
  /** Scaled rows taken back. @throws as `transform` */
  inverseTransform(y: TensorLike): Tensor;
  /** Options and what was learned as plain data, ready for JSON; `transformerFromConfig` makes the scaler again. */
  toConfig(): MinMaxScalerConfig;
}

/**
 * Brings each column into [low, high]: y = x · scale + min, with scale = (high − low) / (dataMax − dataMin) and
 * min = low − dataMin · scale. A constant column counts as one of range 1, and becomes low.
 *
 * Fit it on training rows only, and transform all others with it: test rows must not leak into training.
 *
 * Shapes: x [rows, columns] -> y [rows, columns]
 * @param options `featureRange` (default [0, 1]), `clip` (default false)
 * @param learned what `toConfig` of another gave under `learned`; by default nothing is learned yet
 * @returns an object with `fit`, `transform`, `fitTransform`, `inverseTransform`, and `dataMin`, `dataMax`, `scale`,
 * `min`. Results are float64 of a Tensor of that format, else float32
 * @throws ArgumentError for other options; its methods: StateError before `fit`, ShapeError if x is no table of the
 * columns that `fit` saw, ArgumentError for NaN or Infinity, naming row and column
 * Peers: scikit-learn's MinMaxScaler.
 * @example
 * const scaler = MinMaxScaler({ featureRange: [-1, 1] });
 * scaler.fitTransform([[2, 30], [6, 10], [4, 42]]).toArray()[0]; // [-1, 0.25]
 * scaler.dataMax; // [6, 42]
 * scaler.inverseTransform([[0.5, -1]]).toArray(); // [[5, 10]]
 */
export function MinMaxScaler(
  options: MinMaxScalerOptions = {},
  learned: MinMaxScalerConfig['learned'] = null,
): MinMaxScaler {
  const who = 'MinMaxScaler';
  const defaults: Required<MinMaxScalerOptions> = { featureRange: [0, 1], clip: false };
  const { featureRange, clip } = readOptions(who, defaults, options);
  const [low, high] = checkRange(who, featureRange);
  flag(who, 'clip', clip);
  let range: Range | null = readColumns(who, learned, ['dataMin', 'dataMax', 'scale', 'min'], ['scale']);

  const scaler: MinMaxScaler = {
    get dataMin() {
      return fitted(`${who}.dataMin`, range).dataMin;
    },
    get dataMax() {
      return fitted(`${who}.dataMax`, range).dataMax;
    },
    get scale() {
      return fitted(`${who}.scale`, range).scale;
    },
    get min() {
      return fitted(`${who}.min`, range).min;
    },

    fit(x) {
      const { dataMin, dataMax } = extremes(toTable(`${who}.fit`, x));
      const scale = dataMax.map((max, j) => (high - low) / rangeOf(max - dataMin[j]));
      const min = dataMin.map((least, j) => low - least * scale[j]);
      range = requireLearned(`${who}.fit`, { dataMin, dataMax, scale, min });
      return scaler;
    },

    transform(x) {
      const { scale, min } = fitted(`${who}.transform`, range);
      return mapColumns(toTable(`${who}.transform`, x, scale.length), (value, j) => {
        const scaled = value * scale[j] + min[j];
        return clip ? Math.min(Math.max(scaled, low), high) : scaled;
      });
    },

    fitTransform: (x) => scaler.fit(x).transform(x),

    inverseTransform(y) {
      const { scale, min } = fitted(`${who}.inverseTransform`, range);
      const table = toTable(`${who}.inverseTransform`, y, scale.length);
      return mapColumns(table, (value, j) => (value - min[j]) / scale[j]);
    },

    toConfig: () => configOf(who, { featureRange: [low, high] as const, clip }, range),
  };
  return scaler;
}

interface Range {
  readonly dataMin: number[];
  readonly dataMax: number[];
  readonly scale: number[];
  readonly min: number[];
}

function extremes({ columns, data }: Table): { dataMin: number[]; dataMax: number[] } {
  const dataMin = Array<number>(columns).fill(Number.POSITIVE_INFINITY);
  const dataMax = Array<number>(columns).fill(Number.NEGATIVE_INFINITY);
  for (let i = 0; i < data.length; i++) {
    const j = i % columns;
    dataMin[j] = Math.min(dataMin[j], data[i]);
    dataMax[j] = Math.max(dataMax[j], data[i]);
  }
  return { dataMin, dataMax };
}

/** The range of a column, 1 if it has none: the bound of scikit-learn's `_handle_zeros_in_scale`. */
function rangeOf(range: number): number {
  return range < 10 * Number.EPSILON ? 1 : range;
}

function checkRange(who: string, range: unknown): readonly [number, number] {
  if (Array.isArray(range) && range.length === 2 && range.every(Number.isFinite) && range[0] < range[1]) {
    return [range[0], range[1]];
  }
  const expected = 'two numbers [low, high], low < high';
  throw new ArgumentError(
    complain({ who, problem: 'featureRange is not usable', expected, received: show(range) }),
  );
}
