/**
 * Measures of probabilities: log loss, Brier score, calibration, and top-k accuracy, against scikit-learn; what they
 * refuse.
 */
import { assert } from 'chai';
import { brierScoreLoss, calibrationCurve, logLoss, topKAccuracyScore } from '../../src/metrics/index.ts';
import { tensor } from '../../src/tensor/index.ts';
import { assertRefused, generic } from '../shared/values.ts';
import { assertStored, numbers, type Seen, stored, type Tries } from './stored-scores.ts';

/** One column or several, with numbers for texts. */
const asNumbers = (p: readonly (number | string | number[])[]) =>
  (Array.isArray(p[0]) ? p : numbers(p as (number | string)[])) as never;

function tryAll(name: string, tries: Tries, work: (options: never) => unknown, seen: Seen): void {
  for (const { options, value } of tries) {
    assertStored(() => work(options as never), value, `${name} ${JSON.stringify(options)}`, seen);
  }
}

const ROWS = [
  [0.5, 0.25, 0.25],
  [0.25, 0.5, 0.25],
  [0.125, 0.5, 0.375],
  [0.75, 0.125, 0.125],
];
const THREE = [0, 1, 2, 2];
const ONE_HOT = tensor([
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
  [0, 0, 1],
]);

describe('measures of probabilities', () => {
  it('are those of scikit-learn: logLoss and brierScoreLoss', () => {
    const [log, brier]: Seen[] = [0, 0].map(() => ({ values: 0, errors: 0 }));
    for (const [i, { targets, probabilities, ...tries }] of stored.probabilities.entries()) {
      const p = asNumbers(probabilities);
      tryAll(`logLoss ${i}`, tries.logLoss, (options) => logLoss(targets, p, options), log);
      tryAll(`brierScoreLoss ${i}`, tries.brier, (options) => brierScoreLoss(targets, p, options), brier);
    }
    for (const { values, errors } of [log, brier])
      assert.isTrue(values > 140 && errors > 18, `${values} ${errors}`);
  });

  it('are those of scikit-learn: topKAccuracyScore', () => {
    const seen: Seen = { values: 0, errors: 0 };
    for (const [i, { targets, scores, results }] of stored.topK.entries()) {
      tryAll(`topK ${i}`, results, (options) => topKAccuracyScore(targets, scores, options), seen);
    }
    assert.isAtLeast(seen.values, 350);
    assert.isAtLeast(seen.errors, 50);
  });

  it('are those of scikit-learn: calibrationCurve', () => {
    const seen: Seen = { values: 0, errors: 0 };
    for (const [i, { targets, probabilities, results }] of stored.calibration.entries()) {
      tryAll(`calibration ${i}`, results, (o) => calibrationCurve(targets, probabilities, o), seen);
    }
    assert.isAtLeast(seen.values, 400);
    assert.isAtLeast(seen.errors, 30);
  });

  it('read one-hot rows, one column and class numbers alike', () => {
    for (const score of [logLoss, brierScoreLoss, topKAccuracyScore]) {
      assert.equal(score(ONE_HOT, ROWS), score(THREE, ROWS), score.name);
    }
    const column = tensor([[1], [0], [1]]);
    const p = [0.875, 0.25, 0.375];
    assert.equal(logLoss(column, tensor([[0.875], [0.25], [0.375]])), logLoss([1, 0, 1], p));
    assert.equal(
      logLoss(
        ['b', 'a', 'b'],
        p.map((value) => [1 - value, value]),
      ),
      logLoss([1, 0, 1], p),
    );
    assert.deepEqual(
      calibrationCurve(column, tensor([[0.875], [0.25], [0.375]])),
      calibrationCurve([1, 0, 1], p),
    );
  });

  it('know of classes that have a column, though no row', () => {
    const lacking = tensor([
      [1, 0, 0],
      [0, 1, 0],
      [1, 0, 0],
      [0, 1, 0],
    ]);
    const labels = [0, 1, 2];
    for (const score of [logLoss, brierScoreLoss, topKAccuracyScore]) {
      assert.equal(score(lacking, ROWS), score([0, 1, 0, 1], ROWS, { labels }), score.name);
    }
  });
});

