/**
 * Whole trainings against Keras: losses after every batch, history, evaluation, predictions and final weights.
 *
 * Both work in the same number format. Where a model has several outputs, Keras ran eagerly: compiled, it reports for
 * each output's loss a mean over the batches, as if the last one were not smaller; here, as in eager Keras, rows count.
 * A frozen layer's penalty does not count, there and here.
 */
import { assert } from 'chai';
import type { Batch, FitOptions, History, Model } from '../../src/nn/index.ts';
import type { DType, Tensor } from '../../src/tensor/index.ts';
import { assertClose, assertRefused } from '../shared/values.ts';
import {
  dataOf,
  modelOf,
  type Outcome,
  planOf,
  rowsOf,
  type StoredTraining,
  storedTrainings,
} from './shared/stored-training.ts';
import { assertSameBits } from './shared/training.ts';

/**
 * Keras on TensorFlow goes back to the numbers that went into a sigmoid and takes softmax of them. Here a loss is
 * that of the predictions which are shown: their shares of the sum.
 */
const OTHER_LOSS = 'categorical after sigmoid, as Keras does';

/** Shares of several classes are no answers of yes or no: `compile` refuses what Keras trains. */
const REFUSED = ['binary after softmax, as Keras does', 'binary after softmax, from probabilities'];

/**
 * Keras goes on in the next epoch with the batches that `stepsPerEpoch` has left, and ends an epoch early where the data
 * end; here each epoch of arrays begins with the first batch. In Keras's order the numbers are Keras's.
 */
const KERAS_ORDER: Readonly<Record<string, readonly (readonly number[])[]>> = {
  'stepsPerEpoch, where Keras goes on in the next epoch': [
    [0, 1],
    [2, 3],
    [0, 1],
    [2, 3],
  ],
  'stepsPerEpoch that does not divide the batches, where Keras ends an epoch early': [
    [0, 1, 2],
    [3],
    [0, 1, 2],
    [3],
  ],
};

/** TensorFlow's leaky_relu holds its slope in Float32 whatever the rest; 0.3 is then 0.30000001. */
const FLOAT32_SLOPE = ['LeakyReLU'];

/**
 * max|a − b| ≤ bound · max(1, max|b|) for each tensor. In Float32 Keras rounds the betas of Adam's family before it
 * corrects for them.
 */
function boundOf({ name, optimizer: { type } }: StoredTraining, dtype: DType): number {
  if (dtype === 'float64') return FLOAT32_SLOPE.includes(name) ? 5e-8 : 1e-8;
  return ['Adam', 'AdamW', 'Adamax', 'Nadam'].includes(type) ? 3e-5 : 1e-5;
}

/** Trains in one call of `fit`. */
function fit(model: Model, c: StoredTraining): History {
  const order = KERAS_ORDER[c.name];
  return order === undefined
    ? model.fit(dataOf(c.x), dataOf(c.t), planOf(c))
    : model.fit(batchesOf(c, order), streamed(c));
}

/** Trains batch by batch; gives the mean loss of the epoch so far after each. */
function lossesOfBatches(model: Model, c: StoredTraining): number[] {
  const order = KERAS_ORDER[c.name];
  const every = 'batch' as const;
  const events =
    order === undefined
      ? model.train(dataOf(c.x), dataOf(c.t), { ...planOf(c), every })
      : model.train(batchesOf(c, order), { ...streamed(c), every });
  return Array.from(events, ({ logs }) => logs.loss);
}

/** The options for batches, which have the sizes that they have. */
function streamed(c: StoredTraining): FitOptions {
  const { batchSize, stepsPerEpoch, shuffle, ...rest } = planOf(c);
  return { ...rest, validationBatchSize: batchSize ?? null };
}

/** The batches of one epoch after another. */
function batchesOf(c: StoredTraining, order: readonly (readonly number[])[]): () => Batch[] {
  let epoch = 0;
  const { batchSize } = c.fit;
  const batch = (i: number) =>
    [c.x, c.t].map(([tensor]) => rowsOf(tensor, i * batchSize, (i + 1) * batchSize)) as unknown as Batch;
  return () => order[epoch++].map(batch);
}

const listOf = (predictions: Tensor | readonly Tensor[]): readonly Tensor[] =>
  'data' in predictions ? [predictions] : predictions;

