/**
 * ROC, precision-recall and DET curves and the counts that they are made of, against scikit-learn; what they refuse.
 */
import { assert } from 'chai';
import {
  confusionMatrixAtThresholds,
  detCurve,
  precisionRecallCurve,
  rocCurve,
} from '../../src/metrics/index.ts';
import { tensor } from '../../src/tensor/index.ts';
import { assertRefused, generic } from '../shared/values.ts';
import { assertStored, numbers, type Seen, stored } from './stored-scores.ts';

const TARGETS = [0, 0, 1, 1];
const SCORES = [0.1, 0.4, 0.35, 0.8];
const EIGHT = [0, 0, 1, 1, 0, 1, 0, 1];
const TENTHS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];

const curves = { roc: rocCurve, precisionRecall: precisionRecallCurve, det: detCurve } as const;

describe('curves of scores', () => {
  for (const [name, curve] of Object.entries(curves)) {
    it(`are those of scikit-learn: ${curve.name}`, () => {
      const seen: Seen = { values: 0, errors: 0 };
      for (const [i, { targets, scores, options, ...results }] of stored.binary.entries()) {
        const { all, dropped } = results[name as keyof typeof curves];
        for (const dropIntermediate of [false, true]) {
          const work = () => curve(targets, numbers(scores), { ...options, dropIntermediate });
          const what = `${curve.name} ${i}, ${dropIntermediate ? 'dropped' : 'all'}`;
          assertStored(work, dropIntermediate ? dropped : all, what, seen);
        }
      }
      assert.isAtLeast(seen.values, 100);
      assert.isAtLeast(seen.errors, 15);
    });
  }

  it('are made of the counts of scikit-learn', () => {
    const seen: Seen = { values: 0, errors: 0 };
    for (const [i, { targets, scores, options, counts }] of stored.binary.entries()) {
      const work = () => confusionMatrixAtThresholds(targets, numbers(scores), options);
      assertStored(work, counts, `counts ${i}`, seen);
    }
    assert.isAtLeast(seen.values, 60);
    assert.isAtLeast(seen.errors, 8);
  });

  it('sum to the rows at every threshold', () => {
    const targets = generic(40, [0, 1], { whole: true, seed: 3 });
    const table = confusionMatrixAtThresholds(targets, generic(40, [0, 1], { seed: 4 }));
    assert.lengthOf(table.thresholds, 40);
    for (let i = 0; i < 40; i++) {
      const positives = table.truePositives[i] + table.falseNegatives[i];
      assert.equal(positives, targets.filter((label) => label === 1).length);
      assert.equal(positives + table.falsePositives[i] + table.trueNegatives[i], 40);
    }
  });

  it('take one column of a Tensor, Float32 scores, typed arrays and labels of every kind', () => {
    const expected = rocCurve(TARGETS, Float32Array.from(SCORES));
    assert.deepEqual(rocCurve(tensor([[0], [0], [1], [1]]), tensor([[0.1], [0.4], [0.35], [0.8]])), expected);
    assert.deepEqual(rocCurve(Int32Array.from(TARGETS), tensor(SCORES)), expected);
    assert.deepEqual(rocCurve([false, false, true, true], tensor(SCORES)), expected);
    assert.deepEqual(rocCurve(['M', 'M', 'R', 'R'], tensor(SCORES), { posLabel: 'R' }), expected);
    const oneHot = tensor([
      [1, 0],
      [1, 0],
      [0, 1],
      [0, 1],
    ]);
    assert.deepEqual(rocCurve(oneHot, tensor(SCORES)), expected);
    assert.equal(expected.thresholds[1], Math.fround(0.8));
  });

  it('change nothing that they are given', () => {
    const [targets, scores, sampleWeight] = [[...TARGETS], [...SCORES], [1, 0, 2, 3]];
    for (const curve of Object.values(curves)) curve(targets, scores, { sampleWeight });
    assert.deepEqual([targets, scores, sampleWeight], [TARGETS, SCORES, [1, 0, 2, 3]]);
  });
});

