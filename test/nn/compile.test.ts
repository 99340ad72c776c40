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
  type Model,
  Sequential,
} from '../../src/nn/index.ts';
import { Adam, RMSprop, SGD } from '../../src/optim/index.ts';
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
