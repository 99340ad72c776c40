/**
 * `fitAsync`: the bits of `fit`, with turns for others, and callbacks that are awaited.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { assert } from 'chai';
import { type Callback, Dense, Dropout, Input, l2, type Model, Sequential } from '../../src/nn/index.ts';
import { Adam } from '../../src/optim/index.ts';
import { assertRefused } from '../shared/values.ts';
import { assertSameBits, assertSameState, someClasses, someRows, stateOf } from './shared/training.ts';
import { withReference } from '../shared/with-reference.ts';

const x = someRows(23, 4);
const t = someClasses(23, 3);
const options = { batchSize: 5, epochs: 4, validationSplit: 0.2 };

function net(units = 6): Model {
  const model = Sequential([
    Input({ shape: [4] }),
    Dense(units, { activation: 'tanh', kernelRegularizer: l2(0.01) }),
    Dropout(0.3),
    Dense(3, { activation: 'softmax' }),
  ]);
  model.compile({ optimizer: Adam(), loss: 'categorical_crossentropy', metrics: ['accuracy'] });
  return model;
}

const hooks = [
  'onTrainBegin',
  'onEpochBegin',
  'onTrainBatchBegin',
  'onTrainBatchEnd',
  'onEpochEnd',
  'onTrainEnd',
] as const;

/** What a promise is rejected with; undefined if it is not. */
async function rejection(promise: Promise<unknown>): Promise<Error | undefined> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  return undefined;
}

describe('fitAsync', () => {
  it('gives the History, the weights, slots and counts of fit, bit for bit', async () => {
    const [slow, plain] = [net(), net()];
    const a = await slow.fitAsync(x, t, options);
    const b = plain.fit(x, t, options);
    assert.deepEqual(a.history, b.history);
    assert.deepEqual([a.epoch, a.params], [b.epoch, b.params]);
    assertSameState(stateOf(slow), stateOf(plain));
  });

  describe('with the plain loops, which take a while', () => {
    withReference();

    it('lets timers have their turn, where fit does not', async () => {
      const [rows, classes] = [someRows(2000, 4), someClasses(2000, 3)];
      const long = { batchSize: 5, epochs: 1 };
      const model = net(1500);
      let turns = 0;
      const timer = setInterval(() => turns++, 1);
      try {
        await wait(5);
        turns = 0;
        const begun = performance.now();
        model.fit(rows, classes, long);
        const took = performance.now() - begun;
        assert.isAbove(took, 40, 'or this tells nothing');
        assert.equal(turns, 0);
        await model.fitAsync(rows, classes, long);
        assert.isAtLeast(turns, 2);
      } finally {
        clearInterval(timer);
      }
    });
  });

  it('waits for what every hook promises before it goes on', async () => {
    const said: string[] = [];
    const slow = Object.fromEntries(
      hooks.map((hook) => [
        hook,
        async () => {
          said.push(`${hook} begins`);
          await wait(1);
          said.push(`${hook} ends`);
        },
      ]),
    ) as Callback;
    const quick = Object.fromEntries(hooks.map((hook) => [hook, () => void said.push(hook)])) as Callback;
    const model = net();
    await model.fitAsync(x, t, { batchSize: 12, callbacks: [slow, quick] });
    const around = (hook: string) => [`${hook} begins`, `${hook} ends`, hook];
    const order = [0, 1, 2, 3, 2, 3, 4, 5].map((i) => hooks[i]); // two batches
    assert.deepEqual(said, order.flatMap(around));

    const plain = net();
    plain.fit(x, t, { batchSize: 12 });
    assertSameBits(model.getWeights(), plain.getWeights());
  });

  it('ends with the error of a callback, thrown or promised', async () => {
    const error = new RangeError('of the callback');
    const failing: Callback[] = [
      { onEpochEnd: () => Promise.reject(error) },
      {
        onEpochEnd() {
          throw error;
        },
      },
    ];
    for (const callback of failing) {
      const model = net();
      assert.strictEqual(await rejection(model.fitAsync(x, t, { ...options, callbacks: [callback] })), error);
      assert.equal(model.step.value, 4);
    }
  });

  it('refuses what fit refuses, by a promise', async () => {
    const model = net();
    const error = await rejection(model.fitAsync(x, t, { epochs: 0 }));
    assert.equal(error?.name, 'ArgumentError');
    assert.equal(error?.message, 'fitAsync: epochs is not usable; expected a whole number >= 1, received 0.');
  });
});

describe('fit and train', () => {
  const words = 'a callback returned a promise. fitAsync awaits callbacks; fit and train do not.';

  for (const hook of hooks) {
    it(`refuse a promise of ${hook}`, async () => {
      const late = new RangeError('of a promise that nobody awaits');
      for (const promise of [() => Promise.resolve(), () => Promise.reject(late)]) {
        const callbacks = [{ [hook]: promise }];
        assertRefused(() => net().fit(x, t, { ...options, callbacks }), 'ArgumentError', `fit: ${words}`);
        assertRefused(
          () => [...net().train(x, t, { ...options, callbacks })],
          'ArgumentError',
          `train: ${words}`,
        );
      }
      await wait(0); // a rejection that nobody handles would fail this test
    });
  }
});