describe('rocCurve', () => {
  it('of four rows', () => {
    assert.deepEqual(rocCurve(TARGETS, SCORES), {
      fpr: [0, 0, 0.5, 0.5, 1],
      tpr: [0, 0.5, 0.5, 1, 1],
      thresholds: [Number.POSITIVE_INFINITY, 0.8, 0.4, 0.35, 0.1],
    });
  });

  it('leaves out what lies on a straight stretch, unless it is told to keep it', () => {
    const { thresholds } = rocCurve(EIGHT, TENTHS);
    assert.deepEqual(thresholds, [Number.POSITIVE_INFINITY, 0.8, 0.7, 0.6, 0.5, 0.3, 0.1]);
    assert.lengthOf(rocCurve(EIGHT, TENTHS, { dropIntermediate: false }).thresholds, 9);
  });

  it('has NaN for a rate of nothing', () => {
    assert.deepEqual(rocCurve([1, 1], [0.2, 0.7]).fpr, [Number.NaN, Number.NaN, Number.NaN]);
    assert.deepEqual(rocCurve([0, 0], [0.2, 0.7]).tpr, [Number.NaN, Number.NaN, Number.NaN]);
  });

  it('counts a row of weight 3 as three rows', () => {
    const targets = generic(30, [0, 1], { whole: true, seed: 5 });
    const scores = generic(30, [0, 20], { whole: true, seed: 6 });
    const sampleWeight = generic(30, [0, 3], { whole: true, seed: 7 });
    const rows = sampleWeight.flatMap((weight, row) => new Array<number>(weight).fill(row));
    const times = rocCurve(
      rows.map((row) => targets[row]),
      rows.map((row) => scores[row]),
    );
    assert.deepEqual(rocCurve(targets, scores, { sampleWeight }), times);
  });
});

describe('precisionRecallCurve', () => {
  it('of four rows', () => {
    assert.deepEqual(precisionRecallCurve(TARGETS, SCORES), {
      precision: [0.5, 2 / 3, 0.5, 1, 1],
      recall: [1, 1, 0.5, 0.5, 0],
      thresholds: [0.1, 0.35, 0.4, 0.8],
    });
  });

  it('has recall 1 where there is no positive row', () => {
    assert.deepEqual(precisionRecallCurve([0, 0], [0.2, 0.7]), {
      precision: [0, 0, 1],
      recall: [1, 1, 0],
      thresholds: [0.2, 0.7],
    });
  });
});

describe('detCurve', () => {
  it('of four rows', () => {
    assert.deepEqual(detCurve(TARGETS, SCORES), {
      fpr: [0.5, 0.5, 0],
      fnr: [0, 0.5, 0.5],
      thresholds: [0.35, 0.4, 0.8],
    });
  });

  it('refuses one label only', () => {
    assertRefused(
      () => detCurve([1, 1], [0.2, 0.7]),
      'ArgumentError',
      'detCurve: there is no tradeoff between errors; expected targets of two labels, received [1].',
    );
  });
});

