/**
 * ActivityRegularization: a penalty on outputs, in training and in evaluation, whatever the size of the batch.
 */
import { assert } from 'chai';
import { ActivityRegularization, Dense, Input, Sequential } from '../../src/nn/index.ts';
import { SGD } from '../../src/optim/index.ts';
import { tensor } from '../../src/tensor/index.ts';
import { assertClose, assertRefused, genericTensor } from '../shared/values.ts';

const x = genericTensor([11, 3]);
const t = genericTensor([11, 2], { seed: 2 });

/** λ₁ Σ|a| + λ₂ Σa², divided by the rows. */
const penaltyOf = (values: ArrayLike<number>, rows: number, l1: number, l2: number) =>
  Array.from(values).reduce((total, a) => total + l1 * Math.abs(a) + l2 * a * a, 0) / rows;

describe('ActivityRegularization', () => {
  it('in numbers', () => {
    const model = Sequential([Input([2]), ActivityRegularization({ l1: 0.3, l2: 0.07 })], {
      dtype: 'float64',
    });
    const rows = tensor(
      [
        [1.5, -2],
        [0, 4],
        [-3, 0.25],
      ],
      { dtype: 'float64' },
    );
    for (const training of [true, false]) {
      const { predictions, penalty } = model.call(rows, training);
      assert.strictEqual(predictions, rows);
      assert.closeTo(penalty!.item(), (0.3 * 10.75 + 0.07 * (2.25 + 4 + 16 + 9 + 0.0625)) / 3, 1e-14);
    }
  });

  it('is in the loss of fit and of evaluate, of batches of any size', () => {
    const [l1, l2] = [0.02, 0.3];
    const model = Sequential(
      [Input([3]), Dense(4, { activation: 'tanh' }), ActivityRegularization({ l1, l2 }), Dense(2)],
      { dtype: 'float64', seed: 5 },
    );
    const hidden = Sequential([Input([3]), model.layers[0]], { dtype: 'float64' });
    const plain = Sequential([Input([4]), model.layers[2]], { dtype: 'float64' });
    model.compile({ optimizer: SGD({ learningRate: 0 }), loss: 'mse' });
    plain.compile({ optimizer: 'sgd', loss: 'mse' });
    const activities = hidden.predict(x);
    const [data] = plain.evaluate(activities, t);
    const penalty = penaltyOf(activities.data, 11, l1, l2);
    for (const batchSize of [1, 4, 11]) {
      assertClose(model.evaluate(x, t, { batchSize }), [data + penalty], 1e-13, `evaluate ${batchSize}`);
      const { history } = model.fit(x, t, { batchSize, epochs: 1, validationData: [x, t], verbose: 0 });
      for (const prefix of ['', 'val_']) {
        assertClose(history[`${prefix}loss`], [data + penalty], 1e-13, `${prefix}loss ${batchSize}`);
        assertClose(history[`${prefix}penalty`], [penalty], 1e-13, `${prefix}penalty ${batchSize}`);
        assertClose(history[`${prefix}data_loss`], [data], 1e-13, `${prefix}data_loss ${batchSize}`);
      }
    }
  });

  it('keeps activities small', () => {
    const sizes = [0, 0.3].map((l2) => {
      const model = Sequential([Input([3]), Dense(4), ActivityRegularization({ l2 }), Dense(2)], { seed: 5 });
      model.compile({ optimizer: SGD({ learningRate: 0.1 }), loss: 'mse' });
      model.fit(x, t, { epochs: 20, verbose: 0 });
      return penaltyOf(Sequential([Input([3]), model.layers[0]]).predict(x).data, 11, 0, 1);
    });
    assert.isBelow(sizes[1], 0.5 * sizes[0]);
  });

  it('adds nothing to the loss without a factor', () => {
    const model = Sequential([Input([2]), ActivityRegularization()]);
    assert.isNull(model.call(t).penalty);
  });

  it('refuses options that are none, by name', () => {
    for (const [options, ...words] of [
      [{ l1: -0.1 }, 'l1 is not usable', 'a number >= 0', 'received -0.1'],
      [{ l2: 'l2' }, 'l2 is not usable'],
      [{ l3: 1 }, 'unknown option', "one of 'l1', 'l2'"],
    ] as const)
      assertRefused(
        () => ActivityRegularization(options as never),
        'ArgumentError',
        'ActivityRegularization: ',
        ...words,
      );
  });
});
