/**
 * History: what training reported, epoch by epoch.
 */
import { complain, StateError } from '../errors.ts';
import { oneOf } from '../options.ts';
import { type ChartOptions, drawCharts, readChartOptions } from '../terminal/index.ts';

/** The numbers of one epoch: loss, metrics, and with `val_` before them those of the validation data. */
export type Logs = Readonly<Record<string, number>>;

/** How History is drawn. */
export interface HistoryPlotOptions extends ChartOptions {
  /**
   * Which numbers to draw, all in one chart. Default two charts: the losses, of training and validation; and below, if
   * there are any, the accuracies.
   */
  readonly keys?: readonly string[];
}

/** What `fit` returns. */
export interface History {
  /** Each reported number by name, one entry an epoch: loss, accuracy, val_loss, val_accuracy. */
  readonly history: Readonly<Record<string, number[]>>;
  /** The numbers of the epochs, from 0. */
  readonly epoch: number[];
  /** How training was asked for: epochs, batches an epoch, verbosity. */
  readonly params: { readonly epochs: number; readonly steps: number; readonly verbose: number };
  /**
   * The numbers as lines over the epochs, in text for a terminal: `console.log(history.plot())`. Epochs count from 1, as
   * in what training prints. With `log: true` the losses, or what `keys` names, have a logarithmic axis.
   *
   * @throws StateError if no epoch was trained; ArgumentError for a key that was not reported or a wrong option
   */
  plot(options?: HistoryPlotOptions): string;
}

/** A History to which epochs are added. */
export class Recorder implements History {
  readonly history: Record<string, number[]> = {};
  readonly epoch: number[] = [];
  readonly params: History['params'];
  /** The epochs of each number, from 1: validation may come in some of them only. */
  readonly #epochs = new Map<string, number[]>();

  constructor(params: History['params']) {
    this.params = params;
  }

  add(epoch: number, logs: Logs): void {
    this.epoch.push(epoch);
    for (const [key, value] of Object.entries(logs)) {
      if (!this.#epochs.has(key)) this.#epochs.set(key, []);
      this.#epochs.get(key)?.push(epoch + 1);
      this.history[key] ??= [];
      this.history[key].push(value);
    }
  }

  plot(options: HistoryPlotOptions = {}): string {
    const who = 'History.plot';
    const given = readChartOptions(who, options, ['keys']);
    const known = [...this.#epochs.keys()];
    if (known.length === 0) {
      const problem = 'there is nothing to draw, since no epoch was trained';
      throw new StateError(complain({ who, problem }));
    }
    const seriesOf = (key: string) => ({
      name: key,
      x: this.#epochs.get(key) as number[],
      y: this.history[key],
    });
    const charts = readKeys(who, options.keys, known).map((keys, i) => ({
      series: keys.map(seriesOf),
      log: given.log && i === 0,
    }));
    return drawCharts(charts, given, 'epoch');
  }
}

/** The keys of each chart. */
function readKeys(who: string, keys: unknown, known: readonly string[]): string[][] {
  if (keys !== undefined) {
    const list = Array.isArray(keys) && keys.length > 0 ? keys : [keys];
    return [list.map((key) => oneOf(who, 'key', key, known))];
  }
  const losses = known.filter((key) => key === 'loss' || key === 'val_loss').toSorted();
  const accuracies = known.filter((key) => /(^|_)accuracy$/.test(key));
  const charts = [losses, accuracies].filter((chart) => chart.length > 0);
  return charts.length > 0 ? charts : [[...known]];
}
