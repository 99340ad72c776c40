/**
 * The error function against digits worked out with thirty places, and the two functions of the normal distribution.
 */
import { assert } from 'chai';
import { erf, normalDensity, normalDistribution } from '../../src/autograd/ops/shared/normal.ts';

describe('the error function', () => {
  // by mpmath 1.3, rounded
  const values = [
    [-7, -1],
    [-2.3, -0.9988568234026433],
    [-0.37, -0.39920598404299923],
    [1e-9, 1.1283791670955127e-9],
    [0.1, 0.1124629160182849],
    [0.83, 0.759523756937773],
    [1.6, 0.976348383344644],
    [1.99, 0.995111413199617],
    [2, 0.9953222650189527],
    [2.01, 0.9955248493552482],
    [3.1, 0.9999883513426328],
    [5.7, 0.9999999999999992],
  ] as const;
  for (const [x, expected] of values) {
    it(`of ${x}`, () => assert.isAtMost(Math.abs(erf(x) - expected), 1e-15 * Math.abs(expected)));
  }

  it('at the ends, at 0 and of NaN', () => {
    for (const [x, expected] of [
      [Number.POSITIVE_INFINITY, 1],
      [Number.NEGATIVE_INFINITY, -1],
      [1e200, 1],
      [0, 0],
      [-0, -0],
      [Number.NaN, Number.NaN],
    ]) {
      assert.isTrue(Object.is(erf(x), expected), `of ${x}: ${erf(x)}`);
    }
  });
});

describe('the normal distribution', () => {
  it('lies half below 0, and symmetrically', () => {
    assert.equal(normalDistribution(0), 0.5);
    for (const x of [0.3, 1.7, 4.1])
      assert.closeTo(normalDistribution(x) + normalDistribution(-x), 1, 1e-15, `at ${x}`);
    assert.closeTo(normalDistribution(1.6448536269514722), 0.95, 1e-15);
  });

  it('has its density as its derivative', () => {
    for (const x of [-3.2, -0.7, 0, 1.9]) {
      const difference = (normalDistribution(x + 1e-5) - normalDistribution(x - 1e-5)) / 2e-5;
      assert.closeTo(normalDensity(x), difference, 1e-9, `at ${x}`);
    }
    assert.equal(normalDensity(1e200), 0);
  });
});
