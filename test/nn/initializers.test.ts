/**
 * Initializers one by one: limits, fans, orthogonal and other matrices, and what is refused.
 */
import { assert } from 'chai';
import {
  Constant,
  Dense,
  defineInitializer,
  GlorotNormal,
  GlorotUniform,
  HeNormal,
  HeUniform,
  Identity,
  type Initializer,
  Input,
  initializers,
  LecunNormal,
  LecunUniform,
  Orthogonal,
  RandomNormal,
  RandomUniform,
  Sequential,
  TruncatedNormal,
  VarianceScaling,
} from '../../src/nn/index.ts';
import { readInitializer } from '../../src/nn/initializers/index.ts';
import { type RandomStream, randomStream } from '../../src/random/index.ts';
import { matmulKernel, matmulTransposedB, type Shape, size, Tensor, zeros } from '../../src/tensor/index.ts';
import { assertClose, assertRefused } from '../shared/values.ts';

const draw = (initializer: Initializer, shape: Shape): number[] =>
  Array.from(initializer.values(shape, randomStream(3, 'init')));
const farthest = (values: readonly number[], from = 0) => Math.max(...values.map((x) => Math.abs(x - from)));
const refused = (work: () => unknown, message: string, kind = 'ArgumentError') =>
  assertRefused(work, kind, message);

