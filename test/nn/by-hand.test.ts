/**
 * The loop by hand and `fit` are one: equal in every bit, whatever the optimizer, the layers and the loss.
 */
import { assert } from 'chai';
import {
  add,
  addBias,
  assign,
  backward,
  defineOp,
  matmul,
  negate,
  scale,
  softmaxCrossEntropy,
  tanh,
} from '../../src/autograd/index.ts';
import {
  ActivityRegularization,
  AlphaDropout,
  BatchNormalization,
  Dense,
  defineLayer,
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
  losses,
  type Model,
  PReLU,
  Reshape,
  Sequential,
} from '../../src/nn/index.ts';
import { Adam, type Optimizer, RMSprop, SGD } from '../../src/optim/index.ts';
import { ones, parameter, Tensor } from '../../src/tensor/index.ts';
import {
  assertOtherBits,
  assertSameBits,
  assertSameState,
  someClasses,
  someLabels,
  someRows,
  stateOf,
} from './shared/training.ts';
import { withReference } from '../shared/with-reference.ts';

const [ROWS, INPUTS, BATCH] = [11, 5, 4]; // batches of 4, 4 and 3
const x = someRows(ROWS, INPUTS, 3);

const part = ({ data, shape }: Tensor, start: number): Tensor => {
  const end = Math.min(start + BATCH, shape[0]);
  const columns = data.length / shape[0];
  return new Tensor(data.slice(start * columns, end * columns), [end - start, ...shape.slice(1)]);
};

/** An epoch by hand; `forgets` is what a careless hand leaves out. */
function epochByHand(model: Model, t: Tensor, loss: LossName, forgets = 'nothing'): void {
  const end = forgets === 'the last batch' ? ROWS - (ROWS % BATCH) : ROWS;
  for (let start = 0; start < end; start += BATCH) {
    const { predictions, penalty, updates } = model.call(part(x, start), true);
    const data = losses[loss](part(t, start), predictions);
    backward(penalty === null || forgets === 'the penalty' ? data : add(data, penalty));
    model.optimizer.apply(model.parameters);
    if (forgets !== 'the state') assign(updates);
    if (forgets !== 'the step') model.step.value++;
  }
}

const epochByFit = (model: Model, t: Tensor, epochs = 1) =>
  model.fit(x, t, { batchSize: BATCH, epochs, shuffle: false });

const optimizers: Record<string, () => Optimizer> = {
  SGD: () => SGD({ learningRate: 0.17 }),
  momentum: () => SGD({ learningRate: 0.07, momentum: 0.85 }),
  Nesterov: () => SGD({ learningRate: 0.07, momentum: 0.85, nesterov: true }),
  RMSprop: () => RMSprop({ learningRate: 0.013, rho: 0.8, momentum: 0.4, centered: true }),
  Adam: () => Adam({ learningRate: 0.021, beta1: 0.8 }),
};

/** The mean of each column, which takes no gradient. */
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

