/**
 * The classification report: its text to the letter, and its fields.
 */
import { inspect } from 'node:util';
import { assert } from 'chai';
import {
  accuracyScore,
  type ClassificationReport,
  classificationReport,
  type ReportLine,
} from '../../src/metrics/index.ts';
import { fixed, floatText } from '../../src/metrics/shared/number-text.ts';
import { assertRefused } from '../shared/values.ts';
import { call, casesOf, itAgrees, nameOf } from './shared/scores.ts';

/** A report as scikit-learn's output_dict has it. */
function outputDict(value: unknown): Record<string, unknown> {
  const { classes, accuracy, microAvg, macroAvg, weightedAvg, samplesAvg } = value as ClassificationReport;
  const line = ({ precision, recall, f1Score, support }: ReportLine) => ({
    precision,
    recall,
    'f1-score': f1Score,
    support,
  });
  return Object.fromEntries([
    ...Object.entries(classes).map(([name, scores]) => [name, line(scores)]),
    ...(accuracy === null ? [] : [['accuracy', accuracy]]),
    ...(microAvg === null ? [] : [['micro avg', line(microAvg)]]),
    ['macro avg', line(macroAvg)],
    ['weighted avg', line(weightedAvg)],
    ...(samplesAvg === null ? [] : [['samples avg', line(samplesAvg)]]),
  ]);
}

