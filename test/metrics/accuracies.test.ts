/**
 * Shares of right and wrong labels: accuracy, balanced accuracy, zero-one loss and Hamming loss.
 */
import { assert } from 'chai';
import {
  accuracyScore,
  balancedAccuracyScore,
  confusionMatrix,
  hammingLoss,
  zeroOneLoss,
} from '../../src/metrics/index.ts';
import { tensor } from '../../src/tensor/index.ts';
import { assertRefused } from '../shared/values.ts';
import { itAgrees } from './shared/scores.ts';

describe('shares of right and wrong labels', () => {
  itAgrees('accuracies');

  it('add up to one', () => {
    const [t, p, sampleWeight] = [
      [2, 0, 1, 1, 2],
      [2, 1, 1, 0, 2],
      [0.3, 1.7, 2, 0, 4.1],
    ];
    assert.closeTo(accuracyScore(t, p, { sampleWeight }) + zeroOneLoss(t, p, { sampleWeight }), 1, 1e-15);
    assert.equal(zeroOneLoss(t, p, { sampleWeight }), hammingLoss(t, p, { sampleWeight }));
  });

  it('take weights from tensors and typed arrays, in a row or in a column', () => {
    const score = (sampleWeight: never) => accuracyScore([0, 1, 1], [0, 1, 0], { sampleWeight });
    for (const weights of [[1, 2, 5], Float32Array.of(1, 2, 5), tensor([1, 2, 5]), tensor([[1], [2], [5]])]) {
      assert.equal(score(weights as never), 3 / 8);
    }
  });

  it('balanced accuracy is the mean of the shares on the diagonal', () => {
    const [t, p] = [
      [0, 0, 0, 0, 1, 2, 2],
      [0, 0, 0, 1, 1, 0, 2],
    ];
    const { matrix } = confusionMatrix(t, p, { normalize: 'true' });
    assert.closeTo(balancedAccuracyScore(t, p), (matrix[0][0] + matrix[1][1] + matrix[2][2]) / 3, 1e-15);
  });

  it('with several labels a row is right if all of them are', () => {
    const t = tensor([
      [1, 0, 1],
      [0, 1, 0],
      [1, 1, 0],
    ]);
    const p = [
      [1, 0, 1],
      [0, 1, 1],
      [0, 0, 0],
    ];
    assert.equal(accuracyScore(t, p, { multilabel: true }), 1 / 3);
    assert.equal(zeroOneLoss(t, p, { multilabel: true }), 2 / 3);
    assert.equal(hammingLoss(t, p, { multilabel: true }), 3 / 9);
    // Without the option the tensor is one-hot: the first of the largest numbers of each row.
    assert.equal(accuracyScore(t, [0, 1, 0]), 1);
  });

  it('refuse probabilities in place of labels, and say what to do', () => {
    assertRefused(
      () => accuracyScore([0, 1], [0.2, 0.9]),
      'ArgumentError',
      'accuracyScore: predictions[0] is no class; expected whole numbers or names, received 0.2. Probabilities become',
    );
    assertRefused(() => accuracyScore([0.2, 0.9], [0, 1]), 'ArgumentError', 'targets[0] is no class');
    assertRefused(
      () => accuracyScore([0, 1], tensor([0.2, 0.9])),
      'ArgumentError',
      'predictions[0] is no class',
    );
    assertRefused(
      () => hammingLoss([[0, 1]], [[0.2, 0.9]], { multilabel: true }),
      'ArgumentError',
      'hammingLoss: predictions[0][0] is not 0 or 1; expected rows of 0 and 1, a column for each label, received 0.2. Probabilities become',
    );
    assertRefused(
      () =>
        accuracyScore(
          [0, 1],
          [
            [0.2, 0.8],
            [0.6, 0.4],
          ],
        ),
      'ArgumentError',
      'predictions[0] is no label; expected a string or a number, received [0.2, 0.8]. One-hot rows and probabilities are read from tensor(predictions)',
    );
  });

  it('refuse weights that do not fit', () => {
    const refused = (sampleWeight: unknown, kind: string, message: string) =>
      assertRefused(() => accuracyScore([0, 1, 1], [0, 1, 0], { sampleWeight } as never), kind, message);
    refused(
      [1, 2],
      'ShapeError',
      'accuracyScore: sampleWeight does not fit the rows; expected 3 weights, one for each row, received 2.',
    );
    refused([[1, 2, 3]], 'ShapeError', 'received shape [1, 3].');
    refused(
      [1, -0.3, 1],
      'ArgumentError',
      'sampleWeight[1] is no weight; expected a finite number >= 0, received -0.3.',
    );
    refused([1, 1, Number.POSITIVE_INFINITY], 'ArgumentError', 'sampleWeight[2] is no weight');
    refused([0, 0, 0], 'ArgumentError', 'every sampleWeight is 0, so that no row counts');
    refused(['1', '2', '3'], 'ArgumentError', 'sampleWeight');
    refused('balanced', 'ArgumentError', 'sampleWeight');
  });

  it('refuse rows of several labels that do not fit', () => {
    const refused = (targets: unknown, predictions: unknown, kind: string, message: string) =>
      assertRefused(
        () => accuracyScore(targets as never, predictions as never, { multilabel: true }),
        kind,
        message,
      );
    refused(
      [[0, 1]],
      [[0, 1, 1]],
      'ShapeError',
      'shapes differ; expected predictions [1, 2], as the targets',
    );
    refused([0, 1], [0, 1], 'ShapeError', 'targets are no matrix of labels');
    refused([], [], 'ShapeError', 'targets are no matrix of labels');
    refused([[], []], [[], []], 'ShapeError', 'targets are no matrix of labels');
    refused([['a', 'b']], [['a', 'b']], 'ArgumentError', 'targets[0][0] is no number');
  });

  it('refuse options that are none', () => {
    const wrong = (options: object, message: string) =>
      assertRefused(() => accuracyScore([1], [1], options as never), 'ArgumentError', message);
    wrong({ sample_weight: [1] }, "Did you mean 'sampleWeight'?");
    wrong({ normalize: 'true' }, 'normalize is not usable');
    wrong({ multilabel: 1 }, 'multilabel is not usable');
    assertRefused(
      () => balancedAccuracyScore([1, 0], [1, 0], { adjusted: 1 } as never),
      'ArgumentError',
      'adjusted is not usable',
    );
  });

  it('adjusted, of a single true class', () => {
    assert.isNaN(balancedAccuracyScore([3, 3], [3, 3], { adjusted: true }));
    assert.equal(balancedAccuracyScore([3, 3, 3], [3, 3, 1], { adjusted: true }), Number.NEGATIVE_INFINITY);
  });
});
