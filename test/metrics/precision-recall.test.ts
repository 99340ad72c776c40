/**
 * Precision, recall and F, with every average.
 */
import { assert } from 'chai';
import {
  type ScoreAverage,
  f1Score,
  fbetaScore,
  multilabelConfusionMatrix,
  precisionRecallFscoreSupport,
  precisionScore,
  recallScore,
} from '../../src/metrics/index.ts';
import { tensor } from '../../src/tensor/index.ts';
import { assertRefused } from '../shared/values.ts';
import { itAgrees } from './shared/scores.ts';

const trees = ['oak', 'elm', 'elm', 'oak', 'ash', 'oak', 'elm'];
const guesses = ['oak', 'oak', 'elm', 'elm', 'ash', 'ash', 'elm'];

describe('precision, recall and F', () => {
  itAgrees('fscores');

  it('are those of the counts of each label', () => {
    const { precision, recall, fscore, support } = precisionRecallFscoreSupport(trees, guesses);
    multilabelConfusionMatrix(trees, guesses).forEach(([[, fp], [fn, tp]], i) => {
      assert.equal(precision[i], tp / (tp + fp));
      assert.equal(recall[i], tp / (tp + fn));
      assert.closeTo(fscore[i], (2 * precision[i] * recall[i]) / (precision[i] + recall[i]), 1e-15);
      assert.equal(support[i], tp + fn);
    });
  });

  it('have the type that the average gives', () => {
    const one: number = precisionScore([1, 0], [1, 1]);
    const many: number[] = precisionScore([1, 0], [1, 1], { average: null });
    const mean: number = recallScore(trees, guesses, { average: 'macro' });
    const { precision, support } = precisionRecallFscoreSupport(trees, guesses, { average: 'micro' });
    const micro: number = precision;
    const none: null = support;
    const open = 'weighted' as ScoreAverage;
    const either: number | number[] = f1Score(trees, guesses, { average: open });
    // @ts-expect-error: without an average there is a list
    const wrong: number = f1Score(trees, guesses, { average: null });
    assert.deepEqual([one, many, none], [0.5, [0, 0.5], null]);
    assert.closeTo(micro, 4 / 7, 1e-15);
    assert.deepEqual([typeof mean, typeof either, Array.isArray(wrong)], ['number', 'number', true]);
  });

  it('with micro average are the accuracy', () => {
    assert.equal(f1Score(trees, guesses, { average: 'micro' }), 4 / 7);
  });

  it('of true and false are about true', () => {
    const [t, p] = [
      [true, true, false, true],
      [true, false, true, true],
    ];
    assert.equal(precisionScore(t, p), 2 / 3);
    assert.equal(precisionScore(t, p, { posLabel: false }), 0);
    assert.equal(recallScore(t, p, { posLabel: true }), 2 / 3);
  });

  it('read one-hot rows and probabilities from tensors', () => {
    const t = tensor([
      [1, 0, 0],
      [0, 0, 1],
      [0, 1, 0],
    ]);
    const p = tensor([
      [0.7, 0.2, 0.1],
      [0.1, 0.6, 0.3],
      [0.2, 0.5, 0.3],
    ]);
    assert.deepEqual(precisionScore(t, p, { average: null }), [1, 0.5, 0]);
  });

  it('binary is for two classes, and says what else there is', () => {
    assertRefused(
      () => f1Score(trees, guesses),
      'ArgumentError',
      "f1Score: average 'binary' is for two classes; expected average: 'micro', 'macro', 'weighted' or null, received 3 classes: 'ash', 'elm', 'oak'.",
    );
    assertRefused(
      () => f1Score([[1, 0]], [[1, 1]], { multilabel: true }),
      'ArgumentError',
      "expected average: 'micro', 'macro', 'weighted', 'samples' or null, received rows of several labels each.",
    );
  });

  it('binary needs to know the positive class', () => {
    assertRefused(
      () => precisionScore(['no', 'yes'], ['no', 'no']),
      'ArgumentError',
      "precisionScore: posLabel is not among the labels; expected one of ['no', 'yes'], received 1. Name the class that counts as positive, { posLabel: 'yes' }, or take both: { average: 'macro' }.",
    );
    assert.equal(recallScore(['no', 'yes'], ['no', 'no'], { posLabel: 'no' }), 1);
    assertRefused(() => recallScore([2, 3], [2, 2]), 'ArgumentError', 'expected one of [2, 3], received 1.');
    assertRefused(() => recallScore(['a'], ['a']), 'ArgumentError', "expected one of ['a'], received 1.");
    assert.equal(recallScore([0, 0], [0, 0]), 0); // the other class is not there, and may be 1
  });

  it('refuse other averages and numbers', () => {
    assertRefused(
      () => f1Score([1], [1], { average: 'Macro' as never }),
      'ArgumentError',
      "f1Score: unknown average; expected one of 'binary', 'micro', 'macro', 'weighted', 'samples', received 'Macro'. Did you mean 'macro'?",
    );
    assertRefused(
      () => f1Score([1, 0], [1, 1], { average: 'samples' }),
      'ArgumentError',
      "average 'samples' is for rows that may have several labels each. Set { multilabel: true }",
    );
    assertRefused(
      () => f1Score([1], [1], { zeroDivision: 0.3 }),
      'ArgumentError',
      'zeroDivision is not usable; expected 0, 1 or NaN, received 0.3.',
    );
    assertRefused(
      () => f1Score([1], [1], { pos_label: 1 } as never),
      'ArgumentError',
      "Did you mean 'posLabel'?",
    );
    assertRefused(
      () => fbetaScore([1], [1], {} as never),
      'ArgumentError',
      'fbetaScore: beta is needed; expected a number >= 0. Write { beta: 2 } for recall to weigh twice',
    );
    assertRefused(() => fbetaScore([1], [1], { beta: -1 }), 'ArgumentError', 'beta is not usable');
    assertRefused(() => fbetaScore([1], [1], { beta: Number.NaN }), 'ArgumentError', 'beta is needed');
    assertRefused(
      () => fbetaScore([1], [1], 2 as never),
      'ArgumentError',
      'the options are not an object; expected { option: value }, received 2. Did you mean { beta: 2 }?',
    );
    assertRefused(
      () => f1Score([1], [1], 'macro' as never),
      'ArgumentError',
      "received 'macro'. Did you mean { average: 'macro' }?",
    );
    const digits = Array.from({ length: 10 }, (_, digit) => digit);
    assertRefused(
      () => f1Score(digits, digits),
      'ArgumentError',
      'received 10 classes: 0, 1, 2, 3, 4, 5, 6, 7, ….',
    );
    assertRefused(
      () => f1Score(trees, guesses, { average: 'macro', labels: [1] }),
      'ArgumentError',
      'labels do not fit the targets; expected strings, as the targets are, received 1.',
    );
  });
});
