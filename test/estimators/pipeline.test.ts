/**
 * pipeline: transformers learn from the rows that are fitted, and from no others.
 */
import { assert } from 'chai';
import { MinMaxScaler, StandardScaler } from '../../src/data/index.ts';
import { MLPClassifier, pipeline } from '../../src/estimators/index.ts';
import { Dense, Sequential } from '../../src/nn/index.ts';
import { assertRefused, generic, genericTensor } from '../shared/values.ts';
import { Centroids, Ridge } from './shared/by-hand.ts';

const x = genericTensor([9, 2]);
const t = generic(9);
const names = ['b', 'a', 'b', 'b', 'a', 'a', 'b', 'a', 'b'];

describe('pipeline', () => {
  it('fits each transformer on what those before left, and only applies them to other rows', () => {
    const [scaler, second] = [StandardScaler({ withStd: false }), MinMaxScaler()];
    const whole = pipeline(scaler, second, Ridge());
    assert.strictEqual(whole.fit(x, t), whole);
    const scaled = StandardScaler({ withStd: false }).fitTransform(x);
    assert.deepEqual([...scaler.mean], [...StandardScaler().fit(x).mean]);
    assert.deepEqual([...second.dataMax], [...MinMaxScaler().fit(scaled).dataMax]);
    const before = [...scaler.mean];
    const others = genericTensor([5, 2], { seed: 8 });
    const predictions = whole.predict(others);
    assert.deepEqual([...scaler.mean], before);
    const byHand = Ridge().fit(MinMaxScaler().fitTransform(scaled), t);
    const expected = byHand.predict(second.transform(scaler.transform(others)));
    assert.deepEqual(predictions, expected);
    assert.equal(whole.score(x, t), byHand.score(second.transform(scaled), t));
  });

  it('is what its estimator is', () => {
    assert.equal(pipeline(StandardScaler(), Ridge()).estimatorType, 'regressor');
    assert.notProperty(pipeline(StandardScaler(), Centroids()), 'estimatorType');
    assert.notProperty(pipeline(StandardScaler(), { fit() {}, predict: () => 0 }), 'score');
    const model = Sequential([Dense(1)]);
    model.compile({ optimizer: 'sgd', loss: 'mse' });
    const whole = pipeline(StandardScaler(), model);
    whole.fit(x, t, { epochs: 3, verbose: 0 });
    const scaled = StandardScaler().fitTransform(x);
    assert.deepEqual(
      whole.evaluate(x, t, { returnDict: true }),
      model.evaluate(scaled, t, { returnDict: true }),
    );
    assert.deepEqual([...whole.predict(x).data], [...model.predict(scaled).data]);
    assert.strictEqual(whole.estimator, model);
  });

  it('takes names of classes where its estimator does', () => {
    const whole = pipeline(StandardScaler(), MLPClassifier({ maxIter: 3, hiddenLayerSizes: 2 })).fit(
      x,
      names,
    );
    assert.includeMembers(names, whole.predict(x));
  });

  it('without transformers is its estimator', () => {
    assert.deepEqual(pipeline(Ridge()).fit(x, t).predict(x), Ridge().fit(x, t).predict(x));
  });

  it('refuses steps that are not what they must be', () => {
    const refuse = (steps: unknown[], message: string) =>
      assertRefused(() => pipeline(...(steps as [never])), 'ArgumentError', 'pipeline: ', message);
    refuse([], 'the last step is not usable; expected an object with fit and predict, received undefined.');
    refuse([StandardScaler()], 'the last step is not usable');
    refuse(
      [StandardScaler, Ridge()],
      'step 1 is not usable; expected an object with fit and transform, received the function',
    );
    refuse([Ridge(), StandardScaler()], 'step 1 is not usable');
    refuse([[StandardScaler(), Ridge()]], 'the last step is not usable');
  });

  it('gives the probabilities of an estimator that has them, of the rows transformed', () => {
    const x = [
      [100, 0.1],
      [300, 0.3],
      [200, 0.9],
      [400, 0.7],
    ];
    const t = ['a', 'a', 'b', 'b'];
    const whole = pipeline(StandardScaler(), MLPClassifier({ hiddenLayerSizes: [3], maxIter: 5 })).fit(x, t);
    const scaler = StandardScaler();
    const alone = MLPClassifier({ hiddenLayerSizes: [3], maxIter: 5 }).fit(scaler.fitTransform(x), t);
    assert.deepEqual(whole.predictProba(x), alone.predictProba(scaler.transform(x)));
    assert.notProperty(pipeline(StandardScaler(), { fit() {}, predict: () => [1] }), 'predictProba');
  });
});
