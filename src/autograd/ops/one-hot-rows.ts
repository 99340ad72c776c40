/**
 * Class numbers as rows of zeros with a single one.
 */
import { wholeNumber } from '../../options.ts';
import { requireShape } from '../../tensor/index.ts';
import { defineOp } from '../op.ts';

/**
 * One-hot rows: y_ij = 1 where j is the label of row i, else 0.
 *
 * Shapes: labels [rows] -> y [rows, classes]
 * Option: `classes`, how many there are, default 2. A label outside 0 .. classes − 1 gives a row of zeros; models
 * refuse such labels before they train.
 * @throws ShapeError if the labels are not one number for each row
 * Gradient: none, labels are constants.
 */
export const oneHotRows = defineOp({
  name: 'oneHotRows',
  inputs: ['labels'],
  constant: ['labels'],
  options: { classes: 2 },
  outputShape({ labels }, { classes }) {
    wholeNumber('oneHotRows', 'classes', classes);
    requireShape('oneHotRows', 'labels', [labels[0] ?? 0], labels, 'There is one label for each row.');
    return [labels[0], classes];
  },

  forward({ labels }, y, _saved, { classes }) {
    for (let i = 0; i < labels.data.length; i++) {
      for (let j = 0; j < classes; j++) y.data[i * classes + j] = labels.data[i] === j ? 1 : 0;
    }
  },

  reads: [],
  backward() {},

  examples: [
    { shapes: { labels: [7] }, output: [7, 4], between: [0, 3], whole: true, options: { classes: 4 } },
    { shapes: { labels: [3] }, output: [3, 2], between: [0, 1], whole: true },
  ],
  rejects: [{ shapes: { labels: [7, 1] }, message: 'expected labels [7], received [7, 1]' }],
});
