/**
 * Accuracy in its three forms, against accuracyScore; and what all metrics refuse.
 */
import { assert } from 'chai';
import { accuracy, accuracyScore, defineMetric, type MetricName, metrics } from '../../src/metrics/index.ts';
import { registersOf, run, Tensor } from '../../src/tensor/index.ts';
import { assertRefused, generic, genericTensor } from '../shared/values.ts';

const ROWS = 97;
const CLASSES = 5;

const filled = (values: readonly number[], shape: readonly number[]) =>
  new Tensor(Float64Array.from(values), shape);
const ones = (rows: number) => filled(new Array(rows).fill(1), [rows]);

function accuracyOf(targets: Tensor, predictions: Tensor, weights = ones(predictions.shape[0])): number {
  const metric = accuracy();
  metric.update(targets, predictions, weights);
  return metric.result();
}

/** Predictions that are right for about half of the labels. */
function predictionsFor(labels: readonly number[], seed: number): Tensor {
  const scores = genericTensor([labels.length, CLASSES], { between: [0, 1], seed });
  labels.forEach((label, i) => {
    if (i % 2 === 0) scores.data[i * CLASSES + label] += 0.7;
  });
  return scores;
}

describe('accuracy', () => {
  for (const seed of [1, 2, 3]) {
    const labels = generic(ROWS, [0, CLASSES - 1], { whole: true, seed });
    const oneHot = filled(
      labels.flatMap((label) => Array.from({ length: CLASSES }, (_, j) => (j === label ? 1 : 0))),
      [ROWS, CLASSES],
    );

    it(`of one-hot rows is that of accuracyScore, seed ${seed}`, () => {
      const predictions = predictionsFor(labels, seed + 10);
      const found = accuracyOf(oneHot, predictions);
      assert.closeTo(found, accuracyScore(oneHot, predictions), 1e-15);
      assert.isTrue(found > 0.4 && found < 0.9, String(found));
    });

    it(`of class numbers, [rows] and [rows, 1], is that of one-hot rows, seed ${seed}`, () => {
      const predictions = predictionsFor(labels, seed + 20);
      const expected = accuracyScore(labels, predictions);
      assert.closeTo(accuracyOf(filled(labels, [ROWS]), predictions), expected, 1e-15);
      assert.closeTo(accuracyOf(filled(labels, [ROWS, 1]), predictions), expected, 1e-15);
      assert.closeTo(accuracyOf(oneHot, predictions), expected, 1e-15);
    });

    it(`of yes and no is that of accuracyScore, seed ${seed}`, () => {
      const bits = generic(ROWS, [0, 1], { whole: true, seed: seed + 30 });
      const predictions = genericTensor([ROWS, 1], { between: [0, 1], seed: seed + 40 });
      const expected = accuracyScore(bits, predictions);
      assert.closeTo(accuracyOf(filled(bits, [ROWS, 1]), predictions), expected, 1e-15);
      assert.closeTo(accuracyOf(filled(bits, [ROWS]), predictions), expected, 1e-15);
      assert.isTrue(expected > 0.3 && expected < 0.7);
    });
  }

  it('a weight of 3 is the row three times', () => {
    const labels = [2, 0, 1, 2];
    const predictions = predictionsFor(labels, 5);
    const rows = [0, 1, 1, 1, 2, 3, 3];
    const times = filled(
      rows.flatMap((row) => Array.from(predictions.data.slice(row * CLASSES, (row + 1) * CLASSES))),
      [rows.length, CLASSES],
    );
    const weighted = accuracyOf(filled(labels, [4]), predictions, filled([1, 3, 1, 2], [4]));
    assert.closeTo(
      weighted,
      accuracyOf(
        filled(
          rows.map((row) => labels[row]),
          [rows.length],
        ),
        times,
      ),
      1e-15,
    );
  });

  it('takes the first of equal predictions, and a probability of exactly ½ for no', () => {
    const equal = filled([0.4, 0.4, 0.2, 0.1, 0.45, 0.45], [2, 3]);
    assert.equal(accuracyOf(filled([0, 1], [2]), equal), 1);
    assert.equal(accuracyOf(filled([1, 2], [2]), equal), 0);
    const halves = filled([0.5, 0.5000001], [2, 1]);
    assert.equal(accuracyOf(filled([0, 1], [2, 1]), halves), 1);
  });

  it('has the names of Keras, and is better the higher it is', () => {
    assert.equal(accuracy.name, 'accuracy');
    assert.deepInclude(accuracy(), { kind: 'metric', name: 'accuracy', direction: 'up', best: 1 });
    const names = Object.keys(metrics).filter((key) => metrics[key as MetricName] === accuracy);
    assert.deepEqual(names, ['accuracy', 'acc']);
  });
});

