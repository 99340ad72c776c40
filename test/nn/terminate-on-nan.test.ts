/**
 * TerminateOnNaN: when it stops, what is left then, and the error that it throws on demand.
 */
import { assert } from 'chai';
import { type NonFiniteError, Dense, Input, Sequential, TerminateOnNaN } from '../../src/index.ts';
import { assertRefused } from '../shared/values.ts';
import { printed } from './shared/printed.ts';
import { drive } from './shared/stand-in.ts';
import { someRows } from './shared/training.ts';

const x = someRows(11, 4);
const t = someRows(11, 3, 2);

/** A net that overflows after a few epochs. */
function wild(): ReturnType<typeof Sequential> {
  const model = Sequential([Input([4]), Dense(5), Dense(3)], { seed: 3 });
  model.compile({ optimizer: 'sgd', loss: 'mse' });
  model.optimizer.learningRate = 1.7;
  return model;
}

const options = { epochs: 40, batchSize: 4, verbose: 0 } as const;

describe('TerminateOnNaN', () => {
  it('stops after the first batch whose loss is not finite, and says so', () => {
    for (const [bad, shown] of [
      [Number.NaN, 'NaN'],
      [Number.POSITIVE_INFINITY, 'Infinity'],
    ] as const) {
      let batches = 0;
      const training = drive(
        [TerminateOnNaN(), { onTrainBatchEnd: () => void batches++ }],
        [{ loss: 0.3 }, { loss: 1e300 }, { loss: bad }, { loss: 0.4 }],
      );
      assert.isTrue(training.stopTraining);
      assert.equal(batches, 7);
      assert.deepEqual(training.lines, [
        `TerminateOnNaN: the loss is not finite in epoch 3, batch 1; received ${shown}. Training ends here.`,
      ]);
    }
  });

  it('lets a finite training be', () => {
    const training = drive(TerminateOnNaN(), [{ loss: 0.3 }, { loss: 1e300, val_loss: Number.NaN }]);
    assert.isFalse(training.stopTraining);
    assert.deepEqual(training.lines, []);
  });

  it('throws a NonFiniteError instead, if it is asked to', () => {
    let error: unknown;
    try {
      drive(TerminateOnNaN({ raiseError: true }), [{ loss: 0.3 }, { loss: 0.2 }, { loss: Number.NaN }]);
    } catch (thrown) {
      error = thrown;
    }
    const { name, epoch, batch, layer, history } = error as NonFiniteError;
    assert.deepEqual([name, epoch, batch, layer], ['NonFiniteError', 2, 0, null]);
    assert.deepEqual(history, { loss: [0.3, 0.2] });
  });

  it('takes no history into another training', () => {
    const callback = TerminateOnNaN({ raiseError: true });
    drive(callback, [{ loss: 0.7 }]);
    try {
      drive(callback, [{ loss: 0.3 }, { loss: Number.NaN }]);
      assert.fail('nothing was thrown');
    } catch (error) {
      assert.deepEqual((error as NonFiniteError).history, { loss: [0.3] });
    }
  });

  it('says whether it deals with such a loss', () => {
    assert.isTrue(TerminateOnNaN().handlesNonFinite);
    assert.isFalse(TerminateOnNaN({ raiseError: true }).handlesNonFinite);
  });

  it('refuses options that are not usable', () => {
    assertRefused(
      () => TerminateOnNaN({ raiseErrors: true } as never),
      'ArgumentError',
      "TerminateOnNaN: unknown option; expected one of 'raiseError', received 'raiseErrors'. Did you mean 'raiseError'?",
    );
    assertRefused(
      () => TerminateOnNaN({ raiseError: 1 as never }),
      'ArgumentError',
      'TerminateOnNaN: raiseError is not usable; expected true or false, received 1.',
    );
  });

  describe('in a training that overflows', () => {
    it('ends it in place of the error, and the end is told', () => {
      printed(() => assert.throws(() => wild().fit(x, t, options), /is not finite in epoch/));
      let ends = 0;
      const callbacks = [TerminateOnNaN(), { onTrainEnd: () => void ends++ }];
      let losses: readonly number[] = [];
      const lines = printed(() => {
        losses = wild().fit(x, t, { ...options, callbacks }).history.loss;
      });
      assert.isAbove(losses.length, 1);
      assert.isBelow(losses.length, 40);
      assert.equal(
        losses.findIndex((loss) => !Number.isFinite(loss)),
        losses.length - 1,
      );
      assert.equal(ends, 1);
      const said = lines.filter((line) => line.startsWith('TerminateOnNaN'));
      assert.lengthOf(said, 1);
      assert.match(said[0], new RegExp(`not finite in epoch ${losses.length}, batch [123]; received`));
    });

    it('leaves the error of the training, which puts the weights back, with raiseError', () => {
      const model = wild();
      const callbacks = [TerminateOnNaN({ raiseError: true })];
      printed(() =>
        assert.throws(() => model.fit(x, t, { ...options, callbacks }), /^fit: training is not finite/),
      );
      assert.isTrue(model.getWeights().every(({ data }) => data.every(Number.isFinite)));
    });

    it("throws with raiseError even where fit's onNonFinite is 'ignore'", () => {
      const callbacks = [TerminateOnNaN({ raiseError: true })];
      printed(() =>
        assert.throws(
          () => wild().fit(x, t, { ...options, onNonFinite: 'ignore', callbacks }),
          /^TerminateOnNaN: the loss is not finite in epoch \d+, batch \d; received (NaN|Infinity)\./,
        ),
      );
    });
  });
});