describe('scaled initializers', () => {
  const [INPUTS, UNITS] = [60, 140];

  it('spread by the size of the layer, as their names say', () => {
    const cases: readonly (readonly [Initializer, number, number])[] = [
      [GlorotUniform(), 2 / (INPUTS + UNITS), 2 / (INPUTS + INPUTS)],
      [GlorotNormal(), 2 / (INPUTS + UNITS), 2 / (INPUTS + INPUTS)],
      [HeUniform(), 2 / INPUTS, 2 / INPUTS],
      [HeNormal(), 2 / INPUTS, 2 / INPUTS],
      [LecunUniform(), 1 / INPUTS, 1 / INPUTS],
      [LecunNormal(), 1 / INPUTS, 1 / INPUTS],
      [VarianceScaling(), 1 / INPUTS, 1 / INPUTS],
      [VarianceScaling({ scale: 1.7, mode: 'fan_out' }), 1.7 / UNITS, 1.7 / INPUTS],
      [VarianceScaling({ mode: 'fan_avg', distribution: 'uniform' }), 2 / (INPUTS + UNITS), 1 / INPUTS],
      [VarianceScaling({ distribution: 'untruncated_normal' }), 1 / INPUTS, 1 / INPUTS],
    ];
    for (const [initializer, matrix, vector] of cases) {
      for (const [shape, variance] of [[[INPUTS, UNITS], matrix] as const, [[INPUTS], vector] as const]) {
        assert.closeTo(initializer.claims(shape)!.variance, variance, 1e-15, `${initializer} ${shape}`);
        assert.equal(initializer.claims(shape)!.mean, 0);
      }
      const values = draw(initializer, [INPUTS, UNITS]);
      const found = values.reduce((sum, x) => sum + x * x, 0) / values.length;
      assert.closeTo(found / matrix, 1, 0.05, String(initializer));
    }
    assert.equal(GlorotUniform().claims([0, 0])!.variance, 1, 'a fan counts as at least 1');
  });

  it('uniform ones stay within their limit, and reach it', () => {
    for (const [initializer, limit] of [
      [GlorotUniform(), Math.sqrt(6 / (INPUTS + UNITS))],
      [HeUniform(), Math.sqrt(6 / INPUTS)],
      [LecunUniform(), Math.sqrt(3 / INPUTS)],
      [VarianceScaling({ scale: 1.7, mode: 'fan_out', distribution: 'uniform' }), Math.sqrt(5.1 / UNITS)],
      [RandomUniform(), 0.05],
    ] as const) {
      const found = farthest(draw(initializer, [INPUTS, UNITS]));
      assert.isAtMost(found, limit * (1 + 1e-15));
      assert.isAtLeast(found, 0.998 * limit);
    }
    const values = draw(RandomUniform({ minval: 2, maxval: 2.5 }), [4000]);
    assert.isTrue(values.every((x) => x >= 2 && x < 2.5));
    assert.isTrue(Math.min(...values) < 2.002 && Math.max(...values) > 2.498);
  });

  it('truncated ones end at two standard deviations of the normal that is cut, the others do not', () => {
    const widen = 0.87962566103423978;
    for (const [initializer, end, centre] of [
      [GlorotNormal(), (2 * Math.sqrt(2 / (INPUTS + UNITS))) / widen, 0],
      [HeNormal(), (2 * Math.sqrt(2 / INPUTS)) / widen, 0],
      [LecunNormal(), (2 * Math.sqrt(1 / INPUTS)) / widen, 0],
      [TruncatedNormal({ mean: 1.5, stddev: 0.2 }), 0.4, 1.5],
    ] as const) {
      const found = farthest(draw(initializer, [INPUTS, UNITS]), centre);
      assert.isAtMost(found, end * (1 + 1e-15));
      assert.isAtLeast(found, 0.99 * end);
    }
    for (const [initializer, spread] of [
      [RandomNormal(), 0.05],
      [VarianceScaling({ distribution: 'untruncated_normal' }), Math.sqrt(1 / INPUTS)],
    ] as const) {
      assert.isAbove(farthest(draw(initializer, [INPUTS, UNITS])), 3 * spread);
    }
  });

  it('refuse what is not usable', () => {
    refused(
      () => VarianceScaling({ scale: 0 }),
      'variance_scaling: scale is not usable; expected a number > 0, received 0.',
    );
    refused(
      () => VarianceScaling({ mode: 'fanIn' as never }),
      "variance_scaling: unknown mode; expected one of 'fan_in', 'fan_out', 'fan_avg', received 'fanIn'. Did you mean 'fan_in'?",
    );
    refused(
      () => VarianceScaling({ distribution: 'normal' as never }),
      "variance_scaling: unknown distribution; expected one of 'truncated_normal', 'untruncated_normal', 'uniform', received 'normal'.",
    );
    refused(
      () => GlorotUniform({ scale: 3 } as never),
      "glorot_uniform: unknown option; expected one of 'seed', received 'scale'.",
    );
    refused(
      () => RandomUniform({ minval: 0.2, maxval: 0.1 }),
      'random_uniform: maxval is not usable; expected a number > 0.2, received 0.1.',
    );
    refused(
      () => RandomNormal({ stddev: -1 }),
      'random_normal: stddev is not usable; expected a number >= 0, received -1.',
    );
    refused(
      () => TruncatedNormal({ mean: '0' as never }),
      "truncated_normal: mean is not usable; expected a number, received '0'.",
    );
    refused(
      () => draw(HeNormal(), [2, 3, 4]),
      'he_normal: no rule for this shape; expected [inputs, units] or [n], received [2, 3, 4].',
    );
  });
});

describe("initializers have Keras's defaults", () => {
  for (const [initializer, options] of [
    [VarianceScaling(), { scale: 1, mode: 'fan_in', distribution: 'truncated_normal' }],
    [RandomUniform(), { minval: -0.05, maxval: 0.05 }],
    [RandomNormal(), { mean: 0, stddev: 0.05 }],
    [TruncatedNormal(), { mean: 0, stddev: 0.05 }],
    [Orthogonal(), { gain: 1 }],
    [Identity(), { gain: 1 }],
    [Constant(), { value: 0 }],
    [HeNormal({ seed: 4 }), { seed: 4 }],
  ] as const) {
    it(String(initializer), () => assert.deepEqual(initializer.options, options));
  }
});

describe('Constant, zeros and ones', () => {
  it('are one number everywhere', () => {
    assert.deepEqual(draw(Constant({ value: -2.5 }), [2, 2]), [-2.5, -2.5, -2.5, -2.5]);
    assert.deepEqual(draw(initializers.zeros(), [3]), [0, 0, 0]);
    assert.deepEqual(draw(initializers.ones(), [3]), [1, 1, 1]);
    assert.deepEqual(draw(Constant(), [2]), [0, 0]);
    refused(
      () => Constant({ value: Infinity }),
      'constant: value is not usable; expected a number, received Infinity.',
    );
    refused(
      () => Constant(0.3 as never),
      'constant: the options are not an object; expected { option: value }, received 0.3.',
    );
  });
});

