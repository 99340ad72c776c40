/**
 * Splitting data into a part to learn from and a part to test on.
 */
import { ArgumentError, complain, ShapeError, show } from '../errors.ts';
import { flag, readOptions, wholeNumber } from '../options.ts';
import { type RandomState, randomStream, readRandomState } from '../random/index.ts';
import { countRows, hasRows, pickRows, type Rows, type SameKind } from '../tensor/index.ts';
import { sideSizes } from './shared/sizes.ts';
import { type ClassLabels, type Permutation, readStrata, stratifiedSides } from './shared/strata.ts';

/** How to split. */
export interface SplitOptions {
  /** The share of rows that are for testing, between 0 and 1; or, from 1 on, their number. Default 0.25, or what trainSize leaves. */
  readonly testSize?: number;
  /** The share of rows that are for training, or their number. Default: all that testSize leaves. */
  readonly trainSize?: number;
  /** Settles which rows are drawn, by this library's own stream: a whole number from 0 on. Default 0. */
  readonly seed?: number;
  /** Settles them instead as scikit-learn does, row for row: 0 to 2³² − 1, or a RandomState that goes on. */
  readonly randomState?: number | RandomState;
  /** Whether rows are drawn at random; if not, the last ones are for testing. Default true. */
  readonly shuffle?: boolean;
  /** The class of each row: every class then has the same share on both sides. Labels or one-hot rows. Default: none. */
  readonly stratify?: ClassLabels | null;
}

/** The share of rows that are for testing where nothing else is said. */
const TEST_SHARE = 0.25;

/** Train and test part of each array in turn, each of its array's kind. */
export type Split<A extends readonly Rows[]> = number extends A['length']
  ? SameKind<A[number]>[]
  : A extends readonly [infer First, ...infer Others extends readonly Rows[]]
    ? [train: SameKind<First>, test: SameKind<First>, ...Split<Others>]
    : [];

/**
 * Splits arrays of equal rows into train and test rows, the same rows of each.
 *
 * Of n rows, ⌈testSize · n⌉ are for testing, and ⌊trainSize · n⌋, or all others, for training.
 *
 * Shapes: each [rows, ...] -> [train rows, ...], [test rows, ...]
 * @param arrays Tensors, arrays and typed arrays, as many as wanted; last, if wanted, the options `testSize`
 * (default 0.25), `trainSize` (default the rest), `seed` (default 0) or `randomState`, `shuffle` (default true),
 * `stratify` (default none)
 * @returns train and test part of each array in turn: copies of its kind
 * @throws ShapeError if rows differ in number; ArgumentError if a side would be empty, for a class with a single row or
 * sides with fewer rows than classes where `stratify` is given, for both seeds, or for other options
 * Peers: scikit-learn's `train_test_split`: the very same rows in the same order with `randomState`, and draws of our
 * own with `seed`. A testSize of 1 is one row, as there; its 1.0, all rows, leaves nothing to learn from.
 * @example
 * const x = [[0.1, 4], [0.2, 5], [0.3, 6], [0.4, 7]];
 * const t = ['oak', 'elm', 'oak', 'elm'];
 * const [xTrain, xTest, tTrain, tTest] = trainTestSplit(x, t, { testSize: 0.3, shuffle: false });
 * xTrain; // [[0.1, 4], [0.2, 5]]
 * tTest; // ['oak', 'elm']
 * trainTestSplit(x, { testSize: 0.3, randomState: 42 })[1]; // [[0.2, 5], [0.4, 7]]
 * trainTestSplit(t, { testSize: 0.5, stratify: t })[1].sort(); // ['elm', 'oak']
 */
