/**
 * Batch normalization: each unit centred, scaled to its deviation, and put where γ and β say.
 */
import { defineOp } from '../op.ts';
import { columnShape, fitsColumns } from './shared/column-shape.ts';

/**
 * Each unit by its mean and variance: y_ij = γ_j x̂_ij + β_j with x̂_ij = (x_ij − m_j) / √(v_j + ε).
 *
 * In training, m and v are those of the batch, `columnMean(x)` and `columnVariance(x, m)`, and gradients flow through
 * them too; in inference they are moving averages.
 *
 * Shapes: x [..., units], mean, variance, gamma and beta [units] -> y [..., units]
 * Option: `epsilon`, what keeps the root from 0, default 1e-3.
 * @throws ShapeError unless mean, variance, γ and β have a number for each unit
 * Gradient, with r_j = 1 / √(v_j + ε): dx_ij += dy_ij γ_j r_j; dγ_j += Σ_i dy_ij x̂_ij; dβ_j += Σ_i dy_ij;
 * dm_j −= γ_j r_j Σ_i dy_ij; dv_j −= ½ γ_j r_j² Σ_i dy_ij x̂_ij.
 * Peers: TensorFlow (tf.nn.batch_normalization).
 * @see Ioffe and Szegedy (2015), "Batch Normalization", algorithm 1
 */
export const batchNormalization = defineOp({
  name: 'batchNormalization',
  inputs: ['x', 'mean', 'variance', 'gamma', 'beta'],
  options: { epsilon: 1e-3 },
  outputShape: ({ x, mean, variance, gamma, beta }) =>
    fitsColumns('batchNormalization', x, { mean, variance, gamma, beta }),

  saves: { inverse: ({ x }) => columnShape('batchNormalization', x) },
  forward({ x, mean, variance, gamma, beta }, y, { inverse }, { epsilon }) {
    const units = mean.data.length;
    for (let j = 0; j < units; j++) inverse.data[j] = 1 / Math.sqrt(variance.data[j] + epsilon);
    for (let start = 0; start < y.data.length; start += units) {
      for (let j = 0; j < units; j++) {
        const standard = (x.data[start + j] - mean.data[j]) * inverse.data[j];
        y.data[start + j] = gamma.data[j] * standard + beta.data[j];
      }
    }
  },

  reads: ['x', 'mean', 'gamma', 'inverse'],
  backward(
    dy,
    { x: dx, mean: dm, variance: dv, gamma: dgamma, beta: dbeta },
    { x, mean, gamma, inverse: r },
  ) {
    const units = mean.data.length;
    for (let j = 0; j < units; j++) {
      let sum = 0; // Σ dy
      let product = 0; // Σ dy x̂
      for (let place = j; place < dy.data.length; place += units) {
        sum += dy.data[place];
        product += dy.data[place] * (x.data[place] - mean.data[j]) * r.data[j];
      }
      const slope = gamma.data[j] * r.data[j];
      if (dm !== null) dm.data[j] -= slope * sum;
      if (dv !== null) dv.data[j] -= 0.5 * slope * r.data[j] * product;
      if (dgamma !== null) dgamma.data[j] += product;
      if (dbeta !== null) dbeta.data[j] += sum;
    }
    if (dx === null) return;
    for (let start = 0; start < dx.data.length; start += units) {
      for (let j = 0; j < units; j++) dx.data[start + j] += dy.data[start + j] * gamma.data[j] * r.data[j];
    }
  },

  examples: [
    {
      shapes: { x: [4, 3], mean: [3], variance: [3], gamma: [3], beta: [3] },
      output: [4, 3],
      between: [0.2, 1.9],
    },
    {
      shapes: { x: [2, 3, 5], mean: [5], variance: [5], gamma: [5], beta: [5] },
      output: [2, 3, 5],
      between: [0.2, 1.9],
      options: { epsilon: 0.07 },
    },
  ],
  rejects: [
    {
      shapes: { x: [4, 3], mean: [3], variance: [3], gamma: [4], beta: [3] },
      message: 'expected gamma [3], received [4]',
    },
    {
      shapes: { x: [4, 3], mean: [3], variance: [1, 3], gamma: [3], beta: [3] },
      message: 'expected variance [3], received [1, 3]',
    },
  ],
});
