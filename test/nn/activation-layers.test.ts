/**
 * ReLU, LeakyReLU, PReLU, ELU and Softmax as layers: their defaults, their names, and what they refuse.
 */
import { assert } from 'chai';
import { relu } from '../../src/autograd/index.ts';
import {
  Constant,
  Dense,
  ELU,
  Flatten,
  Input,
  type Layer,
  LeakyReLU,
  PReLU,
  ReLU,
  Sequential,
  Softmax,
} from '../../src/nn/index.ts';
import { SGD } from '../../src/optim/index.ts';
import { type Tensor, tensor } from '../../src/tensor/index.ts';
import { assertClose, assertRefused, genericTensor } from '../shared/values.ts';
import { assertSameBits, someRows } from './shared/training.ts';

const x = tensor([[-3, -0.25, 0, 0.75, 5]], { dtype: 'float64' });
const outputOf = (layer: Layer): Tensor => Sequential([Input([5]), layer], { dtype: 'float64' }).predict(x);

describe('layers of activations', () => {
  it('have the slopes, bounds and thresholds of Keras', () => {
    const cases: readonly (readonly [Layer, number[]])[] = [
      [LeakyReLU(), [-0.9, -0.075, 0, 0.75, 5]],
      [LeakyReLU({ negativeSlope: 0.04 }), [-0.12, -0.01, 0, 0.75, 5]],
      [ReLU(), [0, 0, 0, 0.75, 5]],
      [ReLU({ maxValue: 1.5 }), [0, 0, 0, 0.75, 1.5]],
      [ReLU({ negativeSlope: 0.1, threshold: 1 }), [-0.4, -0.125, -0.1, -0.025, 5]],
      [ELU(), [Math.exp(-3) - 1, Math.exp(-0.25) - 1, 0, 0.75, 5]],
      [ELU({ alpha: 0.3 }), [0.3 * (Math.exp(-3) - 1), 0.3 * (Math.exp(-0.25) - 1), 0, 0.75, 5]],
      [PReLU(), [0, 0, 0, 0.75, 5]],
      [PReLU({ alphaInitializer: Constant({ value: 0.25 }) }), [-0.75, -0.0625, 0, 0.75, 5]],
    ];
    for (const [layer, expected] of cases) assertClose(outputOf(layer).data, expected, 1e-14, String(layer));
    const e = [-3, -0.25, 0, 0.75, 5].map(Math.exp);
    const sum = e.reduce((total, value) => total + value, 0);
    assertClose(
      outputOf(Softmax()).data,
      e.map((value) => value / sum),
      1e-14,
    );
  });

  it('take the plain op where nothing else is asked for', () => {
    const context = { options: ReLU().options };
    const y = ReLU().definition.call([x], context as never) as Tensor;
    assert.strictEqual(y.source!.op, relu.definition);
  });

  it('are named as Keras names them', () => {
    const layers = [ReLU(), LeakyReLU(), PReLU(), ELU(), Softmax()];
    Sequential([Input([3]), ...layers]);
    assert.deepEqual(
      layers.map(({ name }) => name),
      ['re_lu', 'leaky_re_lu', 'p_re_lu', 'elu', 'softmax'],
    );
  });

  it('PReLU learns a slope for each number of a row, under penalty and constraint', () => {
    const layer = PReLU({
      alphaInitializer: Constant({ value: 0.2 }),
      alphaRegularizer: 'l1',
      alphaConstraint: 'non_neg',
    });
    const model = Sequential([Input([2, 3]), layer, Flatten()]);
    const [alpha] = layer.getWeights();
    assert.deepEqual([...alpha.shape], [2, 3]);
    const rows = genericTensor([9, 2, 3], { dtype: 'float32' });
    assert.closeTo(model.call(rows).penalty!.item(), 0.01 * 6 * 0.2, 1e-7);
    model.compile({ optimizer: SGD({ learningRate: 1 }), loss: 'mse' });
    model.fit(rows, { data: rows.data.map((value) => Math.abs(value)), shape: [9, 6] }, { verbose: 0 });
    const [learned] = layer.getWeights();
    assert.isTrue(learned.data.every((value) => value >= 0));
    assert.isTrue(learned.data.every((value) => value < 0.2));
  });

  it('stand in a net for the option activation', () => {
    const rows = someRows(7, 4);
    for (const [layer, activation] of [
      [ReLU(), 'relu'],
      [LeakyReLU({ negativeSlope: 0.2 }), 'leaky_relu'],
      [ELU(), 'elu'],
      [Softmax(), 'softmax'],
      [ReLU({ maxValue: 6 }), 'relu6'],
    ] as const) {
      const [apart, inside] = [
        Sequential([Input([4]), Dense(5), layer], { seed: 8 }),
        Sequential([Input([4]), Dense(5, { activation })], { seed: 8 }),
      ];
      assertSameBits([apart.predict(rows)], [inside.predict(rows)], activation);
    }
  });

  it('refuse options that are none, by name', () => {
    const refused: readonly (readonly [make: () => unknown, ...words: string[]])[] = [
      [() => LeakyReLU({ negativeSlope: -0.1 }), 'LeakyReLU: negativeSlope is not usable', 'a number >= 0'],
      [() => ELU({ alpha: -1 }), 'ELU: alpha is not usable', 'a number >= 0'],
      [() => ReLU({ maxValue: -6 }), 'ReLU: maxValue is not usable', 'a number >= 0'],
      [() => ReLU({ negativeSlope: Number.NaN }), 'ReLU: negativeSlope is not usable'],
      [() => ReLU({ threshold: -1 }), 'ReLU: threshold is not usable'],
      [
        () => ReLU({ max_value: 6 } as never),
        "ReLU: unknown option; expected one of 'maxValue'",
        "Did you mean 'maxValue'?",
      ],
      [() => Softmax({ axis: 1 }), 'Softmax: axis is not usable; expected -1, the last axis, received 1.'],
      [() => PReLU({ alphaInitializer: 'twos' as never }), 'PReLU: unknown alphaInitializer'],
      [() => PReLU({ alphaRegularizer: 'l3' as never }), 'PReLU: unknown alphaRegularizer'],
      [() => PReLU({ alphaConstraint: 'positive' as never }), 'PReLU: unknown alphaConstraint'],
      [() => Softmax()(Input([1])), 'Softmax: '],
    ];
    for (const [make, ...words] of refused) assertRefused(make, 'ArgumentError', ...words);
    for (const layer of [ReLU(), LeakyReLU(), PReLU(), ELU(), Softmax()])
      assertRefused(() => layer(Input([2]), Input([2])), 'ShapeError', `${layer.type}: one input is needed`);
  });
});
