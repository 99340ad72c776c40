/**
 * Training that is no longer finite: where it stops, what it says, and what is put back.
 */
import { assert } from 'chai';
import { NonFiniteError } from '../../src/errors.ts';
import { Dense, Dropout, initializers, Input, type Model, Sequential } from '../../src/nn/index.ts';
import { Adam, type Optimizer, RMSprop, SGD } from '../../src/optim/index.ts';
import { assertSameState, someRows, stateOf } from './shared/training.ts';

const x = someRows(11, 3);
const t = someRows(11, 2, 2);
const TOO_LARGE = 1e30;

function net(optimizer: Optimizer): Model {
  const model = Sequential([
    Input({ shape: [3] }),
    Dense(4, { activation: 'tanh', name: 'oculta' }),
    Dropout(0.2),
    Dense(2, { name: 'salida' }),
  ]);
  model.compile({ optimizer, loss: 'mse', metrics: ['accuracy'] });
  return model;
}

/** Two linear units in a row, of weights 1 and 4. */
function chain(learningRate = 0): Model {
  const four = initializers.constant({ value: 4 });
  const model = Sequential([
    Input({ shape: [1] }),
    Dense(1, { kernelInitializer: 'ones', name: 'primera' }),
    Dense(1, { kernelInitializer: four, name: 'segunda' }),
  ]);
  model.compile({ optimizer: SGD({ learningRate }), loss: 'mae' });
  return model;
}

