/**
 * MaxNorm: weights that are never longer than a given length.
 */
import { number } from '../../options.ts';
import { defineConstraint } from './constraint.ts';
import { columnNorm, columnsOf, EPSILON, scaleColumn } from './shared/norms.ts';

/**
 * The weights w of each unit are no longer than `maxValue`: w ← w · min(‖w‖, max) / (ε + ‖w‖), ε = 1e-7.
 *
 * Shapes: w [inputs, units], a column for each unit; a bias [units] counts as one column
 * @param options `maxValue` >= 0, default 2
 * @throws ArgumentError for options that are out of range or unknown
 * Peers: Keras (MaxNorm, axis 0).
 * @see Srivastava et al. (2014), "Dropout", JMLR 15, section 5.1
 * @example
 * Dense(20, { activation: 'relu', kernelConstraint: MaxNorm({ maxValue: 3 }) });
 */
export const MaxNorm = defineConstraint({
  name: 'max_norm',
  options: { maxValue: 2 },
  check: (who, { maxValue }) => void number(who, 'maxValue', maxValue, { min: 0 }),
  apply(w, { maxValue }) {
    for (let j = 0; j < columnsOf(w); j++) {
      const norm = columnNorm(w, j);
      scaleColumn(w, j, Math.min(norm, maxValue) / (EPSILON + norm));
    }
  },
});
