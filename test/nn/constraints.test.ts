/**
 * Constraints: against Keras, in a Dense layer, their reader, and what is refused.
 */
import { assert } from 'chai';
import {
  constraints,
  type Constraint,
  type ConstraintOption,
  defineConstraint,
  Dense,
  Input,
  MaxNorm,
  MinMaxNorm,
  NonNeg,
  Sequential,
  UnitNorm,
} from '../../src/nn/index.ts';
import { readConstraint } from '../../src/nn/constraints/index.ts';
import { type DType, tensor, type View } from '../../src/tensor/index.ts';
import { assertClose, assertRefused, genericTensor, peer } from '../shared/values.ts';
import { under } from './shared/each-executor.ts';

const refused = (work: () => unknown, message: string) => assertRefused(work, 'ArgumentError', message);

interface Stored {
  readonly shape: number[];
  readonly values: number[];
}

interface PeerCase {
  readonly constraint: keyof typeof constraints;
  readonly options: object;
  readonly w: Stored;
  readonly float64: Stored;
  readonly float32: Stored;
}

describe('constraints agree with Keras', () => {
  const { cases } = peer<{ cases: PeerCase[] }>('constraints.json');
  const bounds: Record<DType, number> = { float64: 1e-14, float32: 2e-7 };
  for (const { constraint, options, w, ...expected } of cases) {
    for (const dtype of ['float64', 'float32'] as const) {
      it(`${constraint} ${JSON.stringify(options)} of [${w.shape}] in ${dtype}`, () => {
        const made = constraints[constraint](options as never);
        const x = tensor(w.values, { shape: w.shape, dtype });
        made.apply(x);
        assertClose(x.data, expected[dtype].values, bounds[dtype]);
      });
    }
  }

  it('each of them, with every option', () => {
    const names = cases.map(({ constraint }) => constraint);
    assert.sameMembers([...new Set(names)], Object.keys(constraints));
    const options = cases.flatMap((one) => Object.keys(one.options));
    assert.sameMembers([...new Set(options)], ['maxValue', 'minValue', 'rate']);
  });
});

describe('a constraint', () => {
  it('takes a column of a kernel for each unit, and a bias as one', () => {
    const kernel = tensor([
      [3, 0.3],
      [4, -0.4],
    ]);
    MaxNorm({ maxValue: 1 }).apply(kernel);
    assertClose(kernel.data, [0.6, 0.3, 0.8, -0.4], 1e-6);
    const bias = tensor([3, 4]);
    UnitNorm().apply(bias);
    assertClose(bias.data, [0.6, 0.8], 1e-6);
  });

  it('takes a single number as one weight', () => {
    const w = tensor(-3.5, { dtype: 'float64' });
    MaxNorm().apply(w);
    assertClose(w.data, [-2], 1e-6);
  });

  it('prints as its name, and is plain data as JSON', () => {
    assert.equal(String(MinMaxNorm()), 'min_max_norm');
    assert.equal(JSON.stringify(MaxNorm({ maxValue: 3 })), '{"name":"max_norm","options":{"maxValue":3}}');
  });

  it('of a Dense layer is that of its parameters', () => {
    const [kernel, bias] = [MaxNorm({ maxValue: 3 }), NonNeg()];
    const layer = Dense(3, { kernelConstraint: kernel, biasConstraint: bias });
    Sequential([Input([2]), layer]);
    const { parameters } = layer.weights!;
    assert.strictEqual(parameters.kernel.constraint, kernel.apply);
    assert.strictEqual(parameters.bias.constraint, bias.apply);
    const plain = Dense(3);
    Sequential([Input([2]), plain]);
    assert.isNull(plain.weights!.parameters.kernel.constraint);
  });

  it('holds after every step of training', () => {
    const x = genericTensor([12, 4], { seed: 1 });
    const t = genericTensor([12, 3], { seed: 2 });
    const model = Sequential([
      Input([4]),
      Dense(5, { activation: 'tanh', kernelConstraint: 'unit_norm', biasConstraint: 'non_neg' }),
      Dense(3),
    ]);
    model.compile({ optimizer: 'sgd', loss: 'mse' });
    for (let i = 0; i < 3; i++) {
      model.fit(x, t, { batchSize: 5, epochs: 1, verbose: 0 });
      const [kernel, bias] = model.layers[0].getWeights();
      for (let j = 0; j < 5; j++) {
        const squares = [0, 1, 2, 3].map((k) => kernel.data[5 * k + j] ** 2);
        assertClose([squares.reduce((a, b) => a + b)], [1], 1e-6, `unit ${j}`);
      }
      assert.isTrue(bias.data.every((b) => b >= 0));
      assert.isTrue(bias.data.some((b) => b > 0));
    }
  });
});

