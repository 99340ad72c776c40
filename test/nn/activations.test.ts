/**
 * Activations: each name, functions of the user's own, and what is refused.
 */
import { assert } from 'chai';
import {
  boundedRelu,
  checkGradients,
  elu,
  gelu,
  leakyRelu,
  mean,
  multiply,
  scale,
  sigmoid,
  sum,
  tanh,
} from '../../src/autograd/index.ts';
import {
  Activation,
  type ActivationName,
  activations,
  Dense,
  Input,
  Sequential,
} from '../../src/nn/index.ts';
import { readActivation } from '../../src/nn/activations/index.ts';
import type { Tensor } from '../../src/tensor/index.ts';
import { assertClose, assertRefused, genericTensor } from '../shared/values.ts';

const x = genericTensor([4, 3], { between: [-4, 4], seed: 2 });

type Row = readonly number[];
const each = (f: (z: number) => number) => (row: Row) => row.map(f);
const sigma = (z: number) => (1 + Math.tanh(z / 2)) / 2;
const lnOnePlus = (z: number) => Math.log(1 + Math.exp(z));
const hard = (z: number) => (z <= -3 ? 0 : z >= 3 ? 1 : z / 6 + 0.5);
const softmaxOf = (row: Row) => row.map((z) => 1 / row.reduce((total, y) => total + Math.exp(y - z), 0));

/** Φ(z) = ½ + ∫₀ᶻ φ, by Simpson's rule. */
function normalShare(z: number): number {
  const steps = 2000;
  let total = 0;
  for (let i = 0; i <= steps; i++) {
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
    total += weight * Math.exp(-(((z * i) / steps) ** 2) / 2);
  }
  return 0.5 + (total * z) / steps / 3 / Math.sqrt(2 * Math.PI);
}

/** Each function of a row, written again. */
const formulas: Readonly<Record<ActivationName, (row: Row) => number[]>> = {
  linear: each((z) => z),
  relu: each((z) => Math.max(z, 0)),
  sigmoid: each(sigma),
  tanh: each((z) => 1 - 2 / (Math.exp(2 * z) + 1)),
  softmax: softmaxOf,
  leaky_relu: each((z) => Math.max(z, 0.2 * z)),
  elu: each((z) => Math.max(z, 0) + Math.exp(Math.min(z, 0)) - 1),
  selu: each((z) => 1.0507009873554805 * (z > 0 ? z : 1.6732632423543772 * (Math.exp(z) - 1))),
  softplus: each(lnOnePlus),
  softsign: each((z) => Math.sign(z) * (1 - 1 / (1 + Math.abs(z)))),
  exponential: each((z) => Math.E ** z),
  gelu: each((z) => z * normalShare(z)),
  silu: each((z) => z * sigma(z)),
  swish: each((z) => z / (1 + Math.exp(-z))),
  mish: each((z) => z * Math.tanh(lnOnePlus(z))),
  relu6: each((z) => Math.min(6, Math.max(z, 0))),
  hard_sigmoid: each(hard),
  hard_silu: each((z) => z * hard(z)),
  hard_swish: each((z) => hard(z) * z),
  hard_tanh: each((z) => (Math.abs(z) > 1 ? Math.sign(z) : z)),
  log_softmax: (row) => softmaxOf(row).map(Math.log),
  log_sigmoid: each((z) => Math.log(sigma(z))),
};

