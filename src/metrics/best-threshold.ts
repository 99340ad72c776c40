/**
 * The best threshold: from which score on to predict positive.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import { number, oneOf, readOptions } from '../options.ts';
import type { TensorLike } from '../tensor/index.ts';
import { BINARY_DEFAULTS, countAtThresholds } from './curves.ts';
import type { Counts } from './shared/counts.ts';
import type { Labels } from './shared/labels.ts';
import { type BinaryOptions, readBinary } from './shared/scores.ts';

/** The four counts of a binary problem at one threshold, each the sum of the rows' weights. */
export type BinaryCounts = Counts;

/** What a threshold is judged by; all are better the higher they are. */
const SCORES = {
  /** (TP + TN) / all */
  accuracy: ({ tp, fp, fn, tn }: Four) => (tp + tn) / (tp + fp + fn + tn),
  /** The mean of the recalls of both classes, or the one recall where the other class has no row. */
  balanced_accuracy: ({ tp, fp, fn, tn }: Four) => {
    if (tp + fn === 0) return tn / (tn + fp);
    if (tn + fp === 0) return tp / (tp + fn);
    return (tp / (tp + fn) + tn / (tn + fp)) / 2;
  },
  /** 2·TP / (2·TP + FP + FN), the harmonic mean of precision and recall; 0 of nothing */
  f1: ({ tp, fp, fn }: Four) => (tp + fp + fn === 0 ? 0 : (2 * tp) / (2 * tp + fp + fn)),
  /** TP / (TP + FP + FN); 0 of nothing */
  jaccard: ({ tp, fp, fn }: Four) => (tp + fp + fn === 0 ? 0 : tp / (tp + fp + fn)),
  /** (TP·TN - FP·FN) / √((TP + FP)·(TP + FN)·(TN + FP)·(TN + FN)); 0 where a factor is 0 */
  matthews_corrcoef: ({ tp, fp, fn, tn }: Four) => {
    const product = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn);
    return product === 0 ? 0 : (tp * tn - fp * fn) / Math.sqrt(product);
  },
  /** tpr - fpr: how far the ROC curve is above the diagonal */
  youden: ({ tp, fp, fn, tn }: Four) => tp / (tp + fn) - fp / (fp + tn),
} as const;

/** The four counts by the letters of the formulas. */
interface Four {
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
  readonly tn: number;
}

/** The names of what a threshold can be judged by. */
export type ThresholdScore = keyof typeof SCORES;

/** What `bestThreshold` is told. */
export interface BestThresholdOptions extends BinaryOptions {
  /** What is to be as high as possible: a name, or a function of the counts. Default 'balanced_accuracy'. */
  readonly score?: ThresholdScore | ((counts: BinaryCounts) => number);
  /** In place of `score`: what a wrong row of each kind costs, numbers >= 0. The sum is to be as low as possible. */
  readonly cost?: { readonly falsePositive: number; readonly falseNegative: number };
}

/** The best threshold, its score, and its counts. */
export interface BestThreshold extends BinaryCounts {
  /** Predict positive where score >= threshold. Infinity: best is to predict nothing positive. */
  readonly threshold: number;
  /** The score there; of `cost`, the sum of the costs, below zero. */
  readonly score: number;
}

const DEFAULTS = {
  ...BINARY_DEFAULTS,
  score: undefined as BestThresholdOptions['score'],
  cost: undefined as BestThresholdOptions['cost'],
};

