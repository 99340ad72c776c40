/**
 * StandardScaler and MinMaxScaler against scikit-learn's, and what they refuse.
 */
import { assert } from 'chai';
import {
  MinMaxScaler,
  type MinMaxScalerOptions,
  RobustScaler,
  StandardScaler,
  type StandardScalerOptions,
} from '../../src/data/index.ts';
import { parameter, Tensor, tensor } from '../../src/tensor/index.ts';
import { assertClose, assertRefused, generic, genericTensor } from '../shared/values.ts';
import { cases, float64, type Stored } from './shared/stored.ts';

interface Case<O> {
  readonly x: Stored;
  readonly options: O;
  readonly transformed: Stored;
  readonly new: { readonly from: Stored; readonly to: Stored };
  readonly inverse: { readonly from: Stored; readonly to: Stored };
}
interface StandardCase extends Case<StandardScalerOptions> {
  readonly mean: number[];
  readonly variance: number[] | null;
  readonly scale: number[] | null;
}
interface MinMaxCase extends Case<MinMaxScalerOptions> {
  readonly dataMin: number[];
  readonly dataMax: number[];
  readonly scale: number[];
  readonly min: number[];
}

const BOUND = 1e-13;

/** What is asked of both scalers. */
function checkAgainst<O>(scaler: StandardScaler | MinMaxScaler, stored: Case<O>): void {
  const transformed = scaler.fitTransform(float64(stored.x));
  assert.equal(transformed.dtype, 'float64');
  assert.deepEqual(transformed.shape, stored.transformed.shape);
  assertClose(transformed.data, stored.transformed.values, BOUND, 'transformed');
  assertClose(scaler.transform(float64(stored.new.from)).data, stored.new.to.values, BOUND, 'new');
  assertClose(
    scaler.inverseTransform(float64(stored.inverse.from)).data,
    stored.inverse.to.values,
    BOUND,
    'inverse',
  );
}

describe('StandardScaler', () => {
  for (const stored of cases<StandardCase>('standardScaler')) {
    it(`as scikit-learn: ${stored.x.shape} ${JSON.stringify(stored.options)}`, () => {
      const scaler = StandardScaler(stored.options);
      checkAgainst(scaler, stored);
      assertClose(scaler.mean, stored.mean, BOUND, 'mean');
      if (stored.variance !== null) assertClose(scaler.variance, stored.variance, BOUND, 'variance');
      if (stored.scale !== null) assertClose(scaler.scale, stored.scale, BOUND, 'scale');
    });
  }

  it('gives columns of mean 0 and variance 1', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const x = genericTensor([5 + seed, 3], { between: [-seed, 100], seed });
      const { data } = StandardScaler().fitTransform(x);
      for (let j = 0; j < 3; j++) {
        const column = data.filter((_, i) => i % 3 === j);
        const sum = [...column].reduce((a, b) => a + b);
        const squares = [...column].reduce((a, b) => a + b * b, 0);
        assertClose([sum / column.length, squares / column.length], [0, 1], 1e-12, `seed ${seed}`);
      }
    }
  });

  it('a column that varies by rounding only is constant', () => {
    const x = tensor(
      [
        [1e6 + 1e-10, 2],
        [1e6 - 1e-10, 5],
        [1e6, 3],
      ],
      { dtype: 'float64' },
    );
    assert.equal(StandardScaler().fit(x).scale[0], 1);
  });

  it('a column of zeros stays zeros', () => {
    const scaler = StandardScaler();
    const { data } = scaler.fitTransform([
      [0, 3],
      [0, 5],
      [0, 10],
    ]);
    assert.deepEqual([data[0], data[2], data[4]], [0, 0, 0]);
    assert.deepEqual([scaler.scale[0], scaler.mean[0]], [1, 0]);
  });

  it('the rounding of the mean does not reach the variance', () => {
    const places = [3, 101, 8, 59, 20, 77, 94]; // sum 362, squares 28920; the mean of 10¹⁵ and more is in eighths
    const { variance } = StandardScaler().fit(
      tensor(
        places.map((p) => [1e15 + p]),
        { dtype: 'float64' },
      ),
    );
    assertClose(variance, [28920 / 7 - (362 / 7) ** 2], 1e-14);
  });

  it('keeps its digits far from 0', () => {
    const x = generic(60, [0, 1]).map((value) => [1e9 + value]);
    const [scale] = StandardScaler().fit(tensor(x, { dtype: 'float64' })).scale;
    const exact = StandardScaler().fit(
      tensor(
        x.map(([v]) => [v - 1e9]),
        { dtype: 'float64' },
      ),
    ).scale[0];
    assertClose([scale], [exact], 1e-12);
  });

  it('learns variance and scale whatever is applied', () => {
    const scaler = StandardScaler({ withMean: false, withStd: false });
    assert.deepEqual(
      scaler
        .fitTransform([
          [1, 40],
          [4, 41],
          [7, 45],
        ])
        .toArray(),
      [
        [1, 40],
        [4, 41],
        [7, 45],
      ],
    );
    assert.deepEqual([scaler.mean, scaler.variance[0]], [[4, 42], 6]);
  });
});

