/**
 * Dot: the scalar product of its two inputs.
 */
import { batchDot, normalizeRows } from '../../autograd/index.ts';
import { ArgumentError, complain, ShapeError, show } from '../../errors.ts';
import { flag } from '../../options.ts';
import { formatShape, lastAxis, type Shape } from '../../tensor/index.ts';
import { defineLayer } from '../layer.ts';
import { listShapes, severalInputs } from './shared/several-inputs.ts';

/** One axis for both inputs, or one for each; the rows are axis 0. */
type Axes = number | readonly [a: number, b: number];

const bothOf = (axes: Axes): readonly unknown[] => (Array.isArray(axes) ? axes : [axes, axes]);

/** @throws ArgumentError unless each axis is the last of its input */
function checkLast(shapes: readonly Shape[], axes: Axes): void {
  const odd = bothOf(axes).findIndex((axis, i) => axis !== -1 && axis !== shapes[i].length);
  if (odd < 0) return;
  throw new ArgumentError(
    complain({
      who: 'Dot',
      problem: 'axes is not usable',
      expected: `-1 or ${shapes[odd].length}, the last axis of rows ${formatShape(shapes[odd])}`,
      received: show(axes),
      help: 'Products are taken along the last axes only.',
    }),
  );
}

/**
 * The scalar product of two inputs, for each row: y = Σ_k a_k b_k; under `normalize`, the cosine of the angle between
 * them, with lengths below 1e-7 counted as 1e-7.
 *
 * Shapes: a [n], b [n] -> y [1]; where a row holds several vectors, each of a meets each of b:
 * a [...p, n], b [...q, n] -> y [...p, ...q]
 *
 * @param axes along which axes of the inputs, the rows being axis 0: −1 or the number of the last axis, for both or as
 * [of a, of b]; no other
 * @param options `normalize`, whether vectors are made one unit long first, default false; `name`
 * @throws ShapeError unless there are two inputs whose last axes have one length; ArgumentError for other axes
 * Peers: Keras (Dot), which takes any axes.
 * @example
 * const [user, film] = [Input([8]), Input([8])];
 * const likeness = Dot(1, { normalize: true })([user, film]);
 */
export const Dot = defineLayer({
  name: 'Dot',
  positional: 'axes',
  options: { axes: -1 as Axes, normalize: false as boolean },
  check(who, { axes, normalize }) {
    const both = bothOf(axes);
    if (both.length !== 2 || !both.every(Number.isSafeInteger)) {
      const expected = 'a whole number, or one for each input, such as [1, 1]';
      throw new ArgumentError(
        complain({ who, problem: 'axes is not usable', expected, received: show(axes) }),
      );
    }
    flag(who, 'normalize', normalize);
  },
  outputShape(shapes, { axes }) {
    const [a, b] = severalInputs('Dot', shapes, 2);
    checkLast(shapes, axes);
    if (a.length === 0 || b.length === 0 || lastAxis(a) !== lastAxis(b)) {
      const expected = `both [..., ${lastAxis(a)}]`;
      throw new ShapeError(
        complain({ who: 'Dot', problem: 'the last axes differ', expected, received: listShapes(shapes) }),
      );
    }
    const inner = [...a.slice(0, -1), ...b.slice(0, -1)];
    return inner.length === 0 ? [1] : inner;
  },
  call([a, b], { options: { normalize } }) {
    return normalize ? batchDot(normalizeRows(a), normalizeRows(b)) : batchDot(a, b);
  },
  examples: [
    { options: { axes: 1 }, input: [[5], [5]], output: [1], parameters: 0 },
    { options: { axes: -1, normalize: true }, input: [[4], [4]], output: [1], parameters: 0 },
    {
      options: { axes: [2, 2] },
      input: [
        [2, 5],
        [3, 5],
      ],
      output: [2, 3],
      parameters: 0,
    },
    { options: { axes: [-1, 2], normalize: true }, input: [[3], [2, 3]], output: [2], parameters: 0 },
  ],
});
