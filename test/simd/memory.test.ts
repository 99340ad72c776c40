/**
 * Memory: weights, what optimizers remember, and data, wherever a model, its neighbours and its user look at them.
 *
 * A SIMD model keeps what lasts in a memory that is replaced when it is too small, and shares layers and optimizers
 * with models that have other memories. Nothing of that may be seen.
 */
import { assert } from 'chai';
import { add, assign, backward, type Executor, reference, useExecutors } from '../../src/autograd/index.ts';
import { NonFiniteError } from '../../src/errors.ts';
import {
  type Callback,
  Dense,
  Dropout,
  type FitOptions,
  Input,
  l2,
  type Layer,
  losses,
  type Model,
  Sequential,
} from '../../src/nn/index.ts';
import { Adam, type Optimizer, RMSprop, SGD } from '../../src/optim/index.ts';
import { simd, simdExecutor } from '../../src/simd/index.ts';
import { Tensor } from '../../src/tensor/index.ts';
import {
  assertOtherBits,
  assertSameBits,
  assertSameState,
  bytesOf,
  someClasses,
  someRows,
  stateOf,
} from '../nn/shared/training.ts';
import {
  assertHistoryNear,
  assertStateNear,
  assertTensorsNear,
  assertTrainedBy,
  under,
  underBoth,
} from './shared/executors.ts';

const [INPUTS, CLASSES] = [5, 3];
const [x, t] = [someRows(23, INPUTS, 3), someClasses(23, CLASSES, 4)];
const [more, moreT] = [someRows(57, INPUTS, 5), someClasses(57, CLASSES, 6)];
const [fewer, fewerT] = [someRows(6, INPUTS, 7), someClasses(6, CLASSES, 8)];
const quiet = { verbose: 0, batchSize: 4, epochs: 2 } as const;
/** Of a tensor's largest entry. */
const BOUND = 5e-6;

const compiled = (layers: readonly Layer[], optimizer: Optimizer): Model => {
  const model = Sequential([Input({ shape: [INPUTS] }), ...layers]);
  model.compile({ optimizer, loss: 'categorical_crossentropy', metrics: ['accuracy'] });
  return model;
};
const output = () => Dense(CLASSES, { activation: 'softmax' });
const net = (optimizer: Optimizer = SGD({ learningRate: 0.05, momentum: 0.7 })) =>
  compiled(
    [Dense(7, { activation: 'tanh', kernelRegularizer: l2(0.01) }), Dropout(0.2), output()],
    optimizer,
  );

/** A training step by hand. */
function stepByHand(model: Model, rows: Tensor, targets: Tensor): void {
  const { predictions, penalty, updates } = model.call(rows, true);
  const loss = losses.categorical_crossentropy(targets, predictions);
  backward(penalty === null ? loss : add(loss, penalty));
  model.optimizer.apply(model.parameters);
  assign(updates);
  model.step.value++;
}

/** A callback that changes the size of the steps. */
const slower: Callback = {
  onEpochEnd(_epoch, _logs, training) {
    training.learningRate *= 0.5;
  },
};
const slowerInEpochs: Callback = {
  onTrainBatchEnd(_batch, _logs, training) {
    training.learningRate *= 0.9;
  },
};

