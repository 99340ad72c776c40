/**
 * Training on batches that somebody makes: iterables, generators, functions and streams give the bits of arrays, and
 * what goes wrong in them leaves a usable model.
 */
import { assert } from 'chai';
import {
  type Batch,
  type Batches,
  type Callback,
  Dense,
  Dropout,
  type FitOptions,
  Input,
  type Model,
  Sequential,
} from '../../src/nn/index.ts';
import { Adam } from '../../src/optim/index.ts';
import { Tensor, type TensorLike, tensor } from '../../src/tensor/index.ts';
import { generic } from '../shared/values.ts';
import { underEachExecutor } from './shared/each-executor.ts';
import { assertMessage, assertUnchanged } from './shared/refusal.ts';
import { assertOtherBits, assertSameState, someClasses, someRows, stateOf } from './shared/training.ts';

const [ROWS, BATCH] = [11, 4]; // batches of 4, 4 and 3
const [x, t] = [someRows(ROWS, 3, 4), someClasses(ROWS, 3, 5)];
const weights = generic(ROWS, [0.3, 2.2], { seed: 6 });

function net(): Model {
  const model = Sequential(
    [Input([3]), Dense(5, { activation: 'tanh' }), Dropout(0.2), Dense(3, { activation: 'softmax' })],
    { seed: 8 },
  );
  const optimizer = Adam({ learningRate: 0.03 });
  model.compile({ optimizer, loss: 'categorical_crossentropy', metrics: ['accuracy'] });
  return model;
}

const part = ({ data, shape: [, columns] }: Tensor, start: number, end = start + BATCH) => {
  const rows = data.slice(start * columns, end * columns);
  return new Tensor(rows, [rows.length / columns, columns]);
};
const batch = (start: number, end?: number): Batch => [part(x, start, end), part(t, start, end)];
const all = (): Batch[] => [batch(0), batch(4), batch(8)];
const weighted = (): Batch[] =>
  all().map(([a, b], i) => [a, b, weights.slice(BATCH * i, BATCH * i + BATCH)] as const);

function* generator(): Generator<Batch> {
  yield* all();
}
async function* stream(): AsyncGenerator<Batch> {
  for (const one of all()) {
    await null;
    yield one;
  }
}

/** A function that makes generators, and counts how many were begun, ended and closed before their end. */
function watched(make: () => Iterable<Batch> = all) {
  const count = { begun: 0, ended: 0, closed: 0 };
  function* batches(): Generator<Batch> {
    count.begun++;
    let ended = false;
    try {
      yield* make();
      ended = true;
    } finally {
      if (ended) count.ended++;
      else count.closed++;
    }
  }
  return { batches, count };
}

/** Batches without end. */
function* endless(): Generator<Batch> {
  for (;;) yield* all();
}

