/**
 * RobustScaler and PolynomialFeatures against scikit-learn's, and what they refuse.
 */
import { assert } from 'chai';
import {
  PolynomialFeatures,
  type PolynomialFeaturesOptions,
  RobustScaler,
  type RobustScalerOptions,
} from '../../src/data/index.ts';
import { tensor } from '../../src/tensor/index.ts';
import { assertClose, assertRefused, genericTensor, peer } from '../shared/values.ts';
import { float64, type Stored } from './shared/stored.ts';

interface Fixture {
  readonly robustScaler: {
    readonly x: Stored;
    readonly options: RobustScalerOptions;
    readonly center: number[] | null;
    readonly scale: number[] | null;
    readonly transformed: Stored;
    readonly new: { readonly from: Stored; readonly to: Stored };
    readonly inverse: { readonly from: Stored; readonly to: Stored };
  }[];
  readonly polynomialFeatures: {
    readonly x: Stored;
    readonly options: PolynomialFeaturesOptions;
    readonly raises?: string;
    readonly powers: number[][];
    readonly names: string[];
    readonly transformed: Stored;
  }[];
}

const stored = peer<Fixture>('encoders.json');
const BOUND = 1e-13;

describe('RobustScaler', () => {
  for (const { x, options, center, scale, transformed, ...more } of stored.robustScaler) {
    it(`as scikit-learn: ${x.shape} ${JSON.stringify(options)}`, () => {
      const scaler = RobustScaler(options);
      const y = scaler.fitTransform(float64(x));
      assert.deepEqual([y.dtype, ...y.shape], ['float64', ...transformed.shape]);
      assertClose(y.data, transformed.values, BOUND, 'transformed');
      if (center !== null) assertClose(scaler.center, center, BOUND, 'center');
      if (scale !== null) assertClose(scaler.scale, scale, BOUND, 'scale');
      assertClose(scaler.transform(float64(more.new.from)).data, more.new.to.values, BOUND, 'new');
      const back = scaler.inverseTransform(float64(more.inverse.from));
      assertClose(back.data, more.inverse.to.values, BOUND, 'inverse');
    });
  }

  it('a column that varies by rounding only is constant', () => {
    const x = tensor([[0.1 + 0.2], [0.3], [0.1 + 0.2], [0.3], [0.3]], { dtype: 'float64' });
    assert.deepEqual(RobustScaler().fit(x).scale, [1]);
  });

  it('one row far out changes little', () => {
    const x = genericTensor([41, 2]);
    const before = RobustScaler().fit(x).scale;
    x.data[6] = 1e9;
    assertClose(RobustScaler().fit(x).scale, before, 0.15);
  });

  it('gives a normal column variance 1 if asked', () => {
    const z = Array.from({ length: 4000 }, (_, i) => [37 * Math.tan(((i + 0.5) / 4000 - 0.5) * 2)]);
    const plain = RobustScaler().fit(z).scale[0];
    assert.closeTo(RobustScaler({ unitVariance: true }).fit(z).scale[0], plain / 1.3489795003921634, 1e-12);
  });

  it('keeps the format of tensors, takes back what it gives, changes nothing that it is given', () => {
    const x = genericTensor([6, 4], { between: [-70, 30] });
    const before = [...x.data];
    const scaler = RobustScaler({ quantileRange: [13, 71] });
    assertClose(scaler.inverseTransform(scaler.fitTransform(x)).data, x.data, 1e-14);
    assert.deepEqual([...x.data], before);
    assert.equal(RobustScaler().fitTransform(tensor([[1], [4]])).dtype, 'float32');
    assert.strictEqual(scaler.fit(x), scaler);
  });

  it('refuses other options, other columns, and work before fit', () => {
    for (const quantileRange of [[75, 25], [-1, 50], [25, 101], [25], '25', [25, Number.NaN], null]) {
      const work = () => RobustScaler({ quantileRange: quantileRange as [number, number] });
      assertRefused(
        work,
        'ArgumentError',
        'RobustScaler: quantileRange is not usable; expected two percentiles [low, high], 0 <= low <= high <= 100, received',
      );
    }
    for (const quantileRange of [
      [0, 75],
      [25, 100],
      [40, 40],
    ] as const) {
      assertRefused(
        () => RobustScaler({ quantileRange, unitVariance: true }),
        'ArgumentError',
        '0 < low < high < 100 with unitVariance',
      );
    }
    assertRefused(
      () => RobustScaler({ with_centering: false } as never),
      'ArgumentError',
      "Did you mean 'withCentering'?",
    );
    for (const name of ['withCentering', 'withScaling', 'unitVariance']) {
      assertRefused(() => RobustScaler({ [name]: 1 } as never), 'ArgumentError', `${name} is not usable`);
    }
    const scaler = RobustScaler();
    for (const work of [
      () => scaler.center,
      () => scaler.scale,
      () => scaler.transform([[1]]),
      () => scaler.inverseTransform([[1]]),
    ]) {
      assertRefused(work, 'StateError', 'nothing has been learned yet. Call fit first.');
    }
    scaler.fit([
      [1, 2],
      [3, 5],
    ]);
    assertRefused(
      () => scaler.transform([[1]]),
      'ShapeError',
      'x has not the columns that fit saw; expected x [rows, 2], received [1, 1].',
    );
    assertRefused(() => scaler.inverseTransform([[1]]), 'ShapeError', 'RobustScaler.inverseTransform: ');
    assertRefused(() => scaler.fit([[1, Infinity]]), 'ArgumentError', 'row 0, column 1 is not finite');
  });
});

