/**
 * What splits rows several times over: each time other rows are for testing.
 */
import { ArgumentError, complain, ShapeError, show } from '../../errors.ts';
import { flag, readOptions, wholeNumber } from '../../options.ts';
import { type RandomState, readRandomState } from '../../random/index.ts';
import { countRows, hasRows, type Rows } from '../../tensor/index.ts';
import { checkSize, type SideSizes } from './sizes.ts';
import type { ClassLabels } from './strata.ts';

/** Numbers of rows, from 0: those to learn from, and those to test on. */
export interface Fold {
  readonly train: number[];
  readonly test: number[];
}

/** What splits rows several times over. */
export interface Splitter {
  /** How many splits it makes. */
  readonly nSplits: number;
  /**
   * The splits of these rows. @throws ShapeError if x and t differ in rows; ArgumentError if they cannot be split so
   *
   * @param x whatever has rows, or their number
   * @param t targets; splitters that keep the shares of classes ask them for the class of each row
   */
  split(x: Rows | number, t?: ClassLabels): Fold[];
}

/** A splitter that keeps the shares of the classes, and so needs their labels. */
export interface StratifiedSplitter extends Splitter {
  /** The splits of these rows. @throws ShapeError if x and t differ in rows; ArgumentError if a class is too small */
  split(x: Rows | number, t: ClassLabels): Fold[];
}

/** How KFold and StratifiedKFold split. */
export interface KFoldOptions {
  /** Into how many parts; each is for testing once. From 2 on, default 5. */
  readonly nSplits?: number;
  /** Whether rows are put into random order before; if not, neighbours stay together. Default false. */
  readonly shuffle?: boolean;
  /** Settles the order, with `shuffle: true` only: 0 to 2³² − 1, default 0, or a RandomState that goes on. */
  readonly randomState?: number | RandomState;
}

/** How ShuffleSplit and StratifiedShuffleSplit split. */
export interface ShuffleSplitOptions extends SideSizes {
  /** How many splits, default 10. */
  readonly nSplits?: number;
  /** Settles the rows: 0 to 2³² − 1, default 0, or a RandomState that goes on. */
  readonly randomState?: number | RandomState;
}

/** Options of a splitter into parts; `random` starts the generator of one call of `split`: null without shuffling. */
export function readKFold(
  who: string,
  options: KFoldOptions,
): { nSplits: number; random: () => RandomState | null } {
  const defaults = { nSplits: 5, shuffle: false, randomState: undefined as number | RandomState | undefined };
  const { nSplits, shuffle, randomState } = readOptions(who, defaults, options);
  wholeNumber(who, 'nSplits', nSplits, { min: 2 });
  if (!flag(who, 'shuffle', shuffle)) {
    if (randomState === undefined) return { nSplits, random: () => null };
    const problem = 'randomState has no effect without shuffle';
    const help = 'Set shuffle: true, or leave randomState out.';
    throw new ArgumentError(complain({ who, problem, help }));
  }
  readRandomState(who, 'randomState', randomState ?? 0);
  return { nSplits, random: () => readRandomState(who, 'randomState', randomState ?? 0) };
}

/** Options of a splitter that draws rows anew for each split. */
export function readShuffleSplit(
  who: string,
  options: ShuffleSplitOptions,
): { nSplits: number; sizes: SideSizes; random: () => RandomState } {
  const defaults = {
    nSplits: 10,
    testSize: undefined as number | undefined,
    trainSize: undefined as number | undefined,
    randomState: 0 as number | RandomState,
  };
  const { nSplits, testSize, trainSize, randomState } = readOptions(who, defaults, options);
  wholeNumber(who, 'nSplits', nSplits);
  checkSize(who, 'testSize', testSize);
  checkSize(who, 'trainSize', trainSize);
  readRandomState(who, 'randomState', randomState);
  return {
    nSplits,
    sizes: { testSize, trainSize },
    random: () => readRandomState(who, 'randomState', randomState),
  };
}

/** How many rows are to be split. @throws ShapeError if targets are given and are more or fewer */
export function rowsToSplit(who: string, x: unknown, t: unknown): number {
  if (typeof x !== 'number' && !hasRows(x)) {
    const expected = 'a Tensor, an array or a typed array, or the number of rows';
    throw new ArgumentError(complain({ who, problem: 'x has no rows', expected, received: show(x) }));
  }
  const rows = typeof x === 'number' ? wholeNumber(who, 'x', x, { min: 0 }) : countRows(who, 'x', x);
  if (t === undefined) return rows;
  const targets = countRows(who, 't', t);
  if (targets === rows) return rows;
  const problem = 'x and t differ in rows';
  throw new ShapeError(complain({ who, problem, expected: `${rows}`, received: `${targets}` }));
}

/** Labels that must be there. @throws ArgumentError if they are not */
export function requireLabels(who: string, t: unknown): void {
  if (t !== undefined) return;
  const problem = 't is missing: the classes whose shares are to be kept';
  throw new ArgumentError(complain({ who, problem, help: 'Call split(x, labels).' }));
}

/** @throws ArgumentError if there are not even as many rows as parts */
export function requireParts(who: string, nSplits: number, rows: number): void {
  if (nSplits <= rows) return;
  const problem = 'there are fewer rows than parts';
  const help = rows < 2 ? 'There must be at least 2 rows.' : `Lower nSplits to ${rows} or less.`;
  throw new ArgumentError(
    complain({ who, problem, expected: `at least ${nSplits} rows, for nSplits`, received: `${rows}`, help }),
  );
}

/** The splits in which each part is for testing once, rows in their order. @param partOf the part of each row */
export function foldsOf(partOf: ArrayLike<number>, nSplits: number): Fold[] {
  const rows = Array.from(partOf, (_, row) => row);
  return Array.from({ length: nSplits }, (_, part) => ({
    train: rows.filter((row) => partOf[row] !== part),
    test: rows.filter((row) => partOf[row] === part),
  }));
}
