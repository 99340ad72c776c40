/**
 * Weights of samples and of classes: what they do to the loss, to its gradients and to what is watched.
 */
import { assert } from 'chai';
import { backward } from '../../src/autograd/index.ts';
import {
  type ClassWeight,
  Dense,
  type FitOptions,
  Input,
  type LossName,
  losses,
  type Model,
  Sequential,
} from '../../src/nn/index.ts';
import { Adam } from '../../src/optim/index.ts';
import { Tensor, type TensorLike, tensor } from '../../src/tensor/index.ts';
import { assertClose, generic } from '../shared/values.ts';
import { underEachExecutor, under } from './shared/each-executor.ts';
import { assertUnchanged } from './shared/refusal.ts';
import {
  assertOtherBits,
  assertSameBits,
  assertSameState,
  someClasses,
  someLabels,
  someRows,
  stateOf,
} from './shared/training.ts';
import { withReference } from '../shared/with-reference.ts';

const [ROWS, INPUTS, BATCH] = [11, 4, 4]; // batches of 4, 4 and 3
const x = someRows(ROWS, INPUTS, 3);
/** Generic weights, the third of them 0. */
const weights = generic(ROWS, [0.2, 2.7], { seed: 5 }).with(2, 0);
const labels = someLabels(ROWS, 3, 6);
const column = (values: readonly number[]) => tensor(values.map((value) => [value]));

/** A last layer with its loss, and targets. */
const cases = {
  categorical: ['categorical_crossentropy', 3, 'softmax', someClasses(ROWS, 3, 6)],
  sparse: ['sparse_categorical_crossentropy', 3, 'softmax', tensor(labels)],
  binary: ['bce', 1, 'sigmoid', column(labels.map((label) => label % 2))],
  'squared error': ['mse', 2, 'linear', someRows(ROWS, 2, 9)],
  'absolute error': ['mae', 2, 'tanh', someRows(ROWS, 2, 10)],
} as const satisfies Record<string, readonly [LossName, number, string, Tensor]>;
type Case = keyof typeof cases;

function net(name: Case, watch: Omit<Parameters<Model['compile']>[0], 'loss'> = {}): Model {
  const [loss, units, activation] = cases[name];
  const model = Sequential(
    [Input([INPUTS]), Dense(5, { activation: 'tanh' }), Dense(units, { activation })],
    {
      seed: 6,
    },
  );
  model.compile({ optimizer: Adam({ learningRate: 0.03 }), loss, ...watch });
  return model;
}

const part = ({ data, shape }: Tensor, start: number, end = start + BATCH): Tensor => {
  const columns = data.length / shape[0];
  const rows = data.slice(start * columns, end * columns);
  return new Tensor(rows, [rows.length / columns, ...shape.slice(1)]);
};

/** Epochs by hand. @returns the loss of each: the weighted losses of all rows over their number */
function byHand(model: Model, name: Case, each: readonly number[], epochs: number): number[] {
  const [loss, , , t] = cases[name];
  const w = tensor(each);
  return Array.from({ length: epochs }, () => {
    let sum = 0;
    for (let start = 0; start < ROWS; start += BATCH) {
      const batch = part(x, start);
      const value = losses[loss](part(t, start), model.call(batch, true).predictions, part(w, start));
      sum += value.item() * batch.shape[0];
      backward(value);
      model.optimizer.apply(model.parameters);
      model.step.value++;
    }
    return sum / ROWS;
  });
}

const fitted = (model: Model, name: Case, options: FitOptions) =>
  model.fit(x, cases[name][3], { epochs: 3, batchSize: BATCH, shuffle: false, ...options }).history;

/** The loss of each row by itself, in the model's own numbers. */
function lossesOf(model: Model, name: Case): number[] {
  const [loss, , , t] = cases[name];
  const predictions = model.predict(x);
  return Array.from({ length: ROWS }, (_, row) =>
    losses[loss](part(t, row, row + 1), part(predictions, row, row + 1)).item(),
  );
}

/** The mean of each row, of as many rows as x has. */
const meansOfRows = (values: readonly number[]) => {
  const columns = values.length / ROWS;
  return Array.from(
    { length: ROWS },
    (_, row) => sumOf(values.slice(row * columns, (row + 1) * columns)) / columns,
  );
};
const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
const weighted = (values: readonly number[]) => sumOf(values.map((value, row) => value * weights[row]));

