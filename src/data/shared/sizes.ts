/**
 * How many rows are for training, and how many for testing.
 */
import { ArgumentError, complain, show } from '../../errors.ts';

/** How large the two sides of a split are. */
export interface SideSizes {
  /** The share of rows that are for testing, between 0 and 1; or, from 1 on, their number. Default: what trainSize leaves. */
  readonly testSize?: number | undefined;
  /** The share of rows that are for training, or their number. Default: all that testSize leaves. */
  readonly trainSize?: number | undefined;
}

/**
 * Numbers of rows: test = ⌈testSize · rows⌉, train = ⌊trainSize · rows⌋ for shares; a side that is not told is the rest.
 *
 * @param standard testSize where neither is given
 * @throws ArgumentError for sizes that are neither shares nor counts, for a side without rows, for more than all rows
 */
export function sideSizes(
  who: string,
  { testSize, trainSize }: SideSizes,
  rows: number,
  standard: number,
): { train: number; test: number } {
  checkSize(who, 'testSize', testSize);
  checkSize(who, 'trainSize', trainSize);
  const wanted = testSize ?? (trainSize === undefined ? standard : undefined);
  const testRows = wanted === undefined ? undefined : wanted < 1 ? Math.ceil(wanted * rows) : wanted;
  const trainRows =
    trainSize === undefined ? undefined : trainSize < 1 ? Math.floor(trainSize * rows) : trainSize;
  const test = testRows ?? rows - trainRows!;
  const train = trainRows ?? rows - test;

  const received = [
    wanted === undefined ? '' : `testSize ${wanted}`,
    trainSize === undefined ? '' : `trainSize ${trainSize}`,
  ].filter((part) => part !== '');
  const given = `${received.join(' and ')} of ${rows} rows`;
  if (train < 1 || test < 1) {
    const problem = 'one side would be empty';
    throw new ArgumentError(
      complain({ who, problem, expected: 'at least one row on each side', received: given }),
    );
  }
  const sharesExceed = isShare(testSize) && isShare(trainSize) && testSize + trainSize > 1;
  if (sharesExceed || train + test > rows) {
    const problem = 'testSize and trainSize are more than there is';
    const expected = sharesExceed ? 'shares of at most 1 together' : `at most ${rows} rows together`;
    const help = 'Lower one of them, or leave it out: it is then what the other leaves.';
    throw new ArgumentError(complain({ who, problem, expected, received: given, help }));
  }
  return { train, test };
}

const isShare = (size: number | undefined): size is number => size !== undefined && size < 1;

/** @throws ArgumentError unless it is a share, a count, or not given */
export function checkSize(who: string, name: string, size: unknown): void {
  if (size === undefined) return;
  if (typeof size === 'number' && size > 0 && (size < 1 || Number.isSafeInteger(size))) return;
  const expected = 'a share between 0 and 1, or a whole number of rows';
  throw new ArgumentError(
    complain({ who, problem: `${name} is not usable`, expected, received: show(size) }),
  );
}
