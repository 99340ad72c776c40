/**
 * Random splits in which both sides have each class as often as they can.
 */
import {
  readShuffleSplit,
  requireLabels,
  rowsToSplit,
  type ShuffleSplitOptions,
  type StratifiedSplitter,
} from './shared/splitter.ts';
import { sideSizes } from './shared/sizes.ts';
import { readStrata, stratifiedSides } from './shared/strata.ts';

/** The share of rows that are for testing where nothing else is said. */
const TEST_SHARE = 0.1;

/**
 * Splits rows at random nSplits times, so that every class has the share on both sides that it has of all rows.
 *
 * @param options as of ShuffleSplit: `nSplits` (default 10), `testSize` (default 0.1, or what `trainSize` leaves),
 * `trainSize` (default all others), `randomState` (default 0)
 * @returns `nSplits`, and `split(x, t)`, which gives `{ train, test }` for each split, numbers of rows in random order;
 * t are labels, or one-hot rows
 * @throws ArgumentError for other options; from `split` if a class has a single row, or a side fewer rows than classes
 * Peers: scikit-learn's StratifiedShuffleSplit, with the very same rows in the same order. One-hot rows count here as
 * their class numbers; there the rows of a table are sorted as texts, and the draws fall differently.
 * @example
 * const labels = ['oak', 'elm', 'oak', 'oak', 'elm', 'oak'];
 * const [first] = StratifiedShuffleSplit({ testSize: 3, randomState: 5 }).split(labels, labels);
 * first.test.map((row) => labels[row]).sort(); // ['elm', 'oak', 'oak']
 */
export function StratifiedShuffleSplit(options: ShuffleSplitOptions = {}): StratifiedSplitter {
  const who = 'StratifiedShuffleSplit';
  const { nSplits, sizes, random } = readShuffleSplit(who, options);
  return {
    nSplits,
    split(x, t) {
      const speaker = `${who}.split`;
      requireLabels(speaker, t);
      const rows = rowsToSplit(speaker, x, t);
      const sides = sideSizes(speaker, sizes, rows, TEST_SHARE);
      const strata = readStrata(speaker, 't', t, rows);
      const state = random();
      const permutation = (n: number) => state.permutation(n);
      return Array.from({ length: nSplits }, () =>
        stratifiedSides(speaker, strata, sides, permutation, 'use ShuffleSplit'),
      );
    },
  };
}
