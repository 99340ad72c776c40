/**
 * Every maker of layers, optimizers, schedules, losses, initializers, constraints, regularizers and callbacks refuses an
 * option that it has not, at compile time. The compiler is the test: each line under `@ts-expect-error` must not compile,
 * or the build of the tests fails; and so it does for a maker that is not in its list. Nothing here is called.
 */
import { assert } from 'chai';
import { relu } from '../../src/autograd/index.ts';
import type * as callbackRoom from '../../src/nn/callbacks/index.ts';
import * as nn from '../../src/nn/index.ts';
import type * as initializerRoom from '../../src/nn/initializers/index.ts';
import type * as layerRoom from '../../src/nn/layers/index.ts';
import type * as lossRoom from '../../src/nn/losses/index.ts';
import * as optim from '../../src/optim/index.ts';

/** Keys of a room whose values are makers: what a list must have. */
type Makers<Room, Maker = { readonly definition: unknown }> = {
  readonly [K in keyof Room as Room[K] extends Maker ? K : never]: () => unknown;
};

/** Makers that take options: a function with this beside it is a loss itself. */
type LossMaker = { readonly kind: 'lossMaker' };
type CallbackMaker = (...args: never[]) => nn.Callback;

const layers = {
  // @ts-expect-error
  Input: () => nn.Input({ shape: [3], nam: 'x' }),
  // @ts-expect-error
  Dense: () => nn.Dense(3, { activaton: 'relu' }),
  // @ts-expect-error
  Activation: () => nn.Activation('relu', { nam: 'x' }),
  // @ts-expect-error
  Dropout: () => nn.Dropout(0.1, { seeed: 3 }),
  // @ts-expect-error
  GaussianNoise: () => nn.GaussianNoise(0.1, { sed: 3 }),
  // @ts-expect-error
  GaussianDropout: () => nn.GaussianDropout({ rate: 0.1, rat: 0.1 }),
  // @ts-expect-error
  AlphaDropout: () => nn.AlphaDropout(0.1, { noiseShape: [3] }),
  // @ts-expect-error
  Flatten: () => nn.Flatten({ dataFormat: 'channels_last' }),
  // @ts-expect-error
  Reshape: () => nn.Reshape({ targetShape: [3], shape: [3] }),
  // @ts-expect-error
  ReLU: () => nn.ReLU({ max_value: 6 }),
  // @ts-expect-error
  LeakyReLU: () => nn.LeakyReLU({ alpha: 0.1 }),
  // @ts-expect-error
  PReLU: () => nn.PReLU({ alphaInitialiser: 'zeros' }),
  // @ts-expect-error
  ELU: () => nn.ELU({ alfa: 1 }),
  // @ts-expect-error
  Softmax: () => nn.Softmax({ axes: -1 }),
  // @ts-expect-error
  ActivityRegularization: () => nn.ActivityRegularization({ l3: 0.1 }),
  // @ts-expect-error
  BatchNormalization: () => nn.BatchNormalization({ momntum: 0.9 }),
  // @ts-expect-error
  LayerNormalization: () => nn.LayerNormalization({ momentum: 0.9 }),
  // @ts-expect-error
  Lambda: () => nn.Lambda(relu, { output_shape: [3] }),
  // @ts-expect-error
  Add: () => nn.Add({ axis: 1 }),
  // @ts-expect-error
  Subtract: () => nn.Subtract({ axis: 1 }),
  // @ts-expect-error
  Multiply: () => nn.Multiply({ nam: 'x' }),
  // @ts-expect-error
  Average: () => nn.Average({ axis: 1 }),
  // @ts-expect-error
  Maximum: () => nn.Maximum({ axis: 1 }),
  // @ts-expect-error
  Minimum: () => nn.Minimum({ axis: 1 }),
  // @ts-expect-error
  Concatenate: () => nn.Concatenate({ axes: 1 }),
  // @ts-expect-error
  Dot: () => nn.Dot(1, { normalise: true }),
};

