/**
 * One batch at a time: `trainOnBatch`, `testOnBatch`, `predictOnBatch`; classes; and several trainings on one model.
 */
import { assert } from 'chai';
import { mean, square, subtract } from '../../src/autograd/index.ts';
import {
  type Callback,
  Dense,
  Dropout,
  Input,
  l2,
  type Model,
  Sequential,
  type TrainEvent,
} from '../../src/nn/index.ts';
import { Adam, SGD } from '../../src/optim/index.ts';
import { Tensor, type TensorLike } from '../../src/tensor/index.ts';
import { assertClose } from '../shared/values.ts';
import { underEachExecutor } from './shared/each-executor.ts';
import { assertUnchanged } from './shared/refusal.ts';
import { assertSameBits, assertSameState, someClasses, someRows, stateOf } from './shared/training.ts';

const [ROWS, BATCH] = [11, 4];
const [x, t] = [someRows(ROWS, 3, 4), someClasses(ROWS, 3, 5)];
const other = { x: someRows(7, 3, 6), t: someClasses(7, 3, 7) };

/** The mean of the squared errors, as a user writes it. */
const errors = (targets: Tensor, predictions: Tensor) => mean(square(subtract(targets, predictions)));

function net(learningRate = 0.03, dropout = 0.2): Model {
  const model = Sequential(
    [
      Input([3]),
      Dense(5, { activation: 'tanh', kernelRegularizer: l2(0.02) }),
      Dropout(dropout),
      Dense(3, { activation: 'softmax' }),
    ],
    { seed: 8 },
  );
  const optimizer = Adam({ learningRate });
  model.compile({ optimizer, loss: 'categorical_crossentropy', metrics: ['accuracy', 'mae', errors] });
  return model;
}

const part = ({ data, shape: [, columns] }: Tensor, start: number) => {
  const rows = data.slice(start * columns, (start + BATCH) * columns);
  return new Tensor(rows, [rows.length / columns, columns]);
};
const starts = [0, 4, 8];

