/**
 * Dense: its formula, its defaults, and what it refuses.
 */
import { assert } from 'chai';
import {
  defineLayer,
  Dense,
  HeNormal,
  Input,
  type Layer,
  l2,
  MaxNorm,
  Sequential,
} from '../../src/nn/index.ts';
import { tensor } from '../../src/tensor/index.ts';
import { assertClose, assertRefused, genericTensor } from '../shared/values.ts';

const built = (layer: Layer, inputs = 3) => Sequential([Input([inputs]), layer], { dtype: 'float64' });
const refused = (work: () => unknown, message: string, kind = 'ArgumentError') =>
  assertRefused(work, kind, message);
/** Dense called as TypeScript would not have it. */
const anything = Dense as unknown as (...args: unknown[]) => Layer;

describe('Dense', () => {
  it('is activation(x · kernel + bias)', () => {
    const model = built(Dense(2, { activation: 'tanh' }));
    model.setWeights([
      [
        [0.3, -1.2],
        [0.7, 0.4],
        [-0.9, 0.1],
      ],
      [0.25, -0.6],
    ]);
    const row = [1.1, -0.4, 0.8];
    const netas = [1.1 * 0.3 - 0.4 * 0.7 - 0.8 * 0.9 + 0.25, -1.1 * 1.2 - 0.4 * 0.4 + 0.8 * 0.1 - 0.6];
    assertClose(model.predict([row]).data, netas.map(Math.tanh), 1e-15);
  });

  it('works on the last axis of rows with several', () => {
    const layer = Dense(2, { activation: 'sigmoid' });
    const model = Sequential([Input([3, 4]), layer], { dtype: 'float64' });
    const flat = Sequential([Input([4]), Dense(2, { activation: 'sigmoid' })], { dtype: 'float64' });
    flat.setWeights(model.getWeights());
    const x = genericTensor([5, 3, 4]);
    const rows = tensor(x.data, { shape: [15, 4], dtype: 'float64' });
    assert.deepEqual([...model.predict(x).shape], [5, 3, 2]);
    assertClose(model.predict(x).data, flat.predict(rows).data, 1e-15);
  });

  it("has Keras's defaults", () => {
    const layer = Dense(4);
    built(layer);
    assert.deepEqual(layer.options, {
      units: 4,
      activation: 'linear',
      useBias: true,
      kernelInitializer: 'glorot_uniform',
      biasInitializer: 'zeros',
      kernelRegularizer: null,
      biasRegularizer: null,
      activityRegularizer: null,
      kernelConstraint: null,
      biasConstraint: null,
    });
    const [kernel, bias] = layer.getWeights();
    const limit = Math.sqrt(6 / (3 + 4));
    assert.isTrue(
      kernel.data.every((w) => Math.abs(w) <= limit) && kernel.data.some((w) => Math.abs(w) > limit / 2),
    );
    assert.deepEqual(bias.toArray(), [0, 0, 0, 0]);
  });

  it('starts as its initializers say', () => {
    const layer = Dense(3, { kernelInitializer: HeNormal({ seed: 7 }), biasInitializer: 'ones' });
    built(layer);
    const again = Dense(3, { kernelInitializer: HeNormal({ seed: 7 }) });
    Sequential([Input([3]), again], { seed: 9, dtype: 'float64' });
    assert.deepEqual(layer.getWeights()[1].toArray(), [1, 1, 1]);
    assert.deepEqual(again.getWeights()[0], layer.getWeights()[0]);
  });

  it('is made again of options that are plain data, and prints as before', () => {
    const layer = Dense(3, {
      name: 'a',
      kernelInitializer: HeNormal({ seed: 7 }),
      kernelRegularizer: l2(0.02),
      kernelConstraint: MaxNorm({ maxValue: 3 }),
    });
    const { options } = JSON.parse(JSON.stringify(layer));
    const again = anything({ ...options, name: 'a' });
    built(layer);
    built(again);
    assert.deepEqual(again.getWeights(), layer.getWeights());
    assert.deepEqual(JSON.parse(JSON.stringify(again)).options, options);
    assert.equal(String(layer), 'Dense(3, he_normal, l2(0.02), max_norm) "a"');
    assert.equal(String(again), 'Dense(3, he_normal, l2, max_norm) "a"');
  });

  it('refuses options that are not usable, each by name', () => {
    const whole = (value: string) =>
      `Dense: units is not usable; expected a whole number >= 1, received ${value}.`;
    refused(() => Dense(0), whole('0'));
    refused(() => Dense(2.7), whole('2.7'));
    refused(() => Dense('20' as never), whole("'20'"));
    refused(() => Dense({ units: -3 }), whole('-3'));
    refused(
      () => Dense(3, { activation: 'tahn' as never }),
      "Dense: unknown activation; expected one of 'linear', 'relu', 'sigmoid', 'tanh', 'softmax', ",
    );
    refused(() => Dense(3, { activation: 'tahn' as never }), "received 'tahn'. Did you mean 'tanh'?");
    refused(
      () => Dense(3, { useBias: 1 as never }),
      'Dense: useBias is not usable; expected true or false, received 1.',
    );
    refused(
      () => Dense(3, { kernelInitializer: 'glorotUniform' as never }),
      "Dense: unknown kernelInitializer; expected one of 'glorot_uniform', 'glorot_normal',",
    );
    refused(
      () => Dense(3, { kernelInitializer: 'glorotUniform' as never }),
      "received 'glorotUniform'. Did you mean 'glorot_uniform'?",
    );
    refused(
      () => Dense(3, { biasInitializer: HeNormal as never }),
      'Dense: biasInitializer is no initializer; expected a name, an initializer such as HeNormal(), or a function (shape, random) => values, received the function he_normal. Call it: HeNormal() makes an initializer.',
    );
    refused(
      () => Dense(3, { kernelRegularizer: 0.01 as never }),
      'Dense: kernelRegularizer is no regularizer; expected a name, a regularizer such as l2(0.01), or a function of ops, received 0.01.',
    );
    refused(
      () => Dense(3, { biasRegularizer: l2 as never }),
      'Dense: biasRegularizer is no regularizer; expected a name, a regularizer such as l2(0.01), or a function of ops, received the function l2. Call it: l2(0.01) makes a regularizer.',
    );
    refused(
      () => Dense(3, { kernelRegularizer: 'L2' as never }),
      "Dense: unknown kernelRegularizer; expected one of 'l1', 'l2', 'l1_l2', 'orthogonal_regularizer', received 'L2'. Did you mean 'l2'?",
    );
    refused(
      () => Dense(3, { activityRegularizer: 'L2' as never }),
      'Dense: unknown activityRegularizer; expected one of',
    );
    refused(
      () => Dense(3, { kernelConstraint: 'maxnorm' as never }),
      "Dense: unknown kernelConstraint; expected one of 'max_norm', 'non_neg', 'unit_norm', 'min_max_norm', received 'maxnorm'. Did you mean 'max_norm'?",
    );
    refused(
      () => Dense(3, { biasConstraint: 2 as never }),
      'Dense: biasConstraint is no constraint; expected a name, a constraint such as MaxNorm(), or a function (w) => void, received 2.',
    );
    refused(() => Dense(3, { unit: 4 } as never), "received 'unit'. Did you mean 'units'?");
    refused(() => anything(), 'Dense: units is missing; expected Dense(7) or Dense({ units: 7 }).');
    refused(
      () => anything(3, 'tanh'),
      "Dense: arguments not understood; expected units and one object of options, received [3, 'tanh'].",
    );
    refused(
      () => Dense(3, { name: '' }),
      "Dense: name is not usable; expected a string that is not empty, received ''.",
    );
  });

  it('refuses what it cannot be fed with', () => {
    const [a, b] = [Input([3]), Input([4])];
    refused(
      () => Dense(2)(a, b),
      'Dense: one input is needed; expected one node, received [3] and [4].',
      'ShapeError',
    );
    refused(
      () => Dense(2)(tensor([[1, 2]]) as never),
      'Dense: a layer is called on nodes of a graph; expected what Input({ shape }) or another layer gave, received an object of Tensor kind.',
    );
    const Rowless = defineLayer({
      name: 'Rowless',
      options: {},
      outputShape: () => [],
      call: ([x]) => x,
      examples: [],
    });
    refused(
      () => Dense(2)(Rowless()(a)),
      'Dense: a row has no axis; expected [..., inputs], received [].',
      'ShapeError',
    );
  });
});
