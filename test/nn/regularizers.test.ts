/**
 * Regularizers: penalties against sums by hand and against Keras, their gradients, their place in the loss, and what is
 * refused.
 */
import { assert } from 'chai';
import { absolute, backward, mean, scale, sum as sumOf, square } from '../../src/autograd/index.ts';
import {
  defineRegularizer,
  Dense,
  Input,
  l1,
  l1_l2,
  l2,
  OrthogonalRegularizer,
  type Regularizer,
  regularizers,
  Sequential,
} from '../../src/nn/index.ts';
import { readRegularizer } from '../../src/nn/regularizers/index.ts';
import { parameter, type Tensor, tensor } from '../../src/tensor/index.ts';
import { assertClose, assertRefused, generic, genericTensor, peer } from '../shared/values.ts';

const refused = (work: () => unknown, message: string) => assertRefused(work, 'ArgumentError', message);
const values = generic(6, [-2, 2], { seed: 5 });
const absolutes = values.reduce((sum, w) => sum + Math.abs(w), 0);
const squares = values.reduce((sum, w) => sum + w * w, 0);
const sum = (data: ArrayLike<number>, of: (w: number) => number) =>
  Array.from(data, of).reduce((total, term) => total + term, 0);
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
  [l2(0.3, { convention: 'course' }), 0, 0.15],
  [l2(0.3, { convention: 'keras' }), 0, 0.3],
];

describe('a penalty', () => {
  for (const [regularizer, a, b] of forms) {
    it(`of ${regularizer} is ${a} Σ|w| + ${b} Σw², and its gradient ${a} sign(w) + ${2 * b} w`, () => {
      const w = weights();
      const penalty = regularizer.penalty(w)!;
      assert.deepEqual([...penalty.shape], []);
      assertClose([penalty.item()], [a * absolutes + b * squares], 1e-15);
      backward(penalty);
      const slopes = values.map((x) => a * Math.sign(x) + 2 * b * x);
      assertClose(w.gradient!.data, slopes, 1e-15);
      assert.equal(regularizer.kind, 'regularizer');
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
    }
    for (const mode of ['rows', 'columns'] as const) {
      assert.isNull(OrthogonalRegularizer({ factor: 0, mode }).penalty(weights()));
    }
  });
});