/** Subtracts a moving mean: a layer with state. */
const Center = defineLayer({
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

const hidden: Record<string, () => Layer[]> = {
  'plain layers': () => [Dense(7, { activation: 'tanh' })],
  dropout: () => [Dropout(0.2), Dense(7, { activation: 'relu' }), Dropout(0.3)],
  penalties: () => [
    Dense(7, { activation: 'tanh', kernelRegularizer: l2(0.03), biasRegularizer: l1(0.01) }),
    Dense(6, { activation: 'sigmoid', kernelRegularizer: l1_l2({ l1: 0.002, l2: 0.015 }) }),
  ],
  'dropout, penalties and a state': () => [
    Center(),
    Dense(7, { activation: 'tanh', useBias: false, kernelRegularizer: l1(0.004) }),
    Dropout(0.25),
  ],
  'normalization, noise and other shapes': () => [
    GaussianNoise(0.05),
    Dense(8),
    BatchNormalization({ momentum: 0.8, convention: 'pytorch' }),
    Reshape([2, 4]),
    PReLU(),
    GaussianDropout(0.1),
    LayerNormalization({ scale: false }),
    Flatten(),
    AlphaDropout(0.15),
    ActivityRegularization({ l1: 0.002, l2: 0.01 }),
  ],
};

const lastLayers: Record<string, { readonly loss: LossName; layer(): Layer; readonly t: Tensor }> = {
  categorical: {
    loss: 'categorical_crossentropy',
    layer: () => Dense(3, { activation: 'softmax', kernelRegularizer: 'l2' }),
    t: someClasses(ROWS, 3, 5),
  },
  sparse: {
    loss: 'sparse_categorical_crossentropy',
    layer: () => Dense(3, { activation: 'softmax' }),
    t: new Tensor(Float32Array.from(someLabels(ROWS, 3, 6)), [ROWS]),
  },
  binary: {
    loss: 'bce',
    layer: () => Dense(2, { activation: 'sigmoid' }),
    t: new Tensor(Float32Array.from(someLabels(ROWS * 2, 2, 7)), [ROWS, 2]),
  },
  'squared error': { loss: 'mse', layer: () => Dense(2), t: someRows(ROWS, 2, 8) },
  'absolute error': { loss: 'mae', layer: () => Dense(2, { activation: 'tanh' }), t: someRows(ROWS, 2, 9) },
};

describe('the loop by hand and fit', () => {
  withReference(); // equal bits are promised for the plain loops

  const build = (optimizer: string, layers: string, last: string): Model => {
    const { loss, layer } = lastLayers[last];
    const model = Sequential([Input({ shape: [INPUTS] }), ...hidden[layers](), layer()], { seed: 21 });
    model.compile({ optimizer: optimizers[optimizer](), loss });
    return model;
  };

  describe('give weights, slots and counts that are equal in every bit', () => {
    for (const optimizer of Object.keys(optimizers)) {
      for (const layers of Object.keys(hidden)) {
        it(`${optimizer}, ${layers}, every loss`, () => {
          for (const [last, { loss, t }] of Object.entries(lastLayers)) {
            const [hand, fitted] = [build(optimizer, layers, last), build(optimizer, layers, last)];
            const start = hand.getWeights();
            assertSameBits(start, fitted.getWeights(), 'start');
            for (let epoch = 0; epoch < 3; epoch++) epochByHand(hand, t, loss);
            epochByFit(fitted, t, 3);
            assertSameState(stateOf(hand), stateOf(fitted));
            assertOtherBits(hand.getWeights(), start, last);
          }
        });
      }
    }
  });

  it('may take turns on one model', () => {
    for (const optimizer of Object.keys(optimizers)) {
      const { loss, t } = lastLayers.categorical;
      const both = build(optimizer, 'dropout, penalties and a state', 'categorical');
      const one = build(optimizer, 'dropout, penalties and a state', 'categorical');
      for (let turn = 0; turn < 2; turn++) {
        epochByHand(both, t, loss);
        epochByFit(both, t);
      }
      epochByFit(one, t, 4);
      assertSameState(stateOf(both), stateOf(one));
    }
  });

  it('are equal for a net made of ops alone', () => {
    const t = someClasses(ROWS, 3, 5);
    const model = Sequential([
      Input({ shape: [INPUTS] }),
      Dense(7, { activation: 'tanh' }),
      Dense(3, { activation: 'softmax' }),
    ]);
    const sgd = SGD({ learningRate: 0.23, momentum: 0.6 });
    model.compile({
      optimizer: SGD({ learningRate: 0.23, momentum: 0.6 }),
      loss: 'categorical_crossentropy',
    });

    const parameters = model.getWeights().map((values) => parameter(values));
    const [W1, b1, W2, b2] = parameters;
    for (let epoch = 0; epoch < 3; epoch++) {
      for (let start = 0; start < ROWS; start += BATCH) {
        const batch = part(x, start);
        const logits = addBias(matmul(tanh(addBias(matmul(batch, W1), b1)), W2), b2);
        backward(softmaxCrossEntropy(part(t, start), logits, ones([batch.shape[0]])));
        sgd.apply(parameters);
      }
    }
    epochByFit(model, t, 3);
    assertSameBits(
      parameters.map(({ value }) => value),
      model.getWeights(),
    );
  });

  it('touch only their own gradients', () => {
    const { loss, t } = lastLayers.categorical;
    const model = build('Adam', 'penalties', 'categorical');
    epochByFit(model, t);
    assert.isTrue(model.parameters.every(({ gradient }) => gradient === null));
    const { predictions } = model.call(part(x, 0), true);
    backward(losses[loss](part(t, 0), predictions));
    const before = model.parameters.map(({ gradient }) => gradient!.data.slice());
    assert.isTrue(before.every((gradient) => gradient.some((value) => value !== 0)));
    epochByFit(model, t);
    for (const [i, { gradient }] of model.parameters.entries()) assert.deepEqual(gradient!.data, before[i]);
    model.optimizer.apply(model.parameters);
    assert.isTrue(model.parameters.every(({ gradient }) => gradient!.data.every((value) => value === 0)));
  });

  describe('differ, and are seen to, if the hand forgets', () => {
    for (const forgotten of ['the penalty', 'the state', 'the step', 'the last batch']) {
      it(forgotten, () => {
        const { loss, t } = lastLayers.categorical;
        const make = () => build('SGD', 'dropout, penalties and a state', 'categorical');
        const [hand, fitted] = [make(), make()];
        for (let epoch = 0; epoch < 2; epoch++) epochByHand(hand, t, loss, forgotten);
        epochByFit(fitted, t, 2);
        assertOtherBits(hand.getWeights(), fitted.getWeights());
      });
    }
  });
});
