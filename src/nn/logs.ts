/**
 * Logs: what is reported of an epoch, of an evaluation, or of a batch.
 */
import type { Logs } from './history.ts';
import type { Sums } from './programs.ts';
import { keyOf, type Settings, watchedOf } from './settings.ts';

/** Whose counts are read. */
type Side = 'training' | 'evaluation';

/**
 * Loss and metrics of all rows since the sums were at zero, keyed as History keys them, in alphabetical order, as Keras
 * has them.
 *
 * With a penalty, `loss` includes it, and `data_loss` and `penalty` tell the two apart. With several outputs each has a
 * loss of its own, before its factor.
 *
 * Peers: Keras weighs the batches of `loss` and metrics by their rows, as is done here with all; of each output's own loss
 * it takes the mean over batches whatever their sizes, so that the rows of a smaller last batch count for more there.
 */
export function logsOf(settings: Settings, sums: Sums, side: Side, penalized: boolean): Logs {
  const [data, penalty, rows] = sums.total.data;
  const entries: [string, number][] = penalized
    ? [
        ['loss', data / rows + penalty / rows],
        ['data_loss', data / rows],
        ['penalty', penalty / rows],
      ]
    : [['loss', data / rows]];
  sums.outputs.forEach((sum, i) => {
    entries.push([keyOf(settings.outputs[i], 'loss'), sum.data[0] / sum.data[2]]);
  });
  for (const watched of watchedOf(settings)) entries.push([watched.key, watched[side].result()]);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The names of what an evaluation gives, in its order: loss, losses of several outputs, metrics. */
export function evaluationKeys(settings: Settings): string[] {
  const { outputs } = settings;
  const losses = outputs.length > 1 ? outputs.map((output) => keyOf(output, 'loss')) : [];
  return ['loss', ...losses, ...watchedOf(settings).map(({ key }) => key)];
}

/** Sums and counts at zero. */
export function resetSums(settings: Settings, sums: Sums, side: Side): void {
  sums.total.data.fill(0);
  for (const sum of sums.outputs) sum.data.fill(0);
  for (const { watched } of settings.outputs) for (const one of watched) one[side].reset();
}

/** The same logs with a word before each name: `val_loss`. */
export function withPrefix(prefix: string, logs: Logs): Logs {
  return Object.fromEntries(Object.entries(logs).map(([key, value]) => [`${prefix}${key}`, value]));
}
