/**
 * LayerNormalization: each row by itself, in training as in inference.
 */
import { assert } from 'chai';
import { Dense, Input, LayerNormalization, Sequential } from '../../src/nn/index.ts';
import { SGD } from '../../src/optim/index.ts';
import { tensor } from '../../src/tensor/index.ts';
import { assertClose, assertRefused, genericTensor } from '../shared/values.ts';
import { assertOtherBits, assertSameBits, someRows } from './shared/training.ts';

describe('LayerNormalization', () => {
  it('in numbers', () => {
    const layer = LayerNormalization({ epsilon: 0.25 });
    const model = Sequential([Input([3]), layer], { dtype: 'float64' });
    layer.setWeights([
      [2, -1, 3],
      [0.5, 7, -4],
    ]);
    const x = tensor(
      [
        [1, 4, 10],
        [-2, -2, -2],
      ],
      { dtype: 'float64' },
    );
    // mean 5, variance (16 + 1 + 25) / 3 = 14; a row of equal numbers has no deviation
    const r = 1 / Math.sqrt(14.25);
    const expected = [-8 * r + 0.5, r + 7, 15 * r - 4, 0.5, 7, -4];
    assertClose(model.predict(x).data, expected, 1e-14);
    assertSameBits([model.call(x, true).predictions], [model.call(x).predictions]);
  });

  it('gives each row the mean 0 and the variance 1, whatever its numbers are', () => {
    const model = Sequential([Input([4, 9]), LayerNormalization({ epsilon: 1e-10 })], { dtype: 'float64' });
    const { data } = model.predict(genericTensor([5, 4, 9], { between: [-30, 170] }));
    for (let start = 0; start < data.length; start += 9) {
      const row = Array.from(data.slice(start, start + 9));
      const mean = row.reduce((total, value) => total + value, 0) / 9;
      assert.closeTo(mean, 0, 1e-12);
      assert.closeTo(row.reduce((total, value) => total + value * value, 0) / 9, 1, 1e-10);
    }
  });

  it("has ε 1e-3 by default, 1e-5 in PyTorch's convention", () => {
    const x = genericTensor([4, 5], { between: [-0.1, 0.1] });
    const outputs = [
      {},
      { epsilon: 1e-3 },
      { convention: 'pytorch' },
      { convention: 'pytorch', epsilon: 1e-5 },
    ].map((options) =>
      Sequential([Input([5]), LayerNormalization(options as never)], { dtype: 'float64' }).predict(x),
    );
    assertSameBits([outputs[0]], [outputs[1]]);
    assertSameBits([outputs[2]], [outputs[3]]);
    assertOtherBits([outputs[0]], [outputs[2]]);
  });

  it('learns γ and β, or one of them, or none', () => {
    for (const [options, names] of [
      [{}, ['gamma', 'beta']],
      [{ scale: false }, ['beta']],
      [{ center: false }, ['gamma']],
      [{ center: false, scale: false }, []],
    ] as const) {
      const layer = LayerNormalization(options);
      const model = Sequential([Input([3]), Dense(4), layer, Dense(2)]);
      assert.deepEqual(Object.keys(layer.weights!.parameters), [...names]);
      const before = layer.getWeights();
      model.compile({ optimizer: SGD({ learningRate: 0.1 }), loss: 'mse' });
      model.fit(someRows(6, 3), someRows(6, 2, 2), { verbose: 0 });
      for (const [i, tensor] of layer.getWeights().entries())
        assertOtherBits([tensor], [before[i]], names[i]);
      assert.equal(layer.name, 'layer_normalization');
    }
  });

  it('refuses options that are none, by name', () => {
    const refused: readonly (readonly [options: object, ...words: string[]])[] = [
      [{ axis: 1 }, 'axis is not usable; expected -1, the last axis, received 1.'],
      [{ axis: [-1] }, 'axis is not usable'],
      [{ epsilon: -1e-3 }, 'epsilon is not usable', 'a number > 0'],
      [{ convention: 'torch' }, 'unknown convention', "one of 'keras', 'pytorch'"],
      [{ scale: null }, 'scale is not usable'],
      [{ gammaInitializer: 'twos' }, 'gammaInitializer'],
      [{ betaRegularizer: 'l3' }, 'betaRegularizer'],
      [{ gammaConstraint: 'positive' }, 'gammaConstraint'],
      [{ momentum: 0.9 }, 'unknown option', "received 'momentum'"],
    ];
    for (const [options, ...words] of refused)
      assertRefused(
        () => LayerNormalization(options as never),
        'ArgumentError',
        'LayerNormalization: ',
        ...words,
      );
  });
});
