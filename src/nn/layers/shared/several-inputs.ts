/**
 * The shape rules of layers that take several inputs.
 */
import { complain, ShapeError } from '../../../errors.ts';
import { formatShape, sameShape, type Shape } from '../../../tensor/index.ts';

/** Shapes as a message lists them: `[3] and [4]`, `[3], [3] and [4]`. */
export function listShapes(shapes: readonly Shape[]): string {
  const all = shapes.map((shape) => formatShape(shape));
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}

/** Refuses fewer than two inputs, and more where there may be only two. @throws ShapeError */
export function severalInputs(who: string, shapes: readonly Shape[], exactly?: 2): readonly Shape[] {
  if (shapes.length === 2 || (exactly === undefined && shapes.length > 2)) return shapes;
  throw new ShapeError(
    complain({
      who,
      problem: `${exactly === 2 ? 'two' : 'two or more'} inputs are needed`,
      expected: `${who}(…)([a, b])`,
      received: `${shapes.length}, ${listShapes(shapes)}`,
    }),
  );
}

/** The one shape of all inputs. @throws ShapeError naming them, unless there are two or more, all alike */
export function alikeInputs(who: string, shapes: readonly Shape[], exactly?: 2): Shape {
  const [first] = severalInputs(who, shapes, exactly);
  if (shapes.every((shape) => sameShape(shape, first))) return first;
  throw new ShapeError(
    complain({
      who,
      problem: 'inputs differ in shape',
      expected: `all ${formatShape(first)}`,
      received: listShapes(shapes),
      help: 'Nothing broadcasts; a Dense of as many units makes one as long as the other.',
    }),
  );
}
