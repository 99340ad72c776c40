/**
 * The hard sigmoid linear unit, also called hard swish.
 */
import { defineOp } from '../op.ts';
import { hardLogistic } from './shared/formulas.ts';

/**
 * Hard sigmoid linear unit, element by element: y = x · h(x), with the hard sigmoid h(x) = min(max(x + 3, 0), 6) / 6.
 *
 * Shapes: x [...] -> y [...]
 * Gradient: dx += dy · (h(x) + x/6) where −3 < x < 3, else dy · h(x): 0 up to −3, dy from 3 on.
 * @see Howard et al. (2019), "Searching for MobileNetV3", section 5.2
 */
export const hardSilu = defineOp({
  name: 'hardSilu',
  inputs: ['x'],
  outputShape: ({ x }) => x,

  forward({ x }, y) {
    for (let i = 0; i < y.data.length; i++) y.data[i] = x.data[i] * hardLogistic(x.data[i]);
  },

  reads: ['x'],
  backward(dy, { x: dx }, { x }) {
    if (dx === null) return;
    for (let i = 0; i < dy.data.length; i++) {
      const slope = Math.abs(x.data[i]) < 3 ? x.data[i] / 6 : 0;
      dx.data[i] += dy.data[i] * (hardLogistic(x.data[i]) + slope);
    }
  },

  examples: [
    { shapes: { x: [3, 5] }, output: [3, 5] },
    { shapes: { x: [41] }, output: [41], between: [-7, 8], awayFrom: 3 },
  ],
});
