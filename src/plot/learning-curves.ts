/**
 * Learning curves: what training reported, epoch by epoch.
 */
import { ArgumentError, complain, ShapeError, show } from '../errors.ts';
import { oneOf, wholeNumber } from '../options.ts';
import { loadCharts } from './observable.ts';
import { extent, lonely } from './shared/extent.ts';
import { type PictureOptions, readFrame } from './shared/frame.ts';
import { isRecord, readNumbers } from './shared/read.ts';
import { type Area, cells, type Entry, sheet } from './shared/sheet.ts';
import { BLUE, DASHED, DOTTED, GREY, INK, lineOptions, RED, type Stroke } from './shared/style.ts';
import { shortened, tick } from './shared/text.ts';

/** What `fit` returns, or its `history`: a list of numbers for each name, one number for each epoch. */
export type LearningHistory =
  | {
      readonly history: Readonly<Record<string, readonly number[]>>;
      readonly epoch?: readonly number[];
      readonly params?: object;
    }
  | Readonly<Record<string, readonly number[]>>;

/** Options of plotLearningCurves. */
export interface LearningCurvesOptions extends PictureOptions {
  /** What to draw, a panel for each: names without `val_`. By default the loss and every metric. */
  readonly keys?: readonly string[];
  /** Where EarlyStopping stopped, counted from 0 as its `stoppedEpoch`; 0 if it did not. */
  readonly stoppedEpoch?: number;
  /** Counted from 0, as the `bestEpoch` of EarlyStopping; by default that of the lowest `val_loss`; null for none. */
  readonly bestEpoch?: number | null;
}

const TRAINING: Stroke = { color: BLUE, dash: '' };
const VALIDATION: Stroke = { color: RED, dash: DASHED };
const BEST: Stroke = { color: GREY, dash: DOTTED, width: 1.5 };
const STOPPED: Stroke = { color: INK, dash: '', width: 1.5 };

/**
 * Draws loss and metrics of training and validation over the epochs, a panel for each.
 *
 * Axes: x is the epoch, counted from 1 as training prints it; y is the loss or metric. Training is solid and blue,
 * validation dashed and orange; a dotted line marks the best epoch, a solid one the epoch at which training stopped. NaN
 * and infinities leave gaps.
 *
 * @param history what `fit` returns, or its `history`
 * @param options `keys`, `stoppedEpoch`, `bestEpoch`; `title`, `width` (600), `height`, `language` ('en' or 'es')
 * @returns a promise of the SVG as a string
 * @throws ArgumentError for names that were not reported and epochs that were not run, ShapeError for lists of different
 * lengths, StateError if Observable Plot is not installed
 * @example
 * const svg = await plotLearningCurves(
 *   { loss: [0.9, 0.5, 0.4], val_loss: [1, 0.7, 0.8], accuracy: [0.6, 0.8, 0.9], val_accuracy: [0.5, 0.8, 0.7] },
 *   { title: 'Iris', bestEpoch: 1 },
 * );
 * svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg"'); // true
 */
