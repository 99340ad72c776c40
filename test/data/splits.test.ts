/**
 * Splits of rows: the very rows that scikit-learn draws, what is refused, and what holds whatever is drawn.
 */
import { assert } from 'chai';
import {
  type Fold,
  KFold,
  type KFoldOptions,
  ShuffleSplit,
  type ShuffleSplitOptions,
  type Splitter,
  type SplitOptions,
  StratifiedKFold,
  StratifiedShuffleSplit,
  trainTestSplit,
} from '../../src/data/index.ts';
import { RandomState } from '../../src/random/index.ts';
import { Tensor, tensor } from '../../src/tensor/index.ts';
import { assertRefused, peer } from '../shared/values.ts';

interface Case {
  readonly rows: number;
  readonly options: SplitOptions & KFoldOptions & ShuffleSplitOptions;
  readonly labels?: string[] | number[];
  readonly folds?: Fold[];
  readonly raises?: string;
}

type Name =
  | 'trainTestSplit'
  | 'stratified'
  | 'KFold'
  | 'StratifiedKFold'
  | 'ShuffleSplit'
  | 'StratifiedShuffleSplit';
const stored = peer<Record<Name, Case[]> & { repeated: Repeated }>('splits.json');

interface Repeated {
  readonly rows: number;
  readonly labels: string[];
  readonly nSplits: number;
  readonly nRepeats: number;
  readonly randomState: number;
  readonly plain: Fold[];
  readonly stratified: Fold[];
}

const places = (rows: number) => Array.from({ length: rows }, (_, i) => i);

/** Our words for what scikit-learn refuses, by the words with which its message begins. */
const REFUSALS: readonly (readonly [theirs: RegExp, ours: RegExp])[] = [
  [
    /^The least populated classes/,
    /class(es)? .* ha(s|ve) a single row.*merge it.*or (leave stratify out|use )/,
  ],
  [
    /^The (test|train)_size = \d+ should/,
    /the (test|train) side has fewer rows than there are classes.*Raise /,
  ],
  [/^n_splits=\d+ cannot be greater/, /every class has fewer rows than there are parts.*of class.*KFold/],
  [/^Cannot have number of splits/, /there are fewer rows than parts.*(Lower nSplits to|at least 2 rows)/],
  [/^With n_samples=/, /one side would be empty/],
  [/^(test|train)_size=.* should be either/, /one side would be empty/],
  [/^The '(test|train)_size' parameter/, /(test|train)Size is not usable/],
  [/^The sum of/, /testSize and trainSize are more than there is.*Lower one/],
  [/^Setting a random_state/, /randomState has no effect without shuffle.*Set shuffle: true/],
  [/^Supported target types/, /t holds measurements, not classes.*KFold/],
  [/^Stratified train\/test split/, /stratify needs rows that are drawn at random/],
  [/^k-fold cross-validation requires/, /nSplits is not usable/],
  [/^The number of folds/, /nSplits is not usable/],
];

/** Runs the stored cases of one name. */
function agree(name: Name, draw: (stored: Case) => Fold[]): void {
  for (const [i, one] of stored[name].entries()) {
    const { rows, options, labels, folds, raises } = one;
    const what = `${name} ${i}: ${rows} rows, ${JSON.stringify(options)}, ${labels}`;
    let result: Fold[] | Error;
    try {
      result = draw(one);
    } catch (error) {
      result = error as Error;
    }
    if (raises === undefined) {
      assert.deepEqual(result, folds, what);
      continue;
    }
    assert.instanceOf(result, Error, `${what} must be refused: ${raises}`);
    const pair = REFUSALS.find(([theirs]) => theirs.test(raises));
    assert.isDefined(pair, `no words for ${raises}`);
    assert.equal((result as Error).name, 'ArgumentError', what);
    assert.match((result as Error).message, pair[1], what);
  }
}

/** Runs the stored cases of a splitter. */
const agreeSplitter = (name: Name, make: (options: KFoldOptions & ShuffleSplitOptions) => Splitter): void =>
  agree(name, ({ rows, options, labels }) => {
    const splitter = make(options);
    const folds = splitter.split(rows, labels);
    assert.equal(folds.length, splitter.nSplits);
    assert.deepEqual(splitter.split(places(rows), labels), folds); // again, and of rows instead of their number
    return folds;
  });

