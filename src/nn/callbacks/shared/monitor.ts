/**
 * Watching one of the numbers that training reports: finding it, and telling whether it has become better.
 */
import { ArgumentError, complain, show } from '../../../errors.ts';
import { number, oneOf } from '../../../options.ts';
import type { Logs } from '../../history.ts';
import type { Training } from '../callback.ts';

/** Which way is better: 'auto' is that of the loss or metric itself. */
export type Mode = 'auto' | 'min' | 'max';

/** What is watched, and how. */
export interface WatchOptions {
  readonly monitor: string;
  readonly mode: Mode;
  /** A change of at most this size is no improvement; its sign does not count. */
  readonly minDelta: number;
}

/** Checks the options, as soon as they are given. @throws ArgumentError */
export function checkWatch(who: string, { monitor, mode, minDelta }: WatchOptions): void {
  if (typeof monitor !== 'string') {
    const expected = "a name of History, such as 'val_loss'";
    throw new ArgumentError(
      complain({ who, problem: 'monitor is not usable', expected, received: show(monitor) }),
    );
  }
  number(who, 'minDelta', minDelta);
  oneOf(who, 'mode', mode, ['auto', 'min', 'max']);
}

/** One of the reported numbers, as one training reports it. */
export interface Watched {
  /** The name under which it is reported. */
  readonly key: string;
  /** The number in these logs. Where there is none, null; that is said once a training. */
  value(logs: Logs, training: Training): number | null;
  /** Whether a value is better than another by more than |minDelta|; than null, every value is. */
  better(value: number, than: number | null): boolean;
}

/**
 * Begins to watch a training.
 *
 * @throws ArgumentError if nothing of that name will be reported, or if nobody has said which way it is better
 */
export function watch(
  who: string,
  { monitor, mode, minDelta }: WatchOptions,
  monitors: Training['monitors'],
): Watched {
  const key = findReported(who, 'monitor', monitor, [...monitors.keys()]);
  const direction = mode === 'auto' ? monitors.get(key) : mode === 'min' ? 'down' : 'up';
  if (direction === null) {
    throw new ArgumentError(
      complain({
        who,
        problem: `nobody has said which way ${show(key)} is better`,
        expected: "mode 'min' or 'max'",
        received: "mode 'auto'",
      }),
    );
  }
  const sign = direction === 'down' ? 1 : -1; // less is better, or more
  let told = false;
  return {
    key,
    value(logs, training) {
      if (key in logs) return logs[key];
      if (!told) {
        const received = Object.keys(logs).map(show).join(', ');
        const help = 'Epochs without it do not count.';
        training.print(complain({ who, problem: `this epoch has no ${show(key)}`, received, help }));
      }
      told = true;
      return null;
    },
    better: (value, than) => than === null || sign * value < sign * than - Math.abs(minDelta),
  };
}

/**
 * The reported name that is meant: `val_acc` finds `val_accuracy` and the reverse.
 *
 * @param what what the name is: 'monitor', 'placeholder'
 * @throws ArgumentError listing the names
 */
export function findReported(who: string, what: string, name: string, names: readonly string[]): string {
  const same = (other: string) => other.replace(/acc$/, 'accuracy');
  const found = names.find((other) => other === name) ?? names.find((other) => same(other) === same(name));
  if (found !== undefined) return found;
  if (name.startsWith('val_') && !names.some((other) => other.startsWith('val_'))) {
    throw new ArgumentError(
      complain({
        who,
        problem: `there is no ${show(name)} without validation data`,
        expected: `one of ${names.map(show).join(', ')}`,
        help: 'Give fit validationData or validationSplit.',
      }),
    );
  }
  const plain = name.replace(/^val_/, '');
  if ((plain === 'accuracy' || plain === 'acc') && !names.includes(plain)) {
    const help = `compile({ …, metrics: ['${plain}'] }) has it reported.`;
    const expected = `one of ${names.map(show).join(', ')}`;
    throw new ArgumentError(
      complain({ who, problem: `there is no ${show(name)} without metrics`, expected, help }),
    );
  }
  return oneOf(who, what, name, names);
}
