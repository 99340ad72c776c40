/**
 * What newcomers bring from Keras, scikit-learn, PyTorch and brain.js: programs with the names and habits of those, and
 * what comes back: a whole message at run time, or the compiler's where JavaScript itself would only say "not a function".
 */
import { assert } from 'chai';
import ts from 'typescript';
import * as data from '../../src/data.ts';
import * as core from '../../src/index.ts';
import { runProgram } from './shared/program.ts';

// In a terminal training draws a line; here it is silent.
if (process.stdout.isTTY) process.stdout.isTTY = false;

const READY = `const { x, t, labels } = iris();
  const model = Sequential([
    Input({ shape: [4] }),
    Dense(5, { activation: 'tanh' }),
    Dense(3, { activation: 'softmax' }),
  ]);
  model.compile({ optimizer: 'sgd', loss: 'categorical_crossentropy', metrics: ['accuracy'] });
  `;

const listed = (names: readonly string[]) => names.map((name) => `'${name}'`).join(', ');
const { Dense, EarlyStopping, losses, optimizers } = core;

/** The options that a function says it has. */
async function optionsOf(program: string): Promise<string> {
  const { error } = await runProgram(program);
  return /expected one of (.*), received/.exec(error)![1];
}

/** Options as Python writes them, and as they are written here: a program for each, with the option in it. */
const pythonNames: readonly (readonly [program: (option: string) => string, python: string, here: string])[] =
  [
    [(name) => `SGD({ ${name}: 0.1 });`, 'learning_rate', 'learningRate'],
    [(name) => `SGD({ ${name}: 0.1 });`, 'lr', 'learningRate'],
    [(name) => `SGD({ ${name}: 0.1 });`, 'weight_decay', 'weightDecay'],
    [(name) => `Adam({ ${name}: 0.8 });`, 'beta_1', 'beta1'],
    [(name) => `Adam({ ${name}: 1 });`, 'global_clipnorm', 'globalClipnorm'],
    [(name) => `Dense(3, { ${name}: [4] });`, 'input_shape', 'inputShape'],
    [(name) => `Dense(3, { ${name}: 4 });`, 'input_dim', 'inputShape'],
    [(name) => `Dense(3, { ${name}: false });`, 'use_bias', 'useBias'],
    [(name) => `Dense(3, { ${name}: l2(0.01) });`, 'kernel_regularizer', 'kernelRegularizer'],
    [(name) => `Dense(3, { ${name}: l2(0.01) });`, 'bias_regularizer', 'biasRegularizer'],
    [(name) => `Dense(3, { ${name}: 'he_normal' });`, 'kernel_initializer', 'kernelInitializer'],
    [(name) => `${READY}model.fit(x, t, { ${name}: 20 });`, 'batch_size', 'batchSize'],
    [(name) => `${READY}model.fit(x, t, { ${name}: 0.2 });`, 'validation_split', 'validationSplit'],
    [(name) => `${READY}model.fit(x, t, { ${name}: 0.2 });`, 'val_split', 'validationSplit'],
    [(name) => `${READY}model.fit(x, t, { ${name}: [x, t] });`, 'validation_data', 'validationData'],
    [(name) => `${READY}model.fit(x, t, { ${name}: { 0: 2 } });`, 'class_weight', 'classWeight'],
    [(name) => `${READY}model.fit(x, t, { ${name}: 3 });`, 'initial_epoch', 'initialEpoch'],
    [(name) => `${READY}model.evaluate(x, t, { ${name}: true });`, 'return_dict', 'returnDict'],
    [(name) => `EarlyStopping({ ${name}: 0.001 });`, 'min_delta', 'minDelta'],
    [(name) => `EarlyStopping({ ${name}: true });`, 'restore_best_weights', 'restoreBestWeights'],
    [(name) => `CategoricalCrossentropy({ ${name}: true });`, 'from_logits', 'fromLogits'],
    [(name) => `CategoricalCrossentropy({ ${name}: 0.1 });`, 'label_smoothing', 'labelSmoothing'],
    [(name) => `${READY}trainTestSplit(x, t, { ${name}: 0.3 });`, 'test_size', 'testSize'],
  ];