/** What is measured and predicted with the final weights. */
function assertFinal(c: StoredTraining, model: Model, outcome: Outcome, bound: number): void {
  const { batchSize } = c.fit;
  const weighted = c.sampleWeight === undefined ? {} : { sampleWeight: dataOf(c.sampleWeight) };
  const [x, t] = [dataOf(c.x), dataOf(c.t)];
  const named = model.evaluate(x, t, { batchSize, ...weighted, returnDict: true });
  for (const [key, value] of Object.entries(outcome.evaluate)) {
    assertClose([named[key]], [value], bound, `evaluate, ${key}`);
  }
  // With several outputs Keras's list begins with the loss and then has an order of its own.
  if (c.outputs === undefined || c.outputs.length === 1) {
    const list = model.evaluate(x, t, { batchSize, ...weighted });
    assertClose(list, outcome.evaluateList, bound, 'evaluate');
  }
  const predictions = listOf(model.predict(dataOf(c.xVal), { batchSize }));
  assert.lengthOf(predictions, outcome.predictions.length);
  for (const [i, { values, shape }] of outcome.predictions.entries()) {
    assert.deepEqual(predictions[i].shape, shape);
    assertClose(predictions[i].data, values, bound, `predictions ${i}`);
  }
}

/** Trains as stored and compares everything. */
function assertTrainsAlike(c: StoredTraining, dtype: DType): void {
  const bound = boundOf(c, dtype);
  const outcome = c[dtype];
  const { model, layers } = modelOf(c, dtype);
  const { history, epoch } = fit(model, c);
  assert.deepEqual(epoch, c.epochs);
  assert.includeMembers(Object.keys(history), Object.keys(outcome.history));
  for (const [key, values] of Object.entries(outcome.history)) {
    assertClose(history[key], values, bound, `history.${key}`);
  }
  for (const [name, stored] of Object.entries(outcome.weights)) {
    const weights = layers.get(name)!.getWeights();
    assert.lengthOf(weights, stored.length, `weights of ${name}`);
    for (const [i, { values, shape }] of stored.entries()) {
      assert.deepEqual(weights[i].shape, shape);
      assertClose(weights[i].data, values, bound, `${name}, weights ${i}`);
    }
  }
  assertFinal(c, model, outcome, bound);

  const stepwise = modelOf(c, dtype).model;
  assertClose(lossesOfBatches(stepwise, c), outcome.batchLosses, bound, 'losses of the batches');
  assertSameBits(stepwise.getWeights(), model.getWeights());
}

describe('training as Keras does', () => {
  const cases = storedTrainings();
  const names = cases.map(({ name }) => name);
  const compared = cases.filter(({ name }) => name !== OTHER_LOSS && !REFUSED.includes(name));

  it('is compared in at least 160 trainings, with every optimizer, schedule, loss, activation and layer', () => {
    assert.includeMembers(names, [OTHER_LOSS, ...REFUSED, ...Object.keys(KERAS_ORDER), ...FLOAT32_SLOPE]);
    assert.isAtLeast(compared.length, 160);
    assert.strictEqual(new Set(names).size, names.length);
  });

  for (const c of compared) {
    for (const dtype of ['float32', 'float64'] as const) {
      it(`${c.name}, ${dtype}`, () => assertTrainsAlike(c, dtype));
    }
  }

  it(`${OTHER_LOSS}: another loss than that of the predictions shown`, () => {
    const c = cases.find(({ name }) => name === OTHER_LOSS)!;
    const { model } = modelOf(c, 'float64');
    const [loss] = model.evaluate(dataOf(c.x), dataOf(c.t));
    const rows = listOf(model.predict(dataOf(c.x)))[0];
    const [{ values: t }] = c.t;
    const [count, classes] = rows.shape;
    let sum = 0;
    for (let row = 0; row < count; row++) {
      const shares = rows.data.slice(row * classes, (row + 1) * classes);
      const whole = shares.reduce((a, b) => a + b);
      for (const [j, share] of shares.entries()) sum -= t[row * classes + j] * Math.log(share / whole);
    }
    assert.closeTo(loss, sum / count, 1e-12);
    const { history } = fit(model, c);
    assert.isAbove(Math.abs(history.loss[0] - c.float64.history.loss[0]), 0.01);
  });

  for (const name of REFUSED) {
    it(`${name}: refused`, () => {
      const c = cases.find((one) => one.name === name)!;
      assertRefused(
        () => fit(modelOf(c, 'float32').model, c),
        'ArgumentError',
        'binary_crossentropy',
        'softmax',
      );
    });
  }
});
