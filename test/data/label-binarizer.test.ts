/**
 * LabelBinarizer against scikit-learn's, and what it refuses.
 */
import { assert } from 'chai';
import { type Label, LabelBinarizer, type LabelBinarizerOptions } from '../../src/data/index.ts';
import { tensor } from '../../src/tensor/index.ts';
import { assertRefused, generic } from '../shared/values.ts';
import { cases, float64, type Stored } from './shared/stored.ts';

interface Case {
  readonly labels: Label[];
  readonly options: LabelBinarizerOptions;
  readonly classes: Label[];
  readonly encoded: Stored;
  readonly unseen: readonly { readonly labels: Label[]; readonly encoded: Stored }[];
  readonly decoded: readonly { readonly from: Stored; readonly labels: Label[] }[];
}

describe('LabelBinarizer', () => {
  for (const { labels, options, classes, encoded, unseen, decoded } of cases<Case>('labelBinarizer')) {
    describe(`of ${JSON.stringify(labels)} ${JSON.stringify(options)}`, () => {
      const binarizer = LabelBinarizer(options).fit(labels);

      it('encodes as scikit-learn', () => {
        const t = LabelBinarizer(options).fitTransform(labels);
        assert.deepEqual(t.shape, encoded.shape);
        assert.deepEqual([...t.data], encoded.values);
        assert.deepEqual(binarizer.classes, classes);
      });

      it('encodes labels that fit did not see as scikit-learn, but two classes in one column always', () => {
        for (const { labels, encoded } of unseen) {
          const t = binarizer.transform(labels);
          const two = classes.length === 2 && encoded.shape[1] === 2;
          const column = encoded.values.filter((_, i) => i % 2 === 1); // the second of two
          assert.deepEqual(t.shape, two ? [labels.length, 1] : encoded.shape);
          assert.deepEqual([...t.data], two ? column : encoded.values);
        }
      });

      it('decodes as scikit-learn', () => {
        assert.deepEqual(binarizer.inverseTransform(float64(encoded)), labels);
        for (const { from, labels } of decoded) {
          assert.deepEqual(binarizer.inverseTransform(float64(from)), labels);
        }
      });
    });
  }

  it('decodes predictions of Iris by the largest number of each row', () => {
    const binarizer = LabelBinarizer<string>().fit(['virginica', 'setosa', 'versicolor']);
    const y = [
      [0.967722, 0.189344, 0.00421873],
      [0.0121, 0.5217, 0.3602],
      [0.0043, 0.2937, 0.885],
      [0.0052, 0.3311, 0.8014],
      [0.0317, 0.6128, 0.2549],
    ];
    const decoded: string[] = binarizer.inverseTransform(y);
    assert.deepEqual(decoded, ['setosa', 'versicolor', 'virginica', 'virginica', 'versicolor']);
  });

  it('takes booleans, typed arrays and tensors', () => {
    const booleans = LabelBinarizer();
    assert.deepEqual(booleans.fitTransform([true, false, true]).toArray(), [[1], [0], [1]]);
    assert.deepEqual(booleans.inverseTransform([0.3, 0.7]), [false, true]);
    const numbers = LabelBinarizer<number>();
    const encoded = [
      [0, 1, 0],
      [0, 0, 1],
      [1, 0, 0],
    ];
    assert.deepEqual(numbers.fitTransform(new Uint8Array([4, 9, 2])).toArray(), encoded);
    assert.deepEqual(numbers.fitTransform(tensor([4, 9, 2])).toArray(), encoded);
    assert.deepEqual(numbers.fitTransform(tensor([[4], [9], [2]])).toArray(), encoded);
    assert.deepEqual(numbers.classes, [2, 4, 9]);
  });

  it('sorts numbers by size', () => {
    assert.deepEqual(LabelBinarizer().fit([10, 9, -1, 100, 0.25]).classes, [-1, 0.25, 9, 10, 100]);
  });

  it('a second fit forgets the first', () => {
    const binarizer = LabelBinarizer<string>().fit(['a', 'b', 'c']);
    assert.deepEqual(binarizer.fit(['d', 'e']).classes, ['d', 'e']);
    assert.deepEqual(binarizer.transform(['a', 'e']).toArray(), [[0], [1]]);
  });

  it('decodes what it encodes, whatever the labels', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const labels = generic(1 + (seed % 13), [-3, 1 + (seed % 7)], { seed, whole: true });
      const binarizer = LabelBinarizer<number>();
      const t = binarizer.fitTransform(labels);
      assert.deepEqual(binarizer.inverseTransform(t), labels);
      assert.equal(t.shape[1], binarizer.classes.length > 2 ? binarizer.classes.length : 1);
    }
  });

  it('refuses to work before fit', () => {
    const message = 'nothing has been learned yet. Call fit first.';
    assertRefused(() => LabelBinarizer().classes, 'StateError', `LabelBinarizer.classes: ${message}`);
    assertRefused(
      () => LabelBinarizer().transform(['a']),
      'StateError',
      `LabelBinarizer.transform: ${message}`,
    );
    assertRefused(
      () => LabelBinarizer().inverseTransform([[1]]),
      'StateError',
      `LabelBinarizer.inverseTransform: ${message}`,
    );
  });

  it('refuses what is no label', () => {
    const refuse = (labels: unknown, kind: string, ...words: string[]) =>
      assertRefused(() => LabelBinarizer().fit(labels as string[]), kind, 'LabelBinarizer.fit: ', ...words);
    refuse([], 'ArgumentError', 'there are no labels.');
    refuse(
      ['a', 'b', 3],
      'ArgumentError',
      'the label of row 2 is not usable; expected a string, as all others, received 3.',
    );
    refuse([true, 1], 'ArgumentError', 'expected a boolean, as all others, received 1.');
    refuse([4, Infinity], 'ArgumentError', 'received Infinity.'); // which JSON does not have
    refuse(
      [4, Number.NaN],
      'ArgumentError',
      'the label of row 1 is not usable; expected a finite number, as all others, received NaN.',
    );
    refuse(
      [
        [1, 0],
        [0, 1],
      ],
      'ArgumentError',
      'the label of row 0 is not usable; expected a string, number or boolean, received [1, 0].',
    );
    refuse([null], 'ArgumentError', 'received null');
    refuse('abc', 'ArgumentError', 'labels are not numbers', "received 'abc'");
    refuse(
      tensor([
        [1, 0, 2],
        [0, 1, 1],
      ]),
      'ShapeError',
      'there must be one label for each row; expected [rows], received [2, 3].',
    );
    const numbers = LabelBinarizer().fit([1, 2, 3]);
    assertRefused(
      () => numbers.transform(['1']),
      'ArgumentError',
      'LabelBinarizer.transform: the label of row 0 is not usable; expected a finite number, as all others',
    );
  });

  it('refuses numbers of other columns', () => {
    const problem = 'LabelBinarizer.inverseTransform: y has not the columns of these classes; ';
    const three = LabelBinarizer().fit(['a', 'b', 'c']);
    assertRefused(
      () => three.inverseTransform([[0.1, 0.9]]),
      'ShapeError',
      `${problem}expected y [rows, 3], received [1, 2].`,
    );
    assertRefused(() => three.inverseTransform([0.1, 0.9, 0.3]), 'ShapeError', 'received [3].');
    const two = LabelBinarizer().fit(['a', 'b']);
    assertRefused(
      () => two.inverseTransform([[0.1, 0.9, 0.3]]),
      'ShapeError',
      `${problem}expected y [rows], [rows, 1] or [rows, 2], received [1, 3].`,
    );
    assertRefused(() => two.inverseTransform([[[0.1]]]), 'ShapeError', 'received [1, 1, 1].');
    const one = LabelBinarizer().fit(['a']);
    assertRefused(
      () => one.inverseTransform([[0.1, 0.9]]),
      'ShapeError',
      `${problem}expected y [rows, 1], received [1, 2].`,
    );
  });

  it('refuses NaN as a prediction', () => {
    const three = LabelBinarizer().fit(['a', 'b', 'c']);
    const work = () =>
      three.inverseTransform([
        [0.1, 0.9, 0.3],
        [0.2, Number.NaN, 0.7],
      ]);
    assertRefused(
      work,
      'ArgumentError',
      'LabelBinarizer.inverseTransform: row 1, column 1 is not finite; expected a finite number, received NaN.',
    );
  });

  it('refuses other options', () => {
    assertRefused(
      () => LabelBinarizer({ posLabel: 0 }),
      'ArgumentError',
      'LabelBinarizer: posLabel is not usable; expected a number > 0, received 0.',
    );
    assertRefused(
      () => LabelBinarizer({ negLabel: 3 }),
      'ArgumentError',
      'expected a number > 3, received 1.',
    );
    assertRefused(() => LabelBinarizer({ negLabel: Number.NaN }), 'ArgumentError', 'negLabel is not usable');
    assertRefused(
      () => LabelBinarizer({ neg_label: 0 } as never),
      'ArgumentError',
      "Did you mean 'negLabel'?",
    );
  });
});
