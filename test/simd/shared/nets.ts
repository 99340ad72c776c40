/**
 * Nets, optimizers and losses for whole trainings: each with sizes that fill no vector.
 */
import { add, addBias, defineOp, negate, scale } from '../../../src/autograd/index.ts';
import {
  ActivityRegularization,
  AlphaDropout,
  BatchNormalization,
  defineLayer,
  Dense,
  Dropout,
  Flatten,
  GaussianDropout,
  GaussianNoise,
  initializers,
  Input,
  l1,
  l1_l2,
  l2,
  type Layer,
  LayerNormalization,
  type LossName,
  type Model,
  PReLU,
  Reshape,
  Sequential,
} from '../../../src/nn/index.ts';
import { Adam, type Optimizer, RMSprop, SGD } from '../../../src/optim/index.ts';
import { Tensor } from '../../../src/tensor/index.ts';
import { someClasses, someLabels, someRows } from '../../nn/shared/training.ts';

/** Columns of x, and classes or units of the output. */
export const [INPUTS, CLASSES] = [5, 3];

/**
 * Every optimizer in every form. Steps are small, since those that divide by the size of the gradient run in circles
 * around a minimum; and where it is centered, s − ḡ² loses all its digits unless ε is added to it that is not too small:
 * there the reference itself would be 1 % away from what 64-bit floats give.
 */
export const optimizers: Readonly<Record<string, () => Optimizer>> = {
  SGD: () => SGD({ learningRate: 0.07 }),
  momentum: () => SGD({ learningRate: 0.02, momentum: 0.85 }),
  Nesterov: () => SGD({ learningRate: 0.02, momentum: 0.85, nesterov: true }),
  "the course's momentum": () => SGD({ learningRate: 0.07, momentum: 0.8, convention: 'course' }),
  RMSprop: () => RMSprop({ learningRate: 0.001 }),
  'RMSprop with momentum': () => RMSprop({ learningRate: 0.0007, rho: 0.8, momentum: 0.4 }),
  'centered RMSprop': () => RMSprop({ learningRate: 0.0007, centered: true, epsilon: 1e-4 }),
  'centered RMSprop with momentum': () =>
    RMSprop({ learningRate: 0.0004, momentum: 0.4, centered: true, epsilon: 1e-4 }),
  Adam: () => Adam({ learningRate: 0.002, beta1: 0.8 }),
  "the course's Adam": () => Adam({ learningRate: 0.002, convention: 'course' }),
};

/** The mean of each column, which takes no gradient; there is no twin of it. */
const columnMeans = defineOp({
  name: 'columnMeans',
  inputs: ['x'],
  constant: ['x'],
  outputShape: ({ x }) => [x[1]],
  forward({ x }, y) {
    y.data.fill(0);
    for (let i = 0; i < x.data.length; i++) y.data[i % y.data.length] += x.data[i] / x.shape[0];
  },
  reads: [],
  backward() {},
  examples: [],
});

/** Subtracts a moving mean: a layer with state, and with an op that has no twin. */
export const Center = defineLayer({
  name: 'Center',
  options: {},
  state: ([shape]) => ({ mean: { shape, initializer: initializers.random_normal({ seed: 4 }) } }),
  outputShape: ([shape]) => shape,
  call([x], { state: { mean } }) {
    const moved = add(scale(mean, { factor: 0.7 }), scale(columnMeans(x), { factor: 0.3 }));
    return { output: addBias(x, negate(mean)), updates: [[mean, moved]] };
  },
  examples: [],
});

/** Biases that are not near 0, where the gradient of l1 jumps. */
const biasInitializer = initializers.random_uniform({ minval: 0.3, maxval: 0.9, seed: 8 });

/** Layers before the last. */
export const hidden: Readonly<Record<string, () => Layer[]>> = {
  'two layers': () => [Dense(9, { activation: 'tanh' }), Dense(7, { activation: 'relu' })],
  dropout: () => [Dropout(0.2), Dense(9, { activation: 'tanh' }), Dropout(0.3)],
  penalties: () => [
    Dense(7, {
      activation: 'tanh',
      kernelRegularizer: l2(0.03),
      biasRegularizer: l1(0.004),
      biasInitializer,
    }),
    Dense(6, { activation: 'sigmoid', kernelRegularizer: l1_l2({ l1: 0.001, l2: 0.015 }), biasInitializer }),
  ],
  'a state, dropout and penalties': () => [
    Center(),
    Dense(7, { activation: 'tanh', useBias: false, kernelRegularizer: l1(0.002) }),
    Dropout(0.25),
  ],
  'normalization, noise and other shapes': () => [
    GaussianNoise(0.05),
    Dense(8, { useBias: false }), // the mean that is subtracted takes a bias along: its gradient is 0 but for rounding
    BatchNormalization({ momentum: 0.8, epsilon: 0.1, gammaRegularizer: l2(0.01) }),
    Reshape([2, 4]),
    PReLU({ alphaInitializer: 'random_uniform' }),
    GaussianDropout(0.1),
    LayerNormalization({ epsilon: 0.1, scale: false }),
    Flatten(),
    AlphaDropout(0.15),
    ActivityRegularization({ l2: 0.01 }),
  ],
};

/** A loss with its last layer, and generic targets for it. */
export interface Task {
  readonly loss: LossName;
  layer(): Layer;
  targets(rows: number, seed: number): Tensor;
}

/** Every loss. */
export const tasks: Readonly<Record<string, Task>> = {
  categorical: {
    loss: 'categorical_crossentropy',
    layer: () => Dense(CLASSES, { activation: 'softmax', kernelRegularizer: 'l2' }),
    targets: (rows, seed) => someClasses(rows, CLASSES, seed),
  },
  sparse: {
    loss: 'sparse_categorical_crossentropy',
    layer: () => Dense(CLASSES, { activation: 'softmax' }),
    targets: (rows, seed) => new Tensor(Float32Array.from(someLabels(rows, CLASSES, seed)), [rows]),
  },
  binary: {
    loss: 'binary_crossentropy',
    layer: () => Dense(2, { activation: 'sigmoid' }),
    targets: (rows, seed) => new Tensor(Float32Array.from(someLabels(rows * 2, 2, seed)), [rows, 2]),
  },
  'squared error': {
    loss: 'mean_squared_error',
    layer: () => Dense(CLASSES),
    targets: (rows, seed) => someRows(rows, CLASSES, seed),
  },
  'absolute error': {
    loss: 'mean_absolute_error',
    layer: () => Dense(CLASSES),
    // far from the predictions, mostly: where the two cross, the gradient jumps, and rounding decides in which step
    targets: (rows, seed) =>
      new Tensor(
        someRows(rows, CLASSES, seed).data.map((value) => 6 * value),
        [rows, CLASSES],
      ),
  },
};

/** A compiled model, told by names of the three lists above. */
export function netOf(optimizer: string, layers: string, task: string, seed = 21): Model {
  const { loss, layer } = tasks[task];
  const model = Sequential([Input({ shape: [INPUTS] }), ...hidden[layers](), layer()], { seed });
  model.compile({ optimizer: optimizers[optimizer](), loss, metrics: ['accuracy'] });
  return model;
}
