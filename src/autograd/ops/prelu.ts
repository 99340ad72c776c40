/**
 * The rectified linear unit with slopes that are learned.
 */
import { complain, ShapeError } from '../../errors.ts';
import { formatShape, lastAxis } from '../../tensor/index.ts';
import { defineOp } from '../op.ts';

/**
 * Parametric rectified linear unit: y_ij = x_ij where x_ij > 0, else α_j · x_ij; each unit has a slope of its own.
 *
 * Shapes: x [..., units], alpha [units] -> y [..., units]
 * @throws ShapeError unless there are as many slopes as numbers in a row
 * Gradient: dx_ij += dy_ij where x_ij > 0, α_j · dy_ij where x_ij < 0, nothing at 0; dα_j += Σ_i dy_ij · min(x_ij, 0).
 * Peers: Keras takes the same derivative at 0; PyTorch takes α.
 * @see He et al. (2015), "Delving Deep into Rectifiers", section 2.1
 */
export const prelu = defineOp({
  name: 'prelu',
  inputs: ['x', 'alpha'],
  outputShape({ x, alpha }) {
    if (x.length === 0 || alpha.length !== 1 || alpha[0] !== lastAxis(x)) {
      throw new ShapeError(
        complain({
          who: 'prelu',
          problem: 'the slopes do not fit the rows',
          expected: `alpha [${x.length === 0 ? 'units' : lastAxis(x)}] for x ${formatShape(x)}`,
          received: `alpha ${formatShape(alpha)}`,
        }),
      );
    }
    return x;
  },

  forward({ x, alpha }, y) {
    const units = alpha.data.length;
    for (let start = 0; start < y.data.length; start += units) {
      for (let j = 0; j < units; j++) {
        const value = x.data[start + j];
        y.data[start + j] = value > 0 ? value : alpha.data[j] * value;
      }
    }
  },

  reads: ['x', 'alpha'],
  backward(dy, { x: dx, alpha: da }, { x, alpha }) {
    const units = alpha.data.length;
    for (let j = 0; j < units; j++) {
      let sum = 0;
      for (let place = j; place < dy.data.length; place += units) {
        const value = x.data[place];
        const d = dy.data[place];
        if (dx !== null) dx.data[place] += value > 0 ? d : value < 0 ? alpha.data[j] * d : 0;
        sum += d * Math.min(value, 0);
      }
      if (da !== null) da.data[j] += sum;
    }
  },

  examples: [
    { shapes: { x: [3, 5], alpha: [5] }, output: [3, 5], awayFrom: 0 },
    { shapes: { x: [2, 3, 4], alpha: [4] }, output: [2, 3, 4], awayFrom: 0 },
    { shapes: { x: [7], alpha: [7] }, output: [7], awayFrom: 0 },
  ],
  rejects: [
    { shapes: { x: [3, 5], alpha: [3] }, message: 'expected alpha [5] for x [3, 5], received alpha [3]' },
    { shapes: { x: [3, 5], alpha: [1, 5] }, message: 'received alpha [1, 5]' },
    { shapes: { x: [], alpha: [1] }, message: 'expected alpha [units]' },
  ],
});
