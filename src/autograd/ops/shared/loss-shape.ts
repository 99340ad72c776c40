/**
 * The shape rule of losses: targets and predictions alike, one weight for each row, and a single number out.
 */
import { complain, ShapeError } from '../../../errors.ts';
import { formatShape, requireShape, type Shape } from '../../../tensor/index.ts';

/**
 * @param name what the op calls its predictions: predictions, logits or probabilities
 * @returns []
 * @throws ShapeError unless targets and predictions are [rows, units] and weights [rows]
 */
export function lossShape(
  who: string,
  name: string,
  targets: Shape,
  predictions: Shape,
  weights: Shape,
): Shape {
  if (predictions.length !== 2) {
    const expected = `${name} [rows, units]`;
    const received = formatShape(predictions);
    throw new ShapeError(
      complain({ who, problem: 'this is not one row for each sample', expected, received }),
    );
  }
  requireShape(who, 'targets', predictions, targets, `Targets must have the shape of the ${name}.`);
  requireShape(who, 'weights', [predictions[0]], weights, 'There is one weight for each row.');
  return [];
}