describe('Orthogonal', () => {
  for (const shape of [
    [9, 9],
    [4, 13],
    [17, 5],
    [1, 6],
    [40, 40],
  ] as const) {
    it(`of [${shape}] has perpendicular vectors of length \`gain\` along its shorter side`, () => {
      for (const gain of [1, 2.5]) {
        const q = new Tensor(Float64Array.from(draw(Orthogonal({ gain }), shape)), shape);
        const [rows, columns] = shape;
        const transposed = zeros([columns, rows], { dtype: 'float64' });
        for (let i = 0; i < rows; i++) {
          for (let j = 0; j < columns; j++) transposed.data[j * rows + i] = q.data[i * columns + j];
        }
        const short = rows <= columns ? q : transposed;
        const count = Math.min(rows, columns);
        const products = zeros([count, count], { dtype: 'float64' });
        matmulTransposedB(short, short, products);
        const expected = Array.from({ length: count * count }, (_, k) =>
          k % (count + 1) === 0 ? gain * gain : 0,
        );
        assertClose(products.data, expected, 1e-12);
      }
    });
  }

  it('keeps lengths: a square one times its transpose is the identity from both sides', () => {
    const q = new Tensor(Float64Array.from(draw(Orthogonal(), [12, 12])), [12, 12]);
    const x = new Tensor(Float64Array.from(draw(RandomNormal({ stddev: 1 }), [1, 12])), [1, 12]);
    const y = zeros([1, 12], { dtype: 'float64' });
    matmulKernel(x, q, y);
    const length = ({ data }: Tensor) => Math.hypot(...data);
    assertClose([length(y)], [length(x)], 1e-13);
  });

  it('points in every direction alike', () => {
    const stream = randomStream(4, 'init');
    const draws = Array.from({ length: 2000 }, () => Array.from(Orthogonal().values([3, 3], stream)));
    for (let place = 0; place < 9; place++) {
      const values = draws.map((draw) => draw[place]);
      const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
      const square = values.reduce((sum, x) => sum + x * x, 0) / values.length;
      assert.closeTo(mean, 0, 4.5 * Math.sqrt(1 / 3 / 2000), `place ${place}`);
      assert.closeTo(square, 1 / 3, 0.03, `place ${place}`);
    }
  });

  it('wants a matrix', () => {
    const message = (who: string, shape: string) =>
      `${who}: this is no matrix; expected a shape [rows, columns], received ${shape}.`;
    refused(() => draw(Orthogonal(), [5]), message('orthogonal', '[5]'), 'ShapeError');
    refused(() => draw(Identity(), [2, 3, 4]), message('identity', '[2, 3, 4]'), 'ShapeError');
    refused(
      () => Sequential([Input([3]), Dense(2, { biasInitializer: 'orthogonal' })]),
      message('orthogonal', '[2]'),
      'ShapeError',
    );
    refused(
      () => Orthogonal({ gain: Number.NaN }),
      'orthogonal: gain is not usable; expected a number, received NaN.',
    );
  });
});

describe('Identity', () => {
  it('is `gain` on the diagonal, also of a matrix that is not square', () => {
    assert.deepEqual(draw(Identity(), [2, 3]), [1, 0, 0, 0, 1, 0]);
    assert.deepEqual(draw(Identity({ gain: -0.7 }), [3, 2]), [-0.7, 0, 0, -0.7, 0, 0]);
  });
});