/** What users do with models; each gives the models that it has trained. */
const stories: Readonly<Record<string, () => readonly Model[]>> = {
  'two models that share a layer, in turns'() {
    const shared = Dense(6, { activation: 'tanh' });
    const [one, other] = [
      compiled([shared, output()], SGD()),
      compiled([shared, Dense(4), output()], Adam()),
    ];
    for (let turn = 0; turn < 3; turn++) {
      one.fit(x, t, quiet);
      other.fit(more, moreT, quiet);
      one.predict(more);
    }
    return [one, other];
  },
  'two models that share a layer, batch by batch'() {
    const shared = Dense(6, { activation: 'tanh' });
    const models = [
      compiled([shared, output()], SGD()),
      compiled([shared, Dropout(0.1), output()], RMSprop()),
    ];
    const loops = models.map((model) => model.train(x, t, { ...quiet, every: 'batch' }));
    while (!loops.map((loop) => loop.next().done).every((done) => done));
    return models;
  },
  'one optimizer for two models'() {
    const adam = Adam({ learningRate: 0.01 });
    const models = [net(adam), compiled([Dense(4), output()], adam)];
    for (let turn = 0; turn < 3; turn++) for (const model of models) model.fit(x, t, quiet);
    return models;
  },
  'one optimizer with momentum for two models, its rate changed in between'() {
    const sgd = SGD({ learningRate: 0.03, momentum: 0.6 });
    const models = [net(sgd), compiled([Dense(4), output()], sgd)];
    for (let turn = 0; turn < 3; turn++) {
      for (const model of models) {
        model.fit(x, t, quiet);
        sgd.learningRate *= 0.8;
      }
    }
    return models;
  },
  'steps by hand between trainings'() {
    const model = net();
    for (let turn = 0; turn < 2; turn++) {
      model.fit(x, t, quiet);
      stepByHand(model, fewer, fewerT);
      model.evaluate(x, t);
      stepByHand(model, more, moreT);
    }
    return [model];
  },
  'weights that are set between trainings'() {
    const [model, source] = [net(), net()];
    source.fit(more, moreT, quiet);
    model.fit(x, t, quiet);
    model.setWeights(source.getWeights());
    model.fit(x, t, { ...quiet, batchSize: 5 });
    model.layers[0].setWeights(source.layers[0].getWeights());
    model.fit(x, t, quiet);
    return [model, source];
  },
  'another learning rate between trainings'() {
    const model = net();
    model.fit(x, t, quiet);
    model.optimizer.learningRate = 0.3;
    model.fit(x, t, quiet);
    return [model];
  },
  'another learning rate after each epoch'() {
    const model = net();
    model.fit(x, t, { ...quiet, epochs: 4, callbacks: [slower] });
    return [model];
  },
  'another learning rate after each batch'() {
    const model = net();
    model.fit(x, t, { ...quiet, callbacks: [slowerInEpochs] });
    return [model];
  },
  'other data of as many rows, of more and of fewer'() {
    const model = net();
    for (const [rows, targets] of [
      [x, t],
      [someRows(23, INPUTS, 9), t],
      [more, moreT],
      [fewer, fewerT],
      [x, t],
    ])
      model.fit(rows, targets, quiet);
    return [model];
  },
  'more Programs than a model keeps'() {
    const model = net();
    for (let batchSize = 1; batchSize <= 15; batchSize++) {
      model.fit(x, t, { ...quiet, batchSize });
      model.predict(more, { batchSize: batchSize + 20 });
    }
    model.fit(x, t, quiet);
    return [model];
  },
  'evaluation and prediction of ever more rows within an epoch'() {
    const model = net();
    let rows = 1;
    const onTrainBatchEnd = () => {
      rows += 7;
      model.predict(more, { batchSize: rows });
      model.evaluate(more, moreT, { batchSize: rows + 1 });
    };
    model.fit(x, t, { ...quiet, callbacks: [{ onTrainBatchEnd }] });
    return [model];
  },
  'a training within a training'() {
    const model = net();
    const onTrainBatchEnd = () => void model.fit(more, moreT, { ...quiet, batchSize: 19, epochs: 1 });
    model.fit(x, t, { ...quiet, callbacks: [{ onTrainBatchEnd }] });
    return [model];
  },
  'a second compile, with another optimizer and loss'() {
    const model = net();
    model.fit(x, t, quiet);
    model.compile({ optimizer: Adam({ learningRate: 0.01 }), loss: 'mse', metrics: ['accuracy'] });
    model.fit(x, t, quiet);
    return [model];
  },
  'a layer that is added after a training'() {
    const model = Sequential([Input({ shape: [INPUTS] }), Dense(CLASSES, { activation: 'tanh' })]);
    for (let turn = 0; turn < 2; turn++) {
      model.compile({ optimizer: SGD({ learningRate: 0.1 }), loss: 'mse' });
      model.fit(x, t, quiet);
      model.add(Dense(CLASSES));
    }
    return [model];
  },
  'full batches with validation between the epochs'() {
    const model = net();
    model.fit(x, t, { ...quiet, batchSize: 23, epochs: 5, validationData: [more, moreT] });
    return [model];
  },
  'rows that are left out'() {
    const model = net();
    model.fit(x, t, { ...quiet, batchSize: 16, epochs: 5, dropRemainder: true });
    return [model];
  },
};

/** That a story ends alike under both. */
function assertAlike(story: () => readonly Model[], fast: Executor = simd): void {
  const tell = () => {
    const models = story();
    return { models, states: models.map(stateOf), seen: models.map((model) => model.predict(more)) };
  };
  const [own, plain] = underBoth(tell, fast);
  assertTrainedBy(fast.name, ...own.models);
  for (const [i, state] of own.states.entries()) assertStateNear(state, plain.states[i], BOUND);
  assertTensorsNear(own.seen, plain.seen, BOUND * 10, 'predictions');
}

