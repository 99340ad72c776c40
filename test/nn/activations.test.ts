/**
 * Activations: each name, functions of the user's own, and what is refused.
 */
import { assert } from 'chai';
import { checkGradients, mean, multiply, scale, sigmoid, sum, tanh } from '../../src/autograd/index.ts';
import { type ActivationName, activations, Dense, Input, Sequential } from '../../src/nn/index.ts';
import { readActivation } from '../../src/nn/activations/index.ts';
import type { Tensor } from '../../src/tensor/index.ts';
import { assertClose, assertRefused, genericTensor } from '../shared/values.ts';

const x = genericTensor([4, 3], { between: [-3, 3], seed: 2 });

/** Each function of a row, written again. */
const formulas: Readonly<Record<ActivationName, (row: readonly number[]) => number[]>> = {
  linear: (row) => [...row],
  relu: (row) => row.map((z) => Math.max(z, 0)),
  sigmoid: (row) => row.map((z) => (1 + Math.tanh(z / 2)) / 2),
  tanh: (row) => row.map((z) => 1 - 2 / (Math.exp(2 * z) + 1)),
  softmax: (row) => row.map((z) => 1 / row.reduce((total, other) => total + Math.exp(other - z), 0)),
};

describe('activations', () => {
  it('are those of the list', () => assert.sameMembers(Object.keys(activations), Object.keys(formulas)));

  for (const [name, formula] of Object.entries(formulas) as [
    ActivationName,
    (row: readonly number[]) => number[],
  ][]) {
    it(`${name} is its formula, with its gradient`, () => {
      const rows = [0, 1, 2, 3].map((i) => Array.from(x.data.slice(3 * i, 3 * i + 3)));
      const found = readActivation('Dense', name)(x);
      assertClose(found.data, rows.flatMap(formula), 1e-14);
      assertClose(activations[name](x).data, found.data, 0);
      const report = checkGradients((z) => readActivation('Dense', name)(z), [x]);
      assert.isTrue(report.passed, String(report));
    });
  }

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
    const names = "'linear', 'relu', 'sigmoid', 'tanh', 'softmax'";
    for (const [wrong, received, help] of [
      ['Sigmoid', "'Sigmoid'", " Did you mean 'sigmoid'?"],
      ['sigmoide', "'sigmoide'", " Did you mean 'sigmoid'?"],
      ['swish', "'swish'", ''],
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
