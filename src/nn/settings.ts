/**
 * What `compile` settles: an optimizer, and for each output of the model a loss and what is watched beside it.
 */
import { complain, ShapeError } from '../errors.ts';
import type { Direction, Metric } from '../metrics/index.ts';
import type { Optimizer } from '../optim/index.ts';
import { formatShape, registersOf, type Step, step, tally, Tensor } from '../tensor/index.ts';
import type { Loss } from './losses/index.ts';

/** Adds up over batches what is watched. */
export interface Count {
  /** What has been counted so far. */
  readonly counts: Tensor;
  reset(): void;
  /** The result since the last reset. */
  result(): number;
  /**
   * How a Program of so many rows adds a batch.
   *
   * @param weights [rows]: ones, or the weights of the samples
   * @returns `values`, which the Program must work out, and the step that adds them
   */
  attach(
    targets: Tensor,
    predictions: Tensor,
    weights: Tensor,
    rows: number,
  ): { readonly values: readonly Tensor[]; readonly step: Step };
}

/** Something that is watched beside the loss. Evaluation counts apart, since it may come between two batches. */
export interface Watched {
  readonly key: string;
  /** Which way is better; null where nobody has said. */
  readonly direction: Direction | null;
  /** Whether samples count with their weights. */
  readonly weighted: boolean;
  readonly training: Count;
  readonly evaluation: Count;
  /** What was given for it: a name, a loss, the maker of a metric, or a function. */
  readonly plain: unknown;
}

/** What belongs to one output of the model. */
export interface OutputSettings {
  /** The name of the output, which opens its keys; '' where there is one only. */
  readonly name: string;
  readonly loss: Loss;
  /** The factor of its loss in the sum of all. */
  readonly lossWeight: number;
  readonly watched: readonly Watched[];
}

/** What `compile` settled. */
export interface Settings {
  readonly optimizer: Optimizer;
  readonly outputs: readonly OutputSettings[];
}

/** The key of an output's number in History: 'accuracy', or 'salida_accuracy' where there are several outputs. */
export function keyOf({ name }: OutputSettings, key: string): string {
  return name === '' ? key : `${name}_${key}`;
}

/** All that is watched, with its key in History. */
export function watchedOf({ outputs }: Settings): (Watched & { readonly key: string })[] {
  return outputs.flatMap((output) =>
    output.watched.map((watched) => ({ ...watched, key: keyOf(output, watched.key) })),
  );
}

/** The count of a metric. */
export function countOf(metric: Metric): Count {
  return {
    counts: registersOf(metric.counts) as Tensor,
    reset: () => metric.reset(),
    result: () => metric.result(),
    attach: (targets, predictions, weights) => ({
      values: [],
      step: metric.step(targets, predictions, weights),
    }),
  };
}

/** The number of a batch, made of ops. Shapes: targets, predictions [rows, ...], weights [rows] -> [] */
export type MetricCall = (targets: Tensor, predictions: Tensor, weights: Tensor) => Tensor;

/**
 * The count of a function of ops: the mean over all rows of what it gives.
 *
 * @param share what each batch counts for; null: the number of its rows
 * @throws ShapeError, when it is attached, if the function gives no number
 */
export function meanOf(who: string, call: MetricCall, share: ((weights: Tensor) => Tensor) | null): Count {
  const sums = new Tensor(new Float64Array(3), [3]);
  return {
    counts: sums,
    reset: () => void sums.data.fill(0),
    result() {
      const [sum, shares, rows] = sums.data;
      if (share === null) return sum / rows;
      return rows > 0 && shares === 0 ? 0 : sum / shares; // where no row counts, as in Keras
    },
    attach(targets, predictions, weights, rows) {
      const value: unknown = call(targets, predictions, weights);
      if (!(value instanceof Tensor) || value.shape.length !== 0) {
        const received = value instanceof Tensor ? formatShape(value.shape) : String(value);
        const expected = 'a Tensor [], such as mean(…) gives';
        throw new ShapeError(complain({ who, problem: 'the metric is not one number', expected, received }));
      }
      const divisor = share === null ? null : share(weights);
      return {
        values: divisor === null ? [value] : [value, divisor],
        step: step(tally, value, divisor, rows, sums),
      };
    },
  };
}
