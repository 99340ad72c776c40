/**
 * Options that training, evaluation and compile refuse: each with its whole message, and nothing is changed.
 */
import { assert } from 'chai';
import { defineMetric } from '../../src/metrics/index.ts';
import {
  type Callback,
  type CompileOptions,
  Dense,
  EarlyStopping,
  type FitOptions,
  Input,
  type Model,
  Sequential,
} from '../../src/nn/index.ts';
import { hookNames } from '../../src/nn/callbacks/index.ts';
import { Adam, optimizers, SGD } from '../../src/optim/index.ts';
import { zeros } from '../../src/tensor/index.ts';
import { assertMessage, assertUnchanged } from './shared/refusal.ts';
import { someClasses, someRows } from './shared/training.ts';

const x = someRows(11, 4);
const t = someClasses(11, 3);

function net(): Model {
  const model = Sequential([Input([4]), Dense(3, { activation: 'softmax' })]);
  model.compile({ optimizer: Adam(), loss: 'categorical_crossentropy', metrics: ['accuracy'] });
  model.fit(x, t, { batchSize: 4 });
  return model;
}

const whole = (name: string, shown: string) =>
  `${name} is not usable; expected a whole number >= 1, received ${shown}.`;
const notWhole: readonly (readonly [value: unknown, shown: string])[] = [
  [0, '0'],
  [-3, '-3'],
  [2.5, '2.5'],
  [Number.NaN, 'NaN'],
  [Number.POSITIVE_INFINITY, 'Infinity'],
  ['32', "'32'"],
  [null, 'null'],
  [[4], '[4]'],
];

const share = (shown: string) =>
  `validationSplit is not usable; expected a number >= 0 and < 1, received ${shown}.`;
const hooks = hookNames.map((name) => `'${name}'`).join(', ');
const notCallbacks =
  'callbacks are not usable; expected a list of callbacks, such as [EarlyStopping({ … })], received';
const fitOptions =
  "'epochs', 'initialEpoch', 'batchSize', 'stepsPerEpoch', 'verbose', 'validationSplit', 'validationData', 'validationBatchSize', " +
  "'validationSteps', 'validationFreq', 'shuffle', 'dropRemainder', 'sampleWeight', 'classWeight', 'callbacks', 'onNonFinite', 'trainEval'";

/** Options that fit, fitAsync and train refuse, with their words. */
const bad: readonly (readonly [options: object, words: string])[] = [
  ...notWhole.map(([epochs, shown]) => [{ epochs }, whole('epochs', shown)] as const),
  ...notWhole.map(([batchSize, shown]) => [{ batchSize }, whole('batchSize', shown)] as const),
  [{ verbose: 3 }, 'verbose is not usable; expected a whole number >= 0 and <= 2, received 3.'],
  [{ verbose: true }, 'verbose is not usable; expected a whole number >= 0 and <= 2, received true.'],
  [{ validationSplit: -0.1 }, share('-0.1')],
  [{ validationSplit: 1 }, share('1')],
  [{ validationSplit: Number.NaN }, share('NaN')],
  [{ validationSplit: '0.2' }, share("'0.2'")],
  [
    { validationSplit: 0.95 },
    'validationSplit leaves no rows for training; ' +
      'expected a share of the 11 rows that leaves some on both sides, received 0.95.',
  ],
  [
    { validationSplit: 1e-17 },
    'validationSplit leaves no rows for validation; ' +
      'expected a share of the 11 rows that leaves some on both sides, received 1e-17.',
  ],
  [{ shuffle: 'yes' }, "shuffle is not usable; expected true, false or 'batch', received 'yes'."],
  [{ dropRemainder: 1 }, 'dropRemainder is not usable; expected true or false, received 1.'],
  [
    { dropRemainder: true, batchSize: 12 },
    'dropRemainder would leave no batch; expected a batchSize of at most 11, the rows there are, received 12.',
  ],
  [
    { dropRemainder: true, batchSize: 9, validationSplit: 0.3 },
    'dropRemainder would leave no batch; expected a batchSize of at most 7, the rows there are, received 9.',
  ],
  [
    { onNonFinite: 'stopp' },
    "unknown onNonFinite; expected one of 'stop', 'ignore', received 'stopp'. Did you mean 'stop'?",
  ],
  [{ callbacks: EarlyStopping() }, `${notCallbacks} an object of Object kind.`],
  [{ callbacks: [EarlyStopping] }, `${notCallbacks} the function EarlyStopping.`],
  [{ callbacks: [{}, undefined] }, `${notCallbacks} undefined.`],
  [{ callbacks: [null] }, `${notCallbacks} null.`],
  [{ callbacks: null }, `${notCallbacks} null.`],
  [
    { callbacks: [{ onEpochsEnd() {} }] },
    `unknown hook of a callback; expected one of ${hooks}, received 'onEpochsEnd'. Did you mean 'onEpochEnd'?`,
  ],
  [
    { callbacks: [{ on_epoch_end() {} }] },
    `unknown hook of a callback; expected one of ${hooks}, received 'on_epoch_end'. Did you mean 'onEpochEnd'?`,
  ],
];

