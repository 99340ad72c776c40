/**
 * One step of a moving average.
 */
import { number } from '../../options.ts';
import { requireShape } from '../../tensor/index.ts';
import { defineOp } from '../op.ts';

/**
 * An exponential moving average, moved by one value: y = μ · average + (1 − μ) · factor · value.
 *
 * Shapes: average [...], value [...] -> y [...]
 * Options: `momentum` μ, the share of the old average that stays, 0 to 1, default 0.99; `factor`, what the value is
 * multiplied by, default 1.
 * @throws ShapeError if the shapes differ; ArgumentError for a momentum out of range
 * Gradient: none, both are constants.
 */
export const movingAverage = defineOp({
  name: 'movingAverage',
  inputs: ['average', 'value'],
  constant: ['average', 'value'],
  options: { momentum: 0.99, factor: 1 },
  outputShape({ average, value }, { momentum }) {
    number('movingAverage', 'momentum', momentum, { min: 0, max: 1 });
    requireShape('movingAverage', 'value', average, value);
    return average;
  },

  forward({ average, value }, y, _saved, { momentum, factor }) {
    const share = (1 - momentum) * factor;
    for (let i = 0; i < y.data.length; i++) y.data[i] = momentum * average.data[i] + share * value.data[i];
  },

  reads: [],
  backward() {},

  examples: [
    { shapes: { average: [5], value: [5] }, output: [5], options: { momentum: 0.93, factor: 1.25 } },
    { shapes: { average: [2, 3], value: [2, 3] }, output: [2, 3] },
  ],
  rejects: [{ shapes: { average: [5], value: [3] }, message: 'expected value [5], received [3]' }],
});