describe('activations', () => {
  it('are those of the list', () => assert.sameMembers(Object.keys(activations), Object.keys(formulas)));

  for (const [name, formula] of Object.entries(formulas) as [ActivationName, (row: Row) => number[]][]) {
    it(`${name} is its formula, with its gradient`, () => {
      const rows = [0, 1, 2, 3].map((i) => Array.from(x.data.slice(3 * i, 3 * i + 3)));
      const found = readActivation('Dense', name)(x);
      assertClose(found.data, rows.flatMap(formula), 1e-13);
      assertClose(activations[name](x).data, found.data, 0);
      const report = checkGradients((z) => readActivation('Dense', name)(z), [x]);
      assert.isTrue(report.passed, String(report));
    });
  }

  it('have the defaults of the functions of Keras, which layers and ops may change', () => {
    assertClose(activations.leaky_relu(x).data, leakyRelu(x, { negativeSlope: 0.2 }).data, 0);
    assertClose(activations.elu(x).data, elu(x, { alpha: 1 }).data, 0);
    assertClose(activations.gelu(x).data, gelu(x, { approximate: 'none' }).data, 0);
    const far = genericTensor([7], { between: [5, 7] });
    assertClose(activations.relu6(far).data, boundedRelu(far, { maxValue: 6 }).data, 0);
  });

  it('go through layers by every name', () => {
    for (const name of Object.keys(formulas) as ActivationName[]) {
      const model = Sequential(
        [Input([3]), Dense(3, { activation: name, kernelInitializer: 'identity' }), Activation(name)],
        { dtype: 'float64' },
      );
      const twice = activations[name](activations[name](x));
      assertClose(model.predict(x).data, twice.data, 1e-14, name);
    }
  });

  it('over the classes of one unit are refused: they would be constant', () => {
    for (const [name, always, other] of [
      ['softmax', 1, 'sigmoid'],
      ['log_softmax', 0, 'log_sigmoid'],
    ] as const) {
      const message = `${name} over one unit is always ${always}. One unit goes with '${other}', or take one unit for each class.`;
      assertRefused(() => Dense(1, { activation: name }), 'ArgumentError', `Dense: ${message}`);
      const build = () => Sequential([Input([1]), Activation(name)]);
      assertRefused(build, 'ArgumentError', `Activation: ${message}`);
      Dense(2, { activation: name });
    }
  });

  it('may be functions of ops', () => {
    const swish = (z: Tensor) => multiply(z, sigmoid(z));
    const expected = Array.from(x.data, (z) => z / (1 + Math.exp(-z)));
    assertClose(readActivation('Dense', swish)(x).data, expected, 1e-14);
    assertClose(readActivation('Dense', tanh)(x).data, x.data.map(Math.tanh), 1e-15);
    const model = Sequential([Input([3]), Dense(3, { activation: swish, kernelInitializer: 'identity' })], {
      dtype: 'float64',
    });
    assertClose(model.predict(x).data, expected, 1e-14);
    const report = checkGradients((z) => readActivation('Dense', swish)(z), [x]);
    assert.isTrue(report.passed, String(report));
  });

  it('of the user must give a tensor of the shape they are given', () => {
    const refused = (activation: unknown, kind: string, message: string) => {
      const use = readActivation('Dense', activation as never);
      assertRefused(() => use(x), kind, message);
      const model = Sequential([Input([3]), Dense(3, { activation: activation as never })]);
      assertRefused(() => model.predict([[1, 2, 3]]), kind, 'Dense: ');
    };
    refused(
      () => 5,
      'ArgumentError',
      'Dense: the result of the activation is not a tensor; expected a Tensor or a Parameter, received number.',
    );
    refused(() => undefined, 'ArgumentError', 'Dense: the result of the activation is not a tensor;');
    refused(
      (z: Tensor) => sum(z),
      'ShapeError',
      'Dense: shapes differ; expected the result of the activation [4, 3], received [].',
    );
    refused((z: Tensor) => mean(scale(z)), 'ShapeError', 'received [].');
  });

  it('that do not exist are refused, with a list of those that do', () => {
    const names = Object.keys(formulas)
      .map((name) => `'${name}'`)
      .join(', ');
    for (const [wrong, received, help] of [
      ['Sigmoid', "'Sigmoid'", " Did you mean 'sigmoid'?"],
      ['sigmoide', "'sigmoide'", " Did you mean 'sigmoid'?"],
      ['leakyRelu', "'leakyRelu'", " Did you mean 'leaky_relu'?"],
      ['GELU', "'GELU'", " Did you mean 'gelu'?"],
      ['cosine', "'cosine'", ''],
      ['toString', "'toString'", ''],
      [null, 'null', ''],
      [3, '3', ''],
    ] as const) {
      assertRefused(
        () => readActivation('Dense', wrong as never),
        'ArgumentError',
        `Dense: unknown activation; expected one of ${names}, received ${received}.${help}`,
      );
    }
  });
});
