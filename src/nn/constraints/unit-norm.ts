/**
 * UnitNorm: weights of length one.
 */
import { defineConstraint } from './constraint.ts';
import { columnNorm, columnsOf, EPSILON, scaleColumn } from './shared/norms.ts';

/**
 * The weights w of each unit are one long: w ← w / (ε + ‖w‖), ε = 1e-7.
 *
 * Shapes: w [inputs, units], a column for each unit; a bias [units] counts as one column
 * Peers: Keras (UnitNorm, axis 0). Weights that are all 0 stay so.
 * @example
 * Dense(20, { kernelConstraint: UnitNorm(), useBias: false });
 */
export const UnitNorm = defineConstraint({
  name: 'unit_norm',
  options: {},
  apply(w) {
    for (let j = 0; j < columnsOf(w); j++) scaleColumn(w, j, 1 / (EPSILON + columnNorm(w, j)));
  },
});
