/**
 * The shape rule of ops that work element by element on two tensors: both alike, and the result like them.
 */
import { requireShape, type Shape } from '../../../tensor/index.ts';

/** @throws ShapeError unless a and b are alike: nothing broadcasts */
export function sameShapes(who: string, a: Shape, b: Shape): Shape {
  requireShape(who, 'b', a, b, 'Nothing broadcasts; addBias adds a vector to every row.');
  return a;
}
