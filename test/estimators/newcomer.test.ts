/**
 * What newcomers get wrong with MLPClassifier, pipelines and cross-validation: each program as they write it, and the
 * whole message.
 */
import { assert } from 'chai';
import { runProgram } from '../nn/shared/program.ts';

/** What every program begins with. */
const GIVEN = `const { x, t, labels } = iris();
  const net = () => MLPClassifier({ hiddenLayerSizes: [5], maxIter: 2 });`;

type Case = readonly [mistake: string, program: string, error: string];

// biome-ignore format: a mistake, its program, its message
const cases: readonly Case[] = [
  [
    'sizes without a name',
    'MLPClassifier([20]);',
    'ArgumentError: MLPClassifier: the options are not an object; expected { option: value }, received [20]. Did you mean { hiddenLayerSizes: [20] }?',
  ],
  [
    'sizes as text',
    "MLPClassifier({ hiddenLayerSizes: ['20'] });",
    "ArgumentError: MLPClassifier: hiddenLayerSizes is not usable; expected whole numbers >= 1, such as [20] or [64, 32], received ['20'].",
  ],
  [
    'a learning rate that is a number',
    'MLPClassifier({ learningRate: 0.01 });',
    'ArgumentError: MLPClassifier: learningRate is a plan, and no number; received 0.01. Did you mean { learningRateInit: 0.01 }?',
  ],
  [
    'data where options belong',
    'MLPRegressor(x, t);',
    'ArgumentError: MLPRegressor: the options are not an object; expected { option: value }, received an object of Tensor kind.',
  ],
  [
    "Keras's name of a loss",
    "MLPRegressor({ loss: 'mse' });",
    "ArgumentError: MLPRegressor: unknown loss; expected one of 'squared_error', 'poisson', received 'mse'. Did you mean 'squared_error'?",
  ],
  [
    'predict before fit',
    'net().predict(x);',
    'StateError: MLPClassifier.predict: nothing has been learned yet. Call fit(x, t) first.',
  ],
  [
    'score before fit',
    'net().score(x, labels);',
    'StateError: MLPClassifier.score: nothing has been learned yet. Call fit(x, t) first.',
  ],
  [
    'a forgotten t',
    'net().fit(x);',
    'ArgumentError: MLPClassifier.fit: t is missing; expected a label for each row, received undefined.',
  ],
  [
    'labels before rows',
    'net().fit(labels, x);',
    "ArgumentError: MLPClassifier.fit: x holds text; expected numbers, received 'Iris-setosa'. Number(value) makes a number; readCsv of multiperceptron/data reads a file of them.",
  ],
  [
    'rows of x as one-hot targets',
    'net().fit(x, x);',
    'ArgumentError: MLPClassifier.fit: row 0 of t is not one-hot; expected zeros and a single one, received an array of 4. For rows that may have several labels, or none, set multilabel: true.',
  ],
  [
    'labels of other rows',
    'net().fit(x, labels.slice(1));',
    'ShapeError: MLPClassifier.fit: x and t differ in rows; expected 150 rows of t, received 149.',
  ],
  [
    'labels for a regressor',
    'MLPRegressor().fit(x, labels);',
    "ArgumentError: MLPRegressor.fit: t holds labels; expected numbers, received 'Iris-setosa'. MLPClassifier learns labels.",
  ],
  [
    'epochs given to fit',
    'net().fit(x, labels, { epochs: 10 });',
    "ArgumentError: MLPClassifier.fit: unknown option; expected one of 'sampleWeight', received 'epochs'.",
  ],
  [
    'a single sample',
    'net().fit(x, labels).predict([5.1, 3.5, 1.4, 0.2]);',
    'ShapeError: MLPClassifier.predict: x is not one row for each sample; expected x [rows, 4], received [4]. One sample is a row too: [x] in place of x; a single column is x.map((value) => [value]).',
  ],
  [
    'a sample with other columns',
    'net().fit(x, labels).predict([[5.1, 3.5]]);',
    'ShapeError: MLPClassifier.predict: x has not the columns that fit saw; expected x [rows, 4], received [1, 2].',
  ],
  [
    'an estimator where a function makes them',
    'crossValidate(net(), x, labels);',
    'ArgumentError: crossValidate: make is no function; expected a function that makes a new estimator for each split, received an estimator. Write crossValidate(() => estimator(…), x, t), so that nothing is learned from test rows.',
  ],
  [
    'rows first',
    'crossValidate(x, labels, net);',
    'ArgumentError: crossValidate: make is no function; expected a function that makes a new estimator for each split, received an object of Tensor kind. Write crossValidate(() => estimator(…), x, t), so that nothing is learned from test rows.',
  ],
  [
    'rows first, for a learning curve',
    'learningCurve(x, labels, net);',
    'ArgumentError: learningCurve: make is no function; expected a function that makes a new estimator for each split, received an object of Tensor kind. Write learningCurve(() => estimator(…), x, t), so that nothing is learned from test rows.',
  ],
  [
    'a function that gives nothing',
    'crossValidate(() => { net(); }, x, labels);',
    'ArgumentError: crossValidate: make gave no estimator; expected an object with fit(x, t) and predict(x), received undefined. Does the function return it?',
  ],
  [
    'one estimator for all splits',
    `const one = net();
crossValidate(() => one, x, labels);`,
    'ArgumentError: crossValidate: make gave the same estimator again, which has seen the test rows of other splits. Make it inside the function, layers included.',
  ],
  [
    'a model that is not compiled',
    "crossValidate(() => Sequential([Dense(3, { activation: 'softmax' })]), x, t);",
    "StateError: fit: sequential is not compiled. Call model.compile({ optimizer: 'sgd', loss: 'mse', metrics: ['accuracy'] }) first.",
  ],
  [
    'a forgotten t of a cross-validation',
    'crossValidate(net, x);',
    'ArgumentError: crossValidate: t has no rows; expected a Tensor, an array or a typed array, received undefined. tensor(values) makes a Tensor from numbers of other kinds.',
  ],
  [
    'the number of parts without a name',
    'crossValidate(net, x, labels, 5);',
    'ArgumentError: crossValidate: the options are not an object; expected { option: value }, received 5. Did you mean { cv: 5 }?',
  ],
  [
    'n_splits',
    'crossValidate(net, x, labels, { n_splits: 5 });',
    "ArgumentError: crossValidate: unknown option; expected one of 'cv', 'scoring', 'returnTrainScore', 'fit', received 'n_splits'. Did you mean 'cv'?",
  ],
  [
    'one part',
    'crossValidate(net, x, labels, { cv: 1 });',
    'ArgumentError: crossValidate: cv is not usable; expected a whole number >= 2, received 1.',
  ],
  [
    'a splitter that is not called',
    'crossValidate(net, x, labels, { cv: KFold });',
    'ArgumentError: crossValidate: cv is not usable; expected a number of parts, a splitter such as KFold(), or a list of { train, test }, received the function KFold.',
  ],
  [
    'a score by its name',
    "crossValidate(net, x, labels, { scoring: 'accuracy' });",
    'ArgumentError: crossValidate: only models have scores by name, those of their evaluate. Give a function, such as { scoring: accuracyScore }.',
  ],
  [
    'train_sizes',
    'learningCurve(net, x, labels, { train_sizes: [0.5, 1] });',
    "ArgumentError: learningCurve: unknown option; expected one of 'trainSizes', 'cv', 'scoring', 'shuffle', 'randomState', 'fit', received 'train_sizes'. Did you mean 'trainSizes'?",
  ],
  [
    'more rows than a split has',
    'learningCurve(net, x, labels, { cv: 3, trainSizes: [10, 500] });',
    'ArgumentError: learningCurve: trainSizes is not usable; expected shares above 0 up to 1, or whole numbers up to 100, the training rows of a split, received [10, 500].',
  ],
  [
    'steps in a list',
    'pipeline([StandardScaler(), net()]);',
    'ArgumentError: pipeline: the last step is not usable; expected an object with fit and predict, received [an object of Object kind, an estimator]. Steps follow each other, without list or names: pipeline(StandardScaler(), MLPClassifier()).',
  ],
  [
    "steps with names, as of scikit-learn's Pipeline",
    "pipeline(['scaler', StandardScaler()], ['net', net()]);",
    "ArgumentError: pipeline: step 1 is not usable; expected an object with fit and transform, received ['scaler', an object of Object kind]. Steps follow each other, without list or names: pipeline(StandardScaler(), MLPClassifier()).",
  ],
  [
    'steps that are not called',
    'pipeline(StandardScaler, MLPClassifier);',
    'ArgumentError: pipeline: step 1 is not usable; expected an object with fit and transform, received the function StandardScaler. Call it: StandardScaler() makes one.',
  ],
  [
    'an estimator that is not called',
    'pipeline(StandardScaler(), MLPClassifier);',
    'ArgumentError: pipeline: the last step is not usable; expected an object with fit and predict, received the function MLPClassifier. Call it: MLPClassifier() makes one.',
  ],
  [
    'the estimator first',
    'pipeline(net(), StandardScaler());',
    'ArgumentError: pipeline: step 1 is not usable; expected an object with fit and transform, received an estimator. An estimator is the last step; transformers come before it.',
  ],
  [
    'no estimator',
    'pipeline(StandardScaler());',
    'ArgumentError: pipeline: the last step is not usable; expected an object with fit and predict, received an object of Object kind. The last step is the estimator, such as MLPClassifier(); transformers come before it.',
  ],
  [
    'predict of a pipeline before fit',
    'pipeline(StandardScaler(), net()).predict(x);',
    'StateError: StandardScaler.transform: nothing has been learned yet. Call fit first.',
  ],
];

