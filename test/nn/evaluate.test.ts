/**
 * `evaluate` and `predict`: the same results in batches of any size, dropout off, and nothing changed.
 */
import { assert } from 'chai';
import { add, mean, square, subtract, sum } from '../../src/autograd/index.ts';
import { defineMetric } from '../../src/metrics/index.ts';
import {
  Dense,
  Dropout,
  Input,
  l2,
  type LossCall,
  type LossName,
  type Model,
  RandomUniform,
  Sequential,
} from '../../src/nn/index.ts';
import { SGD } from '../../src/optim/index.ts';
import { Tensor, type View } from '../../src/tensor/index.ts';
import { assertClose } from '../shared/values.ts';
import {
  assertOtherBits,
  assertSameBits,
  assertSameState,
  recording,
  someClasses,
  someLabels,
  someRows,
  stateOf,
} from './shared/training.ts';
import { withReference } from '../shared/with-reference.ts';

const ROWS = 11;
const x = someRows(ROWS, 4);
const sizes = [1, 2, 3, 4, 5, 7, 10, 11, 12, 32, 500];

function net(last: 'softmax' | 'sigmoid' | 'linear' = 'softmax', units = 3): Model {
  return Sequential([
    Input({ shape: [4] }),
    Dropout(0.4),
    Dense(6, { activation: 'tanh', kernelRegularizer: l2(0.03), biasInitializer: 'random_normal' }),
    Dense(units, { activation: last }),
  ]);
}

/** The largest error in the first column: a metric that does not look at the weights of the rows. */
const largestError = defineMetric({
  name: 'largest_error',
  direction: 'down',
  best: 0,
  counts: { largest: 0 },
  update(counts, targets, predictions) {
    const rows = predictions.shape[0];
    const first = ({ data }: View, row: number) => data[(row * data.length) / rows];
    for (let row = 0; row < rows; row++) {
      counts.largest = Math.max(counts.largest, Math.abs(first(predictions, row) - first(targets, row)));
    }
  },
  result: ({ largest }) => largest,
  examples: [],
});

/** Σ v². */
const squares = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, value) => sum + value * value, 0);

