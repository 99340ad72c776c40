/**
 * Piecewise constant decay: a list of learning rates, and when to go on to the next.
 */
import { ArgumentError, complain } from '../../errors.ts';
import { defineSchedule, numbers } from './schedule.ts';

/**
 * Learning rates one after another: α(t) = valuesᵢ for the first i with t <= boundariesᵢ, then the last of the values.
 *
 * @param options `boundaries`, growing numbers of updates; `values` >= 0, one more than there are boundaries (both must
 * be given)
 * @throws ArgumentError for options that are missing, out of range, or that do not fit each other
 * Peers: Keras (PiecewiseConstantDecay): a boundary itself still has the rate before it.
 * @example
 * const rate = PiecewiseConstantDecay({ boundaries: [100, 250], values: [0.1, 0.03, 0.01] });
 * rate.at(100); // 0.1
 * rate.at(101); // 0.03
 */
export const PiecewiseConstantDecay = defineSchedule({
  name: 'PiecewiseConstantDecay',
  options: { boundaries: [] as readonly number[], values: [] as readonly number[] },
  required: ['boundaries', 'values'],
  check(who, { boundaries, values }) {
    numbers(who, 'boundaries', boundaries, { min: 0 });
    numbers(who, 'values', values, { min: 0 });
    if (values.length !== boundaries.length + 1) {
      const [expected, received] = [`${boundaries.length + 1}`, `${values.length}`];
      const problem = `the number of values does not fit ${boundaries.length} boundaries`;
      throw new ArgumentError(complain({ who, problem, expected, received }));
    }
    const late = boundaries.findIndex((boundary, i) => i > 0 && boundary <= boundaries[i - 1]);
    if (late < 0) return;
    const problem = `boundaries[${late}] does not come after the one before it`;
    const [expected, received] = [`a number > ${boundaries[late - 1]}`, `${boundaries[late]}`];
    throw new ArgumentError(complain({ who, problem, expected, received }));
  },
  at(step, { boundaries, values }) {
    const place = boundaries.findIndex((boundary) => step <= boundary);
    return values[place < 0 ? values.length - 1 : place];
  },
  examples: [
    {
      options: { boundaries: [4, 9], values: [0.13, 0.07, 0.011] },
      rates: [
        [0, 0.13],
        [4, 0.13],
        [5, 0.07],
        [9, 0.07],
        [10, 0.011],
        [5000, 0.011],
      ],
    },
    { options: { boundaries: [], values: [0.03] }, rates: [[17, 0.03]] },
  ],
});