/** The NonFiniteError that `work` throws. */
function failure(work: () => unknown): NonFiniteError {
  try {
    work();
  } catch (error) {
    if (error instanceof NonFiniteError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

const words = (place: string, first: string, who = 'fit') =>
  `${who}: training is not finite in ${place}, first in ${first}; expected finite numbers, received NaN or Infinity. ` +
  'The weights of the last finite epoch are back. Try a smaller learning rate, or scale the data.';

describe('training that is not finite', () => {
  describe('stops at the batch, and names it and the first layer', () => {
    const rows = [[1], [2], [3], [4], [5], [2e38], [1]];
    const targets = [[1], [1], [1], [1], [1], [1], [1]];

    it('where the output of a layer overflows', () => {
      const error = failure(() => chain().fit(rows, targets, { batchSize: 2, shuffle: false }));
      assert.equal(error.name, 'NonFiniteError');
      assert.equal(error.message, words('epoch 1, batch 3', "layer 'segunda'"));
      assert.deepEqual([error.epoch, error.batch, error.layer, error.history], [0, 2, 'segunda', {}]);
    });

    it('where that is the last, smaller batch', () => {
      const last = rows.with(6, [3e38]).with(5, [1]);
      const error = failure(() => chain().fit(last, targets, { batchSize: 2, shuffle: false }));
      assert.equal(error.message, words('epoch 1, batch 4', "layer 'segunda'"));
      assert.deepEqual([error.batch, error.layer], [3, 'segunda']);
    });

    it('where the loss alone overflows', () => {
      const model = chain();
      model.compile({ optimizer: SGD({ learningRate: 0 }), loss: 'mse' });
      const some = rows.with(5, [1e20]);
      const error = failure(() => model.fit(some, targets, { batchSize: 2, shuffle: false }));
      assert.equal(error.message, words('epoch 1, batch 3', 'the loss or the last update'));
      assert.deepEqual([error.batch, error.layer], [2, null]);
    });

    it('under train and fitAsync too, and batch by batch', async () => {
      const options = { batchSize: 2, shuffle: false };
      for (const every of ['epoch', 'batch'] as const) {
        const error = failure(() => [...chain().train(rows, targets, { ...options, every })]);
        assert.equal(error.message, words('epoch 1, batch 3', "layer 'segunda'", 'train'));
      }
      let error: unknown;
      await chain()
        .fitAsync(rows, targets, options)
        .catch((thrown) => {
          error = thrown;
        });
      assert.instanceOf(error, NonFiniteError);
      assert.equal((error as Error).message, words('epoch 1, batch 3', "layer 'segunda'", 'fitAsync'));
    });
  });

  describe('is noticed at the end of an epoch', () => {
    it('if the last update overflows', () => {
      const model = chain(3e38);
      const before = stateOf(model);
      const error = failure(() => model.fit([[3], [5]], [[1], [2]], { batchSize: 2 }));
      assert.equal(error.message, words('epoch 1, batch 1', 'the loss or the last update'));
      assert.deepEqual([error.epoch, error.batch, error.layer], [0, 0, null]);
      assertSameState(stateOf(model), before);
    });

    it('if what an optimizer remembers overflows, which would stop training in silence', () => {
      const small = initializers.constant({ value: 1e-12 });
      const model = Sequential([
        Input({ shape: [1] }),
        Dense(1, { kernelInitializer: small, useBias: false }),
      ]);
      model.compile({ optimizer: Adam(), loss: 'mse' }); // g is 2e22, and g² too large for float32
      const error = failure(() => model.fit([[1e17]], [[0]]));
      assert.deepEqual([error.epoch, error.batch, error.layer], [0, 0, null]);
    });
  });

  describe('puts back the end of the last finite epoch', () => {
    const optimizers: Record<string, () => Optimizer> = {
      SGD: () => SGD({ learningRate: 0.05, momentum: 0.8 }),
      RMSprop: () => RMSprop({ learningRate: 0.01, momentum: 0.3, centered: true }),
      Adam: () => Adam({ learningRate: 0.01 }),
    };

    for (const [name, optimizer] of Object.entries(optimizers)) {
      it(`weights, slots, counts and the order of the rows: ${name}`, () => {
        const [failed, sound] = [net(optimizer()), net(optimizer())];
        const start = failed.optimizer.learningRate;
        const { history } = sound.fit(x, t, { batchSize: 4, epochs: 2 });
        const error = failure(() =>
          failed.fit(x, t, {
            batchSize: 4,
            epochs: 9,
            callbacks: [
              {
                onEpochBegin(epoch, training) {
                  if (epoch === 2) training.learningRate = TOO_LARGE;
                },
              },
            ],
          }),
        );
        assert.equal(error.epoch, 2);
        assert.deepEqual(error.history, history);
        assertSameState(stateOf(failed), stateOf(sound));

        // training goes on with a smaller rate, as if nothing had happened
        const rest = [failed, sound].map((model) => {
          model.optimizer.learningRate = start / 3;
          return model.fit(x, t, { batchSize: 4, epochs: 2 }).history;
        });
        assert.deepEqual(rest[0], rest[1]);
        assertSameState(stateOf(failed), stateOf(sound));
      });
    }

    it('which is the start if there was none', () => {
      const model = net(SGD({ learningRate: TOO_LARGE }));
      const start = stateOf(model);
      assert.equal(failure(() => model.fit(x, t, { batchSize: 4, epochs: 3 })).epoch, 0);
      assertSameState(stateOf(model), start);
    });
  });

  it("goes on with onNonFinite: 'ignore'", () => {
    const model = net(SGD({ learningRate: TOO_LARGE }));
    const { history, epoch } = model.fit(x, t, { batchSize: 4, epochs: 3, onNonFinite: 'ignore' });
    assert.deepEqual(epoch, [0, 1, 2]);
    assert.isTrue(history.loss.every((loss) => !Number.isFinite(loss)));
    assert.equal(model.step.value, 9);
    const weights = model.getWeights().flatMap(({ data }) => [...data]);
    assert.isTrue(weights.some((weight) => !Number.isFinite(weight)));
  });

  it("is 'stop' unless told, and stops nothing that is finite", () => {
    const [stop, ignore] = [net(Adam()), net(Adam())];
    stop.fit(x, t, { batchSize: 4, epochs: 3 });
    ignore.fit(x, t, { batchSize: 4, epochs: 3, onNonFinite: 'ignore' });
    assertSameState(stateOf(stop), stateOf(ignore));
  });
});