describe('evaluate', () => {
  withReference(); // equal bits are promised for the plain loops

  describe('gives the same in batches of every size', () => {
    // a user's loss that does not look at the weights of the rows; the mean of its batches is that of the rows
    const ownLoss: LossCall = (t, p) => mean(square(subtract(p, t)));
    const cases: Record<
      string,
      { model: Model; loss: LossName | LossCall; t: Tensor | number[]; x?: Tensor }
    > = {
      categorical: { model: net(), loss: 'categorical_crossentropy', t: someClasses(ROWS, 3) },
      sparse: { model: net(), loss: 'sparse_categorical_crossentropy', t: someLabels(ROWS, 3) },
      binary: { model: net('sigmoid', 1), loss: 'bce', t: someLabels(ROWS, 2) },
      'squared error': { model: net('linear', 2), loss: 'mse', t: someRows(ROWS, 2, 3) },
      // positive weights and numbers: no row of the data gives zeros only, as a row of zeros would
      'probabilities that may all be 0': {
        model: Sequential([
          Input({ shape: [4] }),
          Dense(3, { activation: 'relu', kernelInitializer: RandomUniform({ minval: 0.1, maxval: 2 }) }),
        ]),
        loss: 'categorical_crossentropy',
        t: someClasses(ROWS, 3),
        x: new Tensor(x.data.map(Math.abs), x.shape),
      },
      "a user's loss": { model: net('linear', 2), loss: ownLoss, t: someRows(ROWS, 2, 3) },
    };
    for (const [name, { model, loss, t, x: rows = x }] of Object.entries(cases)) {
      it(name, () => {
        model.compile({ loss, metrics: ['accuracy', largestError] });
        const [all, ...rest] = model.evaluate(rows, t, { batchSize: ROWS });
        assert.isTrue(all > 0.1 && Number.isFinite(all));
        assert.isTrue(rest[1] > 0.1);
        for (const batchSize of sizes) {
          const [lossOf, ...metrics] = model.evaluate(rows, t, { batchSize });
          assert.deepEqual(metrics, rest, `batchSize ${batchSize}`);
          assertClose([lossOf], [all], 2e-7, `batchSize ${batchSize}`); // each batch's loss is rounded to float32
        }
        assert.deepEqual(model.evaluate(rows, t), [all, ...rest], 'by default, 32');
      });
    }
  });

  it('shows every row once, in order, and no other', () => {
    const { metric, targets } = recording();
    const model = net('linear', 1);
    model.compile({ loss: 'mse', metrics: [metric] });
    const numbers = Array.from({ length: ROWS }, (_, i) => i);
    for (const batchSize of [1, 4, 11]) {
      targets.length = 0;
      model.evaluate(x, numbers, { batchSize });
      assert.deepEqual(targets.flat(), numbers);
      assert.lengthOf(targets, Math.ceil(ROWS / batchSize));
    }
  });

  it('gives the loss and the metrics in the order of compile, always as a list', () => {
    const t = someClasses(ROWS, 3);
    const model = net();
    model.compile({ loss: 'categorical_crossentropy' });
    const [loss, ...none] = model.evaluate(x, t);
    assert.deepEqual(none, []);

    model.compile({ loss: 'categorical_crossentropy', metrics: [largestError, 'acc'] });
    const predictions = model.predict(x);
    const errors = Array.from(predictions.data, (p, i) => Math.abs(p - t.data[i]));
    const largest = Math.max(...errors.filter((_, i) => i % 3 === 0));
    const columns = ({ data }: Tensor, row: number) => [...data.slice(row * 3, row * 3 + 3)];
    const best = (values: number[]) => values.indexOf(Math.max(...values));
    const right = Array.from(
      { length: ROWS },
      (_, i) => best(columns(predictions, i)) === best(columns(t, i)),
    );
    const accuracy = right.filter(Boolean).length / ROWS;
    assert.isTrue(accuracy > 0 && accuracy < 1, 'or this tells little');
    assert.deepEqual(model.evaluate(x, t), [loss, largest, accuracy]);
  });

  it('adds the penalty of the weights, once', () => {
    const t = someRows(ROWS, 2, 3);
    const model = net('linear', 2);
    model.compile({ loss: 'mse' });
    const mse = squares(model.predict(x).data.map((p, i) => p - t.data[i])) / t.size;
    const penalty = 0.03 * squares(model.getWeights()[0].data);
    assert.isAbove(penalty, 0.05);
    for (const batchSize of [2, 11]) assertClose(model.evaluate(x, t, { batchSize }), [mse + penalty], 1e-6);
  });

  it('changes nothing', () => {
    const model = net();
    model.compile({ optimizer: 'adam', loss: 'categorical_crossentropy' });
    const t = someClasses(ROWS, 3);
    model.fit(x, t);
    const before = stateOf(model);
    const first = model.evaluate(x, t, { batchSize: 4 });
    model.predict(x, { batchSize: 4 });
    assertSameState(stateOf(model), before);
    assert.deepEqual(model.evaluate(x, t, { batchSize: 4 }), first);
  });

  it('sees weights that were trained or set since', () => {
    const model = net();
    model.compile({ optimizer: SGD({ learningRate: 0.5 }), loss: 'categorical_crossentropy' });
    const t = someClasses(ROWS, 3);
    const kept = model.getWeights();
    const before = [model.evaluate(x, t), model.predict(x).toArray()];
    model.fit(x, t);
    const after = [model.evaluate(x, t), model.predict(x).toArray()];
    assert.notDeepEqual(after[0], before[0]);
    assert.notDeepEqual(after[1], before[1]);
    model.setWeights(kept);
    assert.deepEqual([model.evaluate(x, t), model.predict(x).toArray()], before);
  });
});

