/**
 * BatchNormalization: the batch's moments in training, moving averages in inference, and when it is frozen.
 */
import { assert } from 'chai';
import { assign, backward, multiply, sum } from '../../src/autograd/index.ts';
import { BatchNormalization, Dense, Input, Model, Sequential } from '../../src/nn/index.ts';
import { SGD } from '../../src/optim/index.ts';
import { type Tensor, tensor } from '../../src/tensor/index.ts';
import { assertClose, assertRefused, genericTensor } from '../shared/values.ts';
import { assertOtherBits, assertSameBits, someRows } from './shared/training.ts';

type Options = Parameters<typeof BatchNormalization>[0];

/** A model of one such layer in 64 bits, with generic weights. */
function alone(options: Options = {}, units = 2) {
  const layer = BatchNormalization(options);
  const model = Sequential([Input([units]), layer], { dtype: 'float64' });
  layer.setWeights(
    layer.getWeights().map(({ shape }, i) => genericTensor(shape, { between: [0.4, 2], seed: i + 3 })),
  );
  return { layer, model };
}

const wide = (values: number[][]): Tensor => tensor(values, { dtype: 'float64' });

/** Mean and variance of a column. */
function moments(x: Tensor, column: number): readonly [mean: number, variance: number] {
  const [rows, units] = x.shape;
  const values = Array.from({ length: rows }, (_, i) => x.data[i * units + column]);
  const mean = values.reduce((total, value) => total + value, 0) / rows;
  return [mean, values.reduce((total, value) => total + (value - mean) ** 2, 0) / rows];
}

