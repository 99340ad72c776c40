/**
 * Averages of a score over labels: which counts it is taken of, and how its values become one number.
 */
import { ArgumentError, complain, show } from '../../errors.ts';
import { oneOf, readOptions } from '../../options.ts';
import { type Comparison, type LabelSets, readChosen, readComparison } from './comparison.ts';
import { actualOf, type Counts, countsByLabel, countsByRow } from './counts.ts';
import { asKind, type Label, type Labels } from './labels.ts';
import { mean, sum } from './sum.ts';
import { type RowWeights, readWeights } from './weights.ts';

/**
 * How the scores of several labels become one. 'binary': the score of the positive class alone; 'micro': of the counts
 * of all labels, added up; 'macro': the mean; 'weighted': the mean by how often each label is true; 'samples': the mean
 * over rows of several labels each; null: none, one score for each label.
 */
export type ScoreAverage = 'binary' | 'micro' | 'macro' | 'weighted' | 'samples' | null;

/** What an average gives: a number, or without one a score for each label. */
export type Averaged<A extends ScoreAverage> = A extends null ? number[] : number;

const AVERAGES = ['binary', 'micro', 'macro', 'weighted', 'samples'] as const;

/** The options of scores that are made of counts. */
export interface ScoreOptions<A extends ScoreAverage = ScoreAverage> {
  /** How the labels' scores become one number. */
  readonly average?: A;
  /** Which labels, in which order; default all that occur, sorted. Not for 'binary'. */
  readonly labels?: readonly Label[];
  /** The class that 'binary' is about; default 1. Not for other averages. */
  readonly posLabel?: Label;
  /** One number >= 0 for each row; default ones. */
  readonly sampleWeight?: RowWeights;
  /** What 0/0 is: 0, the default, 1, or NaN, which averages leave out; 'warn' is 0. */
  readonly zeroDivision?: number | 'warn';
  /** Whether rows have several labels each: both sides are then [rows, labels] of 0 and 1. Default false. */
  readonly multilabel?: boolean;
}

/** Their defaults, but for the average. */
export const SCORE_DEFAULTS = {
  labels: undefined as readonly Label[] | undefined,
  posLabel: 1 as Label,
  sampleWeight: undefined as RowWeights | undefined,
  zeroDivision: 0 as number | 'warn',
  multilabel: false,
};

/** What a score is asked for: targets against predictions, and of them what counts. */
export interface Question {
  readonly comparison: Comparison;
  readonly weights: Float64Array;
  /** Undefined: all. */
  readonly labels: readonly Label[] | undefined;
  readonly average: ScoreAverage;
  /** What 0/0 is. */
  readonly zeroDivision: number;
}

/**
 * Reads targets, predictions and options, and that the average fits them.
 *
 * @throws ShapeError, ArgumentError
 */
export function readQuestion(
  who: string,
  targets: Labels | LabelSets,
  predictions: Labels | LabelSets,
  given: typeof SCORE_DEFAULTS & { readonly average: ScoreAverage },
): Question {
  const average = given.average === null ? null : oneOf(who, 'average', given.average, AVERAGES);
  const zeroDivision = readZeroDivision(who, given.zeroDivision);
  const comparison = readComparison(who, targets, predictions, given.multilabel);
  const weights = readWeights(who, given.sampleWeight, comparison.rows);
  checkAverage(who, average, comparison);
  const labels =
    average === 'binary'
      ? [readPositive(who, given.posLabel, comparison)]
      : readChosen(who, given.labels, comparison);
  return { comparison, weights, labels, average, zeroDivision };
}

/** The same from the options as they are given, for scores that are about the positive class unless an average is named. */
export function askBinary(
  who: string,
  targets: Labels | LabelSets,
  predictions: Labels | LabelSets,
  options: ScoreOptions,
): Question {
  const defaults = { average: 'binary' as ScoreAverage, ...SCORE_DEFAULTS };
  return readQuestion(who, targets, predictions, readOptions(who, defaults, options));
}

/** 0, 1 or NaN. @throws ArgumentError */
function readZeroDivision(who: string, value: unknown): number {
  if (value === 'warn') return 0;
  if (value === 0 || value === 1 || Number.isNaN(value)) return value as number;
  const expected = '0, 1 or NaN';
  throw new ArgumentError(
    complain({ who, problem: 'zeroDivision is not usable', expected, received: show(value) }),
  );
}

/** How many classes a message lists. */
const SHOWN = 8;

/** @throws ArgumentError unless 'binary' has at most two classes, and 'samples' rows of several labels */
function checkAverage(who: string, average: ScoreAverage, { multilabel, present }: Comparison): void {
  if (average === 'samples' && !multilabel) {
    const problem = "average 'samples' is for rows that may have several labels each";
    const help = "Set { multilabel: true } with [rows, labels] of 0 and 1, or average: 'macro'.";
    throw new ArgumentError(complain({ who, problem, help }));
  }
  if (average !== 'binary' || (!multilabel && present.length <= 2)) return;
  const some = present.slice(0, SHOWN).map(show).join(', ');
  const classes = `${present.length} classes: ${some}${present.length > SHOWN ? ', …' : ''}`;
  throw new ArgumentError(
    complain({
      who,
      problem: "average 'binary' is for two classes",
      expected: `average: 'micro', 'macro', 'weighted'${multilabel ? ", 'samples'" : ''} or null`,
      received: multilabel ? 'rows of several labels each' : classes,
    }),
  );
}

/** The positive class; of true and false, 1 is true. @throws ArgumentError unless it is among the labels */
function readPositive(who: string, posLabel: Label, { present }: Comparison): Label {
  const kind = typeof present[0];
  const positive = asKind(kind, posLabel);
  // Where one class alone occurs, the other is not known: it may be the positive one.
  if (present.includes(positive) || (present.length === 1 && typeof positive === kind)) return positive;
  const last = show(present[present.length - 1]);
  throw new ArgumentError(
    complain({
      who,
      problem: 'posLabel is not among the labels',
      expected: `one of ${show(present)}`,
      received: show(posLabel),
      help: `Name the class that counts as positive, { posLabel: ${last} }, or take both: { average: 'macro' }.`,
    }),
  );
}

/** The counts that the average is about: of each label, of each row, or of all labels together. */
export function countsOf({ comparison, weights, labels, average }: Question): readonly Counts[] {
  if (average === 'samples' && comparison.multilabel) return countsByRow(comparison, weights, labels);
  const counts = countsByLabel(comparison, weights, labels);
  if (average !== 'micro') return counts;
  return [
    {
      trueNegatives: sum(counts.map((count) => count.trueNegatives)),
      falsePositives: sum(counts.map((count) => count.falsePositives)),
      falseNegatives: sum(counts.map((count) => count.falseNegatives)),
      truePositives: sum(counts.map((count) => count.truePositives)),
    },
  ];
}

/** The mean of scores that the average wants; the scores themselves where it is null. */
export function averaged<A extends ScoreAverage>(
  scores: readonly number[],
  counts: readonly Counts[],
  { average, weights }: Question,
): Averaged<A> {
  const take = (): number | number[] => {
    if (average === null) return [...scores];
    if (average === 'weighted') return mean(scores, counts.map(actualOf));
    return mean(scores, average === 'samples' ? weights : undefined);
  };
  return take() as Averaged<A>;
}

/** numerator / denominator, and 0/0 as it is asked for. */
export function ratio(numerator: number, denominator: number, { zeroDivision }: Question): number {
  return denominator === 0 ? zeroDivision : numerator / denominator;
}
