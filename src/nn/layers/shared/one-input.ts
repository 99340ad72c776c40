/**
 * The shape rule of layers that take one input.
 */
import { complain, ShapeError } from '../../../errors.ts';
import { formatShape, type Shape } from '../../../tensor/index.ts';

/** The shape of one row of the only input. @throws ShapeError if there are several */
export function oneInput(who: string, shapes: readonly Shape[]): Shape {
  if (shapes.length === 1) return shapes[0];
  const received = shapes.map((shape) => formatShape(shape)).join(' and ');
  throw new ShapeError(complain({ who, problem: 'one input is needed', expected: 'one node', received }));
}