/** Names as other libraries write them. */
const otherNames: readonly (readonly [program: string, message: string])[] = [
  [
    `${READY}model.compile({ optimizer: 'adm', loss: 'mse' });`,
    `ArgumentError: compile: unknown optimizer; expected one of ${listed(Object.keys(optimizers))}, received 'adm'. Did you mean 'adam'?`,
  ],
  [
    `${READY}model.compile({ optimizer: 'Adam', loss: 'mse' });`,
    `ArgumentError: compile: unknown optimizer; expected one of ${listed(Object.keys(optimizers))}, received 'Adam'. Did you mean 'adam'?`,
  ],
  [
    `${READY}model.compile({ loss: 'CategoricalCrossentropy' });`,
    `ArgumentError: compile: unknown loss; expected one of ${listed(Object.keys(losses))}, received 'CategoricalCrossentropy'. Did you mean 'categorical_crossentropy'?`,
  ],
  [
    `${READY}model.compile({ loss: 'crossentropy' });`,
    `ArgumentError: compile: unknown loss; expected one of ${listed(Object.keys(losses))}, received 'crossentropy'. Did you mean 'binary_crossentropy' or 'categorical_crossentropy' or 'sparse_categorical_crossentropy'?`,
  ],
  [
    "Dense(3, { activation: 'ReLU' });",
    `ArgumentError: Dense: unknown activation; expected one of ${listed(Object.keys(core.activations))}, received 'ReLU'. Did you mean 'relu'?`,
  ],
  [
    "Dense(3, { kernelInitializer: 'HeNormal' });",
    `ArgumentError: Dense: unknown kernelInitializer; expected one of ${listed(Object.keys(core.initializers))}, received 'HeNormal'. Did you mean 'he_normal'?`,
  ],
  [
    "Dense(3, { kernelInitializer: 'glorot' });",
    `ArgumentError: Dense: unknown kernelInitializer; expected one of ${listed(Object.keys(core.initializers))}, received 'glorot'. Did you mean 'glorot_uniform' or 'glorot_normal'?`,
  ],
];

