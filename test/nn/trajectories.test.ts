/**
 * Whole trainings against Keras: losses after every batch, history, evaluation, predictions and final weights.
 */
import { assert } from 'chai';
import type { Layer, Model } from '../../src/nn/index.ts';
import type { DType, Tensor } from '../../src/tensor/index.ts';
import { assertClose } from '../shared/values.ts';
import {
  dataOf,
  modelOf,
  type Outcome,
  planOf,
  type StoredTraining,
  storedTrainings,
} from './shared/stored-training.ts';
import { assertSameBits } from './shared/training.ts';

/**
 * max|a − b| ≤ bound · max(1, max|b|) for each tensor. In Float32 Keras rounds the betas of Adam's family before it
 * corrects for them.
 */
function boundOf({ optimizer: { type } }: StoredTraining, dtype: DType): number {
  if (dtype === 'float64') return 1e-8;
  return ['Adam', 'AdamW', 'Adamax', 'Nadam'].includes(type) ? 3e-5 : 1e-5;
}

const listOf = (predictions: Tensor | readonly Tensor[]): readonly Tensor[] =>
  'data' in predictions ? [predictions] : predictions;

function assertOutcome(
  c: StoredTraining,
  model: Model,
  layers: ReadonlyMap<string, Layer>,
  outcome: Outcome,
  bound: number,
): void {
  for (const name of Object.keys(c.weights)) {
    const weights = layers.get(name)!.getWeights();
    assert.lengthOf(weights, outcome.weights[name].length, `weights of ${name}`);
    for (const [i, { values, shape }] of outcome.weights[name].entries()) {
      assert.deepEqual(weights[i].shape, shape);
      assertClose(weights[i].data, values, bound, `${name}, weights ${i}`);
    }
  }
  const { batchSize } = c.fit;
  const options = {
    batchSize,
    ...(c.sampleWeight === undefined ? {} : { sampleWeight: dataOf(c.sampleWeight) }),
  };
  const evaluated = model.evaluate(dataOf(c.x), dataOf(c.t), { ...options, returnDict: true });
  for (const [key, value] of Object.entries(outcome.evaluate)) {
    assertClose([evaluated[key]], [value], bound, `evaluate: ${key}`);
  }
  const predictions = listOf(model.predict(dataOf(c.xVal), { batchSize }));
  assert.lengthOf(predictions, outcome.predictions.length);
  for (const [i, { values, shape }] of outcome.predictions.entries()) {
    assert.deepEqual(predictions[i].shape, shape);
    assertClose(predictions[i].data, values, bound, `predictions ${i}`);
  }
}

describe('training as Keras does', () => {
  const cases = storedTrainings();

  for (const c of cases) {
    for (const dtype of ['float32', 'float64'] as const) {
      it(`${c.name}, ${dtype}`, () => {
        const bound = boundOf(c, dtype);
        const outcome = c[dtype];
        const { model, layers } = modelOf(c, dtype);
        const { history, epoch } = model.fit(dataOf(c.x), dataOf(c.t), planOf(c));
        assert.deepEqual(epoch, c.epochs);
        for (const [key, values] of Object.entries(outcome.history)) {
          assert.property(history, key);
          assertClose(history[key], values, bound, `history.${key}`);
        }
        assertOutcome(c, model, layers, outcome, bound);

        const stepwise = modelOf(c, dtype).model;
        const losses: number[] = [];
        for (const { logs } of stepwise.train(dataOf(c.x), dataOf(c.t), {
          ...planOf(c),
          every: 'batch',
        })) {
          losses.push(logs.loss);
        }
        assertClose(losses, outcome.batchLosses, bound, 'losses of the batches');
        assertSameBits(stepwise.getWeights(), model.getWeights());
      });
    }
  }
});
