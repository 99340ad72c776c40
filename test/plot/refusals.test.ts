/**
 * What a newcomer does wrong, and what the pictures say of it.
 */
import { assert } from 'chai';
import { ArgumentError, ShapeError, StateError } from '../../src/errors.ts';
import { Activation, Dense, Input, Sequential } from '../../src/nn/index.ts';
import * as plot from '../../src/plot/index.ts';
import { loadCharts, type Packages } from '../../src/plot/observable.ts';

type Anything = (...args: unknown[]) => Promise<string>;

/** The pictures, as JavaScript sees them. */
const {
  plotActivations,
  plotCalibrationCurve,
  plotConfusionMatrix,
  plotDecisionBoundary,
  plotGradientNorms,
  plotImages,
  plotLearningCurves,
  plotMovingAverage,
  plotPrecisionRecallCurve,
  plotRocCurve,
  plotWeights,
} = plot as unknown as Readonly<Record<string, Anything>>;

const model = Sequential([Input([2]), Dense(3, { activation: 'softmax' }), Activation('linear')]);
const x = [[0.3, 0.7], [0.1, 0.2]]; // biome-ignore format: rows
const roc = { fpr: [0, 0.5, 1], tpr: [0, 0.9, 1] };

const refusals: readonly (readonly [
  what: string,
  call: () => Promise<unknown>,
  kind: new (message: string) => Error,
  words: string,
])[] = [
  [
    'a model for a history',
    () => plotLearningCurves(model),
    ArgumentError,
    'plotLearningCurves: there is no history; expected what fit returns, or { loss: [number, …], … }, received',
  ],
  ['no history', () => plotLearningCurves({}), ArgumentError, 'received {}.'],
  ['a list for a history', () => plotLearningCurves([1, 2]), ArgumentError, 'received [1, 2].'],
  [
    'a history that was not awaited',
    () => plotLearningCurves(Promise.resolve({})),
    ArgumentError,
    'there is no history',
  ],
  [
    'a number for a list',
    () => plotLearningCurves({ loss: 0.3 }),
    ShapeError,
    'loss are no list of numbers; expected [length]',
  ],
  [
    'words for losses',
    () => plotLearningCurves({ loss: ['a'] }),
    ArgumentError,
    "loss[0] is no number; expected a number, received 'a'",
  ],
  [
    'lists of different lengths',
    () => plotLearningCurves({ loss: [1, 2], val_loss: [1] }),
    ShapeError,
    'lengths differ; expected 2 numbers, as of loss, received 1 of val_loss',
  ],
  [
    'a key that was not reported',
    () => plotLearningCurves({ loss: [1, 2], accuracy: [0, 1] }, { keys: ['acuracy'] }),
    ArgumentError,
    "unknown key; expected one of 'loss', 'accuracy', received 'acuracy'. Did you mean 'accuracy'?",
  ],
  [
    'a key for keys',
    () => plotLearningCurves({ loss: [1] }, { keys: 'loss' }),
    ArgumentError,
    "expected a list of names, such as ['loss']",
  ],
  [
    'an epoch that was not run',
    () => plotLearningCurves({ loss: [1, 2] }, { stoppedEpoch: 2 }),
    ArgumentError,
    'stoppedEpoch is not usable; expected a whole number >= 0 and <= 1, received 2',
  ],
  [
    "Python's spelling",
    () => plotLearningCurves({ loss: [1, 2] }, { stopped_epoch: 1 }),
    ArgumentError,
    "Did you mean 'stoppedEpoch'?",
  ],
  [
    'a title where options are',
    () => plotRocCurve(roc, 'ROC'),
    ArgumentError,
    'the options are not an object',
  ],

  [
    'rates in two arguments',
    () => plotRocCurve([0, 1], [0, 1]),
    ArgumentError,
    'there is no curve; expected { fpr, tpr }, or several by name, received [0, 1]. rocCurve(targets, scores) gives one.',
  ],
  [
    'a list for a curve',
    () => plotRocCurve([0, 1]),
    ArgumentError,
    'plotRocCurve: there is no curve; expected { fpr, tpr }, or several by name, received [0, 1]. rocCurve(targets, scores) gives one.',
  ],
  [
    'the other curve',
    () => plotRocCurve({ precision: [1], recall: [1] }),
    ArgumentError,
    'received { precision: [1] … }',
  ],
  [
    'one of several that is no curve',
    () => plotRocCurve({ a: roc, b: [1] }),
    ArgumentError,
    'received { b: [1] … }',
  ],
  ['no curves', () => plotRocCurve({}), ArgumentError, 'received {}'],
  [
    'rates of different lengths',
    () => plotRocCurve({ a: { fpr: [0, 1], tpr: [0] } }),
    ShapeError,
    "lengths differ of 'a'; expected as many tpr as fpr, 2, received 1",
  ],
  [
    'rates of one class alone',
    () => plotRocCurve({ fpr: [Number.NaN, Number.NaN], tpr: [0, 1] }),
    ArgumentError,
    'no positive or no negative one',
  ],
  [
    'percents',
    () => plotRocCurve({ fpr: [0, 40, 100], tpr: [0, 70, 100] }),
    ArgumentError,
    'fpr holds a number that is no share; expected numbers from 0 to 1, received 40 at place 1',
  ],
  [
    'a ROC curve for precisions',
    () => plotPrecisionRecallCurve(roc),
    ArgumentError,
    'precisionRecallCurve(targets, scores) gives one',
  ],
  [
    'a ROC curve for a calibration',
    () => plotCalibrationCurve(roc),
    ArgumentError,
    'calibrationCurve(targets, probabilities) gives one',
  ],

  ['a bare matrix', () => plotConfusionMatrix([[1, 2], [3, 4]]), ArgumentError, 'there is no confusion matrix; expected { labels, matrix }'], // biome-ignore format: a matrix
  [
    'targets and predictions',
    () => plotConfusionMatrix([0, 1], [1, 1]),
    ArgumentError,
    'there is no confusion matrix; expected { labels, matrix }, received [0, 1]. confusionMatrix(targets, predictions) gives one.',
  ],
  ['a matrix that is not square', () => plotConfusionMatrix({ labels: [0, 1], matrix: [[1, 2], [3]] }), ShapeError, 'matrix does not fit the labels; expected [2, 2] for 2 labels, received row 1 of length 1'], // biome-ignore format: a matrix
  [
    'missing labels',
    () => plotConfusionMatrix({ labels: [0], matrix: [[1], [3]] }),
    ShapeError,
    'received 2 rows',
  ],
  [
    'negative counts',
    () => plotConfusionMatrix({ labels: [0], matrix: [[-1]] }),
    ArgumentError,
    'matrix[0][0] is no count',
  ],
  [
    'too few names',
    () => plotConfusionMatrix({ labels: [0], matrix: [[1]] }, { displayLabels: [] }),
    ShapeError,
    'displayLabels do not fit the labels; expected 1 names, received []',
  ],

  ['an unknown activation', () => plotActivations(['sigmoidal']), ArgumentError, "Did you mean 'sigmoid'"],
  [
    'a function without a name',
    () => plotActivations(Math.tanh),
    ArgumentError,
    'Give it a name: { name: function }.',
  ],
  [
    'a function of numbers',
    () => plotActivations({ f: () => 3 }),
    ArgumentError,
    'f gives no tensor; expected a result of ops, received 3',
  ],
  [
    'no activations',
    () => plotActivations([]),
    ArgumentError,
    "there are no activations; expected ['sigmoid', 'tanh'] or { name: function }",
  ],
  [
    'a range of one number',
    () => plotActivations('relu', { range: 5 }),
    ArgumentError,
    'range is not usable; expected [from, to], received 5',
  ],
  [
    'a range turned around',
    () => plotActivations('relu', { range: [5, -5] }),
    ArgumentError,
    'range[1] is not usable; expected a number > 5, received -5',
  ],

  [
    'a beta of 1',
    () => plotMovingAverage([1, 2], { betas: [0.9, 1] }),
    ArgumentError,
    'betas[1] is not usable; expected a number >= 0 and < 1, received 1',
  ],
  [
    'one beta',
    () => plotMovingAverage([1, 2], { betas: 0.9 }),
    ArgumentError,
    'betas is not usable; expected a list such as [0.9, 0.98], received 0.9',
  ],
  [
    'places that are too few',
    () => plotMovingAverage([1, 2], { x: [1] }),
    ShapeError,
    'expected 2 places for 2 numbers, received 1',
  ],
  ['no numbers', () => plotMovingAverage([]), ShapeError, 'y are no list of numbers'],

  [
    'gradients that are numbers',
    () => plotGradientNorms([1, 2]),
    ArgumentError,
    'gradients[0] is not what model.gradients gives; expected { layer: { kernel, bias } }, received 1',
  ],
  ['no gradients', () => plotGradientNorms([]), ArgumentError, 'there are no norms'],
  [
    'negative norms',
    () => plotGradientNorms({ dense: [1, -1] }),
    ArgumentError,
    'a norm of dense is negative; expected numbers from 0 on, received -1 in epoch 2',
  ],
  [
    'norms of different lengths',
    () => plotGradientNorms({ a: [1, 2], b: [1] }),
    ShapeError,
    'expected 2 epochs, as of a, received 1 of b',
  ],

  [
    'a model for a layer',
    () => plotWeights(model),
    ArgumentError,
    'a model is no layer; expected a layer or its kernel',
  ],
  ['a layer without weights', () => plotWeights(model.layers[1]), StateError, 'the layer has no weights'],
  ['a layer that was not built', () => plotWeights(Dense(3)), StateError, ''],
  [
    'a bias',
    () => plotWeights([1, 2, 3]),
    ShapeError,
    'the kernel is no matrix; expected [pixels, units], received [3]',
  ],
  [
    'pixels of no square',
    () => plotWeights(model.layers[0]),
    ArgumentError,
    '2 pixels make no square. Say the size of an image: { imageShape: [height, width] }.',
  ],
  [
    'a shape that does not fit',
    () => plotWeights([[1], [2]], { imageShape: [2, 2] }),
    ShapeError,
    'imageShape does not fit; expected [height, width] of 2 pixels, received [2, 2]',
  ],

  [
    'one image that is no row',
    () => plotImages([1, 2, 3, 4]),
    ShapeError,
    'x are no images; expected [images, pixels] or [images, height, width], received [4]',
  ],
  [
    'too few labels',
    () => plotImages([[1], [2]], { targets: [3] }),
    ShapeError,
    'expected 2 targets for 2 images, received 1',
  ],
  [
    'too many images',
    () => plotImages(Array.from({ length: 401 }, () => [1])),
    ArgumentError,
    'there are too many images; expected 400 at most, received 401',
  ],
  [
    'a range turned around',
    () => plotImages([[1]], { range: [1, 0] }),
    ArgumentError,
    'range is not usable; expected [white, black], the smaller first, received [1, 0]',
  ],
  ['no columns', () => plotImages([[1]], { columns: 0 }), ArgumentError, 'columns is not usable'],

  [
    'more columns than have room',
    () => plotImages([[1]], { columns: 40 }),
    ArgumentError,
    'columns is not usable; expected a whole number >= 1 and <= 32, received 40',
  ],
  [
    'a height without room for 100 units',
    () => plotWeights([Array.from({ length: 100 }, () => 1)], { height: 250 }),
    ArgumentError,
    'height is too small; expected at least 378 pixels',
  ],
  [
    'a height without room for six panels',
    () => plotLearningCurves(Object.fromEntries([...'abcdef'].map((key) => [key, [1, 2]])), { height: 300 }),
    ArgumentError,
    'height is too small',
  ],
  [
    'four columns',
    () => plotDecisionBoundary(model, [[1, 2, 3, 4]], [0]),
    ShapeError,
    'x has not two columns; expected [rows, 2], received [1, 4]. A plane has two columns',
  ],
  ['x before the model', () => plotDecisionBoundary(x, model, [0, 1]), ArgumentError, ''],
  [
    'no model',
    () => plotDecisionBoundary(null, x, [0, 1]),
    ArgumentError,
    'model cannot predict; expected an object with predict(x), received null',
  ],
  [
    'too few targets',
    () => plotDecisionBoundary(model, x, [0]),
    ShapeError,
    'expected 2 targets for 2 rows, received 1',
  ],
  [
    'targets without the names of all outputs',
    () => plotDecisionBoundary(model, x, ['a', 'b']),
    ArgumentError,
    "the model's outputs do not fit the targets; expected 3 different labels, received ['a', 'b']. Give a row of each class, or numbers of classes as targets.",
  ],
  [
    'targets that are neither all the labels nor numbers of classes',
    () => plotDecisionBoundary(model, x, [3, 7]),
    ArgumentError,
    "the model's outputs do not fit the targets; expected 3 different labels, received [3, 7]",
  ],
  [
    'a model of other rows',
    () => plotDecisionBoundary({ predict: () => [1] }, x, [0, 1]),
    ArgumentError,
    'the model predicts other rows; expected 22500 predictions for 22500 rows, received 1',
  ],
];

