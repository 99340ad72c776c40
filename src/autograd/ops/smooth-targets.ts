/**
 * Label smoothing: targets that are a little less sure of themselves.
 */
import { number, wholeNumber } from '../../options.ts';
import { defineOp } from '../op.ts';

/**
 * y = t (1 − s) + s / classes: a share s of what a target says is dealt out evenly among all classes.
 *
 * Shapes: targets [...] -> y [...]
 * Options: `smoothing` s, from 0 to 1, default 0; `classes`, default 2, which is right for yes or no.
 * Gradient: none, targets are constants.
 * Peers: Keras (label_smoothing of the cross-entropies), PyTorch (CrossEntropyLoss).
 * @see Szegedy et al. (2016), "Rethinking the Inception architecture for computer vision", section 7
 */
export const smoothTargets = defineOp({
  name: 'smoothTargets',
  inputs: ['targets'],
  constant: ['targets'],
  options: { smoothing: 0, classes: 2 },
  outputShape({ targets }, { smoothing, classes }) {
    number('smoothTargets', 'smoothing', smoothing, { min: 0, max: 1 });
    wholeNumber('smoothTargets', 'classes', classes);
    return targets;
  },

  forward({ targets }, y, _saved, { smoothing, classes }) {
    for (let i = 0; i < y.data.length; i++) {
      y.data[i] = targets.data[i] * (1 - smoothing) + smoothing / classes;
    }
  },

  reads: [],
  backward() {},

  examples: [
    {
      shapes: { targets: [4, 3] },
      output: [4, 3],
      between: [0, 1],
      options: { smoothing: 0.15, classes: 3 },
    },
    { shapes: { targets: [7, 1] }, output: [7, 1], between: [0, 1], options: { smoothing: 0.3 } },
  ],
});
