/**
 * GaussianNoise, GaussianDropout and AlphaDropout: how much, to whom, and when anew; and the seeds of all that draws.
 */
import { assert } from 'chai';
import {
  AlphaDropout,
  Dense,
  Dropout,
  GaussianDropout,
  GaussianNoise,
  Input,
  type Layer,
  Sequential,
} from '../../src/nn/index.ts';
import { full, type Tensor } from '../../src/tensor/index.ts';
import { assertMean } from '../random/statistics.ts';
import { assertRefused, genericTensor } from '../shared/values.ts';
import { assertOtherBits, assertSameBits, someRows } from './shared/training.ts';

interface Setting {
  readonly step?: number;
  readonly seed?: number;
  readonly position?: number;
}

/** The layer's call in training. */
function drawn(layer: Layer, x: Tensor, { step = 3, seed = 11, position = 2 }: Setting = {}): Tensor {
  const context = {
    options: layer.options,
    parameters: {},
    state: {},
    training: true,
    trainable: true,
    seed,
  };
  return layer.definition.call([x], { ...context, position, step: { value: step } } as never) as Tensor;
}

const COUNT = 40_000;
const x = full([200, 200], 1.7, { dtype: 'float64' });

const kinds = {
  GaussianNoise,
  GaussianDropout,
  AlphaDropout,
  Dropout,
};

/** That numbers have this mean and this deviation, and a third moment if it is given. */
function assertMoments(values: ArrayLike<number>, mean: number, stddev: number, what: string): void {
  assertMean(values, { mean, variance: stddev ** 2 }, what);
  const squares = Array.from(values, (value) => ((value - mean) / stddev) ** 2);
  assertMean(squares, { mean: 1, variance: 2 }, `${what}, squares`);
}

describe('GaussianNoise', () => {
  it('adds numbers of mean 0 and the deviation that is asked for', () => {
    for (const stddev of [0.03, 0.7, 2.3]) {
      assertMoments(
        drawn(GaussianNoise(stddev), x).data.map((value) => value - 1.7),
        0,
        stddev,
        `deviation ${stddev}`,
      );
    }
  });
});

describe('GaussianDropout', () => {
  it('multiplies by numbers of mean 1 and the deviation √(rate / (1 − rate))', () => {
    for (const rate of [0.07, 0.3, 0.85]) {
      const factors = drawn(GaussianDropout(rate), x).data.map((value) => value / 1.7);
      assertMoments(factors, 1, Math.sqrt(rate / (1 - rate)), `rate ${rate}`);
    }
  });
});

describe('AlphaDropout', () => {
  const normal = drawn(GaussianNoise(1), full([200, 200], 0, { dtype: 'float64' }), { seed: 99 });

  it('keeps mean 0 and variance 1', () => {
    for (const rate of [0.05, 0.3, 0.6]) {
      const { data } = drawn(AlphaDropout(rate), normal);
      assertMean(data, { mean: 0, variance: 1 }, `rate ${rate}`);
      // kept: a z + b, of which E y² = a² + b²; dropped: one number. The variance of y² is that of a mixture.
      const lowest = -1.0507009873554805 * 1.6732632423543772;
      const a = 1 / Math.sqrt((1 - rate) * (1 + rate * lowest ** 2));
      const b = -a * lowest * rate;
      const fourth = (1 - rate) * (3 * a ** 4 + 6 * a ** 2 * b ** 2 + b ** 4) + rate * (a * lowest + b) ** 4;
      assertMean(
        data.map((value) => value * value),
        { mean: 1, variance: fourth - 1 },
        `rate ${rate}, squares`,
      );
    }
  });

  it('drops the elements that Dropout drops, to one number', () => {
    const [alpha, plain] = [drawn(AlphaDropout(0.3), x), drawn(Dropout(0.3), x)];
    const dropped = alpha.data.filter((_, i) => plain.data[i] === 0);
    assert.isAbove(dropped.length, 0.25 * COUNT);
    assert.lengthOf(new Set(dropped), 1);
    assert.isBelow(dropped[0], -1);
    const kept = alpha.data.filter((_, i) => plain.data[i] !== 0);
    assert.lengthOf(new Set(kept), 1);
    assert.isAbove(kept[0], 1);
  });
});

type Make = (strength: number, options?: object) => Layer;

for (const [name, make] of Object.entries(kinds) as unknown as [string, Make][]) {
  describe(`${name}, as all layers that draw`, () => {
    const layer = make(0.3);

    it('draws the same for the same step, seed and place, and else something unrelated', () => {
      const noise = (setting: Setting = {}, other = layer) => {
        const { data } = drawn(other, x, setting);
        const mean = Array.from(data).reduce((total, value) => total + value, 0) / COUNT;
        const centred = data.map((value) => value - mean);
        const scale = Math.sqrt(
          Array.from(centred).reduce((total, value) => total + value * value, 0) / COUNT,
        );
        return centred.map((value) => value / scale);
      };
      const first = noise();
      assert.deepEqual(noise(), first);
      assert.deepEqual(noise({}, make(0.3)), first);
      const others = [{ step: 4 }, { step: 2 }, { seed: 12 }, { position: 0 }, { step: 2 ** 33 + 3 }];
      for (const setting of others) {
        const other = noise(setting);
        const products = first.map((value, i) => value * other[i]);
        assertMean(products, { mean: 0, variance: 1 }, JSON.stringify(setting));
      }
    });

    it('takes a seed of its own in place of that of the model', () => {
      const own = make(0.3, { seed: 11 });
      assertSameBits([drawn(own, x, { seed: 4 })], [drawn(layer, x, { seed: 11 })]);
      assertSameBits([drawn(own, x, { seed: 5 })], [drawn(own, x, { seed: 4 })]);
      assertOtherBits([drawn(own, x, { position: 3 })], [drawn(own, x)]);
      assertOtherBits([drawn(own, x, { step: 4 })], [drawn(own, x)]);
      const outputs = [1, 2].map((seed) => {
        const model = Sequential(
          [Input([5]), Dense(5, { kernelInitializer: 'identity' }), make(0.3, { seed: 7 })],
          {
            seed,
          },
        );
        return model.call(someRows(4, 5), true).predictions;
      });
      assertSameBits([outputs[0]], [outputs[1]]);
    });

    it('leaves its input as it is in inference, and where it is to do nothing', () => {
      const model = Sequential([Input([5]), layer]);
      const rows = genericTensor([3, 5], { dtype: 'float32' });
      assertSameBits([model.predict(rows)], [rows]);
      assertOtherBits([model.call(rows, true).predictions], [rows]);
      assert.strictEqual(drawn(make(0), x), x);
    });

    it('refuses what is none, by name', () => {
      const [option, most] = name === 'GaussianNoise' ? ['stddev', null] : ['rate', 1];
      const wrong = [-0.1, Number.NaN, '0.3', ...(most === null ? [] : [1.01])];
      for (const value of wrong)
        assertRefused(() => make(value as number), 'ArgumentError', `${name}: ${option} is not usable`);
      if (name.endsWith('Dropout') && name !== 'Dropout')
        assertRefused(
          () => make(1),
          'ArgumentError',
          `${name}: rate is not usable`,
          '>= 0 and < 1',
          'received 1',
        );
      for (const seed of [-1, 1.5, 'random'])
        assertRefused(
          () => make(0.3, { seed }),
          'ArgumentError',
          `${name}: seed is not usable`,
          'a whole number >= 0',
        );
      assertRefused(() => make(0.3, { noise_shape: [1] }), 'ArgumentError', `${name}: unknown option`);
    });
  });
}
