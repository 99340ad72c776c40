/**
 * Trainings with every loss and its options: the SIMD executor ends where the reference ends, but for rounding.
 */
import { assert } from 'chai';
import { reference } from '../../src/autograd/index.ts';
import * as ops from '../../src/autograd/ops/index.ts';
import { Dense, Input, type Loss, losses, Sequential } from '../../src/nn/index.ts';
import { type AnyLossDefinition, lossWith } from '../../src/nn/losses/index.ts';
import { SGD } from '../../src/optim/index.ts';
import { byKernel } from '../../src/simd/kernels/index.ts';
import { Tensor } from '../../src/tensor/index.ts';
import { someClasses, someLabels, someRows, stateOf } from '../nn/shared/training.ts';
import { assertHistoryNear, assertStateNear, assertTrainedBy, underBoth } from './shared/executors.ts';

const [ROWS, INPUTS, UNITS] = [23, 5, 3];
const x = someRows(ROWS, INPUTS, 3);
const hot = someClasses(ROWS, UNITS, 4);
const mapped = ({ data, shape }: Tensor, work: (value: number) => number) =>
  new Tensor(data.map(work), shape);

/** Targets of each kind. */
const targets: Readonly<Record<AnyLossDefinition['targets'], Tensor | readonly number[]>> = {
  numbers: mapped(someRows(ROWS, UNITS, 5), (value) => value + Math.sign(value)),
  amounts: mapped(someRows(ROWS, UNITS, 6), (value) => Math.abs(value)),
  probabilities: hot,
  signs: mapped(hot, (bit) => 2 * bit - 1),
  labels: someLabels(ROWS, UNITS, 7),
};

/** Last activations that go with what a loss takes for predictions. */
const fitting = {
  numbers: 'linear',
  amounts: 'sigmoid',
  probabilities: 'sigmoid',
  shares: 'softmax',
} as const;

/** Five epochs of batches of which the last is not full. */
function train(loss: Loss, t: Tensor | readonly number[]) {
  const { predictions = 'numbers', targets: kind } = loss.definition;
  const last = loss.options.fromLogits === true ? 'linear' : fitting[kind === 'amounts' ? kind : predictions];
  const model = Sequential([
    Input([INPUTS]),
    Dense(4, { activation: 'tanh' }),
    Dense(UNITS, { activation: last }),
  ]);
  model.compile({ optimizer: SGD({ learningRate: 0.003 }), loss });
  const { history } = model.fit(x, t, { batchSize: 7, epochs: 5, validationData: [x, t], verbose: 0 });
  return { model, history, state: stateOf(model) };
}

/** The options in which a loss is tried, beside its defaults. */
function variants({ options = {} }: AnyLossDefinition): object[] {
  return [
    {},
    { reduction: 'sum' },
    { reduction: 'mean_with_sample_weight' },
    ...('fromLogits' in options ? [{ fromLogits: true }] : []),
    ...('labelSmoothing' in options ? [{ labelSmoothing: 0.15 }] : []),
    ...('ignoreClass' in options ? [{ ignoreClass: 1 }, { ignoreClass: 2, reduction: 'sum' }] : []),
    ...('delta' in options ? [{ delta: 0.37 }] : []),
  ];
}

describe('training with every loss, compiled', () => {
  for (const { definition, name } of new Set(Object.values(losses))) {
    for (const options of variants(definition)) {
      it(`${name} ${JSON.stringify(options)}`, () => {
        const t = targets[definition.targets];
        const [fast, plain] = underBoth(() => train(lossWith(definition, options), t));
        assertTrainedBy('simd', fast.model);
        assertTrainedBy(reference.name, plain.model);
        const [first] = plain.history.loss;
        assert.notEqual(plain.history.loss.at(-1), first, 'nothing was learned');
        assertHistoryNear(fast.history, plain.history, 1e-5, [ROWS, ROWS]);
        assertStateNear(fast.state, plain.state, 1e-5);
      });
    }
  }

  it('runs no loop of a loss outside the compiled code', () => {
    const names = Object.entries(ops).filter(([, { definition }]) => definition.inputs.includes('targets'));
    assert.isAbove(names.length, 15);
    for (const [name, { definition }] of names) {
      assert.isTrue(byKernel.has(definition.forward), `${name} forward`);
      const learns = definition.inputs.length > (definition.constant?.length ?? 0);
      assert.isTrue(!learns || byKernel.has(definition.backward), `${name} backward`);
    }
  });
});
