/**
 * LabelEncoder, OneHotEncoder and toCategorical against scikit-learn's and Keras's, and what they refuse.
 */
import { assert } from 'chai';
import {
  type Label,
  LabelEncoder,
  OneHotEncoder,
  type OneHotEncoderOptions,
  oneHot,
  toCategorical,
} from '../../src/data/index.ts';
import { tensor } from '../../src/tensor/index.ts';
import { assertRefused, generic, peer } from '../shared/values.ts';
import { float64, type Stored } from './shared/stored.ts';

interface Raises {
  readonly raises: string;
}
interface Fixture {
  readonly labelEncoder: {
    readonly labels: Label[];
    readonly classes: Label[];
    readonly numbers: number[];
    readonly other: Label[];
    readonly otherNumbers: number[] | Raises;
  }[];
  readonly oneHotEncoder: {
    readonly rows: Label[][];
    readonly options: OneHotEncoderOptions;
    readonly raises?: string;
    readonly categories: Label[][];
    readonly names: string[];
    readonly encoded: Stored;
    readonly new: Label[][];
    readonly newEncoded: Stored | Raises;
    readonly back: Stored | null;
    readonly decoded: (Label | null)[][] | Raises | null;
  }[];
  readonly toCategorical: { labels: number[]; numClasses: number | null; encoded: Stored }[];
}

const stored = peer<Fixture>('encoders.json');
const raises = (value: unknown): value is Raises => (value as Raises | null)?.raises !== undefined;

describe('LabelEncoder', () => {
  for (const { labels, classes, numbers, other, otherNumbers } of stored.labelEncoder) {
    it(`as scikit-learn: ${JSON.stringify(labels).slice(0, 60)} then ${JSON.stringify(other)}`, () => {
      const encoder = LabelEncoder().fit(labels);
      assert.deepEqual(encoder.classes, classes);
      assert.deepEqual(LabelEncoder().fitTransform(labels), numbers);
      assert.deepEqual(encoder.inverseTransform(numbers), labels);
      if (raises(otherNumbers)) {
        assertRefused(() => encoder.transform(other), 'ArgumentError', 'was not there in fit');
      } else {
        assert.deepEqual(encoder.transform(other), otherNumbers);
      }
    });
  }

  it('takes typed arrays and tensors, of numbers in both directions', () => {
    const encoder = LabelEncoder<number>();
    assert.deepEqual(encoder.fitTransform(new Int16Array([40, 7, 12])), [2, 0, 1]);
    assert.deepEqual(encoder.transform(tensor([[12], [40]])), [1, 2]);
    const labels: number[] = encoder.inverseTransform(tensor([2, 0]));
    assert.deepEqual(labels, [40, 7]);
    assert.deepEqual(encoder.inverseTransform(Uint8Array.of(1)), [12]);
  });

  it('names a label that fit did not see, its row and the classes', () => {
    const encoder = LabelEncoder<string>().fit(['oak', 'elm', 'ash']);
    const message =
      "LabelEncoder.transform: the label of row 1 was not there in fit; expected one of 'ash', 'elm', 'oak', received 'fir'.";
    assertRefused(() => encoder.transform(['oak', 'fir', 'pine']), 'ArgumentError', message);
    const many = LabelEncoder<number>().fit(generic(400, [0, 29], { whole: true }));
    const list = 'expected one of 0, 1, 2, 3, 4, 5, 6, 7, … (30 in all), received 30.';
    assertRefused(() => many.transform([30]), 'ArgumentError', list);
  });

  it('refuses what is no class number, labels of another kind, and work before fit', () => {
    const encoder = LabelEncoder<string>().fit(['oak', 'elm', 'ash']);
    for (const number of [3, -1, 0.5, Infinity]) {
      const words = `the number of row 1 is no class; expected a whole number from 0 to 2, received ${number}.`;
      assertRefused(() => encoder.inverseTransform([0, number]), 'ArgumentError', words);
    }
    assertRefused(() => encoder.inverseTransform(['oak'] as never), 'ArgumentError', "received 'oak'");
    assertRefused(() => encoder.transform([1] as never), 'ArgumentError', 'expected a string');
    assertRefused(() => LabelEncoder().fit([]), 'ArgumentError', 'LabelEncoder.fit: there are no labels.');
    assertRefused(() => LabelEncoder().classes, 'StateError', 'LabelEncoder.classes: nothing has been');
    assertRefused(() => LabelEncoder().transform(['a']), 'StateError', 'Call fit first.');
    assertRefused(() => LabelEncoder().inverseTransform([0]), 'StateError', 'Call fit first.');
    assertRefused(() => LabelEncoder({ sparse: true } as never), 'ArgumentError', 'unknown option');
  });
});

