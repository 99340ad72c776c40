/**
 * What newcomers get wrong with splits, scalers and encoders: each program as they write it, and the whole message.
 */
import { assert } from 'chai';
import { runProgram } from '../nn/shared/program.ts';

const GIVEN = 'const { x, t, labels } = iris();';

type Case = readonly [mistake: string, program: string, error: string];

// biome-ignore format: a mistake, its program, its message
const cases: readonly Case[] = [
  [
    'the share of test rows without a name',
    'trainTestSplit(x, t, 0.3);',
    'ArgumentError: trainTestSplit: the options are not an object; expected { option: value }, received 0.3. Did you mean { testSize: 0.3 }?',
  ],
  [
    'test_size',
    'trainTestSplit(x, t, { test_size: 0.3 });',
    "ArgumentError: trainTestSplit: unknown option; expected one of 'testSize', 'trainSize', 'seed', 'randomState', 'shuffle', 'stratify', received 'test_size'. Did you mean 'testSize'?",
  ],
  [
    'random_state',
    'trainTestSplit(x, t, { testSize: 30, random_state: 42 });',
    "ArgumentError: trainTestSplit: unknown option; expected one of 'testSize', 'trainSize', 'seed', 'randomState', 'shuffle', 'stratify', received 'random_state'. Did you mean 'randomState'?",
  ],
  [
    'a share as text',
    "trainTestSplit(x, t, { testSize: '30%' });",
    "ArgumentError: trainTestSplit: testSize is not usable; expected a share between 0 and 1, or a whole number of rows, received '30%'.",
  ],
  [
    'more test rows than there are',
    'trainTestSplit(x, t, { testSize: 300 });',
    'ArgumentError: trainTestSplit: one side would be empty; expected at least one row on each side, received testSize 300 of 150 rows.',
  ],
  [
    'a random state as text',
    "trainTestSplit(x, t, { randomState: '42' });",
    "ArgumentError: trainTestSplit: randomState is not usable; expected a whole number from 0 to 4294967295, or a RandomState, received '42'.",
  ],
  [
    "None, as scikit-learn's randomState",
    'trainTestSplit(x, t, { randomState: null });',
    'ArgumentError: trainTestSplit: randomState is not usable; expected a whole number from 0 to 4294967295, or a RandomState, received null.',
  ],
  [
    'stratify as a switch',
    'trainTestSplit(x, t, { stratify: true });',
    'ArgumentError: trainTestSplit: stratify is not usable; expected labels, one for each row, received true.',
  ],
  [
    'stratify by rows of x',
    'trainTestSplit(x, t, { stratify: x });',
    'ArgumentError: trainTestSplit: stratify holds rows that say no class; expected one-hot rows, or probabilities, received 5.099999904632568 in row 0. Give the labels, not x.',
  ],
  [
    'stratify by other rows',
    'trainTestSplit(x, t, { stratify: labels.slice(1) });',
    'ShapeError: trainTestSplit: stratify has not one label for each row; expected 150 labels, received 149.',
  ],
  [
    'stratify without shuffle',
    'trainTestSplit(x, t, { shuffle: false, stratify: labels });',
    'ArgumentError: trainTestSplit: stratify needs rows that are drawn at random. Leave out shuffle: false, or stratify.',
  ],
  [
    'x and t of different lengths',
    'trainTestSplit(x, labels.slice(0, 140));',
    'ShapeError: trainTestSplit: arguments 1 and 2 differ in rows; expected 150, received 140.',
  ],
  [
    'x and t in a list',
    'trainTestSplit([x, t]);',
    'ArgumentError: trainTestSplit: the arrays are in a list; received [an object of Tensor kind, an object of Tensor kind]. Give them one after the other: trainTestSplit(x, t).',
  ],
  [
    'x and t by name',
    'trainTestSplit({ x, t });',
    "ArgumentError: trainTestSplit: unknown option; expected one of 'testSize', 'trainSize', 'seed', 'randomState', 'shuffle', 'stratify', received 'x'.",
  ],
  [
    'nothing to split',
    'trainTestSplit();',
    'ArgumentError: trainTestSplit: there is nothing to split; expected Tensors or arrays.',
  ],
  [
    'the number of parts without a name',
    'KFold(5);',
    'ArgumentError: KFold: the options are not an object; expected { option: value }, received 5. Did you mean { nSplits: 5 }?',
  ],
  [
    'n_splits',
    'KFold({ n_splits: 5 });',
    "ArgumentError: KFold: unknown option; expected one of 'nSplits', 'shuffle', 'randomState', received 'n_splits'. Did you mean 'nSplits'?",
  ],
  [
    'a random state that draws nothing',
    'KFold({ nSplits: 5, randomState: 42 });',
    'ArgumentError: KFold: randomState has no effect without shuffle. Set shuffle: true, or leave randomState out.',
  ],
  [
    'one part',
    'KFold({ nSplits: 1 });',
    'ArgumentError: KFold: nSplits is not usable; expected a whole number >= 2, received 1.',
  ],
  [
    'more parts than rows',
    'KFold({ nSplits: 500 }).split(x);',
    'ArgumentError: KFold.split: there are fewer rows than parts; expected at least 500 rows, for nSplits, received 150. Lower nSplits to 150 or less.',
  ],
  [
    'forgotten labels',
    'StratifiedKFold({ nSplits: 5 }).split(x);',
    'ArgumentError: StratifiedKFold.split: t is missing: the classes whose shares are to be kept. Call split(x, labels).',
  ],
  [
    'more parts than rows of a class',
    'StratifiedKFold({ nSplits: 60 }).split(x, labels);',
    "ArgumentError: StratifiedKFold.split: every class has fewer rows than there are parts; expected at least 60 rows, for nSplits, of the largest class, received 50 of class 'Iris-setosa'. Lower nSplits to 50 or less, or use KFold.",
  ],
  [
    'transform before fit',
    'StandardScaler().transform(x);',
    'StateError: StandardScaler.transform: nothing has been learned yet. Call fit first.',
  ],
  [
    'words to scale',
    'StandardScaler().fit(labels);',
    "ArgumentError: StandardScaler.fit: x[0] is no number; expected a number, received 'Iris-setosa'.",
  ],
  [
    'numbers as text to scale',
    "StandardScaler().fit([['1', '2'], ['3', '4']]);",
    "ArgumentError: StandardScaler.fit: x[0][0] is no number; expected a number, received '1'.",
  ],
  [
    'a hole in the data',
    'StandardScaler().fit([[1, NaN], [2, 3]]);',
    'ArgumentError: StandardScaler.fit: row 0, column 1 is not finite; expected a finite number, received NaN.',
  ],
  [
    'a single row',
    'StandardScaler().fit(x).transform([5.1, 3.5, 1.4, 0.2]);',
    'ShapeError: StandardScaler.transform: x has not the columns that fit saw; expected x [rows, 4], received [4]. One row is [x]; one column is x.map((value) => [value]).',
  ],
  [
    'a single column',
    'StandardScaler().fit([1, 2, 3]);',
    'ShapeError: StandardScaler.fit: this is not a table; expected x [rows, columns], received [3]. One row is [x]; one column is x.map((value) => [value]).',
  ],
  [
    'other columns than before',
    'StandardScaler().fit(x).inverseTransform(t);',
    'ShapeError: StandardScaler.inverseTransform: x has not the columns that fit saw; expected x [rows, 4], received [150, 3].',
  ],
  [
    'with_mean',
    'StandardScaler({ with_mean: false });',
    "ArgumentError: StandardScaler: unknown option; expected one of 'withMean', 'withStd', received 'with_mean'. Did you mean 'withMean'?",
  ],
  [
    'data where options belong',
    'StandardScaler(x);',
    'ArgumentError: StandardScaler: the options are not an object; expected { option: value }, received an object of Tensor kind.',
  ],
  [
    'a range without a name',
    'MinMaxScaler([0, 1]);',
    'ArgumentError: MinMaxScaler: the options are not an object; expected { option: value }, received [0, 1].',
  ],
  [
    'a range from above',
    'MinMaxScaler({ featureRange: [1, 0] });',
    'ArgumentError: MinMaxScaler: featureRange is not usable; expected two numbers [low, high], low < high, received [1, 0].',
  ],
  [
    'quartiles from above',
    'RobustScaler({ quantileRange: [75, 25] });',
    'ArgumentError: RobustScaler: quantileRange is not usable; expected two percentiles [low, high], 0 <= low <= high <= 100, received [75, 25].',
  ],
  [
    'the degree as text',
    "PolynomialFeatures({ degree: '2' });",
    "ArgumentError: PolynomialFeatures: degree is not usable; expected a whole number >= 0, or two, [min, max] with min <= max, received '2'.",
  ],
  [
    'include_bias',
    'PolynomialFeatures({ include_bias: false });',
    "ArgumentError: PolynomialFeatures: unknown option; expected one of 'degree', 'interactionOnly', 'includeBias', received 'include_bias'. Did you mean 'includeBias'?",
  ],
  [
    'labels where options belong',
    'LabelEncoder(labels);',
    'ArgumentError: LabelEncoder: the options are not an object; expected { option: value }, received an array of 150.',
  ],
  [
    'a label that fit has not seen',
    "LabelEncoder().fit(labels).transform(['Iris-setosa', 'rosa']);",
    "ArgumentError: LabelEncoder.transform: the label of row 1 was not there in fit; expected one of 'Iris-setosa', 'Iris-versicolor', 'Iris-virginica', received 'rosa'.",
  ],
  [
    'a class that does not exist',
    'LabelEncoder().fit(labels).inverseTransform([0, 3]);',
    'ArgumentError: LabelEncoder.inverseTransform: the number of row 1 is no class; expected a whole number from 0 to 2, received 3.',
  ],
  [
    'probabilities for class numbers',
    'LabelEncoder().fit(labels).inverseTransform([0.2, 0.7]);',
    'ArgumentError: LabelEncoder.inverseTransform: the number of row 0 is no class; expected a whole number from 0 to 2, received 0.2.',
  ],
  [
    'one-hot rows for class numbers',
    'LabelEncoder().fit(labels).inverseTransform(t);',
    'ShapeError: LabelEncoder.inverseTransform: there must be one label for each row; expected [rows], received [150, 3].',
  ],
  [
    'class numbers for one-hot rows',
    'LabelBinarizer().fit(labels).inverseTransform([0, 1, 2]);',
    'ShapeError: LabelBinarizer.inverseTransform: y has not the columns of these classes; expected y [rows, 3], received [3].',
  ],
  [
    'one-hot rows to binarize',
    'LabelBinarizer().fitTransform(t);',
    'ShapeError: LabelBinarizer.fit: there must be one label for each row; expected [rows], received [150, 3].',
  ],
  [
    'names of classes for oneHot',
    'oneHot(labels);',
    "ArgumentError: oneHot: the labels are names; expected numbers of classes, received 'Iris-setosa'. LabelBinarizer().fitTransform(labels) makes rows of names.",
  ],
  [
    'a list of words for OneHotEncoder',
    'OneHotEncoder().fitTransform(labels);',
    "ShapeError: OneHotEncoder.fit: this is not a table; expected rows of categories, [['oak', 3], ['elm', 2]], received an array of 150. One column is rows of one: labels.map((label) => [label]).",
  ],
  [
    'handle_unknown',
    "OneHotEncoder({ handle_unknown: 'ignore' });",
    "ArgumentError: OneHotEncoder: unknown option; expected one of 'categories', 'drop', 'handleUnknown', received 'handle_unknown'. Did you mean 'handleUnknown'?",
  ],
  [
    'a word that fit has not seen',
    "OneHotEncoder().fit([['oak'], ['elm']]).transform([['fir']]);",
    "ArgumentError: OneHotEncoder.transform: the category of row 0, column 0 is not known; expected one of 'elm', 'oak', received 'fir'. handleUnknown: 'ignore' makes zeros of it.",
  ],
  [
    'rows of different lengths',
    "OneHotEncoder().fit([['oak', 1], ['elm']]);",
    'ShapeError: OneHotEncoder.fit: row 1 has another length; expected 2 categories, received 1.',
  ],
  [
    'categories of one column, not in a list of columns',
    "OneHotEncoder({ categories: ['oak', 'elm'] });",
    "ArgumentError: OneHotEncoder: categories[0] is not usable; expected labels of one kind, each once, received 'oak'.",
  ],
  [
    'a config as text',
    'transformerFromConfig(JSON.stringify(StandardScaler().fit(x).toConfig()));',
    "ArgumentError: transformerFromConfig: this is no config; expected what toConfig() of a scaler or encoder gave: { kind, options, learned }, received '{\"kind\":\"StandardScaler\",\"options\":{\"withMean\":true,\"with…'. Is it the text of one? JSON.parse(text) reads it.",
  ],
  [
    'a scaler for its config',
    'transformerFromConfig(StandardScaler().fit(x));',
    'ArgumentError: transformerFromConfig: this is no config; expected what toConfig() of a scaler or encoder gave: { kind, options, learned }, received an object of Object kind. Its toConfig() gives one.',
  ],
];

describe('a newcomer with splits, scalers and encoders', () => {
  for (const [mistake, program, error] of cases)
    it(mistake, async () => assert.equal((await runProgram(`${GIVEN}\n${program}`)).error, error));

  it('gets 30 rows for testSize 30, and not 30 %', async () => {
    const program = 'console.log(String(trainTestSplit(x, { testSize: 30 }).map(({ shape }) => shape[0])));';
    const { lines } = await runProgram(`${GIVEN}\n${program}`);
    assert.deepEqual(lines, ['120,30']);
  });
});