describe('pictures refuse', () => {
  for (const [what, call, kind, words] of refusals) {
    it(what, async () => {
      const error = await call().then(
        () => assert.fail('it was drawn'),
        (caught: Error) => caught,
      );
      assert.instanceOf(error, kind, error.message);
      assert.include(error.message, words);
    });
  }
});

describe('the packages of the pictures', () => {
  const real: Packages = {
    plot: () => import('../../src/plot/index.ts'), // something that loads
    linkedom: () => Promise.resolve({ parseHTML: () => ({ document: {} }) }),
    document: undefined,
  };
  const missing = () => Promise.reject(new Error('Cannot find package'));

  for (const name of ['plot', 'linkedom'] as const) {
    it(`without ${name}, the message says what to install`, async () => {
      const error = await loadCharts('plotRocCurve', { ...real, [name]: missing }).catch((caught) => caught);
      assert.instanceOf(error, StateError);
      const full = name === 'plot' ? '@observablehq/plot' : name;
      assert.equal(
        error.message,
        `plotRocCurve: the package ${full} cannot be loaded. Pictures need Observable Plot, and in Node linkedom: npm install @observablehq/plot linkedom`,
      );
      assert.equal((error.cause as Error).message, 'Cannot find package');
    });
  }

  it('in a page linkedom is not asked for', async () => {
    await loadCharts('plotRocCurve', { ...real, linkedom: missing, document: {} });
  });

  it('are there', () => plot.loadPlotPackages());
});