describe('a metric', () => {
  it('refuses rows that do not fit', () => {
    const refused = (t: readonly number[], p: readonly number[], w: readonly number[]) => {
      const [targets, predictions, weights] = [t, p, w].map((shape, i) => genericTensor(shape, { seed: i }));
      const [ts, ps, ws] = [t, p, w].map((shape) => `[${shape.join(', ')}]`);
      assertRefused(
        () => accuracy().update(targets, predictions, weights),
        'ShapeError',
        'accuracy: the rows do not fit; expected targets [rows, ...], predictions [rows, units] and weights [rows], ' +
          `received targets ${ts}, predictions ${ps} and weights ${ws}.`,
      );
    };
    refused([4], [5, 3], [5]);
    refused([5], [5, 3], [4]);
    refused([5], [5], [5]);
    refused([5, 2, 3], [5, 2, 3], [5]);
  });

  it('refuses what is no tensor', () => {
    const [t, p] = [genericTensor([4]), genericTensor([4, 3])];
    const refused = (args: readonly unknown[], name: string, received: string) =>
      assertRefused(
        () => accuracy().update(...(args as [Tensor, Tensor, Tensor])),
        'ArgumentError',
        `accuracy: ${name} are no tensor; expected a Tensor, received ${received}.`,
      );
    refused([t, p], 'weights', 'undefined');
    refused([t, p, [1, 1, 1, 1]], 'weights', '[1, 1, 1, 1]');
    refused([t], 'predictions', 'undefined');
    refused([null, p, t], 'targets', 'null');
  });

  it('gives its update as a step, which adds a batch each time it is run', () => {
    const metric = accuracy();
    const [t, p, w] = [filled([1, 0, 1], [3, 1]), filled([0.9, 0.8, 0.7], [3, 1]), ones(3)];
    const work = metric.step(t, p, w);
    assert.isNaN(metric.result(), 'making it runs nothing');
    assert.strictEqual(work.kernel, accuracy.definition.update as unknown);
    assert.deepEqual(work.args.slice(1), [t, p, w]);
    const counts = registersOf(work.args[0] as object)!;
    run(work);
    assert.equal(metric.result(), 2 / 3);
    assert.deepEqual(counts.toArray(), [2, 3]);
    p.data[1] = 0.2;
    run(work);
    assert.equal(metric.result(), 5 / 6);
    metric.update(t, p, w);
    assert.equal(metric.result(), 8 / 9);
    counts.data = Float64Array.of(1, 4); // as an executor may that has its own memory
    assert.equal(metric.result(), 1 / 4);
    metric.reset();
    assert.deepEqual(counts.toArray(), [0, 0]);
  });

  it('checks the rows of a step when it is made', () => {
    const [t, p, w] = [filled([1, 0, 1], [3]), filled([0.9, 0.8], [2, 1]), ones(3)];
    assertRefused(() => accuracy().step(t, p, w), 'ShapeError', 'accuracy: the rows do not fit');
  });

  it('gives a fresh one, which counts apart', () => {
    const [t, w] = [filled([1, 0], [2, 1]), ones(2)];
    const metric = accuracy();
    metric.update(t, t, w);
    const other = metric.fresh();
    assert.deepInclude(other, { kind: 'metric', name: 'accuracy', direction: 'up', best: 1 });
    assert.isNaN(other.result());
    other.update(t, filled([0, 1], [2, 1]), w);
    assert.deepEqual([metric.result(), other.result()], [1, 0]);
  });
});

describe('defineMetric refuses', () => {
  const mine = { name: 'mine', direction: 'up', best: 1, counts: { n: 0 }, update() {}, result: () => 1 };
  const refused = (wrong: object, message: string) =>
    assertRefused(() => defineMetric(wrong as never), 'ArgumentError', message);

  it('nothing if only the examples are left out', () => {
    assert.equal(defineMetric(mine as never)().result(), 1);
  });

  it('a missing part', () => {
    for (const [key, kind] of [
      ['update', 'a function'],
      ['result', 'a function'],
      ['counts', 'an object'],
      ['best', 'a number'],
    ] as const) {
      refused({ ...mine, [key]: undefined }, `defineMetric mine: ${key} is missing; expected ${kind}.`);
    }
    refused(
      { ...mine, name: undefined },
      'defineMetric: name is missing; expected a string that is not empty.',
    );
  });

  it('a direction that there is not, and a misspelt part', () => {
    refused(
      { ...mine, direction: undefined },
      "defineMetric mine: unknown direction; expected one of 'up', 'down', received undefined.",
    );
    refused(
      { ...mine, direction: 'max' },
      "defineMetric mine: unknown direction; expected one of 'up', 'down', received 'max'.",
    );
    refused(
      { ...mine, results: () => 1 },
      "defineMetric mine: unknown key; expected one of 'name', 'direction', 'best', 'counts', 'update', 'result', 'examples', received 'results'. Did you mean 'result'?",
    );
  });
});