describe('OneHotEncoder', () => {
  stored.oneHotEncoder.forEach((stored, k) => {
    const { rows, options, categories, names, encoded, back, decoded } = stored;
    // Arrays of objects have no order there; arrays of numbers must be in order, there and here.
    const unsorted = options.categories !== undefined && options.categories[1]?.[0] === 3;
    it(`as scikit-learn, case ${k}: ${JSON.stringify(options)}`, () => {
      if (stored.raises !== undefined || unsorted) {
        assert.throws(() => OneHotEncoder(options).fit(rows), 'OneHotEncoder');
        return;
      }
      const encoder = OneHotEncoder(options);
      const y = encoder.fitTransform(rows);
      assert.deepEqual(encoder.categories, categories);
      assert.deepEqual(y.shape, encoded.shape);
      assert.deepEqual([...y.data], encoded.values);
      const ours = (name: string) => name.replace('_False', '_false').replace('_True', '_true');
      assert.deepEqual(encoder.getFeatureNamesOut(), names.map(ours));
      const known = rows.map((row) => row.map((value, j) => (categories[j].includes(value) ? value : null)));
      assert.deepEqual(encoder.inverseTransform(y), known);

      const { new: other, newEncoded } = stored;
      if (raises(newEncoded)) {
        assertRefused(
          () => encoder.transform(other),
          'ArgumentError',
          'OneHotEncoder.transform: the category of',
        );
      } else {
        const z = encoder.transform(other);
        assert.deepEqual(z.shape, newEncoded.shape);
        assert.deepEqual([...z.data], newEncoded.values);
      }
      if (back === null) return;
      const work = () => encoder.inverseTransform(float64(back));
      if (raises(decoded)) assertRefused(work, 'ArgumentError', 'has zeros only for column');
      else assert.deepEqual(work(), decoded);
    });
  });

  it('takes a Tensor of numbers and keeps its format', () => {
    const rows = [
      [3, 7],
      [1, 7],
      [3, 2],
    ];
    const single = OneHotEncoder().fitTransform(rows);
    assert.equal(single.dtype, 'float32');
    const double = OneHotEncoder().fitTransform(tensor(rows, { dtype: 'float64' }));
    assert.equal(double.dtype, 'float64');
    assert.deepEqual(double.toArray(), single.toArray());
    assert.equal(OneHotEncoder().fitTransform(tensor(rows)).dtype, 'float32');
  });

  it('of one column is LabelBinarizer of several classes, and oneHot of numbers from 0', () => {
    const labels = generic(30, [0, 4], { whole: true });
    const rows = labels.map((label) => [label]);
    assert.deepEqual(OneHotEncoder().fitTransform(rows).toArray(), oneHot(labels).toArray());
  });

  it('names a category that is not known, its row and column, and those that are', () => {
    const encoder = OneHotEncoder().fit([
      ['oak', 3],
      ['elm', 2],
    ]);
    assertRefused(
      () =>
        encoder.transform([
          ['oak', 2],
          ['fir', 2],
        ]),
      'ArgumentError',
      "OneHotEncoder.transform: the category of row 1, column 0 is not known; expected one of 'elm', 'oak', received 'fir'. handleUnknown: 'ignore' makes zeros of it.",
    );
    const given = OneHotEncoder({ categories: [['oak'], [2, 3]] });
    assertRefused(
      () =>
        given.fit([
          ['oak', 3],
          ['elm', 2],
        ]),
      'ArgumentError',
      'OneHotEncoder.fit: the category of row 1, column 0',
    );
    assertRefused(
      () => encoder.inverseTransform([[0, 0, 1, 0]]),
      'ArgumentError',
      "OneHotEncoder.inverseTransform: row 0 has zeros only for column 0; expected a number for one of 'elm', 'oak'.",
    );
  });

  it('refuses what is no table of categories', () => {
    const refuse = (rows: unknown, kind: string, ...words: string[]) =>
      assertRefused(() => OneHotEncoder().fit(rows as never), kind, 'OneHotEncoder.fit: ', ...words);
    refuse(
      ['a', 'b'],
      'ShapeError',
      "received ['a', 'b']. One column is rows of one: labels.map((label) => [label]).",
    );
    refuse([], 'ShapeError', 'this is not a table; expected rows of categories');
    refuse([[]], 'ShapeError', 'this is not a table');
    refuse('abc', 'ShapeError', "received 'abc'.");
    refuse([['a', 1], ['b']], 'ShapeError', 'row 1 has another length; expected 2 categories, received 1.');
    refuse([['a'], 'b'], 'ShapeError', "row 1 has another length; expected 1 categories, received 'b'.");
    refuse(
      [
        ['a', 1],
        ['b', '2'],
      ],
      'ArgumentError',
      "row 1, column 1 is no category; expected a finite number, as all others of the column, received '2'.",
    );
    refuse(
      [['a'], [null]],
      'ArgumentError',
      'expected a string, as all others of the column, received null.',
    );
    refuse([[undefined]], 'ArgumentError', 'expected a string, number or boolean, received undefined.');
    refuse([[1], [Number.NaN]], 'ArgumentError', 'received NaN.');
    refuse([[1], [Infinity]], 'ArgumentError', 'received Infinity.'); // which JSON does not have
    const holes: string[][] = [['a'], ['b'], ['c']];
    delete holes[1];
    refuse(holes, 'ShapeError', 'row 1 has another length; expected 1 categories, received undefined.');
    delete holes[0][0];
    refuse(holes, 'ArgumentError', 'row 0, column 0 is no category');
    refuse(tensor([1, 2]), 'ShapeError', 'this is not a table');
    const encoder = OneHotEncoder().fit([
      ['a', 1],
      ['b', 2],
    ]);
    assertRefused(
      () => encoder.transform([['a']]),
      'ShapeError',
      'there are other columns than fit saw; expected rows of 2 categories',
      'received rows of 1.',
    );
    assertRefused(
      () => encoder.inverseTransform([[1, 0, 1]]),
      'ShapeError',
      'y has not the columns of these categories; expected y [rows, 4], received [1, 3].',
    );
    assertRefused(
      () => encoder.inverseTransform([[1, 0, 1, Number.NaN]]),
      'ArgumentError',
      'row 0, column 3 is not finite',
    );
    assertRefused(
      () => encoder.getFeatureNamesOut(['x']),
      'ShapeError',
      'there must be a name for each column; expected 2, received 1.',
    );
    assert.deepEqual(encoder.getFeatureNamesOut(['wood', 'age']), ['wood_a', 'wood_b', 'age_1', 'age_2']);
  });

  it('refuses other options, and work before fit', () => {
    const refuse = (options: object, ...words: string[]) =>
      assertRefused(() => OneHotEncoder(options as never), 'ArgumentError', 'OneHotEncoder: ', ...words);
    refuse({ drop: 'last' }, "unknown drop; expected one of 'first', 'if_binary', received 'last'.");
    refuse({ handle_unknown: 'ignore' }, "Did you mean 'handleUnknown'?");
    refuse(
      { handleUnknown: 'infrequent_if_exist' },
      "unknown handleUnknown; expected one of 'error', 'ignore'",
    );
    refuse({ sparse_output: false }, 'unknown option');
    refuse(
      { categories: 'all' },
      "categories is not usable; expected 'auto', or a list of categories for each column, received 'all'.",
    );
    refuse(
      { categories: ['a', 'b'] },
      "categories[0] is not usable; expected labels of one kind, each once, received 'a'.",
    );
    refuse({ categories: [['a', 'a']] }, 'categories[0] is not usable');
    refuse({ categories: [['a', 1]] }, 'labels of one kind');
    refuse({ categories: [[3, 2]] }, 'labels of one kind, each once, in order, received [3, 2].');
    refuse({ categories: [[]] }, 'categories[0] is not usable');
    const encoder = OneHotEncoder();
    assertRefused(
      () => encoder.categories,
      'StateError',
      'OneHotEncoder.categories: nothing has been learned yet.',
    );
    assertRefused(() => encoder.transform([['a']]), 'StateError', 'Call fit first.');
    assertRefused(() => encoder.inverseTransform([[1]]), 'StateError', 'Call fit first.');
    assertRefused(() => encoder.getFeatureNamesOut(), 'StateError', 'Call fit first.');
  });

  it('a fit that fails forgets nothing', () => {
    const encoder = OneHotEncoder().fit([['a'], ['b']]);
    assert.throws(() => encoder.fit([['c'], [3]] as never));
    assert.deepEqual(encoder.categories, [['a', 'b']]);
  });
});

describe('toCategorical', () => {
  it('is that of Keras, and oneHot', () => {
    for (const { labels, numClasses, encoded } of stored.toCategorical) {
      const y = toCategorical(labels, numClasses ?? undefined);
      assert.deepEqual(y.shape, encoded.shape);
      assert.deepEqual([...y.data], encoded.values);
      assert.deepEqual(y.data, oneHot(labels, numClasses ?? undefined).data);
    }
  });

  it('speaks for itself', () => {
    assertRefused(
      () => toCategorical([0, 3], 3),
      'ArgumentError',
      'toCategorical: the label of row 1 is no class',
    );
    assertRefused(() => toCategorical([0], 0), 'ArgumentError', 'toCategorical: numClasses is not usable');
  });
});
