/**
 * ROC AUC and average precision of several classes and of several labels, against scikit-learn; what they refuse.
 */
import { assert } from 'chai';
import { averagePrecisionScore, type RocAucOptions, rocAucScore } from '../../src/metrics/index.ts';
import { tensor } from '../../src/tensor/index.ts';
import { assertClose, assertRefused } from '../shared/values.ts';
import { assertStored, isCrash, type Seen, stored } from './stored-scores.ts';

const TARGETS = [0, 0, 1, 1];
const SCORES = [0.1, 0.4, 0.35, 0.8];
const THREE = [0, 1, 2, 2];
const ROWS = [
  [0.5, 0.25, 0.25],
  [0.25, 0.5, 0.25],
  [0.125, 0.5, 0.375],
  [0.25, 0.125, 0.625],
];
const SETS = [
  [1, 0, 1],
  [0, 1, 1],
  [1, 1, 0],
  [0, 0, 1],
];

for (const [name, score] of Object.entries({
  rocAuc: rocAucScore,
  averagePrecision: averagePrecisionScore,
})) {
  const key = name as 'rocAuc' | 'averagePrecision';
  const tryAll = (kind: 'classes' | 'labels', seen: Seen) => {
    for (const [i, { targets, scores, [key]: tries }] of stored[kind].entries()) {
      for (const { options, value } of tries) {
        if (isCrash(value)) continue;
        const given = { ...options, ...(kind === 'labels' ? { multilabel: true } : {}) } as never;
        const what = `${score.name} ${kind} ${i} ${JSON.stringify(options)}`;
        assertStored(() => score(targets, scores, given), value, what, seen);
      }
    }
  };

  describe(`${score.name} of several`, () => {
    it('classes is that of scikit-learn', () => {
      const seen: Seen = { values: 0, errors: 0 };
      tryAll('classes', seen);
      assert.isAtLeast(seen.values, key === 'rocAuc' ? 240 : 150);
      assert.isAtLeast(seen.errors, key === 'rocAuc' ? 180 : 9);
    });

    it('labels is that of scikit-learn', () => {
      const seen: Seen = { values: 0, errors: 0 };
      tryAll('labels', seen);
      assert.isAtLeast(seen.values, 150);
    });

    it('labels takes Tensors, and refuses what does not fit', () => {
      const expected = score(SETS, ROWS, { multilabel: true });
      assertClose([score(tensor(SETS), tensor(ROWS), { multilabel: true })], [expected], 1e-6);
      const refused = (targets: unknown, scores: unknown, kind: string, message: string, more = {}) =>
        assertRefused(
          () => score(targets as never, scores as never, { multilabel: true, ...more }),
          kind,
          message,
        );
      refused(SETS, ROWS.slice(1), 'ShapeError', 'targets and scores do not fit');
      refused(
        SETS,
        ROWS.map((row) => row.slice(1)),
        'ShapeError',
        'received [4, 2]',
      );
      refused(
        ROWS,
        SETS,
        'ArgumentError',
        'targets[0][0] is not 0 or 1; expected rows of 0 and 1, a column for each label, received 0.5. Targets come first.',
      );
      refused(
        TARGETS,
        SCORES,
        'ShapeError',
        'targets are no matrix of labels; expected rows of 0 and 1, a column for each label, received shape',
      );
      refused(SETS, ROWS, 'ArgumentError', "unknown average; expected one of 'macro', 'weighted'", {
        average: 'mean',
      });
      assertRefused(() => score(SETS as never, ROWS), 'ArgumentError', 'targets[0] is no label');
    });
  });
}

describe('rocAucScore of one-hot rows', () => {
  it('takes the classes from the columns of one-hot targets', () => {
    const oneHot = tensor([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [0, 0, 1],
    ]);
    for (const multiClass of ['ovr', 'ovo'] as const) {
      assert.equal(rocAucScore(oneHot, ROWS, { multiClass }), rocAucScore(THREE, ROWS, { multiClass }));
    }
    const lacking = tensor([
      [1, 0, 0],
      [0, 1, 0],
      [1, 0, 0],
      [0, 1, 0],
    ]);
    const found = rocAucScore(lacking, ROWS, { multiClass: 'ovr', average: null }) as number[];
    assert.deepEqual(found, [0.5, 0.375, Number.NaN]);
  });
});

describe('averagePrecisionScore refuses', () => {
  it('a positive label where every column has its own', () => {
    const message =
      'averagePrecisionScore: posLabel is for two classes; expected no posLabel, received 2. Each column is scored with';
    assertRefused(() => averagePrecisionScore(THREE, ROWS, { posLabel: 2 }), 'ArgumentError', message);
    const options = { posLabel: 2, multilabel: true };
    assertRefused(() => averagePrecisionScore(SETS, ROWS, options), 'ArgumentError', message);
  });
});

describe('rocAucScore refuses', () => {
  const refused = (options: object, message: string, scores: unknown = ROWS, kind = 'ArgumentError') =>
    assertRefused(
      () => rocAucScore(THREE, scores as never, options as RocAucOptions),
      kind,
      `rocAucScore: ${message}`,
    );

  it('several classes without a word on how', () => {
    const help = "multiClass: 'ovr' takes each class against the rest, 'ovo' each against each other.";
    refused(
      {},
      `three or more classes have no single ROC curve; expected multiClass 'ovr' or 'ovo'. ${help}`,
    );
    refused({ multi_class: 'ovr' }, "unknown option; expected one of 'average'");
    refused(
      { multiClass: 'OVR' },
      "unknown multiClass; expected one of 'raise', 'ovr', 'ovo', received 'OVR'.",
    );
  });

  it('logits, and columns that are no classes', () => {
    const logits = ROWS.map((row) => row.map((value) => value + 1));
    refused(
      { multiClass: 'ovr' },
      'scores[0] sums to 4; expected probabilities: rows of sum 1. A softmax makes probabilities of logits.',
      logits,
    );
    const almost = (sum: number) => ROWS.map(([a, b, c]) => [a + (sum - 1), b, c]);
    assert.isNumber(rocAucScore(THREE, almost(1.000009), { multiClass: 'ovr' }));
    refused({ multiClass: 'ovr' }, 'scores[0] sums to 1.00002', almost(1.00002));
    const halves = THREE.map(() => [0.5, 0.5]);
    refused(
      { multiClass: 'ovr' },
      'classes and columns of scores differ in number; expected scores [rows, 3] for the classes [0, 1, 2], received [4, 2].',
      halves,
      'ShapeError',
    );
  });

  it('labels out of order', () => {
    refused(
      { multiClass: 'ovr', labels: [2, 1, 0] },
      'labels are not sorted, or one stands twice; expected [0, 1, 2], received [2, 1, 0].',
    );
    refused(
      { multiClass: 'ovr', labels: [0, 1, 3] },
      'targets[2] is not among the labels; expected one of [0, 1, 3]',
    );
  });
});
