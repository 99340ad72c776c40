/**
 * What hooks may do to the model that calls them: set its weights, report numbers, evaluate it, promise something.
 */
import { assert } from 'chai';
import { type Callback, Dense, Input, type Model, Sequential } from '../../src/nn/index.ts';
import { assertMessage } from './shared/refusal.ts';
import { assertSameBits, someClasses, someRows } from './shared/training.ts';

const x = someRows(11, 4);
const t = someClasses(11, 3);
const options = { epochs: 3, batchSize: 4, verbose: 0 } as const;

function net(): Model {
  const model = Sequential([Input([4]), Dense(3, { activation: 'softmax' })], { seed: 5 });
  model.compile({ optimizer: 'sgd', loss: 'categorical_crossentropy' });
  return model;
}

describe('a hook', () => {
  it('sets weights as the model gives them, and is refused too few of them', () => {
    const model = net();
    const start = model.getWeights();
    model.fit(x, t, {
      ...options,
      callbacks: [{ onTrainEnd: (_logs, training) => training.setWeights(start) }],
    });
    assertSameBits(model.getWeights(), start);
    const few: Callback = { onTrainBegin: (training) => training.setWeights(start.slice(1)) };
    assertMessage(
      () => model.fit(x, t, { ...options, callbacks: [few] }),
      'ArgumentError',
      'setWeights in fit: weights do not match; expected a list of 2 arrays, received 1.',
    );
  });

  it('reports numbers of an epoch from its beginning on, and those of no other', () => {
    const callbacks: Callback[] = [
      {
        onEpochBegin: (epoch, training) => {
          if (epoch !== 1) training.report('begun', 0.3 + epoch);
        },
        onTrainBatchEnd: (batch, _logs, training) => training.report('batch', batch),
      },
    ];
    const { history } = net().fit(x, t, { ...options, callbacks });
    assert.deepEqual(history.begun, [0.3, 2.3]);
    assert.deepEqual(history.batch, [2, 2, 2]);
  });

  it('may not evaluate the model within an evaluation; after it, the model evaluates as before', () => {
    const model = net();
    const alone = model.evaluate(x, t, { batchSize: 4 });
    const callbacks: Callback[] = [{ onTestBatchEnd: () => void model.evaluate(x, t) }];
    assertMessage(
      () => model.evaluate(x, t, { batchSize: 4, callbacks }),
      'StateError',
      'evaluate: this model is being evaluated by whoever called this hook. Evaluate after it: in onEpochEnd, or when evaluate has returned.',
    );
    assert.deepEqual(model.evaluate(x, t, { batchSize: 4 }), alone);
  });

  it('may promise by a Promise of its own making: fitAsync waits, fit refuses', async () => {
    let kept = 0;
    const later = () => ({
      // biome-ignore lint/suspicious/noThenProperty: such a promise is what is tried
      then(done: () => void) {
        kept++;
        setTimeout(done, 3);
      },
    });
    const callbacks: Callback[] = [{ onEpochEnd: later as never }];
    await net().fitAsync(x, t, { ...options, callbacks });
    assert.equal(kept, 3);
    assertMessage(
      () => net().fit(x, t, { ...options, callbacks }),
      'ArgumentError',
      'fit: a callback returned a promise. fitAsync awaits callbacks; fit and train do not.',
    );
  });
});
