/**
 * Every metric through every check, and every check against a fault planted for it.
 */
import { assert } from 'chai';
import * as room from '../../src/metrics/index.ts';
import type { View } from '../../src/tensor/index.ts';
import { type Fault, itCatches } from '../shared/faults.ts';
import { type AnyMetricDefinition, checks } from './metric-checks.ts';

const makers = Object.entries(room).flatMap(([name, value]) =>
  'definition' in value ? [[name, value.definition] as const] : [],
);

describe('every metric', () => {
  it('is found in the room', () =>
    assert.deepInclude(
      makers.map(([name]) => name),
      'accuracy',
    ));
  it('is found by its name and its other names, and by nothing else', () => {
    const table: Readonly<Record<string, room.MetricMaker>> = room.metrics;
    for (const [name, definition] of makers) assert.strictEqual(table[name].definition, definition);
    const short = Object.entries(table).filter(([key, { definition }]) => key !== definition.name);
    assert.deepEqual(
      short.map(([key, { definition }]) => [key, definition.name]),
      [['acc', 'accuracy']],
    );
  });
  for (const [name, definition] of makers) {
    describe(name, () => {
      it('is exported under its own name', () => assert.equal(definition.name, name));
      for (const { name: promise, check } of checks) it(promise, () => check(definition));
    });
  }
});

describe('a metric of the user that is better the lower it is', () => {
  const meanError = room.defineMetric({
    name: 'mean_error',
    direction: 'down',
    best: 0,
    counts: { total: 0, rows: 0 },
    update(counts, targets, predictions, weights) {
      const columns = predictions.data.length / weights.data.length;
      for (let i = 0; i < predictions.data.length; i++) {
        const weight = weights.data[Math.floor(i / columns)];
        if (weight > 0) counts.total += (weight * Math.abs(predictions.data[i] - targets.data[i])) / columns;
      }
      for (const weight of weights.data) counts.rows += weight;
    },
    result: ({ total, rows }) => total / rows,
    examples: [
      {
        targets: { data: [1, 0.3, -2, 0.7, 5, 2], shape: [3, 2] },
        predictions: { data: [1.5, 0.2, -2.25, 1.7, 5, 3], shape: [3, 2] },
        weights: [1, 2, 3],
        result: (0.6 + 2 * 1.25 + 3) / 12,
      },
    ],
  });
  for (const { name, check } of checks.slice(0, -1)) it(name, () => check(meanError.definition));
});

describe('the checks of every metric catch a fault planted for each', () => {
  const good: AnyMetricDefinition = room.accuracy.definition;
  type Counts = Record<string, number>;
  type Update = (counts: Counts, targets: View, predictions: View, weights: View) => void;
  const updating = (update: Update): AnyMetricDefinition => ({ ...good, update });

  const faults: readonly Fault<AnyMetricDefinition>[] = [
    {
      check: 'the worked examples',
      fault: 'a count that ignores the weights',
      definition: updating((counts, t, p, w) =>
        good.update(counts, t, p, { ...w, data: w.data.map((x) => (x > 0 ? 1 : 0)) }),
      ),
    },
    { check: 'the worked examples', fault: 'no example', definition: { ...good, examples: [] } },
    { check: 'the worked examples', fault: 'a best that is the worst', definition: { ...good, best: 0 } },
    {
      check: 'any split',
      fault: 'a mean of the means of the batches',
      definition: updating((counts, t, p, w) => {
        const batch = { right: 0, total: 0 };
        good.update(batch, t, p, w);
        counts.right += batch.right / batch.total;
        counts.total += 1;
      }),
    },
    {
      check: 'any split',
      fault: 'a batch that replaces the one before',
      definition: updating((counts, t, p, w) => {
        Object.assign(counts, good.counts);
        good.update(counts, t, p, w);
      }),
    },
    {
      check: 'the order',
      fault: 'a last row that counts twice',
      definition: updating((counts, t, p, w) => {
        good.update(counts, t, p, w);
        const weight = w.data[w.data.length - 1];
        counts.right += weight;
        counts.total += weight;
      }),
    },
    {
      check: 'perfect predictions',
      fault: 'a right prediction that must be certain',
      definition: updating((counts, t, p, w) => {
        good.update(counts, t, p, w);
        if (p.data.some((value) => value === 0.9)) counts.total += 1;
      }),
    },
    {
      check: 'rows of weight 0',
      fault: 'a total that counts rows in place of weights',
      definition: updating((counts, t, p, w) => {
        const { total } = counts;
        good.update(counts, t, p, w);
        const weight = counts.total - total;
        counts.total += (w.data.length * weight) / w.data.filter((x) => x > 0).length - weight;
      }),
    },
    {
      check: 'the result is NaN',
      fault: 'a result of 0 of nothing',
      definition: { ...good, result: ({ right, total }) => right / Math.max(total, 1) },
    },
    {
      check: 'the result is NaN',
      fault: 'counts that all of a kind share',
      definition: (() => {
        const shared = { right: 0, total: 0 };
        return {
          ...good,
          update: (_counts: Counts, t: View, p: View, w: View) => good.update(shared, t, p, w),
          result: () => shared.right / shared.total,
        };
      })(),
    },
    {
      check: 'no update',
      fault: 'predictions that are rounded in place',
      definition: updating((counts, t, p, w) => {
        good.update(counts, t, p, w);
        for (let i = 0; i < p.data.length; i++) p.data[i] = Math.round(p.data[i]);
      }),
    },
    {
      check: 'the result agrees',
      fault: 'a share of the wrong in place of the right',
      definition: { ...good, result: ({ right, total }) => 1 - right / total },
    },
    {
      check: 'the result agrees',
      fault: 'a metric that Keras lacks',
      definition: { ...good, name: 'acuracy' },
    },
  ];
  itCatches(checks, faults);
});
