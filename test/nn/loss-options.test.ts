/**
 * Losses with options: how they are made, written down and read, what each option does, and what is refused.
 */
import { assert } from 'chai';
import { backward, meanSquaredError, scale, sigmoid, softmax } from '../../src/autograd/index.ts';
import {
  BinaryCrossentropy,
  CategoricalCrossentropy,
  CategoricalHinge,
  CosineSimilarity,
  Dense,
  defineLoss,
  Hinge,
  Huber,
  Input,
  KLDivergence,
  LogCosh,
  type Loss,
  losses,
  MeanAbsoluteError,
  MeanAbsolutePercentageError,
  MeanSquaredError,
  MeanSquaredLogarithmicError,
  Poisson,
  Sequential,
  SparseCategoricalCrossentropy,
  SquaredHinge,
} from '../../src/nn/index.ts';
import { lossWith, readLoss } from '../../src/nn/losses/index.ts';
import { parameter, type Tensor, tensor } from '../../src/tensor/index.ts';
import { assertClose, assertRefused, generic, genericTensor } from '../shared/values.ts';

const refused = (work: () => unknown, message: string, kind = 'ArgumentError') =>
  assertRefused(work, kind, message);

const read = (values: unknown) => tensor(values as never, { dtype: 'float64' });
const [t, p] = [genericTensor([4, 3], { seed: 1 }), genericTensor([4, 3], { seed: 2 })];
const weights = genericTensor([4], { between: [0.3, 1.8], seed: 3 });
const hot = read([
  [0, 1, 0],
  [1, 0, 0],
  [0, 0, 1],
  [0, 1, 0],
]);
const labels = read([1, 0, 2, 1]);

const makers = [
  MeanSquaredError,
  MeanAbsoluteError,
  MeanAbsolutePercentageError,
  MeanSquaredLogarithmicError,
  Huber,
  LogCosh,
  BinaryCrossentropy,
  CategoricalCrossentropy,
  SparseCategoricalCrossentropy,
  KLDivergence,
  Poisson,
  Hinge,
  SquaredHinge,
  CategoricalHinge,
  CosineSimilarity,
];

