/**
 * Strata: the rows of each class, and splits in which every class has its share on both sides.
 */
import { ArgumentError, complain, ShapeError, show } from '../../errors.ts';
import { argmaxRow, formatShape, hasRows, Tensor, toTensor, type TypedArray } from '../../tensor/index.ts';
import { type Label, readLabels, sortedLabels } from './labels.ts';

/** The class of each row: labels, or rows of one-hot numbers or probabilities, whose largest number counts. */
export type ClassLabels = readonly Label[] | readonly (readonly number[])[] | TypedArray | Tensor;

/** Rows by class. */
export interface Strata {
  /** Each class once, in order. */
  readonly classes: readonly Label[];
  /** The place of each row's class in `classes`. */
  readonly classOf: readonly number[];
  /** How many rows each class has. */
  readonly counts: readonly number[];
}

/** Draws the numbers 0 to n − 1 in random order. */
export type Permutation = (n: number) => number[];

/**
 * @param name what messages call the labels
 * @param rows how many there must be
 * @throws ArgumentError for what is no list of labels; ShapeError if there are more or fewer labels than rows
 */
export function readStrata(who: string, name: string, labels: unknown, rows: number): Strata {
  const read = readClasses(who, name, labels);
  if (read.length !== rows) {
    const problem = `${name} has not one label for each row`;
    throw new ShapeError(complain({ who, problem, expected: `${rows} labels`, received: `${read.length}` }));
  }
  const classes = sortedLabels(read);
  const places = new Map(classes.map((label, place) => [label, place]));
  const classOf = read.map((label) => places.get(label)!);
  const counts = classes.map(() => 0);
  for (const place of classOf) counts[place]++;
  return { classes, classOf, counts };
}

/** The label of each row: of one-hot rows the number of the largest column. */
export function readClasses(who: string, name: string, labels: unknown): Label[] {
  if (!hasRows(labels)) {
    const problem = `${name} is not usable`;
    const expected = 'labels, one for each row';
    throw new ArgumentError(complain({ who, problem, expected, received: show(labels) }));
  }
  const nested = Array.isArray(labels) && (Array.isArray(labels[0]) || ArrayBuffer.isView(labels[0]));
  if (!nested && !(labels instanceof Tensor)) return readLabels(who, labels as Label[]);
  const table = toTensor(who, name, labels, { dtype: 'float64' });
  if (table.shape.length === 1 || table.shape[1] === 1) return readLabels(who, table);
  if (table.shape.length !== 2) {
    const problem = `${name} is neither labels nor one-hot rows`;
    const expected = '[rows] or [rows, classes]';
    throw new ShapeError(complain({ who, problem, expected, received: formatShape(table.shape) }));
  }
  const bad = table.data.findIndex((share) => !(share >= 0 && share <= 1));
  if (bad < 0) return Array.from({ length: table.shape[0] }, (_, row) => argmaxRow(table, row));
  throw new ArgumentError(
    complain({
      who,
      problem: `${name} holds rows that say no class`,
      expected: 'one-hot rows, or probabilities',
      received: `${table.data[bad]} in row ${Math.floor(bad / table.shape[1])}`,
      help: 'Give the labels, not x.',
    }),
  );
}

/**
 * Rows of both sides, in random order, each class with the share on either side that it has of all rows.
 *
 * Of each class are taken: whole numbers nearest to its share, and where those are too few, one more of the classes
 * that lose most by it, ties broken by lot; first for training, then of what is left for testing.
 *
 * @param instead what to do instead of stratifying: the end of the advice in messages
 * @throws ArgumentError if a class has one row only, or a side fewer rows than there are classes
 */
export function stratifiedSides(
  who: string,
  strata: Strata,
  { train, test }: { readonly train: number; readonly test: number },
  permutation: Permutation,
  instead: string,
): { train: number[]; test: number[] } {
  checkStrata(who, strata, { train, test }, instead);
  const { classOf, counts } = strata;
  const rowsOf: number[][] = counts.map(() => []);
  classOf.forEach((place, row) => {
    rowsOf[place].push(row);
  });

  const forTraining = apportion(counts, train, permutation);
  const left = counts.map((count, place) => count - forTraining[place]);
  const forTesting = apportion(left, test, permutation);
  const trainRows: number[] = [];
  const testRows: number[] = [];
  rowsOf.forEach((rows, place) => {
    permutation(rows.length).forEach((drawn, i) => {
      if (i < forTraining[place]) trainRows.push(rows[drawn]);
      else if (i < forTraining[place] + forTesting[place]) testRows.push(rows[drawn]);
    });
  });
  return {
    train: permutation(trainRows.length).map((i) => trainRows[i]),
    test: permutation(testRows.length).map((i) => testRows[i]),
  };
}

/**
 * How many of n draws fall to each class, as near to its share as whole numbers can be: the largest remainder method.
 */
function apportion(counts: readonly number[], draws: number, permutation: Permutation): number[] {
  const all = counts.reduce((sum, count) => sum + count, 0);
  const shares = counts.map((count) => (count / all) * draws);
  const whole = shares.map(Math.floor);
  const remainders = shares.map((share, place) => share - whole[place]);
  let missing = draws - whole.reduce((sum, count) => sum + count, 0);
  const largestFirst = [...new Set(remainders)].sort((a, b) => b - a);
  for (const remainder of largestFirst) {
    if (missing <= 0) break;
    const equal = remainders.flatMap((other, place) => (other === remainder ? [place] : []));
    const chosen = permutation(equal.length).slice(0, missing);
    for (const i of chosen) whole[equal[i]]++;
    missing -= chosen.length;
  }
  return whole;
}

function checkStrata(
  who: string,
  { classes, counts }: Strata,
  sides: { readonly train: number; readonly test: number },
  instead: string,
): void {
  const alone = classes.filter((_, place) => counts[place] < 2);
  if (alone.length > 0) {
    const problem =
      alone.length === 1
        ? `class ${show(alone[0])} has a single row, which cannot be on both sides`
        : `classes ${listed(alone)} have a single row each, which cannot be on both sides`;
    const help = `Add rows to it, merge it with another class, or ${instead}.`;
    throw new ArgumentError(
      complain({ who, problem, expected: 'at least 2 rows of each class', received: '1', help }),
    );
  }
  for (const side of ['train', 'test'] as const) {
    if (sides[side] >= classes.length) continue;
    const problem = `the ${side} side has fewer rows than there are classes`;
    const expected = `at least ${classes.length} rows, one for each of ${listed(classes)}`;
    const help = `Raise ${side}Size, or ${instead}.`;
    throw new ArgumentError(complain({ who, problem, expected, received: `${sides[side]}`, help }));
  }
}

/** How many classes a message names. */
const NAMED = 5;

const listed = (classes: readonly Label[]) =>
  `${classes.slice(0, NAMED).map(show).join(', ')}${classes.length > NAMED ? ', …' : ''}`;
