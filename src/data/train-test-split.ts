/**
 * Splitting data into a part to learn from and a part to test on.
 */
import { ArgumentError, complain, ShapeError, show } from '../errors.ts';
import { flag, readOptions, wholeNumber } from '../options.ts';
import { randomStream } from '../random/index.ts';
import { countRows, hasRows, type Rows, type SameKind, takeRows } from './shared/take-rows.ts';

/** How to split. */
export interface SplitOptions {
  /** The share of rows that are for testing, between 0 and 1; or, from 1 on, their number. Default 0.25. */
  readonly testSize?: number;
  /** Settles which rows are drawn: a whole number from 0 on. Default 0. */
  readonly seed?: number;
  /** Whether rows are drawn at random; if not, the last ones are for testing. Default true. */
  readonly shuffle?: boolean;
}

/** Train and test part of each array in turn, each of its array's kind. */
export type Split<A extends readonly Rows[]> = number extends A['length']
  ? SameKind<A[number]>[]
  : A extends readonly [infer First, ...infer Others extends readonly Rows[]]
    ? [train: SameKind<First>, test: SameKind<First>, ...Split<Others>]
    : [];

/**
 * Splits arrays of equal rows into train and test rows, the same rows of each.
 *
 * Of n rows, ceil(testSize · n) are for testing, and all others for training.
 *
 * Shapes: each [rows, ...] -> [train rows, ...], [test rows, ...]
 * @param arrays Tensors, arrays and typed arrays, as many as wanted; last, if wanted, the options `testSize`
 * (default 0.25), `seed` (default 0), `shuffle` (default true)
 * @returns train and test part of each array in turn: copies of its kind
 * @throws ShapeError if rows differ in number; ArgumentError if a side would be empty, or for other options
 * Peers: sizes and order as scikit-learn's `train_test_split`, with draws of our own: the same seed chooses other
 * rows there. A testSize of 1 is one row here, as in scikit-learn; its 1.0, all rows, leaves nothing to learn from.
 * @example
 * const x = [[0.1, 4], [0.2, 5], [0.3, 6], [0.4, 7]];
 * const t = ['oak', 'elm', 'oak', 'ash'];
 * const [xTrain, xTest, tTrain, tTest] = trainTestSplit(x, t, { testSize: 0.3, shuffle: false });
 * xTrain; // [[0.1, 4], [0.2, 5]]
 * tTest; // ['oak', 'ash']
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
  const defaults: Required<SplitOptions> = { testSize: 0.25, seed: 0, shuffle: true };
  const { testSize, seed, shuffle } = readOptions(who, defaults, options);

  const rows = checkRows(who, arrays);
  const test = checkTestSize(who, testSize, rows);
  const order = Array.from({ length: rows }, (_, row) => row);
  wholeNumber(who, 'seed', seed, { min: 0 });
  if (flag(who, 'shuffle', shuffle)) randomStream(seed, 'split').shuffle(order);

  // As scikit-learn: of shuffled rows the first are for testing, of rows in their order the last.
  const [trainRows, testRows] = shuffle
    ? [order.slice(test), order.slice(0, test)]
    : [order.slice(0, rows - test), order.slice(rows - test)];
  return arrays.flatMap((array) => [takeRows(array, trainRows), takeRows(array, testRows)]);
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
  const [rows, ...others] = arrays.map((array, i) => countRows(who, `argument ${i + 1}`, array));
  others.forEach((other, i) => {
    if (other === rows) return;
    const problem = `arguments 1 and ${i + 2} differ in rows`;
    throw new ShapeError(complain({ who, problem, expected: `${rows}`, received: `${other}` }));
  });
  return rows;
}

/** How many rows are for testing. */
function checkTestSize(who: string, testSize: unknown, rows: number): number {
  const usable = typeof testSize === 'number' && testSize > 0 && (testSize < 1 || Number.isInteger(testSize));
  if (!usable) {
    const expected = 'a share between 0 and 1, or a whole number of rows';
    throw new ArgumentError(
      complain({ who, problem: 'testSize is not usable', expected, received: show(testSize) }),
    );
  }
  const test = testSize < 1 ? Math.ceil(testSize * rows) : testSize;
  if (test < rows) return test;
  throw new ArgumentError(
    complain({
      who,
      problem: 'one side would be empty',
      expected: 'at least one row on each side',
      received: `testSize ${testSize} of ${rows} rows`,
    }),
  );
}
