/**
 * The exponential linear unit.
 */
import { number } from '../../options.ts';
import { defineOp } from '../op.ts';

/**
 * Exponential linear unit, element by element: y = x where x > 0, else alpha · (e^x − 1).
 *
 * Shapes: x [...] -> y [...]
 * Option: `alpha`, what −y goes towards on the far left, 0 or more, default 1.
 * @throws ArgumentError for an alpha below 0
 * Gradient: dx += dy where y > 0, else (y + alpha) · dy, since y + alpha = alpha · e^x; only the output is kept.
 * @see Clevert, Unterthiner and Hochreiter (2016), "Fast and Accurate Deep Network Learning by ELUs", section 3
 */
export const elu = defineOp({
  name: 'elu',
  inputs: ['x'],
  options: { alpha: 1 },
  outputShape({ x }, { alpha }) {
    number('elu', 'alpha', alpha, { min: 0 });
    return x;
  },

  forward({ x }, y, _saved, { alpha }) {
    for (let i = 0; i < y.data.length; i++)
      y.data[i] = x.data[i] > 0 ? x.data[i] : alpha * Math.expm1(x.data[i]);
  },

  reads: ['output'],
  backward(dy, { x: dx }, { output: y }, { alpha }) {
    if (dx === null) return;
    for (let i = 0; i < dy.data.length; i++)
      dx.data[i] += y.data[i] > 0 ? dy.data[i] : (y.data[i] + alpha) * dy.data[i];
  },

  examples: [
    { shapes: { x: [3, 5] }, output: [3, 5], awayFrom: 0 },
    { shapes: { x: [41] }, output: [41], between: [-30, 8], awayFrom: 0, options: { alpha: 1.7 } },
    { shapes: { x: [7] }, output: [7], awayFrom: 0, options: { alpha: 0 } },
  ],
});
