/**
 * Regularizers: penalties against sums by hand, their gradients, their place in the loss, and what is refused.
 */
import { assert } from 'chai';
import { backward } from '../../src/autograd/index.ts';
import { Dense, Input, l1, l1_l2, l2, type Regularizer, Sequential } from '../../src/nn/index.ts';
import { readRegularizer } from '../../src/nn/regularizers/index.ts';
import { parameter } from '../../src/tensor/index.ts';
import { assertClose, assertRefused, generic, genericTensor } from '../shared/values.ts';

const refused = (work: () => unknown, message: string) => assertRefused(work, 'ArgumentError', message);
const values = generic(6, [-2, 2], { seed: 5 });
const absolute = values.reduce((sum, w) => sum + Math.abs(w), 0);
const squares = values.reduce((sum, w) => sum + w * w, 0);
const weights = () => parameter({ data: values, shape: [2, 3] }, { dtype: 'float64' });

/** Each form with what it adds: factor of Σ|w|, factor of Σw². */
const forms: readonly (readonly [Regularizer, number, number])[] = [
  [l1(0.03), 0.03, 0],
  [l2(0.07), 0, 0.07],
  [l1_l2({ l1: 0.02, l2: 0.3 }), 0.02, 0.3],
  [l1_l2({ l1: 0.4 }), 0.4, 0],
  [l1_l2({ l2: 0.4 }), 0, 0.4],
  [l1(), 0.01, 0],
  [l2(), 0, 0.01],
];

describe('a penalty', () => {
  for (const [regularizer, a, b] of forms) {
    it(`of ${regularizer} is ${a} Σ|w| + ${b} Σw², and its gradient ${a} sign(w) + ${2 * b} w`, () => {
      const w = weights();
      const penalty = regularizer.penalty(w)!;
      assert.deepEqual([...penalty.shape], []);
      assertClose([penalty.item()], [a * absolute + b * squares], 1e-15);
      backward(penalty);
      const slopes = values.map((x) => a * Math.sign(x) + 2 * b * x);
      assertClose(w.gradient!.data, slopes, 1e-15);
      assert.deepEqual([regularizer.kind, regularizer.options], ['regularizer', { l1: a, l2: b }]);
    });
  }

  it('of l2(0.01) on ones [2, 3] is 0.06, as Keras says', () => {
    assertClose(
      [
        l2(0.01)
          .penalty(parameter(new Array(6).fill(1), { shape: [2, 3] }))!
          .item(),
      ],
      [0.06],
      1e-8,
    );
  });

  it('has no slope at 0', () => {
    const w = parameter([0, -0.3, 0], { dtype: 'float64' });
    backward(l1_l2({ l1: 0.7, l2: 0.2 }).penalty(w)!);
    assertClose(w.gradient!.data, [0, -0.82, 0], 1e-15);
  });

  it('that is zero for all weights is none', () => {
    for (const regularizer of [l1(0), l2(0), l1_l2(), l1_l2({ l1: 0, l2: 0 })]) {
      assert.isNull(regularizer.penalty(weights()));
      assert.deepEqual(regularizer.options, { l1: 0, l2: 0 });
    }
  });
});

