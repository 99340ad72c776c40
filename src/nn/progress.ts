/**
 * Progress of training on the terminal: one line drawn again and again, or one line an epoch.
 */
import type { Logs } from './history.ts';
import { draw, isTerminal, now, print } from './platform.ts';

/** Drawing more often than this many milliseconds helps nobody. */
const REDRAW = 100;

/** A bar of `width` cells, filled as far as the fraction (0 to 1) says. */
export function bar(fraction: number, width: number): string {
  const full = Math.round(Math.min(1, Math.max(0, fraction)) * width);
  return '━'.repeat(full) + '─'.repeat(width - full);
}

/** A time in words: `340 ms`, `5.2 s`, `3 min 20 s`. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 0.9995) return `${Math.round(milliseconds)} ms`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** Logs as Keras prints them: `accuracy: 0.9821 - loss: 7.1200e-05`. */
export function formatLogs(logs: Logs): string {
  const format = (value: number) =>
    Math.abs(value) > 1e-3 ? value.toFixed(4) : value.toExponential(4).replace(/(?<=e[+-])\d$/, '0$&');
  return Object.entries(logs)
    .map(([key, value]) => `${key}: ${format(value)}`)
    .join(' - ');
}

/** The time of one step as Keras prints it: `2s/step`, `17ms/step`, `340us/step`. */
export function timeOfStep(milliseconds: number): string {
  if (milliseconds >= 1000 || milliseconds === 0) return `${Math.round(milliseconds / 1000)}s/step`;
  if (milliseconds >= 1) return `${Math.round(milliseconds)}ms/step`;
  return `${Math.round(milliseconds * 1000)}us/step`;
}

/** What training tells of itself while it runs. */
export interface Progress {
  /** Whether `batch` wants to be called. */
  readonly watchesBatches: boolean;
  epochBegin(epoch: number): void;
  batch(epoch: number, batch: number): void;
  epochEnd(epoch: number, logs: Logs): void;
  /** A line of a callback's, or a warning, above the bar. */
  say(line: string, write?: (line: string) => void): void;
  /** Training is over: because it was done or stopped as wished, or else because of an error or a `break`. */
  end(finished: boolean): void;
}

/**
 * Progress for a verbosity: 0 silent; 1 one updating line in a terminal, silent elsewhere; 2 one line an epoch.
 *
 * @param steps batches an epoch, 0 where that is not known yet
 */
export function progressFor(verbose: number, epochs: number, steps: () => number): Progress {
  if (verbose === 2) return linePerEpoch(epochs, steps);
  if (verbose === 1 && isTerminal()) return updatingLine(epochs, steps);
  const nothing = () => {};
  return {
    watchesBatches: false,
    epochBegin: nothing,
    batch: nothing,
    epochEnd: nothing,
    say: (line, write = print) => write(line),
    end: nothing,
  };
}

function linePerEpoch(epochs: number, steps: () => number): Progress {
  let begun = 0;
  return {
    watchesBatches: false,
    epochBegin(epoch) {
      begun = now();
      if (epochs > 1) print(`Epoch ${epoch + 1}/${epochs}`);
    },
    batch() {},
    epochEnd(_epoch, logs) {
      const took = now() - begun;
      const seconds = `${Math.round(took / 1000)}s`;
      const count = steps();
      print(`${count}/${count} - ${seconds} - ${timeOfStep(took / count)} - ${formatLogs(logs)}`);
    },
    say: (line, write = print) => write(line),
    end() {},
  };
}

function updatingLine(epochs: number, steps: () => number): Progress {
  const begun = now();
  let drawn = Number.NEGATIVE_INFINITY;
  let last: Logs = {};
  const redraw = (done: number, epoch: number) => {
    drawn = now();
    const count = steps();
    const fraction = count === 0 ? epoch / epochs : done / (epochs * count);
    const left = fraction > 0 ? ((drawn - begun) * (1 - fraction)) / fraction : 0;
    const times = `${duration(drawn - begun)}, ETA ${duration(left)}`;
    draw(`Epoch ${epoch + 1}/${epochs} ${bar(fraction, 20)} ${times}  ${formatLogs(last)}`);
  };
  return {
    watchesBatches: true,
    epochBegin() {},
    batch(epoch, batch) {
      if (now() - drawn > REDRAW) redraw(epoch * steps() + batch + 1, epoch);
    },
    epochEnd(epoch, logs) {
      last = logs;
      if (now() - drawn > REDRAW) redraw((epoch + 1) * steps(), epoch);
    },
    say(line, write = print) {
      draw('');
      write(line);
    },
    end(finished) {
      draw('');
      if (finished) print(`trained in ${duration(now() - begun)}  ${formatLogs(last)}`);
    },
  };
}
