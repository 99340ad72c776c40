/**
 * `fit`: what it reports, which rows it trains on, and how one training follows another.
 */
import { assert } from 'chai';
import { Dense, Dropout, Input, l2, type Model, Sequential } from '../../src/nn/index.ts';
import { Adam, SGD } from '../../src/optim/index.ts';
import { Tensor } from '../../src/tensor/index.ts';
import { assertClose } from '../shared/values.ts';
import {
  assertOtherBits,
  assertSameBits,
  assertSameState,
  recording,
  someClasses,
  someRows,
  stateOf,
} from './shared/training.ts';

const x = someRows(11, 4, 2);
const t = someClasses(11, 3, 3);

/** 4-5-3 with dropout and a penalty. */
function net(seed = 6): Model {
  const model = Sequential(
    [
      Input({ shape: [4] }),
      Dense(5, { activation: 'tanh', kernelRegularizer: l2(0.02) }),
      Dropout(0.3),
      Dense(3, { activation: 'softmax' }),
    ],
    { seed },
  );
  model.compile({
    optimizer: Adam({ learningRate: 0.03 }),
    loss: 'categorical_crossentropy',
    metrics: ['accuracy'],
  });
  return model;
}

/** The first rows of a tensor. */
const first = ({ data, shape }: Tensor, rows: number) =>
  new Tensor(data.slice(0, (rows * data.length) / shape[0]), [rows, ...shape.slice(1)]);