describe('a maker of losses', () => {
  it('stands for each loss that has a name', () => {
    const definitions = makers.map(({ definition }) => definition);
    assert.sameMembers(definitions, [...new Set(Object.values(losses).map(({ definition }) => definition))]);
    for (const make of makers) {
      assert.deepEqual([make.kind, make.name], ['lossMaker', make.definition.name]);
      const loss = make();
      assert.deepEqual(loss.options, losses[loss.name as keyof typeof losses].options);
      assert.equal(loss.options.reduction, 'sum_over_batch_size');
    }
  });

  it('gives a loss that tells its options, and is written down with them', () => {
    const loss = Huber({ delta: 1.7, reduction: 'sum' });
    const saved = { name: 'huber', options: { delta: 1.7, reduction: 'sum' } };
    assert.deepEqual(loss.toJSON(), saved);
    assert.equal(JSON.stringify(loss), JSON.stringify(saved));
    assert.deepEqual([loss.kind, loss.name, loss.options], ['loss', 'huber', saved.options]);
    const again = readLoss('load', JSON.parse(JSON.stringify(loss)));
    assert.equal(again(t, p, weights).item(), loss(t, p, weights).item());
    assert.notEqual(again(t, p, weights).item(), losses.huber(t, p, weights).item());
  });

  it('is taken for the loss with default options', () => {
    assert.deepEqual(readLoss('compile', Huber).options, losses.huber.options);
    const model = Sequential([Input([3]), Dense(3)], { dtype: 'float64' });
    const value = (loss: unknown) => {
      model.compile({ optimizer: 'sgd', loss: loss as Loss });
      return model.evaluate(p, t)[0];
    };
    assert.equal(value(LogCosh), value('log_cosh'));
    assert.equal(value({ name: 'huber', options: { delta: 0.2 } }), value(Huber({ delta: 0.2 })));
    assert.notEqual(value(Huber({ delta: 0.2 })), value('huber'));
  });

  it('of a user has options of its own, and reduction', () => {
    const Scaled = defineLoss({
      name: 'scaled',
      targets: 'numbers',
      options: { factor: 0.7, squared: true as boolean },
      call: (targets, predictions, w, { factor }) =>
        scale(meanSquaredError(targets, predictions, w), { factor }),
      examples: [],
    });
    assertClose([Scaled({ factor: 3 })(t, p).item()], [3 * losses.mse(t, p).item()], 1e-14);
    const sum = Scaled({ reduction: 'sum' });
    assert.deepEqual(sum.options, { factor: 0.7, squared: true, reduction: 'sum' });
    assertClose([sum(t, p, weights).item()], [0.7 * 4 * losses.mse(t, p, weights).item()], 1e-14);
    refused(
      () => Scaled({ factr: 2 } as never),
      "scaled: unknown option; expected one of 'factor', 'squared', 'reduction', received 'factr'. Did you mean 'factor'?",
    );
    refused(
      () => Scaled({ factor: '2' as never }),
      "scaled: factor is not usable; expected a number, received '2'.",
    );
    refused(
      () => Scaled({ squared: 1 as never }),
      'scaled: squared is not usable; expected true or false, received 1.',
    );
  });

  it('is not made by a definition without options: that gives the loss itself', () => {
    const call = losses.mse.definition.call;
    const plain = defineLoss({
      name: 'plain',
      targets: 'numbers',
      call: (a, b, w) => call(a, b, w, {}),
      examples: [],
    });
    assert.deepEqual(
      [plain.kind, plain.options, plain.toJSON()],
      ['loss', {}, { name: 'plain', options: {} }],
    );
    refused(
      () => lossWith(plain.definition, { reduction: 'sum' }),
      "plain: unknown option; expected none, received 'reduction'.",
    );
    refused(
      () => readLoss('load', plain.toJSON()),
      "load: unknown loss; expected one of 'mean_squared_error',",
    );
  });

  it('of a loss with fromLogits must say how to work from logits', () => {
    const { call, targets } = losses.bce.definition;
    refused(
      () => defineLoss({ name: 'mine', targets, options: { fromLogits: false }, call, examples: [] }),
      'defineLoss mine: fromLogits needs a way to work from logits; expected through: { op, from }.',
    );
  });
});

