/**
 * Cross-validation in which every part has each class as often as it can.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import type { RandomState } from '../random/index.ts';
import {
  foldsOf,
  type KFoldOptions,
  readKFold,
  requireLabels,
  requireParts,
  rowsToSplit,
  type StratifiedSplitter,
} from './shared/splitter.ts';
import { readStrata, type Strata } from './shared/strata.ts';

/**
 * Splits rows into nSplits parts, in each of which every class has the share that it has of all rows; each split tests
 * on one part and learns from all others.
 *
 * Rows of a class go to the parts in their order, or with `shuffle` in random order.
 *
 * @param options `nSplits` (default 5), `shuffle` (default false), `randomState` (default 0, with `shuffle` only)
 * @returns `nSplits`, and `split(x, t)`, which gives `{ train, test }` for each split, numbers of rows in their order;
 * t are labels, or one-hot rows
 * @throws ArgumentError for other options; from `split` for labels that are measurements, and if every class has fewer
 * rows than there are parts
 * Peers: scikit-learn's StratifiedKFold, with the very same rows; where a class is smaller than nSplits it warns, and
 * that class is missing in some parts, as here.
 * @example
 * const labels = ['oak', 'elm', 'oak', 'oak', 'elm', 'oak'];
 * StratifiedKFold({ nSplits: 2 }).split(labels, labels).map(({ test }) => test); // [[0, 1, 2], [3, 4, 5]]
 */
export function StratifiedKFold(options: KFoldOptions = {}): StratifiedSplitter {
  const who = 'StratifiedKFold';
  const { nSplits, random } = readKFold(who, options);
  return {
    nSplits,
    split(x, t) {
      const speaker = `${who}.split`;
      requireLabels(speaker, t);
      const rows = rowsToSplit(speaker, x, t);
      requireParts(speaker, nSplits, rows);
      const strata = readStrata(speaker, 't', t, rows);
      checkClasses(speaker, strata, nSplits);
      return foldsOf(partsOf(strata, nSplits, random()), nSplits);
    },
  };
}

/** The part of each row: classes in the order in which they first come, dealt out to the parts like cards. */
function partsOf({ classOf }: Strata, nSplits: number, random: RandomState | null): number[] {
  const rowsOf = new Map<number, number[]>();
  classOf.forEach((place, row) => {
    const rows = rowsOf.get(place);
    if (rows === undefined) rowsOf.set(place, [row]);
    else rows.push(row);
  });
  const partOf = Array<number>(classOf.length);
  let dealt = 0;
  for (const rows of rowsOf.values()) {
    // Which parts this class's rows fall to; in their order, so that neighbours stay together.
    const parts = rows.map((_, i) => (dealt + i) % nSplits).sort((a, b) => a - b);
    dealt += rows.length;
    random?.shuffle(parts);
    rows.forEach((row, i) => {
      partOf[row] = parts[i];
    });
  }
  return partOf;
}

function checkClasses(who: string, { classes, counts }: Strata, nSplits: number): void {
  const measured = classes.find((label) => typeof label === 'number' && !Number.isInteger(label));
  if (measured !== undefined) {
    const problem = 't holds measurements, not classes';
    const help = 'KFold splits rows whose targets are measurements.';
    throw new ArgumentError(
      complain({ who, problem, expected: 'whole numbers, or names', received: show(measured), help }),
    );
  }
  const largest = counts.reduce((a, b) => Math.max(a, b));
  if (largest >= nSplits) return;
  const place = counts.indexOf(largest);
  const problem = 'every class has fewer rows than there are parts';
  const help = largest > 1 ? `Lower nSplits to ${largest} or less, or use KFold.` : 'Use KFold.';
  throw new ArgumentError(
    complain({
      who,
      problem,
      expected: `at least ${nSplits} rows, for nSplits, of the largest class`,
      received: `${largest} of class ${show(classes[place])}`,
      help,
    }),
  );
}
