/**
 * How sure a score is: the interval in which it lies when the rows are drawn again and again.
 */
import { ArgumentError, complain, ShapeError, show } from '../errors.ts';
import { number, oneOf, readOptions, wholeNumber } from '../options.ts';
import { normalQuantile, type RandomState, readRandomState, sampleQuantile } from '../random/index.ts';
import { countRows, pickRows, type Rows } from '../tensor/index.ts';
import { normalShare } from './shared/error-function.ts';
import { sum } from './shared/sum.ts';

/** How an interval is drawn from the resamples. */
export type BootstrapMethod = 'percentile' | 'basic' | 'BCa';

/** Options of bootstrapInterval. */
export interface BootstrapOptions {
  /** How often the interval is to hold what is sought, between 0 and 1. Default 0.95. */
  readonly confidence?: number;
  /** How many times the rows are drawn. Default 1000; at least 2. */
  readonly resamples?: number;
  /** The draws: a seed or a RandomState. Default 0. */
  readonly randomState?: number | RandomState;
  /** 'percentile' (default), 'basic' or 'BCa'. */
  readonly method?: BootstrapMethod;
}

/** A score with its interval. */
export interface BootstrapInterval {
  /** The score of all rows. */
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** The standard deviation of the scores of the resamples. */
  readonly standardError: number;
  /** How many resamples had no score, and were left out. */
  readonly failed: number;
}

/**
 * The interval of a score by the bootstrap: as many rows as there are, drawn with replacement, are scored `resamples`
 * times, and the interval holds the share `confidence` of these scores θ*.
 *
 * With α = (1 − confidence) / 2 and q the quantiles of the θ*: 'percentile' is [q(α), q(1 − α)]; 'basic' mirrors it at
 * the estimate θ, [2θ − q(1 − α), 2θ − q(α)]; 'BCa' moves α by how many θ* are below θ, and by how skew θ is when single
 * rows are left out: the best where there are few rows, and as many more calls of the metric as there are rows.
 *
 * A resample may have no score, as when the area under the curve is asked of rows that happen to be of one class: where
 * the metric throws, or gives what is not finite, the resample is left out and counted in `failed`.
 *
 * Shapes: targets and predictions [rows, ...]: Tensors, arrays and typed arrays
 * @param metric any function (targets, predictions) => number; options of its own in a closure
 * @param options `confidence` (default 0.95), `resamples` (default 1000), `randomState` (default 0), `method` (default
 * 'percentile')
 * @returns `{ estimate, low, high, standardError, failed }`; low and high of BCa are NaN if all θ* lie on one side of θ
 * @throws ShapeError if the rows differ in number; ArgumentError if all rows have no finite score, or fewer than two
 * resamples have one; what the metric throws of all rows
 * Peers: scipy.stats.bootstrap with `paired=True`, draw for draw, given numpy's RandomState; a score that never changes
 * is an interval of length 0 here, and NaN there with BCa. scikit-learn has none.
 * @see B. Efron, R. Tibshirani (1993), An Introduction to the Bootstrap, sections 13.3, 13.4 and 14.3
 * @example
 * const targets = [3.1, -0.4, 2.2, 7.5, 4.8];
 * const { estimate, low, high } = bootstrapInterval(rootMeanSquaredError, targets, [2.5, 0.1, 2.2, 8.4, 4.4]);
 * estimate; // 0.5621387729022079
 * low < estimate && estimate < high; // true
 */
