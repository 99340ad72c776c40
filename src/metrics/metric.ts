/**
 * What a metric is: a number that is watched while a model trains, added up batch by batch.
 *
 * `defineMetric` makes one from an object that says what is counted, how a batch adds to it, what the result is,
 * and which way is better.
 */
import { ArgumentError, complain, ShapeError, show } from '../errors.ts';
import { readDefinition } from '../options.ts';
import { formatShape, registers, type Step, step, type Tensor, type View } from '../tensor/index.ts';

/** Which way is better: 'up' for accuracy, 'down' for errors. */
export type Direction = 'up' | 'down';

/** What a metric counts: named numbers. */
export type Counts = Record<string, number>;

/** Targets, predictions and row weights on which the suite tries a metric. */
export interface MetricExample {
  readonly targets: { readonly data: readonly number[]; readonly shape: readonly number[] };
  readonly predictions: { readonly data: readonly number[]; readonly shape: readonly number[] };
  readonly weights: readonly number[];
  readonly result: number;
}

/** Everything there is to know about a metric. */
export interface MetricDefinition<C extends Counts> {
  /** Its name in History and reports. */
  readonly name: string;
  readonly direction: Direction;
  /** The result of perfect predictions. */
  readonly best: number;
  /** What is counted, at its start. */
  readonly counts: C;
  /** Adds a batch. Shapes: targets [rows, ...], predictions [rows, units], weights [rows]; rows of weight 0 count nothing. */
  update(counts: C, targets: View, predictions: View, weights: View): void;
  /** The result of all that was added since the start; NaN where nothing was. */
  result(counts: Readonly<C>): number;
  readonly examples: readonly MetricExample[];
}

/** A metric with its counts. */
export interface Metric {
  readonly kind: 'metric';
  readonly name: string;
  readonly direction: Direction;
  readonly best: number;
  /** What it has counted, live. */
  readonly counts: Counts;
  /** Another metric of the same kind, which has counted nothing: evaluation counts apart from training. */
  fresh(): Metric;
  /** Forgets all that was added. */
  reset(): void;
  /** Adds a batch. Shapes: targets [rows, ...], predictions [rows, units], weights [rows]. @throws ShapeError, ArgumentError */
  update(targets: View, predictions: View, weights: View): void;
  /** `update` as a step, which a Program takes each time it runs. @throws ShapeError, ArgumentError now, not later */
  step(targets: Tensor, predictions: Tensor, weights: Tensor): Step;
  /** The result of all that was added since `reset`. */
  result(): number;
}

/** Makes a metric that has counted nothing. */
export interface MetricMaker {
  (): Metric;
  // biome-ignore lint/suspicious/noExplicitAny: the erased form of every definition
  readonly definition: MetricDefinition<any>;
}

/**
 * Makes a metric from its definition.
 *
 * @throws ArgumentError for parts that are missing, of another kind or misspelt
 * @example
 * const largestError = defineMetric({
 *   name: 'largest_error',
 *   direction: 'down',
 *   best: 0,
 *   counts: { largest: 0 },
 *   update(counts, targets, predictions) {
 *     for (let i = 0; i < predictions.data.length; i++) {
 *       counts.largest = Math.max(counts.largest, Math.abs(predictions.data[i] - targets.data[i]));
 *     }
 *   },
 *   result: ({ largest }) => largest,
 *   examples: [],
 * });
 */
export function defineMetric<C extends Counts>(definition: MetricDefinition<C>): MetricMaker {
  readDefinition('defineMetric', definition, PARTS);
  const make = (): Metric => {
    const counts = registers(definition.counts);
    return {
      kind: 'metric',
      name: definition.name,
      direction: definition.direction,
      best: definition.best,
      counts,
      fresh: make,
      reset: () => void Object.assign(counts, definition.counts),
      update(targets, predictions, weights) {
        checkRows(definition.name, targets, predictions, weights);
        definition.update(counts, targets, predictions, weights);
      },
      step(targets, predictions, weights) {
        checkRows(definition.name, targets, predictions, weights);
        return step(definition.update, counts, targets, predictions, weights);
      },
      result: () => definition.result(counts),
    };
  };
  Object.defineProperty(make, 'name', { value: definition.name });
  return Object.assign(make, { definition });
}

const PARTS = {
  required: {
    name: 'string',
    direction: ['up', 'down'],
    best: 'number',
    counts: 'object',
    update: 'function',
    result: 'function',
  },
  optional: { examples: 'list' },
} as const;

/** @throws ArgumentError unless all three are tensors; ShapeError unless they have the same rows, and predictions two axes */
function checkRows(who: string, targets: View, predictions: View, weights: View): void {
  const rows = predictions?.shape?.[0];
  const fits = targets?.shape?.[0] === rows && weights?.data?.length === rows;
  if (fits && predictions?.shape?.length === 2) return;
  for (const [name, value] of Object.entries({ targets, predictions, weights })) {
    if (value?.data !== undefined && value.shape !== undefined) continue;
    const problem = `${name} are no tensor`;
    throw new ArgumentError(complain({ who, problem, expected: 'a Tensor', received: show(value) }));
  }
  const [t, p, w] = [targets, predictions, weights].map(({ shape }) => formatShape(shape));
  throw new ShapeError(
    complain({
      who,
      problem: 'the rows do not fit',
      expected: 'targets [rows, ...], predictions [rows, units] and weights [rows]',
      received: `targets ${t}, predictions ${p} and weights ${w}`,
    }),
  );
}
