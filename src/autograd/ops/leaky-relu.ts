/**
 * The leaky rectified linear unit.
 */
import { number } from '../../options.ts';
import { defineOp } from '../op.ts';

/**
 * Leaky rectified linear unit, element by element: y = x where x > 0, else negativeSlope · x.
 *
 * Shapes: x [...] -> y [...]
 * Option: `negativeSlope`, 0 or more, default 0.2.
 * @throws ArgumentError for a slope below 0
 * Gradient: dx += dy where y > 0, else negativeSlope · dy, also at 0; only the output is kept.
 * Peers: the slope is 0.2 in Keras's function `leaky_relu` and here, 0.3 in Keras's layer `LeakyReLU`, and 0.01 in PyTorch.
 * @see Maas, Hannun and Ng (2013), "Rectifier Nonlinearities Improve Neural Network Acoustic Models", with slope 0.01
 */
export const leakyRelu = defineOp({
  name: 'leakyRelu',
  inputs: ['x'],
  options: { negativeSlope: 0.2 },
  outputShape({ x }, { negativeSlope }) {
    number('leakyRelu', 'negativeSlope', negativeSlope, { min: 0 });
    return x;
  },

  forward({ x }, y, _saved, { negativeSlope }) {
    for (let i = 0; i < y.data.length; i++) y.data[i] = x.data[i] > 0 ? x.data[i] : negativeSlope * x.data[i];
  },

  reads: ['output'],
  backward(dy, { x: dx }, { output: y }, { negativeSlope }) {
    if (dx === null) return;
    for (let i = 0; i < dy.data.length; i++)
      dx.data[i] += y.data[i] > 0 ? dy.data[i] : negativeSlope * dy.data[i];
  },

  examples: [
    { shapes: { x: [3, 5] }, output: [3, 5], awayFrom: 0 },
    { shapes: { x: [41] }, output: [41], between: [-60, 60], awayFrom: 0, options: { negativeSlope: 0.013 } },
    { shapes: { x: [7] }, output: [7], awayFrom: 0, options: { negativeSlope: 0 } },
  ],
});
