/**
 * The area under a curve that is given by its points.
 */
import { ArgumentError, complain, ShapeError, show } from '../errors.ts';
import { formatShape, type TensorLike, toTensor } from '../tensor/index.ts';
import { trapezoids } from './curves.ts';

/**
 * The area under y over x by the trapezoidal rule: Σ (xᵢ - xᵢ₋₁) · (yᵢ + yᵢ₋₁) / 2.
 *
 * Of `fpr` and `tpr` it is the AUC of the ROC curve. Of `recall` and `precision` it is not the average precision: the
 * straight lines between points of that curve are too optimistic or too pessimistic. For the four rows of rocCurve's
 * example it is 0.7917, and averagePrecisionScore is 0.8333.
 *
 * @param x [points], at least two, never falling or never rising; if falling, the area is counted from right to left
 * @param y [points]
 * @throws ShapeError if lengths differ or there are fewer points than two; ArgumentError if x goes up and down
 * Peers: scikit-learn's auc.
 * @example
 * const { fpr, tpr } = rocCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]);
 * auc(fpr, tpr); // 0.75
 */
export function auc(x: TensorLike, y: TensorLike): number {
  const who = 'auc';
  if (typeof x === 'object' && x !== null && ('fpr' in x || 'recall' in x)) {
    const help = 'Give its points: auc(fpr, tpr), or auc(recall, precision).';
    throw new ArgumentError(complain({ who, problem: 'x is a whole curve', received: show(x), help }));
  }
  const [xs, ys] = [toTensor(who, 'x', x, { dtype: 'float64' }), toTensor(who, 'y', y, { dtype: 'float64' })];
  if (xs.shape.length !== 1 || ys.shape.length !== 1 || xs.size !== ys.size || xs.size < 2) {
    const problem = 'x and y are no curve';
    const expected = 'as many x as y, at least two of each';
    const received = `x ${formatShape(xs.shape)} and y ${formatShape(ys.shape)}`;
    throw new ShapeError(complain({ who, problem, expected, received }));
  }
  const steps = Array.from(xs.data.subarray(1), (value, i) => value - xs.data[i]);
  const falls = steps.findIndex((step) => step < 0);
  if (falls < 0) return trapezoids(xs.data, ys.data);
  if (steps.every((step) => step <= 0)) return -trapezoids(xs.data, ys.data);
  throw new ArgumentError(
    complain({
      who,
      problem: 'x goes up and down',
      expected: 'x that never falls, or never rises',
      received: `${xs.data[falls]} before ${xs.data[falls + 1]} at place ${falls}`,
      help: 'The arguments are points of a curve, auc(fpr, tpr); rocAucScore takes targets and scores.',
    }),
  );
}