describe('fit', () => {
  describe('reports', () => {
    /** One unit that gives 0 and does not learn: the loss of a row is t². */
    function zero(): Model {
      const model = Sequential([Input({ shape: [2] }), Dense(1, { kernelInitializer: 'zeros' })]);
      model.compile({ optimizer: SGD({ learningRate: 0 }), loss: 'mse' });
      return model;
    }

    it('the mean over the rows, so that a smaller last batch counts less', () => {
      const rows = someRows(3, 2);
      const { history } = zero().fit(rows, [[1], [1], [5]], { batchSize: 2, shuffle: false });
      assert.deepEqual(history, { loss: [9] }); // rows of 1, 1 and 25; Keras: 9, the mean of the batches would be 13
    });

    it('the loss while the weights change, which is not that of the weights at the end', () => {
      const model = net();
      const losses: number[] = [];
      const { history } = model.fit(x, t, {
        batchSize: 1,
        callbacks: [{ onTrainBatchEnd: (_batch, { loss }) => void losses.push(loss) }],
      });
      assert.lengthOf(losses, 11);
      assert.equal(losses[10], history.loss[0]);
      assert.isAbove(Math.abs(history.loss[0] - model.evaluate(x, t)[0]), 1e-3);
    });

    it('History: the numbers by name in alphabetical order, the epochs, and what was asked for', () => {
      const { history, epoch, params } = net().fit(x, t, {
        epochs: 3,
        batchSize: 4,
        verbose: 0,
        validationData: [someRows(5, 4, 8), someClasses(5, 3, 9)],
      });
      const names = ['accuracy', 'data_loss', 'loss', 'penalty'];
      assert.deepEqual(Object.keys(history), [...names, ...names.map((name) => `val_${name}`)]);
      for (const [name, values] of Object.entries(history)) assert.lengthOf(values, 3, name);
      for (const value of [...history.accuracy, ...history.val_accuracy])
        assert.isTrue(value >= 0 && value <= 1);
      assert.deepEqual(epoch, [0, 1, 2]);
      assert.deepEqual(params, { epochs: 3, steps: 3, verbose: 0 });
    });

    it('data loss and penalty apart, and their sum', () => {
      const { history } = net().fit(x, t, { epochs: 2, batchSize: 4, validationSplit: 0.3 });
      for (const of of ['', 'val_']) {
        for (let epoch = 0; epoch < 2; epoch++) {
          const [data, penalty] = [history[`${of}data_loss`][epoch], history[`${of}penalty`][epoch]];
          assert.isAbove(data, 0.1);
          assert.isAbove(penalty, 0.01);
          assert.equal(history[`${of}loss`][epoch], data + penalty);
        }
      }
    });

    it('metrics under the names they were given', () => {
      const { metric } = recording();
      const model = Sequential([Input({ shape: [4] }), Dense(3, { activation: 'softmax' })]);
      model.compile({ loss: 'categorical_crossentropy', metrics: ['acc', metric, 'accuracy'] });
      const { history } = model.fit(x, t, { batchSize: 4, validationSplit: 0.4 });
      const names = ['acc', 'accuracy', 'loss', 'recorded'];
      assert.deepEqual(Object.keys(history), [...names, ...names.map((name) => `val_${name}`)]);
      assert.deepEqual([history.recorded, history.val_recorded], [[6], [5]]);
      assert.deepEqual(history.acc, history.accuracy);
    });
  });

  describe('cuts batches', () => {
    it('of 32 rows, and makes one epoch, unless told', () => {
      const model = net();
      const { params } = model.fit(someRows(70, 4), someClasses(70, 3));
      assert.deepEqual(params, { epochs: 1, steps: 3, verbose: 1 });
      assert.equal(model.step.value, 3);
    });

    it('that are never larger than the data', () => {
      const [larger, equal] = [net(), net()];
      assert.deepEqual(larger.fit(x, t, { batchSize: 40, epochs: 2 }).params.steps, 1);
      equal.fit(x, t, { batchSize: 11, epochs: 2 });
      assertSameState(stateOf(larger), stateOf(equal));
    });

    it('without the rest, if told: dropRemainder', () => {
      const [model, other] = [net(), net()];
      const { history, params } = model.fit(x, t, {
        batchSize: 4,
        epochs: 2,
        shuffle: false,
        dropRemainder: true,
      });
      assert.equal(params.steps, 2);
      const on8 = other.fit(first(x, 8), first(t, 8), { batchSize: 4, epochs: 2, shuffle: false });
      assert.deepEqual(history, on8.history);
      assertSameState(stateOf(model), stateOf(other));
    });
  });

  describe('goes on where the last training ended', () => {
    it('with weights, slots, counts, masks and the order of the rows', () => {
      const [twice, once] = [net(), net()];
      const a = twice.fit(x, t, { batchSize: 4, epochs: 2 });
      const b = twice.fit(x, t, { batchSize: 4, epochs: 3 });
      const whole = once.fit(x, t, { batchSize: 4, epochs: 5 });
      assert.equal(twice.step.value, 15);
      assert.equal(twice.optimizer.iterations, 15);
      assertSameState(stateOf(twice), stateOf(once));
      for (const [name, values] of Object.entries(whole.history)) {
        assert.deepEqual([...a.history[name], ...b.history[name]], values, name);
      }
      assert.deepEqual(b.epoch, [0, 1, 2]);
    });

    it('in batches of another size too', () => {
      const model = net();
      model.fit(x, t, { batchSize: 4 });
      model.fit(x, t, { batchSize: 5 });
      model.fit(x, t, { batchSize: 11 });
      assert.equal(model.step.value, 3 + 3 + 1);
    });

    it('with a new optimizer after compile, and the weights as they are', () => {
      const model = net();
      model.fit(x, t, { batchSize: 4, epochs: 2 });
      const { optimizer } = model;
      const kept = model.getWeights();
      const settings = { optimizer: Adam({ learningRate: 0.03 }), loss: 'mse' } as const;
      model.compile(settings);
      assertSameBits(model.getWeights(), kept);
      assert.notStrictEqual(model.optimizer, optimizer);
      assert.equal(model.optimizer.iterations, 0);

      const fresh = net();
      fresh.compile({ ...settings, optimizer: Adam({ learningRate: 0.03 }) });
      fresh.setWeights(kept);
      fresh.step.value = model.step.value;
      for (const one of [model, fresh]) one.fit(x, t, { batchSize: 4, shuffle: false });
      assertSameState(stateOf(model), stateOf(fresh));
    });

    it('with the learning rate that was set between', () => {
      const [changed, kept] = [net(), net()];
      for (const model of [changed, kept]) model.fit(x, t, { batchSize: 4 });
      changed.optimizer.learningRate = 0;
      const before = changed.getWeights();
      changed.fit(x, t, { batchSize: 4 });
      kept.fit(x, t, { batchSize: 4 });
      assertSameBits(changed.getWeights(), before);
      assertOtherBits(kept.getWeights(), before);
    });
  });

  it('learns', () => {
    const model = net();
    const { history } = model.fit(x, t, { batchSize: 4, epochs: 200 });
    assert.isBelow(history.data_loss.at(-1)!, history.data_loss[0] / 3);
    assert.isAbove(model.evaluate(x, t)[1], 0.8);
  });

  it('gives logs to callbacks that equal History', () => {
    const seen: number[] = [];
    const { history } = net().fit(x, t, {
      epochs: 3,
      validationSplit: 0.3,
      callbacks: [{ onEpochEnd: (_epoch, { val_loss }) => void seen.push(val_loss) }],
    });
    assertClose(seen, history.val_loss, 0);
  });
});
