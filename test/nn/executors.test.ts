/**
 * What models ask of an executor: which Programs they compile and when, how data comes in and goes, and that they rely
 * on nothing that an executor does not promise.
 */
import { assert } from 'chai';
import {
  currentExecutor,
  type Executor,
  type Program,
  reference,
  useExecutors,
} from '../../src/autograd/index.ts';
import {
  type Callback,
  Dense,
  Dropout,
  type FitOptions,
  Input,
  l2,
  type Model,
  Sequential,
  type TrainEvent,
} from '../../src/nn/index.ts';
import { Adam, SGD } from '../../src/optim/index.ts';
import { Tensor } from '../../src/tensor/index.ts';
import { assertRefused } from '../shared/values.ts';
import { type Strict, strictExecutor } from './shared/strict-executor.ts';
import {
  assertOtherBits,
  assertSameBits,
  assertSameState,
  recording,
  someClasses,
  someRows,
  stateOf,
} from './shared/training.ts';

const ROWS = 11;
const x = someRows(ROWS, 4);
const t = someClasses(ROWS, 3);
const other = { x: someRows(ROWS, 4, 7), t: someClasses(ROWS, 3, 8) };
const validation = [someRows(5, 4, 9), someClasses(5, 3, 10)] as const;

function net(): Model {
  const model = Sequential([
    Input({ shape: [4] }),
    Dense(6, { activation: 'tanh', kernelRegularizer: l2(0.01) }),
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

/** Without dropout and memory: what a step does depends on weights and rows only. */
function plainNet(): Model {
  const model = Sequential([Input({ shape: [4] }), Dense(5, { activation: 'tanh' }), Dense(3)]);
  model.compile({ optimizer: SGD({ learningRate: 0.1 }), loss: 'mse' });
  return model;
}

/** Two linear layers, whose outputs overflow where weights are large. */
function linearNet(): Model {
  const model = Sequential([Input({ shape: [4] }), Dense(5), Dense(3)]);
  model.compile({ optimizer: SGD({ learningRate: 0.1 }), loss: 'mse' });
  return model;
}

/** Purpose and rows of a Program, told by what it is made of. */
function kindOf({ inputs, parameters }: Program): string {
  const purpose = parameters.size > 0 ? 'train' : 't' in inputs ? 'evaluate' : 'predict';
  return `${purpose} ${inputs.x.shape[0]}`;
}

const slice = ({ data, shape }: Tensor, start: number, end: number) =>
  new Tensor(data.slice(start * shape[1], end * shape[1]), [end - start, shape[1]]);

describe('a model and its executor', () => {
  let inUse: Executor;
  let strict: Strict;
  beforeEach(() => {
    inUse = currentExecutor();
    strict = strictExecutor();
    useExecutors(strict);
  });
  afterEach(() => useExecutors(...new Set([inUse, reference])));

  /** All that a piece of work gives, under the strict executor and under the reference. */
  async function both<R>(work: (model: Model) => R | Promise<R>, make = net) {
    useExecutors(reference);
    const plain = make();
    const expected = await work(plain);
    useExecutors(strict);
    const model = make();
    return { actual: await work(model), expected, model, plain };
  }

  /** The first and the last supplies that it was given: those of the only model in the test. */
  const suppliesSeen = () => [...new Set(strict.compiled.flat().flatMap(({ supplies }) => supplies))];

  describe('gives the bits of the reference under the strictest executor', () => {
    const peeking: Callback = {
      onTrainBatchEnd(_batch, _logs, training) {
        training.learningRate *= 0.9;
      },
    };
    const cases: Record<string, FitOptions> = {
      'one by one': { batchSize: 1 },
      'batches and a rest': { batchSize: 4 },
      'full batches': { batchSize: ROWS },
      'full batches and validation': { batchSize: ROWS, validationData: validation },
      'batches and validation with a rest of its own': { batchSize: 3, validationData: validation },
      'a split': { batchSize: 4, validationSplit: 0.3 },
      'one batch of some rows, and a remainder that is dropped': { batchSize: 8, dropRemainder: true },
      'callbacks between batches': { batchSize: 4, callbacks: [peeking] },
    };
    for (const [name, options] of Object.entries(cases)) {
      it(name, async () => {
        const { actual, expected, model, plain } = await both((model) => {
          const { history } = model.fit(x, t, { epochs: 4, ...options });
          return { history, again: model.fit(other.x, other.t, options).history };
        });
        assert.deepEqual(actual, expected);
        assertSameState(stateOf(model), stateOf(plain));
        assert.deepEqual(model.evaluate(x, t, { batchSize: 4 }), plain.evaluate(x, t, { batchSize: 4 }));
        assertSameBits([model.predict(x, { batchSize: 4 })], [plain.predict(x, { batchSize: 4 })]);
      });
    }

    it('step by step, with evaluation and prediction of every size in between', async () => {
      const { actual, expected, model, plain } = await both((model) => {
        const seen: unknown[] = [];
        for (const every of ['batch', 'epoch'] as const) {
          for (const { logs } of model.train(x, t, { every, batchSize: 4, epochs: 3 })) {
            seen.push(logs);
            for (let batchSize = 1; batchSize <= ROWS; batchSize++) {
              seen.push(model.evaluate(x, t, { batchSize }), model.predict(x, { batchSize }).toArray());
            }
          }
        }
        return seen;
      });
      assert.deepEqual(actual, expected);
      assertSameState(stateOf(model), stateOf(plain));
    });

    it('asynchronously', async () => {
      const { actual, expected, model, plain } = await both(
        async (model) => (await model.fitAsync(x, t, { batchSize: 4, epochs: 3 })).history,
      );
      assert.deepEqual(actual, expected);
      assertSameState(stateOf(model), stateOf(plain));
    });

    it('where training is not finite: the layer is named, and the last finite state is back', async () => {
      const { actual, expected, model, plain } = await both((model) => {
        const onEpochBegin: Callback['onEpochBegin'] = (epoch, training) => {
          if (epoch === 2) training.learningRate = 1e30;
        };
        const options = {
          batchSize: 2,
          epochs: 4,
          validationData: validation,
          callbacks: [{ onEpochBegin }],
        };
        try {
          model.fit(x, t, options);
        } catch (error) {
          return (error as Error).message;
        }
        return 'nothing was thrown';
      }, linearNet);
      assert.include(expected, "not finite in epoch 3, batch 2, first in layer 'dense_1'");
      assert.equal(actual, expected);
      assertSameState(stateOf(model), stateOf(plain));
    });
  });

  describe('compiles', () => {
    const kinds = () => strict.compiled.map((programs) => programs.map(kindOf));

    it('all Programs of a training at once, those of its validation included', () => {
      net().fit(x, t, { batchSize: 4, epochs: 3, validationData: validation });
      assert.deepEqual(kinds(), [['train 4', 'train 3', 'evaluate 4', 'evaluate 1']]);
    });

    it('all that there are when there is another one, and nothing when there is none', () => {
      const model = net();
      model.predict(x, { batchSize: 4 });
      model.evaluate(x, t, { batchSize: 4 });
      for (const batchSize of [4, 4]) model.predict(x, { batchSize });
      for (const batchSize of [4, 4]) model.evaluate(other.x, other.t, { batchSize });
      assert.deepEqual(kinds(), [['predict 4'], ['predict 4', 'evaluate 4', 'evaluate 3']]);
      assert.strictEqual(strict.compiled[1][0], strict.compiled[0][0], 'no Program is frozen twice');
    });

    it('anew for each training, since its data has changed', () => {
      const model = net();
      for (const rows of [x, x, other.x]) model.fit(rows, t, { batchSize: ROWS, epochs: 2 });
      model.evaluate(x, t);
      model.evaluate(x, t);
      const all = new Array(3).fill(['train 11']);
      assert.deepEqual(kinds(), [...all, ['train 11', 'evaluate 11']]);
    });

    it('64 at most, but all that a training uses', () => {
      const model = net();
      const options = { batchSize: 4, epochs: 2, validationData: validation };
      const onTrainBatchEnd = () => {
        for (let rows = 1; rows <= 40; rows++) {
          model.predict(manyRows, { batchSize: rows });
          model.evaluate(manyRows, manyClasses, { batchSize: rows });
        }
      };
      const [manyRows, manyClasses] = [someRows(40, 4), someClasses(40, 3)];
      const { history } = model.fit(x, t, { ...options, callbacks: [{ onTrainBatchEnd }] });
      assert.equal(Math.max(...strict.compiled.map(({ length }) => length)), 64);
      assert.isTrue(kinds().every((list) => list.includes('train 4') && list.includes('train 3')));
      const plain = net();
      assert.deepEqual(plain.fit(x, t, options).history, history);
      assertSameState(stateOf(model), stateOf(plain));
    });

    it('training Programs whose outputs are what is read after a run: results, and what each layer gave', () => {
      net().fit(x, t, { batchSize: ROWS });
      const [[program]] = strict.compiled;
      const { loss, dataLoss, predictions, penalty, ...layers } = program.outputs;
      assert.deepEqual(
        [loss, dataLoss, penalty, predictions].map(({ shape }) => shape),
        [[], [], [], [ROWS, 3]],
      );
      assert.deepEqual(
        Object.entries(layers).map(([name, { shape }]) => [name, shape]),
        [
          ['dense, use 0', [ROWS, 6]],
          ['dropout, use 1', [ROWS, 6]],
          ['dense_1, use 2', [ROWS, 3]],
        ],
      );
      assert.lengthOf(program.supplies, 3);
    });
  });

  describe('feeds', () => {
    const counts = (map: ReadonlyMap<Program, number>) =>
      Object.fromEntries([...map].map(([program, count]) => [kindOf(program), count]));

    it('every batch', () => {
      net().fit(x, t, { batchSize: 4, epochs: 3 });
      assert.deepEqual(counts(strict.fed), { 'train 4': 6, 'train 3': 3 });
      assert.deepEqual(counts(strict.ran), { 'train 4': 6, 'train 3': 3 });
    });

    it('full batches once, unless another Program has run since', () => {
      net().fit(x, t, { batchSize: ROWS, epochs: 5 });
      assert.deepEqual(counts(strict.fed), { 'train 11': 1 });
      assert.deepEqual(counts(strict.ran), { 'train 11': 5 });
      strict.fed.clear();
      net().fit(x, t, { batchSize: ROWS, epochs: 5, validationData: validation });
      assert.deepEqual(counts(strict.fed), { 'train 11': 5 });
    });

    it('one batch of some of the rows in each epoch, which are others each time', () => {
      const { metric, targets } = recording();
      const model = plainNet();
      model.compile({ loss: 'mse', metrics: [metric] });
      model.fit(x, t, { batchSize: 8, dropRemainder: true, epochs: 4 });
      assert.deepEqual(counts(strict.fed), { 'train 8': 4 });
      assert.equal(new Set(targets.map(String)).size, 4);
    });
  });

  describe('trains on the data it is given', () => {
    for (const batchSize of [4, ROWS]) {
      it(`in a second training too, batches of ${batchSize}`, () => {
        const [model, fresh] = [plainNet(), plainNet()];
        model.fit(x, t, { batchSize, epochs: 2 });
        fresh.setWeights(model.getWeights());
        for (const one of [model, fresh]) one.fit(other.x, other.t, { batchSize, shuffle: false });
        assertSameBits(model.getWeights(), fresh.getWeights());
        model.fit(x, t, { batchSize, shuffle: false });
        fresh.fit(other.x, other.t, { batchSize, shuffle: false });
        assertOtherBits(model.getWeights(), fresh.getWeights());
      });
    }

    it('undisturbed by validation between full batches', () => {
      const [validated, plain] = [net(), net()];
      const options = { batchSize: ROWS, epochs: 5 };
      const { history } = validated.fit(x, t, { ...options, validationData: validation });
      assert.deepEqual(history.loss, plain.fit(x, t, options).history.loss);
      assertSameState(stateOf(validated), stateOf(plain));
    });

    it('and leaves the data as it is', () => {
      const [rows, targets] = [x, t].map(({ data, shape }) => new Tensor(data.slice(), shape));
      for (const batchSize of [4, ROWS]) net().fit(rows, targets, { batchSize, epochs: 2 });
      assertSameBits([rows, targets], [x, t]);
    });
  });

  describe('keeps no hold of the data', () => {
    const empty = () => {
      const supplies = suppliesSeen();
      assert.lengthOf(supplies, 3);
      return supplies.every(({ data }) => data.length === 0);
    };

    it('once a training has ended, while it is needed until then', () => {
      const model = net();
      const during: boolean[] = [];
      model.fit(x, t, { epochs: 2, callbacks: [{ onEpochEnd: () => void during.push(empty()) }] });
      assert.deepEqual(during, [false, false]);
      assert.isTrue(empty());
      model.evaluate(x, t);
      assert.isTrue(empty());
    });

    it('once a training has failed', () => {
      const onEpochEnd = () => {
        throw new Error('planted');
      };
      assertRefused(() => net().fit(x, t, { callbacks: [{ onEpochEnd }] }), 'Error', 'planted');
      assert.isTrue(empty());
    });

    it('once its caller has broken off', () => {
      for (const _event of net().train(x, t, { epochs: 5 })) break;
      assert.isTrue(empty());
    });

    it('once a promise is refused, or rejected', async () => {
      const onEpochEnd = () => Promise.reject(new Error('planted'));
      const callbacks = [{ onEpochEnd }];
      assertRefused(() => net().fit(x, t, { callbacks }), 'ArgumentError', 'a callback returned a promise');
      assert.isTrue(empty());
      strict.compiled.length = 0;
      let message = '';
      await net()
        .fitAsync(x, t, { callbacks })
        .catch((error: Error) => {
          message = error.message;
        });
      assert.equal(message, 'planted');
      assert.isTrue(empty());
    });
  });

  describe('in two trainings at a time', () => {
    it('gives each its rows, its order and its loss', () => {
      const [model, single] = [plainNet(), plainNet()];
      const options = { batchSize: 4, shuffle: false, epochs: 2, every: 'batch' } as const;
      const sources = [{ x, t }, other];
      const loops = sources.map((data) => model.train(data.x, data.t, options));
      const totals = [0, 0];
      for (let batch = 0; batch < 3; batch++) {
        const [start, end] = [4 * batch, Math.min(ROWS, 4 * batch + 4)];
        for (const [i, loop] of loops.entries()) {
          const { value } = loop.next();
          const rows = [slice(sources[i].x, start, end), slice(sources[i].t, start, end)] as const;
          const { history } = single.fit(...rows, { batchSize: end - start });
          assertSameBits(model.getWeights(), single.getWeights(), `batch ${batch} of training ${i}`);
          totals[i] += history.loss[0] * (end - start);
          assert.closeTo((value as TrainEvent).logs.loss, totals[i] / end, 1e-12);
        }
      }
    });

    it('goes on after another one has ended', () => {
      const model = plainNet();
      const losses = [...model.train(x, t, { epochs: 3, batchSize: ROWS })].map(({ logs }) => logs.loss);
      const [again, fresh] = [plainNet(), plainNet()];
      fresh.optimizer.learningRate = 0;
      const seen: number[] = [];
      for (const { logs } of again.train(x, t, { epochs: 3, batchSize: ROWS })) {
        seen.push(logs.loss);
        const { learningRate } = again.optimizer;
        again.optimizer.learningRate = 0;
        again.fit(other.x, other.t, { epochs: 2, batchSize: 4 });
        again.optimizer.learningRate = learningRate;
      }
      assert.deepEqual(seen, losses);
    });

    it('within a callback, and the epoch still tells its own loss', () => {
      const options = { batchSize: 4, epochs: 2, shuffle: false };
      const { history } = plainNet().fit(x, t, options);
      const model = plainNet();
      const onTrainBatchEnd = () => {
        model.optimizer.learningRate = 0;
        model.fit(other.x, other.t, { verbose: 0, shuffle: false });
        model.optimizer.learningRate = 0.1;
      };
      assert.deepEqual(model.fit(x, t, { ...options, callbacks: [{ onTrainBatchEnd }] }).history, history);
    });
  });

  it('does not go on with a training after the model was compiled anew or given a layer', () => {
    const message =
      'train: the model was compiled anew, or given another layer, while it was trained. Begin a new training after that.';
    for (const change of [
      (model: ReturnType<typeof Sequential>) => model.compile({ loss: 'mse' }),
      (model: ReturnType<typeof Sequential>) => model.add(Dense(3)),
    ]) {
      const model = Sequential([Input({ shape: [4] }), Dense(3)]);
      model.compile({ loss: 'mse' });
      const loop = model.train(x, t, { epochs: 3 });
      loop.next();
      change(model);
      assertRefused(() => loop.next(), 'StateError', message);
      assert.isTrue(suppliesSeen().every(({ data }) => data.length === 0));
      model.compile({ loss: 'mse' });
      assert.lengthOf(model.fit(x, t, { epochs: 3 }).history.loss, 3);
    }
  });
});