/** A matrix with the margins of the course's: of its 70 errors 57 are taken for 0. */
const deck = [
  [376, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  [6, 380, 0, 1, 0, 1, 0, 0, 0, 1],
  [1, 0, 378, 1, 0, 0, 0, 0, 0, 0],
  [7, 1, 1, 380, 0, 0, 0, 0, 0, 0],
  [3, 1, 0, 0, 383, 0, 0, 0, 0, 0],
  [6, 0, 0, 1, 0, 369, 0, 0, 0, 0],
  [3, 0, 0, 0, 0, 1, 373, 0, 0, 0],
  [0, 0, 0, 0, 0, 0, 0, 387, 0, 0],
  [17, 1, 0, 0, 0, 1, 0, 0, 361, 0],
  [14, 0, 0, 1, 0, 0, 0, 0, 1, 366],
];
const pairs = deck.flatMap((row, t) =>
  row.flatMap((count, p) => Array.from({ length: count }, () => [t, p])),
);
const [targets, predictions] = [0, 1].map((side) => pairs.map((pair) => pair[side]));

describe('classificationReport', () => {
  itAgrees('reports', outputDict);

  it('prints what scikit-learn prints, to the letter', () => {
    const printed = casesOf('reports').filter(({ text }) => text !== undefined);
    assert.isAtLeast(printed.length, 100);
    for (const one of printed) assert.equal(String(call(one)), one.text, nameOf(one));
  });

  it("prints the table of the course's digits", () => {
    assert.equal(
      String(classificationReport(targets, predictions)),
      `              precision    recall  f1-score   support

           0       0.87      1.00      0.93       376
           1       0.99      0.98      0.98       389
           2       1.00      0.99      1.00       380
           3       0.99      0.98      0.98       389
           4       1.00      0.99      0.99       387
           5       0.99      0.98      0.99       376
           6       1.00      0.99      0.99       377
           7       1.00      1.00      1.00       387
           8       1.00      0.95      0.97       380
           9       1.00      0.96      0.98       382

    accuracy                           0.98      3823
   macro avg       0.98      0.98      0.98      3823
weighted avg       0.98      0.98      0.98      3823
`,
    );
    assert.equal(accuracyScore(targets, predictions).toFixed(3), '0.982'); // S36
    assert.equal(accuracyScore(targets, predictions), 3753 / 3823);
  });

  it('has the numbers of the table as fields', () => {
    const report = classificationReport(targets, predictions, { targetNames: [...'abcdefghij'] });
    assert.closeTo(report.accuracy!, 0.9817, 5e-5);
    assert.deepEqual(Object.keys(report.classes), [...'abcdefghij']);
    assert.equal(report.classes.a.precision, 376 / 433);
    assert.equal(report.classes.i.support, 380);
    assert.isNull(report.microAvg);
    assert.isNull(report.samplesAvg);
    assert.equal(report.macroAvg.support, 3823);
    assert.equal(inspect(report), String(report));
    assert.deepEqual(JSON.parse(JSON.stringify(report)).weightedAvg, report.weightedAvg);
  });

  it('has the classes that there are, whatever their names, and no others', () => {
    const options = { targetNames: ['__proto__', 'constructor'] };
    const { classes } = classificationReport([0, 1, 1], [0, 1, 0], options);
    assert.deepEqual(Object.keys(classes), ['__proto__', 'constructor']);
    assert.equal(Object.entries(classes)[0][1].precision, 0.5);
    assert.equal(Object.entries(classes)[1][1].recall, 0.5);
    assert.isFalse(Object.hasOwn(classes, 'toString'));
  });

  it('shows the micro average where it is not the accuracy', () => {
    const some = classificationReport([0, 1, 2, 2], [0, 2, 2, 1], { labels: [2, 0] });
    assert.isNull(some.accuracy);
    assert.closeTo(some.microAvg!.recall, 2 / 3, 1e-15);
    assert.include(String(some), '   micro avg       0.67      0.67      0.67         3\n');
    const more = classificationReport([0, 1, 2, 2], [0, 2, 2, 1], { labels: [2, 0, 1, 5] });
    assert.equal(more.accuracy, 0.5);
  });

  it('refuses what does not fit', () => {
    const refused = (options: object, kind: string, message: string) =>
      assertRefused(() => classificationReport([0, 1, 2], [0, 2, 2], options as never), kind, message);
    refused(
      { targetNames: ['a', 'b'] },
      'ShapeError',
      'classificationReport: targetNames do not fit the labels; expected 3 names, for [0, 1, 2], received 2. Where some classes do not occur, give all of them as `labels`.',
    );
    refused(
      { targetNames: ['a'], labels: [1, 2] },
      'ShapeError',
      'expected 2 names, for [1, 2], received 1.',
    );
    refused({ targetNames: [0, 1, 2] }, 'ArgumentError', 'targetNames are not usable');
    refused({ targetNames: 'abc' }, 'ArgumentError', 'targetNames are not usable');
    refused({ digits: 2.3 }, 'ArgumentError', 'digits is not usable');
    refused({ digits: -1 }, 'ArgumentError', 'digits is not usable');
    refused({ output_dict: true }, 'ArgumentError', 'unknown option');
    refused({ target_names: ['a', 'b', 'c'] }, 'ArgumentError', "Did you mean 'targetNames'?");
    refused({ average: 'macro' }, 'ArgumentError', 'unknown option');
  });

  it('has as many lines as there are classes, however many', () => {
    const many = Array.from({ length: 130_000 }, (_, row) => row);
    const report = classificationReport(many, many);
    assert.equal(report.accuracy, 1);
    assert.equal(String(report).indexOf('\n'), 'weighted avg'.length + 4 * 10 + 1);
  });
});

describe('numbers as Python writes them', () => {
  it('round ties to the even digit', () => {
    const ties = [0.125, 0.375, 0.625, 0.875].map((value) => fixed(value, 2));
    assert.deepEqual(ties, ['0.12', '0.38', '0.62', '0.88']);
    assert.deepEqual([fixed(0.5, 0), fixed(1.5, 0), fixed(2.5, 0)], ['0', '2', '2']);
    assert.deepEqual([fixed(0.005, 2), fixed(0.015, 2), fixed(0.995, 2)], ['0.01', '0.01', '0.99']);
    assert.deepEqual([fixed(1 / 3, 17), fixed(Number.NaN, 3)], ['0.33333333333333331', 'nan']);
    assert.lengthOf(fixed(0.3, 99), 101);
  });

  it('show that they are no whole numbers', () => {
    const shown = [3, 0, 0.1, 1e-4, 3e-5, 1.5e-7, 1e15, 1e16, 2.5e22, 1e100].map(floatText);
    assert.deepEqual(shown, [
      '3.0',
      '0.0',
      '0.1',
      '0.0001',
      '3e-05',
      '1.5e-07',
      '1000000000000000.0',
      '1e+16',
      '2.5e+22',
      '1e+100',
    ]);
  });
});