describe('trainTestSplit as scikit-learn', () => {
  it('the test rows of 150, of which a fifth, for randomState 42', () => {
    const [, test] = trainTestSplit(places(150), { testSize: 0.2, randomState: 42 });
    assert.deepEqual(
      test,
      [
        73, 18, 118, 78, 76, 31, 64, 141, 68, 82, 110, 12, 36, 9, 19, 56, 104, 69, 55, 132, 29, 127, 26, 128,
        131, 145, 108, 143, 45, 30,
      ],
    );
  });

  it('draws its rows', () => {
    agree('trainTestSplit', ({ rows, options }) => {
      const [train, test] = trainTestSplit(places(rows), options);
      return [{ train, test }];
    });
  });

  it('draws its rows when classes keep their shares', () => {
    agree('stratified', ({ rows, options, labels }) => {
      const [train, test] = trainTestSplit(places(rows), { ...options, stratify: labels! });
      return [{ train, test }];
    });
  });

  it('goes on with a RandomState that is given', () => {
    const randomState = RandomState(9);
    const draw = () => trainTestSplit(places(20), { testSize: 3, randomState })[1];
    const first = draw();
    assert.deepEqual(first, trainTestSplit(places(20), { testSize: 3, randomState: 9 })[1]);
    assert.notDeepEqual(draw(), first);
  });
});

describe('stratify', () => {
  const labels = places(90).map((i) => (i % 9 === 0 ? 'rare' : i % 3 === 0 ? 'some' : 'most'));
  const share = (side: string[], name: string) => side.filter((label) => label === name).length;

  it('keeps the shares of the classes, with our own stream too', () => {
    for (let seed = 0; seed < 20; seed++) {
      const [train, test] = trainTestSplit(labels, { testSize: 0.3, stratify: labels, seed });
      assert.deepEqual([share(test, 'rare'), share(test, 'some'), share(test, 'most')], [3, 6, 18]);
      assert.deepEqual([share(train, 'rare'), share(train, 'some'), share(train, 'most')], [7, 14, 42]);
    }
    const [, test] = trainTestSplit(labels, { testSize: 0.3, stratify: labels, seed: 4 });
    assert.notDeepEqual(trainTestSplit(labels, { testSize: 0.3, stratify: labels, seed: 5 })[1], test);
  });

  it('reads one-hot rows and probabilities as the numbers of their classes', () => {
    const numbers = labels.map((label) => ['most', 'rare', 'some'].indexOf(label));
    const rows = numbers.map((number) => [0, 1, 2].map((j) => (j === number ? 0.6 : 0.2)));
    const options = { testSize: 0.3, randomState: 11 };
    const expected = trainTestSplit(places(90), { ...options, stratify: numbers });
    for (const stratify of [
      rows,
      tensor(rows),
      tensor(numbers),
      Uint8Array.from(numbers),
      numbers.map((n) => [n]),
    ])
      assert.deepEqual(trainTestSplit(places(90), { ...options, stratify }), expected);
  });

  it('null and undefined are none', () => {
    const plain = trainTestSplit(places(9));
    assert.deepEqual(trainTestSplit(places(9), { stratify: null }), plain);
    assert.deepEqual(trainTestSplit(places(9), { stratify: undefined } as unknown as SplitOptions), plain);
  });

  it('names class, count and fix', () => {
    const refuse = (stratify: unknown, options: SplitOptions, kind: string, message: string) =>
      assertRefused(() => trainTestSplit(places(6), { ...options, stratify } as SplitOptions), kind, message);
    refuse(
      ['oak', 'elm', 'oak', 'elm', 'ash', 'oak'],
      {},
      'ArgumentError',
      "trainTestSplit: class 'ash' has a single row, which cannot be on both sides; expected at least 2 rows of each class, " +
        'received 1. Add rows to it, merge it with another class, or leave stratify out.',
    );
    refuse(
      ['oak', 'elm', 'oak', 'ash', 'fir', 'oak'],
      {},
      'ArgumentError',
      "classes 'ash', 'elm', 'fir' have a single row each, which cannot be on both sides",
    );
    refuse(
      [4, 5, 6, 4, 5, 6],
      { testSize: 2 },
      'ArgumentError',
      'trainTestSplit: the test side has fewer rows than there are classes; expected at least 3 rows, one for each of ' +
        '4, 5, 6, received 2. Raise testSize, or leave stratify out.',
    );
    refuse(
      true,
      {},
      'ArgumentError',
      'stratify is not usable; expected labels, one for each row, received true.',
    );
    refuse(
      't',
      {},
      'ArgumentError',
      "stratify is not usable; expected labels, one for each row, received 't'.",
    );
    refuse(
      [1, 2, 1],
      {},
      'ShapeError',
      'stratify has not one label for each row; expected 6 labels, received 3.',
    );
    refuse([1, 2, 1, 2, 1, '2'], {}, 'ArgumentError', 'the label of row 5 is not usable');
    refuse([1, 1, 1, 2, 2, Number.NaN], {}, 'ArgumentError', 'the label of row 5 is not usable');
    refuse(
      new Tensor(new Float64Array(12), [6, 2, 1]),
      {},
      'ShapeError',
      'stratify is neither labels nor one-hot',
    );
  });
});