describe('MinMaxScaler', () => {
  for (const stored of cases<MinMaxCase>('minMaxScaler')) {
    it(`as scikit-learn: ${JSON.stringify(stored.options)}`, () => {
      const scaler = MinMaxScaler(stored.options);
      checkAgainst(scaler, stored);
      for (const name of ['dataMin', 'dataMax', 'scale', 'min'] as const) {
        assertClose(scaler[name], stored[name], BOUND, name);
      }
    });
  }

  it('gives columns from one end of the range to the other', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const x = genericTensor([2 + seed, 3], { between: [-seed, 100], seed });
      const { data } = MinMaxScaler({ featureRange: [-3, 0.75] }).fitTransform(x);
      for (let j = 0; j < 3; j++) {
        const column = data.filter((_, i) => i % 3 === j);
        assertClose([Math.min(...column), Math.max(...column)], [-3, 0.75], 1e-12, `seed ${seed}`);
      }
    }
  });

  it('refuses other ranges', () => {
    for (const featureRange of [[1, 0], [2, 2], [0], [0, 1, 2], [0, Number.POSITIVE_INFINITY], '01', null]) {
      const work = () => MinMaxScaler({ featureRange: featureRange as [number, number] });
      assertRefused(
        work,
        'ArgumentError',
        'MinMaxScaler: featureRange is not usable; expected two numbers [low, high], low < high, received ',
      );
    }
  });
});