export async function plotLearningCurves(
  history: LearningHistory,
  options: LearningCurvesOptions = {},
): Promise<string> {
  const who = 'plotLearningCurves';
  const defaults = {
    keys: undefined as readonly string[] | undefined,
    stoppedEpoch: 0,
    bestEpoch: undefined as number | null | undefined,
  };
  const { frame, own } = readFrame(who, defaults, options);
  const { lists, epochs } = readHistory(who, history);
  const keys = readKeys(who, own.keys, lists);
  const has = (key: string) => lists.has(key);
  const at = (name: string, epoch: number) => {
    wholeNumber(who, name, epoch, { min: 0, max: epochs[epochs.length - 1] - 1 });
    return epoch + 1;
  };
  const stopped = at('stoppedEpoch', own.stoppedEpoch);
  const best =
    own.bestEpoch === undefined
      ? lowest(lists, epochs)
      : own.bestEpoch === null
        ? null
        : at('bestEpoch', own.bestEpoch);

  const legend: Entry[] = [];
  if (keys.some(has)) legend.push({ text: frame.say('train'), stroke: TRAINING });
  if (keys.some((key) => has(`val_${key}`)))
    legend.push({ text: frame.say('validation'), stroke: VALIDATION });
  if (best !== null) legend.push({ text: `${frame.say('bestEpoch')}: ${best}`, stroke: BEST });
  if (stopped > 1) legend.push({ text: `${frame.say('stopped')} ${stopped}`, stroke: STOPPED });

  const charts = await loadCharts(who);
  const [first, last] = [epochs[0], epochs[epochs.length - 1]];
  const drawKey = (key: string, area: Area): string => {
    const lines = [
      { values: lists.get(key), stroke: TRAINING },
      { values: lists.get(`val_${key}`), stroke: VALIDATION },
    ].flatMap(({ values, stroke }) => (values === undefined ? [] : [{ values, stroke }]));
    const known = key === 'loss' || key === 'accuracy' ? frame.say(key) : key;
    return charts.chart(area, {
      x: {
        label: frame.say('epoch'),
        domain: first === last ? [first - 0.5, last + 0.5] : [first, last],
        ticks: last - first < area.width / 40 ? epochs : Math.max(2, Math.floor(area.width / 70)),
        tickFormat: tick,
      },
      y: {
        label: shortened(known, area.height - 60, 12),
        domain: extent(lines.map(({ values }) => values)),
        tickFormat: tick,
        ticks: 6,
      },
      marks: [
        charts.frame({ stroke: GREY }),
        best === null ? null : charts.ruleX([best], lineOptions(BEST)),
        stopped > 1 ? charts.ruleX([stopped], lineOptions(STOPPED)) : null,
        ...lines.flatMap(({ values, stroke }) => [
          charts.line(values, { x: (_, i) => epochs[i], y: (value) => value, ...lineOptions(stroke) }),
          charts.dot(lonely(values), { x: (i) => epochs[i], y: (i) => values[i], r: 3, fill: stroke.color }),
        ]),
      ],
    });
  };
  const columns = Math.min(keys.length, frame.width < 450 ? 1 : Math.max(2, Math.floor(frame.width / 400)));
  const rows = Math.ceil(keys.length / columns);
  return sheet(who, frame, {
    title: frame.say('learningCurves'),
    legend,
    height: rows * (keys.length === 1 ? 340 : 270),
    least: rows * 110,
    draw: (area) =>
      cells(area, keys.length, columns)
        .map((cell, i) => drawKey(keys[i], cell))
        .join('\n'),
  });
}

/** The lists by name, and the numbers of the epochs, counted from 1. */
function readHistory(who: string, value: unknown): { lists: Map<string, number[]>; epochs: number[] } {
  const record = isRecord(value) && isRecord(value.history) ? value.history : value;
  const entries = isRecord(record) ? Object.entries(record) : [];
  if (entries.length === 0 || entries.some(([, list]) => typeof list === 'string')) {
    throw new ArgumentError(
      complain({
        who,
        problem: 'there is no history',
        expected: 'what fit returns, or { loss: [number, …], … }',
        received: isRecord(value) && Object.keys(value).length === 0 ? '{}' : show(value),
      }),
    );
  }
  const lists = new Map(entries.map(([key, list]) => [key, readNumbers(who, key, list)] as const));
  const [[firstKey, first]] = lists;
  for (const [key, list] of lists) {
    if (list.length === first.length) continue;
    const [expected, received] = [`${first.length} numbers, as of ${firstKey}`, `${list.length} of ${key}`];
    throw new ShapeError(complain({ who, problem: 'lengths differ', expected, received }));
  }
  const given = isRecord(value) && isRecord(value.history) ? value.epoch : undefined;
  const epochs = given === undefined ? Array.from(first.keys()) : readNumbers(who, 'epoch', given);
  if (epochs.length !== first.length) {
    const [expected, received] = [`${first.length} epochs`, `${epochs.length}`];
    throw new ShapeError(complain({ who, problem: 'lengths differ', expected, received }));
  }
  return { lists, epochs: epochs.map((epoch) => epoch + 1) };
}

/** The names of the panels. */
function readKeys(
  who: string,
  keys: readonly string[] | undefined,
  lists: ReadonlyMap<string, unknown>,
): string[] {
  const names = [...new Set([...lists.keys()].map((key) => key.replace(/^val_/, '')))];
  if (keys === undefined) return names.filter((key) => key !== 'learning_rate' && key !== 'lr');
  if (!Array.isArray(keys) || keys.length === 0) {
    const expected = "a list of names, such as ['loss']";
    throw new ArgumentError(complain({ who, problem: 'keys is not usable', expected, received: show(keys) }));
  }
  return keys.map((key) => oneOf(who, 'key', key, names));
}

/** The epoch of the lowest validation loss; null without one. */
function lowest(lists: ReadonlyMap<string, readonly number[]>, epochs: readonly number[]): number | null {
  const losses = lists.get('val_loss');
  if (losses === undefined || losses.length < 2) return null;
  let best: number | null = null;
  losses.forEach((loss, i) => {
    if (Number.isFinite(loss) && (best === null || loss < losses[best])) best = i;
  });
  return best === null ? null : epochs[best];
}