/**
 * The threshold of the highest score, or the lowest cost, when a row is predicted positive where its score is at least
 * the threshold.
 *
 * A model that gives probabilities is mostly read at ½, which is best only if it is well calibrated and both errors cost
 * the same. Choose the threshold on rows that the model was not trained on, and measure it on others again.
 *
 * Tried are Infinity and every distinct score, since between two scores no prediction changes. Of equal results the
 * highest threshold is taken; results that differ by no more than rounding count as equal. NaN is passed over.
 *
 * `score` 'accuracy', (TP + TN) / all; 'balanced_accuracy', (tpr + tnr) / 2, where a class without rows is left out; 'f1',
 * 2·TP / (2·TP + FP + FN); 'jaccard', TP / (TP + FP + FN); 'matthews_corrcoef', the correlation of targets and
 * predictions; 'youden', tpr - fpr. Undefined f1, jaccard and correlation count as 0.
 *
 * @param targets labels [rows], or a Tensor [rows, 1] of 0 and 1 as LabelBinarizer gives
 * @param scores [rows] or [rows, 1], finite, such as the probabilities of one sigmoid unit
 * @param options `score` or `cost`; `posLabel`, the positive label, by default 1 where the targets are 0 and 1, or -1 and
 * 1; `sampleWeight` [rows], by default ones
 * @returns `{ threshold, score, truePositives, falsePositives, falseNegatives, trueNegatives }`
 * @throws ShapeError if lengths differ or the scores have several columns; ArgumentError if it is not clear which label
 * is positive, for both `score` and `cost`, and if every threshold's result is NaN, as that of 'youden' is with one class
 * Peers: scikit-learn's TunedThresholdClassifierCV with its default score, on given rows instead of folds, and with every
 * distinct score tried instead of 100 between lowest and highest.
 * @see W. Youden (1950), Index for rating diagnostic tests, Cancer 3; C. Elkan (2001), The foundations of cost-sensitive
 * learning, IJCAI
 * @example
 * const targets = [0, 0, 1, 0, 1, 1];
 * const scores = [0.1, 0.2, 0.35, 0.4, 0.6, 0.8];
 * bestThreshold(targets, scores, { score: 'f1' }).threshold; // 0.35
 * bestThreshold(targets, scores, { cost: { falsePositive: 5, falseNegative: 1 } }).threshold; // 0.6
 */
export function bestThreshold(
  targets: Labels,
  scores: TensorLike,
  options: BestThresholdOptions = {},
): BestThreshold {
  const who = 'bestThreshold';
  const given = readOptions(who, DEFAULTS, options);
  const judge = readJudge(who, given);
  const scale = typeof given.score === 'function' || given.cost !== undefined ? 0 : 1;
  const table = countAtThresholds(readBinary(who, targets, scores, given));
  const last = table.thresholds.length - 1;
  let best: BestThreshold | undefined;
  for (let i = -1; i <= last; i++) {
    const counts: BinaryCounts = {
      truePositives: i < 0 ? 0 : table.truePositives[i],
      falsePositives: i < 0 ? 0 : table.falsePositives[i],
      falseNegatives: i < 0 ? table.truePositives[last] : table.falseNegatives[i],
      trueNegatives: i < 0 ? table.falsePositives[last] : table.trueNegatives[i],
    };
    const score = judge(counts);
    if (typeof score !== 'number') {
      const problem = 'score gave no number';
      throw new ArgumentError(complain({ who, problem, expected: 'a number', received: show(score) }));
    }
    if (Number.isNaN(score) || (best !== undefined && !isBetter(score, best.score, scale))) continue;
    best = { threshold: i < 0 ? Number.POSITIVE_INFINITY : table.thresholds[i], score, ...counts };
  }
  if (best !== undefined) return best;
  const problem = 'the score is NaN at every threshold';
  const help = "'youden' needs rows of both classes.";
  throw new ArgumentError(complain({ who, problem, expected: 'a number at one of them', help }));
}

/** Whether one result is higher than another by more than rounding. `scale`: the size of the terms that made them, at least. */
function isBetter(score: number, other: number, scale: number): boolean {
  const rounding = 1e-12 * Math.max(scale, Math.min(Math.abs(score), Math.abs(other)));
  return score > other && score - other > rounding;
}

/** The function of the counts that is to be highest. @throws ArgumentError for two of them, or none that is known */
function readJudge(who: string, { score, cost }: typeof DEFAULTS): (counts: BinaryCounts) => number {
  if (cost !== undefined) {
    if (score !== undefined) {
      const problem = 'score and cost exclude each other';
      throw new ArgumentError(complain({ who, problem, expected: 'one of them' }));
    }
    const missing = { falsePositive: Number.NaN, falseNegative: Number.NaN };
    const { falsePositive, falseNegative } = readOptions(`${who} cost`, missing, cost);
    number(who, 'cost.falsePositive', falsePositive, { min: 0 });
    number(who, 'cost.falseNegative', falseNegative, { min: 0 });
    return (counts) => 0 - falsePositive * counts.falsePositives - falseNegative * counts.falseNegatives;
  }
  if (typeof score === 'function') return score;
  const formula = SCORES[oneOf(who, 'score', score ?? 'balanced_accuracy', names)];
  return ({ truePositives: tp, falsePositives: fp, falseNegatives: fn, trueNegatives: tn }) =>
    formula({ tp, fp, fn, tn });
}

const names = Object.keys(SCORES) as ThresholdScore[];
