/**
 * Cross-validation: rows in equal parts, of which each is for testing once.
 */
import {
  foldsOf,
  type KFoldOptions,
  readKFold,
  requireParts,
  rowsToSplit,
  type Splitter,
} from './shared/splitter.ts';

/**
 * Splits rows into nSplits parts of equal size; each split tests on one part and learns from all others.
 *
 * Where rows do not divide evenly, the first parts have one row more. Without `shuffle` the parts are runs of
 * neighbours: if rows are sorted by class, shuffle them, or use StratifiedKFold. Given a RandomState, each call of
 * `split` draws other parts.
 *
 * @param options `nSplits` (default 5), `shuffle` (default false), `randomState` (default 0, with `shuffle` only)
 * @returns `nSplits`, and `split(x, t?)`, which gives `{ train, test }` for each split, numbers of rows in their order
 * @throws ArgumentError for other options, and from `split` if there are fewer rows than parts
 * Peers: scikit-learn's KFold, with the very same rows; its `random_state` is by default a new one each time. Several
 * calls of `split` with one RandomState give the rows of its RepeatedKFold.
 * @example
 * KFold({ nSplits: 3 }).split(7).map(({ test }) => test); // [[0, 1, 2], [3, 4], [5, 6]]
 * KFold({ nSplits: 3, shuffle: true, randomState: 42 }).split(7).map(({ test }) => test); // [[0, 1, 5], [2, 4], [3, 6]]
 */
export function KFold(options: KFoldOptions = {}): Splitter {
  const who = 'KFold';
  const { nSplits, random } = readKFold(who, options);
  return {
    nSplits,
    split(x, t) {
      const rows = rowsToSplit(`${who}.split`, x, t);
      requireParts(`${who}.split`, nSplits, rows);
      const order = Array.from({ length: rows }, (_, row) => row);
      random()?.shuffle(order);
      const size = Math.floor(rows / nSplits);
      const larger = rows % nSplits; // parts with one row more
      const partOf = Array<number>(rows);
      let next = 0;
      for (let part = 0; part < nSplits; part++) {
        const end = next + size + (part < larger ? 1 : 0);
        while (next < end) partOf[order[next++]] = part;
      }
      return foldsOf(partOf, nSplits);
    },
  };
}