describe('curves of scores refuse', () => {
  const refused = (targets: unknown, scores: unknown, kind: string, message: string, options = {}) => {
    for (const curve of Object.values(curves)) {
      assertRefused(
        () => curve(targets as never, scores as never, options),
        kind,
        `${curve.name}: ${message}`,
      );
    }
  };

  it('targets and scores the wrong way round', () => {
    const message =
      'targets[0] is a fraction; expected a class number or a name, received 0.1. Targets come first, then scores.';
    refused(SCORES, TARGETS, 'ArgumentError', message);
    refused(
      new (tensor([1]).constructor as new (...args: unknown[]) => object)(Float64Array.from(SCORES), [4, 1]),
      TARGETS,
      'ArgumentError',
      message,
    );
  });

  it('two columns of scores', () => {
    refused(
      [0, 1],
      [
        [0.4, 0.6],
        [0.3, 0.7],
      ],
      'ShapeError',
      'scores have 2 columns; expected one score for each row, scores [rows] or [rows, 1], received [2, 2]. ' +
        'Take the column of the positive class, row[1] of each row; scores.toArray() gives the rows of a Tensor.',
    );
  });

  it('lengths that differ, and nothing', () => {
    const message =
      'targets and scores do not fit; expected scores [3], [3, 1] or [3, columns] for 3 targets, received [4].';
    refused([0, 1, 1], SCORES, 'ShapeError', message);
    refused([], [], 'ArgumentError', 'there are no targets.');
  });

  it('scores that are no numbers, or not finite', () => {
    const finite = 'is not finite; expected a finite number, received';
    refused([0, 1], [0.4, Number.NaN], 'ArgumentError', `scores[1] ${finite} NaN.`);
    refused([0, 1], [[Number.POSITIVE_INFINITY], [0.3]], 'ArgumentError', `scores[0][0] ${finite} Infinity.`);
    refused([0, 1], ['a', 'b'], 'ArgumentError', "scores[0] is no number; expected a number, received 'a'.");
  });

  it('labels of which none is known to be positive', () => {
    const message =
      'which label is positive is not clear; expected targets of 0 and 1, or of -1 and 1, or posLabel, ';
    refused(
      ['Mine', 'Rock'],
      [0.1, 0.4],
      'ArgumentError',
      `${message}received targets of 'Mine', 'Rock'. posLabel: 'Rock' makes that class positive, all others negative.`,
    );
    refused(
      [0, 2, 1],
      [0.1, 0.4, 0.2],
      'ArgumentError',
      `${message}received targets of 0, 1, 2. posLabel: 2 makes`,
    );
    refused(
      [0, 1],
      [0.1, 0.4],
      'ArgumentError',
      "posLabel is of another kind than the targets; expected a number, received '1'.",
      { posLabel: '1' },
    );
    refused(
      [0, '1'],
      [0.1, 0.4],
      'ArgumentError',
      "targets are of different kinds; expected a number, as targets[0] is one, received '1' for targets[1].",
    );
  });

  it('nothing where 1 and 0 stand for true and false', () => {
    const [targets, scores] = [
      [true, false, true],
      [0.1, 0.2, 0.3],
    ];
    for (const yes of [true, false]) {
      const named = rocCurve(targets as boolean[], scores as number[], { posLabel: yes });
      assert.deepEqual(rocCurve(targets as boolean[], scores as number[], { posLabel: Number(yes) }), named);
      assert.deepEqual(named.tpr, yes ? [0, 0.5, 0.5, 1] : [0, 0, 1, 1]);
    }
    refused(targets, scores, 'ArgumentError', 'posLabel is of another kind', { posLabel: 2 });
  });

  it('weights that do not fit, and options that there are not', () => {
    const refuse = (options: object, kind: string, message: string) =>
      refused([0, 1], [0.1, 0.4], kind, message, options);
    refuse({ sampleWeight: [0, 0] }, 'ArgumentError', 'every sampleWeight is 0, so that no row counts');
    refuse({ sampleWeight: [1, -1] }, 'ArgumentError', 'sampleWeight[1] is no weight');
    refuse({ sampleWeight: [1] }, 'ShapeError', 'sampleWeight does not fit the rows');
    refuse({ pos_label: 1 }, 'ArgumentError', "unknown option; expected one of 'posLabel', 'sampleWeight', ");
    assertRefused(
      () => rocCurve(TARGETS, SCORES, { pos_label: 1 } as never),
      'ArgumentError',
      "Did you mean 'posLabel'?",
    );
    refuse(
      { dropIntermediate: 'no' },
      'ArgumentError',
      'dropIntermediate is not usable; expected true or false',
    );
  });
});
