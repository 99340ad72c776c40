/**
 * The error of the worst row, from targets and predictions.
 */
import { complain, ShapeError } from '../errors.ts';
import type { TensorLike } from '../tensor/index.ts';
import { readOutputs } from './shared/outputs.ts';

/**
 * Largest error: max |tᵢ − yᵢ|.
 *
 * Shapes: targets t and predictions y [rows] or [rows, 1]
 * @throws ShapeError for several outputs, and if the shapes differ; ArgumentError for NaN and infinities, for no rows
 * Peers: scikit-learn's max_error, which has neither weights nor several outputs.
 * @example
 * maxError([3, 2, 7, 1], [4, 2, 7, -1.5]); // 2.5
 */
export function maxError(targets: TensorLike, predictions: TensorLike): number {
  const who = 'maxError';
  const read = readOutputs(who, targets, predictions);
  if (read.targets.length > 1) {
    const problem = 'there are several outputs';
    const received = `${read.targets.length}`;
    const help = 'Take one column at a time.';
    throw new ShapeError(complain({ who, problem, expected: 'one', received, help }));
  }
  const [t, y] = [read.targets[0], read.predictions[0]];
  return t.reduce((largest, target, i) => Math.max(largest, Math.abs(target - y[i])), 0);
}
