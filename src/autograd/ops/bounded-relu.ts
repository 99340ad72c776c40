/**
 * The rectified linear unit with a threshold, an upper bound and a slope below.
 */
import { number } from '../../options.ts';
import { defineOp } from '../op.ts';

/**
 * Rectified linear unit in its general form, element by element: y = min(x, maxValue) where x > threshold, else
 * negativeSlope · (x − threshold). With a maxValue of 6 and all else by default it is relu6.
 *
 * Shapes: x [...] -> y [...]
 * Options: `maxValue`, 0 or more, default Infinity; `negativeSlope`, 0 or more, default 0; `threshold`, 0 or more,
 * default 0. With these defaults it is `relu`, which is faster.
 * @throws ArgumentError for an option below 0
 * Gradient: dx += dy where threshold < x < maxValue, 0 from maxValue on, negativeSlope · dy elsewhere.
 * Peers: Keras gives the same values. At the very threshold its derivative is the slope only if threshold is 0 and there
 * is no maxValue, else 0; at maxValue it is 1, but 0 if maxValue is 6.
 * @see Krizhevsky (2010), "Convolutional Deep Belief Networks on CIFAR-10", for relu6
 */
export const boundedRelu = defineOp({
  name: 'boundedRelu',
  inputs: ['x'],
  options: { maxValue: Number.POSITIVE_INFINITY, negativeSlope: 0, threshold: 0 },
  outputShape({ x }, { maxValue, negativeSlope, threshold }) {
    if (maxValue !== Number.POSITIVE_INFINITY) number('boundedRelu', 'maxValue', maxValue, { min: 0 });
    number('boundedRelu', 'negativeSlope', negativeSlope, { min: 0 });
    number('boundedRelu', 'threshold', threshold, { min: 0 });
    return x;
  },

  forward({ x }, y, _saved, { maxValue, negativeSlope, threshold }) {
    for (let i = 0; i < y.data.length; i++) {
      const value = x.data[i];
      if (value > threshold) y.data[i] = Math.min(value, maxValue);
      else if (negativeSlope === 0 && value <= threshold)
        y.data[i] = 0; // also at −∞; NaN stays NaN
      else y.data[i] = negativeSlope * (value - threshold);
    }
  },

  reads: ['x'],
  backward(dy, { x: dx }, { x }, { maxValue, negativeSlope, threshold }) {
    if (dx === null) return;
    for (let i = 0; i < dy.data.length; i++) {
      if (!(x.data[i] > threshold)) dx.data[i] += negativeSlope * dy.data[i];
      else if (x.data[i] < maxValue) dx.data[i] += dy.data[i];
    }
  },

  examples: [
    { shapes: { x: [3, 5] }, output: [3, 5], awayFrom: 0 },
    { shapes: { x: [41] }, output: [41], between: [-8, 13], awayFrom: 0, options: { maxValue: 6 } },
    {
      shapes: { x: [4, 7] },
      output: [4, 7],
      between: [-3, 5],
      awayFrom: 0.7,
      options: { maxValue: 3.3, negativeSlope: 0.15, threshold: 0.7 },
    },
    { shapes: { x: [9] }, output: [9], awayFrom: 1.3, options: { threshold: 1.3 } },
  ],
});
