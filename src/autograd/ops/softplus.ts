/**
 * Softplus: a smooth relu.
 */
import { defineOp } from '../op.ts';
import { logistic, softplusOf } from './shared/formulas.ts';

/**
 * Softplus, element by element: y = ln (1 + e^x), worked out so that nothing overflows.
 *
 * Shapes: x [...] -> y [...]
 * Gradient: dx += dy · σ(x), the logistic function of x.
 * @see Dugas et al. (2001), "Incorporating Second-Order Functional Knowledge for Better Option Pricing"
 */
export const softplus = defineOp({
  name: 'softplus',
  inputs: ['x'],
  outputShape: ({ x }) => x,

  forward({ x }, y) {
    for (let i = 0; i < y.data.length; i++) y.data[i] = softplusOf(x.data[i]);
  },

  reads: ['x'],
  backward(dy, { x: dx }, { x }) {
    if (dx === null) return;
    for (let i = 0; i < dy.data.length; i++) dx.data[i] += dy.data[i] * logistic(x.data[i]);
  },

  examples: [
    { shapes: { x: [3, 5] }, output: [3, 5], between: [-6, 6] },
    { shapes: { x: [7] }, output: [7], between: [-90, 90] },
    { shapes: { x: [5] }, output: [5], between: [-900, 900] },
  ],
});
