/**
 * The Kullback-Leibler divergence of predictions from targets that are probabilities.
 */
import { lastAxis } from '../../tensor/index.ts';
import { defineOp } from '../op.ts';
import { EPSILON } from './shared/formulas.ts';
import { lossShape } from './shared/loss-shape.ts';

/** A probability kept within [EPSILON, 1]. */
function keep(p: number): number {
  return Math.min(Math.max(p, EPSILON), 1);
}

/**
 * Weighted mean over rows of Σ_j t_j ln(t_j / p_j), where both are kept within [1e-7, 1].
 *
 * Shapes: targets [rows, classes], probabilities [rows, classes], weights [rows] -> []
 * The sum of the weighted rows is divided by the number of rows, not by the sum of the weights.
 * @throws ShapeError if the shapes do not fit
 * Gradient: dp += dy · w/rows · (−t / p), 0 where p was outside [1e-7, 1].
 * Peers: Keras (kl_divergence). PyTorch's KLDivLoss takes ln p.
 * @see Kullback and Leibler (1951), "On information and sufficiency"
 */
export const klDivergence = defineOp({
  name: 'klDivergence',
  inputs: ['targets', 'probabilities', 'weights'],
  constant: ['targets', 'weights'],
  outputShape: ({ targets, probabilities, weights }) =>
    lossShape('klDivergence', 'probabilities', targets, probabilities, weights),

  forward({ targets, probabilities, weights }, loss) {
    const classes = lastAxis(probabilities.shape);
    const rows = weights.data.length;
    let total = 0;
    for (let i = 0; i < rows; i++) {
      let row = 0;
      for (let place = i * classes; place < (i + 1) * classes; place++) {
        const t = keep(targets.data[place]);
        row += t * Math.log(t / keep(probabilities.data[place]));
      }
      total += weights.data[i] * row;
    }
    loss.data[0] = total / rows;
  },

  reads: ['targets', 'probabilities', 'weights'],
  backward(dy, { probabilities: dp }, { targets, probabilities, weights }) {
    if (dp === null) return;
    const classes = lastAxis(dp.shape);
    const rows = weights.data.length;
    for (let i = 0; i < rows; i++) {
      const share = (dy.data[0] * weights.data[i]) / rows;
      for (let place = i * classes; place < (i + 1) * classes; place++) {
        const p = probabilities.data[place];
        if (p >= EPSILON && p <= 1) dp.data[place] -= (share * keep(targets.data[place])) / p;
      }
    }
  },

  examples: [
    { shapes: { targets: [4, 3], probabilities: [4, 3], weights: [4] }, output: [], between: [0.1, 0.9] },
    { shapes: { targets: [2, 5], probabilities: [2, 5], weights: [2] }, output: [], between: [0.03, 0.6] },
  ],
  rejects: [
    {
      shapes: { targets: [4], probabilities: [4, 3], weights: [4] },
      message: 'expected targets [4, 3], received [4]',
    },
  ],
});
