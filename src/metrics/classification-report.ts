/**
 * The classification report: precision, recall and F1 of each class and on average, as a table.
 */
import { ArgumentError, complain, ShapeError, show } from '../errors.ts';
import { readOptions, wholeNumber } from '../options.ts';
import { type ScoreAverage, type Question, readQuestion, SCORE_DEFAULTS } from './shared/averages.ts';
import { isRight, type LabelSets } from './shared/comparison.ts';
import type { Label, Labels } from './shared/labels.ts';
import { fixed, floatText } from './shared/number-text.ts';
import { precisionRecall } from './shared/precision-recall.ts';
import { shown } from './shared/shown.ts';
import { sum } from './shared/sum.ts';
import type { RowWeights } from './shared/weights.ts';

/** One line of a report. */
export interface ReportLine {
  readonly precision: number;
  readonly recall: number;
  readonly f1Score: number;
  /** How many rows have the label; of an average, the sum of them. */
  readonly support: number;
}

/** Scores of each class and on average; as text, the table. */
export interface ClassificationReport {
  /** By the names of the classes, as the table shows them. */
  readonly classes: Readonly<Record<string, ReportLine>>;
  /** The share of right rows; null where it is not that of the lines: with several labels, or if some were left out. */
  readonly accuracy: number | null;
  /** Of the counts of all labels, added up; null where that is the accuracy. */
  readonly microAvg: ReportLine | null;
  /** The mean over labels. */
  readonly macroAvg: ReportLine;
  /** The mean over labels, weighted by their support. */
  readonly weightedAvg: ReportLine;
  /** The mean over rows that may have several labels each; null for others. */
  readonly samplesAvg: ReportLine | null;
  /** The table, as a console shows it too. */
  toString(): string;
}

/**
 * Precision, recall, F1 and support of each class, with their averages.
 *
 * @param targets labels [rows], as strings or numbers, or a Tensor of class numbers, one-hot rows or probabilities
 * @param predictions likewise
 * @param options `labels`: which, in which order, default all that occur, sorted; `targetNames`: what the table calls
 * them, in that order, default the labels; `sampleWeight`: one number >= 0 for each row, default ones; `digits`: decimals
 * of the table, 0 to 99, default 2; `zeroDivision`: what 0/0 is, 0 (default), 1 or NaN, which averages leave out;
 * `multilabel`: whether both sides are [rows, labels] of 0 and 1, default false
 * @throws ShapeError if sizes differ; ArgumentError if there are no rows, for what is no label, and if there are not as
 * many names as labels
 * Peers: scikit-learn's classification_report, to the letter, and what its output_dict holds; true and false are named
 * as Python names them. As there, supports have a decimal point where rows are weighted or no row is right.
 * @example
 * const report = classificationReport(['oak', 'elm', 'oak', 'oak'], ['oak', 'oak', 'oak', 'elm']);
 * report.classes.oak.recall; // 0.6666666666666666
 * report.accuracy; // 0.5
 * String(report);
 * //               precision    recall  f1-score   support
 * //
 * //          elm       0.00      0.00      0.00         1
 * //          oak       0.67      0.67      0.67         3
 * //
 * //     accuracy                           0.50         4
 * //    macro avg       0.33      0.33      0.33         4
 * // weighted avg       0.50      0.50      0.50         4
 */
