/**
 * Whole trainings against Keras: losses after every batch, history, evaluation, predictions and final weights.
 *
 * What may surprise, and is alike in both: the loss of an epoch is a mean by rows while the weights change; weighted
 * losses are divided by the number of rows, not by the sum of their weights, except where `reduction` or `ignoreClass`
 * says so; a penalty counts once a batch, whatever its size, and in `val_loss` and `evaluate` too; that on an activity is
 * divided by the rows; a frozen layer's penalty does not count; a frozen BatchNormalization runs as in inference; ε stands
 * inside the square root in Adagrad and RMSprop, and outside in Adam.
 *
 * Where a model has several outputs, Keras ran eagerly: compiled, it reports for each output's own loss a mean over the
 * batches, as if the last one were not smaller; here, as in eager Keras, rows count. What Keras does otherwise stands in
 * `shared/as-keras.ts`.
 */
import { assert } from 'chai';
import { activations, constraints, losses, regularizers } from '../../src/nn/index.ts';
import { optimizers, schedules } from '../../src/optim/index.ts';
import { assertRefused } from '../shared/values.ts';
import {
  assertTrainsAlike,
  comparedTrainings,
  FLOAT32_SLOPE,
  fit,
  KERAS_ORDER,
  listOf,
  OTHER_LOSS,
  REFUSED,
} from './shared/as-keras.ts';
import { dataOf, memberOf, modelOf, storedTrainings } from './shared/stored-training.ts';

/** Layers whose output does not hang on chance. */
const LAYERS = [
  'Dense',
  'Activation',
  'Flatten',
  'Reshape',
  'BatchNormalization',
  'LayerNormalization',
  'ActivityRegularization',
  'LeakyReLU',
  'PReLU',
  'ELU',
  'ReLU',
  'Softmax',
  'Concatenate',
  'Add',
  'Subtract',
  'Multiply',
  'Average',
  'Maximum',
  'Minimum',
  'Dot',
];

/** All texts in a description: names and types. */
function wordsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(wordsOf);
}

describe('training as Keras does', () => {
  const cases = storedTrainings();
  const names = cases.map(({ name }) => name);
  const compared = comparedTrainings();

  it('is compared in at least 160 trainings', () => {
    assert.includeMembers(names, [OTHER_LOSS, ...REFUSED, ...Object.keys(KERAS_ORDER), ...FLOAT32_SLOPE]);
    assert.isAtLeast(compared.length, 160);
    assert.strictEqual(new Set(names).size, names.length);
  });

  it('is compared with every optimizer, schedule, activation, loss, regularizer and constraint, and with all layers without chance', () => {
    const named = new Set(compared.flatMap(wordsOf));
    const known = (one: { readonly definition: object }) => [...named].map(memberOf).includes(one.definition);
    for (const name of [...Object.keys(schedules), ...Object.keys(activations), ...LAYERS])
      assert.isTrue(named.has(name), name);
    for (const lists of [optimizers, losses, regularizers, constraints])
      for (const [name, one] of Object.entries(lists)) assert.isTrue(known(one as never), name);
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
      const shares = Array.from(rows.data.slice(row * classes, (row + 1) * classes));
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
