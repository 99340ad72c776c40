/**
 * The Huber loss: squared for small errors, absolute for large ones, so that outliers pull no harder than others.
 */
import { lastAxis } from '../../tensor/index.ts';
import { defineOp } from '../op.ts';
import { lossShape } from './shared/loss-shape.ts';

/**
 * Weighted mean over rows, and mean over units, of h(e), where e = p − t and h(e) = ½ e² for |e| ≤ δ, else
 * δ |e| − ½ δ².
 *
 * Shapes: targets [rows, units], predictions [rows, units], weights [rows] -> []
 * The sum of the weighted rows is divided by the number of rows, not by the sum of the weights.
 * @throws ShapeError if the shapes do not fit
 * Option: `delta` δ, the size from which errors count as large, default 1.
 * Gradient: dp += dy · w/(rows · units) · e kept within [−δ, δ].
 * Peers: Keras (huber), PyTorch (HuberLoss).
 * @see Huber (1964), "Robust estimation of a location parameter"
 */
export const huberLoss = defineOp({
  name: 'huberLoss',
  inputs: ['targets', 'predictions', 'weights'],
  constant: ['targets', 'weights'],
  options: { delta: 1 },
  outputShape: ({ targets, predictions, weights }) =>
    lossShape('huberLoss', 'predictions', targets, predictions, weights),

  forward({ targets, predictions, weights }, loss, _saved, { delta }) {
    const units = lastAxis(predictions.shape);
    const rows = weights.data.length;
    let total = 0;
    for (let i = 0; i < rows; i++) {
      let row = 0;
      for (let place = i * units; place < (i + 1) * units; place++) {
        const error = predictions.data[place] - targets.data[place];
        const size = Math.abs(error);
        row += size <= delta ? (error * error) / 2 : delta * size - (delta * delta) / 2;
      }
      total += weights.data[i] * row;
    }
    loss.data[0] = total / (rows * units);
  },

  reads: ['targets', 'predictions', 'weights'],
  backward(dy, { predictions: dp }, { targets, predictions, weights }, { delta }) {
    if (dp === null) return;
    const units = lastAxis(dp.shape);
    const rows = weights.data.length;
    for (let i = 0; i < rows; i++) {
      const share = (dy.data[0] * weights.data[i]) / (rows * units);
      for (let place = i * units; place < (i + 1) * units; place++) {
        const error = predictions.data[place] - targets.data[place];
        dp.data[place] += share * Math.min(Math.max(error, -delta), delta);
      }
    }
  },

  examples: [
    { shapes: { targets: [4, 3], predictions: [4, 3], weights: [4] }, output: [] },
    {
      shapes: { targets: [7, 1], predictions: [7, 1], weights: [7] },
      output: [],
      between: [-4, 5],
      options: { delta: 1.7 },
    },
  ],
  rejects: [
    {
      shapes: { targets: [4, 1], predictions: [4, 3], weights: [4] },
      message: 'expected targets [4, 3], received [4, 1]',
    },
  ],
});