/** Arguments in a row, as Python takes them, and data in the forms of others. */
// biome-ignore format: a habit, its program, its message
const habits: readonly (readonly [habit: string, program: string, message: string])[] = [
  [
    'Keras: SGD(0.1)',
    'SGD(0.1);',
    'ArgumentError: SGD: the options are not an object; expected { option: value }, received 0.1. Did you mean { learningRate: 0.1 }?',
  ],
  [
    "Keras: compile('adam', 'mse', ['accuracy'])",
    `${READY}model.compile('adam', 'mse', ['accuracy']);`,
    "ArgumentError: compile: the options are not an object; expected { option: value }, received 'adam'. Did you mean { optimizer: 'adam' }?",
  ],
  [
    "Keras: Dense(3, 'softmax')",
    "Dense(3, 'softmax');",
    "ArgumentError: Dense: arguments not understood; expected units and one object of options, received [3, 'softmax']. Did you mean Dense(3, { activation: 'softmax' })?",
  ],
  [
    "Keras: EarlyStopping('val_loss')",
    "EarlyStopping('val_loss');",
    "ArgumentError: EarlyStopping: the options are not an object; expected { option: value }, received 'val_loss'. Did you mean { monitor: 'val_loss' }?",
  ],
  [
    'Keras: l1_l2(0.01, 0.01)',
    'l1_l2(0.01, 0.01);',
    'ArgumentError: l1_l2: the options are not an object; expected { option: value }, received 0.01. Did you mean { l1: 0.01 }?',
  ],
  [
    "Keras: model.summary('keras2')",
    `${READY}model.summary('keras2');`,
    "ArgumentError: summary: the options are not an object; expected { option: value }, received 'keras2'. Did you mean { style: 'keras2' }?",
  ],
  [
    'Keras: model.evaluate(x, t, 20)',
    `${READY}model.evaluate(x, t, 20);`,
    'ArgumentError: evaluate: the options are not an object; expected { option: value }, received 20. Did you mean { batchSize: 20 }?',
  ],
  [
    'Keras: a callback with on_epoch_end',
    `${READY}model.fit(x, t, { callbacks: [{ on_epoch_end() {} }] });`,
    "ArgumentError: fit: unknown hook of a callback; expected one of 'onTrainBegin', 'onEpochBegin', 'onTrainBatchBegin', 'onTrainBatchEnd', 'onEpochEnd', 'onTrainEnd', 'onTestBegin', 'onTestBatchBegin', 'onTestBatchEnd', 'onTestEnd', 'onPredictBegin', 'onPredictBatchBegin', 'onPredictBatchEnd', 'onPredictEnd', received 'on_epoch_end'. Did you mean 'onEpochEnd'?",
  ],
  [
    'scikit-learn: train_test_split(x, t, 0.3)',
    `${READY}trainTestSplit(x, t, 0.3);`,
    'ArgumentError: trainTestSplit: the options are not an object; expected { option: value }, received 0.3. Did you mean { testSize: 0.3 }?',
  ],
  [
    'scikit-learn: fit of names',
    `${READY}model.fit(x, labels);`,
    "ArgumentError: fit: t holds text; expected numbers, received 'Iris-setosa'. LabelBinarizer().fitTransform(labels) makes rows of numbers of names.",
  ],
  [
    'scikit-learn: inverse_transform before fit',
    `${READY}LabelBinarizer().inverseTransform(model.predict(x));`,
    'StateError: LabelBinarizer.inverseTransform: nothing has been learned yet. Call fit first.',
  ],
  [
    'PyTorch: optim.SGD(model.parameters(), lr=0.1)',
    `${READY}SGD(model.parameters, { lr: 0.1 });`,
    'ArgumentError: SGD: a list is no options; expected SGD({ learningRate: 0.01 }), received an array of 4. A model gives its parameters to the optimizer of compile; by hand, apply(parameters) does.',
  ],
  [
    'PyTorch: nn.Linear(4, 3)',
    'Dense(4, 3);',
    'ArgumentError: Dense: arguments not understood; expected units and one object of options, received [4, 3]. Did you mean Dense(3, { inputShape: [4] })?',
  ],
  [
    'PyTorch: model.train()',
    `${READY}model.train();`,
    'ArgumentError: train: x is missing; expected rows of numbers, such as [[0.3, 1.2], [0.7, 0.1]], received undefined. Rows come first, targets second, options third: train(x, t, { … }).',
  ],
  [
    'brain.js: a list of { input, output }',
    `${READY}model.fit([{ input: [5.1, 3.5, 1.4, 0.2], output: [1, 0, 0] }], { iterations: 100 });`,
    'ArgumentError: fit: x holds objects; expected numbers, received an object of Object kind. A row is a list of numbers: x.map((row) => Object.values(row)), if all values are numbers.',
  ],
  [
    'TensorFlow.js: callbacks: { onEpochEnd }',
    `${READY}model.fit(x, t, { callbacks: { onEpochEnd: (epoch, logs) => {} } });`,
    'ArgumentError: fit: callbacks are not usable; expected a list of callbacks, such as [EarlyStopping({ … })], received an object of Object kind.',
  ],
];

/** What JavaScript lets pass, or answers with a TypeError: the compiler's words. */
// biome-ignore format: a program and what the compiler says
const compiler: readonly (readonly [program: string, words: string])[] = [
  [`${READY}model.fit(x, t); model.history;`, "Property 'history' does not exist on type 'SequentialModel'."],
  [`${READY}const history = model.fit(x, t); history.loss;`, "Property 'loss' does not exist on type 'History'."],
  [`${READY}const history = model.fitAsync(x, t); history.epoch;`, "Property 'epoch' does not exist on type 'Promise<History>'."],
  ["const model = loadModel('miModelo'); model.predict([[1]]);", "Property 'predict' does not exist on type 'Promise<Model<TensorLike, TensorLike, Tensor>>'."],
  ['new SGD({ learningRate: 0.1 });', "'new' expression, whose target lacks a construct signature, implicitly has an 'any' type."],
  ['new Dense(3);', "'new' expression, whose target lacks a construct signature, implicitly has an 'any' type."],
  [`${READY}model(x);`, "This expression is not callable.\n  Type 'SequentialModel' has no call signatures."],
  [`${READY}model.fit(x, t).predict(x);`, "Property 'predict' does not exist on type 'History'."],
  [`${READY}model.score(x, t);`, "Property 'score' does not exist on type 'SequentialModel'."],
  [`${READY}LabelBinarizer().fit_transform(labels);`, "Property 'fit_transform' does not exist on type 'LabelBinarizer<Label>'. Did you mean 'fitTransform'?"],
  [`${READY}model.get_weights();`, "Property 'get_weights' does not exist on type 'SequentialModel'. Did you mean 'getWeights'?"],
  [`${READY}model.optimizer.step();`, "Property 'step' does not exist on type 'Optimizer'. Did you mean 'steps'?"],
  [`${READY}x[0];`, "Element implicitly has an 'any' type because expression of type '0' can't be used to index type 'Tensor'.\n  Property '0' does not exist on type 'Tensor'."],
  ["SGD({ learningRate: '0.1' });", "Type 'string' is not assignable to type 'number | Schedule | undefined'."],
  ["Dense(3, { activation: 'tahn' });", "Type '\"tahn\"' is not assignable to type 'Activation'."],
];