describe('weights', () => {
  describe('of samples', () => {
    withReference(); // equal bits are promised for the plain loops

    for (const name of Object.keys(cases) as Case[]) {
      it(`train as a loop by hand does, to the last bit: ${name}`, () => {
        const [hand, model] = [net(name), net(name)];
        const expected = byHand(hand, name, weights, 3);
        const { loss } = fitted(model, name, { sampleWeight: weights });
        assert.deepEqual(loss, expected);
        assertSameState(stateOf(model), stateOf(hand));
        const plain = net(name);
        fitted(plain, name, {});
        assertOtherBits(model.getWeights(), plain.getWeights());
      });
    }

    it('of ones change nothing, rows of weight 0 count for nothing, whatever they hold', () => {
      const [plain, ones] = [net('categorical'), net('categorical')];
      fitted(plain, 'categorical', {});
      fitted(ones, 'categorical', { sampleWeight: new Array(ROWS).fill(1) });
      assertSameState(stateOf(ones), stateOf(plain));

      const t = cases.categorical[3];
      const [a, b] = [net('categorical'), net('categorical')];
      const options = { epochs: 3, batchSize: BATCH, sampleWeight: weights }; // shuffled, each in the same way
      const rows = (x.toArray() as number[][]).with(2, [7, -3, 11, 0.3]);
      const targets = (t.toArray() as number[][]).map((row, i) => (i === 2 ? [...row].reverse() : row));
      const { loss } = a.fit(x, t, options).history;
      assert.deepEqual(b.fit(rows, targets, options).history.loss, loss);
      assertSameState(stateOf(a), stateOf(b));
    });

    it('all 0 train nothing, with a plain optimizer', () => {
      const model = net('squared error', { optimizer: 'sgd' });
      const before = model.getWeights();
      assert.deepEqual(
        fitted(model, 'squared error', { sampleWeight: new Array(ROWS).fill(0) }).loss,
        [0, 0, 0],
      );
      assertSameBits(model.getWeights(), before);
    });

    it('may be a list, a typed array, a Tensor or a column', () => {
      const kinds: readonly TensorLike[] = [
        weights,
        Float64Array.from(weights),
        tensor(weights),
        weights.map((weight) => [weight]),
      ];
      const [first, ...others] = kinds.map((sampleWeight) => {
        const model = net('sparse');
        fitted(model, 'sparse', { sampleWeight });
        return stateOf(model);
      });
      for (const other of others) assertSameState(other, first);
    });

    it('are shuffled with their rows', () => {
      const order = [4, 0, 7, 9, 2, 10, 5, 1, 8, 3, 6];
      const t = cases.sparse[3];
      const sorted = (values: readonly number[]) => order.map((row) => values[row]);
      const rows = tensor(order.map((row) => (x.toArray() as number[][])[row]));
      // one step over all rows is the same in any order, but for rounding
      const step = { batchSize: ROWS };
      const [a, b] = [net('sparse'), net('sparse')];
      a.fit(x, t, { ...step, sampleWeight: weights });
      b.fit(rows, sorted(labels), { ...step, sampleWeight: sorted(weights) });
      for (const [i, { data }] of a.getWeights().entries())
        assertClose(data, b.getWeights()[i].data, 1e-5, `${i}`);
    });
  });

  it('of samples train under simd as under the reference, within rounding', () => {
    for (const name of Object.keys(cases) as Case[]) {
      const train = () => {
        const model = net(name, { optimizer: 'sgd' });
        const { loss } = fitted(model, name, { sampleWeight: weights });
        return [...model.getWeights().map(({ data }) => data), loss];
      };
      const [actual, expected] = [under('simd', train), under('reference', train)];
      for (const [i, values] of actual.entries()) assertClose(values, expected[i], 1e-5, `${name} ${i}`);
    }
  });

  describe('of classes', () => {
    withReference();
    const classWeight: ClassWeight = { 0: 1.7, 2: 0.4 };
    const ofRows = labels.map((label) => classWeight[label] ?? 1);

    for (const name of ['categorical', 'sparse'] as const) {
      it(`are those of their rows, 1 where none is given: ${name}`, () => {
        const [byClass, byRow] = [net(name), net(name)];
        const t = name === 'sparse' ? cases.sparse[3] : oneHot(labels);
        byClass.fit(x, t, { epochs: 2, batchSize: BATCH, classWeight });
        byRow.fit(x, t, { epochs: 2, batchSize: BATCH, sampleWeight: ofRows });
        assertSameState(stateOf(byClass), stateOf(byRow));
      });
    }

    it('are those of a single column of 0 and 1', () => {
      const t = cases.binary[3];
      const [byClass, byRow] = [net('binary'), net('binary')];
      byClass.fit(x, t, { batchSize: BATCH, classWeight: { 1: 2.3 } });
      byRow.fit(x, t, { batchSize: BATCH, sampleWeight: Array.from(t.data, (one) => (one === 1 ? 2.3 : 1)) });
      assertSameState(stateOf(byClass), stateOf(byRow));
    });

    it('do not count in validation, as in Keras, while weights of samples do', () => {
      const t = oneHot(labels);
      const fitWith = (options: FitOptions) => {
        const model = net('categorical');
        const { val_loss } = model.fit(x, t, { batchSize: BATCH, validationSplit: 0.4, ...options }).history;
        const rest = [part(x, 6, ROWS), part(t, 6, ROWS)] as const;
        const plain = model.evaluate(...rest, { batchSize: BATCH });
        const counted = model.evaluate(...rest, { batchSize: BATCH, sampleWeight: ofRows.slice(6) });
        return { val_loss, plain, counted };
      };
      const { val_loss, plain } = fitWith({ classWeight });
      assert.deepEqual(val_loss, plain);
      const samples = fitWith({ sampleWeight: ofRows });
      assert.deepEqual(samples.val_loss, samples.counted);
      assert.notDeepEqual(samples.counted, samples.plain);
    });

    it('are given to trainOnBatch and testOnBatch too', () => {
      const [byClass, byRow] = [net('sparse'), net('sparse')];
      const t = cases.sparse[3];
      assert.deepEqual(
        byClass.testOnBatch(x, t, { classWeight }),
        byRow.testOnBatch(x, t, { sampleWeight: ofRows }),
      );
      byClass.trainOnBatch(x, t, { classWeight });
      byRow.trainOnBatch(x, t, { sampleWeight: ofRows });
      assertSameState(stateOf(byClass), stateOf(byRow));
    });
  });

  underEachExecutor(() => {
    for (const [name, accuracies] of [
      ['categorical', true],
      ['binary', true],
      ['squared error', false],
      ['absolute error', false],
    ] as const) {
      it(`make the loss Σ w l / rows, and what is watched by weight Σ w m / Σ w: ${name}`, () => {
        const model = net(name, {
          metrics: accuracies ? ['mse', 'acc'] : ['mse'],
          weightedMetrics: accuracies ? ['mae', 'accuracy'] : ['mae'],
        });
        const t = cases[name][3];
        const p = model.predict(x);
        const errors = Array.from(t.data, (value, i) => value - p.data[i]);
        const [squares, sizes] = [errors.map((error) => error ** 2), errors.map(Math.abs)].map(meansOfRows);
        const classes = model.predictClasses(x);
        const right = classes.map((label, row) => Number(label === classOf(t, row)));
        const expected: Record<string, number> = {
          loss: weighted(lossesOf(model, name)) / ROWS,
          mse: sumOf(squares) / ROWS,
          mae: weighted(sizes) / sumOf(weights),
        };
        if (accuracies) {
          expected.acc = sumOf(right) / ROWS;
          expected.accuracy = weighted(right) / sumOf(weights);
        }
        for (const batchSize of [ROWS, BATCH, 1]) {
          const found = model.evaluate(x, t, { batchSize, sampleWeight: weights, returnDict: true });
          assert.sameMembers(Object.keys(found), Object.keys(expected));
          for (const [key, value] of Object.entries(expected)) assertClose([found[key]], [value], 1e-5, key);
        }
      });
    }

    it('are reported in training as in evaluation', () => {
      const model = net('categorical', {
        optimizer: 'sgd',
        metrics: ['acc'],
        weightedMetrics: ['accuracy', 'mae'],
      });
      model.optimizer.learningRate = 0;
      const t = cases.categorical[3];
      const data = [x, t, weights] as const;
      const { history } = model.fit(x, t, { batchSize: BATCH, sampleWeight: weights, validationData: data });
      const { loss, acc, accuracy, mae } = model.evaluate(x, t, { sampleWeight: weights, returnDict: true });
      const plain = model.evaluate(x, t, { returnDict: true });
      const pairs = {
        loss,
        acc,
        accuracy,
        mae,
        val_loss: loss,
        val_acc: acc,
        val_accuracy: accuracy,
        val_mae: mae,
      };
      for (const [key, value] of Object.entries(pairs)) assertClose(history[key], [value], 1e-6, key);
      assert.equal(acc, plain.acc, 'metrics know of no weights');
      assert.notEqual(mae, plain.mae);
      assert.notEqual(loss, plain.loss);
    });
  });

  it('of validationData are its own', () => {
    const model = net('categorical', { weightedMetrics: ['mae'] });
    const t = cases.categorical[3];
    const data = [part(x, 0, 5), part(t, 0, 5)] as const;
    const own = weights.slice(4, 9);
    const { history } = model.fit(x, t, { validationData: [...data, own], validationBatchSize: 2 });
    const options = { batchSize: 2, sampleWeight: own };
    assert.deepEqual([history.val_loss[0], history.val_mae[0]], model.evaluate(...data, options));
    assert.notDeepEqual(model.evaluate(...data, options), model.evaluate(...data, { batchSize: 2 }));
  });

  describe('are refused, and nothing is changed:', () => {
    const expected = 'expected { 0: 1.5, 1: 0.7 }, the number of each class with its weight';
    // biome-ignore format: one case a line
    const bad: readonly (readonly [what: string, FitOptions, kind: string, words: string])[] = [
      ['too few', { sampleWeight: weights.slice(1) }, 'ShapeError', 'sampleWeight is not one number for each row; expected [11], received [10].'],
      ['a table', { sampleWeight: x }, 'ShapeError', 'sampleWeight is not one number for each row; expected [11], received [11, 4].'],
      ['one number', { sampleWeight: 3 as unknown as TensorLike }, 'ShapeError', 'sampleWeight is a single number; expected rows, such as [[1]], received 3.'],
      ['a weight below 0', { sampleWeight: weights.with(7, -0.25) }, 'ArgumentError', 'sampleWeight[7] is not usable; expected a number >= 0, received -0.25.'],
      ['NaN', { sampleWeight: weights.with(4, Number.NaN) }, 'ArgumentError', 'sampleWeight holds a number that is not finite; expected finite numbers, received NaN in row 4, column 0.'],
      ['both kinds', { sampleWeight: weights, classWeight: { 0: 2 } }, 'ArgumentError', 'there are both sampleWeight and classWeight. Give one of them; their products can be given as sampleWeight.'],
      ['a list for classes', { classWeight: [1, 2] as unknown as ClassWeight }, 'ArgumentError', `classWeight is not usable; ${expected}, received [1, 2].`],
      ['a Map', { classWeight: new Map([[0, 2]]) as unknown as ClassWeight }, 'ArgumentError', `classWeight is not usable; ${expected}, received an object of Map kind.`],
      ['a class that is not there', { classWeight: { 3: 1.5 } }, 'ArgumentError', `classWeight names no class; ${expected}, received '3'.`],
      ['a class that is a name', { classWeight: { setosa: 2 } as ClassWeight }, 'ArgumentError', `classWeight names no class; ${expected}, received 'setosa'.`],
      ['a class without a number', { classWeight: { '': 2 } as ClassWeight }, 'ArgumentError', `classWeight names no class; ${expected}, received ''.`],
      ['a class written otherwise', { classWeight: { '01': 2 } as ClassWeight }, 'ArgumentError', `classWeight names no class; ${expected}, received '01'.`],
      ['a weight of a class below 0', { classWeight: { 1: -2 } }, 'ArgumentError', `classWeight[1] is not usable; ${expected}, received -2.`],
      ['a weight of a class that is no number', { classWeight: { 1: '2' } as unknown as ClassWeight }, 'ArgumentError', `classWeight[1] is not usable; ${expected}, received '2'.`],
    ];
    for (const [what, options, kind, words] of bad) {
      it(what, () => {
        const model = net('categorical');
        const t = cases.categorical[3];
        model.fit(x, t);
        assertUnchanged(model, () => model.fit(x, t, options), kind, `fit: ${words}`);
        const { sampleWeight } = options;
        if (sampleWeight === undefined || sampleWeight === null || options.classWeight !== undefined) return;
        assertUnchanged(model, () => model.evaluate(x, t, { sampleWeight }), kind, `evaluate: ${words}`);
        const message = `fit: ${words.replaceAll('sampleWeight', 'validationData[2]')}`;
        const validationData = [x, t, sampleWeight] as const;
        assertUnchanged(model, () => model.fit(x, t, { validationData }), kind, message);
      });
    }

    it('in fitAsync too', async () => {
      const model = net('categorical');
      const t = cases.categorical[3];
      const before = stateOf(model);
      let message = '';
      await model.fitAsync(x, t, { sampleWeight: weights.with(3, -1) }).catch((error: Error) => {
        message = error.message;
      });
      assert.equal(message, 'fitAsync: sampleWeight[3] is not usable; expected a number >= 0, received -1.');
      assertSameState(stateOf(model), before);
    });
  });
});

/** One-hot rows of class numbers. */
function oneHot(classes: readonly number[]): Tensor {
  return tensor(classes.map((label) => [0, 1, 2].map((column) => Number(column === label))));
}

/** The class of a row of targets. */
function classOf({ data, shape }: Tensor, row: number): number {
  const columns = shape[1];
  return columns === 1 ? data[row] : data.slice(row * columns, (row + 1) * columns).indexOf(1);
}
