/**
 * Shapes: how many numbers a tensor has along each axis.
 *
 * A tensor of shape [3, 5] has 3 rows of 5 numbers; one of shape [] is a single number. The numbers lie row by
 * row in one flat array ("row-major"): element [i, j] of [rows, columns] stands at i · columns + j.
 */
import { complain, ShapeError, show } from '../errors.ts';

/** Numbers along each axis, outermost first; [] is a single number. */
export type Shape = readonly number[];

/** How many numbers a tensor of this shape holds: the product of its axes, 1 for []. */
export function size(shape: Shape): number {
  let product = 1;
  for (const length of shape) product *= length;
  return product;
}

/** The length of the last axis, 1 for []. */
export function lastAxis(shape: Shape): number {
  return shape.length === 0 ? 1 : shape[shape.length - 1];
}

/** Whether two shapes are equal, axis by axis. Nothing broadcasts in this library. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}

/** A shape as messages write it: `[3, 5]`; an axis still unknown is written by its name. */
export function formatShape(shape: readonly (number | string)[]): string {
  return `[${shape.join(', ')}]`;
}

/**
 * The shape itself, if it is one: whole numbers from 0 on.
 *
 * @throws ShapeError showing it
 */
export function checkShape(who: string, shape: Shape): Shape {
  const isList = Array.isArray(shape);
  if (isList && shape.every((length) => Number.isSafeInteger(length) && length >= 0)) return shape;
  throw new ShapeError(
    complain({
      who,
      problem: 'this is not a shape',
      expected: 'whole numbers from 0 on',
      received: isList ? formatShape(shape) : show(shape),
      ...(typeof shape === 'number' ? { help: `Write it as an array: [${shape}].` } : {}),
    }),
  );
}

/**
 * Refuses two shapes that must be equal and are not.
 *
 * @throws ShapeError `who: problem; expected name [..], received [..].`
 */
export function requireShape(
  who: string,
  name: string,
  expected: Shape,
  received: Shape,
  help?: string,
): void {
  if (sameShape(expected, received)) return;
  throw new ShapeError(
    complain({
      who,
      problem: 'shapes differ',
      expected: `${name} ${formatShape(expected)}`,
      received: formatShape(received),
      ...(help === undefined ? {} : { help }),
    }),
  );
}

/**
 * A shape for so many numbers, in which one length may be −1: then it is what the others leave over.
 *
 * @throws ShapeError if that many numbers do not fit, or for what is no shape
 */
export function filledShape(who: string, count: number, shape: Shape): Shape {
  const open = shape.filter((length) => length === -1).length;
  if (open > 1 || !shape.every((length) => length === -1 || (Number.isSafeInteger(length) && length >= 0))) {
    const expected = 'whole numbers from 0 on, and at most one -1';
    throw new ShapeError(
      complain({ who, problem: 'this is not a shape', expected, received: formatShape(shape) }),
    );
  }
  const others = size(shape.filter((length) => length !== -1));
  const left = count / others;
  if (open === 0 ? others === count : Number.isInteger(left))
    return shape.map((length) => (length === -1 ? left : length));
  const expected = open === 0 ? `a product of ${count}` : `lengths that divide ${count} beside the -1`;
  const problem = `${count} numbers do not fit ${formatShape(shape)}`;
  throw new ShapeError(complain({ who, problem, expected, received: `${others}` }));
}
