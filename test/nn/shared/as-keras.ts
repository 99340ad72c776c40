/**
 * Training as Keras did: the same case trained here, and everything compared.
 */
import { assert } from 'chai';
import type { Batch, FitOptions, History, Model } from '../../../src/nn/index.ts';
import type { DType, Tensor } from '../../../src/tensor/index.ts';
import { assertClose } from '../../shared/values.ts';
import {
  dataOf,
  modelOf,
  type Outcome,
  planOf,
  rowsOf,
  type StoredTraining,
  storedTrainings,
} from './stored-training.ts';
import { assertSameBits } from './training.ts';

/**
 * Keras on TensorFlow goes back to the numbers that went into a sigmoid and takes softmax of them. Here a loss is
 * that of the predictions which are shown: their shares of the sum.
 */
export const OTHER_LOSS = 'categorical after sigmoid, as Keras does';

/** Shares of several classes are no answers of yes or no: `compile` refuses what Keras trains. */
export const REFUSED = ['binary after softmax, as Keras does', 'binary after softmax, from probabilities'];

/**
 * Keras goes on in the next epoch with the batches that `stepsPerEpoch` has left, and ends an epoch early where the data
 * end; here each epoch of arrays begins with the first batch. In Keras's order the numbers are Keras's.
 */
export const KERAS_ORDER: Readonly<Record<string, readonly (readonly number[])[]>> = {
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

/** TensorFlow's leaky_relu holds its slope in Float32 whatever the rest: there 0.3 is 0.300000012. */
export const FLOAT32_SLOPE = ['LeakyReLU', 'leaky_relu, then elu', 'lion'];

/** Here what is worked out once a step is double; in Float32 Keras rounds β, and βᵗ once more, before the correction. */
const ROUNDED_BETAS = ['Adam', 'AdamW', 'Adamax', 'Nadam'];

/**
 * max|a − b| ≤ bound · max(1, max|b|) for each tensor. Measured at most: 8e-7 in Float32, with rounded betas 3.3e-6;
 * 3e-15 in Float64, with slopes in Float32 1.2e-8.
 */
function boundOf({ name, optimizer: { type } }: StoredTraining, dtype: DType): number {
  if (dtype === 'float64') return FLOAT32_SLOPE.includes(name) ? 5e-8 : 1e-12;
  return ROUNDED_BETAS.includes(type) ? 1e-5 : 3e-6;
}

/** Trains in one call of `fit`. */
export function fit(model: Model, c: StoredTraining): History {
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

/** Predictions of one output or of several. */
export const listOf = (predictions: Tensor | readonly Tensor[]): readonly Tensor[] =>
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
export function assertTrainsAlike(c: StoredTraining, dtype: DType): void {
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
  const weighted = model.layers.filter((layer) => layer.getWeights().length > 0);
  assert.deepEqual(
    weighted.map(({ name }) => name),
    c.layerOrder,
  );
  assertFinal(c, model, outcome, bound);

  const stepwise = modelOf(c, dtype).model;
  assertClose(lossesOfBatches(stepwise, c), outcome.batchLosses, bound, 'losses of the batches');
  assertSameBits(stepwise.getWeights(), model.getWeights());
}

/** The stored trainings that are made here too, with the same result. */
export function comparedTrainings(): readonly StoredTraining[] {
  return storedTrainings().filter(({ name }) => name !== OTHER_LOSS && !REFUSED.includes(name));
}
