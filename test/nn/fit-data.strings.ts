/**
 * The kinds of data that training takes: all that holds the same numbers gives the same bits, and none is changed.
 *
 * ndarray makes code of text, which the other suites are run without.
 */
import { assert } from 'chai';
import ndarray from 'ndarray';
import { Dense, Input, type LossName, type Model, Sequential } from '../../src/nn/index.ts';
import { SGD } from '../../src/optim/index.ts';
import { parameter, tensor, type Tensor, type TensorLike } from '../../src/tensor/index.ts';
import { generic } from '../shared/values.ts';
import { assertSameBits, assertOtherBits, bytesOf } from './shared/training.ts';

const [ROWS, INPUTS, CLASSES] = [7, 3, 4];
/** Whole numbers, so that every kind of array can hold them. */
const values = generic(ROWS * INPUTS, [-9, 9], { seed: 2, whole: true });
const labels = generic(ROWS, [0, CLASSES - 1], { seed: 3, whole: true });
const rows = Array.from({ length: ROWS }, (_, i) => values.slice(i * INPUTS, (i + 1) * INPUTS));
const shape = [ROWS, INPUTS];

/** Numbers column by column, as an ndarray that reads them row by row. */
const columns = Array.from({ length: INPUTS }, (_, j) => rows.map((row) => row[j])).flat();

const kinds: Record<string, TensorLike> = {
  'nested arrays': rows,
  'an array of typed arrays': rows.map((row) => Int8Array.from(row)) as unknown as TensorLike,
  'a typed array with a shape': { data: Int16Array.from(values), shape },
  'an array with a shape': { data: values, shape },
  'a Tensor': tensor(rows),
  'a Tensor of the other dtype': tensor(rows, { dtype: 'float64' }),
  'a Parameter': parameter(rows),
  'an ndarray': ndarray(Float64Array.from(values), shape),
  'an ndarray, transposed': ndarray(Float32Array.from(columns), [INPUTS, ROWS]).transpose(1, 0),
  'four fields': { data: [77, ...columns], shape, stride: [1, ROWS], offset: 1 },
};

const oneHot = labels.map((label) => Array.from({ length: CLASSES }, (_, j) => (j === label ? 1 : 0)));

function net(loss: LossName, dtype: 'float32' | 'float64' = 'float32'): Model {
  const units = loss === 'mse' ? 1 : CLASSES;
  const model = Sequential(
    [Input({ shape: [INPUTS] }), Dense(units, { activation: units === 1 ? 'sigmoid' : 'softmax' })],
    { dtype },
  );
  model.compile({ optimizer: SGD({ learningRate: 0.01 }), loss, metrics: ['accuracy'] });
  return model;
}

/** What training, evaluation and prediction with these data give. */
function results(loss: LossName, x: TensorLike, t: TensorLike, dtype: 'float32' | 'float64' = 'float32') {
  const model = net(loss, dtype);
  const { history } = model.fit(x, t, { batchSize: 3, epochs: 2, validationData: [x, t] });
  return { numbers: [history, model.evaluate(x, t)], tensors: [...model.getWeights(), model.predict(x)] };
}

function assertAlike(a: ReturnType<typeof results>, b: ReturnType<typeof results>): void {
  assert.deepEqual(a.numbers, b.numbers);
  assertSameBits(a.tensors, b.tensors);
}

describe('training takes', () => {
  const expected = results('categorical_crossentropy', rows, oneHot);

  for (const [kind, x] of Object.entries(kinds)) {
    it(`rows as ${kind}`, () => {
      assertAlike(results('categorical_crossentropy', x, oneHot), expected);
    });

    it(`rows as ${kind}, in double precision`, () => {
      assertAlike(
        results('categorical_crossentropy', x, oneHot, 'float64'),
        results('categorical_crossentropy', rows, oneHot, 'float64'),
      );
    });
  }

  it('one-hot targets of every kind', () => {
    const flat = oneHot.flat();
    for (const t of [tensor(oneHot), { data: Uint8Array.from(flat), shape: [ROWS, CLASSES] }]) {
      assertAlike(results('categorical_crossentropy', rows, t), expected);
    }
  });

  it('class numbers as one list or one column of every kind', () => {
    const sparse = results('sparse_categorical_crossentropy', rows, labels);
    const column = labels.map((label) => [label]);
    for (const t of [
      Int32Array.from(labels),
      Uint8Array.from(labels),
      tensor(labels),
      column,
      tensor(column),
    ]) {
      assertAlike(results('sparse_categorical_crossentropy', rows, t), sparse);
    }
    assertSameBits(sparse.tensors, expected.tensors);
  });

  it('one number for each row, as a list or a column, where there is one unit', () => {
    const column = labels.map((label) => [label]);
    assertAlike(results('mse', rows, labels), results('mse', rows, column));
  });

  it('numbers that are not those, and gives something else', () => {
    const other = rows.map((row, i) => (i === 4 ? row.map((value) => value + 1) : row));
    const { tensors } = results('categorical_crossentropy', other, oneHot);
    assertOtherBits(tensors, expected.tensors);
  });

  it('data without changing them', () => {
    const data: Tensor[] = [
      tensor(rows),
      tensor(oneHot),
      tensor(rows.toReversed()),
      tensor(oneHot.toReversed()),
    ];
    const before = bytesOf(data);
    const [x, t, xVal, tVal] = data;
    const model = net('categorical_crossentropy');
    model.fit(x, t, { batchSize: 3, epochs: 2, validationData: [xVal, tVal] });
    model.fit(x, t, { batchSize: 2, epochs: 2, validationSplit: 0.4 });
    model.evaluate(x, t, { batchSize: 3 });
    model.predict(x, { batchSize: 3 });
    assert.deepEqual(bytesOf(data), before);
  });
});
