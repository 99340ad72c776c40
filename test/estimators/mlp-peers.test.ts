/**
 * scikit-learn's trainings, number for number: same seed, same weights, order, loss curve and stop.
 */
import { assert } from 'chai';
import { MLPClassifier, type MLPRegressor } from '../../src/estimators/index.ts';
import type { Tensor } from '../../src/tensor/index.ts';
import { dataOf, numberOf, peer, type PeerTraining, rowsOf, type Table, trained } from './mlp-peer.ts';

/** |a − b| < BOUND · max(1, |b|). The worst is 1.5e-14; engines may round exp and tanh differently. */
const BOUND = 1e-12;

function assertClose(actual: ArrayLike<number>, expected: readonly number[], what: string): void {
  assert.lengthOf(Array.from(actual), expected.length, what);
  expected.forEach((value, i) => {
    const error = Math.abs(actual[i] - value) / Math.max(1, Math.abs(value));
    assert.isBelow(error, BOUND, `${what}[${i}]: ${actual[i]} for ${value}`);
  });
}

function assertTable({ data, shape }: Tensor, expected: Table, what: string): void {
  assert.deepEqual([...shape], expected.shape, what);
  if (expected.values !== undefined) {
    assertClose(data, expected.values as number[], what);
    return;
  }
  let [sum, weighted] = [0, 0];
  data.forEach((value, i) => {
    sum += value;
    weighted += value * Math.cos(i);
  });
  assertClose([sum, weighted], [expected.sum!, expected.weighted!], what);
}

function assertTraining(model: MLPClassifier | MLPRegressor, expected: PeerTraining): void {
  assertClose(model.lossCurve, expected.lossCurve, 'lossCurve');
  assertClose([model.loss], [expected.loss], 'loss');
  assert.equal(model.nIter, expected.nIter);
  assert.equal(model.t, expected.t);
  const best = numberOf(expected.bestLoss);
  if (best === null) assert.isNull(model.bestLoss);
  else assertClose([model.bestLoss!], [best], 'bestLoss');
  if (expected.validationScores === null) assert.isNull(model.validationScores);
  else assertClose(model.validationScores!, expected.validationScores, 'validationScores');
  const bestScore = numberOf(expected.bestValidationScore);
  if (bestScore === null) assert.isNull(model.bestValidationScore);
  else assertClose([model.bestValidationScore!], [bestScore], 'bestValidationScore');
  assert.equal(model.outActivation, expected.outActivation);
  expected.coefs.forEach((table, i) => {
    assertTable(model.coefs[i], table, `coefs[${i}]`);
  });
  expected.intercepts.forEach((table, i) => {
    assertTable(model.intercepts[i], table, `intercepts[${i}]`);
  });
  assert.equal(model.nLayers, expected.coefs.length + 1);
  assert.equal(model.nOutputs, expected.coefs.at(-1)!.shape[1]);
  assert.equal(model.nFeaturesIn, expected.coefs[0].shape[0]);
}

describe('MLPClassifier and MLPRegressor, as scikit-learn trains them', () => {
  assert.isAtLeast(peer.cases.length, 60);
  for (const expected of peer.cases) {
    it(expected.name, () => {
      const model = trained(expected) as MLPClassifier;
      assertTraining(model, expected);
      const { x, t } = dataOf(expected.data);
      assertClose([model.score(x, t as never)], [expected.score], 'score');
      const first = rowsOf(x, 0, 20);
      const predictions = model.predict(first) as unknown;
      if (expected.estimator === 'regressor' || expected.options.multilabel) {
        assertClose((predictions as Tensor).data, expected.predictions as number[], 'predictions');
      } else assert.deepEqual(predictions, expected.predictions);
      if (expected.probabilities === undefined) return;
      assert.deepEqual(model.classes, expected.classes as never);
      assertClose(model.predictProba(first).data, expected.probabilities, 'probabilities');
      const logs = expected.probabilities.map(Math.log);
      assertClose(model.predictLogProba(first).data, logs, 'logarithms');
    });
  }

  it('the golden loss curve, from the numbers of the specification', () => {
    const { x, t } = dataOf('digits test');
    const { lossCurve } = MLPClassifier({ randomState: 1, maxIter: 5 }).fit(x, t as Tensor);
    const golden = [2.28451336, 2.07088297, 1.87460269, 1.67688947, 1.4826251];
    assert.deepEqual(
      lossCurve.map((loss) => Number(loss.toFixed(8))),
      golden,
    );
  });
});
