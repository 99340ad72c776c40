/**
 * The perceptron itself: its weights, its forward pass and its loss, as ops.
 */
import {
  add,
  addBias,
  exp,
  log,
  matmul,
  maximum,
  meanSquaredError,
  multiply,
  relu,
  reshape,
  scale,
  sigmoid,
  sigmoidCrossEntropy,
  softmax,
  softmaxCrossEntropy,
  subtract,
  sum,
  sumSquares,
  tanh,
} from '../../autograd/index.ts';
import type { RandomState } from '../../random/index.ts';
import { type DType, full, Parameter, storage, type Tensor } from '../../tensor/index.ts';
import type { HiddenActivation } from './options.ts';

/** What the last layer ends with; it settles the loss: cross-entropy, squared error, Poisson deviance. */
export type OutActivation = 'softmax' | 'logistic' | 'identity' | 'exp';

/** The loss of a batch, in two: what is reported and what is differentiated. They differ for several squared errors. */
export interface Losses {
  readonly reported: Tensor;
  readonly differentiated: Tensor;
}

const hidden = { identity: (x: Tensor) => x, logistic: sigmoid, tanh, relu } as const;
const last = { softmax, logistic: sigmoid, identity: (z: Tensor) => z, exp } as const;

/** Smaller numbers have no logarithm in 32 bits; a target of 0 stands before it, so it counts for nothing. */
const TINY = 1e-37;

/** Layers of weights, between inputs, hidden units and outputs. */
export class Perceptron {
  readonly activation: HiddenActivation;
  readonly outActivation: OutActivation;
  readonly dtype: DType;
  /** Units of all layers, inputs and outputs included. */
  readonly units: readonly number[];
  /** One for each layer of weights: [units before, units]. */
  readonly kernels: readonly Parameter[];
  /** Likewise: [units]. */
  readonly biases: readonly Parameter[];

  /**
   * Draws the first weights: layer by layer, kernel before bias, evenly from ±√(6 / (units before + units)), with 2 in
   * place of 6 before a logistic function.
   *
   * @see X. Glorot, Y. Bengio (2010), Understanding the difficulty of training deep feedforward neural networks
   */
  constructor(
    units: readonly number[],
    activation: HiddenActivation,
    outActivation: OutActivation,
    dtype: DType,
    random: RandomState,
  ) {
    this.units = units;
    this.activation = activation;
    this.outActivation = outActivation;
    this.dtype = dtype;
    const layers = units.slice(1).map((to, i) => {
      const from = units[i];
      const bound = Math.sqrt((activation === 'logistic' ? 2 : 6) / (from + to));
      const draw = (length: number) => {
        const data = storage(dtype, length);
        for (let k = 0; k < length; k++) data[k] = random.uniform(-bound, bound);
        return data;
      };
      const kernel = new Parameter(draw(from * to), [from, to], `coefs[${i}]`);
      return { kernel, bias: new Parameter(draw(to), [to], `intercepts[${i}]`) };
    });
    this.kernels = layers.map(({ kernel }) => kernel);
    this.biases = layers.map(({ bias }) => bias);
  }

  /** All that is learned: the kernels, then the biases. */
  get parameters(): readonly Parameter[] {
    return [...this.kernels, ...this.biases];
  }

  /** What goes into the last activation. Shapes: x [rows, inputs] -> [rows, outputs] */
  logits(x: Tensor): Tensor {
    return this.kernels.reduce((before, kernel, i) => {
      const z = addBias(matmul(before, kernel), this.biases[i]);
      return i < this.kernels.length - 1 ? hidden[this.activation](z) : z;
    }, x);
  }

  /** What the perceptron says. Shapes: x [rows, inputs] -> [rows, outputs] */
  outputs(x: Tensor): Tensor {
    return last[this.outActivation](this.logits(x));
  }

  /**
   * The loss of a batch: (Σ_r w_r · loss_r + α/2 · Σ W²) / Σ_r w_r.
   *
   * Of several squared errors the mean is reported and the sum differentiated, as scikit-learn does it.
   *
   * Shapes: x [rows, inputs], t [rows, outputs], weights [rows], share [] -> []
   * @param share 1 / Σ_r w_r; null where all weights are 1
   */
  loss(x: Tensor, t: Tensor, weights: Tensor, share: Tensor | null, alpha: number): Losses {
    const [rows, outputs] = t.shape;
    const z = this.logits(x);
    const penalty = this.#penalty();
    const complete = (mean: Tensor, factor: number): Tensor => {
      const times = (y: Tensor, by: number) => (by === 1 ? y : scale(y, { factor: by }));
      const parts = share === null ? [factor, alpha / (2 * rows)] : [factor * rows, alpha / 2];
      const data = times(mean, parts[0]);
      const whole = alpha === 0 ? data : add(data, times(penalty, parts[1]));
      return share === null ? whole : multiply(whole, share);
    };
    const alike = (mean: Tensor, factor: number): Losses => {
      const loss = complete(mean, factor);
      return { reported: loss, differentiated: loss };
    };
    switch (this.outActivation) {
      case 'softmax':
        return alike(softmaxCrossEntropy(t, z, weights), 1);
      case 'logistic':
        return alike(sigmoidCrossEntropy(t, z, weights), outputs);
      case 'exp':
        return alike(poissonDeviance(t, z, weights), 1);
      case 'identity': {
        const mean = meanSquaredError(t, z, weights);
        if (outputs === 1) return alike(mean, 1 / 2);
        return { reported: complete(mean, 1 / 2), differentiated: complete(mean, outputs / 2) };
      }
    }
  }

  /** Σ W² over all kernels. */
  #penalty(): Tensor {
    return this.kernels.map((kernel) => sumSquares(kernel)).reduce((all, one) => add(all, one));
  }
}

/**
 * Weighted mean over rows of Σ_j t_j (ln t_j − z_j) − t_j + e^(z_j): half the Poisson deviance, from the logarithm z of
 * what was expected.
 */
function poissonDeviance(t: Tensor, z: Tensor, weights: Tensor): Tensor {
  const [rows] = t.shape;
  const logarithm = log(maximum(t, full(t.shape, TINY, { dtype: t.dtype })));
  const each = add(subtract(multiply(t, subtract(logarithm, z)), t), exp(z));
  return scale(sum(matmul(reshape(weights, { shape: `[1, ${rows}]` }), each)), { factor: 1 / rows });
}