describe('BatchNormalization', () => {
  it('in numbers', () => {
    const { layer, model } = alone();
    layer.setWeights(
      [
        [2, 3],
        [0.25, -1],
        [10, 20],
        [4, 9],
      ].map((row) => tensor(row, { dtype: 'float64' })),
    );
    const x = wide([
      [1, -2],
      [4, 0],
      [10, 5],
    ]);
    // means 5 and 1; variances (16 + 1 + 25) / 3 = 14 and (9 + 1 + 16) / 3 = 26 / 3
    const { predictions, updates } = model.call(x, true);
    const [a, b] = [2 / Math.sqrt(14.001), 3 / Math.sqrt(26 / 3 + 0.001)];
    const expected = [-4 * a + 0.25, -3 * b - 1, -a + 0.25, -b - 1, 5 * a + 0.25, 4 * b - 1];
    assertClose(predictions.data, expected, 1e-14);
    assign(updates);
    const [, , mean, variance] = layer.getWeights();
    assertClose(mean.data, [9.9 + 0.05, 19.8 + 0.01], 1e-14);
    assertClose(variance.data, [3.96 + 0.14, 8.91 + 0.26 / 3], 1e-14);

    const [c, d] = [2 / Math.sqrt(4.101), 3 / Math.sqrt(8.91 + 0.26 / 3 + 0.001)];
    const inference = [1, 4, 10].flatMap((value, i) => [
      (value - 9.95) * c + 0.25,
      ([-2, 0, 5][i] - 19.81) * d - 1,
    ]);
    assertClose(model.predict(x).data, inference, 1e-13);
  });

  it('gives each unit the mean β and the deviation γ, whatever its inputs are', () => {
    const { layer, model } = alone({ epsilon: 1e-9 }, 3);
    const [gamma, beta] = layer.getWeights();
    const x = genericTensor([40, 3], { between: [-30, 170] });
    const { predictions } = model.call(x, true);
    for (let j = 0; j < 3; j++) {
      const [mean, variance] = moments(predictions, j);
      assert.closeTo(mean, beta.data[j], 1e-10);
      assert.closeTo(Math.sqrt(variance), Math.abs(gamma.data[j]), 1e-10);
    }
  });

  it('does not see a shift or a scale of a unit in training, so no gradient goes that way', () => {
    const { layer, model } = alone({ epsilon: 1e-12 }, 3);
    const x = genericTensor([7, 3]);
    const other = tensor(
      { data: x.data.map((value, i) => 1.7 * value - 3 + (i % 3)), shape: [7, 3] },
      { dtype: 'float64' },
    );
    assertClose(model.call(other, true).predictions.data, model.call(x, true).predictions.data, 1e-10);
    const first = Dense(3, { useBias: true });
    const both = Sequential([Input([2]), first, layer], { dtype: 'float64' });
    const { predictions } = both.call(genericTensor([7, 2]), true);
    backward(sum(multiply(predictions, genericTensor([7, 3], { seed: 9 }))));
    const [kernel, bias] = both.parameters;
    assertClose(bias.gradient!.data, [0, 0, 0], 1e-12, 'bias');
    assert.isAbove(Math.max(...kernel.gradient!.data.map(Math.abs)), 0.01);
  });

  it('moves its averages in fit, step by step, and predicts with them', () => {
    for (const [convention, share, epsilon] of [
      ['keras', 0.3, 1e-3],
      ['pytorch', 0.3, 1e-5],
    ] as const) {
      const momentum = convention === 'keras' ? 0.7 : 0.3;
      const layer = BatchNormalization({ momentum, convention });
      const model = Sequential([Input([3]), layer], { dtype: 'float64' });
      model.compile({ optimizer: SGD({ learningRate: 0 }), loss: 'mse' });
      const x = genericTensor([11, 3], { between: [-3, 5] });
      model.fit(x, genericTensor([11, 3]), { batchSize: 4, epochs: 2, shuffle: false, verbose: 0 });

      const expected = [0, 1, 2].map((j) => {
        let [mean, variance] = [0, 1];
        for (let epoch = 0; epoch < 2; epoch++) {
          for (const start of [0, 4, 8]) {
            const rows = Math.min(4, 11 - start);
            const batch = tensor(
              { data: x.data.slice(3 * start, 3 * (start + rows)), shape: [rows, 3] },
              { dtype: 'float64' },
            );
            const [m, v] = moments(batch, j);
            mean += share * (m - mean);
            variance += share * (v * (convention === 'keras' ? 1 : rows / (rows - 1)) - variance);
          }
        }
        return [mean, variance];
      });
      const [, , means, variances] = layer.getWeights();
      assertClose(
        means.data,
        expected.map(([mean]) => mean),
        1e-13,
        convention,
      );
      assertClose(
        variances.data,
        expected.map(([, variance]) => variance),
        1e-13,
        convention,
      );
      const standard = Array.from(x.data, (value, i) => {
        const [mean, variance] = expected[i % 3];
        return (value - mean) / Math.sqrt(variance + epsilon);
      });
      assertClose(model.predict(x).data, standard, 1e-12, convention);
    }
  });

  it("has momentum 0.99 and ε 1e-3 by default, 0.1 and 1e-5 in PyTorch's convention", () => {
    const x = genericTensor([6, 2]);
    for (const [given, momentum, epsilon] of [
      [{}, 0.99, 1e-3],
      [{ convention: 'pytorch' }, 0.1, 1e-5],
    ] as const) {
      const [implied, told] = [alone(given), alone({ ...given, momentum, epsilon })];
      const [first, second] = [implied, told].map(({ model }) => model.call(x, true));
      assertSameBits([first.predictions], [second.predictions]);
      assertSameBits(
        first.updates.map(([, value]) => value),
        second.updates.map(([, value]) => value),
      );
    }
  });

  it('of one row gives β, and passes no gradient back', () => {
    const { layer, model } = alone();
    const [, beta] = layer.getWeights();
    assertSameBits(
      [model.call(wide([[3.1, -7]]), true).predictions],
      [tensor([Array.from(beta.data)], { dtype: 'float64' })],
    );
    const first = Dense(2);
    const both = Sequential([Input([3]), first, layer], { dtype: 'float64' });
    backward(
      sum(multiply(both.call(genericTensor([1, 3]), true).predictions, genericTensor([1, 2], { seed: 8 }))),
    );
    for (const { gradient } of both.parameters.slice(0, 2))
      assertClose(
        gradient!.data,
        gradient!.data.map(() => 0),
        1e-12,
      );
  });

  it("of one row has no variance in PyTorch's convention, and says so before anything is trained", () => {
    const { layer, model } = alone({ convention: 'pytorch' });
    const message =
      "BatchNormalization: one row has no unbiased variance, which PyTorch's convention keeps; expected batches of two rows or more, received 1. Choose another batchSize, fit with dropRemainder: true, or take convention: 'keras'.";
    assertRefused(() => model.call(wide([[3, 1]]), true), 'ShapeError', message);
    model.compile({ optimizer: 'sgd', loss: 'mse' });
    const [x, t] = [genericTensor([9, 2]), genericTensor([9, 2], { seed: 2 })];
    const before = layer.getWeights();
    assertRefused(() => model.fit(x, t, { batchSize: 4, verbose: 0 }), 'ShapeError', message);
    assertSameBits(layer.getWeights(), before);
    model.fit(x, t, { batchSize: 4, dropRemainder: true, verbose: 0 });
    assertOtherBits(layer.getWeights(), before);
    assert.equal(model.predict(wide([[3, 1]])).size, 2);
  });

  describe('frozen', () => {
    it('runs in inference mode, in training too, and moves nothing', () => {
      const { layer, model } = alone({ trainable: false });
      const before = layer.getWeights();
      const x = genericTensor([5, 2]);
      const { predictions, updates } = model.call(x, true);
      assert.lengthOf(updates, 0);
      assertSameBits([predictions], [model.call(x).predictions]);
      const whole = Sequential([Input([2]), Dense(2), layer, Dense(1)], { dtype: 'float64' });
      whole.compile({ optimizer: SGD({ learningRate: 0.1 }), loss: 'mse' });
      const kernel = whole.layers[0].getWeights();
      whole.fit(x, genericTensor([5, 1]), { epochs: 2, verbose: 0 });
      assertSameBits(layer.getWeights(), before);
      assertOtherBits(whole.layers[0].getWeights(), kernel, 'the layer before it');
    });

    it('and thawed again, uses the batch', () => {
      const { layer, model } = alone();
      const x = genericTensor([5, 2]);
      const free = model.call(x, true).predictions;
      layer.trainable = false;
      assertOtherBits([model.call(x, true).predictions], [free]);
      layer.trainable = true;
      assertSameBits([model.call(x, true).predictions], [free]);
    });
  });

  it('holds gamma, beta, moving mean and moving variance, the last two not trained', () => {
    const layer = BatchNormalization();
    const model = Sequential([Input([3]), layer]);
    assert.deepEqual(Object.keys(layer.weights!.parameters), ['gamma', 'beta']);
    assert.deepEqual(Object.keys(layer.weights!.state), ['movingMean', 'movingVariance']);
    assert.deepEqual(
      layer.getWeights().map(({ data }) => Array.from(data)),
      [
        [1, 1, 1],
        [0, 0, 0],
        [0, 0, 0],
        [1, 1, 1],
      ],
    );
    assert.equal(layer.name, 'batch_normalization');
    assert.include(model.summary(), 'Non-trainable params: 6');
  });

  it('takes penalties and constraints of γ and β', () => {
    const layer = BatchNormalization({
      gammaRegularizer: 'l2',
      betaRegularizer: 'l1',
      gammaInitializer: 'random_uniform',
      betaInitializer: 'random_normal',
      gammaConstraint: 'non_neg',
    });
    const model = Sequential([Input([3]), layer], { seed: 4 });
    const [gamma, beta] = layer.getWeights();
    assert.isBelow(Math.min(...gamma.data), 0);
    const squares = Array.from(gamma.data).reduce((total, value) => total + value * value, 0);
    const absolute = Array.from(beta.data).reduce((total, value) => total + Math.abs(value), 0);
    assert.closeTo(model.call(someRows(4, 3)).penalty!.item(), 0.01 * (squares + absolute), 1e-8);
    model.compile({ optimizer: SGD({ learningRate: 1e-6 }), loss: 'mse' });
    model.fit(someRows(4, 3), someRows(4, 3, 2), { verbose: 0 });
    assert.isAtLeast(Math.min(...layer.getWeights()[0].data), 0);
  });

  it('stands once in a model: its averages would be moved twice', () => {
    const layer = BatchNormalization();
    const input = Input([3]);
    const model = Model({ inputs: input, outputs: layer(Dense(3)(layer(input))) });
    model.compile({ optimizer: 'sgd', loss: 'mse' });
    assertRefused(
      () => model.fit(someRows(4, 3), someRows(4, 3, 2), { verbose: 0 }),
      'ArgumentError',
      'a state is updated twice',
    );
  });

  it('refuses options that are none, by name', () => {
    const refused: readonly (readonly [options: object, ...words: string[]])[] = [
      [{ axis: 1 }, 'axis is not usable; expected -1, the last axis, received 1.'],
      [{ momentum: 1.01 }, 'momentum is not usable', '>= 0 and <= 1', 'received 1.01'],
      [{ epsilon: 0 }, 'epsilon is not usable', 'a number > 0'],
      [{ convention: 'pytroch' }, 'unknown convention', "Did you mean 'pytorch'?"],
      [{ center: 1 }, 'center is not usable', 'true or false'],
      [{ scale: 'yes' }, 'scale is not usable', 'true or false'],
      [{ gammaInitializer: 'twos' }, 'gammaInitializer'],
      [{ betaInitializer: 'twos' }, 'betaInitializer'],
      [{ movingMeanInitializer: 'twos' }, 'movingMeanInitializer'],
      [{ movingVarianceInitializer: 'twos' }, 'movingVarianceInitializer'],
      [{ gammaRegularizer: 'l3' }, 'gammaRegularizer'],
      [{ betaRegularizer: 'l3' }, 'betaRegularizer'],
      [{ gammaConstraint: 'positive' }, 'gammaConstraint'],
      [{ betaConstraint: 'positive' }, 'betaConstraint'],
      [{ renorm: true }, 'unknown option', "received 'renorm'"],
    ];
    for (const [options, ...words] of refused)
      assertRefused(
        () => BatchNormalization(options as never),
        'ArgumentError',
        'BatchNormalization: ',
        ...words,
      );
    const [a, b] = [Input([3]), Input([3])];
    assertRefused(() => BatchNormalization()(a, b), 'ShapeError', 'BatchNormalization: one input is needed');
  });
});
