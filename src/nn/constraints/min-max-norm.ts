/**
 * MinMaxNorm: weights whose length stays between two bounds.
 */
import { number } from '../../options.ts';
import { defineConstraint } from './constraint.ts';
import { columnNorm, columnsOf, EPSILON, scaleColumn } from './shared/norms.ts';

/**
 * The length of the weights w of each unit stays between two bounds, or goes there by steps:
 * w ← w · (rate · clip(‖w‖, min, max) + (1 − rate) · ‖w‖) / (ε + ‖w‖), ε = 1e-7.
 *
 * Shapes: w [inputs, units], a column for each unit; a bias [units] counts as one column
 * @param options `minValue` >= 0, default 0; `maxValue` >= `minValue`, default 1; `rate`, 0 to 1, the share of the way
 * that one update goes, default 1
 * @throws ArgumentError for options that are out of range or unknown
 * Peers: Keras (MinMaxNorm, axis 0). Weights that are all 0 stay so.
 * @example
 * Dense(20, { kernelConstraint: MinMaxNorm({ minValue: 0.5, maxValue: 2, rate: 0.9 }) });
 */
export const MinMaxNorm = defineConstraint({
  name: 'min_max_norm',
  options: { minValue: 0, maxValue: 1, rate: 1 },
  check(who, { minValue, maxValue, rate }) {
    number(who, 'minValue', minValue, { min: 0 });
    number(who, 'maxValue', maxValue, { min: minValue });
    number(who, 'rate', rate, { min: 0, max: 1 });
  },
  apply(w, { minValue, maxValue, rate }) {
    for (let j = 0; j < columnsOf(w); j++) {
      const norm = columnNorm(w, j);
      const clipped = Math.min(Math.max(norm, minValue), maxValue);
      scaleColumn(w, j, (rate * clipped + (1 - rate) * norm) / (EPSILON + norm));
    }
  },
});
