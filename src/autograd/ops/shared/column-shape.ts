/**
 * The shape rule of what treats the numbers of each unit apart: x [..., units], and one number for each unit.
 */
import { complain, ShapeError } from '../../../errors.ts';
import { formatShape, lastAxis, requireShape, type Shape } from '../../../tensor/index.ts';

/** [units], the shape of one number for each unit of x. @throws ShapeError if x has no axis */
export function columnShape(who: string, x: Shape): Shape {
  if (x.length > 0) return [lastAxis(x)];
  const [expected, received] = ['x [..., units]', formatShape(x)];
  throw new ShapeError(complain({ who, problem: 'there is no last axis', expected, received }));
}

/**
 * The shape of x, of whose units the others hold one number each.
 *
 * @throws ShapeError if x has no axis, or one of the others does not fit
 */
export function fitsColumns(who: string, x: Shape, others: Readonly<Record<string, Shape>>): Shape {
  const units = columnShape(who, x);
  for (const [name, shape] of Object.entries(others)) requireShape(who, name, units, shape);
  return x;
}