describe('seed and randomState', () => {
  it('are not given together', () => {
    assertRefused(
      () => trainTestSplit(places(9), { seed: 1, randomState: 1 }),
      'ArgumentError',
      "trainTestSplit: there are both seed and randomState. Give one of them: randomState draws scikit-learn's rows",
    );
  });

  it('Python spellings are refused by the name that was meant', () => {
    const refuse = (options: object, meant: string) =>
      assertRefused(() => trainTestSplit(places(9), options), 'ArgumentError', `Did you mean '${meant}'?`);
    refuse({ random_state: 3 }, 'randomState');
    refuse({ train_size: 0.3 }, 'trainSize');
    assertRefused(
      () => KFold({ n_splits: 3 } as never),
      'ArgumentError',
      'KFold: unknown option',
      "'nSplits'?",
    );
    assertRefused(() => KFold(3 as never), 'ArgumentError', 'Did you mean { nSplits: 3 }?');
  });
});

describe('KFold', () => {
  it('draws the rows of scikit-learn', () => agreeSplitter('KFold', ({ ...options }) => KFold(options)));

  it('each row is for testing once', () => {
    for (const shuffle of [true, false]) {
      const tests = KFold({ nSplits: 4, shuffle })
        .split(tensor(places(13).map((i) => [i, i])))
        .flatMap(({ test }) => test);
      assert.deepEqual(
        tests.sort((a, b) => a - b),
        places(13),
      );
    }
  });

  it('shuffles by seed 0 where none is given, in each call anew', () => {
    const seeded = KFold({ shuffle: true, randomState: 0 }).split(23);
    const splitter = KFold({ shuffle: true });
    assert.deepEqual(splitter.split(23), seeded);
    assert.deepEqual(splitter.split(23), seeded);
    assert.notDeepEqual(KFold({ shuffle: true, randomState: 1 }).split(23), seeded);
    assert.deepEqual(
      ShuffleSplit({ nSplits: 2 }).split(23),
      ShuffleSplit({ nSplits: 2, randomState: 0 }).split(23),
    );
  });

  it('refuses what has no rows, and targets of other rows', () => {
    assertRefused(
      () => KFold().split('abc' as never),
      'ArgumentError',
      'KFold.split: x has no rows',
      "received 'abc'",
    );
    assertRefused(() => KFold().split(7.5), 'ArgumentError', 'KFold.split: x is not usable');
    assertRefused(
      () => KFold().split(places(7), places(8)),
      'ShapeError',
      'x and t differ in rows; expected 7, received 8',
    );
    assertRefused(
      () => KFold({ shuffle: true, randomState: -1 }),
      'ArgumentError',
      'KFold: randomState is not usable',
    );
  });
});

