/**
 * The order of the rows, the masks of dropout, and what a seed settles.
 */
import { assert } from 'chai';
import {
  Dense,
  Dropout,
  type FitOptions,
  Input,
  type Layer,
  type Model,
  Sequential,
} from '../../src/nn/index.ts';
import { SGD } from '../../src/optim/index.ts';
import { Tensor } from '../../src/tensor/index.ts';
import { assertOtherBits, assertSameBits, recording, someClasses, someRows } from './shared/training.ts';

const ROWS = 10;
const numbers = Array.from({ length: ROWS }, (_, i) => i);
const x = someRows(ROWS, 3);

/** The rows in the order in which each epoch shows them. */
function orders(options: FitOptions, seed = 5, hidden: Layer[] = []): number[][] {
  const { metric, targets } = recording();
  const model = Sequential([Input({ shape: [3] }), ...hidden, Dense(1)], { seed });
  model.compile({ optimizer: SGD({ learningRate: 1e-4 }), loss: 'mse', metrics: [metric] });
  const { params } = model.fit(x, numbers, { epochs: 4, batchSize: 3, ...options });
  return Array.from({ length: params.epochs }, (_, epoch) =>
    targets.slice(epoch * params.steps, (epoch + 1) * params.steps).flat(),
  );
}

const sorted = (order: readonly number[]) => order.toSorted((a, b) => a - b);

describe('the order of the rows', () => {
  it('is a new one each epoch, of all rows', () => {
    const found = orders({});
    for (const order of found) assert.deepEqual(sorted(order), numbers);
    assert.equal(new Set([...found, numbers].map(String)).size, 5);
  });

  it('follows from the seed, and from nothing else', () => {
    assert.deepEqual(orders({}), orders({}));
    assert.deepEqual(orders({}), orders({}, 5, [Dropout(0.4), Dense(4)]));
    assert.notDeepEqual(orders({}), orders({}, 6));
  });

  it('is that of the data with shuffle: false', () => {
    assert.deepEqual(orders({ shuffle: false }), [numbers, numbers, numbers, numbers]);
  });

  it('is that of the data in full batches', () => {
    for (const batchSize of [ROWS, ROWS + 5]) {
      assert.deepEqual(orders({ batchSize }), [numbers, numbers, numbers, numbers]);
    }
  });

  it('leaves out other rows each epoch with dropRemainder', () => {
    for (const [batchSize, steps] of [
      [3, 3],
      [6, 1],
      [9, 1],
    ]) {
      const found = orders({ batchSize, dropRemainder: true, epochs: 12 });
      for (const order of found) {
        assert.lengthOf(order, batchSize * steps);
        assert.lengthOf([...new Set(order)], batchSize * steps);
      }
      assert.deepEqual(sorted([...new Set(found.flat())]), numbers, 'all rows, sooner or later');
    }
  });

  it('keeps rows and targets together', () => {
    const { metric, targets, predictions } = recording();
    const model = Sequential([Input({ shape: [1] }), Dense(1, { kernelInitializer: 'ones' })]);
    model.compile({ optimizer: SGD({ learningRate: 0 }), loss: 'mse', metrics: [metric] });
    model.fit({ data: numbers, shape: [ROWS, 1] }, numbers, { epochs: 2, batchSize: 3 });
    assert.lengthOf(targets, 8);
    assert.deepEqual(predictions, targets);
  });
});

describe('a seed', () => {
  const t = someClasses(ROWS, 3);

  function train(seed: number, batchSize = 3): { model: Model; history: object } {
    const model = Sequential(
      [
        Input({ shape: [3] }),
        Dense(6, { activation: 'relu' }),
        Dropout(0.35),
        Dense(3, { activation: 'softmax' }),
      ],
      { seed },
    );
    model.compile({ optimizer: 'adam', loss: 'categorical_crossentropy', metrics: ['accuracy'] });
    const { history } = model.fit(x, t, { epochs: 3, batchSize, validationSplit: 0.2 });
    return { model, history };
  }

  it('settles start weights, order and masks: the same run, bit for bit', () => {
    const [a, b] = [train(77), train(77)];
    assert.deepEqual(a.history, b.history);
    assertSameBits(a.model.getWeights(), b.model.getWeights());
    assertSameBits([a.model.predict(x)], [b.model.predict(x)]);
  });

  it('that is another gives another run', () => {
    const [a, b] = [train(77), train(78)];
    assert.notDeepEqual(a.history, b.history);
    assertOtherBits(a.model.getWeights(), b.model.getWeights());
  });

  it('is 0 unless told', () => {
    const [unsaid, zero] = [undefined, 0].map((seed) =>
      Sequential([Input({ shape: [3] }), Dense(2)], seed === undefined ? {} : { seed }),
    );
    assert.equal(unsaid.seed, 0);
    assertSameBits(unsaid.getWeights(), zero.getWeights());
  });
});

describe('dropout in training', () => {
  const RATE = 0.35;
  const UNITS = 12;

  /** What comes out of a Dropout layer in each step, for rows of ones: 0 or 1 / (1 − rate). */
  function masks(seed: number, epochs: number): number[][] {
    const { metric, predictions } = recording();
    const model = Sequential(
      [Input({ shape: [UNITS] }), Dropout(RATE), Dense(UNITS, { kernelInitializer: 'identity' })],
      { seed },
    );
    model.compile({ optimizer: SGD({ learningRate: 0 }), loss: 'mse', metrics: [metric] });
    const ones = new Tensor(new Float32Array(5 * UNITS).fill(1), [5, UNITS]);
    model.fit(ones, ones, { epochs, batchSize: 2, shuffle: false });
    return predictions;
  }

  it('is on: each value is dropped, or scaled by 1 / (1 − rate)', () => {
    const values = masks(3, 40).flat();
    const kept = Math.fround(1 / (1 - RATE));
    assert.sameMembers([...new Set(values)], [0, kept]);
    const dropped = values.filter((value) => value === 0).length / values.length;
    assert.closeTo(dropped, RATE, 4 * Math.sqrt((RATE * (1 - RATE)) / values.length));
  });

  it('draws a new mask each step, for each row and unit, from the seed', () => {
    const found = masks(3, 3);
    assert.lengthOf(found, 9);
    assert.equal(new Set(found.map(String)).size, 9);
    const rows = found.flatMap((batch) =>
      batch.length > UNITS ? [batch.slice(0, UNITS), batch.slice(UNITS)] : [batch],
    );
    assert.equal(new Set(rows.map(String)).size, 15);
    assert.deepEqual(found, masks(3, 3));
    assert.notDeepEqual(found, masks(4, 3));
  });
});