describe('a regularizer', () => {
  it('prints as it is written, and is plain data as JSON', () => {
    assert.equal(String(l1(0.03)), 'l1(0.03)');
    assert.equal(String(l2()), 'l2(0.01)');
    assert.equal(String(l1_l2({ l2: 0.5 })), 'l1_l2(0, 0.5)');
    assert.equal(String(l2(0.3, { convention: 'course' })), 'l2(0.3, course)');
    assert.equal(String(OrthogonalRegularizer()), 'orthogonal_regularizer(0.01)');
    assert.equal(String(OrthogonalRegularizer({ mode: 'columns' })), 'orthogonal_regularizer(0.01, columns)');
    assert.equal(JSON.stringify(l1_l2({ l1: 0.5 })), '{"name":"l1_l2","options":{"l1":0.5,"l2":0}}');
    assert.equal(JSON.stringify(l1(0.02)), '{"name":"l1","options":{"l1":0.02}}');
    assert.equal(JSON.stringify(l2(0.02)), '{"name":"l2","options":{"l2":0.02,"convention":"keras"}}');
  });

  it('is made again of what it is as JSON', () => {
    const all = [
      l1(0.3),
      l2(0.2, { convention: 'course' }),
      l1_l2({ l2: 0.7 }),
      OrthogonalRegularizer({ factor: 0.4, mode: 'columns' }),
    ];
    for (const one of all) {
      const text = JSON.stringify(one);
      const again = readRegularizer('Dense', 'kernelRegularizer', JSON.parse(text))!;
      assert.equal(JSON.stringify(again), text);
      assert.equal(again.penalty(weights())!.item(), one.penalty(weights())!.item(), text);
    }
    refused(
      () => readRegularizer('Dense', 'kernelRegularizer', { name: 'l2', l2: 0.3 } as never),
      "Dense, kernelRegularizer: unknown option; expected one of 'name', 'options', received 'l2'.",
    );
  });

  it("is read from its name with Keras's factor, or is itself", () => {
    const own = l2(0.3);
    assert.strictEqual(readRegularizer('Dense', 'kernelRegularizer', own), own);
    assert.isNull(readRegularizer('Dense', 'kernelRegularizer', null));
    const optionsOf = (name: keyof typeof regularizers) =>
      readRegularizer('Dense', 'kernelRegularizer', name)!.options;
    const { names } = peer<{ names: Record<string, object> }>('regularizers.json');
    assert.deepEqual(optionsOf('l1'), names.l1);
    assert.deepEqual(optionsOf('l2'), { ...names.l2, convention: 'keras' });
    assert.deepEqual(optionsOf('orthogonal_regularizer'), names.orthogonal_regularizer);
    assert.deepEqual(optionsOf('l1_l2'), { l1: 0.01, l2: 0.01 });
    const list = "'l1', 'l2', 'l1_l2', 'orthogonal_regularizer'";
    refused(
      () => readRegularizer('Dense', 'biasRegularizer', 'L1L2' as never),
      `Dense: unknown biasRegularizer; expected one of ${list}, received 'L1L2'. Did you mean 'l1_l2'?`,
    );
    for (const [bad, text] of [
      [0.01, '0.01'],
      [undefined, 'undefined'],
      [{ l2: 0.01 }, 'an object of Object kind'],
      [l1, 'the function l1'],
      [OrthogonalRegularizer, 'the function orthogonal_regularizer'],
    ] as const) {
      refused(
        () => readRegularizer('Dense', 'biasRegularizer', bad as never),
        `Dense: biasRegularizer is no regularizer; expected a name, a regularizer such as l2(0.01), or a function of ops, received ${text}.`,
      );
    }
  });

  it('may be a function of ops', () => {
    const smooth = (w: Tensor) => scale(sumOf(square(w)), { factor: 0.2 });
    const made = readRegularizer('Dense', 'kernelRegularizer', smooth)!;
    assertClose([made.penalty(weights())!.item()], [0.2 * squares], 1e-15);
    assert.equal(String(made), 'smooth');
    assert.equal(JSON.stringify(made), '{"function":"smooth"}');
    const layer = Dense(2, { kernelRegularizer: smooth, name: 'a' });
    assert.equal(String(layer), 'Dense(2, smooth) "a"');
    assert.deepInclude(JSON.parse(JSON.stringify(layer)).options, {
      kernelRegularizer: { function: 'smooth' },
    });
    const model = Sequential([Input([3]), layer], { dtype: 'float64' });
    const { penalty } = model.call([[0, 0, 0]]);
    assertClose([penalty!.item()], [0.2 * sum(model.getWeights()[0].data, (w) => w * w)], 1e-15);
  });

  it('that is a function must give one number', () => {
    const give = (penalty: (w: Tensor) => unknown) => () =>
      readRegularizer('Dense', 'kernelRegularizer', penalty as never)!.penalty(weights());
    const each = (w: Tensor) => absolute(w);
    assertRefused(give(each), 'ShapeError', 'each: shapes differ; expected the penalty [], received [2, 3].');
    refused(
      give((w) => w.data[0]),
      'regularizer: the penalty is not a tensor; expected a Tensor or a Parameter, received number.',
    );
    refused(
      give(() => l2()),
      'regularizer: the penalty is not a tensor; expected a Tensor or a Parameter, received object.',
    );
  });

  it('is made by its definition', () => {
    const Spread = defineRegularizer({
      name: 'spread',
      options: { factor: 0.3 },
      penalty: (w, { factor }) => scale(mean(square(w)), { factor }),
    });
    assertClose([Spread().penalty(weights())!.item()], [0.05 * squares], 1e-15);
    assert.equal(String(Spread({ factor: 2 })), 'spread(2)');
    const define = (definition: object) => () => defineRegularizer(definition as never);
    refused(
      define({ name: 'spread', options: {} }),
      'defineRegularizer spread: penalty is missing; expected a function.',
    );
    refused(
      define({ name: 'spread', options: {}, penalty: () => null, chek() {} }),
      "defineRegularizer spread: unknown key; expected one of 'name', 'options', 'penalty', 'check', received 'chek'. Did you mean 'check'?",
    );
    refused(() => Spread({ facto: 1 } as never), "spread: unknown option; expected one of 'factor'");
  });

  it('refuses a misspelt option, each of them', () => {
    for (const [name, make] of Object.entries(regularizers))
      refused(() => make({ nmae: 1 } as never), `${name}: unknown option; expected one of`);
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
    refused(
      () => l2(0.1, { convention: 'slides' as never }),
      "l2: unknown convention; expected one of 'keras', 'course', received 'slides'.",
    );
    refused(
      () => l2(0.1, { conventions: 'course' } as never),
      "l2: unknown option; expected one of 'convention', received 'conventions'. Did you mean 'convention'?",
    );
    refused(
      () => OrthogonalRegularizer({ factor: -1 }),
      'orthogonal_regularizer: factor is not usable; expected a number >= 0, received -1.',
    );
    refused(
      () => OrthogonalRegularizer({ mode: 'column' as never }),
      "orthogonal_regularizer: unknown mode; expected one of 'rows', 'columns', received 'column'. Did you mean 'columns'?",
    );
    assertRefused(
      () => OrthogonalRegularizer().penalty(parameter([0.3, 0.4])),
      'ShapeError',
      'orthogonalPenalty: there are no two rows to compare; expected x [rows, columns] of at least two rows, received [2].',
    );
  });
});

