/**
 * Reports of labels: the confusion matrix and the accuracy score, against scikit-learn, and what they refuse.
 */
import { assert } from 'chai';
import {
  accuracyScore,
  confusionMatrix,
  type Label,
  type Labels,
  type Normalize,
} from '../../src/metrics/index.ts';
import { readLabels } from '../../src/metrics/shared/labels.ts';
import { tensor } from '../../src/tensor/index.ts';
import { assertClose, assertRefused, peer } from '../shared/values.ts';

interface StoredMatrix {
  readonly targets: readonly Label[];
  readonly predictions: readonly Label[];
  readonly options: {
    readonly labels?: readonly Label[];
    readonly normalize?: Normalize;
    readonly sampleWeight?: number[];
  };
  readonly matrix: { readonly shape: readonly number[]; readonly values: readonly number[] };
  readonly text: string | null;
}

interface StoredScore {
  readonly targets: readonly (Label | readonly number[])[];
  readonly predictions: readonly (Label | readonly number[])[];
  readonly options: object;
  readonly value: number;
}

const stored = peer<{ confusionMatrix: StoredMatrix[]; accuracyScore: StoredScore[] }>('preprocessing.json');

/** Counts: neither row weights nor shares. */
const counts = stored.confusionMatrix.filter(({ options }) => !options.normalize && !options.sampleWeight);

/** NumPy breaks lines after 75 letters and leaves rows out above 1000 numbers; here all of a matrix is printed. */
const fits = (text: string) =>
  text.split('\n').every((line) => /^ ?\[.*\]$/.test(line) && !line.includes('...'));

describe('confusionMatrix', () => {
  it('counts what scikit-learn counts', () => {
    assert.isAtLeast(stored.confusionMatrix.length, 19);
    for (const { targets, predictions, options, matrix } of stored.confusionMatrix) {
      const found = confusionMatrix(targets, predictions, options);
      assertClose(found.matrix.flat(), matrix.values, 1e-15);
      assert.deepEqual([found.labels.length, found.labels.length], matrix.shape as number[]);
    }
  });

  it('prints as many classes as there are', () => {
    const classes = Array.from({ length: 400 }, (_, place) => place);
    for (const normalize of [null, 'true', 'all'] as const) {
      const lines = String(confusionMatrix(classes, classes, { normalize })).split('\n');
      assert.lengthOf(lines, 400);
      assert.lengthOf(lines[1].match(/[^ [\]]+/g)!, 400);
    }
  });

  it('prints what NumPy prints', () => {
    const short = counts.filter(({ text }) => fits(text!));
    assert.equal(short.length, counts.length - 2);
    for (const { targets, predictions, options, text } of short) {
      const found = confusionMatrix(targets, predictions, options);
      assert.equal(String(found), text);
      assert.equal(`Matriz de confusión TRAIN:\n${found}`, `Matriz de confusión TRAIN:\n${text}`); // S37
    }
  });

  it('prints each row of a wide matrix on one line', () => {
    const [wide] = counts.filter(({ text }) => !fits(text!));
    const lines = String(confusionMatrix(wide.targets, wide.predictions)).split('\n');
    assert.equal(lines.length, wide.matrix.shape[0]);
    assert.equal(lines.join('').replaceAll(/\s+/g, ' '), wide.text!.replaceAll(/\s+/g, ' '));
  });

  it('has the true classes in the rows', () => {
    const { matrix, labels } = confusionMatrix(['oak', 'elm', 'elm', 'elm'], ['elm', 'oak', 'oak', 'elm']);
    assert.deepEqual(labels, ['elm', 'oak']);
    assert.deepEqual(matrix, [
      [1, 2],
      [1, 0],
    ]);
  });

  it('takes class numbers, one-hot rows, probabilities and one column, mixed', () => {
    const targets: Labels[] = [
      [2, 0, 1, 1],
      Int32Array.of(2, 0, 1, 1),
      tensor([2, 0, 1, 1]),
      tensor([[2], [0], [1], [1]]),
      tensor([
        [0, 0, 1],
        [1, 0, 0],
        [0, 1, 0],
        [0, 1, 0],
      ]),
    ];
    const predictions: Labels[] = [
      [2, 1, 1, 0],
      tensor([
        [0.2, 0.3, 0.5],
        [0.3, 0.4, 0.3],
        [0.1, 0.7, 0.2],
        [0.4, 0.4, 0.2],
      ]),
    ];
    for (const t of targets) {
      for (const p of predictions) {
        const { labels, matrix } = confusionMatrix(t, p);
        assert.deepEqual(labels, [0, 1, 2]);
        assert.deepEqual(matrix.flat(), [0, 1, 0, 1, 1, 0, 0, 0, 1]);
      }
    }
  });

  it('takes one column of probabilities for yes where they are above ½', () => {
    const { matrix } = confusionMatrix(tensor([[1], [0], [1], [0]]), tensor([[0.7], [0.5], [0.3], [0.51]]));
    assert.deepEqual(matrix.flat(), [1, 1, 1, 1]);
  });

  it('sorts numbers by size and names by their characters', () => {
    assert.deepEqual(confusionMatrix([10, 9, -2], [9, 10, -2]).labels, [-2, 9, 10]);
    assert.deepEqual(confusionMatrix(['b', 'a10', 'a9'], ['B', 'b', 'á']).labels, [
      'B',
      'a10',
      'a9',
      'b',
      'á',
    ]);
    assert.deepEqual(confusionMatrix([true, false], [true, true]).labels, [false, true]);
  });

  it('refuses labels that fit nothing', () => {
    const refused = (labels: unknown, message: string) =>
      assertRefused(() => confusionMatrix([1, 0], [1, 1], { labels } as never), 'ArgumentError', message);
    refused(
      [7, 8],
      'confusionMatrix: none of the labels is among the targets; expected labels of the targets, [0, 1], received [7, 8].',
    );
    refused(
      ['1'],
      "confusionMatrix: none of the labels is among the targets; expected labels of the targets, [0, 1], received ['1'].",
    );
    refused(
      [],
      'confusionMatrix: none of the labels is among the targets; expected labels of the targets, [0, 1], received [].',
    );
    refused(
      3,
      'confusionMatrix: labels are not labels; expected an array of labels or a Tensor, received 3.',
    );
    refused([[1]], 'confusionMatrix: labels[0] is no label; expected a string or a number, received [1].');
    assertRefused(
      () => confusionMatrix([1], [1], { label: [1] } as never),
      'ArgumentError',
      "confusionMatrix: unknown option; expected one of 'labels', 'sampleWeight', 'normalize', received 'label'. Did you mean 'labels'?",
    );
  });
});

