/**
 * What newcomers get wrong with pictures and drawings: each program as they write it, and the whole message.
 */
import { assert } from 'chai';
import * as plot from '../../src/plot/index.ts';
import { runProgram } from '../nn/shared/program.ts';

/** What every program begins with. */
const GIVEN = `const [t, y, p] = [[0, 1, 1, 0], [0, 1, 0, 0], [0.1, 0.8, 0.4, 0.3]];
  const { x, labels } = iris();
  const model = Sequential([Input([4]), Dense(3, { activation: 'softmax' })]);
  model.compile({ loss: 'categorical_crossentropy' });
  const history = model.fit(x, iris().t, { epochs: 2, verbose: 0 });
  const { xTrain } = optdigits();`;

type Case = readonly [mistake: string, program: string, error: string];

// biome-ignore format: a mistake, its program, its message
const cases: readonly Case[] = [
  [
    'targets and scores for a curve',
    'await plotRocCurve(t, p);',
    'ArgumentError: plotRocCurve: there is no curve; expected { fpr, tpr }, or several by name, received [0, 1, 1, 0]. rocCurve(targets, scores) gives one.',
  ],
  [
    'the points in two arguments',
    `const { fpr, tpr } = rocCurve(t, p);
await plotRocCurve(fpr, tpr);`,
    'ArgumentError: plotRocCurve: there is no curve; expected { fpr, tpr }, or several by name, received [0, 0, 0, 1]. rocCurve(targets, scores) gives one.',
  ],
  [
    'another curve',
    'await plotRocCurve(precisionRecallCurve(t, p));',
    'ArgumentError: plotRocCurve: there is no curve; expected { fpr, tpr }, or several by name, received { precision: [0.5, 0.6666666666666666, 1, 1, 1] … }. rocCurve(targets, scores) gives one.',
  ],
  [
    'targets and probabilities for a calibration',
    'await plotCalibrationCurve(t, p);',
    'ArgumentError: plotCalibrationCurve: there is no curve; expected { probPred, probTrue }, or several by name, received [0, 1, 1, 0]. calibrationCurve(targets, probabilities) gives one.',
  ],
  [
    'a curve of one class alone',
    'await plotRocCurve(rocCurve([1, 1, 1, 1], p));',
    'ArgumentError: plotRocCurve: fpr holds a number that is no share; expected numbers from 0 to 1, received NaN at place 0. A rate is NaN where the targets hold no row of that kind, no positive or no negative one.',
  ],
  [
    'a language by its name',
    "await plotRocCurve(rocCurve(t, p), { language: 'Español' });",
    "ArgumentError: plotRocCurve: unknown language; expected one of 'en', 'es', received 'Español'. Did you mean 'es'?",
  ],
  [
    'targets and predictions for a matrix',
    'await plotConfusionMatrix(t, y);',
    'ArgumentError: plotConfusionMatrix: there is no confusion matrix; expected { labels, matrix }, received [0, 1, 1, 0]. confusionMatrix(targets, predictions) gives one.',
  ],
  [
    'the text of a matrix',
    'await plotConfusionMatrix(String(confusionMatrix(t, y)));',
    `ArgumentError: plotConfusionMatrix: there is no confusion matrix; expected { labels, matrix }, received '[[2 0]
 [1 1]]'. confusionMatrix(targets, predictions) gives one.`,
  ],
  [
    'the counts of a matrix alone',
    'await plotConfusionMatrix(confusionMatrix(t, y).matrix);',
    'ArgumentError: plotConfusionMatrix: there is no confusion matrix; expected { labels, matrix }, received [[2, 0], [1, 1]]. confusionMatrix(targets, predictions) gives one.',
  ],
  [
    'names of classes as target_names',
    "await plotConfusionMatrix(confusionMatrix(t, y), { target_names: ['no', 'yes'] });",
    "ArgumentError: plotConfusionMatrix: unknown option; expected one of 'displayLabels', 'title', 'width', 'height', 'language', received 'target_names'. Did you mean 'displayLabels'?",
  ],
  [
    'a model for its history',
    'await plotLearningCurves(model);',
    'ArgumentError: plotLearningCurves: there is no history; expected what fit returns, or { loss: [number, …], … }, received a model.',
  ],
  [
    'one list of a history',
    'await plotLearningCurves([2.3, 2.1]);',
    'ArgumentError: plotLearningCurves: there is no history; expected what fit returns, or { loss: [number, …], … }, received [2.3, 2.1].',
  ],
  [
    'a history for lines',
    'lineChart(history);',
    "ArgumentError: lineChart: series 'history' is not usable; expected a list of numbers, received an object of Object kind. Give history.history, or call history.plot().",
  ],
  [
    'a list for lines',
    'lineChart([2.3, 2.1]);',
    'ArgumentError: lineChart: series are not usable; expected lines by name: { loss: [0.5, 0.3] }, received [2.3, 2.1].',
  ],
  [
    'the metric without a name',
    "history.plot('loss');",
    "ArgumentError: History.plot: the options are not an object; expected { option: value }, received 'loss'.",
  ],
  [
    'metrics for keys',
    "history.plot({ metrics: ['accuracy'] });",
    "ArgumentError: History.plot: unknown option; expected one of 'width', 'height', 'color', 'log', 'keys', received 'metrics'. Did you mean 'keys'?",
  ],
  [
    'all digits for one picture',
    'imageText(takeRows(xTrain, [0, 1, 2]));',
    'ShapeError: imageText: 192 pixels are no square. Set columns, the number of pixels in a row. Of a table of pictures draw one: x.data.subarray(0, 64).',
  ],
  [
    'a row of a Tensor by index',
    'imageText(xTrain[0]);',
    'ArgumentError: imageText: pixels are not usable; expected a list of numbers, received undefined.',
  ],
  [
    'pixels that fill no rows',
    'imageText(xTrain.data.subarray(0, 64), { columns: 7 });',
    'ShapeError: imageText: 64 pixels do not fill rows of 7.',
  ],
  [
    'one picture for a list of them',
    'await plotImages(xTrain.data.subarray(0, 64));',
    'ShapeError: plotImages: x are no images; expected [images, pixels] or [images, height, width], received [64].',
  ],
  [
    'thousands of pictures',
    'await plotImages(xTrain);',
    'ArgumentError: plotImages: there are too many images; expected 400 at most, received 3823. takeRows(x, rows) takes some of them.',
  ],
  [
    'shape for imageShape',
    'await plotImages(takeRows(xTrain, [0]), { shape: [8, 8] });',
    "ArgumentError: plotImages: unknown option; expected one of 'targets', 'predictions', 'imageShape', 'columns', 'range', 'title', 'width', 'height', 'language', received 'shape'. Did you mean 'imageShape'?",
  ],
  [
    'an activation that does not exist',
    "await plotActivations(['relu', 'tanhh']);",
    "ArgumentError: plotActivations: unknown activation; expected one of 'linear', 'relu', 'sigmoid', 'tanh', 'softmax', 'leaky_relu', 'elu', 'selu', 'softplus', 'softsign', 'exponential', 'gelu', 'silu', 'swish', 'mish', 'relu6', 'hard_sigmoid', 'hard_silu', 'hard_swish', 'hard_tanh', 'log_softmax', 'log_sigmoid', received 'tanhh'. Did you mean 'tanh'?",
  ],
  [
    'a β in percent',
    'await plotMovingAverage(p, { betas: [0.9, 98] });',
    'ArgumentError: plotMovingAverage: betas[1] is not usable; expected a number >= 0 and < 1, received 98.',
  ],
  [
    'a β that is no list',
    'await plotMovingAverage(p, { betas: 0.9 });',
    'ArgumentError: plotMovingAverage: betas is not usable; expected a list such as [0.9, 0.98], received 0.9.',
  ],
  [
    'four columns for a plane',
    'await plotDecisionBoundary(model, x, labels);',
    'ShapeError: plotDecisionBoundary: x has not two columns; expected [rows, 2], received [150, 4]. A plane has two columns: choose two of them, and train the model on these.',
  ],
  [
    'all weights of a model',
    'await plotWeights(model.getWeights());',
    'ArgumentError: plotWeights: there are several weights; received [an object of Tensor kind, an object of Tensor kind]. Take one of them: getWeights()[0] is the kernel of the first layer.',
  ],
  [
    'a model for its layer',
    'await plotWeights(model);',
    'ArgumentError: plotWeights: a model is no layer; expected a layer or its kernel, received a model. Take one of its layers: model.layers[0].',
  ],
  [
    'a model for its gradients',
    'await plotGradientNorms(model);',
    'ArgumentError: plotGradientNorms: a model has no norms of its own; expected a list of what model.gradients gave, one for each epoch, received a model. One epoch is a list too: [model.gradients(x, t)].',
  ],
  [
    'the gradients of one epoch',
    'await plotGradientNorms(model.gradients(x, iris().t));',
    'ArgumentError: plotGradientNorms: dense is no list of norms; expected a list of what model.gradients gave, one for each epoch, received an object of Object kind. One epoch is a list too: [model.gradients(x, t)].',
  ],
];

describe('a newcomer with pictures', () => {
  for (const [mistake, program, error] of cases)
    it(mistake, async () => assert.equal((await runProgram(`${GIVEN}\n${program}`, plot)).error, error));

  it('forgets to await: a promise is no text, and says so', async () => {
    const program =
      'const svg = plotRocCurve(rocCurve(t, p));\nconsole.log(String(svg), (await svg).slice(0, 4));';
    const { lines, error } = await runProgram(`${GIVEN}\n${program}`, plot);
    assert.equal(error, '');
    assert.deepEqual(lines, ['[object Promise]']);
  });
});