export function bootstrapInterval<T extends Rows, P extends Rows>(
  metric: (targets: T, predictions: P) => number,
  targets: T,
  predictions: P,
  options: BootstrapOptions = {},
): BootstrapInterval {
  const who = 'bootstrapInterval';
  if (typeof metric !== 'function') {
    const expected = 'a function (targets, predictions) => number, such as accuracyScore';
    const problem = 'metric is no function';
    throw new ArgumentError(complain({ who, problem, expected, received: show(metric) }));
  }
  const defaults: Required<BootstrapOptions> = {
    confidence: 0.95,
    resamples: 1000,
    randomState: 0,
    method: 'percentile',
  };
  const { confidence, resamples, randomState, method } = readOptions(who, defaults, options);
  number(who, 'confidence', confidence, { above: 0, below: 1 });
  wholeNumber(who, 'resamples', resamples, { min: 2 });
  oneOf(who, 'method', method, ['percentile', 'basic', 'BCa']);
  const random = readRandomState(who, 'randomState', randomState);
  const rows = countPairs(who, targets, predictions);
  const estimate = metric(targets, predictions);
  if (!Number.isFinite(estimate)) {
    const problem = 'the metric gives no finite number of all rows';
    const help = typeof estimate === 'number' ? '' : 'Take a score, such as (t, y) => rocAucScore(t, y).';
    throw new ArgumentError(
      complain({ who, problem, expected: 'a finite number', received: show(estimate), help }),
    );
  }

  const score = (chosen: readonly number[]) =>
    scoreOf(() => metric(pickRows(targets, chosen) as T, pickRows(predictions, chosen) as P));
  const drawn = Array.from({ length: resamples }, () =>
    score(Array.from({ length: rows }, () => random.randint(rows))),
  );
  const scores = Float64Array.from(drawn.filter(Number.isFinite)).sort();
  if (scores.length < 2) {
    const problem = `${resamples - scores.length} of ${resamples} resamples have no score`;
    const help = 'There may be too few rows of a class.';
    throw new ArgumentError(complain({ who, problem, expected: 'at least 2 that have one', help }));
  }

  const alpha = (1 - confidence) / 2;
  const [lowShare, highShare] =
    method === 'BCa' ? correctedShares(alpha, estimate, scores, skewness(rows, score)) : [alpha, 1 - alpha];
  const [below, above] = [sampleQuantile(scores, lowShare), sampleQuantile(scores, highShare)];
  return {
    estimate,
    low: method === 'basic' ? 2 * estimate - above : below,
    high: method === 'basic' ? 2 * estimate - below : above,
    standardError: Math.sqrt(squares(scores) / (scores.length - 1)),
    failed: resamples - scores.length,
  };
}

/** What the work gives, NaN where it throws. */
function scoreOf(work: () => number): number {
  try {
    return work();
  } catch {
    return Number.NaN;
  }
}

/** Bias-corrected and accelerated shares, equation 14.10 of Efron and Tibshirani: Φ(z₀ + (z₀ ± z) / (1 − a (z₀ ± z))). */
function correctedShares(
  alpha: number,
  estimate: number,
  scores: Float64Array,
  acceleration: number,
): [number, number] {
  const below = scores.filter((score) => score < estimate).length;
  const equal = scores.filter((score) => score === estimate).length;
  const bias = normalQuantile((below + equal / 2) / scores.length);
  const corrected = (z: number) => normalShare(bias + (bias + z) / (1 - acceleration * (bias + z)));
  const z = normalQuantile(alpha);
  return [corrected(z), corrected(-z)];
}

/** The acceleration, equation 14.15: Σ u³ / 6 (Σ u²)^(3/2), u how far the score without a row is below their mean. */
function skewness(rows: number, score: (chosen: readonly number[]) => number): number {
  const all = Array.from({ length: rows }, (_, row) => row);
  const without = all.map((left) => score(all.filter((row) => row !== left))).filter(Number.isFinite);
  const center = sum(without) / without.length;
  const cubes = sum(without.map((value) => (center - value) ** 3));
  const total = squares(without);
  return total === 0 ? 0 : cubes / (6 * total ** 1.5);
}

/** Σ (v − v̄)². */
function squares(values: ArrayLike<number>): number {
  const center = sum(values) / values.length;
  return sum(Float64Array.from(values, (value) => (value - center) ** 2));
}

/** How many rows both have. @throws ArgumentError if one has none; ShapeError if they differ */
function countPairs(who: string, targets: unknown, predictions: unknown): number {
  const [t, y] = [countRows(who, 'targets', targets), countRows(who, 'predictions', predictions)];
  if (t === 0) throw new ArgumentError(complain({ who, problem: 'there are no rows' }));
  if (t === y) return t;
  const expected = `${t} predictions for ${t} targets`;
  throw new ShapeError(complain({ who, problem: 'lengths differ', expected, received: `${y}` }));
}