describe('PolynomialFeatures', () => {
  stored.polynomialFeatures.forEach(({ x, options, raises, powers, names, transformed }, k) => {
    it(`as scikit-learn, case ${k}: ${x.shape} ${JSON.stringify(options)}`, () => {
      if (raises !== undefined) {
        assertRefused(
          () => PolynomialFeatures(options).fit(float64(x)),
          'ArgumentError',
          'PolynomialFeatures',
        );
        return;
      }
      const features = PolynomialFeatures(options);
      const y = features.fitTransform(float64(x));
      assert.deepEqual(features.powers, powers);
      assert.deepEqual(features.getFeatureNamesOut(), names);
      assert.deepEqual([y.dtype, ...y.shape], ['float64', ...transformed.shape]);
      y.data.forEach((value, i) => {
        const expected = transformed.values[i];
        assert.isAtMost(Math.abs(value - expected), 1e-14 * Math.abs(expected));
      });
    });
  });

  it('names the columns as told, and keeps the format', () => {
    const features = PolynomialFeatures({ interactionOnly: true }).fit([[1, 2, 3]]);
    assert.deepEqual(features.getFeatureNamesOut(['a', 'b', 'c']), ['1', 'a', 'b', 'c', 'a b', 'a c', 'b c']);
    assert.equal(features.transform([[2, 3, 4]]).dtype, 'float32');
    assertRefused(
      () => features.getFeatureNamesOut(['a']),
      'ShapeError',
      'there must be a name for each column; expected 3, received 1.',
    );
  });

  it('takes the columns of a large picture', () => {
    const picture = genericTensor([1, 784]);
    const y = PolynomialFeatures().fitTransform(picture);
    assert.deepEqual(y.shape, [1, 1 + 784 + (784 * 785) / 2]);
    assert.equal(y.data.at(-1), picture.data[783] * picture.data[783]);
  });

  it('refuses other options, other columns, and work before fit', () => {
    for (const degree of [-1, 1.5, [2], [2, 1], [0, 1, 2], '2', [-1, 2], null]) {
      assertRefused(
        () => PolynomialFeatures({ degree: degree as number }),
        'ArgumentError',
        'PolynomialFeatures: degree is not usable; expected a whole number >= 0, or two, [min, max] with min <= max, received',
      );
    }
    assertRefused(
      () => PolynomialFeatures({ degree: 0, includeBias: false }),
      'ArgumentError',
      'a degree of 0 without bias leaves no product',
    );
    assertRefused(
      () => PolynomialFeatures({ degree: [3, 4], includeBias: false, interactionOnly: true }).fit([[1, 2]]),
      'ArgumentError',
      'PolynomialFeatures.fit: no product is left; received 2 columns, each at most once, and degree [3, 4].',
    );
    const wide = [Array.from({ length: 4000 }, (_, j) => j)];
    for (const options of [{}, { interactionOnly: true }, { degree: [2, 2] as const }, { degree: 10 ** 9 }]) {
      assertRefused(
        () => PolynomialFeatures(options).fit(wide),
        'ArgumentError',
        'PolynomialFeatures.fit: 4000 columns have too many products of degree ',
        'expected at most 1048576. Take a lower degree, or fewer columns.',
      );
    }
    assertRefused(
      () => PolynomialFeatures({ degree: 10 ** 9 }).fit([[1, 2]]),
      'ArgumentError',
      '2 columns have too many products of degree 1000000000',
    );
    assert.lengthOf(PolynomialFeatures({ degree: 10 ** 9, interactionOnly: true }).fit([[1, 2]]).powers, 4);
    assertRefused(
      () => PolynomialFeatures({ interaction_only: true } as never),
      'ArgumentError',
      "Did you mean 'interactionOnly'?",
    );
    assertRefused(
      () => PolynomialFeatures({ includeBias: 0 } as never),
      'ArgumentError',
      'includeBias is not usable',
    );
    assertRefused(() => PolynomialFeatures(3 as never), 'ArgumentError', 'Did you mean { degree: 3 }?');
    const features = PolynomialFeatures();
    for (const work of [
      () => features.powers,
      () => features.transform([[1]]),
      () => features.getFeatureNamesOut(),
    ]) {
      assertRefused(work, 'StateError', 'nothing has been learned yet. Call fit first.');
    }
    features.fit([[1, 2]]);
    assertRefused(
      () => features.transform([[1, 2, 3]]),
      'ShapeError',
      'x has not the columns that fit saw; expected x [rows, 2], received [1, 3].',
    );
  });
});
