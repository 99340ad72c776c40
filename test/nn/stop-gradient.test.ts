/**
 * stopGradient: what a loss takes through it counts as given, in a formula and in a model.
 */
import { assert } from 'chai';
import { backward, multiply, stopGradient, sum, wantsGradient } from '../../src/autograd/index.ts';
import { Add, Dense, Input, Lambda, Model } from '../../src/nn/index.ts';
import { parameter } from '../../src/tensor/index.ts';
import { underEachExecutor } from './shared/each-executor.ts';
import { assertOtherBits, assertSameBits, someRows } from './shared/training.ts';

describe('stopGradient', () => {
  it('makes one of two equal factors a constant', () => {
    const x = parameter([1.5, -2.25, 0.7], { dtype: 'float64' });
    backward(sum(multiply(x, stopGradient(x))));
    assert.deepEqual(Array.from(x.gradient!.data), [1.5, -2.25, 0.7], 'x, and not 2x');
  });

  it('wants no gradient, and is a copy', () => {
    const x = parameter([1.5, -2.25]);
    const y = stopGradient(x);
    assert.isFalse(wantsGradient(y));
    x.value.data[0] = 7;
    assert.deepEqual(y.toArray(), [1.5, -2.25]);
  });

  underEachExecutor(() => {
    it('lets what stands before it as it is, while the rest of the model learns', () => {
      const x = Input([4]);
      const [fixed, learning] = [Dense(3, { activation: 'tanh' }), Dense(3)];
      const outputs = Add()(Lambda(stopGradient)(fixed(x)), learning(x));
      const model = Model({ inputs: x, outputs });
      model.compile({ optimizer: 'adam', loss: 'mse' });
      const before = [fixed, learning].map((layer) => layer.getWeights());
      model.fit(someRows(11, 4), someRows(11, 3, 2), { batchSize: 4, epochs: 2 });
      assertSameBits(fixed.getWeights(), before[0]);
      assertOtherBits(learning.getWeights(), before[1]);
    });
  });
});