/** An executor after whose runs weights have come loose: the tensors no longer hold what was trained. */
const loose: Executor = {
  ...simd,
  name: 'simd',
  compile(programs) {
    const weights = programs.flatMap(({ parameters }) => [...parameters.keys()].map(({ value }) => value));
    const loosen = () => {
      for (const value of weights) value.data = new Float32Array(value.data.length).fill(0.02);
    };
    return simd.compile(programs).map((one) => ({
      feed: () => one.feed(),
      run() {
        one.run();
        loosen();
      },
      repeat(times: number) {
        one.repeat(times);
        loosen();
      },
    }));
  },
};

describe('the memory of simd', () => {
  describe('is not seen: all ends as under the reference', () => {
    for (const [name, story] of Object.entries(stories)) it(name, () => assertAlike(story));
  });

  describe('or else it is found: weights that have come loose', () => {
    for (const name of [
      'two models that share a layer, in turns',
      'weights that are set between trainings',
    ]) {
      it(name, () => {
        assert.throws(() => assertAlike(stories[name], loose), /^weights and slots: /);
      });
    }
  });

  it('grows with the batches, and a Parameter and copies of weights that somebody holds stay what they are', () => {
    const [rows, targets] = [someRows(1000, INPUTS, 11), someClasses(1000, CLASSES, 12)];
    const many = someRows(10_000, INPUTS, 13);
    const work = () => {
      const model = net();
      const [parameter] = model.parameters;
      const { length } = parameter.value.data;
      const start = model.getWeights();
      const bytes = bytesOf(start);
      const found: Tensor[] = [];
      const places = new Set([parameter.value.data.buffer]);
      const look = () => {
        assert.strictEqual(model.parameters[0], parameter);
        assert.lengthOf(parameter.value.data, length);
        assertSameBits([parameter.value], [model.getWeights()[0]]);
        assert.deepEqual(bytesOf(start), bytes, 'a copy is a copy');
        assertOtherBits([parameter.value], [start[0]]);
        places.add(parameter.value.data.buffer);
        found.push(...model.getWeights());
      };
      model.fit(rows, targets, { batchSize: 32, epochs: 1, verbose: 0 });
      look();
      const held = parameter.value.data;
      model.fit(rows, targets, { batchSize: 500, epochs: 2, verbose: 0 });
      look();
      found.push(model.predict(many, { batchSize: 10_000 }));
      look();
      assert.lengthOf(held, length, 'no memory is ever detached');
      for (const { data } of start) assert.isAbove(data.length, 0);
      return { model, found, places };
    };
    const [own, plain] = underBoth(work);
    assertTrainedBy('simd', own.model);
    assertTensorsNear(own.found, plain.found, 1e-5);
    assert.isAtLeast(own.places.size, 3, 'the weights have moved, or this tells nothing');
    assert.equal(plain.places.size, 1);
  });

  it('gives back what much data took when training has ended', () => {
    const rows = 2 ** 20;
    const wide = new Tensor(new Float32Array(rows * INPUTS).fill(0.3), [rows, INPUTS]);
    const labels = new Tensor(
      new Float32Array(rows * CLASSES).map((_, i) => (i % CLASSES === 1 ? 1 : 0)),
      [rows, CLASSES],
    );
    under(simd, () => {
      const model = compiled([output()], SGD({ learningRate: 0.05 }));
      const memory = () => model.parameters[0].value.data.buffer.byteLength;
      let during = 0;
      const look = () => {
        during = memory();
      };
      const callbacks: Callback[] = [{ onEpochEnd: look }];
      model.fit(wide, labels, { verbose: 0, batchSize: rows / 8, callbacks });
      assert.isAbove(during, wide.data.byteLength);
      assert.isBelow(memory(), wide.data.byteLength);
      assert.lengthOf(model.fit(x, t, quiet).history.loss, 2);
    });
  });

  it('leaves the data to its owner: same array, same numbers', () => {
    under(simd, () => {
      const [rows, targets] = [x, t].map(({ data, shape }) => new Tensor(data.slice(), shape));
      const arrays = [rows.data, targets.data];
      const model = net();
      for (const batchSize of [1, 4, 23]) model.fit(rows, targets, { ...quiet, batchSize });
      assert.strictEqual(rows.data, arrays[0]);
      assert.strictEqual(targets.data, arrays[1]);
      assertSameBits([rows, targets], [x, t], 'data');
    });
  });

  it('takes a change of the learning rate: what was changed ends elsewhere', () => {
    under(simd, () => {
      const ends = ([options, rate]: readonly [FitOptions, number]) => {
        const model = net();
        model.fit(x, t, quiet);
        model.optimizer.learningRate = rate;
        model.fit(x, t, { ...quiet, ...options });
        return model.hash();
      };
      const all = (
        [
          [{}, 0.05],
          [{}, 0.3],
          [{ callbacks: [slower] }, 0.05],
        ] as const
      ).map(ends);
      assert.equal(new Set(all).size, 3);
      assert.equal(
        ends([{ callbacks: [slowerInEpochs] }, 0.05]),
        ends([{ callbacks: [slowerInEpochs] }, 0.05]),
      );
    });
  });

  describe('has no room for data above 256 MiB: its rows are gathered by the plain loop, with the same result', function () {
    this.timeout(60_000);
    const [columns, few] = [64, 40];
    const rows = (256 * 2 ** 20) / 4 / columns + 1;
    let large: Float32Array;
    let targets: Float32Array;
    before(() => {
      large = new Float32Array(rows * columns); // pages that nobody writes take up no room
      targets = new Float32Array(rows);
      for (const [i, start] of [0, 500_000, rows - few].entries()) {
        large.set(someRows(few, columns, 15 + i).data, start * columns);
        targets.set(someRows(few, 1, 25 + i).data, start);
      }
    });
    after(() => {
      large = targets = new Float32Array(0);
    });

    const sgd = (...layers: readonly Layer[]) => {
      const model = Sequential([Input({ shape: [columns] }), ...layers, Dense(1)]);
      model.compile({ optimizer: SGD({ learningRate: 0.05 }), loss: 'mse' });
      return model;
    };
    const assertOutside = (model: Model) => {
      assertTrainedBy('simd', model);
      const { byteLength } = model.parameters[0].value.data.buffer;
      assert.isBelow(byteLength, 256 * 2 ** 20, 'the data is not in the memory of the model');
    };
    const order = { shuffle: false, verbose: 0 } as const;

    it('step by step, as data that is copied', () => {
      const train = (count: number) => {
        const model = sgd(Dense(9, { activation: 'tanh' }));
        const [data, values] = [large.subarray(0, count * columns), targets.subarray(0, count)];
        const loop = model.train(new Tensor(data, [count, columns]), new Tensor(values, [count, 1]), {
          ...order,
          batchSize: 8,
          every: 'batch',
        });
        for (let start = 0; start < few; start += 8) assert.isFalse(loop.next().done);
        loop.return({} as never);
        return model;
      };
      const [own, plain] = underBoth(() => train(rows));
      assertOutside(own);
      assertTensorsNear(own.getWeights(), plain.getWeights(), BOUND);
      const copied = under(simd, () => train(few));
      assertSameBits(own.getWeights(), copied.getWeights());
    });

    it('in one go', () => {
      const [own, plain] = underBoth(() => {
        const model = sgd();
        const start = model.getWeights();
        const [x, t] = [new Tensor(large, [rows, columns]), new Tensor(targets, [rows, 1])];
        const { history } = model.fit(x, t, { ...order, batchSize: 4096, epochs: 1 });
        assert.equal(model.step.value, 257);
        assertOtherBits(model.getWeights(), start);
        return { model, history };
      });
      assertOutside(own.model);
      assertTensorsNear(own.model.getWeights(), plain.model.getWeights(), 1e-5);
      assertHistoryNear(own.history, plain.history, 1e-5, [rows, 1]);
    });
  });
});