describe('logLoss', () => {
  it('is the mean of -ln p of the right class', () => {
    assert.closeTo(
      logLoss(THREE, ROWS),
      -(Math.log(0.5) + Math.log(0.5) + Math.log(0.375) + Math.log(0.125)) / 4,
      1e-15,
    );
    assert.closeTo(logLoss(THREE, ROWS, { normalize: false }), 4 * logLoss(THREE, ROWS), 1e-14);
  });

  it('keeps a wrong certainty finite, by the precision of the numbers', () => {
    assert.closeTo(logLoss([1, 0], [0, 0]), (52 * Math.LN2) / 2, 1e-12);
    for (const zeros of [
      tensor([0, 0]),
      Float32Array.of(0, 0),
      { data: Float32Array.of(0, 0), shape: [2] },
    ]) {
      assert.closeTo(logLoss([1, 0], zeros), (23 * Math.LN2) / 2, 1e-6);
    }
    assert.equal(logLoss([1, 0], [1, 0]), -Math.log(1 - Number.EPSILON));
  });
});

describe('brierScoreLoss', () => {
  it('is half the squared error of two classes, and all of it of three', () => {
    const p = [0.875, 0.25, 0.375];
    const squared = 0.125 ** 2 + 0.25 ** 2 + 0.625 ** 2;
    assert.equal(brierScoreLoss([1, 0, 1], p), squared / 3);
    assert.equal(brierScoreLoss([1, 0, 1], p, { scaleByHalf: false }), (2 * squared) / 3);
    assert.equal(brierScoreLoss([2], [[0.5, 0.25, 0.25]], { labels: [0, 1, 2] }), 0.25 + 0.0625 + 0.5625);
  });

  it('takes the larger of two numbers as positive', () => {
    assert.equal(
      brierScoreLoss([5, 3, 5], [0.875, 0.25, 0.375]),
      brierScoreLoss([1, 0, 1], [0.875, 0.25, 0.375]),
    );
  });
});

describe('topKAccuracyScore', () => {
  it('grows with k up to 1', () => {
    const targets = generic(50, [0, 4], { whole: true, seed: 21 });
    const scores = targets.map((_, i) => generic(5, [0, 9], { whole: true, seed: 30 + i }));
    const shares = [1, 2, 3, 4, 5].map((k) => topKAccuracyScore(targets, scores, { k }));
    assert.deepEqual(
      shares.toSorted((a, b) => a - b),
      shares,
    );
    assert.isTrue(shares[0] > 0.1 && shares[0] < 0.4, String(shares));
    assert.equal(shares[4], 1);
  });

  it('takes the later of equal scores first', () => {
    const equal = THREE.map(() => [0.25, 0.25, 0.25]);
    assert.equal(topKAccuracyScore(THREE, equal, { k: 1 }), 2 / 4);
    assert.equal(topKAccuracyScore(THREE, equal, { k: 2 }), 3 / 4);
  });
});

describe('calibrationCurve', () => {
  it('puts a probability on an edge into the lower bin', () => {
    const { probPred } = calibrationCurve([0, 1, 1], [0.5, 0.625, 1], { nBins: 2 });
    assert.deepEqual(probPred, [0.5, 0.8125]);
  });

  it('has bins of about as many rows by quantiles', () => {
    const targets = generic(40, [0, 1], { whole: true, seed: 23 });
    const p = generic(40, [0, 0.125], { seed: 24 });
    assert.lengthOf(calibrationCurve(targets, p).probTrue, 1);
    const { probTrue, probPred } = calibrationCurve(targets, p, { strategy: 'quantile', nBins: 4 });
    assert.lengthOf(probTrue, 4);
    assert.closeTo(
      probPred.reduce((sum, mean) => sum + mean, 0) / 4,
      p.reduce((sum, value) => sum + value, 0) / 40,
      1e-15,
    );
  });
});

