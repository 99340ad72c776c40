/**
 * Options of `fit` that say which epochs and batches there are, what is validated and when, and what is said about it.
 */
import { assert } from 'chai';
import {
  type Callback,
  Dense,
  Dropout,
  type FitOptions,
  Input,
  type Model,
  Sequential,
} from '../../src/nn/index.ts';
import { hookNames } from '../../src/nn/callbacks/index.ts';
import { Adam, ExponentialDecay, SGD } from '../../src/optim/index.ts';
import { Tensor } from '../../src/tensor/index.ts';
import { underEachExecutor } from './shared/each-executor.ts';
import { printed } from './shared/printed.ts';
import { assertUnchanged } from './shared/refusal.ts';
import { assertSameBits, assertSameState, recording, someRows, stateOf } from './shared/training.ts';

const ROWS = 11;
const x = someRows(ROWS, 3, 4);
/** Numbers of the rows, so that it can be seen which of them are used. */
const numbers = Array.from({ length: ROWS }, (_, i) => i);
const [xVal, tVal] = [someRows(7, 3, 5), [50, 51, 52, 53, 54, 55, 56]];

function net(options: Partial<Parameters<Model['compile']>[0]> = {}): Model {
  const model = Sequential([Input([3]), Dense(4, { activation: 'tanh' }), Dropout(0.3), Dense(1)], {
    seed: 5,
  });
  model.compile({ optimizer: SGD({ learningRate: 0.003, momentum: 0.6 }), loss: 'mse', ...options });
  return model;
}

/** The targets of each batch that an epoch trains on, and of those that it validates with. */
function seen(options: FitOptions): { training: number[][]; validation: number[][] }[] {
  const { metric, targets } = recording();
  const epochs: { training: number[][]; validation: number[][] }[] = [];
  const callback: Callback = {
    onEpochBegin: () => void targets.splice(0),
    onTestBegin: () => void epochs.push({ training: targets.splice(0), validation: [] }),
    onEpochEnd(epoch) {
      if (epochs.length <= epoch) epochs.push({ training: targets.splice(0), validation: [] });
      else epochs[epoch].validation.push(...targets.splice(0));
    },
  };
  net({ metrics: [metric] }).fit(x, numbers, { batchSize: 4, epochs: 3, callbacks: [callback], ...options });
  return epochs;
}

const sorted = (rows: readonly number[]) => rows.toSorted((a, b) => a - b);

