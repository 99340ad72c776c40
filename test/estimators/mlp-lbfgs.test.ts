/**
 * L-BFGS: known minima, when it stops, and where scikit-learn's ends.
 */
import { assert } from 'chai';
import { MLPClassifier, MLPRegressor } from '../../src/estimators/index.ts';
import { type Evaluation, type MinimizeOptions, minimize } from '../../src/estimators/mlp/lbfgs.ts';
import { assertRefused } from '../shared/values.ts';
import { dataOf, peer } from './mlp-peer.ts';

const limits: MinimizeOptions = { maxIterations: 500, maxEvaluations: 2000, tolerance: 1e-8 };

/** Rosenbrock's valley in n dimensions: least at ones, where it is 0. */
function valley(x: Float64Array): Evaluation {
  const gradient = new Float64Array(x.length);
  let value = 0;
  for (let i = 0; i + 1 < x.length; i++) {
    const [across, along] = [x[i + 1] - x[i] * x[i], 1 - x[i]];
    value += 100 * across * across + along * along;
    gradient[i] += -400 * x[i] * across - 2 * along;
    gradient[i + 1] += 200 * across;
  }
  return { value, gradient };
}

/** Σ scale_i (x_i − i)² / 2, stretched a thousandfold. */
function bowl(x: Float64Array): Evaluation {
  const scale = (i: number) => 10 ** (i % 4);
  const value = x.reduce((sum, xi, i) => sum + (scale(i) * (xi - i) ** 2) / 2, 0);
  return { value, gradient: x.map((xi, i) => scale(i) * (xi - i)) };
}

describe('minimize', () => {
  it('finds the bottom of a bowl', () => {
    const { point, evaluation, converged } = minimize(bowl, new Float64Array(9).fill(-3.7), limits);
    point.forEach((x, i) => {
      assert.approximately(x, i, 1e-4);
    });
    assert.isBelow(evaluation.value, 1e-8);
    assert.isTrue(converged);
  });

  for (const n of [2, 7]) {
    it(`walks through Rosenbrock's valley in ${n} dimensions`, () => {
      const start = Float64Array.from({ length: n }, (_, i) => (i % 2 === 0 ? -1.2 : 1));
      const found = minimize(valley, start, limits);
      found.point.forEach((x) => {
        assert.approximately(x, 1, 1e-3);
      });
      assert.isTrue(found.converged);
      assert.isBelow(found.iterations, 120);
      assert.isBelow(found.evaluations, 2 * found.iterations + 20);
      assert.deepEqual([...start.slice(0, 2)], [-1.2, 1], 'the start stays as it is');
    });
  }

  it('never goes up', () => {
    const values: number[] = [];
    minimize(valley, Float64Array.of(-1.2, 1), limits, ({ value }) => values.push(value));
    values.slice(1).forEach((value, i) => {
      assert.isBelow(value, values[i]);
    });
  });

  it('goes around where the function is no number', () => {
    const barrier = ([x]: Float64Array): Evaluation => ({
      value: x > 0 ? x - Math.log(x) : Number.NaN,
      gradient: Float64Array.of(1 - 1 / x),
    });
    const { point, converged } = minimize(barrier, Float64Array.of(0.003), limits);
    assert.approximately(point[0], 1, 1e-4);
    assert.isTrue(converged);
  });

  it('stops at each of its limits, and says that it has not arrived', () => {
    const start = Float64Array.of(-1.2, 1);
    const short = minimize(valley, start, { ...limits, maxIterations: 3 });
    assert.equal(short.iterations, 3);
    assert.isFalse(short.converged);
    const few = minimize(valley, start, { ...limits, maxEvaluations: 5 });
    assert.equal(few.evaluations, 5);
    assert.isFalse(few.converged);
    assert.isBelow(few.evaluation.value, valley(start).value);
  });

  it('makes no step at a minimum', () => {
    const { iterations, evaluations, converged } = minimize(valley, Float64Array.of(1, 1), limits);
    assert.deepEqual(
      { iterations, evaluations, converged },
      { iterations: 0, evaluations: 1, converged: true },
    );
  });

  it('gives up where the gradient is wrong', () => {
    const wrong = (x: Float64Array) => ({ ...bowl(x), gradient: bowl(x).gradient.map((g) => -g) });
    const { iterations, converged } = minimize(wrong, Float64Array.of(5, 5), limits);
    assert.equal(iterations, 0);
    assert.isFalse(converged);
  });
});

describe("solver 'lbfgs'", () => {
  for (const { name, estimator, data, options, weights, loss, nIter, score } of peer.minima) {
    it(`${name}: ends where scikit-learn's ends`, () => {
      const { x, t } = dataOf(data);
      const model = (
        estimator === 'classifier' ? MLPClassifier(options) : MLPRegressor(options)
      ) as MLPClassifier;
      model.fit(x, t as never, weights === null ? {} : { sampleWeight: peer.weights[weights] });
      // The worst is 6e-7: two line searches stop at different points near one minimum.
      assert.approximately(model.loss, loss, 1e-5 * loss);
      assert.isTrue(model.converged);
      assert.isBelow(model.nIter, 1.5 * nIter + 10);
      assert.approximately(model.score(x, t as never), score, 1e-4);
      assert.lengthOf(model.lossCurve, model.nIter);
      assert.equal(model.lossCurve.at(-1), model.loss);
    });
  }

  it('trains in float64, whatever x is', () => {
    const { x, t } = dataOf('two');
    const model = MLPClassifier({ solver: 'lbfgs', maxIter: 3 }).fit(x.toArray() as number[][], t as never);
    assert.equal(model.coefs[0].dtype, 'float64');
    assert.isFalse(model.converged);
    assert.equal(model.nIter, 3);
  });

  it('goes on with warmStart, and not without', () => {
    const { x, t } = dataOf('numbers');
    const options = { solver: 'lbfgs', hiddenLayerSizes: [4], maxIter: 5, activation: 'tanh' } as const;
    const warm = MLPRegressor({ ...options, warmStart: true }).fit(x, t as never);
    const first = warm.loss;
    assert.isBelow(warm.fit(x, t as never).loss, first);
    const cold = MLPRegressor(options).fit(x, t as never);
    assert.equal(cold.fit(x, t as never).loss, first);
  });

  it('counts evaluations', () => {
    const { x, t } = dataOf('numbers');
    const model = MLPRegressor({ solver: 'lbfgs', maxFun: 4 }).fit(x, t as never);
    assert.isAtMost(model.nIter, 3);
    assert.isFalse(model.converged);
  });

  it('refuses partialFit, and a loss that is no number', () => {
    const { x, t } = dataOf('numbers');
    const model = MLPRegressor({ solver: 'lbfgs' });
    assertRefused(() => model.partialFit(x, t as never), 'ArgumentError', 'lbfgs', 'call fit');
    assertRefused(() => model.fit([[1e200], [3]], [1e300, 2]), 'NonFiniteError', 'StandardScaler');
    assertRefused(() => model.loss, 'StateError', 'Call fit(x, t) first');
  });
});