describe('one batch at a time', () => {
  underEachExecutor(() => {
    it('trains as fit does', () => {
      const [byBatch, fitted] = [net(), net()];
      for (let epoch = 0; epoch < 3; epoch++)
        for (const start of starts) byBatch.trainOnBatch(part(x, start), part(t, start));
      fitted.fit(x, t, { epochs: 3, batchSize: BATCH, shuffle: false });
      assertSameState(stateOf(byBatch), stateOf(fitted));
    });

    it('trainOnBatch gives loss and metrics before the update, in the order of compile', () => {
      const model = net(0.03, 0);
      const before = model.evaluate(x, t, { batchSize: ROWS });
      const numbers = model.trainOnBatch(x, t);
      assertClose(numbers, before, 1e-6);
      const named = net(0.03, 0).trainOnBatch(x, t, { returnDict: true });
      assert.deepEqual(Object.keys(named), ['loss', 'accuracy', 'mae', 'errors']);
      assert.deepEqual(Object.values(named), numbers);
      assert.isBelow(model.evaluate(x, t)[0], before[0]);
    });

    it('numbers are of this batch alone, whatever came before', () => {
      const [model, fresh] = [net(0, 0), net(0, 0)];
      for (const start of starts) model.trainOnBatch(part(x, start), part(t, start));
      assert.deepEqual(model.trainOnBatch(other.x, other.t), fresh.trainOnBatch(other.x, other.t));
    });

    it('testOnBatch is evaluate of one batch, and changes nothing', () => {
      const model = net();
      model.trainOnBatch(x, t);
      const before = stateOf(model);
      assert.deepEqual(model.testOnBatch(x, t), model.evaluate(x, t, { batchSize: ROWS }));
      assert.deepEqual(
        model.testOnBatch(x, t, { returnDict: true }),
        model.evaluate(x, t, { batchSize: ROWS, returnDict: true }),
      );
      assertSameState(stateOf(model), before);
    });

    it('predictOnBatch is predict of one batch', () => {
      const model = net();
      assertSameBits([model.predictOnBatch(x)], [model.predict(x, { batchSize: ROWS })], 'predictions');
      const [a, b] = [model.predictOnBatch(x), model.predictOnBatch(other.x)];
      assert.deepEqual(
        [a.shape, b.shape],
        [
          [ROWS, 3],
          [7, 3],
        ],
      );
      assertSameBits([a], [model.predictOnBatch(x)], 'a result is not overwritten by the next');
    });

    it('may stand in a callback of fit, which goes on undisturbed and tells of its own epoch', () => {
      const options = { batchSize: BATCH, epochs: 2, validationData: [other.x, other.t] as const };
      const frozen = (model: Model, work: () => void) => {
        const { learningRate } = model.optimizer;
        model.optimizer.learningRate = 0;
        work();
        model.optimizer.learningRate = learningRate;
      };
      const make = () => {
        const model = Sequential([Input([3]), Dense(3, { activation: 'softmax' })], { seed: 4 });
        const optimizer = SGD({ learningRate: 0.2 });
        model.compile({ optimizer, loss: 'categorical_crossentropy', metrics: ['accuracy', 'mae', errors] });
        return model;
      };
      const expected = make().fit(x, t, options).history;
      const works: Record<string, (model: Model) => unknown> = {
        trainOnBatch: (model) => model.trainOnBatch(other.x, other.t),
        testOnBatch: (model) => model.testOnBatch(other.x, other.t),
        evaluate: (model) => model.evaluate(other.x, other.t, { batchSize: 3 }),
        predict: (model) => model.predict(other.x, { batchSize: 3 }),
        'fit on arrays': (model) => model.fit(other.x, other.t, { shuffle: false, verbose: 0 }),
        'fit on batches': (model) => model.fit(() => [[other.x, other.t]]),
        inspection: (model) => [model.activations(x), model.gradients(x, t)],
      };
      for (const [name, work] of Object.entries(works)) {
        for (const hook of ['onTrainBatchBegin', 'onTrainBatchEnd', 'onEpochBegin'] as const) {
          const model = make();
          const callback: Callback = { [hook]: () => frozen(model, () => work(model)) };
          const { history } = model.fit(x, t, { ...options, callbacks: [callback] });
          assert.deepEqual(history, expected, `${name} ${hook}`);
        }
      }
    });

    it('trainings take turns on one model: each goes on with its own rows, order and numbers', () => {
      const both = net(0, 0);
      const alone = () => net(0, 0);
      const make = (model: Model) => [
        model.train(x, t, { every: 'batch', batchSize: BATCH, epochs: 2, shuffle: false }),
        model.train(other.x, other.t, { every: 'batch', batchSize: 3, epochs: 2, shuffle: false }),
        model.train(
          () => [
            [other.x, other.t],
            [x, t],
          ],
          { every: 'batch', epochs: 2 },
        ),
      ];
      const logsOf = (loop: Iterator<TrainEvent, unknown>) => {
        const { done, value } = loop.next();
        return done === true ? null : (value as TrainEvent).logs;
      };
      const expected = [0, 1, 2].map((i) => {
        const loop = make(alone())[i];
        return Array.from({ length: 7 }, () => logsOf(loop));
      });
      const loops = make(both);
      for (let turn = 0; turn < 7; turn++)
        for (const [i, loop] of loops.entries())
          assert.deepEqual(logsOf(loop), expected[i][turn], `training ${i}, turn ${turn}`);
    });
  });

  it('builds a model that waits for its input shape', () => {
    for (const work of [
      (model: Model) => model.trainOnBatch(x, t),
      (model: Model) => model.testOnBatch(x, t),
      (model: Model) => model.predictOnBatch(x),
      (model: Model) => model.predictClasses(x),
    ]) {
      const model = Sequential([Dense(3, { activation: 'softmax' })]);
      model.compile({ loss: 'categorical_crossentropy' });
      work(model);
      assert.deepEqual(
        model.getWeights().map(({ shape }) => shape),
        [[3, 3], [3]],
      );
    }
  });

  describe('predictClasses', () => {
    /** A layer without weights gives what it is given. */
    const echo = (units: number) => Sequential([Input([units]), Dropout(0.4)]);

    it('is the column of the largest, the first of equals', () => {
      const rows = [
        [0.2, 0.7, 0.1],
        [0.45, 0.1, 0.45],
        [-3, -2, -1],
        [0, 0, 0],
      ];
      for (const batchSize of [1, 3, 4])
        assert.deepEqual(echo(3).predictClasses(rows, { batchSize }), [1, 0, 2, 0]);
    });

    it('is 1 for a single unit above ½, else 0', () => {
      assert.deepEqual(echo(1).predictClasses([[0.5], [0.500001], [0.499999], [7], [-7]]), [0, 1, 0, 1, 0]);
    });

    it('gives what accuracy counts', () => {
      const model = net();
      const labels = Array.from({ length: ROWS }, (_, row) => t.data.slice(3 * row, 3 * row + 3).indexOf(1));
      const right = model.predictClasses(x).filter((label, row) => label === labels[row]).length;
      assert.equal(model.evaluate(x, t)[1], right / ROWS);
    });
  });

  it('refuses what does not fit, and nothing is changed', () => {
    const model = net();
    model.trainOnBatch(x, t);
    // biome-ignore format: one case a line
    const bad: readonly (readonly [() => unknown, kind: string, message: string])[] = [
      [() => model.trainOnBatch(x, other.t), 'ShapeError', 'trainOnBatch: x and t differ in rows; expected 11 rows of t for x [11, 3], received t [7, 3].'],
      [() => model.testOnBatch(someRows(2, 4), t), 'ShapeError', 'testOnBatch: x does not fit the model; expected [rows, 3], received [2, 4].'],
      [() => model.predictOnBatch([1, 2, 3]), 'ShapeError', 'predictOnBatch: x does not fit the model; expected [rows, 3], received [3]. One sample is a row too: [x] in place of x.'],
      [() => model.trainOnBatch(x, t, { sampleWeight: [1, 2] }), 'ShapeError', 'trainOnBatch: sampleWeight is not one number for each row; expected [11], received [2].'],
      [() => model.trainOnBatch(x, t, { sampleWeights: [1] } as object), 'ArgumentError', "trainOnBatch: unknown option; expected one of 'sampleWeight', 'classWeight', 'returnDict', received 'sampleWeights'. Did you mean 'sampleWeight'?"],
      [() => model.testOnBatch(x, t, { returnDict: 1 as unknown as boolean }), 'ArgumentError', 'testOnBatch: returnDict is not usable; expected true or false, received 1.'],
      [() => model.testOnBatch(x, t, { sampleWeight: new Array(ROWS).fill(1), classWeight: {} }), 'ArgumentError', 'testOnBatch: there are both sampleWeight and classWeight. Give one of them; their products can be given as sampleWeight.'],
      [() => model.trainOnBatch(x, undefined as unknown as TensorLike), 'ArgumentError', 'trainOnBatch: t is missing; expected rows of numbers, such as [[0.3, 1.2], [0.7, 0.1]], received undefined. Rows come first, targets second, options third: trainOnBatch(x, t, { … }).'],
    ];
    for (const [work, kind, message] of bad) assertUnchanged(model, work, kind, message);
  });

  it('refuses a model that is not compiled', () => {
    const model = Sequential([Input([3]), Dense(3)]);
    const help = "Call model.compile({ optimizer: 'sgd', loss: 'mse', metrics: ['accuracy'] }) first.";
    for (const who of ['trainOnBatch', 'testOnBatch'] as const) {
      let message = '';
      try {
        model[who](x, t);
      } catch (error) {
        message = String(error);
      }
      assert.equal(message, `StateError: ${who}: sequential is not compiled. ${help}`);
    }
  });
});
