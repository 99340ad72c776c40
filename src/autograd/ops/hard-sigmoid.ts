/**
 * The hard sigmoid: a sigmoid of straight lines.
 */
import { defineOp } from '../op.ts';
import { hardLogistic } from './shared/formulas.ts';

/**
 * Hard sigmoid, element by element: y = min(max(x + 3, 0), 6) / 6; 0 up to −3, 1 from 3 on.
 *
 * Shapes: x [...] -> y [...]
 * Gradient: dx += dy / 6 where −3 < x < 3, else 0.
 * Peers: Keras 3 and PyTorch; Keras 2 and TensorFlow.js have min(max(0.2 x + 0.5, 0), 1), 0.7 at 1 in place of 0.667.
 * @see Howard et al. (2019), "Searching for MobileNetV3", section 5.2
 */
export const hardSigmoid = defineOp({
  name: 'hardSigmoid',
  inputs: ['x'],
  outputShape: ({ x }) => x,

  forward({ x }, y) {
    for (let i = 0; i < y.data.length; i++) y.data[i] = hardLogistic(x.data[i]);
  },

  reads: ['x'],
  backward(dy, { x: dx }, { x }) {
    if (dx === null) return;
    for (let i = 0; i < dy.data.length; i++) if (Math.abs(x.data[i]) < 3) dx.data[i] += dy.data[i] / 6;
  },

  examples: [
    { shapes: { x: [3, 5] }, output: [3, 5] },
    { shapes: { x: [41] }, output: [41], between: [-7, 8], awayFrom: 3 },
  ],
});