describe('a regularizer', () => {
  it('prints as it is written, and is plain data as JSON', () => {
    assert.equal(String(l1(0.03)), 'l1(0.03)');
    assert.equal(String(l2()), 'l2(0.01)');
    assert.equal(String(l1_l2({ l2: 0.5 })), 'l1_l2(0, 0.5)');
    assert.equal(JSON.stringify(l1_l2({ l1: 0.5 })), '{"name":"l1_l2","l1":0.5,"l2":0}');
    assert.equal(JSON.stringify(l2(0.02)), '{"name":"l2","l1":0,"l2":0.02}');
  });

  it("is read from its name with Keras's factor, or is itself", () => {
    const own = l2(0.3);
    assert.strictEqual(readRegularizer('Dense', 'kernelRegularizer', own), own);
    assert.isNull(readRegularizer('Dense', 'kernelRegularizer', null));
    assert.deepEqual(readRegularizer('Dense', 'kernelRegularizer', 'l1')!.options, { l1: 0.01, l2: 0 });
    assert.deepEqual(readRegularizer('Dense', 'kernelRegularizer', 'l2')!.options, { l1: 0, l2: 0.01 });
    refused(
      () => readRegularizer('Dense', 'biasRegularizer', 'l3' as never),
      "Dense: unknown biasRegularizer; expected one of 'l1', 'l2', received 'l3'.",
    );
    for (const [bad, text] of [
      [0.01, '0.01'],
      [undefined, 'undefined'],
      [{ l2: 0.01 }, 'an object of Object kind'],
      [l1, 'the function l1'],
    ] as const) {
      refused(
        () => readRegularizer('Dense', 'biasRegularizer', bad as never),
        `Dense: biasRegularizer is no regularizer; expected 'l1', 'l2' or a regularizer such as l2(0.01), received ${text}.`,
      );
    }
  });

  it('refuses factors that are none', () => {
    refused(() => l1(-0.1), 'l1: l1 is not usable; expected a number >= 0, received -0.1.');
    refused(() => l2(Number.NaN), 'l2: l2 is not usable; expected a number >= 0, received NaN.');
    refused(() => l2('0.1' as never), "l2: l2 is not usable; expected a number >= 0, received '0.1'.");
    refused(
      () => l2({ l2: 0.1 } as never),
      'l2: l2 is not usable; expected a number >= 0, received an object of Object kind.',
    );
    refused(() => l1_l2({ l1: -1 }), 'l1_l2: l1 is not usable; expected a number >= 0, received -1.');
    refused(
      () => l1_l2({ l2: Infinity }),
      'l1_l2: l2 is not usable; expected a number >= 0, received Infinity.',
    );
    refused(
      () => l1_l2(0.1 as never),
      'l1_l2: the options are not an object; expected { option: value }, received 0.1.',
    );
    refused(
      () => l1_l2({ L1: 0.1 } as never),
      "l1_l2: unknown option; expected one of 'l1', 'l2', received 'L1'. Did you mean 'l1'?",
    );
  });
});

describe('in a model, penalties', () => {
  const x = genericTensor([6, 4], { seed: 1 });
  const t = genericTensor([6, 2], { seed: 2 });
  const build = (regularized: boolean) => {
    const model = Sequential(
      [
        Input([4]),
        Dense(3, { activation: 'tanh', kernelRegularizer: regularized ? l2(0.02) : null }),
        Dense(2, {
          kernelRegularizer: regularized ? l1(0.03) : null,
          biasRegularizer: regularized ? l1_l2({ l1: 0.04, l2: 0.05 }) : null,
          biasInitializer: 'ones',
        }),
      ],
      { dtype: 'float64' },
    );
    model.compile({ optimizer: 'sgd', loss: 'mse' });
    return model;
  };
  const sum = (data: ArrayLike<number>, of: (w: number) => number) =>
    Array.from(data, of).reduce((total, term) => total + term, 0);
  const expected = (model: ReturnType<typeof build>) => {
    const [first, , second, bias] = model.getWeights().map(({ data }) => data);
    const square = (w: number) => w * w;
    return (
      0.02 * sum(first, square) +
      0.03 * sum(second, Math.abs) +
      0.04 * sum(bias, Math.abs) +
      0.05 * sum(bias, square)
    );
  };

  it('are added up over the layers, kernel and bias', () => {
    const model = build(true);
    assertClose([model.call(x).penalty!.item()], [expected(model)], 1e-15);
    assert.isNull(build(false).call(x).penalty);
  });

  it('are part of the loss of evaluate and fit, once a step, whatever the size of the batch', () => {
    const plain = build(false).evaluate(x, t)[0];
    const model = build(true);
    const penalty = expected(model);
    for (const batchSize of [1, 4, 6])
      assertClose(model.evaluate(x, t, { batchSize }), [plain + penalty], 1e-14);
    const { history } = model.fit(x, t, { batchSize: 6, verbose: 0 });
    assertClose(
      [history.loss[0], history.data_loss[0], history.penalty[0]],
      [plain + penalty, plain, penalty],
      1e-14,
    );
  });
});