describe('an initializer', () => {
  it('is read from its name, or is itself; a wrong name lists the right ones', () => {
    const he = HeNormal();
    assert.strictEqual(readInitializer('Dense', 'kernelInitializer', he), he);
    assert.equal(readInitializer('Dense', 'kernelInitializer', 'he_normal').name, 'he_normal');
    const names = Object.keys(initializers).map((name) => `'${name}'`);
    refused(
      () => readInitializer('Dense', 'kernelInitializer', 'glorot' as never),
      `Dense: unknown kernelInitializer; expected one of ${names.join(', ')}, received 'glorot'.`,
    );
    for (const [bad, text] of [
      [null, 'null'],
      [0.1, '0.1'],
      [{}, 'an object of Object kind'],
    ] as const) {
      refused(
        () => readInitializer('Dense', 'biasInitializer', bad as never),
        `Dense: biasInitializer is no initializer; expected a name, an initializer such as HeNormal(), or a function (shape, random) => values, received ${text}.`,
      );
    }
  });

  it('draws in the order of the layers from the stream of the model, unless it has a seed', () => {
    const random = randomStream(8, 'init');
    const expected = [GlorotUniform().values([3, 4], random), GlorotUniform().values([4, 2], random)];
    const seeded = Dense(4, { kernelInitializer: HeNormal({ seed: 2 }) });
    const model = Sequential([Input([3]), Dense(4), Dense(2)], { seed: 8, dtype: 'float64' });
    const [first, , second] = model.getWeights();
    assert.deepEqual(
      [first.data, second.data],
      expected.map((values) => Float64Array.from(values)),
    );
    const other = Sequential([Input([3]), seeded, Dense(4)], { seed: 8, dtype: 'float64' });
    const alone = Sequential([Input([4]), Dense(4)], { seed: 8, dtype: 'float64' });
    assert.deepEqual(other.getWeights()[2], alone.getWeights()[0]);
  });

  it('may be a function, which draws from the stream of the model', () => {
    const drawn = (shape: Shape, random: RandomStream) =>
      Float64Array.from({ length: size(shape) }, () => 3 * random.uniform());
    const random = randomStream(8, 'init');
    const expected = [drawn([3, 4], random), drawn([4, 2], random)];
    const make = () => Dense(4, { kernelInitializer: drawn });
    const second = Dense(2, { kernelInitializer: drawn, biasInitializer: (shape) => [7, shape[0]] });
    const model = Sequential([Input([3]), make(), second], { seed: 8, dtype: 'float64' });
    const [first, , last, bias] = model.getWeights();
    assert.deepEqual([first.data, last.data], expected);
    assert.deepEqual(bias.toArray(), [7, 2]);
    assert.equal(String(make()), 'Dense(4, drawn)');
  });

  it('as a function is refused where it does not fill the shape', () => {
    const build = (values: unknown) => () => {
      const mine = () => values as number[];
      Sequential([Input([3]), Dense(2, { kernelInitializer: mine })]);
    };
    const problem = 'mine: numbers and shape differ in size; expected 6 numbers for [3, 2], received';
    refused(build([1, 2]), `${problem} 2.`, 'ShapeError');
    refused(build(undefined), `${problem} undefined.`, 'ShapeError');
    refused(build([1, 2, 3, 4, 5, Number.NaN]), 'mine: start value 5 is not finite');
  });

  it('of the user that was not called is refused', () => {
    const Halves = defineInitializer({ name: 'halves', options: {}, values: () => [1 / 2] });
    refused(
      () => Dense(2, { kernelInitializer: Halves as never }),
      'received the function halves. Call it: HeNormal() makes an initializer.',
    );
  });

  it('is made by a definition of the user', () => {
    const Halves = defineInitializer({
      name: 'halves',
      options: { sign: 1 },
      values: (shape, { sign }) => new Float64Array(shape.reduce((a, b) => a * b, 1)).fill(sign / 2),
      claims: (_shape, { sign }) => ({ mean: sign / 2, variance: 0 }),
    });
    const layer = Dense(2, { kernelInitializer: Halves({ sign: -1 }) });
    Sequential([Input([3]), layer]);
    assert.deepEqual(Array.from(layer.getWeights()[0].data), new Array(6).fill(-0.5));
    assert.deepEqual(Halves({ sign: -1 }).claims([3]), { mean: -0.5, variance: 0 });
  });
});
