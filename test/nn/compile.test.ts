/**
 * `compile`: optimizers, losses and metrics by name or as they are.
 */
import { assert } from 'chai';
import { meanSquaredError } from '../../src/autograd/index.ts';
import { accuracy } from '../../src/metrics/index.ts';
import {
  type CompileOptions,
  Dense,
  defineLoss,
  Input,
  losses,
  MeanAbsoluteError,
  type Model,
  modelFromBytes,
  Sequential,
} from '../../src/nn/index.ts';
import { Adam, RMSprop, SGD } from '../../src/optim/index.ts';
import { assertMessage } from './shared/refusal.ts';
import { assertSameState, someClasses, someRows, stateOf } from './shared/training.ts';

const x = someRows(7, 4);
const t = someClasses(7, 3);

function trained(options: CompileOptions): Model & { readonly report: object } {
  const model = Sequential([Input({ shape: [4] }), Dense(3, { activation: 'softmax' })]);
  model.compile(options);
  const { history } = model.fit(x, t, { batchSize: 3, epochs: 2 });
  return Object.assign(model, { report: history });
}

function assertAlike(a: CompileOptions, b: CompileOptions): void {
  const [one, other] = [trained(a), trained(b)];
  assert.deepEqual(one.report, other.report);
  assertSameState(stateOf(one), stateOf(other));
}

describe('compile', () => {
  it('takes an optimizer by name, with its default options', () => {
    assertAlike({ optimizer: 'sgd', loss: 'mse' }, { optimizer: SGD(), loss: 'mse' });
    assertAlike({ optimizer: 'rmsprop', loss: 'mse' }, { optimizer: RMSprop(), loss: 'mse' });
    assertAlike({ optimizer: 'adam', loss: 'mse' }, { optimizer: Adam(), loss: 'mse' });
  });

  it('takes rmsprop unless told', () => {
    assertAlike({ loss: 'mse' }, { optimizer: 'rmsprop', loss: 'mse' });
  });

  it('makes an optimizer of its own for each model', () => {
    const [one, other] = [trained({ loss: 'mse' }), trained({ loss: 'mse' })];
    assert.notStrictEqual(one.optimizer, other.optimizer);
    assert.equal(one.optimizer.iterations, 6);
  });

  it('takes a loss by every name it has, or as it is', () => {
    const given = trained({ loss: losses.mse });
    for (const loss of ['mse', 'MSE', 'mean_squared_error'] as const) {
      assert.deepEqual(trained({ loss }).report, given.report);
    }
    const own = defineLoss({
      name: 'own',
      targets: 'numbers',
      call: (targets, predictions, weights) => meanSquaredError(targets, predictions, weights),
      examples: [],
    });
    assert.deepEqual(trained({ loss: own }).report, given.report);
    const plain = (...args: Parameters<typeof meanSquaredError>) => meanSquaredError(...args);
    assert.deepEqual(trained({ loss: plain }).report, given.report);
    assert.notDeepEqual(trained({ loss: 'mae' }).report, given.report);
  });

  it('takes metrics by name, as makers, and as made', () => {
    const loss = 'categorical_crossentropy';
    const named = trained({ loss, metrics: ['accuracy'] });
    assert.property(named.report, 'accuracy');
    assertAlike({ loss, metrics: ['accuracy'] }, { loss, metrics: [accuracy] });
    assertAlike({ loss, metrics: ['accuracy'] }, { loss, metrics: [accuracy()] });
    assertAlike({ loss }, { loss, metrics: [] });
  });

  it('watches a number twice, with and without weights, under two names, as Keras does', () => {
    const model = Sequential([Input([2]), Dense(1)], { dtype: 'float64' });
    model.setWeights([[[0.4], [-0.7]], [0.1]]);
    model.compile({ loss: 'mse', metrics: ['mae', 'mse'], weightedMetrics: ['mse', 'mae'] });
    const rows = [
      [1, 2],
      [3, -1],
      [0.5, 0.25],
    ];
    const sampleWeight = [1.3, 0.2, 2.7];
    const errors = [0.9 + 0.3, 2 - 0.7, 0.125 + 1.1]; // of the predictions −0.9, 2 and 0.125
    const mean = (power: number, weights: readonly number[]) =>
      errors.reduce((sum, e, i) => sum + weights[i] * e ** power, 0) / weights.reduce((a, b) => a + b);
    const measured = model.evaluate(rows, [[0.3], [0.7], [-1.1]], { sampleWeight, returnDict: true });
    const keras = { mae: 1.2416667, mse: 1.5435416, weighted_mae: 1.2208334, weighted_mse: 1.4908781 };
    const expected = {
      mae: mean(1, [1, 1, 1]),
      mse: mean(2, [1, 1, 1]),
      weighted_mae: mean(1, sampleWeight),
      weighted_mse: mean(2, sampleWeight),
    };
    assert.sameMembers(Object.keys(measured), ['loss', ...Object.keys(keras)]);
    for (const key of Object.keys(keras) as (keyof typeof keras)[]) {
      assert.approximately(measured[key], expected[key], 1e-12, key);
      assert.approximately(measured[key], keras[key], 1e-6, key);
    }
    const again = modelFromBytes(model.toBytes());
    assert.deepEqual(
      again.evaluate(rows, [[0.3], [0.7], [-1.1]], { sampleWeight, returnDict: true }),
      measured,
    );
  });

  it('refuses a loss as a metric whose rows make no mean', () => {
    for (const reduction of ['sum', 'mean_with_sample_weight'] as const) {
      for (const list of ['metrics', 'weightedMetrics'] as const) {
        const model = Sequential([Input([2]), Dense(1)]);
        assertMessage(
          () => model.compile({ loss: 'mse', [list]: [MeanAbsoluteError({ reduction })] }),
          'ArgumentError',
          `compile: the metric mean_absolute_error is no mean over rows; expected reduction 'mean', received '${reduction}'. Leave reduction out; in weightedMetrics rows count by their weights.`,
        );
      }
    }
    const loss = 'mae';
    const means = ['mean', 'sum_over_batch_size'] as const;
    const [one, other] = means.map((reduction) =>
      trained({ loss, metrics: [MeanAbsoluteError({ reduction })] }),
    );
    assert.deepEqual(one.report, other.report);
  });

  it('counts evaluation apart from training, also for a metric as made', () => {
    const report = (metrics: CompileOptions['metrics'], between: boolean) => {
      const model = Sequential([Input({ shape: [4] }), Dense(3, { activation: 'softmax' })]);
      model.compile({ loss: 'categorical_crossentropy', metrics: metrics! });
      const callback = { onTrainBatchEnd: () => void model.evaluate(someRows(2, 4), someClasses(2, 3)) };
      return model.fit(x, t, { batchSize: 3, epochs: 3, callbacks: between ? [callback] : [] }).history;
    };
    const expected = report(['accuracy'], false);
    assert.deepEqual(report(['accuracy'], true), expected);
    assert.deepEqual(report([accuracy()], true), expected);
  });

  it('may come again, with another loss', () => {
    const model = trained({ loss: 'categorical_crossentropy', metrics: ['accuracy'] });
    model.compile({ loss: 'mae' });
    assert.deepEqual(Object.keys(model.fit(x, t).history), ['loss']);
    assert.lengthOf(model.evaluate(x, t), 1);
  });
});