describe('a newcomer from elsewhere is told', () => {
  describe("how Python's options are written here:", () => {
    for (const [program, python, here] of pythonNames) {
      it(`${python}: ${here}`, async () => {
        const { error } = await runProgram(program(python));
        const asked = await optionsOf(program('thisIsNoOption'));
        assert.match(error, /^ArgumentError: \w+: unknown option; expected one of /);
        assert.isTrue(
          error.endsWith(`expected one of ${asked}, received '${python}'. Did you mean '${here}'?`),
          error,
        );
        assert.include(asked, `'${here}'`);
      });
    }

    it('of a layer and of a callback, each with all its options', async () => {
      const all = (definition: { readonly options: object }, more: readonly string[]) =>
        listed([...Object.keys(definition.options), ...more]);
      const layer = all(Dense.definition, ['name', 'inputShape', 'trainable']);
      assert.equal(await optionsOf('Dense(3, { thisIsNoOption: 4 });'), layer);
      const { error } = await runProgram('EarlyStopping({ min_delta: 0.1 });');
      assert.equal(
        error,
        "ArgumentError: EarlyStopping: unknown option; expected one of 'monitor', 'minDelta', 'patience', 'verbose', 'mode', 'baseline', " +
          "'restoreBestWeights', 'startFromEpoch', received 'min_delta'. Did you mean 'minDelta'?",
      );
      assert.doesNotThrow(() => EarlyStopping({ minDelta: 0.1 }));
    });
  });

  describe('which name was meant:', () => {
    for (const [program, message] of otherNames)
      it(message.replace(/expected one of .*, received/, '… received'), async () =>
        assert.equal((await runProgram(program)).error, message),
      );
  });

  describe('how it is done here:', () => {
    for (const [habit, program, message] of habits)
      it(habit, async () => assert.equal((await runProgram(program)).error, message));
  });

  describe('by the compiler:', function () {
    this.timeout(120_000);
    let said: readonly (readonly string[])[] = [];
    before(() => {
      said = diagnosticsOf(compiler.map(([program]) => program));
    });
    for (const [i, [program, words]] of compiler.entries())
      it(`${program.replace(READY, '')} ${words.split('\n')[0]}`, () => assert.include(said[i][0], words));

    it('nothing, if all is well', () => {
      const [fine] = diagnosticsOf([`${READY}model.fit(x, t, { epochs: 3 }).history.loss;`]);
      assert.deepEqual(fine, []);
    });
  });
});

/** What the compiler says of each program, against the types of the source. */
function diagnosticsOf(programs: readonly string[]): string[][] {
  const root = new URL('../../../', import.meta.url); // from build/test/nn/
  const used = (names: readonly string[], code: string) =>
    names.filter((name) => new RegExp(`\\b${name}\\b`).test(code)).join(', ');
  const coreNames = Object.keys(core);
  const dataNames = Object.keys(data).filter((name) => !(name in core));
  const sources = programs.map((code, i) => {
    const imports = [
      `import { ${used(coreNames, code)} } from './src/index.ts';`,
      `import { ${used(dataNames, code)} } from './src/data.ts';`,
    ];
    return [
      new URL(`newcomer-${i}.ts`, root).pathname,
      `${imports.join('\n')}\n${code}\nexport {};\n`,
    ] as const;
  });
  const texts = new Map(sources);
  const options: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts'],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ['node'],
  };
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.fileExists = (name) => texts.has(name) || fileExists(name);
  host.readFile = (name) => texts.get(name) ?? readFile(name);
  host.getCurrentDirectory = () => new URL('.', root).pathname;
  const program = ts.createProgram([...texts.keys()], options, host);
  return sources.map(([name]) =>
    program
      .getSemanticDiagnostics(program.getSourceFile(name))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
  );
}