const rates = { initialLearningRate: 0.1, decaySteps: 9 };
const restarting = { initialLearningRate: 0.1, firstDecaySteps: 9 };

const optimizers = {
  // @ts-expect-error
  SGD: () => optim.SGD({ lr: 0.1 }),
  // @ts-expect-error
  RMSprop: () => optim.RMSprop({ decay: 0.1 }),
  // @ts-expect-error
  Adam: () => optim.Adam({ beta_1: 0.9 }),
  // @ts-expect-error
  AdamW: () => optim.AdamW({ weight_decay: 0.1 }),
  // @ts-expect-error
  Adagrad: () => optim.Adagrad({ initialAccumulator: 0.1 }),
  // @ts-expect-error
  Adadelta: () => optim.Adadelta({ momentum: 0.1 }),
  // @ts-expect-error
  Adamax: () => optim.Adamax({ amsgrad: true }),
  // @ts-expect-error
  Nadam: () => optim.Nadam({ nesterov: true }),
  // @ts-expect-error
  Lion: () => optim.Lion({ epsilon: 0.1 }),
  // @ts-expect-error
  PiecewiseConstantDecay: () => optim.PiecewiseConstantDecay({ boundaries: [1], values: [1, 2], name: 'x' }),
  // @ts-expect-error
  ExponentialDecay: () => optim.ExponentialDecay({ ...rates, decayRate: 0.9, stair: true }),
  // @ts-expect-error
  InverseTimeDecay: () => optim.InverseTimeDecay({ ...rates, decayRate: 0.9, stair: true }),
  // @ts-expect-error
  PolynomialDecay: () => optim.PolynomialDecay({ ...rates, end_learning_rate: 0.1 }),
  // @ts-expect-error
  CosineDecay: () => optim.CosineDecay({ ...rates, warmup: 3 }),
  // @ts-expect-error
  CosineDecayRestarts: () => optim.CosineDecayRestarts({ ...restarting, tmul: 2 }),
};

const losses = {
  // @ts-expect-error
  MeanSquaredError: () => nn.MeanSquaredError({ reducton: 'sum' }),
  // @ts-expect-error
  MeanAbsoluteError: () => nn.MeanAbsoluteError({ delta: 1 }),
  // @ts-expect-error
  MeanAbsolutePercentageError: () => nn.MeanAbsolutePercentageError({ reducton: 'sum' }),
  // @ts-expect-error
  MeanSquaredLogarithmicError: () => nn.MeanSquaredLogarithmicError({ reducton: 'sum' }),
  // @ts-expect-error
  Huber: () => nn.Huber({ dleta: 1 }),
  // @ts-expect-error
  LogCosh: () => nn.LogCosh({ delta: 1 }),
  // @ts-expect-error
  Poisson: () => nn.Poisson({ fromLogits: true }),
  // @ts-expect-error
  KLDivergence: () => nn.KLDivergence({ fromLogits: true }),
  // @ts-expect-error
  CosineSimilarity: () => nn.CosineSimilarity({ axis: -1 }),
  // @ts-expect-error
  Hinge: () => nn.Hinge({ margin: 1 }),
  // @ts-expect-error
  SquaredHinge: () => nn.SquaredHinge({ margin: 1 }),
  // @ts-expect-error
  CategoricalHinge: () => nn.CategoricalHinge({ margin: 1 }),
  // @ts-expect-error
  BinaryCrossentropy: () => nn.BinaryCrossentropy({ from_logits: true }),
  // @ts-expect-error
  CategoricalCrossentropy: () => nn.CategoricalCrossentropy({ smoothing: 0.1 }),
  // @ts-expect-error
  SparseCategoricalCrossentropy: () => nn.SparseCategoricalCrossentropy({ labelSmoothing: 0.1 }),
};

