/**
 * Weights of rows: how much each row counts in a score.
 */
import { ArgumentError, complain, ShapeError, show } from '../../errors.ts';
import { formatShape, type Tensor, toTensor } from '../../tensor/index.ts';

/** The weights of the rows, as they are given: one finite number >= 0 for each. */
export type RowWeights = ArrayLike<number> | Tensor;

/**
 * One weight for each row; ones where none are given.
 *
 * @param weights [rows] or [rows, 1]
 * @throws ShapeError if there are not as many as rows; ArgumentError for what is negative, infinite or no number, or if
 * all are zero
 */
export function readWeights(who: string, weights: RowWeights | undefined, rows: number): Float64Array {
  if (weights === undefined) return new Float64Array(rows).fill(1);
  const { data, shape } = toTensor(who, 'sampleWeight', weights, { dtype: 'float64' });
  const isColumn = shape.length === 1 || (shape.length === 2 && shape[1] === 1);
  if (!isColumn || shape[0] !== rows) {
    const problem = 'sampleWeight does not fit the rows';
    const expected = `${rows} weights, one for each row`;
    const received = isColumn ? String(shape[0]) : `shape ${formatShape(shape)}`;
    throw new ShapeError(complain({ who, problem, expected, received }));
  }
  const bad = data.findIndex((weight) => !(weight >= 0 && weight < Number.POSITIVE_INFINITY));
  if (bad >= 0) {
    const problem = `sampleWeight[${bad}] is no weight`;
    throw new ArgumentError(
      complain({ who, problem, expected: 'a finite number >= 0', received: show(data[bad]) }),
    );
  }
  if (rows > 0 && data.every((weight) => weight === 0)) {
    const problem = 'every sampleWeight is 0, so that no row counts';
    throw new ArgumentError(complain({ who, problem, expected: 'one that is greater at least' }));
  }
  return Float64Array.from(data);
}
