/**
 * Golden trainings: small nets whose weights, to the last bit, are the same wherever one executor runs.
 *
 * Each makes a net, trains it and gives `model.hash()`. Together they go through what most nets are made of: activations,
 * losses, optimizers and layers of each kind, full, whole, broken and single batches, weights of the samples, several
 * inputs, and sizes that fill no vector. The library is the built package under its own name, so that Node and a page run
 * the same files.
 */
import {
  Adam,
  AdamW,
  BatchNormalization,
  Concatenate,
  CosineDecay,
  Dense,
  Dropout,
  GaussianNoise,
  Huber,
  Input,
  l1_l2,
  l2,
  type Layer,
  LayerNormalization,
  Lion,
  type Loss,
  type LossName,
  Model,
  Nadam,
  type Optimizer,
  RMSprop,
  Sequential,
  SGD,
  type Tensor,
  tensor,
} from 'multiperceptron';
import { parseOptdigits } from 'multiperceptron/data';

/** What the trainings learn from: handwritten digits, pixels in [0, 1]. */
export interface GoldenData {
  /** [rows, 64] */
  readonly x: Tensor;
  /** Rows of ten with a single one: [rows, 10]. */
  readonly t: Tensor;
  /** [rows] */
  readonly labels: Tensor;
}

/** A training with a fixed seed. */
export interface GoldenTraining {
  readonly name: string;
  /** @returns `model.hash()` of the trained net */
  readonly train: (data: GoldenData) => string;
}

interface Net {
  readonly layers: readonly Layer[];
  readonly optimizer: Optimizer;
  readonly loss: LossName | Loss;
  readonly batchSize: number;
  readonly epochs?: number;
  /** How many of the rows, from the first on; default all. */
  readonly rows?: number;
  readonly seed?: number;
  readonly shuffle?: boolean;
  /** Whether rows have weights. */
  readonly weighted?: boolean;
}

/** @param trainText, testText the text of the two files of optdigits */
export function goldenData(trainText: string, testText: string): GoldenData {
  const { xTrain, tTrain } = parseOptdigits(trainText, testText, { scale: 1 / 16, oneHot: true });
  const { tTrain: labels } = parseOptdigits(trainText, testText);
  return { x: xTrain, t: tTrain, labels };
}

/** All hashes, by name. */
export function goldenHashes(data: GoldenData): Record<string, string> {
  return Object.fromEntries(goldenTrainings.map(({ name, train }) => [name, train(data)]));
}

const firstRows = ({ data, shape: [all, ...rest] }: Tensor, rows: number) =>
  tensor({ data: data.slice(0, (data.length / all) * rows), shape: [rows, ...rest] });

/** Some of the columns of x. */
function columns({ data, shape: [rows, all] }: Tensor, first: number, count: number): Tensor {
  const taken = Array.from({ length: rows * count }, (_, i) => {
    const [row, column] = [Math.floor(i / count), i % count];
    return data[row * all + first + column];
  });
  return tensor(taken, { shape: [rows, count] });
}

/** A training of two inputs: the upper half of each digit, and the lower. */
function trainHalves({ x, t }: GoldenData): string {
  const [upper, lower] = [Input({ shape: [32] }), Input({ shape: [32] })];
  const left = Dense(19, { activation: 'relu' })(GaussianNoise(0.15)(upper));
  const right = Dense(14, { activation: 'silu' })(lower);
  const model = Model({ inputs: [upper, lower], outputs: softmax()(Concatenate()(left, right)), seed: 5 });
  const optimizer = AdamW({ learningRate: 0.003, weightDecay: 0.02, excludeFromWeightDecay: ['bias'] });
  model.compile({ optimizer, loss: 'categorical_crossentropy' });
  const rows = firstRows(x, 1703);
  const halves = [columns(rows, 0, 32), columns(rows, 32, 32)] as const;
  model.fit(halves, firstRows(t, 1703), { batchSize: 48, epochs: 2, verbose: 0 });
  return model.hash();
}

const training = (name: string, make: () => Net): GoldenTraining => ({
  name,
  train(data) {
    const { layers, optimizer, loss, batchSize, epochs = 1, seed = 42, shuffle = true, ...net } = make();
    const rows = net.rows ?? data.x.shape[0];
    const model = Sequential([Input({ shape: [64] }), ...layers], { seed });
    model.compile({ optimizer, loss, metrics: ['accuracy'] });
    const targets = loss === 'sparse_categorical_crossentropy' ? data.labels : data.t;
    const sampleWeight = net.weighted ? Array.from({ length: rows }, (_, row) => 0.3 + (row % 5) / 4) : null;
    const options = { batchSize, epochs, shuffle, sampleWeight, verbose: 0 } as const;
    model.fit(firstRows(data.x, rows), firstRows(targets, rows), options);
    return model.hash();
  },
});

