/**
 * The splits of a validation, by what `cv` says.
 */
import { type Fold, KFold, type Splitter, StratifiedKFold } from '../../data/index.ts';
import type { ClassLabels } from '../../data/shared/strata.ts';
import { ArgumentError, complain, ShapeError, show } from '../../errors.ts';
import { wholeNumber } from '../../options.ts';
import { countRows, hasRows, type Rows, Tensor, toTensor } from '../../tensor/index.ts';
import type { Estimator } from '../estimator.ts';

/** How many parts, a splitter, or the splits themselves. */
export type CrossValidator = number | Splitter | readonly Fold[];

/**
 * The splits: a number of parts keeps the shares of the classes, if t are classes and the estimator is no regressor.
 *
 * @throws ArgumentError for what is no cv
 */
export function readFolds(
  who: string,
  cv: unknown,
  x: Rows,
  t: Rows,
  { estimatorType }: Estimator<never, never>,
): readonly Fold[] {
  const labels = t as ClassLabels;
  if (typeof cv === 'number') {
    const nSplits = wholeNumber(who, 'cv', cv, { min: 2 });
    const stratify = estimatorType !== 'regressor' && areClasses(who, t);
    return (stratify ? StratifiedKFold({ nSplits }) : KFold({ nSplits })).split(x, labels);
  }
  const isSplitter = typeof (cv as Partial<Splitter> | null | undefined)?.split === 'function';
  if (isSplitter && typeof cv === 'object') return (cv as Splitter).split(x, labels);
  if (Array.isArray(cv) && cv.length > 0 && cv.every(isFold)) {
    const last = countRows(who, 'x', x) - 1;
    const rows = cv.flatMap(({ train, test }, i) => [
      [`row of cv[${i}].train`, train] as const,
      [`row of cv[${i}].test`, test] as const,
    ]);
    for (const [name, list] of rows)
      for (const row of list) wholeNumber(who, name, row, { min: 0, max: last });
    return cv;
  }
  const expected = 'a number of parts, a splitter such as KFold(), or a list of { train, test }';
  throw new ArgumentError(complain({ who, problem: 'cv is not usable', expected, received: show(cv) }));
}

const isFold = (fold: Partial<Fold> | null | undefined): fold is Fold =>
  [fold?.train, fold?.test].every((rows) => Array.isArray(rows) && rows.length > 0);

/** @throws ArgumentError for what has no rows; ShapeError if x and t differ in rows */
export function checkRows(who: string, x: unknown, t: unknown): number {
  const rows = countRows(who, 'x', x);
  const targets = countRows(who, 't', t);
  if (rows === targets) return rows;
  const problem = 'x and t differ in rows';
  throw new ShapeError(complain({ who, problem, expected: `${rows}`, received: `${targets}` }));
}

/** Whether targets are classes: names, whole numbers, or one-hot rows. */
function areClasses(who: string, t: Rows): boolean {
  const first: unknown = t instanceof Tensor ? 0 : t[0];
  if (typeof first === 'string' || typeof first === 'boolean') return true;
  if (!(typeof first === 'number' || hasRows(first))) return false;
  const { data, shape } = toTensor(who, 't', t, { dtype: 'float64' });
  const columns = data.length / shape[0];
  if (columns === 1) return data.every(Number.isInteger);
  if (shape.length > 2) return false;
  let ones = 0;
  for (let i = 0; i < data.length; i++) {
    if (data[i] !== 0 && data[i] !== 1) return false;
    if (i % columns === 0) ones = 0;
    ones += data[i];
    if (i % columns === columns - 1 && ones !== 1) return false;
  }
  return true;
}