describe('a function as a constraint', () => {
  it('is applied after every step of training, under each executor', () => {
    const floor = (w: View) => {
      for (let i = 0; i < w.data.length; i++) w.data[i] = Math.max(w.data[i], -0.03);
    };
    const x = genericTensor([12, 4], { seed: 1 });
    const t = genericTensor([12, 3], { seed: 2 });
    const trained = (kernelConstraint: ConstraintOption) => {
      const model = Sequential([Input([4]), Dense(3, { kernelConstraint })], { seed: 3 });
      model.compile({ optimizer: 'sgd', loss: 'mse' });
      model.fit(x, t, { batchSize: 5, epochs: 2, verbose: 0 });
      return model.getWeights();
    };
    const Floor = defineConstraint({ name: 'floor', options: {}, apply: floor });
    for (const executor of ['reference', 'simd'] as const) {
      under(executor, () => {
        const [own, defined, free] = [trained(floor), trained(Floor()), trained(null)];
        assert.deepEqual(own, defined);
        assert.isTrue(own[0].data.every((w) => w >= Math.fround(-0.03)));
        assert.isTrue(own[0].data.some((w) => w === Math.fround(-0.03)));
        assert.isTrue(free[0].data.some((w) => w < -0.03));
      });
    }
  });
});

describe('the reader of constraints', () => {
  const read = (value: unknown) => readConstraint('Dense', 'kernelConstraint', value as never);

  it('takes names, constraints, what they are as JSON, and null', () => {
    const own = MaxNorm({ maxValue: 3 });
    assert.strictEqual(read(own), own);
    assert.isNull(read(null));
    assert.deepEqual(read('min_max_norm')!.options, { minValue: 0, maxValue: 1, rate: 1 });
    const again = read(JSON.parse(JSON.stringify(own))) as Constraint;
    assert.deepEqual([again.kind, again.name, again.options], ['constraint', 'max_norm', { maxValue: 3 }]);
    assert.deepEqual(read({ name: 'non_neg' })!.options, {});
  });

  it('refuses all else', () => {
    const names = "'max_norm', 'non_neg', 'unit_norm', 'min_max_norm'";
    refused(
      () => read('MaxNorm'),
      `Dense: unknown kernelConstraint; expected one of ${names}, received 'MaxNorm'. Did you mean 'max_norm'?`,
    );
    for (const [bad, text] of [
      [3, '3'],
      [undefined, 'undefined'],
      [MaxNorm, 'the function max_norm'],
      [{ maxValue: 3 }, 'an object of Object kind'],
      [{ kind: 'regularizer', name: 'max_norm' }, 'a regularizer'],
    ] as const) {
      refused(
        () => read(bad),
        `Dense: kernelConstraint is no constraint; expected a name, a constraint such as MaxNorm(), or a function (w) => void, received ${text}.`,
      );
    }
    refused(
      () => read({ name: 'max_norm', maxValue: 3 }),
      "Dense, kernelConstraint: unknown option; expected one of 'name', 'options', received 'maxValue'.",
    );
    refused(
      () => read({ name: 'max_norm', options: { max: 3 } }),
      "max_norm: unknown option; expected one of 'maxValue', received 'max'.",
    );
  });
});

describe('constraints refuse', () => {
  it('options that are out of range or unknown', () => {
    refused(
      () => MaxNorm({ maxValue: -1 }),
      'max_norm: maxValue is not usable; expected a number >= 0, received -1.',
    );
    refused(() => MaxNorm(3 as never), 'max_norm: the options are not an object; expected { option: value }');
    refused(
      () => MaxNorm({ max_value: 3 } as never),
      "max_norm: unknown option; expected one of 'maxValue', received 'max_value'. Did you mean 'maxValue'?",
    );
    refused(
      () => MinMaxNorm({ minValue: 2 }),
      'min_max_norm: maxValue is not usable; expected a number >= 2, received 1.',
    );
    refused(() => MinMaxNorm({ minValue: -0.1 }), 'min_max_norm: minValue is not usable;');
    refused(
      () => MinMaxNorm({ rate: 1.1 }),
      'min_max_norm: rate is not usable; expected a number >= 0 and <= 1, received 1.1.',
    );
    refused(
      () => UnitNorm({ axis: 1 } as never),
      "unit_norm: unknown option; expected none, received 'axis'.",
    );
    refused(() => NonNeg({ axis: 1 } as never), 'non_neg: unknown option;');
  });

  it('a misspelt option, each of them', () => {
    for (const [name, make] of Object.entries(constraints))
      refused(() => make({ nmae: 1 } as never), `${name}: unknown option; expected`);
  });

  it('definitions that could only fail later', () => {
    const good = { name: 'at_most_one', options: {}, apply() {} };
    const define = (definition: object) => () => defineConstraint(definition as never);
    assert.equal(define(good)()().name, 'at_most_one');
    refused(
      define({ ...good, apply: undefined }),
      'defineConstraint at_most_one: apply is missing; expected a function.',
    );
    refused(
      define({ ...good, aply: good.apply }),
      "defineConstraint at_most_one: unknown key; expected one of 'name', 'options', 'apply', 'check', received 'aply'. Did you mean 'apply'?",
    );
  });
});