/** Options of scikit-learn and of Keras, and what is meant here. */
const names: readonly (readonly [program: string, meant: string])[] = [
  ['MLPClassifier({ hidden_layer_sizes: [20] });', 'hiddenLayerSizes'],
  ['MLPClassifier({ max_iter: 20 });', 'maxIter'],
  ['MLPClassifier({ epochs: 20 });', 'maxIter'],
  ['MLPClassifier({ random_state: 3 });', 'randomState'],
  ['MLPClassifier({ seed: 3 });', 'randomState'],
  ['MLPClassifier({ learning_rate_init: 0.1 });', 'learningRateInit'],
  ['MLPClassifier({ early_stopping: true });', 'earlyStopping'],
  ["MLPClassifier({ solver: 'Adam' });", 'adam'],
  ["MLPClassifier({ activation: 'sigmoid' });", 'logistic'],
  ["MLPRegressor({ activation: 'linear' });", 'identity'],
];

describe('a newcomer with estimators', () => {
  for (const [mistake, program, error] of cases)
    it(mistake, async () => assert.equal((await runProgram(`${GIVEN}\n${program}`)).error, error));

  for (const [program, meant] of names)
    it(program, async () => assert.include((await runProgram(program)).error, `Did you mean '${meant}'?`));

  it('gets labels from labels, class numbers from one-hot rows', async () => {
    const program = `
      const of = (targets) => MLPClassifier({ maxIter: 150, learningRateInit: 0.05 }).fit(x, targets).predict(x);
      console.log([of(labels)[0], of(t)[0], of(t.toArray())[149]].join());`;
    const { lines, error } = await runProgram(`${GIVEN}\n${program}`);
    assert.equal(error, '');
    assert.deepEqual(lines, ['Iris-setosa,0,2']);
  });
});