describe('simd', () => {
  const long = { verbose: 0, batchSize: 4, epochs: 3 } as const;

  it('gives the same bits whichever way a model is trained: in one go, step by step, or with pauses', async () => {
    const before = useExecutors(simd);
    try {
      for (const optimizer of [
        () => SGD({ learningRate: 0.1 }),
        () => Adam(),
        () => RMSprop({ momentum: 0.3 }),
      ]) {
        for (const batchSize of [1, 4, 23]) {
          const options = { ...long, batchSize, validationData: [more, moreT] } as const;
          const plain = net(optimizer());
          const { history } = plain.fit(x, t, options);
          assertTrainedBy('simd', plain);
          const ways: Readonly<Record<string, (model: Model) => Promise<object> | object>> = {
            fitAsync: async (model) => (await model.fitAsync(x, t, options)).history,
            'a loop over batches': (model) => {
              const loop = model.train(x, t, { ...options, every: 'batch' });
              for (;;) {
                const { done, value } = loop.next();
                if (done) return value.history;
              }
            },
            'a callback after each batch': (model) =>
              model.fit(x, t, { ...options, callbacks: [{ onTrainBatchEnd() {} }] }).history,
          };
          for (const [way, train] of Object.entries(ways)) {
            const model = net(optimizer());
            assert.deepEqual(await train(model), history, way);
            assertSameState(stateOf(model), stateOf(plain));
          }
        }
      }
    } finally {
      useExecutors(...before);
    }
  });

  it('is undisturbed by validation between full batches', () => {
    under(simd, () => {
      const [validated, plain] = [net(), net()];
      const options = { ...long, batchSize: 23, epochs: 6 };
      const { history } = validated.fit(x, t, { ...options, validationData: [more, moreT] });
      assert.deepEqual(history.loss, plain.fit(x, t, options).history.loss);
      assertSameState(stateOf(validated), stateOf(plain));
    });
  });

  it('leaves models of 64-bit floats to the reference, to the last bit, and their hash says so', () => {
    const train = () => {
      const layers = [Dense(7, { activation: 'tanh' }), Dropout(0.2), output()];
      const model = Sequential([Input({ shape: [INPUTS] }), ...layers], { dtype: 'float64' });
      model.compile({ optimizer: Adam(), loss: 'categorical_crossentropy', metrics: ['accuracy'] });
      const { history } = model.fit(x, t, { ...long, validationData: [more, moreT] });
      return { history, hash: model.hash(), seen: model.predict(more) };
    };
    const [own, plain] = underBoth(train);
    assert.match(own.hash, /^reference:/);
    assert.deepEqual(own.history, plain.history);
    assert.equal(own.hash, plain.hash);
    assertSameBits([own.seen], [plain.seen]);
    assert.instanceOf(own.seen.data, Float64Array);
  });

  it('tells which executor trained a model by its hash', () => {
    const train = () => {
      const model = net();
      model.fit(x, t, quiet);
      return model.hash();
    };
    const [own, plain] = underBoth(train);
    assert.match(own, /^simd:[0-9a-f]{64}$/);
    assert.match(plain, /^reference:[0-9a-f]{64}$/);
    assert.notEqual(own.split(':')[1], plain.split(':')[1]);
  });

  describe('may give a model to another executor, and take it back', () => {
    const kinds: Readonly<Record<string, Executor>> = { simd, fma: simdExecutor({ fma: true }), reference };
    for (const list of [
      ['simd', 'reference'],
      ['reference', 'simd'],
      ['simd', 'fma', 'simd'],
      ['simd', 'reference', 'fma', 'reference'],
    ]) {
      for (const batchSize of [1, 4, 23]) {
        it(`${list.join(', ')}; batches of ${batchSize}`, () => {
          const train = (executors: readonly Executor[]) => {
            const model = net();
            const seen: number[][] = [];
            const histories = executors.map((executor) =>
              under(executor, () => {
                const { history } = model.fit(x, t, { ...long, batchSize });
                seen.push(
                  [...model.predict(x, { batchSize: 9 }).data],
                  model.evaluate(x, t, { batchSize: 9 }),
                );
                return history;
              }),
            );
            return { state: stateOf(model), histories, seen };
          };
          const [own, plain] = [train(list.map((name) => kinds[name])), train(list.map(() => reference))];
          for (const [i, history] of own.histories.entries())
            assertHistoryNear(history, plain.histories[i], 1e-5, [23, 57]);
          assertStateNear(own.state, plain.state, 1e-5);
          for (const [i, numbers] of own.seen.entries()) {
            for (const [j, value] of numbers.entries()) assert.closeTo(value, plain.seen[i][j], 1e-5);
          }
        });
      }
    }
  });

  it('takes over data that somebody gives a parameter in place of its own', () => {
    const predict = (executor: Executor) =>
      under(executor, () => {
        const model = net();
        const before = model.predict(x);
        const [kernel] = model.parameters;
        kernel.value.data = Float32Array.from(kernel.value.data, (value) => 0.3 * value);
        return [before, model.predict(x)];
      });
    const [own, plain] = [predict(simd), predict(reference)];
    assert.notDeepEqual(own[0].data, own[1].data);
    for (const [i, { data }] of own.entries())
      for (const [j, value] of data.entries()) assert.closeTo(value, plain[i].data[j], 1e-6);
  });

  describe('stops where training is not finite', () => {
    const TOO_LARGE = 1e30; // the square of what a unit makes of it is no 32-bit float
    const rows = someRows(11, 2, 21);
    const targets = someRows(11, 1, 22);

    /** Rows of which those of one batch of three are too large. */
    function spoilt(batch: number): Tensor {
      const data = rows.data.slice();
      data[batch * 3 * 2] = TOO_LARGE;
      return new Tensor(data, [11, 2]);
    }

    const make = (optimizer: Optimizer) => {
      const model = Sequential([Input({ shape: [2] }), Dense(3, { name: 'oculta' }), Dense(1)]);
      model.compile({ optimizer, loss: 'mse' });
      return model;
    };
    const optimizers = { SGD: () => SGD({ learningRate: 1e-3 }), Adam: () => Adam() };
    const order = { batchSize: 3, shuffle: false, verbose: 0 } as const;

    /** What fit throws; the model trains well for an epoch before. */
    function failure(optimizer: () => Optimizer, batch: number, options: FitOptions = {}) {
      const model = make(optimizer());
      model.fit(rows, targets, order);
      const before = stateOf(model);
      try {
        model.fit(spoilt(batch), targets, { ...order, epochs: 3, ...options });
      } catch (error) {
        assert.instanceOf(error, NonFiniteError);
        return { error: error as NonFiniteError, model, before };
      }
      throw new Error('nothing was thrown');
    }

    for (const [name, optimizer] of Object.entries(optimizers)) {
      for (const batch of [0, 1, 2, 3]) {
        it(`names batch ${batch + 1} of 4 and puts back what was before it: ${name}`, () => {
          const [own, plain] = underBoth(() => failure(optimizer, batch));
          assert.deepEqual([own.error.epoch, own.error.batch], [0, batch]);
          assert.include(own.error.message, `not finite in epoch 1, batch ${batch + 1}, first in`);
          assert.equal(own.error.message, plain.error.message);
          assertTrainedBy('simd', own.model);
          assertSameState(stateOf(own.model), own.before);
          assertStateNear(stateOf(own.model), stateOf(plain.model), BOUND);
          // and it can be trained on
          under(simd, () => own.model.fit(rows, targets, order));
          assertOtherBits(own.model.getWeights(), own.before.tensors.slice(0, 4));
        });
      }

      it(`in a later epoch too, and puts back the end of the one before: ${name}`, () => {
        const onEpochBegin: Callback['onEpochBegin'] = (epoch, training) => {
          if (epoch === 2) training.learningRate = 1e30;
        };
        const fail = () => {
          const [failed, sound] = [make(optimizer()), make(optimizer())];
          sound.fit(rows, targets, { ...order, epochs: 2 });
          let error: unknown;
          try {
            failed.fit(rows, targets, { ...order, epochs: 5, callbacks: [{ onEpochBegin }] });
          } catch (thrown) {
            error = thrown;
          }
          assert.instanceOf(error, NonFiniteError);
          const { epoch, batch } = error as NonFiniteError;
          assertSameState(stateOf(failed), stateOf(sound));
          return [epoch, batch];
        };
        const [own, plain] = underBoth(fail);
        assert.deepEqual(own, plain);
        assert.equal(own[0], 2);
      });

      it(`and goes on to the end where it is told to ignore that: ${name}`, () => {
        const work = () => {
          const model = make(optimizer());
          const options = { ...order, epochs: 3, onNonFinite: 'ignore' } as const;
          const { history } = model.fit(spoilt(1), targets, options);
          return { model, loss: history.loss };
        };
        const [own, plain] = underBoth(work);
        assert.isTrue(own.loss.every((loss) => !Number.isFinite(loss)));
        assert.lengthOf(own.loss, 3);
        assert.equal(own.model.step.value, 12);
        assert.equal(own.model.optimizer.iterations, 12);
        const finite = ({ model }: { model: Model }) =>
          model.getWeights().map(({ data }) => Array.from(data, Number.isFinite));
        assert.deepEqual(finite(own), finite(plain));
        assert.include(finite(own).flat(), false);
      });
    }
  });
});