describe('options of losses', () => {
  it('are refused if they are misspelt, out of range or of another kind', () => {
    const cases: readonly (readonly [work: () => unknown, message: string])[] = [
      [() => Huber({ delta: 0 }), 'huber: delta is not usable; expected a number > 0, received 0.'],
      [
        () => Huber({ delta: null as never }),
        'huber: delta is not usable; expected a number, received null.',
      ],
      [
        () => Huber({ dleta: 2 } as never),
        "huber: unknown option; expected one of 'delta', 'reduction', received 'dleta'. Did you mean 'delta'?",
      ],
      [
        () => CategoricalCrossentropy({ from_logits: true } as never),
        "categorical_crossentropy: unknown option; expected one of 'fromLogits', 'labelSmoothing', 'reduction', received 'from_logits'. Did you mean 'fromLogits'?",
      ],
      [
        () => CategoricalCrossentropy({ labelSmoothing: 1.1 }),
        'categorical_crossentropy: labelSmoothing is not usable; expected a number >= 0 and <= 1, received 1.1.',
      ],
      [
        () => BinaryCrossentropy({ labelSmoothing: -0.1 }),
        'binary_crossentropy: labelSmoothing is not usable; expected a number >= 0 and <= 1, received -0.1.',
      ],
      [
        () => BinaryCrossentropy({ fromLogits: 'true' as never }),
        "binary_crossentropy: fromLogits is not usable; expected true or false, received 'true'.",
      ],
      [
        () => SparseCategoricalCrossentropy({ ignoreClass: 0.5 }),
        'sparse_categorical_crossentropy: ignoreClass is not usable; expected a whole number, received 0.5.',
      ],
      [
        () => MeanSquaredError({ reduction: 'average' as never }),
        "mean_squared_error: unknown reduction; expected one of 'sum_over_batch_size', 'mean', 'sum', 'mean_with_sample_weight', received 'average'.",
      ],
      [
        () => readLoss('load', { name: 'huber', options: { delta: -1 } }),
        'huber: delta is not usable; expected a number > 0, received -1.',
      ],
      [() => readLoss('load', { name: 'hubr', options: {} }), "received 'hubr'. Did you mean 'huber'?"],
      [
        () => readLoss('load', { name: 'huber', option: {} } as never),
        "load: unknown option; expected one of 'name', 'options', received 'option'. Did you mean 'options'?",
      ],
    ];
    for (const [work, message] of cases) refused(work, message);
  });

  it('that would leave a number for each row are refused with what to do', () => {
    for (const [reduction, received] of [
      ['none', "'none'"],
      [null, 'null'],
    ] as const) {
      refused(
        () => MeanSquaredError({ reduction: reduction as never }),
        `mean_squared_error: reduction leaves a number for each row, and a model needs one; expected one of 'sum_over_batch_size', 'mean', 'sum', 'mean_with_sample_weight', received ${received}. For the loss of each row, call the loss on one row at a time.`,
      );
    }
  });

  it('smooth labels: t (1 − s) + s / classes', () => {
    const z = genericTensor([4, 3], { seed: 5 });
    const smooth = (values: Tensor, s: number, classes: number) =>
      read(values.toArray()).data.map((value) => value * (1 - s) + s / classes);
    const like = (s: number, classes: number) =>
      tensor({ data: Array.from(smooth(hot, s, classes)), shape: [4, 3] }, { dtype: 'float64' });
    for (const s of [0.15, 1]) {
      for (const predictions of [softmax(z), genericTensor([4, 3], { between: [0.1, 0.9], seed: 6 })]) {
        const found = CategoricalCrossentropy({ labelSmoothing: s })(hot, predictions, weights).item();
        assertClose(
          [found],
          [losses.categorical_crossentropy(like(s, 3), predictions, weights).item()],
          1e-14,
        );
      }
      for (const predictions of [sigmoid(z), genericTensor([4, 3], { between: [0.1, 0.9], seed: 6 })]) {
        const found = BinaryCrossentropy({ labelSmoothing: s })(hot, predictions, weights).item();
        assertClose([found], [losses.bce(like(s, 2), predictions, weights).item()], 1e-14);
      }
    }
  });

  it('take logits for what they are: the loss is that of their activation', () => {
    const z = genericTensor([4, 3], { seed: 5 });
    const options = { fromLogits: true };
    const pairs = [
      [
        CategoricalCrossentropy(options)(hot, z, weights),
        losses.categorical_crossentropy(hot, softmax(z), weights),
      ],
      [
        SparseCategoricalCrossentropy(options)(labels, z),
        losses.sparse_categorical_crossentropy(labels, softmax(z)),
      ],
      [BinaryCrossentropy(options)(hot, z, weights), losses.bce(hot, sigmoid(z), weights)],
    ];
    for (const [direct, through] of pairs) assert.equal(direct.item(), through.item());
    const far = read([[120, -120, 3.25]]);
    assert.equal(CategoricalCrossentropy(options)(read([[0, 1, 0]]), far).item(), 240);
  });

  it('refuse logits that are the result of a softmax or sigmoid', () => {
    const z = genericTensor([4, 3], { seed: 5 });
    for (const [loss, targets] of [
      [CategoricalCrossentropy({ fromLogits: true }), hot],
      [SparseCategoricalCrossentropy({ fromLogits: true }), labels],
      [BinaryCrossentropy({ fromLogits: true }), hot],
    ] as const) {
      for (const [predictions, name] of [
        [softmax(z), 'softmax'],
        [sigmoid(z), 'sigmoid'],
      ] as const) {
        refused(
          () => loss(targets, predictions),
          `${loss.name}: ${loss.name} is told fromLogits, but gets probabilities; expected a last layer without activation, received '${name}'. Leave out the activation '${name}', or leave out fromLogits.`,
        );
      }
    }
  });

  it('leave out the rows of a class: their predictions do not matter, and they are no rows', () => {
    const ignoring = (options: object = {}) => SparseCategoricalCrossentropy({ ignoreClass: -1, ...options });
    const some = read([1, -1, 2, -1]);
    const kept = read([1, 2]);
    const rows = (x: Tensor) => read([0, 2].map((row) => Array.from(x.data.slice(3 * row, 3 * row + 3))));
    const w = read([0, 2].map((row) => weights.data[row]));
    const z = genericTensor([4, 3], { seed: 5 });
    for (const make of [softmax, (x: Tensor) => scale(softmax(x), { factor: 1 })]) {
      for (const reduction of ['mean', 'sum', 'mean_with_sample_weight'] as const) {
        const found = ignoring({ reduction })(some, make(z), weights).item();
        const expected = SparseCategoricalCrossentropy({ reduction })(kept, make(rows(z)), w).item();
        assertClose([found], [expected], 1e-14);
      }
      assertClose([ignoring()(some, make(z)).item()], [ignoring()(kept, make(rows(z))).item()], 1e-14);
    }
    const logits = parameter(generic(12), { shape: [4, 3], dtype: 'float64' });
    backward(ignoring()(some, softmax(logits)));
    const rest = Array.from(logits.gradient!.data, (g) => g !== 0);
    assert.deepEqual(rest, [true, true, true, false, false, false, true, true, true, false, false, false]);
  });

  it('give 0 where all rows are left out', () => {
    for (const reduction of ['mean', 'sum', 'mean_with_sample_weight'] as const) {
      const loss = SparseCategoricalCrossentropy({ ignoreClass: 7, reduction });
      assert.equal(loss(read([7, 7, 7, 7]), softmax(p), weights).item(), 0);
    }
  });

  it('count through a whole training, where each batch divides by its own rows', () => {
    const x = genericTensor([5, 2], { seed: 8 });
    const some = [2, 255, 0, 255, 1];
    const loss = SparseCategoricalCrossentropy({ ignoreClass: 255 });
    const net = () => {
      const model = Sequential([Input([2]), Dense(3, { activation: 'softmax' })], { dtype: 'float64' });
      model.compile({ optimizer: 'sgd', loss });
      return model;
    };
    const model = net();
    const [whole] = model.evaluate(x, some);
    const parts = [
      [0, 1, 2],
      [3, 4],
    ].map((rows) => {
      const picked = rows.map((row) => Array.from(x.data.slice(2 * row, 2 * row + 2)));
      return loss(read(rows.map((row) => some[row])), model.call(read(picked)).predictions).item();
    });
    assertClose(model.evaluate(x, some, { batchSize: 3 }), [(3 * parts[0] + 2 * parts[1]) / 5], 1e-14);
    assert.notEqual(whole, model.evaluate(x, some, { batchSize: 3 })[0]);
    const { history } = model.fit(x, some, { epochs: 3, batchSize: 5, verbose: 0 });
    assertClose([history.loss[0]], [whole], 1e-14);
    assert.isBelow(history.loss[2], history.loss[0]);
  });

  it('hold in a model: the sum moves weights as a learning rate that is as many times as large', () => {
    const x = genericTensor([6, 3], { seed: 8 });
    const targets = genericTensor([6, 2], { seed: 9 });
    const trained = (loss: Loss, optimizer: 'sgd', times: number) => {
      const model = Sequential([Input([3]), Dense(2)], { dtype: 'float64' });
      model.compile({ optimizer, loss });
      model.optimizer.learningRate *= times;
      model.fit(x, targets, { epochs: 4, batchSize: 6, verbose: 0 });
      return model.getWeights().flatMap(({ data }) => Array.from(data));
    };
    assertClose(trained(LogCosh({ reduction: 'sum' }), 'sgd', 1), trained(LogCosh(), 'sgd', 6), 1e-13);
  });
});
