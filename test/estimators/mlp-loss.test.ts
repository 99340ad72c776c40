/**
 * The loss of the perceptrons: its gradient against finite differences, its value against the formula, its first weights.
 */
import { assert } from 'chai';
import { backward } from '../../src/autograd/index.ts';
import type { HiddenActivation } from '../../src/estimators/mlp/options.ts';
import { type OutActivation, Perceptron } from '../../src/estimators/mlp/perceptron.ts';
import { RandomState } from '../../src/random/index.ts';
import { ones, type Tensor, tensor } from '../../src/tensor/index.ts';
import { assertClose, generic, genericTensor } from '../shared/values.ts';

const ROWS = 7;
const ALPHA = 0.37;
const STEP = 1e-5;

interface Case {
  readonly out: OutActivation;
  readonly outputs: number;
  readonly t: Tensor;
}

const oneHot = tensor(
  Array.from({ length: ROWS }, (_, i) => [0, 1, 2].map((j) => Number(j === (i * 2) % 3))),
  { dtype: 'float64' },
);
const bits = (columns: number) =>
  tensor(
    Array.from({ length: ROWS }, (_, i) => Array.from({ length: columns }, (_, j) => (i * 3 + j) % 2)),
    { dtype: 'float64' },
  );
const counts = tensor(
  Array.from({ length: ROWS }, (_, i) => [i % 4, (i * 5) % 3]),
  { dtype: 'float64' },
);

const cases: readonly Case[] = [
  { out: 'softmax', outputs: 3, t: oneHot },
  { out: 'logistic', outputs: 1, t: bits(1) },
  { out: 'logistic', outputs: 4, t: bits(4) },
  { out: 'identity', outputs: 1, t: genericTensor([ROWS, 1], { seed: 4 }) },
  { out: 'identity', outputs: 3, t: genericTensor([ROWS, 3], { seed: 5 }) },
  { out: 'exp', outputs: 2, t: counts },
];

const weights = tensor(generic(ROWS, [0.2, 2.3], { seed: 8 }), { dtype: 'float64' });
const sum = Array.from(weights.data).reduce((a, b) => a + b);
const share = tensor(1 / sum, { dtype: 'float64' });
const x = genericTensor([ROWS, 4], { seed: 3 });

const make = (out: OutActivation, outputs: number, activation: HiddenActivation = 'tanh') =>
  new Perceptron([4, 5, outputs], activation, out, 'float64', RandomState(11));

/** The loss of one row and output, as scikit-learn writes it. */
const rowLoss: Readonly<Record<OutActivation, (t: number, y: number) => number>> = {
  softmax: (t, y) => -t * Math.log(y),
  logistic: (t, y) => -t * Math.log(y) - (1 - t) * Math.log(1 - y),
  identity: (t, y) => ((t - y) * (t - y)) / 2,
  exp: (t, y) => (t === 0 ? 0 : t * Math.log(t / y)) - t + y,
};

describe('the loss of the perceptrons', () => {
  for (const { out, outputs, t } of cases) {
    for (const weighted of [false, true]) {
      const name = `${out}, ${outputs} outputs${weighted ? ', weighted rows' : ''}`;
      const [w, s] = weighted ? [weights, share] : [ones([ROWS], { dtype: 'float64' }), null];

      it(`${name}: gradient against finite differences`, () => {
        const net = make(out, outputs);
        const loss = () => net.loss(x, t, w, s, ALPHA).differentiated;
        backward(loss());
        for (const { name: which, value, gradient } of net.parameters) {
          for (let i = 0; i < value.size; i++) {
            const kept = value.data[i];
            const [above, below] = [kept + STEP, kept - STEP].map((there) => {
              value.data[i] = there;
              return loss().item();
            });
            value.data[i] = kept;
            const numeric = (above - below) / (2 * STEP);
            assert.approximately(gradient!.data[i], numeric, 1e-8 * Math.max(1, Math.abs(numeric)), which);
          }
        }
      });

      it(`${name}: value by the formula`, () => {
        const net = make(out, outputs);
        const y = net.outputs(x);
        const total = weighted ? sum : ROWS;
        let data = 0;
        for (let i = 0; i < ROWS; i++)
          for (let j = 0; j < outputs; j++)
            data += w.data[i] * rowLoss[out](t.data[i * outputs + j], y.data[i * outputs + j]);
        let squares = 0;
        for (const { value } of net.kernels) for (const v of value.data) squares += v * v;
        const { reported, differentiated } = net.loss(x, t, w, s, ALPHA);
        const [mean, penalty] = [data / total, ((ALPHA / 2) * squares) / total];
        const averaged = out === 'identity' ? mean / outputs : mean;
        assertClose([reported.item(), differentiated.item()], [averaged + penalty, mean + penalty], 1e-14);
      });
    }
  }

  it('without alpha the weights cost nothing', () => {
    const net = make('softmax', 3);
    const one = ones([ROWS], { dtype: 'float64' });
    const [whole, bare] = [ALPHA, 0].map((alpha) => net.loss(x, oneHot, one, null, alpha).reported.item());
    assert.isAbove(whole - bare, 0.05);
    backward(net.loss(x, oneHot, one, null, 0).differentiated);
    assert.isNotNull(net.kernels[0].gradient);
  });

  it('float32 gives what float64 gives, within 1e-5', () => {
    for (const { out, outputs, t } of cases) {
      const wide = make(out, outputs);
      const narrow = new Perceptron([4, 5, outputs], 'tanh', out, 'float32', RandomState(11));
      const as32 = (values: Tensor) => tensor(values, { dtype: 'float32' });
      const a = wide.loss(x, t, weights, share, ALPHA).reported.item();
      const b = narrow.loss(as32(x), as32(t), as32(weights), as32(share), ALPHA).reported.item();
      assert.approximately(b, a, 1e-5 * Math.max(1, a), out);
    }
  });
});

describe('the first weights of the perceptrons', () => {
  it('are drawn layer by layer, kernel before bias, within their bounds', () => {
    const random = RandomState(11);
    const net = make('softmax', 3);
    [net.kernels[0], net.biases[0], net.kernels[1], net.biases[1]].forEach(({ value }, i) => {
      const [from, to] = i < 2 ? [4, 5] : [5, 3];
      const bound = Math.sqrt(6 / (from + to));
      for (const v of value.data) assert.equal(v, random.uniform(-bound, bound));
    });
  });

  it('are smaller before logistic functions', () => {
    const [wide, narrow] = (['relu', 'logistic'] as const).map(
      (activation) => make('softmax', 3, activation).kernels[0].value,
    );
    wide.data.forEach((v, i) => {
      assert.approximately(narrow.data[i], v / Math.sqrt(3), 1e-15);
    });
  });
});