describe('accuracyScore', () => {
  it('is that of scikit-learn', () => {
    assert.isAtLeast(stored.accuracyScore.length, 7);
    for (const { targets, predictions, options, value } of stored.accuracyScore) {
      const multilabel = Array.isArray(targets[0]);
      const found = accuracyScore(targets as Label[], predictions as Label[], { ...options, multilabel });
      assert.closeTo(found, value, 1e-15);
    }
  });

  it('is the diagonal of the confusion matrix over all', () => {
    for (const { targets, predictions, options } of counts) {
      if (options.labels !== undefined) continue;
      const { matrix } = confusionMatrix(targets, predictions);
      const right = matrix.reduce((sum, row, i) => sum + row[i], 0);
      assert.closeTo(accuracyScore(targets, predictions), right / targets.length, 1e-15);
    }
  });
});

describe('labels', () => {
  const who = 'accuracyScore';
  const refused = (targets: unknown, predictions: unknown, kind: string, message: string) =>
    assertRefused(() => accuracyScore(targets as never, predictions as never), kind, message);

  it('are read from rows of a tensor, the first of equals', () => {
    assert.deepEqual(
      readLabels(
        who,
        't',
        tensor([
          [0.4, 0.4, 0.2],
          [1, 2, 2],
        ]),
      ),
      [0, 1],
    );
    assert.deepEqual(
      readLabels(
        who,
        't',
        tensor([
          [0.4, 0.6],
          [3, 3],
          [0.9, 0.1],
        ]),
      ),
      [1, 0, 0],
    );
    assert.deepEqual(readLabels(who, 't', tensor([[3], [12]])), [3, 12]);
    assert.deepEqual(readLabels(who, 't', tensor([[0.5], [1]])), [0, 1]);
    assert.deepEqual(readLabels(who, 't', ['a', 'b']), ['a', 'b']);
  });

  it('must be as many on both sides, and some', () => {
    refused(
      ['a', 'b'],
      ['a', 'b', 'a'],
      'ShapeError',
      'accuracyScore: lengths differ; expected 2 predictions for 2 targets, received 3.',
    );
    refused([], [], 'ArgumentError', 'accuracyScore: there are no labels.');
  });

  it('must be labels', () => {
    refused(
      'abc',
      ['a'],
      'ArgumentError',
      "accuracyScore: targets are not labels; expected an array of labels or a Tensor, received 'abc'.",
    );
    refused(null, [0], 'ArgumentError', 'accuracyScore: targets are not labels;');
    refused({ data: [0] }, [0], 'ArgumentError', 'received an object of Object kind.');
    refused(
      [0, Number.NaN],
      [0, 1],
      'ArgumentError',
      'accuracyScore: targets[1] is no label; expected a string or a number, received NaN.',
    );
    refused(
      [0, 1],
      [
        [0, 1],
        [1, 0],
      ],
      'ArgumentError',
      'accuracyScore: predictions[0] is no label; expected a string or a number, received [0, 1].',
    );
    refused([0], tensor([Number.NaN]), 'ArgumentError', 'accuracyScore: predictions hold NaN at place 0.');
    refused(
      [0],
      tensor([[[1]]]),
      'ShapeError',
      'accuracyScore: one label for each row is needed; expected predictions [rows] or [rows, classes], received [1, 1, 1].',
    );
  });

  it('must be of one kind: a name never equals a class number', () => {
    const help =
      'Class numbers become names by classNames[number], or by the inverseTransform of a LabelBinarizer.';
    const kinds = 'accuracyScore: labels are of different kinds; expected a';
    refused(
      ['oak', 'elm'],
      tensor([1, 0]),
      'ArgumentError',
      `${kinds} string, as targets[0] is one, received 1 for predictions[0]. ${help}`,
    );
    refused(
      [1, 0, 'elm'],
      [1, 0, 1],
      'ArgumentError',
      `${kinds} number, as targets[0] is one, received 'elm' for targets[2]. ${help}`,
    );
    refused(
      [true],
      [1],
      'ArgumentError',
      `${kinds} boolean, as targets[0] is one, received 1 for predictions[0].`,
    );
  });
});
