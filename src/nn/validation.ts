/**
 * Which rows are kept for validation: the last ones, or some drawn at random, class by class if wanted.
 */
import { ArgumentError, complain, show } from '../errors.ts';
import { flag, number, readOptions } from '../options.ts';
import { randomStream } from '../random/index.ts';
import { classesOf } from './training-data.ts';
import { warn } from './platform.ts';
import { countRows, pickAll, type Rows } from './rows.ts';

/** How rows are chosen for validation. */
export interface ValidationSplit {
  /** The share of the rows, in (0, 1). */
  readonly fraction: number;
  /** Whether rows are drawn at random, from the model's seed; default false: the last ones are taken. */
  readonly shuffle?: boolean;
  /**
   * Whether each class has its share on both sides, as nearly as its rows can be divided; default false. With several
   * outputs the classes are those of the first.
   */
  readonly stratify?: boolean;
}

/** Reads the option `validationSplit`: a share, or an object. */
export function readSplit(who: string, value: number | ValidationSplit): Required<ValidationSplit> {
  const given = typeof value === 'object' && value !== null ? value : { fraction: value };
  const what = given === value ? 'validationSplit.fraction' : 'validationSplit';
  const defaults = { fraction: 0, shuffle: false, stratify: false };
  const split = readOptions(`${who}, validationSplit`, defaults, given);
  number(who, what, split.fraction, { min: 0, below: 1 });
  flag(who, 'validationSplit.shuffle', split.shuffle);
  flag(who, 'validationSplit.stratify', split.stratify);
  return split;
}

/**
 * Splits checked rows into those for training and those for validation.
 *
 * Says so on the console if a class is missing on one side.
 *
 * @throws ArgumentError if a side would be empty
 */
export function splitRows(
  who: string,
  all: Rows,
  split: Required<ValidationSplit>,
  seed: number,
): { readonly training: Rows; readonly validation: Rows | null } {
  const { fraction, shuffle, stratify } = split;
  if (fraction === 0) return { training: all, validation: null };
  const order = Int32Array.from({ length: countRows(all) }, (_, row) => row);
  if (shuffle) randomStream(seed, 'split').shuffle(order);
  if (stratify) requireClasses(who, all.targets[0]);
  const groups = stratify ? byClass(order, classesOf(all.targets[0])) : [order];
  const [first, last]: [number[], number[]] = [[], []];
  for (const group of groups) {
    const at = Math.max(stratify ? 1 : 0, Math.floor(group.length * (1 - fraction)));
    first.push(...group.slice(0, at));
    last.push(...group.slice(at));
  }
  if (first.length === 0 || last.length === 0) {
    throw new ArgumentError(
      complain({
        who,
        problem: `validationSplit leaves no rows for ${first.length === 0 ? 'training' : 'validation'}`,
        expected: `a share of the ${order.length} rows that leaves some on both sides`,
        received: String(fraction),
      }),
    );
  }
  const sides = { training: first, validation: last };
  if (all.targets.length === 1 && areClasses(all.targets[0]))
    warnOfClasses(who, classesOf(all.targets[0]), sides, stratify);
  const inOrder = (rows: number[]) => (stratify ? rows.sort((a, b) => a - b) : rows);
  return { training: pickAll(all, inOrder(first)), validation: pickAll(all, inOrder(last)) };
}

/** Rows by their class, each group in the order given. */
function byClass(order: ArrayLike<number>, classes: readonly number[]): number[][] {
  const groups = new Map<number, number[]>();
  for (const row of Array.from(order)) {
    const group = groups.get(classes[row]) ?? [];
    group.push(row);
    groups.set(classes[row], group);
  }
  return [...groups.entries()].sort(([a], [b]) => a - b).map(([, group]) => group);
}

/** @throws ArgumentError for targets that are no classes: numbers with fractions, rows of anything but one 1 */
function requireClasses(who: string, targets: Rows['targets'][number]): void {
  const bad = rowsOf(targets).find((row) => (row.length === 1 ? !Number.isInteger(row[0]) : !isOneHot(row)));
  if (bad === undefined) return;
  const problem = 'validationSplit.stratify wants classes as targets';
  const expected = 'whole numbers, or rows such as [0, 1, 0]';
  const received = bad.length === 1 ? String(bad[0]) : show(bad.map((value) => Number(value.toPrecision(4))));
  const help = 'For other targets take { fraction, shuffle: true }.';
  throw new ArgumentError(complain({ who, problem, expected, received, help }));
}

/** The rows of targets, each with its columns side by side. */
function rowsOf({ data, shape }: Rows['targets'][number]): number[][] {
  const columns = data.length / shape[0];
  return Array.from({ length: shape[0] }, (_, row) =>
    Array.from(data.subarray(row * columns, (row + 1) * columns)),
  );
}

/** Whether one number of a row is 1, and all others are 0, or −1. */
function isOneHot(row: readonly number[]): boolean {
  const others = row.filter((value) => value !== 1);
  return others.length === row.length - 1 && [0, -1].some((no) => others.every((value) => value === no));
}

/** Sorted data are a trap: the last rows may be all of one class. */
function warnOfClasses(
  who: string,
  classes: readonly number[],
  sides: Readonly<Record<'training' | 'validation', readonly number[]>>,
  stratify: boolean,
): void {
  const all = [...new Set(classes)].sort((a, b) => a - b);
  for (const [side, rows] of Object.entries(sides)) {
    const found = new Set(rows.map((row) => classes[row]));
    const absent = all.filter((label) => !found.has(label));
    if (absent.length === 0) continue;
    const which = absent.length === 1 ? `class ${absent[0]} is` : `classes ${absent.join(', ')} are`;
    const problem = `${which} missing from the ${side} rows that validationSplit leaves`;
    const help = stratify
      ? 'A class of few rows cannot be on both sides: give a larger fraction, or more rows.'
      : 'Sorted data want validationSplit: { fraction, stratify: true }.';
    warn(complain({ who, problem, help }));
  }
}

/** Whether targets are one-hot rows, or a few whole numbers. */
function areClasses(targets: Rows['targets'][number]): boolean {
  const { data, shape } = targets;
  if (data.length > shape[0]) return rowsOf(targets).every(isOneHot);
  return data.every(Number.isInteger) && new Set(data).size <= Math.max(2, shape[0] / 3);
}