describe('fit', () => {
  underEachExecutor(() => {
    describe('with initialEpoch', () => {
      const optimizers = {
        momentum: () => SGD({ learningRate: 0.003, momentum: 0.6 }),
        Adam: () => Adam({ learningRate: 0.02 }),
        'a schedule': () =>
          SGD({
            learningRate: ExponentialDecay({ initialLearningRate: 0.01, decaySteps: 4, decayRate: 0.7 }),
          }),
      };
      for (const [name, optimizer] of Object.entries(optimizers)) {
        it(`goes on where an earlier training ended, bit for bit: ${name}`, () => {
          const [long, split] = [net({ optimizer: optimizer() }), net({ optimizer: optimizer() })];
          const options = { batchSize: 4, validationData: [xVal, tVal] } as const;
          const whole = long.fit(x, numbers, { ...options, epochs: 5 });
          const first = split.fit(x, numbers, { ...options, epochs: 2 });
          const second = split.fit(x, numbers, { ...options, epochs: 5, initialEpoch: 2 });
          assert.deepEqual(
            [first.epoch, second.epoch],
            [
              [0, 1],
              [2, 3, 4],
            ],
          );
          for (const [key, values] of Object.entries(whole.history))
            assert.deepEqual([...first.history[key], ...second.history[key]], values, key);
          assertSameState(stateOf(split), stateOf(long));
        });
      }

      it('has nothing left to do from the last epoch on', () => {
        const model = net();
        const before = stateOf(model);
        for (const initialEpoch of [3, 4]) {
          const { history, epoch } = model.fit(x, numbers, { epochs: 3, initialEpoch });
          assert.deepEqual([history, epoch], [{}, []]);
        }
        assertSameState(stateOf(model), before);
      });
    });

    it('with trainEval reports what evaluate gives after each epoch', () => {
      const model = net({ metrics: ['mae'] });
      const expected: number[][] = [];
      const onEpochEnd = () => void expected.push(model.evaluate(x, numbers, { batchSize: 4 }));
      const options = { batchSize: 4, epochs: 3, trainEval: true, callbacks: [{ onEpochEnd }] };
      const { history } = model.fit(x, numbers, options);
      assert.deepEqual(Object.keys(history), ['loss', 'mae', 'train_loss', 'train_mae']);
      assert.deepEqual(
        history.train_loss.map((loss, epoch) => [loss, history.train_mae[epoch]]),
        expected,
      );
      const plain = net({ metrics: ['mae'] });
      assert.deepEqual(
        plain.fit(x, numbers, { ...options, trainEval: false, callbacks: [] }).history.loss,
        history.loss,
      );
      assertSameState(stateOf(model), stateOf(plain));
    });

    it("with shuffle 'batch' puts the rows of each batch in another order, and leaves the batches", () => {
      const epochs = seen({ shuffle: 'batch' });
      for (const { training } of epochs)
        assert.deepEqual(training.map(sorted), [
          [0, 1, 2, 3],
          [4, 5, 6, 7],
          [8, 9, 10],
        ]);
      assert.equal(new Set(epochs.map(({ training }) => String(training))).size, 3);
      const full = (options: FitOptions) => {
        const model = net();
        model.fit(x, numbers, { batchSize: ROWS, epochs: 4, ...options });
        return model.getWeights();
      };
      const expected = full({ shuffle: false });
      assertSameBits(full({ shuffle: 'batch' }), expected);
      assertSameBits(
        full({ shuffle: 'batch', validationData: [xVal, tVal] }),
        expected,
        'validated in between',
      );
    });
  });

  describe('with stepsPerEpoch', () => {
    it('takes so many batches of each new order', () => {
      const epochs = seen({ stepsPerEpoch: 2, epochs: 6 });
      for (const { training } of epochs) {
        assert.deepEqual(
          training.map(({ length }) => length),
          [4, 4],
        );
        assert.equal(new Set(training.flat()).size, 8);
      }
      assert.sameMembers([...new Set(epochs.flatMap(({ training }) => training.flat()))], numbers);
      assert.deepEqual(seen({ stepsPerEpoch: 3 }), seen({}), 'all of them');
      const [dropped] = seen({ stepsPerEpoch: 1, dropRemainder: true, shuffle: false });
      assert.deepEqual(dropped.training, [[0, 1, 2, 3]]);
    });

    it('tells History and callbacks of it', () => {
      const steps: number[] = [];
      const onTrainBegin: Callback['onTrainBegin'] = ({ params }) => void steps.push(params.steps);
      const { params } = net().fit(x, numbers, {
        batchSize: 4,
        stepsPerEpoch: 2,
        callbacks: [{ onTrainBegin }],
      });
      assert.deepEqual([params.steps, ...steps], [2, 2]);
    });
  });

  describe('validates', () => {
    const validationData = [xVal, tVal] as const;
    const validated = (options: FitOptions) =>
      seen({ validationData, epochs: 7, ...options }).map(({ validation }) => validation.length > 0);
    const every = (numbersOfEpochs: readonly number[]) =>
      Array.from({ length: 7 }, (_, epoch) => numbersOfEpochs.includes(epoch + 1));

    it('after every so many epochs, or after those that are named, counted from 1', () => {
      assert.deepEqual(validated({ validationFreq: 3 }), every([3, 6]));
      assert.deepEqual(validated({ validationFreq: [1, 2, 6] }), every([1, 2, 6]));
      assert.deepEqual(validated({ validationFreq: [] }), every([]));
      const { history } = net().fit(x, numbers, { validationData, epochs: 7, validationFreq: 3 });
      assert.deepEqual([history.loss.length, history.val_loss.length], [7, 2]);
    });

    it('counts epochs from the first of all, where training goes on', () => {
      const options = { validationData, initialEpoch: 2, epochs: 6, validationFreq: 3 };
      const { history, epoch } = net().fit(x, numbers, options);
      assert.deepEqual([epoch, history.val_loss.length], [[2, 3, 4, 5], 2]);
    });

    it('in batches of validationBatchSize, the first validationSteps of them', () => {
      const first = (options: FitOptions) => seen({ validationData, epochs: 1, ...options })[0].validation;
      const all = [
        [50, 51, 52, 53],
        [54, 55, 56],
      ];
      assert.deepEqual(first({}), all);
      assert.deepEqual(first({ validationBatchSize: 3 }), [[50, 51, 52], [53, 54, 55], [56]]);
      assert.deepEqual(first({ validationBatchSize: 100 }), [tVal]);
      assert.deepEqual(first({ validationBatchSize: 3, validationSteps: 2 }), [
        [50, 51, 52],
        [53, 54, 55],
      ]);
      for (const validationSteps of [2, 3]) assert.deepEqual(first({ validationSteps }), all);
    });

    it('and val_loss is that of the rows that were used', () => {
      const model = net();
      const options = { validationData, validationBatchSize: 2, validationSteps: 2 };
      const { history } = model.fit(x, numbers, options);
      const used = [new Tensor(xVal.data.slice(0, 12), [4, 3]), tVal.slice(0, 4)] as const;
      assert.deepEqual(history.val_loss, [model.evaluate(...used, { batchSize: 2 })[0]]);
    });
  });

  describe('refuses, and changes nothing:', () => {
    // biome-ignore format: one case a line
    const bad: readonly (readonly [object, string])[] = [
      [{ initialEpoch: -1 }, 'initialEpoch is not usable; expected a whole number >= 0, received -1.'],
      [{ stepsPerEpoch: 0 }, 'stepsPerEpoch is not usable; expected a whole number >= 1, received 0.'],
      [{ stepsPerEpoch: 4, batchSize: 4 }, 'stepsPerEpoch is too large; expected at most 3, the batches of 4 rows there are, received 4.'],
      [{ stepsPerEpoch: 3, batchSize: 4, dropRemainder: true }, 'stepsPerEpoch is too large; expected at most 2, the batches of 4 rows there are, received 3.'],
      [{ validationBatchSize: 1.5 }, 'validationBatchSize is not usable; expected a whole number >= 1, received 1.5.'],
      [{ validationSteps: 0 }, 'validationSteps is not usable; expected a whole number >= 1, received 0.'],
      [{ validationFreq: 0 }, 'validationFreq is not usable; expected a whole number >= 1, received 0.'],
      [{ validationFreq: [1, 0] }, 'each epoch of validationFreq is not usable; expected a whole number >= 1, received 0.'],
      [{ shuffle: 'batches' }, "shuffle is not usable; expected true, false or 'batch', received 'batches'."],
      [{ trainEval: 'yes' }, "trainEval is not usable; expected true or false, received 'yes'."],
    ];
    for (const [options, message] of bad) {
      it(JSON.stringify(options), () => {
        const model = net();
        assertUnchanged(model, () => model.fit(x, numbers, options), 'ArgumentError', `fit: ${message}`);
      });
    }
  });

  describe('says that the learning rate is too large', () => {
    const diverging = (learningRate: number, options: FitOptions = {}, trained = false) => {
      const model = Sequential([Input([3]), Dense(1)], { seed: 5 });
      model.compile({ optimizer: SGD({ learningRate: 0 }), loss: 'mse' });
      if (trained) model.fit(x, numbers);
      model.optimizer.learningRate = learningRate;
      return printed(() => void model.fit(x, numbers, { epochs: 6, batchSize: 4, ...options }));
    };

    it('once, where the loss has grown tenfold, and only then', () => {
      for (const options of [{}, { callbacks: [{ onTrainBatchEnd() {} }] }]) {
        const [line, ...others] = diverging(0.9, options);
        assert.deepEqual(others, []);
        const pattern =
          /^fit: the loss has grown from [\d.]+ in the first step to [\d.e+]+ in epoch 2\. The learning rate, 0\.9, is probably too large: try a tenth of it\.$/;
        assert.match(line, pattern);
      }
      assert.deepEqual(diverging(0.01), []);
    });

    it('but not of a model that has trained before: it may begin at any loss', () => {
      assert.deepEqual(diverging(0.9, {}, true), []);
    });

    it('before the numbers are no longer finite', () => {
      const lines: string[] = [];
      let error: unknown = null;
      lines.push(
        ...printed(() => {
          try {
            const model = net({ optimizer: SGD({ learningRate: 100 }) });
            model.fit(x, numbers, { epochs: 50, batchSize: 4 });
          } catch (thrown) {
            error = thrown;
          }
        }),
      );
      assert.equal((error as Error).name, 'NonFiniteError');
      assert.isAtMost(lines.length, 1);
    });
  });

  describe('calls hooks in this order:', () => {
    /** A callback that writes down which hook is called, with the number of the batch or epoch. */
    const noting = (lines: string[]): Callback =>
      Object.fromEntries(
        hookNames.map((hook) => [
          hook,
          (...given: unknown[]) => {
            const place = typeof given[0] === 'number' ? ` ${given[0]}` : '';
            const logs = given.at(-2);
            const keys = typeof logs === 'object' && logs !== null ? ` ${Object.keys(logs)}` : '';
            lines.push(`${hook.slice(2)}${place}${keys}`);
          },
        ]),
      );

    const batches = (what: string, keys: string) =>
      [0, 1].flatMap((batch) => [`${what}BatchBegin ${batch}`, `${what}BatchEnd ${batch} ${keys}`]);

    it('evaluate and predict', () => {
      const lines: string[] = [];
      const options = { batchSize: 8, callbacks: [noting(lines)] };
      net({ metrics: ['mae'] }).evaluate(x, numbers, options);
      assert.deepEqual(lines, ['TestBegin', ...batches('Test', 'loss,mae'), 'TestEnd loss,mae']);
      lines.length = 0;
      net().predict(x, options);
      assert.deepEqual(lines, ['PredictBegin', ...batches('Predict', ''), 'PredictEnd ']);
    });

    it('fit with validation, whose hooks stand between the last batch and the end of the epoch', () => {
      const lines: string[] = [];
      const options = { batchSize: 8, validationSplit: { fraction: 0.1 }, trainEval: true };
      net().fit(x, numbers, { ...options, epochs: 1, callbacks: [noting(lines)] });
      const all = 'loss,train_loss,val_loss';
      const test = ['TestBegin', 'TestBatchBegin 0', 'TestBatchEnd 0 loss', 'TestEnd loss'];
      const expected = ['TrainBegin', 'EpochBegin 0', ...batches('Train', 'loss'), ...test];
      assert.deepEqual(lines, [...expected, `EpochEnd 0 ${all}`, `TrainEnd ${all}`]);
    });

    it('and each hook of all callbacks, in the order of the list', () => {
      const lines: string[] = [];
      const named = (name: string): Callback => ({
        onTestEnd: () => void lines.push(`${name} test`),
        onPredictEnd: () => void lines.push(`${name} predict`),
      });
      const callbacks = [named('first'), named('second')];
      net().evaluate(x, numbers, { callbacks });
      net().predict(x, { callbacks });
      assert.deepEqual(lines, ['first test', 'second test', 'first predict', 'second predict']);
    });

    it('a promise of theirs is refused, in fitAsync too, as nobody waits for it', async () => {
      const message =
        'callbacks: a hook returned a promise. Hooks of evaluation and prediction are not awaited.';
      const callbacks = [{ onTestEnd: async () => {} }];
      const model = net();
      assertUnchanged(model, () => model.evaluate(x, numbers, { callbacks }), 'ArgumentError', message);
      const options = { validationData: [xVal, tVal] as const, callbacks };
      const error = await model.fitAsync(x, numbers, options).catch((thrown: Error) => thrown);
      assert.equal((error as Error).message, message);
    });
  });
});
