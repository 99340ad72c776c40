/**
 * Layer normalization: each row centred, scaled to its deviation, and put where γ and β say.
 */
import { defineOp } from '../op.ts';
import { fitsColumns } from './shared/column-shape.ts';

/**
 * Each row by its own mean m and biased variance v: y_j = γ_j x̂_j + β_j with x̂_j = (x_j − m) / √(v + ε).
 *
 * Shapes: x [..., units], gamma and beta [units] -> y [..., units]
 * Option: `epsilon`, what keeps the root from 0, default 1e-3.
 * @throws ShapeError unless γ and β have a number for each unit
 * Gradient, with r = 1 / √(v + ε), g_j = dy_j γ_j, and means over the n units of the row:
 * dx_j += r (g_j − mean(g) − x̂_j mean(g x̂)); dγ_j += Σ_rows dy_j x̂_j; dβ_j += Σ_rows dy_j.
 * Peers: Keras (ops.layer_normalization), PyTorch (functional.layer_norm, ε 1e-5).
 * @see Ba, Kiros and Hinton (2016), "Layer Normalization", equation 4
 */
export const layerNormalization = defineOp({
  name: 'layerNormalization',
  inputs: ['x', 'gamma', 'beta'],
  options: { epsilon: 1e-3 },
  outputShape: ({ x, gamma, beta }) => fitsColumns('layerNormalization', x, { gamma, beta }),

  saves: { mean: ({ x }) => x.slice(0, -1), inverse: ({ x }) => x.slice(0, -1) },
  forward({ x, gamma, beta }, y, { mean, inverse }, { epsilon }) {
    const units = gamma.data.length;
    for (let i = 0; i < mean.data.length; i++) {
      const start = i * units;
      let total = 0;
      for (let j = 0; j < units; j++) total += x.data[start + j];
      const m = total / units;
      let squares = 0;
      for (let j = 0; j < units; j++) {
        const distance = x.data[start + j] - m;
        squares += distance * distance;
      }
      const r = 1 / Math.sqrt(squares / units + epsilon);
      mean.data[i] = m;
      inverse.data[i] = r;
      for (let j = 0; j < units; j++)
        y.data[start + j] = gamma.data[j] * (x.data[start + j] - m) * r + beta.data[j];
    }
  },

  reads: ['x', 'gamma', 'mean', 'inverse'],
  backward(dy, { x: dx, gamma: dgamma, beta: dbeta }, { x, gamma, mean, inverse }) {
    const units = gamma.data.length;
    const rows = mean.data.length;
    for (let i = 0; i < rows && dx !== null; i++) {
      const start = i * units;
      const m = mean.data[i];
      const r = inverse.data[i];
      let sum = 0; // Σ g
      let product = 0; // Σ g x̂
      for (let j = 0; j < units; j++) {
        const g = dy.data[start + j] * gamma.data[j];
        sum += g;
        product += g * (x.data[start + j] - m) * r;
      }
      for (let j = 0; j < units; j++) {
        const g = dy.data[start + j] * gamma.data[j];
        const standard = (x.data[start + j] - m) * r;
        dx.data[start + j] += r * (g - sum / units - (standard * product) / units);
      }
    }
    for (let j = 0; j < units; j++) {
      let sum = 0;
      let product = 0;
      for (let i = 0; i < rows; i++) {
        const d = dy.data[i * units + j];
        sum += d;
        product += d * (x.data[i * units + j] - mean.data[i]) * inverse.data[i];
      }
      if (dgamma !== null) dgamma.data[j] += product;
      if (dbeta !== null) dbeta.data[j] += sum;
    }
  },

  examples: [
    { shapes: { x: [3, 5], gamma: [5], beta: [5] }, output: [3, 5] },
    {
      shapes: { x: [2, 3, 4], gamma: [4], beta: [4] },
      output: [2, 3, 4],
      between: [-3, 7],
      options: { epsilon: 0.07 },
    },
    { shapes: { x: [7], gamma: [7], beta: [7] }, output: [7] },
  ],
  rejects: [
    { shapes: { x: [3, 5], gamma: [5], beta: [3] }, message: 'expected beta [5], received [3]' },
    { shapes: { x: [], gamma: [1], beta: [1] }, message: 'expected x [..., units], received []' },
  ],
});