describe('measures of probabilities refuse', () => {
  const measures = { logLoss, brierScoreLoss, calibrationCurve };

  it('logits, in either direction', () => {
    for (const [who, measure] of Object.entries(measures)) {
      for (const wrong of [1.5, -0.5]) {
        assertRefused(
          () => measure([0, 1], [0.25, wrong]),
          'ArgumentError',
          `${who}: probabilities are out of range; expected numbers from 0 to 1, received ${wrong}. ` +
            'A sigmoid or a softmax makes probabilities of logits.',
        );
      }
      assertRefused(
        () => measure([0, 1], [0.25, Number.NaN]),
        'ArgumentError',
        'probabilities[1] is not finite',
      );
    }
  });

  it('targets and probabilities the wrong way round', () => {
    for (const [who, measure] of Object.entries(measures)) {
      const message = `${who}: targets[0] is a fraction; expected a class number or a name, received 0.25.`;
      assertRefused(
        () => measure([0.25, 0.75], [0, 1]),
        'ArgumentError',
        message,
        'Targets come first, then scores.',
      );
    }
    assertRefused(() => logLoss(tensor(ROWS), ONE_HOT), 'ArgumentError', 'logLoss: targets[0] is a fraction');
  });

  it('classes and columns that differ in number', () => {
    const help = 'Where targets lack a class, labels names all: labels: [0, 1, 2].';
    assertRefused(
      () => logLoss([0, 1, 0, 1], ROWS),
      'ShapeError',
      'logLoss: classes and columns of probabilities differ in number; expected probabilities [rows, 2] for the classes ' +
        `[0, 1], received [4, 3]. ${help}`,
    );
    assertRefused(
      () => topKAccuracyScore([0, 1, 0, 1], ROWS),
      'ShapeError',
      'topKAccuracyScore: scores have 3 columns',
    );
    assertRefused(() => topKAccuracyScore(THREE, [0.25, 0.5, 0.25, 0.125]), 'ShapeError', 'differ in number');
    assertRefused(
      () => brierScoreLoss(THREE, [0.25, 0.5, 0.25, 0.125]),
      'ArgumentError',
      'brierScoreLoss: one column of probabilities is for two classes; expected probabilities [rows, 3] for the classes',
    );
    assertRefused(
      () => calibrationCurve(THREE, [0.25, 0.5, 0.25, 0.125], { posLabel: 1 }),
      'ArgumentError',
      'calibrationCurve: there are more than two classes; expected targets of two labels, received [0, 1, 2].',
    );
  });

  it('a single class of unknown others', () => {
    const help = 'Where targets lack a class, labels names all: labels: [0, 1].';
    for (const [who, measure] of Object.entries({ logLoss, topKAccuracyScore })) {
      assertRefused(
        () => measure([1, 1], [0.25, 0.75]),
        'ArgumentError',
        `${who}: there is only one class; `,
        help,
      );
    }
  });

  it('labels out of order, which would give each column to another class', () => {
    for (const measure of [logLoss, brierScoreLoss, topKAccuracyScore]) {
      const work = () => measure(THREE, ROWS, { labels: [2, 0, 1] });
      assertRefused(work, 'ArgumentError', 'labels are not sorted, or one stands twice; expected [0, 1, 2]');
    }
  });

  it('options that there are not', () => {
    assertRefused(
      () => logLoss([0, 1], [0.25, 0.75], { eps: 1e-7 } as never),
      'ArgumentError',
      'unknown option',
    );
    assertRefused(
      () => calibrationCurve([0, 1], [0.25, 0.75], { n_bins: 3 } as never),
      'ArgumentError',
      "Did you mean 'nBins'?",
    );
    assertRefused(
      () => calibrationCurve([0, 1], [0.25, 0.75], { strategy: 'quantiles' } as never),
      'ArgumentError',
      "calibrationCurve: unknown strategy; expected one of 'uniform', 'quantile', received 'quantiles'. Did you mean 'quantile'?",
    );
    assertRefused(
      () => calibrationCurve([0, 1], [0.25, 0.75], { nBins: 0 }),
      'ArgumentError',
      'nBins is not usable',
    );
    assertRefused(() => topKAccuracyScore(THREE, ROWS, { k: 0 }), 'ArgumentError', 'k is not usable');
    const half = { scaleByHalf: 'always' } as never;
    assertRefused(
      () => brierScoreLoss([0, 1], [0.25, 0.75], half),
      'ArgumentError',
      'scaleByHalf is not usable',
    );
  });
});
