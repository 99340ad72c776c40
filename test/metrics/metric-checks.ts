/**
 * The checks that every metric must pass. Each takes a definition and throws if it finds a fault.
 */
import { assert } from 'chai';
import { defineMetric, type Metric, type MetricDefinition } from '../../src/metrics/index.ts';
import { size, Tensor } from '../../src/tensor/index.ts';
import { peer } from '../shared/values.ts';

// biome-ignore lint/suspicious/noExplicitAny: the erased form of every definition
export type AnyMetricDefinition = MetricDefinition<any>;

type Example = AnyMetricDefinition['examples'][number];

interface StoredTraining {
  readonly name: string;
  readonly metrics: readonly string[];
  readonly tVal: { readonly shape: number[]; readonly values: number[] };
  readonly predictions: { readonly shape: number[]; readonly values: number[] };
  readonly history: Readonly<Record<string, readonly number[]>>;
}

/** Some rows of an example, in the order of `places`. */
function add(metric: Metric, example: Example, places: readonly number[]): Metric {
  const pick = ({ data, shape }: Example['targets']) => {
    const columns = size(shape) / shape[0];
    const values = places.flatMap((row) => data.slice(row * columns, (row + 1) * columns));
    return new Tensor(Float64Array.from(values), [places.length, ...shape.slice(1)]);
  };
  const weights = { data: example.weights, shape: [example.weights.length] };
  metric.update(pick(example.targets), pick(example.predictions), pick(weights));
  return metric;
}

const all = (example: Example): number[] => example.weights.map((_, row) => row);

/** Predictions that leave nothing to be wished: the targets themselves, one-hot where the targets are class numbers. */
function perfect(example: Example): Example {
  const { targets, predictions, weights } = example;
  const units = predictions.shape[1];
  const sparse = targets.data.length === weights.length && units > 1;
  const data = sparse
    ? targets.data.flatMap((label) => Array.from({ length: units }, (_, j) => (j === label ? 0.9 : 0.01)))
    : targets.data;
  return { ...example, predictions: { data, shape: predictions.shape } };
}

/** The example with rows of weight 0 between its own, which hold what would spoil the result. */
function padded(example: Example): Example {
  const spread = ({ data, shape }: Example['targets'], filling: (i: number) => number) => {
    const columns = size(shape) / shape[0];
    const rows = all(example).flatMap((row) => [
      ...data.slice(row * columns, (row + 1) * columns),
      ...Array.from({ length: columns }, (_, j) => filling(row + j)),
    ]);
    return { data: rows, shape: [2 * shape[0], ...shape.slice(1)] };
  };
  return {
    targets: spread(example.targets, (i) => (i + 1) % 2),
    predictions: spread(example.predictions, (i) => [0.83, -7, Number.NaN][i % 3]),
    weights: example.weights.flatMap((weight) => [weight, 0]),
    result: example.result,
  };
}

const assertResult = (found: number, expected: number, what: string) =>
  assert.isAtMost(Math.abs(found - expected), 1e-14 * Math.max(1, Math.abs(expected)), what);

/** The list of checks, by what they hold. */
export const checks: readonly { readonly name: string; check(definition: AnyMetricDefinition): void }[] = [
  {
    name: 'the worked examples come out',
    check(definition) {
      assert.isAbove(definition.examples.length, 0, `${definition.name} has no example`);
      for (const example of definition.examples) {
        const metric = add(defineMetric(definition)(), example, all(example));
        assertResult(metric.result(), example.result, 'result');
        const { direction, best } = definition;
        assert.isTrue(
          direction === 'up' ? example.result <= best : example.result >= best,
          'better than best',
        );
      }
    },
  },
  {
    name: 'any split into batches gives the same result',
    check(definition) {
      for (const example of definition.examples) {
        const rows = all(example);
        for (let cuts = 0; cuts < 2 ** (rows.length - 1); cuts++) {
          const metric = defineMetric(definition)();
          let batch: number[] = [];
          for (const row of rows) {
            batch.push(row);
            if (row < rows.length - 1 && (cuts >> row) % 2 === 0) continue;
            add(metric, example, batch);
            batch = [];
          }
          assertResult(metric.result(), example.result, `cuts ${cuts.toString(2)}`);
        }
      }
    },
  },
  {
    name: 'the order of the rows does not matter',
    check(definition) {
      for (const example of definition.examples) {
        const rows = all(example);
        for (const shift of rows) {
          const turned = [...rows.slice(shift), ...rows.slice(0, shift)];
          for (const order of [turned, turned.toReversed()]) {
            const metric = add(defineMetric(definition)(), example, order);
            assertResult(metric.result(), example.result, `order ${order}`);
          }
        }
      }
    },
  },
  {
    name: 'perfect predictions reach `best`',
    check(definition) {
      for (const example of definition.examples) {
        const metric = add(defineMetric(definition)(), perfect(example), all(example));
        assert.equal(metric.result(), definition.best);
        assert.equal(metric.best, definition.best);
      }
    },
  },
  {
    name: 'rows of weight 0 count nothing',
    check(definition) {
      for (const example of definition.examples) {
        const wider = padded(example);
        const metric = add(defineMetric(definition)(), wider, all(wider));
        assertResult(metric.result(), example.result, 'result');
      }
    },
  },
  {
    name: 'the result is NaN before anything was added, and reset forgets all that was',
    check(definition) {
      for (const example of definition.examples) {
        const [metric, other] = [defineMetric(definition)(), defineMetric(definition)()];
        assert.isNaN(metric.result());
        add(metric, perfect(example), all(example));
        metric.reset();
        assert.isNaN(metric.result());
        add(metric, example, all(example));
        assertResult(metric.result(), example.result, 'after reset');
        assertResult(metric.result(), example.result, 'asked twice');
        assert.isNaN(other.result(), 'two of a kind share their counts');
      }
    },
  },
  {
    name: 'no update changes what it is given',
    check(definition) {
      for (const { targets, predictions, weights } of definition.examples) {
        const given = [targets, predictions, { data: weights, shape: [weights.length] }].map(
          ({ data, shape }) => new Tensor(Float64Array.from(data), shape),
        );
        const before = given.map(({ data }) => Array.from(data));
        defineMetric(definition)().update(given[0], given[1], given[2]);
        assert.deepEqual(
          given.map(({ data }) => Array.from(data)),
          before,
        );
      }
    },
  },
  {
    name: 'the result agrees with what Keras reports of stored predictions',
    check(definition) {
      const { name } = definition;
      const { cases } = peer<{ cases: StoredTraining[] }>('trajectories.json');
      const watched = cases.filter(({ metrics }) => metrics.includes(name));
      assert.isAbove(watched.length, 0, `test/peers/trajectories.json watches no ${name}`);
      for (const { tVal, predictions, history, name: training } of watched) {
        const metric = defineMetric(definition)();
        const rows = tVal.shape[0];
        metric.update(
          new Tensor(Float32Array.from(tVal.values), tVal.shape),
          new Tensor(Float32Array.from(predictions.values), predictions.shape),
          new Tensor(new Float32Array(rows).fill(1), [rows]),
        );
        assert.closeTo(metric.result(), history[`val_${name}`].at(-1)!, 1e-7, training);
      }
    },
  },
];
