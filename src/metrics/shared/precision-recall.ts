/**
 * Precision, recall and F of counts: P = tp / (tp + fp), R = tp / (tp + fn), F = (1 + β²)·P·R / (β²·P + R).
 */
import { type ScoreAverage, type Averaged, averaged, countsOf, type Question, ratio } from './averages.ts';
import { actualOf, predictedOf } from './counts.ts';

/** Precision, recall and F, of each label or averaged over them. */
export interface PrecisionRecallFscore<A extends ScoreAverage = ScoreAverage> {
  /** Which share of what is predicted is true. */
  readonly precision: Averaged<A>;
  /** Which share of what is true is predicted. */
  readonly recall: Averaged<A>;
  /** The harmonic mean of both, recall weighing β times as much as precision. */
  readonly fscore: Averaged<A>;
  /** The weight of the rows that have each label; null where an average is taken. */
  readonly support: A extends null ? number[] : null;
}

/** Answers a question with precision, recall, F and support. */
export function precisionRecall<A extends ScoreAverage>(
  question: Question,
  beta: number,
): PrecisionRecallFscore<A> {
  const counts = countsOf(question);
  const precision = counts.map((count) => ratio(count.truePositives, predictedOf(count), question));
  const recall = counts.map((count) => ratio(count.truePositives, actualOf(count), question));
  const fscore = counts.map((count, i) => {
    if (beta === Number.POSITIVE_INFINITY) return recall[i];
    // F in counts: (1 + β²)·tp / (β²·(tp + fn) + tp + fp), which has a value where P or R is 0/0
    const denominator = beta * beta * actualOf(count) + predictedOf(count);
    return ratio((1 + beta * beta) * count.truePositives, denominator, question);
  });
  return {
    precision: averaged<A>(precision, counts, question),
    recall: averaged<A>(recall, counts, question),
    fscore: averaged<A>(fscore, counts, question),
    support: (question.average === null ? counts.map(actualOf) : null) as A extends null ? number[] : null,
  };
}