describe('training on batches', () => {
  underEachExecutor(() => {
    const arrays = (options: FitOptions = {}) => {
      const model = net();
      const { history } = model.fit(x, t, { epochs: 3, batchSize: BATCH, shuffle: false, ...options });
      return { model, history };
    };
    const kinds: Record<string, () => Batches> = {
      'a function that makes a generator': () => generator,
      'a function that gives a list': () => all,
      'a Set': () => new Set(all()),
      'an object with an iterator': () => ({ [Symbol.iterator]: () => all()[Symbol.iterator]() }),
      'nested arrays': () => () =>
        all().map(([a, b]) => [(a as Tensor).toArray(), (b as Tensor).toArray()] as unknown as Batch),
    };

    for (const [kind, make] of Object.entries(kinds)) {
      it(`gives the bits of training on arrays: ${kind}`, async () => {
        const expected = arrays();
        const drivers: Record<string, (model: Model, batches: Batches) => unknown> = {
          fit: (model, batches) => model.fit(batches, { epochs: 3 }).history,
          fitAsync: async (model, batches) => (await model.fitAsync(batches, { epochs: 3 })).history,
          train: (model, batches) => {
            const loop = model.train(batches, { epochs: 3 });
            for (;;) {
              const { done, value } = loop.next();
              if (done) return value.history;
            }
          },
        };
        for (const [name, drive] of Object.entries(drivers)) {
          const model = net();
          assert.deepEqual(await drive(model, make()), expected.history, name);
          assertSameState(stateOf(model), stateOf(expected.model));
        }
      });
    }

    it('gives the same bits where batches must be waited for', async () => {
      const { model, history } = arrays({ validationSplit: 0 });
      for (const batches of [stream, { [Symbol.asyncIterator]: stream }]) {
        const other = net();
        assert.deepEqual((await other.fitAsync(batches, { epochs: 3 })).history, history);
        assertSameState(stateOf(other), stateOf(model));
      }
    });

    it('takes weights with each batch, and those of classes', () => {
      const { model, history } = arrays({ sampleWeight: weights });
      const other = net();
      assert.deepEqual(other.fit(weighted, { epochs: 3 }).history, history);
      assertSameState(stateOf(other), stateOf(model));
      const classWeight = { 0: 1.6, 2: 0.3 };
      const [a, b] = [arrays({ classWeight }), net()];
      b.fit(all, { epochs: 3, classWeight });
      assertSameState(stateOf(b), stateOf(a.model));
      const unweighted = net();
      unweighted.fit(() => all().map(([a, b]) => [a, b, null] as unknown as Batch), { epochs: 3 });
      assertSameState(stateOf(unweighted), stateOf(arrays().model));
    });

    it('validates after each epoch as training on arrays does', () => {
      const validationData = [part(x, 2, 9), part(t, 2, 9), weights.slice(2, 9)] as const;
      const options = { validationData, validationBatchSize: 3, validationSteps: 2, validationFreq: 2 };
      const { model, history } = arrays(options);
      const other = net();
      assert.deepEqual(other.fit(all, { epochs: 3, ...options }).history, history);
      assertSameState(stateOf(other), stateOf(model));
    });

    it('takes batches of any sizes, other ones in each epoch', () => {
      const cuts = [
        [0, 1, 6, 11],
        [0, 7, 11],
        [0, 11],
      ];
      let epoch = 0;
      const model = net();
      const { history, params } = model.fit(
        () => {
          const cut = cuts[epoch++];
          return cut.slice(1).map((end, i) => batch(cut[i], end));
        },
        { epochs: 3 },
      );
      assert.equal(params.steps, 3);
      const hand = net();
      const losses = cuts.map((cut) => {
        const sums = cut.slice(1).map((end, i) => {
          const [loss] = hand.trainOnBatch(...(batch(cut[i], end) as readonly [TensorLike, TensorLike]));
          return loss * (end - cut[i]);
        });
        return sums.reduce((sum, loss) => sum + loss, 0) / ROWS;
      });
      for (const [i, loss] of history.loss.entries()) assert.closeTo(loss, losses[i], 1e-12);
      assertSameState(stateOf(model), stateOf(hand));
    });

    it('goes on in the stream where epochs have a number of steps, and begins anew where it ends', () => {
      const order = (model: Model, batches: Batches, options: FitOptions) => {
        const steps: number[] = [];
        const onTrainBatchEnd: Callback['onTrainBatchEnd'] = (number) => void steps.push(number);
        model.fit(batches, { ...options, callbacks: [{ onTrainBatchEnd }] });
        return steps;
      };
      const expected = arrays({ epochs: 4 });
      for (const batches of [all, generator, endless(), endless]) {
        const model = net();
        const steps = order(model, batches, { epochs: 6, stepsPerEpoch: 2 }); // 12 batches: all of them four times
        assert.deepEqual(steps, new Array(6).fill([0, 1]).flat());
        assertSameState(stateOf(model), stateOf(expected.model));
      }
    });
  });

  it('begins a function anew for each epoch, and closes what is not used up', () => {
    const used = watched();
    net().fit(used.batches, { epochs: 3 });
    assert.deepEqual(used.count, { begun: 3, ended: 3, closed: 0 });
    const unused = watched(endless);
    net().fit(unused.batches, { epochs: 3, stepsPerEpoch: 2 });
    assert.deepEqual(unused.count, { begun: 1, ended: 0, closed: 1 });
    const stopped = watched();
    const onTrainBatchEnd: Callback['onTrainBatchEnd'] = (number, _logs, training) => {
      training.stopTraining = number === 1;
    };
    const { history } = net().fit(stopped.batches, { epochs: 3, callbacks: [{ onTrainBatchEnd }] });
    assert.deepEqual([stopped.count, history.loss.length], [{ begun: 1, ended: 0, closed: 1 }, 1]);
    const broken = watched();
    for (const _event of net().train(broken.batches, { every: 'batch' })) break;
    assert.deepEqual(broken.count, { begun: 1, ended: 0, closed: 1 });
    const unstarted = watched();
    net().train(unstarted.batches);
    assert.equal(unstarted.count.begun, 0);
  });

  it('tells History and verbose how many batches there were', () => {
    const begun: number[] = [];
    const onTrainBegin: Callback['onTrainBegin'] = ({ params }) => void begun.push(params.steps);
    const { params } = net().fit(all, { epochs: 2, callbacks: [{ onTrainBegin }] });
    assert.deepEqual([begun, params.steps], [[0], 3], 'not known at the beginning');
    net().fit(all, { stepsPerEpoch: 2, callbacks: [{ onTrainBegin }] });
    assert.deepEqual(begun, [0, 2]);
  });

  describe('that goes wrong', () => {
    /** That the steps before the fault count, and that the model trains on afterwards as if nothing had been. */
    const assertUsable = (model: Model, steps: number) => {
      const plain = net();
      if (steps > 0) plain.fit(() => all().slice(0, steps));
      assertSameState(stateOf(model), stateOf(plain));
      for (const one of [model, plain]) one.fit(x, t, { batchSize: BATCH });
      assertSameState(stateOf(model), stateOf(plain));
      assert.deepEqual(model.evaluate(x, t), plain.evaluate(x, t));
    };

    it('in the middle of the generator: its error is thrown, the steps before it stay', async () => {
      const failing = function* () {
        yield batch(0);
        yield batch(4);
        throw new RangeError('planted');
      };
      for (const drive of [
        (model: Model) => model.fit(failing),
        (model: Model) => [...model.train(failing)],
        (model: Model) => model.fitAsync(failing),
      ]) {
        const model = net();
        let message = '';
        try {
          await drive(model);
        } catch (error) {
          message = String(error);
        }
        assert.equal(message, 'RangeError: planted');
        assertUsable(model, 2);
      }
    });

    it('in a stream that must be waited for', async () => {
      const failing = async function* () {
        yield batch(0);
        throw new RangeError('planted');
      };
      const model = net();
      const error = await model.fitAsync(failing, { epochs: 2 }).catch((thrown: unknown) => thrown);
      assert.equal(String(error), 'RangeError: planted');
      assertUsable(model, 1);
    });

    it('while a stream is closed: nobody is told, as training is over', async () => {
      const rejections: unknown[] = [];
      const note = (reason: unknown) => void rejections.push(reason);
      process.on('unhandledRejection', note);
      const failing = async function* () {
        try {
          for (;;) yield batch(0);
        } finally {
          await Promise.reject(new Error('planted'));
        }
      };
      await net().fitAsync(failing, { stepsPerEpoch: 2 });
      await new Promise((resolve) => setImmediate(resolve));
      process.off('unhandledRejection', note);
      assert.deepEqual(rejections, []);
    });

    it('in a callback: the generator is closed', () => {
      const { batches, count } = watched();
      const model = net();
      const onTrainBatchEnd: Callback['onTrainBatchEnd'] = (number) => {
        if (number === 1) throw new Error('planted');
      };
      assertMessage(() => model.fit(batches, { callbacks: [{ onTrainBatchEnd }] }), 'Error', 'planted');
      assert.deepEqual(count, { begun: 1, ended: 0, closed: 1 });
      assertUsable(model, 2);
    });

    // biome-ignore format: one case a line
    const bad: readonly (readonly [what: string, unknown, kind: string, words: string])[] = [
      ['no targets', [part(x, 0)], 'ArgumentError', 'a batch is not usable; expected [x, t] or [x, t, sampleWeight], received a list of 1.'],
      ['too much', [part(x, 0), part(t, 0), [1, 1, 1, 1], 7], 'ArgumentError', 'a batch is not usable; expected [x, t] or [x, t, sampleWeight], received a list of 4.'],
      ['an object', { x, t }, 'ArgumentError', 'a batch is not usable; expected [x, t] or [x, t, sampleWeight], received an object of Object kind.'],
      ['nothing', undefined, 'ArgumentError', 'a batch is not usable; expected [x, t] or [x, t, sampleWeight], received undefined.'],
      ['other columns', [someRows(4, 5), part(t, 0)], 'ShapeError', 'x does not fit the model; expected [rows, 3], received [4, 5].'],
      ['other rows', [part(x, 0), part(t, 8)], 'ShapeError', 'x and t differ in rows; expected 4 rows of t for x [4, 3], received t [3, 3].'],
      ['no rows', [[], []], 'ArgumentError', 'x is empty; expected at least one row, received [0].'],
      ['NaN', [part(x, 0), part(t, 0), [1, 2, Number.NaN, 1]], 'ArgumentError', 'sampleWeight holds a number that is not finite; expected finite numbers, received NaN in row 2, column 0.'],
      ['a weight below 0', [part(x, 0), part(t, 0), [1, 2, 3, -4]], 'ArgumentError', 'sampleWeight[3] is not usable; expected a number >= 0, received -4.'],
    ];
    for (const [what, value, kind, words] of bad) {
      it(`with a batch of ${what}`, () => {
        const { batches, count } = watched(function* () {
          yield batch(0);
          yield value as Batch;
        });
        const model = net();
        assertMessage(() => model.fit(batches), kind, `fit: ${words}`);
        assert.deepEqual(count, { begun: 1, ended: 0, closed: 1 });
        assertUsable(model, 1);
      });
    }

    it('with both weights of samples and of classes', () => {
      const message =
        'fit: there are both sampleWeight and classWeight. Give one of them; their products can be given as sampleWeight.';
      assertMessage(() => net().fit(weighted, { classWeight: { 0: 2 } }), 'ArgumentError', message);
    });

    const help = 'A generator gives its batches once: give a function that makes it anew, () => batches().';
    const none = `there are no batches, or no more. ${help}`;
    const usable = 'batches are not usable; expected an iterable of [x, t], received';
    // biome-ignore format: one case a line
    const sources: readonly (readonly [what: string, () => unknown, FitOptions, steps: number, words: string])[] = [
      ['no batch', () => () => [], {}, 0, none],
      ['a generator that is used up after an epoch', () => generator(), { epochs: 2 }, 3, none],
      ['a generator that ends in the midst of an epoch', () => generator(), { epochs: 3, stepsPerEpoch: 2 }, 3, none],
      ['a function that gives a number', () => () => 3, {}, 0, `${usable} 3.`],
      ['a function that gives null', () => () => null, {}, 0, `${usable} null.`],
      ['a function that gives an object', () => () => ({}), {}, 0, `${usable} an object of Object kind.`],
      ['a stream', () => stream, {}, 0, 'the batches are asynchronous. await model.fitAsync(batches) waits for them.'],
    ];
    for (const [what, make, options, steps, words] of sources) {
      it(`with ${what}`, () => {
        const model = net();
        assertMessage(() => model.fit(make() as Batches, options), 'ArgumentError', `fit: ${words}`);
        assertUsable(model, steps);
      });
    }

    it('with options that go with arrays', () => {
      const model = net();
      const of = (option: string, words: string) =>
        `fit: ${option} goes with arrays, not with batches. ${words}`;
      const has = 'Each batch has the rows that it has.';
      const cases: readonly (readonly [FitOptions, string])[] = [
        [{ sampleWeight: weights }, of('sampleWeight', 'A batch may be [x, t, sampleWeight].')],
        [{ validationSplit: 0.2 }, of('validationSplit', 'Give validationData.')],
        [{ trainEval: true }, of('trainEval', 'Give validationData.')],
        [{ batchSize: 4 }, of('batchSize', has)],
        [{ dropRemainder: true }, of('dropRemainder', has)],
      ];
      for (const [options, message] of cases)
        assertUnchanged(model, () => model.fit(all, options), 'ArgumentError', message);
    });

    it('with targets beside the batches', () => {
      const model = net();
      const message =
        'fit: there are targets beside batches; expected fit(batches, options), each batch [x, t]. If x is not meant as batches: [...x] makes an array of its rows.';
      assertUnchanged(model, () => model.fit(all, t as FitOptions), 'ArgumentError', message);
    });
  });

  it('reads options in the third place too, as where there are targets', () => {
    const fit = net().fit as (batches: Batches, t: undefined, options: FitOptions) => { epoch: number[] };
    const model = net();
    assert.deepEqual(fit.call(model, all, undefined, { epochs: 3 }).epoch, [0, 1, 2]);
  });

  it('wants to know the shape of a row beforehand', () => {
    const model = Sequential([Dense(3)]);
    model.compile({ loss: 'mse' });
    assertMessage(
      () => model.fit(all),
      'StateError',
      'fit: sequential is not built. Give it Input({ shape }) and at least one layer, or call fit, which takes the shape from the data.',
    );
    model.predict(tensor([[1, 2, 3]]));
    const before = model.getWeights();
    model.fit(all);
    assertOtherBits(model.getWeights(), before);
  });
});
