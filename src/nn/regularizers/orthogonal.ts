/**
 * A penalty on vectors that are not perpendicular.
 */
import { orthogonalPenalty, scale } from '../../autograd/index.ts';
import { number, oneOf } from '../../options.ts';
import { defineRegularizer } from './regularizer.ts';

/** Which vectors of a matrix are meant. */
export type OrthogonalMode = 'rows' | 'columns';

/**
 * Draws the rows, or columns, of a matrix to be perpendicular to each other: λ times the mean over all pairs of
 * |cos| of the angle between them.
 *
 * Shapes: w [rows, columns]; a kernel [inputs, units] has a column for each unit
 *
 * @param options `factor` λ >= 0, default 0.01; `mode` 'rows' (default) or 'columns'
 * @throws ArgumentError for options that are out of range or unknown; ShapeError, where it is used, for what is no
 * matrix of at least two such vectors
 * Peers: Keras (OrthogonalRegularizer).
 * @example
 * Dense(4, { kernelRegularizer: OrthogonalRegularizer({ factor: 0.1, mode: 'columns' }) });
 */
export const OrthogonalRegularizer = defineRegularizer({
  name: 'orthogonal_regularizer',
  options: { factor: 0.01, mode: 'rows' as OrthogonalMode },
  check(who, { factor, mode }) {
    number(who, 'factor', factor, { min: 0 });
    oneOf(who, 'mode', mode, ['rows', 'columns']);
  },
  penalty: (w, { factor, mode }) => (factor > 0 ? scale(orthogonalPenalty(w, { mode }), { factor }) : null),
});