for (const [who, make] of [
  ['StandardScaler', StandardScaler],
  ['MinMaxScaler', MinMaxScaler],
] as const) {
  describe(`${who}, as all scalers,`, () => {
    const rows = [
      [1.5, -40, 7],
      [4.25, -41, 7],
      [7, -44, 7],
    ];

    it('takes nested arrays, typed arrays with a shape, parameters; keeps the format of tensors', () => {
      const single = make().fitTransform(rows);
      assert.equal(single.dtype, 'float32');
      const flat = { data: new Float64Array(rows.flat()), shape: [3, 3] };
      assert.deepEqual(make().fitTransform(flat).data, single.data);
      const double = make().fitTransform(tensor(rows, { dtype: 'float64' }));
      assert.equal(double.dtype, 'float64');
      assertClose(single.data, double.data, 1e-6);
      assert.equal(make().fitTransform(parameter(rows, { dtype: 'float64' })).dtype, 'float64');
      assert.equal(make().fitTransform(tensor(rows)).dtype, 'float32');
    });

    it('changes nothing that it is given', () => {
      const x = genericTensor([4, 3]);
      const before = [...x.data];
      make().fitTransform(x);
      assert.deepEqual([...x.data], before);
    });

    it('takes back what it gives', () => {
      const scaler = make();
      const x = genericTensor([6, 4], { between: [-70, 30] });
      assertClose(scaler.inverseTransform(scaler.fitTransform(x)).data, x.data, 1e-14);
    });

    it('fit gives the scaler itself, and a second fit forgets the first', () => {
      const scaler = make();
      assert.strictEqual(scaler.fit(rows), scaler);
      assert.deepEqual(
        scaler.fit([
          [1, 2],
          [3, 5],
        ]).scale.length,
        2,
      );
    });

    it('refuses to work before fit', () => {
      const message = 'nothing has been learned yet. Call fit first.';
      assertRefused(() => make().transform(rows), 'StateError', `${who}.transform: ${message}`);
      assertRefused(() => make().inverseTransform(rows), 'StateError', `${who}.inverseTransform: ${message}`);
      const learned =
        who === 'StandardScaler' ? ['mean', 'variance', 'scale'] : ['dataMin', 'dataMax', 'scale', 'min'];
      for (const name of learned) {
        assertRefused(() => make()[name as 'scale'], 'StateError', `${who}.${name}: ${message}`);
      }
    });

    it('refuses other columns than fit saw', () => {
      const scaler = make().fit(rows);
      const problem = 'x has not the columns that fit saw; expected x [rows, 3], received ';
      assertRefused(() => scaler.transform([[1, 2]]), 'ShapeError', `${who}.transform: ${problem}[1, 2].`);
      assertRefused(
        () => scaler.inverseTransform([[1, 2, 3, 4]]),
        'ShapeError',
        `${who}.inverseTransform: ${problem}[1, 4].`,
      );
      assertRefused(() => scaler.transform([1, 2, 3]), 'ShapeError', `${problem}[3].`);
    });

    it('refuses what is no table', () => {
      const problem = `${who}.fit: this is not a table; expected x [rows, columns], received `;
      assertRefused(() => make().fit([1, 2, 3]), 'ShapeError', `${problem}[3].`);
      assertRefused(
        () => make().fit(new Tensor(new Float32Array(0), [0, 3])),
        'ShapeError',
        `${problem}[0, 3].`,
      );
      assertRefused(() => make().fit([[], []]), 'ShapeError', `${problem}[2, 0].`);
      assertRefused(() => make().fit('x' as never), 'ArgumentError', `${who}.fit: x are not numbers`);
    });

    it('refuses NaN and Infinity, naming row and column', () => {
      const scaler = make().fit(rows);
      const problem = 'row 1, column 2 is not finite; expected a finite number, received ';
      for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
        const bad = [
          [1, 2, 3],
          [4, 5, value],
        ];
        assertRefused(() => make().fit(bad), 'ArgumentError', `${who}.fit: ${problem}${value}.`);
        assertRefused(() => scaler.transform(bad), 'ArgumentError', `${who}.transform: ${problem}${value}.`);
        assertRefused(
          () => scaler.inverseTransform(bad),
          'ArgumentError',
          `${who}.inverseTransform: ${problem}${value}.`,
        );
      }
    });

    it('refuses other options', () => {
      assertRefused(
        () => make({ copy: true } as never),
        'ArgumentError',
        `${who}: unknown option; expected one of '`,
      );
      const option = who === 'StandardScaler' ? 'withStd' : 'clip';
      assertRefused(
        () => make({ [option]: 1 } as never),
        'ArgumentError',
        `${who}: ${option} is not usable; expected true or false, received 1.`,
      );
    });
  });
}

describe('every scaler', () => {
  it('numbers too large to be squared or subtracted are refused, and what was learned before stays', () => {
    const huge = [
      [3, -1.7e308],
      [4, -1.6e308],
      [5, 1.5e308],
      [7, 1.7e308],
    ];
    for (const [scaler, what] of [
      [StandardScaler(), 'mean'],
      [MinMaxScaler(), 'scale'],
      [RobustScaler(), 'center'],
    ] as const) {
      scaler.fit([[1], [3]]);
      const before = scaler.toConfig();
      const message = `fit: the numbers of column 1 are too large for its ${what}`;
      assertRefused(() => scaler.fit(tensor(huge, { dtype: 'float64' })), 'ArgumentError', message);
      assert.deepEqual(scaler.toConfig(), before);
    }
  });
});
