/**
 * Cosine similarity as a loss: only the direction of a row of predictions counts, not its length.
 */
import { lastAxis } from '../../tensor/index.ts';
import { defineOp } from '../op.ts';
import { EPSILON } from './shared/formulas.ts';
import { lossShape } from './shared/loss-shape.ts';

/** What row `start` of x is divided by: its length, at least EPSILON. */
function lengthOf(x: ArrayLike<number>, start: number, units: number): number {
  let squares = 0;
  for (let j = start; j < start + units; j++) squares += x[j] * x[j];
  return Math.max(Math.sqrt(squares), EPSILON);
}

/**
 * Weighted mean over rows of −cos θ = −Σ_j (t_j / |t|) (p_j / |p|), where |t| and |p| are at least 1e-7.
 *
 * It is −1 for the same direction, 0 for a right angle, 1 for the opposite; a row of zeros gives 0.
 *
 * Shapes: targets [rows, units], predictions [rows, units], weights [rows] -> []
 * The sum of the weighted rows is divided by the number of rows, not by the sum of the weights.
 * @throws ShapeError if the shapes do not fit
 * Gradient: dp_j += dy · w/rows · (p_j cos θ / |p| − t_j / |t|) / |p|; without its first term where |p| was below 1e-7.
 * Peers: Keras (cosine_similarity), with its sign; PyTorch's function of this name has the other sign.
 */
export const cosineSimilarityLoss = defineOp({
  name: 'cosineSimilarityLoss',
  inputs: ['targets', 'predictions', 'weights'],
  constant: ['targets', 'weights'],
  outputShape: ({ targets, predictions, weights }) =>
    lossShape('cosineSimilarityLoss', 'predictions', targets, predictions, weights),

  forward({ targets, predictions, weights }, loss) {
    const units = lastAxis(predictions.shape);
    const rows = weights.data.length;
    const [T, P] = [targets.data, predictions.data];
    let total = 0;
    for (let i = 0; i < rows; i++) {
      const start = i * units;
      let dot = 0;
      for (let j = start; j < start + units; j++) dot += T[j] * P[j];
      const cosine = dot / lengthOf(T, start, units) / lengthOf(P, start, units);
      total -= weights.data[i] * cosine;
    }
    loss.data[0] = total / rows;
  },

  reads: ['targets', 'predictions', 'weights'],
  backward(dy, { predictions: dp }, { targets, predictions, weights }) {
    if (dp === null) return;
    const units = lastAxis(dp.shape);
    const rows = weights.data.length;
    const [T, P] = [targets.data, predictions.data];
    for (let i = 0; i < rows; i++) {
      const start = i * units;
      const [t, p] = [lengthOf(T, start, units), lengthOf(P, start, units)];
      const share = (dy.data[0] * weights.data[i]) / rows / p;
      let cosine = 0;
      for (let j = start; j < start + units; j++) cosine += (T[j] / t) * (P[j] / p);
      if (p === EPSILON) cosine = 0;
      for (let j = start; j < start + units; j++) {
        dp.data[j] += share * ((P[j] / p) * cosine - T[j] / t);
      }
    }
  },

  examples: [
    { shapes: { targets: [4, 3], predictions: [4, 3], weights: [4] }, output: [] },
    { shapes: { targets: [7, 5], predictions: [7, 5], weights: [7] }, output: [], between: [0.4, 3] },
  ],
  rejects: [
    {
      shapes: { targets: [4, 1], predictions: [4, 3], weights: [4] },
      message: 'expected targets [4, 3], received [4, 1]',
    },
  ],
});
