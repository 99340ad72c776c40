/**
 * Whether one of two classifiers is better, or luckier: McNemar's test on the same rows.
 */
import { complain, ShapeError } from '../errors.ts';
import { flag, readOptions } from '../options.ts';
import { erfc } from './shared/error-function.ts';
import { type Labels, readPair } from './shared/labels.ts';

/** Below this many rows in which one only is right, the test is exact by default. */
const FEW = 25;

/** Options of mcnemarTest. */
export interface McNemarOptions {
  /** Whether the p-value is that of the binomial distribution. Default: where one only is right in fewer than 25 rows. */
  readonly exact?: boolean;
  /** Whether the statistic of χ² is corrected for continuity. Default true. */
  readonly correction?: boolean;
}

/** Which classifier is right in how many rows, and what follows. */
export interface McNemarTest {
  /** Rows in which A is right and B wrong. */
  readonly onlyA: number;
  /** Rows in which B is right and A wrong. */
  readonly onlyB: number;
  readonly bothRight: number;
  readonly bothWrong: number;
  /** The smaller of `onlyA` and `onlyB` if exact, else χ². */
  readonly statistic: number;
  /** How likely so uneven a result is, or one more uneven, if both are equally good. */
  readonly pValue: number;
}

/**
 * McNemar's test of two classifiers: only the a + b rows count in which one of them is right, a times A and b times B.
 *
 * If both are equally good, each such row is a toss of a coin. Exact, pValue = min(1, 2 Σ_{k ≤ min(a, b)} C(a + b, k) / 2^(a + b)).
 * Else χ² = max(0, |a − b| − 1)² / (a + b), without correction (a − b)² / (a + b), is compared with the χ² distribution
 * of one degree of freedom, pValue = erfc(√(χ²/2)). If a + b is 0, both are the same: pValue 1.
 *
 * @param targets labels [rows], as strings or numbers, or a Tensor of class numbers, one-hot rows or probabilities
 * @param predictionsA @param predictionsB likewise, of the same rows
 * @param options `exact`, by default where a + b < 25; `correction`, by default true
 * @throws ShapeError if the lengths differ; ArgumentError if there are none, or if some are names and others numbers
 * Peers: scipy.stats.binomtest and chi2.sf; statsmodels' mcnemar, R's mcnemar.test. If a equals b, statsmodels gives
 * 1 / (a + b) as the corrected statistic, R and this give 0.
 * @see Q. McNemar (1947), Note on the Sampling Error of the Difference Between Correlated Proportions, Psychometrika 12
 * @example
 * const targets = ['oak', 'elm', 'oak', 'ash', 'elm', 'oak'];
 * const test = mcnemarTest(targets, targets, ['oak', 'oak', 'elm', 'ash', 'oak', 'elm']);
 * [test.onlyA, test.onlyB, test.pValue]; // [4, 0, 0.125]
 */
export function mcnemarTest(
  targets: Labels,
  predictionsA: Labels,
  predictionsB: Labels,
  options: McNemarOptions = {},
): McNemarTest {
  const who = 'mcnemarTest';
  const defaults = { exact: undefined as boolean | undefined, correction: true };
  const given = readOptions(who, defaults, options);
  const correction = flag(who, 'correction', given.correction);
  const a = right(`${who}, A`, targets, predictionsA);
  const b = right(`${who}, B`, targets, predictionsB);
  if (a.length !== b.length) {
    const problem = 'lengths differ';
    throw new ShapeError(
      complain({ who, problem, expected: `${a.length} predictions of B`, received: `${b.length}` }),
    );
  }

  const count = (rightA: boolean, rightB: boolean) =>
    a.filter((isRight, row) => isRight === rightA && b[row] === rightB).length;
  const [onlyA, onlyB] = [count(true, false), count(false, true)];
  const exact = given.exact === undefined ? onlyA + onlyB < FEW : flag(who, 'exact', given.exact);
  const statistic = exact ? Math.min(onlyA, onlyB) : chiSquare(onlyA, onlyB, correction);
  const pValue = exact ? tosses(statistic, onlyA + onlyB) : erfc(Math.sqrt(statistic / 2));
  return {
    onlyA,
    onlyB,
    bothRight: count(true, true),
    bothWrong: count(false, false),
    statistic,
    pValue,
  };
}

function right(who: string, targets: Labels, predictions: Labels): boolean[] {
  return readPair(who, targets, predictions).map(([target, prediction]) => target === prediction);
}

function chiSquare(a: number, b: number, correction: boolean): number {
  const difference = Math.max(0, Math.abs(a - b) - (correction ? 1 : 0));
  return a + b === 0 ? 0 : (difference * difference) / (a + b);
}

/** The probability that n tosses of a coin give `few` of one side at most, whichever side that is. */
function tosses(few: number, n: number): number {
  // Σ C(n, k) / C(n, few), from k = few down
  let sum = 0;
  let share = 1;
  for (let k = few; k >= 0 && share > 0; k--) {
    sum += share;
    share *= k / (n - k + 1);
  }
  // times C(n, few) / 2^n, halved as often as it grows above 1, so that no number becomes too large
  let value = sum;
  let halvings = n - 1; // the two sides are one factor of 2
  for (let k = 1; k <= few; k++) {
    value *= (n - few + k) / k;
    while (value > 1 && halvings > 0) {
      value /= 2;
      halvings--;
    }
  }
  return Math.min(1, value * 2 ** -halvings);
}
