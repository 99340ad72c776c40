/**
 * The report: the table of regimes, the comparison, and the confusion matrix, as text.
 */
import type { BenchOptions } from '../options.ts';
import { course, type RegimeName } from '../regimes.ts';
import type { RunResult } from '../training.ts';
import { type Labels, labels } from './labels.ts';
import { median } from './statistics.ts';

/** All runs of one regime. */
export interface RegimeResults {
  readonly regime: RegimeName;
  /** One of each seed, with the median of its repeated times. */
  readonly runs: readonly RunResult[];
}

/** Rows of cells in columns: the first to the left, all others to the right. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, j) => Math.max(...rows.map((row) => row[j].length)));
  return rows
    .map((row) =>
      row
        .map((cell, j) => (j === 0 ? cell.padEnd(widths[j]) : cell.padStart(widths[j])))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The whole report. */
export function report(
  results: readonly RegimeResults[],
  options: BenchOptions,
  interrupted: boolean,
): string {
  const words = labels[options.lang];
  const several = options.seeds > 1;
  const all = results.flatMap(({ runs }) => runs);
  const last = Math.max(...all.map(({ seed }) => seed));
  const best = all.reduce((a, b) => (b.testAccuracy > a.testAccuracy ? b : a));
  return [
    ...(interrupted ? [words.interrupted] : []),
    several ? words.seeds(options.seed, last) : words.seed(options.seed),
    '',
    several ? seedTable(results, options) : regimeTable(results, options),
    '',
    ...comparison(results, words),
    words.courseNote,
    words.timing(options.repeat),
    '',
    words.confusion(words.regimes[best.regime]),
    String(best.confusion),
  ].join('\n');
}

/** One column for each regime, and the course's own beside them. */
function regimeTable(results: readonly RegimeResults[], { lang }: BenchOptions): string {
  const words = labels[lang];
  const runs = results.map(({ runs: [run] }) => run);
  const slides = course.filter(({ regime }) => runs.some((run) => run.regime === regime));
  const line = (
    name: string,
    ours: (run: RunResult) => string,
    theirs: (slide: (typeof course)[number]) => string,
  ) => [name, ...runs.map(ours), ...slides.map(theirs)];
  const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
  const seconds = (value: number) => `${value.toFixed(4)} ${words.seconds}`;
  const count = (value: number) => String(Math.round(value));
  const none = () => '';
  return columns([
    line(
      '',
      ({ regime }) => words.regimes[regime],
      ({ regime }) => `${words.course}, ${words.regimes[regime]}`,
    ),
    line(
      words.samples,
      (run) => count(run.samples),
      (slide) => count(slide.samples),
    ),
    line(
      words.batchSize,
      (run) => count(run.batchSize),
      (slide) => count(slide.batchSize),
    ),
    line(
      words.batches,
      (run) => count(run.batches),
      (slide) => count(slide.batches),
    ),
    line(
      words.epochs,
      (run) => count(run.epochs),
      (slide) => count(slide.epochs),
    ),
    line(
      words.updates,
      (run) => count(run.updates),
      (slide) => count(slide.updates),
    ),
    line(
      words.duration,
      (run) => seconds(run.seconds),
      (slide) => seconds(slide.seconds),
    ),
    line(
      words.perUpdate,
      (run) => perUpdate(run).toFixed(2),
      (slide) => perUpdate(slide).toFixed(2),
    ),
    line(
      words.perSecond,
      (run) => count((run.epochs * run.samples) / run.seconds),
      ({ updates, batchSize, seconds: took }) => count((updates * batchSize) / took),
    ),
    line(words.learningRate, (run) => String(run.learningRate), none),
    line(words.loss, (run) => run.loss.toFixed(4), none),
    line(words.trainAccuracy, (run) => percent(run.trainAccuracy), none),
    line(words.testAccuracy, (run) => percent(run.testAccuracy), none),
    line(words.timeToTarget, (run) => (run.reached ? seconds(run.seconds) : words.notReached), none),
  ]);
}

/** Medians and ranges over the seeds, one column for each regime. */
function seedTable(results: readonly RegimeResults[], { lang }: BenchOptions): string {
  const words = labels[lang];
  const spread = (digits: number, of: (run: RunResult) => number) => (regime: RegimeResults) => {
    const values = regime.runs.map(of).toSorted((a, b) => a - b);
    const [low, middle, high] = [values[0], median(values), values[values.length - 1]];
    return `${middle.toFixed(digits)} (${low.toFixed(digits)} – ${high.toFixed(digits)})`;
  };
  const line = (name: string, cell: (regime: RegimeResults) => string) => [name, ...results.map(cell)];
  return columns([
    line('', ({ regime }) => words.regimes[regime]),
    line(
      words.epochs,
      spread(0, (run) => run.epochs),
    ),
    line(
      words.updates,
      spread(0, (run) => run.updates),
    ),
    line(
      `${words.duration}, ${words.seconds}`,
      spread(3, (run) => run.seconds),
    ),
    line(words.perUpdate, spread(2, perUpdate)),
    line(
      words.loss,
      spread(4, (run) => run.loss),
    ),
    line(
      `${words.trainAccuracy}, %`,
      spread(2, (run) => 100 * run.trainAccuracy),
    ),
    line(
      `${words.testAccuracy}, %`,
      spread(2, (run) => 100 * run.testAccuracy),
    ),
    line(words.reached, ({ runs }) => `${runs.filter(({ reached }) => reached).length} / ${runs.length}`),
    line(`${words.timeToTarget}, ${words.seconds}`, ({ regime, runs }) => {
      const reached = runs.filter((run) => run.reached);
      if (reached.length === 0) return words.notReached;
      return spread(3, (run) => run.seconds)({ regime, runs: reached });
    }),
  ]);
}

function perUpdate({ seconds, updates }: { readonly seconds: number; readonly updates: number }): number {
  return (1e6 * seconds) / updates;
}

/** How the regimes that reached the target compare in time, the fastest first. */
function comparison(results: readonly RegimeResults[], words: Labels): string[] {
  const times = results
    .filter(({ runs }) => runs.every(({ reached }) => reached))
    .map(({ regime, runs }) => ({
      name: words.regimes[regime],
      seconds: median(runs.map((run) => run.seconds)),
    }))
    .toSorted((a, b) => a.seconds - b.seconds);
  const [fastest, ...others] = times;
  return others.map(({ name, seconds }) =>
    words.faster(fastest.name, (seconds / fastest.seconds).toFixed(1), name),
  );
}