const initializers = {
  // @ts-expect-error
  Zeros: () => nn.Zeros({ value: 0 }),
  // @ts-expect-error
  Ones: () => nn.Ones({ value: 1 }),
  // @ts-expect-error
  Constant: () => nn.Constant({ val: 1 }),
  // @ts-expect-error
  RandomNormal: () => nn.RandomNormal({ std: 1 }),
  // @ts-expect-error
  RandomUniform: () => nn.RandomUniform({ min: 1 }),
  // @ts-expect-error
  TruncatedNormal: () => nn.TruncatedNormal({ std: 1 }),
  // @ts-expect-error
  VarianceScaling: () => nn.VarianceScaling({ fan: 'fan_in' }),
  // @ts-expect-error
  GlorotUniform: () => nn.GlorotUniform({ sed: 1 }),
  // @ts-expect-error
  GlorotNormal: () => nn.GlorotNormal({ gain: 1 }),
  // @ts-expect-error
  HeUniform: () => nn.HeUniform({ scale: 1 }),
  // @ts-expect-error
  HeNormal: () => nn.HeNormal({ scale: 1 }),
  // @ts-expect-error
  LecunUniform: () => nn.LecunUniform({ scale: 1 }),
  // @ts-expect-error
  LecunNormal: () => nn.LecunNormal({ scale: 1 }),
  // @ts-expect-error
  Orthogonal: () => nn.Orthogonal({ stddev: 1 }),
  // @ts-expect-error
  Identity: () => nn.Identity({ scale: 1 }),
};

const constraints = {
  // @ts-expect-error
  max_norm: () => nn.MaxNorm({ max_value: 3 }),
  // @ts-expect-error
  non_neg: () => nn.NonNeg({ min: 0 }),
  // @ts-expect-error
  unit_norm: () => nn.UnitNorm({ axis: 0 }),
  // @ts-expect-error
  min_max_norm: () => nn.MinMaxNorm({ min: 0 }),
};

const regularizers = {
  // @ts-expect-error
  l1: () => nn.regularizers.l1({ l2: 0.1 }),
  // @ts-expect-error
  l2: () => nn.l2(0.1, { conventon: 'course' }),
  // @ts-expect-error
  l1_l2: () => nn.l1_l2({ l3: 0.1 }),
  // @ts-expect-error
  orthogonal_regularizer: () => nn.OrthogonalRegularizer({ mod: 'rows' }),
};

const callbacks = {
  // @ts-expect-error
  EarlyStopping: () => nn.EarlyStopping({ patince: 3 }),
  // @ts-expect-error
  ReduceLROnPlateau: () => nn.ReduceLROnPlateau({ min_lr: 0.1 }),
  // @ts-expect-error
  LearningRateScheduler: () => nn.LearningRateScheduler((epoch) => epoch, { verbos: 1 }),
  // @ts-expect-error
  ModelCheckpoint: () => nn.ModelCheckpoint('modelo', { saveBest: true }),
  // @ts-expect-error
  BackupAndRestore: () => nn.BackupAndRestore('copia', { delete: true }),
  // @ts-expect-error
  CSVLogger: () => nn.CSVLogger('historia.csv', { sep: ';' }),
  // @ts-expect-error
  TerminateOnNaN: () => nn.TerminateOnNaN({ raise: true }),
  // @ts-expect-error
  LambdaCallback: () => nn.LambdaCallback({ onEpochEnds: () => {} }),
};

/** No maker is missing: else this does not compile. */
const families: {
  readonly layers: Makers<typeof layerRoom>;
  readonly optimizers: Makers<typeof optim>;
  readonly losses: Makers<typeof lossRoom, LossMaker>;
  readonly initializers: Makers<typeof initializerRoom>;
  readonly constraints: { readonly [K in nn.ConstraintName]: () => unknown };
  readonly regularizers: { readonly [K in nn.RegularizerName]: () => unknown };
  readonly callbacks: Makers<typeof callbackRoom, CallbackMaker>;
} = { layers, optimizers, losses, initializers, constraints, regularizers, callbacks };

describe('misspelt options are refused by', () => {
  for (const [family, makers] of Object.entries(families)) {
    it(`all ${family}, at compile time`, () => assert.isAbove(Object.keys(makers).length, 3));
  }
});
