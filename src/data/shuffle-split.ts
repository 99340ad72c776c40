/**
 * Random splits, one after another: each draws the rows of both sides anew.
 */
import { readShuffleSplit, rowsToSplit, type ShuffleSplitOptions, type Splitter } from './shared/splitter.ts';
import { sideSizes } from './shared/sizes.ts';

/** The share of rows that are for testing where nothing else is said. */
const TEST_SHARE = 0.1;

/**
 * Splits rows at random nSplits times; a row may be for testing in several splits, or in none.
 *
 * Of n rows, ⌈testSize · n⌉ are for testing, and ⌊trainSize · n⌋, or all others, for training.
 *
 * @param options `nSplits` (default 10), `testSize` (default 0.1, or what `trainSize` leaves), `trainSize` (default
 * all others), both as shares or numbers of rows; `randomState` (default 0)
 * @returns `nSplits`, and `split(x, t?)`, which gives `{ train, test }` for each split, numbers of rows in random order
 * @throws ArgumentError for other options, and from `split` if a side would be empty
 * Peers: scikit-learn's ShuffleSplit, with the very same rows in the same order.
 * @example
 * ShuffleSplit({ nSplits: 2, testSize: 2, randomState: 1 }).split(5).map(({ test }) => test); // [[2, 1], [0, 2]]
 */
export function ShuffleSplit(options: ShuffleSplitOptions = {}): Splitter {
  const who = 'ShuffleSplit';
  const { nSplits, sizes, random } = readShuffleSplit(who, options);
  return {
    nSplits,
    split(x, t) {
      const rows = rowsToSplit(`${who}.split`, x, t);
      const { train, test } = sideSizes(`${who}.split`, sizes, rows, TEST_SHARE);
      const state = random();
      return Array.from({ length: nSplits }, () => {
        const order = state.permutation(rows);
        return { train: order.slice(test, test + train), test: order.slice(0, test) };
      });
    },
  };
}