interface Stored {
  readonly shape: number[];
  readonly values: number[];
}

const given = ({ values, shape }: Stored) => tensor(values, { shape, dtype: 'float64' });

describe('penalties agree with Keras', () => {
  interface PeerCase {
    readonly regularizer: keyof typeof regularizers;
    readonly options: object;
    readonly w: Stored;
    readonly penalty: number;
    readonly gradient: number[];
  }
  interface Activity extends Omit<PeerCase, 'w' | 'gradient'> {
    readonly batchSize: number;
    readonly kernel: Stored;
    readonly bias: Stored;
    readonly x: Stored;
    readonly t: Stored;
    readonly weights: number[];
    readonly loss: number;
    readonly weightedLoss: number;
  }
  const { cases, activity } = peer<{ cases: PeerCase[]; activity: Activity[] }>('regularizers.json');

  for (const { regularizer, options, w, penalty, gradient } of cases) {
    it(`${regularizer} ${JSON.stringify(options)} of [${w.shape}], with gradients`, () => {
      const p = parameter(w.values, { shape: w.shape, dtype: 'float64' });
      const received = regularizers[regularizer](options as never).penalty(p)!;
      assertClose([received.item()], [penalty], 1e-14);
      backward(received);
      assertClose(p.gradient!.data, gradient, 1e-14);
    });
  }

  for (const { regularizer, options, batchSize, penalty, loss, weightedLoss, ...c } of activity) {
    it(`${regularizer} ${JSON.stringify(options)} of the output of a layer, batches of ${batchSize}`, () => {
      const activityRegularizer = regularizers[regularizer](options as never);
      const layer = Dense(3, { activation: 'tanh', activityRegularizer });
      const model = Sequential([Input([4]), layer], { dtype: 'float64' });
      model.compile({ loss: 'mse' });
      model.setWeights([given(c.kernel), given(c.bias)]);
      const [x, t] = [given(c.x), given(c.t)];
      assertClose([model.call(x).penalty!.item()], [penalty], 1e-14);
      assertClose(model.evaluate(x, t, { batchSize }), [loss], 1e-13);
      const sampleWeight = c.weights;
      assertClose(model.evaluate(x, t, { batchSize, sampleWeight }), [weightedLoss], 1e-13);
    });
  }
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