export function trainTestSplit<A extends readonly Rows[]>(...arrays: A): Split<A>;
export function trainTestSplit<A extends readonly Rows[]>(
  ...given: [...arrays: A, options: SplitOptions]
): Split<A>;
export function trainTestSplit(...given: unknown[]): Rows[] {
  const who = 'trainTestSplit';
  const last = given.at(-1);
  const options = !hasRows(last) && !hasShape(last) ? (last as SplitOptions) : {};
  const arrays = (options === last ? given.slice(0, -1) : given) as Rows[];
  const defaults = {
    testSize: TEST_SHARE as number | undefined,
    trainSize: undefined as number | undefined,
    seed: undefined as number | undefined,
    randomState: undefined as number | RandomState | undefined,
    shuffle: true,
    stratify: null as ClassLabels | null,
  };
  const { shuffle, stratify, ...read } = readOptions(who, defaults, options);

  const rows = checkRows(who, arrays);
  const { trainSize } = read;
  const testSize = trainSize === undefined ? read.testSize : options.testSize; // trainSize alone leaves it the rest
  const { train, test } = sideSizes(who, { testSize, trainSize }, rows, TEST_SHARE);
  const permutation = readPermutation(who, read);
  let sides: { train: number[]; test: number[] };
  if (!flag(who, 'shuffle', shuffle)) {
    refuseStratify(who, stratify);
    const order = Array.from({ length: train + test }, (_, row) => row);
    sides = { train: order.slice(0, train), test: order.slice(train) };
  } else if (stratify === null) {
    const order = permutation(rows);
    sides = { train: order.slice(test, test + train), test: order.slice(0, test) };
  } else {
    const strata = readStrata(who, 'stratify', stratify, rows);
    sides = stratifiedSides(who, strata, { train, test }, permutation, 'leave stratify out');
  }
  return arrays.flatMap((array) => [pickRows(array, sides.train), pickRows(array, sides.test)]);
}

/** The source of chance: NumPy's generator if `randomState` is given, else a stream of our own. */
function readPermutation(
  who: string,
  { seed, randomState }: { seed?: number | undefined; randomState?: number | RandomState | undefined },
): Permutation {
  if (seed !== undefined && randomState !== undefined) {
    const problem = 'there are both seed and randomState';
    const help = "Give one of them: randomState draws scikit-learn's rows, seed those of this library.";
    throw new ArgumentError(complain({ who, problem, help }));
  }
  if (randomState !== undefined) {
    const state = readRandomState(who, 'randomState', randomState);
    return (n) => state.permutation(n);
  }
  const stream = randomStream(wholeNumber(who, 'seed', seed ?? 0, { min: 0 }), 'split');
  return (n) => {
    const order = Array.from({ length: n }, (_, row) => row);
    stream.shuffle(order);
    return order;
  };
}

/** @throws ArgumentError if classes are to have their shares of rows that stay in their order */
function refuseStratify(who: string, stratify: ClassLabels | null): void {
  if (stratify === null) return;
  const problem = 'stratify needs rows that are drawn at random';
  throw new ArgumentError(complain({ who, problem, help: 'Leave out shuffle: false, or stratify.' }));
}

/** Whether this is data of some kind, such as an ndarray, and so not the options. */
function hasShape(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'shape' in value;
}

/** How many rows all arrays have. */
function checkRows(who: string, arrays: readonly unknown[]): number {
  if (arrays.length === 0) {
    const problem = 'there is nothing to split';
    throw new ArgumentError(complain({ who, problem, expected: 'Tensors or arrays' }));
  }
  if (arrays.length === 1 && Array.isArray(arrays[0]) && arrays[0].some(hasShape)) {
    const problem = 'the arrays are in a list';
    const help = 'Give them one after the other: trainTestSplit(x, t).';
    throw new ArgumentError(complain({ who, problem, received: show(arrays[0]), help }));
  }
  const [rows, ...others] = arrays.map((array, i) => countRows(who, `argument ${i + 1}`, array));
  others.forEach((other, i) => {
    if (other === rows) return;
    const problem = `arguments 1 and ${i + 2} differ in rows`;
    throw new ShapeError(complain({ who, problem, expected: `${rows}`, received: `${other}` }));
  });
  return rows;
}