/** How unknown options of fit and fitAsync are refused. */
const unknown: readonly (readonly [options: object, words: string])[] = [
  [
    { batchsize: 4 },
    `unknown option; expected one of ${fitOptions}, received 'batchsize'. Did you mean 'batchSize'?`,
  ],
  [
    { validation_split: 0.2 },
    `unknown option; expected one of ${fitOptions}, received 'validation_split'. Did you mean 'validationSplit'?`,
  ],
  [{ every: 'batch' }, `unknown option; expected one of ${fitOptions}, received 'every'.`],
];
const noObject = (shown: string) =>
  `the options are not an object; expected { option: value }, received ${shown}.`;

describe('options are refused, without effect,', () => {
  let model: Model;
  before(() => {
    model = net();
  });
  const fit = (options: object) => model.fit(x, t, options as FitOptions);

  describe('by fit, fitAsync and train:', () => {
    for (const [options, words] of bad) {
      it(words, async () => {
        assertUnchanged(model, () => fit(options), 'ArgumentError', `fit: ${words}`);
        assertUnchanged(model, () => model.train(x, t, options), 'ArgumentError', `train: ${words}`);
        let message = '';
        await model.fitAsync(x, t, options).catch((error: Error) => {
          message = error.message;
        });
        assert.equal(message, `fitAsync: ${words}`);
      });
    }
  });

  describe('by name:', () => {
    for (const [options, words] of unknown) {
      it(words, () => assertUnchanged(model, () => fit(options), 'ArgumentError', `fit: ${words}`));
    }

    it('of train, evaluate and predict', () => {
      const refused = (work: () => unknown, message: string) =>
        assertUnchanged(model, work, 'ArgumentError', message);
      refused(
        () => model.train(x, t, { evry: 'batch' } as object),
        `train: unknown option; expected one of ${fitOptions}, 'every', received 'evry'. Did you mean 'every'?`,
      );
      refused(
        () => model.train(x, t, { every: 'step' } as object),
        "train: unknown every; expected one of 'epoch', 'batch', received 'step'.",
      );
      const words = (more: string) =>
        `unknown option; expected one of 'batchSize', 'callbacks'${more}, received 'batch_size'. Did you mean 'batchSize'?`;
      const more = ", 'sampleWeight', 'returnDict'";
      refused(() => model.evaluate(x, t, { batch_size: 4 } as object), `evaluate: ${words(more)}`);
      refused(() => model.predict(x, { batch_size: 4 } as object), `predict: ${words('')}`);
    });
  });

  it('if they are no object', () => {
    const refused = (work: () => unknown, message: string) =>
      assertUnchanged(model, work, 'ArgumentError', message);
    const meant = (name: string) => ` Did you mean { ${name}: 20 }?`;
    for (const [value, shown, epochs, batchSize] of [
      [20, '20', meant('epochs'), meant('batchSize')],
      [null, 'null', '', ''],
      [[20], '[20]', '', ''],
    ] as unknown as [object, string, string, string][]) {
      refused(() => model.fit(x, t, value), `fit: ${noObject(shown)}${epochs}`);
      refused(() => model.train(x, t, value), `train: ${noObject(shown)}${epochs}`);
      refused(() => model.evaluate(x, t, value), `evaluate: ${noObject(shown)}${batchSize}`);
      refused(() => model.predict(x, value), `predict: ${noObject(shown)}${batchSize}`);
    }
  });

  it('by evaluate and predict: a size of batches', () => {
    for (const [batchSize, shown] of notWhole) {
      const options = { batchSize } as { batchSize: number };
      for (const who of ['evaluate', 'predict'] as const) {
        const work = () => (who === 'evaluate' ? model.evaluate(x, t, options) : model.predict(x, options));
        assertUnchanged(model, work, 'ArgumentError', `${who}: ${whole('batchSize', shown)}`);
      }
    }
  });

  it('by EarlyStopping, before the first epoch: a monitor that nobody reports', () => {
    const refused = (callback: Callback, options: FitOptions, message: string) =>
      assertUnchanged(model, () => fit({ ...options, callbacks: [callback] }), 'ArgumentError', message);
    refused(
      EarlyStopping(),
      {},
      "EarlyStopping: there is no 'val_loss' without validation data; expected one of 'accuracy', 'loss'. " +
        'Give fit validationData or validationSplit.',
    );
    refused(
      EarlyStopping({ monitor: 'val_acuracy' }),
      { validationSplit: 0.2 },
      "EarlyStopping: unknown monitor; expected one of 'accuracy', 'loss', 'val_accuracy', 'val_loss', " +
        "received 'val_acuracy'. Did you mean 'val_accuracy'?",
    );
  });
});