describe('predict', () => {
  it('gives one row for each, in order, the same bits in batches of every size', () => {
    const model = net();
    const all = model.predict(x, { batchSize: ROWS });
    assert.deepEqual(all.shape, [ROWS, 3]);
    for (const batchSize of sizes) assertSameBits([model.predict(x, { batchSize })], [all], `${batchSize}`);
    assertSameBits([model.predict(x)], [all]);
    for (let row = 0; row < ROWS; row++) {
      const alone = model.predict([[...x.data.slice(row * 4, row * 4 + 4)]]);
      assert.deepEqual(alone.data, all.data.slice(row * 3, row * 3 + 3), `row ${row}`);
    }
  });

  it('needs no compile', () => {
    const model = net();
    const before = model.predict(x);
    model.compile({ loss: 'mse' });
    assertSameBits([model.predict(x)], [before]);
  });

  describe('by the plain loops, as call', () => {
    withReference();

    it('has dropout off, as evaluate and call have, unless call is told', () => {
      const [with_, without] = [
        net(),
        Sequential([
          Input({ shape: [4] }),
          Dense(6, { activation: 'tanh' }),
          Dense(3, { activation: 'softmax' }),
        ]),
      ];
      without.setWeights(with_.getWeights());
      const expected = without.predict(x);
      assertSameBits([with_.predict(x)], [expected]);
      assertSameBits([with_.call(x).predictions], [expected]);
      assertSameBits([with_.call(x, false).predictions], [expected]);
      assertOtherBits([with_.call(x, true).predictions], [expected]);
    });
  });

  it('gives memory of its own each time', () => {
    const model = net();
    const first = model.predict(x);
    const copy = first.data.slice();
    const second = model.predict(someRows(ROWS, 4, 9));
    assert.deepEqual(first.data, copy);
    assertOtherBits([first], [second]);
    first.data.fill(7);
    assert.deepEqual(model.predict(x).data, copy);
  });

  it('keeps at most a few Programs, and still gives the same', () => {
    const model = net();
    model.compile({ loss: 'categorical_crossentropy' });
    const t = someClasses(ROWS, 3);
    const results = () => sizes.map((batchSize) => model.evaluate(x, t, { batchSize })[0]);
    const first = results();
    for (let rows = 1; rows <= ROWS; rows++) {
      const some = x.data.slice(0, rows * 4);
      assert.deepEqual(model.predict({ data: some, shape: [rows, 4] }).shape, [rows, 3]);
    }
    assert.deepEqual(results(), first);
  });

  it('takes rows of any shape that the model has', () => {
    const model = Sequential([Input({ shape: [2, 4] }), Dense(3)]);
    const [kernel] = model.getWeights();
    const made = model.predict({ data: someRows(5, 8).data, shape: [5, 2, 4] }, { batchSize: 2 });
    assert.deepEqual(made.shape, [5, 2, 3]);
    const flat = Sequential([Input({ shape: [4] }), Dense(3)]);
    flat.setWeights([kernel, [0, 0, 0]]);
    assert.deepEqual(made.data, flat.predict({ data: someRows(5, 8).data, shape: [10, 4] }).data);
  });
});

describe('call', () => {
  it('gives predictions, the penalty as one number or null, and the updates of states', () => {
    const model = net();
    const { predictions, penalty, updates } = model.call(x, true);
    assert.deepEqual(predictions.shape, [ROWS, 3]);
    assert.deepEqual(penalty?.shape, []);
    assertClose([penalty!.item()], [0.03 * squares(model.getWeights()[0].data)], 1e-6);
    assert.deepEqual(updates, []);
    assert.isNull(Sequential([Input({ shape: [4] }), Dense(2)]).call(x).penalty);
    assert.doesNotThrow(() => add(sum(predictions), penalty!));
  });
});