const softmax = () => Dense(10, { activation: 'softmax' });

/** The list; a name is a key of `test/golden.json`. */
export const goldenTrainings: readonly GoldenTraining[] = [
  training('tanh and softmax, SGD, batches of 150', () => ({
    layers: [Dense(20, { activation: 'tanh' }), softmax()],
    optimizer: SGD({ learningRate: 0.5 }),
    loss: 'categorical_crossentropy',
    batchSize: 150,
    epochs: 3,
  })),
  training('tanh and softmax, SGD, full batch', () => ({
    layers: [Dense(20, { activation: 'tanh' }), softmax()],
    optimizer: SGD({ learningRate: 1 }),
    loss: 'categorical_crossentropy',
    batchSize: 3823,
    epochs: 4,
  })),
  training('tanh and softmax, SGD, one by one', () => ({
    layers: [Dense(20, { activation: 'tanh' }), softmax()],
    optimizer: SGD({ learningRate: 0.02 }),
    loss: 'categorical_crossentropy',
    batchSize: 1,
    rows: 1201,
  })),
  training('relu, dropout and l2, Adam, batches of 32', () => ({
    layers: [
      Dense(48, { activation: 'relu', kernelInitializer: 'he_normal', kernelRegularizer: l2(1e-3) }),
      Dropout(0.2),
      softmax(),
    ],
    optimizer: Adam({ learningRate: 0.002 }),
    loss: 'categorical_crossentropy',
    batchSize: 32,
    rows: 1999,
    epochs: 2,
  })),
  training('sigmoid, binary cross-entropy, RMSprop', () => ({
    layers: [Dense(24, { activation: 'sigmoid' }), Dense(10, { activation: 'sigmoid' })],
    optimizer: RMSprop({ learningRate: 0.003 }),
    loss: 'binary_crossentropy',
    batchSize: 64,
    rows: 2000,
  })),
  training('linear output, squared error, Nesterov momentum', () => ({
    layers: [Dense(16, { activation: 'tanh', kernelInitializer: 'orthogonal' }), Dense(10)],
    optimizer: SGD({ learningRate: 0.03, momentum: 0.9, nesterov: true }),
    loss: 'mean_squared_error',
    batchSize: 100,
    rows: 2000,
  })),
  training('odd sizes, absolute error, l1 and l2, centered RMSprop with momentum, not shuffled', () => ({
    layers: [
      Dense(13, { activation: 'relu', kernelRegularizer: l1_l2({ l1: 1e-4, l2: 1e-3 }) }),
      Dense(7, { activation: 'tanh', useBias: false }),
      Dense(10, { activation: 'sigmoid', biasInitializer: 'random_normal' }),
    ],
    optimizer: RMSprop({ learningRate: 0.002, momentum: 0.5, centered: true }),
    loss: 'mean_absolute_error',
    batchSize: 17,
    rows: 701,
    shuffle: false,
    seed: 7,
  })),
  training("odd sizes, class numbers, dropout one by one, the course's momentum", () => ({
    layers: [Dense(11, { activation: 'sigmoid' }), Dropout(0.1), softmax()],
    optimizer: SGD({ learningRate: 0.05, momentum: 0.5, convention: 'course' }),
    loss: 'sparse_categorical_crossentropy',
    batchSize: 1,
    rows: 501,
    seed: 3,
  })),
  training('batch normalization, Adam with amsgrad, clipped by global norm', () => ({
    layers: [
      Dense(26, { activation: 'relu', useBias: false }),
      BatchNormalization({ momentum: 0.9 }),
      softmax(),
    ],
    optimizer: Adam({ learningRate: 0.004, amsgrad: true, globalClipnorm: 0.4 }),
    loss: 'categorical_crossentropy',
    batchSize: 50,
    rows: 1801,
    epochs: 2,
  })),
  training('gelu, elu and selu, Nadam along half a cosine', () => ({
    layers: [
      Dense(25, { activation: 'gelu' }),
      Dense(17, { activation: 'elu' }),
      Dense(13, { activation: 'selu', kernelInitializer: 'lecun_normal' }),
      softmax(),
    ],
    optimizer: Nadam({ learningRate: CosineDecay({ initialLearningRate: 0.006, decaySteps: 70 }) }),
    loss: 'categorical_crossentropy',
    batchSize: 32,
    rows: 1215,
    epochs: 2,
    seed: 11,
  })),
  training('layer normalization, Huber, weights of the rows, Lion', () => ({
    layers: [Dense(21, { activation: 'tanh' }), LayerNormalization(), Dense(10)],
    optimizer: Lion({ learningRate: 0.0008 }),
    loss: Huber({ delta: 0.4 }),
    batchSize: 40,
    rows: 1999,
    seed: 9,
    weighted: true,
  })),
  { name: 'two inputs, noise, AdamW with decay of all but biases', train: trainHalves },
];