describe('compile refuses, and keeps what was compiled before,', () => {
  const losses =
    "'mean_squared_error', 'mse', 'MSE', 'mean_absolute_error', 'mae', 'MAE', 'mean_absolute_percentage_error', 'mape', 'MAPE', " +
    "'mean_squared_logarithmic_error', 'msle', 'MSLE', 'huber', 'log_cosh', 'logcosh', 'binary_crossentropy', 'bce', 'BCE', " +
    "'categorical_crossentropy', 'sparse_categorical_crossentropy', 'kl_divergence', 'kld', 'KLD', 'poisson', 'hinge', " +
    "'squared_hinge', 'categorical_hinge', 'cosine_similarity'";
  const metric = (name: string) =>
    defineMetric({ name, direction: 'up', best: 1, counts: {}, update() {}, result: () => 1, examples: [] });
  // biome-ignore format: one case a line
  const cases: readonly (readonly [options: unknown, words: string])[] = [
    [undefined, "loss is missing; expected a name such as 'categorical_crossentropy', or a function (targets, predictions, weights) => Tensor, received undefined."],
    [{}, "loss is missing; expected a name such as 'categorical_crossentropy', or a function (targets, predictions, weights) => Tensor, received undefined."],
    [{ loss: 7 }, "loss is not usable; expected a name such as 'categorical_crossentropy', or a function (targets, predictions, weights) => Tensor, received 7."],
    ['mse', "the options are not an object; expected { option: value }, received 'mse'. Did you mean { optimizer: 'mse' }?"],
    [{ loss: 'categorical_crossentropi' }, `unknown loss; expected one of ${losses}, received 'categorical_crossentropi'. Did you mean 'categorical_crossentropy'?`],
    [{ loss: 'mse', optimizer: 'adm' }, `unknown optimizer; expected one of ${Object.keys(optimizers).map((name) => `'${name}'`).join(', ')}, received 'adm'. Did you mean 'adam'?`],
    [{ loss: 'mse', optimizer: SGD }, 'optimizer is not usable; expected a name or an optimizer such as SGD({ learningRate: 0.1 }), received the function SGD.'],
    [{ loss: 'mse', optimizer: null }, 'optimizer is not usable; expected a name or an optimizer such as SGD({ learningRate: 0.1 }), received null.'],
    [{ loss: 'mse', metrics: 'accuracy' }, "metrics is not a list; expected a list, such as ['accuracy'], received 'accuracy'."],
    [{ loss: 'mse', metrics: ['acuracy'] }, `unknown metric; expected one of 'accuracy', 'acc', ${losses}, received 'acuracy'. Did you mean 'accuracy'?`],
    [{ loss: 'mse', metrics: [7] }, "a metric is not usable; expected a name such as 'accuracy', what defineMetric made, or a function of ops, received 7."],
    [{ loss: 'mse', metrics: [{ kind: 'metric', name: 'mine' }] }, "a metric is not usable; expected a name such as 'accuracy', what defineMetric made, or a function of ops, received a metric."],
    [{ loss: 'mse', metrics: ['acc', 'accuracy', 'acc'] }, "two numbers would be called 'acc'. Name each metric once."],
    [{ loss: 'mse', metrics: [metric('loss')] }, "two numbers would be called 'loss'. Training reports that itself."],
    [{ loss: 'mse', metrics: [metric('penalty')()] }, "two numbers would be called 'penalty'. Training reports that itself."],
    [{ loss: 'mse', metric: ['acc'] }, "unknown option; expected one of 'optimizer', 'loss', 'lossWeights', 'metrics', 'weightedMetrics', received 'metric'. Did you mean 'metrics'?"],
  ];
  for (const [options, words] of cases) {
    it(words, () => {
      const model = net();
      const { optimizer } = model;
      const work = () => model.compile(options as CompileOptions);
      assertUnchanged(model, work, 'ArgumentError', `compile: ${words}`);
      assert.strictEqual(model.optimizer, optimizer);
      assert.lengthOf(model.evaluate(x, t), 2);
    });
  }

  it('a loss that gives no number, when it is first used', () => {
    const model = net();
    const notOne = () => zeros([2]);
    model.compile({ loss: notOne });
    const words = 'notOne: the loss is not one number; expected a Tensor [], received [2].';
    for (const work of [() => model.fit(x, t), () => model.evaluate(x, t)]) {
      assertUnchanged(model, work, 'ShapeError', words);
    }
  });

  it('training and evaluation before it was called', () => {
    const model = Sequential([Input([4]), Dense(3)], { name: 'Iris' });
    const words =
      "Iris is not compiled. Call model.compile({ optimizer: 'sgd', loss: 'mse', metrics: ['accuracy'] }) first.";
    assertMessage(() => model.fit(x, t), 'StateError', `fit: ${words}`);
    assertMessage(() => model.train(x, t), 'StateError', `train: ${words}`);
    assertMessage(() => model.evaluate(x, t), 'StateError', `evaluate: ${words}`);
    assertMessage(() => model.optimizer, 'StateError', `optimizer: ${words}`);
  });
});
