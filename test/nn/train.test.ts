/**
 * `train`: the loop of `fit`, step by step.
 */
import { assert } from 'chai';
import { Dense, Dropout, Input, type Model, Sequential, type TrainEvent } from '../../src/nn/index.ts';
import { Adam } from '../../src/optim/index.ts';
import {
  assertOtherBits,
  assertSameBits,
  assertSameState,
  someClasses,
  someRows,
  stateOf,
} from './shared/training.ts';

const x = someRows(11, 4);
const t = someClasses(11, 3);
const options = { batchSize: 4, epochs: 3, validationSplit: 0.2 }; // 8 rows are trained on: two batches

function net(): Model {
  const model = Sequential([
    Input({ shape: [4] }),
    Dense(6, { activation: 'tanh' }),
    Dropout(0.2),
    Dense(3, { activation: 'softmax' }),
  ]);
  model.compile({
    optimizer: Adam({ learningRate: 0.02 }),
    loss: 'categorical_crossentropy',
    metrics: ['accuracy'],
  });
  return model;
}

/** All events, and what was returned at the end. */
function drain(model: Model, more: object) {
  const events: TrainEvent[] = [];
  const loop = model.train(x, t, { ...options, ...more });
  for (;;) {
    const { done, value } = loop.next();
    if (done) return { events, history: value };
    events.push(value);
  }
}

describe('train', () => {
  it('yields after each epoch what History takes, and returns it', () => {
    const [stepwise, plain] = [net(), net()];
    const { history, epoch, params } = plain.fit(x, t, options);
    for (const every of ['epoch', undefined] as const) {
      const model = every === undefined ? net() : stepwise;
      const drained = drain(model, every === undefined ? {} : { every });
      assert.deepEqual({ ...drained.history }, { history, epoch, params });
      assert.deepEqual(
        drained.events,
        [0, 1, 2].map((i) => ({
          epoch: i,
          step: 2 * (i + 1),
          logs: Object.fromEntries(Object.entries(history).map(([name, values]) => [name, values[i]])),
        })),
      );
    }
    assertSameState(stateOf(stepwise), stateOf(plain));
  });

  it('yields after each batch the loss and metrics of the epoch so far', () => {
    const [stepwise, plain] = [net(), net()];
    const { history } = plain.fit(x, t, options);
    const drained = drain(stepwise, { every: 'batch' });
    assert.deepEqual(drained.history.history, history);
    assert.deepEqual(
      drained.events.map(({ epoch, step }) => [epoch, step]),
      [
        [0, 1],
        [0, 2],
        [1, 3],
        [1, 4],
        [2, 5],
        [2, 6],
      ],
    );
    for (const [i, { logs }] of drained.events.entries()) {
      assert.deepEqual(Object.keys(logs), ['accuracy', 'loss']);
      const epoch = Math.floor(i / 2);
      const isMean = logs.loss === history.loss[epoch] && logs.accuracy === history.accuracy[epoch];
      assert.equal(isMean, i % 2 === 1, `event ${i}`);
    }
    assertSameState(stateOf(stepwise), stateOf(plain));
  });

  it('counts the steps of the model on', () => {
    const model = net();
    model.fit(x, t, options);
    const [first] = model.train(x, t, { ...options, every: 'batch' });
    assert.equal(first.step, 7);
  });

  it('does nothing before it is asked for its first event, and no more than it is asked for', () => {
    const model = net();
    const start = stateOf(model);
    const loop = model.train(x, t, { ...options, every: 'batch' });
    assertSameState(stateOf(model), start);
    loop.next();
    assert.equal(model.step.value, 1);
    loop.next();
    assert.equal(model.step.value, 2);
  });

  it('leaves a model that can be used if it is broken off', () => {
    const [broken, whole] = [net(), net()];
    for (const { epoch } of broken.train(x, t, options)) if (epoch === 1) break;
    whole.fit(x, t, { ...options, epochs: 2 });
    assertSameState(stateOf(broken), stateOf(whole));
    assertSameBits([broken.predict(x)], [whole.predict(x)]);

    // and goes on like one that was not
    const [a, b] = [broken, whole].map((model) => model.fit(x, t, options).history);
    assert.deepEqual(a, b);
    assertSameState(stateOf(broken), stateOf(whole));
  });

  it('can be broken off in the middle of an epoch', () => {
    const model = net();
    for (const { step } of model.train(x, t, { ...options, every: 'batch' })) if (step === 3) break;
    assert.equal(model.step.value, 3);
    const weights = model.getWeights();
    const [loss, accuracy] = model.evaluate(x, t);
    assert.isTrue(loss > 0 && accuracy >= 0);
    const { history } = model.fit(x, t, { ...options, epochs: 1 });
    assert.lengthOf(history.loss, 1);
    assertOtherBits(model.getWeights(), weights);
  });

  it('calls onTrainEnd only if it came to its end', () => {
    const said: string[] = [];
    const callbacks = [{ onTrainEnd: () => void said.push('end') }];
    for (const _event of net().train(x, t, { ...options, callbacks })) break;
    assert.deepEqual(said, []);
    for (const _event of net().train(x, t, { ...options, callbacks }));
    assert.deepEqual(said, ['end']);
  });

  it('takes turns with evaluate and predict', () => {
    const [watched, plain] = [net(), net()];
    const losses: number[] = [];
    for (const { logs } of watched.train(x, t, options)) {
      assert.equal(watched.evaluate(x, t).length, 2);
      watched.predict(x);
      losses.push(logs.loss);
    }
    assert.deepEqual(losses, plain.fit(x, t, options).history.loss);
    assertSameState(stateOf(watched), stateOf(plain));
  });
});
