/**
 * trainTestSplit and takeRows: which rows go where, in what kind, and what is refused.
 */
import { assert } from 'chai';
import { type SplitOptions, takeRows, trainTestSplit } from '../../src/data/index.ts';
import { full, Tensor, tensor } from '../../src/tensor/index.ts';
import { assertRefused, generic } from '../shared/values.ts';

/** Numbers 0, 1, 2, …, so that a row's content is its place. */
const places = (rows: number) => Array.from({ length: rows }, (_, i) => i);

describe('trainTestSplit', () => {
  it('splits each array by the same rows, and keeps its kind', () => {
    const x = tensor(
      places(7).map((i) => [i, 10 * i, 100 * i]),
      { dtype: 'float64' },
    );
    const labels = places(7).map((i) => `row ${i}`);
    const bytes = Uint8Array.from(places(7));
    const nested = places(7).map((i) => [i]);
    // The types are part of the test: each side has its array's.
    const [xTrain, xTest, labelsTrain, labelsTest, bytesTrain, bytesTest, nestedTrain, nestedTest] =
      trainTestSplit(x, labels, bytes, nested as readonly number[][], { testSize: 0.3, seed: 5 });
    const tensors: Tensor[] = [xTrain, xTest];
    const words: string[] = [...labelsTrain, ...labelsTest];
    const counts: Uint8Array[] = [bytesTrain, bytesTest];
    const rows: number[][] = [...nestedTrain, ...nestedTest];

    assert.deepEqual(
      tensors.map(({ shape }) => shape),
      [
        [4, 3],
        [3, 3],
      ],
    );
    assert.deepEqual(
      tensors.map(({ dtype }) => dtype),
      ['float64', 'float64'],
    );
    const order = [...bytesTrain, ...bytesTest];
    assert.deepEqual(
      counts.map((side) => side.constructor),
      [Uint8Array, Uint8Array],
    );
    assert.deepEqual(
      words,
      order.map((i) => `row ${i}`),
    );
    assert.deepEqual(
      rows,
      order.map((i) => [i]),
    );
    assert.deepEqual(
      [...xTrain.data, ...xTest.data],
      order.flatMap((i) => [i, 10 * i, 100 * i]),
    );
  });

  it('works without options: a quarter for testing', () => {
    const [train, test] = trainTestSplit(places(10));
    assert.deepEqual([train.length, test.length], [7, 3]);
    assert.deepEqual(trainTestSplit(places(10), undefined as never), [train, test]);
    assert.deepEqual(trainTestSplit(places(10), { seed: 0, shuffle: true, testSize: 0.25 }), [train, test]);
  });

  it('has the sizes of scikit-learn: test rows rounded up', () => {
    const sizes: readonly [rows: number, testSize: number, train: number, test: number][] = [
      [208, 0.3, 145, 63],
      [150, 0.2, 120, 30],
      [3, 0.25, 2, 1],
      [100, 0.07, 92, 8], // 0.07 · 100 is 7.000000000000001 in doubles, there as here
      [9, 4, 5, 4],
      [9, 1, 8, 1],
      [2, 0.001, 1, 1],
    ];
    for (const [rows, testSize, train, test] of sizes) {
      for (const shuffle of [true, false]) {
        const sides = trainTestSplit(places(rows), { testSize, shuffle }).map(({ length }) => length);
        assert.deepEqual(sides, [train, test], `${testSize} of ${rows}`);
      }
    }
  });

  it('every row is on one side, whatever the seed', () => {
    for (let seed = 0; seed < 100; seed++) {
      const rows = 2 + (seed % 17);
      const [train, test] = trainTestSplit(places(rows), { testSize: 0.4, seed });
      assert.deepEqual(
        [...train, ...test].sort((a, b) => a - b),
        places(rows),
      );
    }
  });

  it('the same seed draws the same rows, in every version; another seed others', () => {
    const draw = (seed: number) => trainTestSplit(places(12), { testSize: 5, seed })[1];
    assert.deepEqual(draw(42), draw(42));
    assert.notDeepEqual(draw(42), draw(43));
    assert.deepEqual(draw(42), [4, 1, 11, 3, 7]);
  });

  it('every row is as likely for testing as any other', () => {
    const counts = Array(8).fill(0);
    for (let seed = 0; seed < 4000; seed++) {
      for (const row of trainTestSplit(places(8), { testSize: 3, seed })[1]) counts[row]++;
    }
    for (const count of counts) assert.closeTo(count, 1500, 150); // five standard deviations
  });

  it('without shuffling the last rows are for testing', () => {
    const [train, test] = trainTestSplit(['a', 'b', 'c', 'd', 'e'], { testSize: 0.3, shuffle: false });
    assert.deepEqual(
      [train, test],
      [
        ['a', 'b', 'c'],
        ['d', 'e'],
      ],
    );
  });

  it('gives copies', () => {
    const x = tensor([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    const [train] = trainTestSplit(x, { shuffle: false });
    train.data[0] = 9;
    assert.equal(x.data[0], 1);
  });

  it('refuses rows that differ in number', () => {
    const message = 'trainTestSplit: arguments 1 and 3 differ in rows; expected 3, received 4.';
    assertRefused(() => trainTestSplit(places(3), places(3), places(4)), 'ShapeError', message);
    assertRefused(
      () =>
        trainTestSplit(
          tensor([
            [1, 2],
            [3, 4],
            [5, 6],
          ]),
          places(2),
        ),
      'ShapeError',
      'arguments 1 and 2 differ in rows; expected 3, received 2.',
    );
  });

  it('refuses sides without rows', () => {
    const problem =
      'trainTestSplit: one side would be empty; expected at least one row on each side, received testSize ';
    const refuse = (rows: number, testSize: number) =>
      assertRefused(
        () => trainTestSplit(places(rows), { testSize }),
        'ArgumentError',
        `${problem}${testSize} of ${rows} rows.`,
      );
    refuse(1, 0.25);
    refuse(0, 0.25);
    refuse(5, 5);
    refuse(5, 9);
    refuse(5, 0.9); // 4.5 rows are five
  });

  it('refuses other options', () => {
    const refuse = (options: object, message: string) =>
      assertRefused(
        () => trainTestSplit(places(9), options as SplitOptions),
        'ArgumentError',
        'trainTestSplit: ',
        message,
      );
    for (const testSize of [0, -0.25, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '0.3', null]) {
      refuse(
        { testSize },
        'testSize is not usable; expected a share between 0 and 1, or a whole number of rows, received ',
      );
    }
    refuse({ seed: -1 }, 'seed is not usable; expected a whole number >= 0, received -1.');
    refuse({ seed: 'random' }, 'seed is not usable');
    refuse({ shuffle: 1 }, 'shuffle is not usable; expected true or false, received 1.');
    refuse(
      { test_size: 0.3 },
      "unknown option; expected one of 'testSize', 'trainSize', 'seed', 'randomState', 'shuffle', 'stratify', received 'test_size'. Did you mean 'testSize'?",
    );
  });

  it('refuses what has no rows', () => {
    const refuse = (given: unknown[], message: string) =>
      assertRefused(
        () => trainTestSplit(...(given as number[][])),
        'ArgumentError',
        'trainTestSplit: ',
        message,
      );
    refuse([], 'there is nothing to split; expected Tensors or arrays.');
    refuse([{ testSize: 0.3 }], 'there is nothing to split');
    const kinds = 'expected a Tensor, an array or a typed array, received ';
    refuse([places(3), 'abc', {}], `argument 2 has no rows; ${kinds}'abc'.`);
    refuse(
      [{ data: [1, 2], shape: [2] }],
      `argument 1 has no rows; ${kinds}an object of Object kind. tensor(values) makes a Tensor`,
    );
    refuse([full([], 3)], `argument 1 has no rows; ${kinds}a single number.`);
    refuse([places(3), 7], 'the options are not an object');
    refuse([places(3), places(3), 0.2], 'Did you mean { testSize: 0.2 }?');
  });
});

describe('takeRows', () => {
  it('takes rows in the order named, of whatever has rows', () => {
    assert.deepEqual(takeRows(['ash', 'elm', 'oak'], [2, 0, 2]), ['oak', 'ash', 'oak']);
    assert.deepEqual(takeRows(new Int16Array([5, 6, 7]), [1, 1, 0, 2]), new Int16Array([6, 6, 5, 7]));
    const x = new Tensor(Float64Array.from(generic(24)), [4, 3, 2]);
    const taken: Tensor = takeRows(x, [3, 1]);
    assert.deepEqual(taken.shape, [2, 3, 2]);
    assert.deepEqual([...taken.data], [...x.data.subarray(18, 24), ...x.data.subarray(6, 12)]);
    assert.equal(taken.dtype, 'float64');
    assert.deepEqual(takeRows(tensor([4, 5, 6]), [2]).toArray(), [6]);
    assert.deepEqual(takeRows(x, []).shape, [0, 3, 2]);
  });

  it('refuses rows that are not there, and what has no rows', () => {
    const refuse = (row: number) =>
      assertRefused(
        () => takeRows(['a', 'b'], [0, row]),
        'ArgumentError',
        `takeRows: row is not usable; expected a whole number >= 0 and <= 1, received ${row}.`,
      );
    refuse(2);
    refuse(-1);
    refuse(0.25);
    refuse(Number.NaN);
    assertRefused(() => takeRows({} as string[], [0]), 'ArgumentError', 'takeRows: values has no rows');
  });
});
