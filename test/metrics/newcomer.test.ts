/**
 * What newcomers get wrong with metrics, reports and curves: each program as they write it, and the whole message.
 */
import { assert } from 'chai';
import * as metrics from '../../src/metrics.ts';
import { runProgram } from '../nn/shared/program.ts';

/** Targets, predictions and probabilities of five rows, for every program. */
const GIVEN = 'const [t, y, p] = [[0, 1, 1, 0, 1], [0, 1, 0, 0, 1], [0.1, 0.8, 0.4, 0.3, 0.9]];';

type Case = readonly [mistake: string, program: string, error: string];

// biome-ignore format: a mistake, its program, its message
const cases: readonly Case[] = [
  [
    'scores before targets',
    'rocCurve(p, t);',
    'ArgumentError: rocCurve: targets[0] is a fraction; expected a class number or a name, received 0.1. Targets come first, then scores.',
  ],
  [
    'scores before targets, for an area',
    'rocAucScore(p, t);',
    'ArgumentError: rocAucScore: targets[0] is a fraction; expected a class number or a name, received 0.1. Targets come first, then scores.',
  ],
  [
    'predictions of probabilities before targets',
    'accuracyScore(p, t);',
    'ArgumentError: accuracyScore: targets[0] is no class; expected whole numbers or names, received 0.1. Targets come first, then predictions. Probabilities become labels by a threshold (p > 0.5 ? 1 : 0), or in a Tensor [rows, classes] by the largest of each row.',
  ],
  [
    'probabilities where labels are wanted',
    'confusionMatrix(t, p);',
    'ArgumentError: confusionMatrix: predictions[0] is no class; expected whole numbers or names, received 0.1. Probabilities become labels by a threshold (p > 0.5 ? 1 : 0), or in a Tensor [rows, classes] by the largest of each row.',
  ],
  [
    'probabilities in a report',
    'classificationReport(t, p);',
    'ArgumentError: classificationReport: predictions[0] is no class; expected whole numbers or names, received 0.1. Probabilities become labels by a threshold (p > 0.5 ? 1 : 0), or in a Tensor [rows, classes] by the largest of each row.',
  ],
  [
    'nested arrays of probabilities, which are read from a Tensor',
    'confusionMatrix(t, p.map((one) => [1 - one, one]));',
    'ArgumentError: confusionMatrix: predictions[0] is no label; expected a string or a number, received [0.9, 0.1]. One-hot rows and probabilities are read from tensor(predictions); rows that have several labels each need { multilabel: true }, where a function offers it.',
  ],
  [
    'labels where the probabilities of all classes are wanted',
    "rocAucScore([0, 1, 2, 0], [0, 1, 2, 1], { multiClass: 'ovr' });",
    'ShapeError: rocAucScore: classes and columns of scores differ in number; expected scores [rows, 3] for the classes [0, 1, 2], received [4]. Give what the model says of every class, model.predict(x), and not the class that it chooses.',
  ],
  [
    'both columns of softmax for one curve',
    'rocCurve(t, tensor(p.map((one) => [1 - one, one])));',
    'ShapeError: rocCurve: scores have 2 columns; expected one score for each row, scores [rows] or [rows, 1], received [5, 2]. Take the column of the positive class, row[1] of each row; scores.toArray() gives the rows of a Tensor.',
  ],
  [
    'several classes for one curve',
    'rocCurve([0, 1, 2], [0.1, 0.8, 0.3]);',
    'ArgumentError: rocCurve: which label is positive is not clear; expected targets of 0 and 1, or of -1 and 1, or posLabel, received targets of 0, 1, 2. posLabel: 2 makes that class positive, all others negative.',
  ],
  [
    'several classes for one area',
    'rocAucScore([0, 1, 2], [[0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.2, 0.1, 0.7]]);',
    "ArgumentError: rocAucScore: three or more classes have no single ROC curve; expected multiClass 'ovr' or 'ovo'. multiClass: 'ovr' takes each class against the rest, 'ovo' each against each other.",
  ],
  [
    'names without saying which is positive',
    "rocCurve(['R', 'M', 'R'], [0.7, 0.2, 0.4]);",
    "ArgumentError: rocCurve: which label is positive is not clear; expected targets of 0 and 1, or of -1 and 1, or posLabel, received targets of 'M', 'R'. posLabel: 'R' makes that class positive, all others negative.",
  ],
  [
    'a positive name that is spelled otherwise',
    "rocCurve(['R', 'M', 'R'], [0.7, 0.2, 0.4], { posLabel: 'Rock' });",
    "ArgumentError: rocCurve: posLabel is no label of the targets; expected one of ['M', 'R'], received 'Rock'.",
  ],
  [
    'names without saying which is positive, for a score',
    "precisionScore(['R', 'M', 'R'], ['R', 'M', 'M']);",
    "ArgumentError: precisionScore: posLabel is not among the labels; expected one of ['M', 'R'], received 1. Name the class that counts as positive, { posLabel: 'R' }, or take both: { average: 'macro' }.",
  ],
  [
    'pos_label',
    'rocCurve(t, p, { pos_label: 1 });',
    "ArgumentError: rocCurve: unknown option; expected one of 'posLabel', 'sampleWeight', 'dropIntermediate', received 'pos_label'. Did you mean 'posLabel'?",
  ],
  [
    'the positive label as an argument',
    'rocCurve(t, p, 1);',
    'ArgumentError: rocCurve: the options are not an object; expected { option: value }, received 1.',
  ],
  [
    'text for numbers',
    "rocCurve(t, ['0.1', '0.8', '0.4', '0.3', '0.9']);",
    "ArgumentError: rocCurve: scores[0] is no number; expected a number, received '0.1'.",
  ],
  [
    'text for labels',
    "accuracyScore(t, ['0', '1', '0', '0', '1']);",
    "ArgumentError: accuracyScore: labels are of different kinds; expected a number, as targets[0] is one, received '0' for predictions[0]. Class numbers become names by classNames[number], or by the inverseTransform of a LabelBinarizer.",
  ],
  [
    'names against class numbers',
    "confusionMatrix(['a', 'b', 'b'], tensor([[0.3, 0.7], [0.8, 0.2], [0.1, 0.9]]));",
    'ArgumentError: confusionMatrix: labels are of different kinds; expected a string, as targets[0] is one, received 1 for predictions[0]. Class numbers become names by classNames[number], or by the inverseTransform of a LabelBinarizer.',
  ],
  [
    'lengths that differ',
    'f1Score(t, [0, 1]);',
    'ShapeError: f1Score: lengths differ; expected 5 predictions for 5 targets, received 2.',
  ],
  [
    'scores of other rows',
    'rocCurve(t, [0.1, 0.8]);',
    'ShapeError: rocCurve: targets and scores do not fit; expected scores [5], [5, 1] or [5, columns] for 5 targets, received [2].',
  ],
  [
    'forgotten predictions',
    'confusionMatrix(t);',
    'ArgumentError: confusionMatrix: predictions are not labels; expected an array of labels or a Tensor, received undefined.',
  ],
  [
    'several classes without an average',
    'f1Score([0, 1, 2], [0, 2, 2]);',
    "ArgumentError: f1Score: average 'binary' is for two classes; expected average: 'micro', 'macro', 'weighted' or null, received 3 classes: 0, 1, 2.",
  ],
  [
    'the average as an argument',
    "f1Score([0, 1, 2], [0, 2, 2], 'macro');",
    "ArgumentError: f1Score: the options are not an object; expected { option: value }, received 'macro'. Did you mean { average: 'macro' }?",
  ],
  [
    'zero_division',
    'precisionScore(t, y, { zero_division: 0 });',
    "ArgumentError: precisionScore: unknown option; expected one of 'average', 'labels', 'posLabel', 'sampleWeight', 'zeroDivision', 'multilabel', received 'zero_division'. Did you mean 'zeroDivision'?",
  ],
  [
    'target_names',
    "classificationReport(t, y, { target_names: ['no', 'yes'] });",
    "ArgumentError: classificationReport: unknown option; expected one of 'labels', 'sampleWeight', 'zeroDivision', 'multilabel', 'targetNames', 'digits', received 'target_names'. Did you mean 'targetNames'?",
  ],
  [
    'output_dict',
    'classificationReport(t, y, { output_dict: true });',
    "ArgumentError: classificationReport: unknown option; expected one of 'labels', 'sampleWeight', 'zeroDivision', 'multilabel', 'targetNames', 'digits', received 'output_dict'.",
  ],
  [
    'names of other classes',
    "confusionMatrix(t, y, { labels: ['no', 'yes'] });",
    "ArgumentError: confusionMatrix: none of the labels is among the targets; expected labels of the targets, [0, 1], received ['no', 'yes'].",
  ],
  [
    'shares of the matrix by true',
    'confusionMatrix(t, y, { normalize: true });',
    "ArgumentError: confusionMatrix: unknown normalize; expected one of 'true', 'pred', 'all', received true.",
  ],
  [
    'a whole curve for its area',
    'auc(rocCurve(t, p));',
    'ArgumentError: auc: x is a whole curve; received an object of Object kind. Give its points: auc(fpr, tpr), or auc(recall, precision).',
  ],
  [
    'targets and scores for points',
    'auc(t, p);',
    'ArgumentError: auc: x goes up and down; expected x that never falls, or never rises, received 1 before 0 at place 2. The arguments are points of a curve, auc(fpr, tpr); rocAucScore takes targets and scores.',
  ],
  [
    'logits for probabilities',
    'logLoss(t, [-2.1, 0.7, 0.3, -0.4, 1.8]);',
    'ArgumentError: logLoss: probabilities are out of range; expected numbers from 0 to 1, received -2.1. A sigmoid or a softmax makes probabilities of logits.',
  ],
  [
    'a metric at the end',
    'bootstrapInterval(t, y, accuracyScore);',
    'ArgumentError: bootstrapInterval: metric is no function; expected a function (targets, predictions) => number, such as accuracyScore, received [0, 1, 1, 0, 1].',
  ],
  [
    'the value of a metric',
    'bootstrapInterval(accuracyScore(t, y), t, y);',
    'ArgumentError: bootstrapInterval: metric is no function; expected a function (targets, predictions) => number, such as accuracyScore, received 0.8.',
  ],
  [
    'a metric that gives no number',
    'bootstrapInterval(confusionMatrix, t, y);',
    'ArgumentError: bootstrapInterval: the metric gives no finite number of all rows; expected a finite number, received an object of Object kind. Take a score, such as (t, y) => rocAucScore(t, y).',
  ],
  [
    'confidence in percent',
    'bootstrapInterval(accuracyScore, t, y, { confidence: 95 });',
    'ArgumentError: bootstrapInterval: confidence is not usable; expected a number > 0 and < 1, received 95.',
  ],
  [
    'random_state',
    'bootstrapInterval(accuracyScore, t, y, { random_state: 42 });',
    "ArgumentError: bootstrapInterval: unknown option; expected one of 'confidence', 'resamples', 'randomState', 'method', received 'random_state'. Did you mean 'randomState'?",
  ],
  [
    'one net to compare',
    'mcnemarTest(t, y);',
    'ArgumentError: mcnemarTest, B: predictions are not labels; expected an array of labels or a Tensor, received undefined.',
  ],
  [
    'two shares of hits to compare',
    'mcnemarTest(0.94, 0.92);',
    'ArgumentError: mcnemarTest, A: targets are not labels; expected an array of labels or a Tensor, received 0.94.',
  ],
  [
    'probabilities to compare',
    'mcnemarTest(t, y, p);',
    'ArgumentError: mcnemarTest, B: predictions[0] is no class; expected whole numbers or names, received 0.1. Probabilities become labels by a threshold (p > 0.5 ? 1 : 0), or in a Tensor [rows, classes] by the largest of each row.',
  ],
  [
    'a column against a row',
    'metrics.meanSquaredError(p, [p]);',
    'ShapeError: meanSquaredError: targets and predictions differ in shape; expected predictions [5], as the targets, received [1, 5].',
  ],
  [
    'the root by squared',
    'metrics.meanSquaredError(p, p, { squared: false });',
    "ArgumentError: meanSquaredError: unknown option; expected one of 'multioutput', 'sampleWeight', received 'squared'.",
  ],
  [
    'a report of a model',
    "classificationReport(t, Sequential([Dense(1, { activation: 'sigmoid' })]));",
    'ArgumentError: classificationReport: predictions are not labels; expected an array of labels or a Tensor, received a model.',
  ],
];

describe('a newcomer with metrics', () => {
  for (const [mistake, program, error] of cases)
    it(mistake, async () =>
      assert.equal((await runProgram(`${GIVEN}\n${program}`, { metrics })).error, error),
    );

  it('gives what model.predict gave, of one sigmoid unit and of softmax', async () => {
    const program = `
      const one = tensor(p.map((value) => [value]));
      const both = tensor(p.map((value) => [1 - value, value]));
      console.log(String(confusionMatrix(t, one)));
      console.log(accuracyScore(t, one), accuracyScore(t, both), accuracyScore(t, y));`;
    const print = 'console.log = ((log) => (...values) => log(values.join(" ")))(console.log);';
    const { lines, error } = await runProgram(`${print}\n${GIVEN}\n${program}`);
    assert.equal(error, '');
    assert.deepEqual(lines, ['[[2 0]\n [1 2]]', '0.8 0.8 0.8']);
  });
});