describe('StratifiedKFold', () => {
  it('draws the rows of scikit-learn', () =>
    agreeSplitter('StratifiedKFold', (options) => StratifiedKFold(options)));

  it('reads one-hot rows', () => {
    const numbers = places(24).map((i) => (i * i) % 3);
    const oneHot = tensor(numbers.map((n) => [n === 0 ? 1 : 0, n === 1 ? 1 : 0, n === 2 ? 1 : 0]));
    const splitter = StratifiedKFold({ nSplits: 3, shuffle: true, randomState: 2 });
    assert.deepEqual(splitter.split(24, oneHot), splitter.split(24, numbers));
  });

  it('asks for labels', () => {
    const message =
      'StratifiedKFold.split: t is missing: the classes whose shares are to be kept. Call split(x, labels).';
    assertRefused(() => StratifiedKFold().split(places(9), undefined as never), 'ArgumentError', message);
    assertRefused(
      () => StratifiedKFold().split(places(4), ['a', 'b', 'a', 'b']),
      'ArgumentError',
      'there are fewer rows than parts; expected at least 5 rows, for nSplits, received 4. Lower nSplits to 4 or less.',
    );
    assertRefused(
      () => StratifiedKFold().split(places(6), ['a', 'b', 'a', 'b', 'a', 'c']),
      'ArgumentError',
      "expected at least 5 rows, for nSplits, of the largest class, received 3 of class 'a'. Lower nSplits to 3 or less, or use KFold.",
    );
  });
});

describe('splitters with a RandomState', () => {
  it('draw other parts in each call, those of RepeatedKFold and RepeatedStratifiedKFold', () => {
    const { rows, labels, nSplits, nRepeats, randomState, plain, stratified } = stored.repeated;
    for (const [splitter, expected] of [
      [KFold, plain],
      [StratifiedKFold, stratified],
    ] as const) {
      const repeated = splitter({ nSplits, shuffle: true, randomState: RandomState(randomState) });
      assert.deepEqual(Array.from({ length: nRepeats }, () => repeated.split(rows, labels)).flat(), expected);
    }
  });
});

describe('ShuffleSplit', () => {
  it('draws the rows of scikit-learn', () =>
    agreeSplitter('ShuffleSplit', (options) => ShuffleSplit(options)));

  it('goes on with a RandomState that is given', () => {
    const splitter = ShuffleSplit({ nSplits: 2, randomState: RandomState(3) });
    const first = splitter.split(30);
    assert.deepEqual(first, ShuffleSplit({ nSplits: 2, randomState: 3 }).split(30));
    assert.notDeepEqual(splitter.split(30), first);
  });

  it('checks its options at once', () => {
    assertRefused(() => ShuffleSplit({ nSplits: 0 }), 'ArgumentError', 'ShuffleSplit: nSplits is not usable');
    assertRefused(
      () => ShuffleSplit({ testSize: 1.5 }),
      'ArgumentError',
      'ShuffleSplit: testSize is not usable',
    );
    assertRefused(
      () => ShuffleSplit({ trainSize: -1 }),
      'ArgumentError',
      'ShuffleSplit: trainSize is not usable',
    );
    assertRefused(
      () => ShuffleSplit({ randomState: 0.1 }),
      'ArgumentError',
      'ShuffleSplit: randomState is not usable',
    );
  });
});

describe('StratifiedShuffleSplit', () => {
  it('draws the rows of scikit-learn', () =>
    agreeSplitter('StratifiedShuffleSplit', (options) => StratifiedShuffleSplit(options)));

  it('asks for labels, and says what to do where a class is too small', () => {
    assertRefused(
      () => StratifiedShuffleSplit().split(places(9), undefined as never),
      'ArgumentError',
      'StratifiedShuffleSplit.split: t is missing',
    );
    assertRefused(
      () => StratifiedShuffleSplit({ testSize: 2 }).split(5, ['a', 'a', 'b', 'b', 'c']),
      'ArgumentError',
      "class 'c' has a single row",
      'or use ShuffleSplit.',
    );
  });
});