export function classificationReport(
  targets: Labels | LabelSets,
  predictions: Labels | LabelSets,
  options: {
    readonly labels?: readonly Label[];
    readonly targetNames?: readonly string[];
    readonly sampleWeight?: RowWeights;
    readonly digits?: number;
    readonly zeroDivision?: number | 'warn';
    readonly multilabel?: boolean;
  } = {},
): ClassificationReport {
  const who = 'classificationReport';
  const { posLabel, ...shared } = SCORE_DEFAULTS;
  const defaults = { ...shared, targetNames: undefined as readonly string[] | undefined, digits: 2 };
  const { targetNames, digits, ...given } = readOptions(who, defaults, options);
  wholeNumber(who, 'digits', digits, { min: 0, max: 99 });
  const question = readQuestion(who, targets, predictions, { ...given, posLabel, average: null });
  const { comparison, labels = comparison.present } = question;
  const names = readNames(who, targetNames, labels);

  const lines = linesOf(question);
  const support = sum(lines.map((line) => line.support));
  const average = (kind: ScoreAverage): ReportLine => averageOf(question, kind, support);
  const { multilabel, present } = comparison;
  const reported = new Set(labels);
  const isAccuracy = !multilabel && present.every((label) => reported.has(label));
  const micro = average('micro');
  const fields = {
    classes: Object.fromEntries(names.map((name, i) => [name, lines[i]])), // an own '__proto__' too
    accuracy: isAccuracy ? micro.precision : null,
    microAvg: isAccuracy ? null : micro,
    macroAvg: average('macro'),
    weightedAvg: average('weighted'),
    samplesAvg: multilabel ? average('samples') : null,
  };
  const weighted = given.sampleWeight !== undefined || (!multilabel && !anyRight(question));
  const supportText = weighted ? floatText : String;
  return shown(fields, table(names, lines, { ...fields, micro }, digits, supportText));
}

/** The lines of the labels. */
function linesOf(question: Question): ReportLine[] {
  const { precision, recall, fscore, support } = precisionRecall<null>(question, 1);
  return precision.map((_, i) => ({
    precision: precision[i],
    recall: recall[i],
    f1Score: fscore[i],
    support: support[i],
  }));
}

function averageOf(question: Question, average: ScoreAverage, support: number): ReportLine {
  const { precision, recall, fscore } = precisionRecall<'macro'>({ ...question, average }, 1);
  return { precision, recall, f1Score: fscore, support };
}

function anyRight({ comparison }: Question): boolean {
  return Array.from({ length: comparison.rows }, (_, row) => row).some((row) => isRight(comparison, row));
}

/** What the table calls the labels. @throws ArgumentError, ShapeError */
function readNames(
  who: string,
  names: readonly string[] | undefined,
  labels: readonly Label[],
): readonly string[] {
  if (names === undefined) return labels.map(labelText);
  if (!Array.isArray(names) || !names.every((name) => typeof name === 'string')) {
    const problem = 'targetNames are not usable';
    throw new ArgumentError(
      complain({ who, problem, expected: 'an array of strings', received: show(names) }),
    );
  }
  if (names.length === labels.length) return names;
  throw new ShapeError(
    complain({
      who,
      problem: 'targetNames do not fit the labels',
      expected: `${labels.length} names, for ${show(labels)}`,
      received: `${names.length}`,
      help: 'Where some classes do not occur, give all of them as `labels`.',
    }),
  );
}

/** A label as Python writes it. */
function labelText(label: Label): string {
  return typeof label === 'boolean' ? (label ? 'True' : 'False') : String(label);
}

/** Least width of the column of names: that of the longest name of an average. */
const NAME_WIDTH = 'weighted avg'.length;

/** The table; columns of numbers are nine wide. */
function table(
  names: readonly string[],
  lines: readonly ReportLine[],
  averages: Omit<ClassificationReport, 'toString'> & { readonly micro: ReportLine },
  digits: number,
  supportText: (support: number) => string,
): string {
  const width = names.reduce((most, name) => Math.max(most, [...name].length), Math.max(NAME_WIDTH, digits));
  const row = (name: string, cells: readonly string[]) => {
    const blank = ' '.repeat(Math.max(0, width - [...name].length)); // of letters, not of their halves in UTF-16
    return `${blank}${name} ${cells.map((cell) => ` ${cell.padStart(9)}`).join('')}\n`;
  };
  const write = (name: string, { precision, recall, f1Score, support }: ReportLine) =>
    row(name, [...[precision, recall, f1Score].map((score) => fixed(score, digits)), supportText(support)]);

  const { accuracy, micro, macroAvg, weightedAvg, samplesAvg } = averages;
  return [
    row('', ['precision', 'recall', 'f1-score', 'support']),
    '\n',
    ...lines.map((line, i) => write(names[i], line)),
    '\n',
    accuracy === null
      ? write('micro avg', micro)
      : row('accuracy', ['', '', fixed(micro.f1Score, digits), supportText(micro.support)]),
    write('macro avg', macroAvg),
    write('weighted avg', weightedAvg),
    samplesAvg === null ? '' : write('samples avg', samplesAvg),
  ].join('');
}
