/**
 * What the compiler refuses about layers, optimizers, losses and the rest: misspelt options, options of another one,
 * values of another kind. The compiler is the test: each line under `@ts-expect-error` must not compile, or the build of
 * the tests fails. Nothing here is called, since much of it would fail at run time as well.
 */
import { assert } from 'chai';
import { relu, scale } from '../../src/autograd/index.ts';
import { accuracy, accuracyScore, confusionMatrix } from '../../src/metrics/index.ts';
import {
  Activation,
  CategoricalCrossentropy,
  Constant,
  Dense,
  Dropout,
  defineLayer,
  EarlyStopping,
  GlorotUniform,
  HeNormal,
  Huber,
  Input,
  l1_l2,
  l2,
  losses,
  Orthogonal,
  SparseCategoricalCrossentropy,
  VarianceScaling,
} from '../../src/nn/index.ts';
import {
  Adagrad,
  Adam,
  AdamW,
  CosineDecay,
  defineOptimizer,
  defineSchedule,
  ExponentialDecay,
  Lion,
  RMSprop,
  SGD,
} from '../../src/optim/index.ts';
import type { Shape, Tensor } from '../../src/tensor/index.ts';

/** Keeps the work from running, and the compiler from calling it unused. */
const compiled: (() => unknown)[] = [];
const only = (work: () => unknown) => compiled.push(work);

declare const x: Tensor;

/** Right, each in every form: what is wrong below differs in one place. */
only(() => [
  Dense(20),
  Dense(20, { activation: 'tanh', kernelRegularizer: l2(0.01), biasRegularizer: 'l1', name: 'Oculto' }),
  Dense({ units: 20, useBias: false, kernelInitializer: HeNormal({ seed: 7 }), inputShape: [64] }),
  Dense(20, { activation: (y) => scale(y, { factor: 2 }), kernelInitializer: 'he_normal' }),
  Activation('relu'),
  Activation(relu),
  Activation((y) => scale(y, { factor: 2 })),
  Dropout(0.1, { name: 'a' }),
  Input([64], { name: 'Entrada' }),
  Input({ shape: [64] }),
  SGD({ learningRate: 0.1, momentum: 0.9, nesterov: true, convention: 'keras' }),
  RMSprop({ centered: true }),
  Adam({ convention: 'course' }),
  Adam({ convention: 'pytorch', amsgrad: true, clipnorm: 1, clipvalue: null }),
  AdamW({ weightDecay: 0.01, excludeFromWeightDecay: ['bias'], globalClipnorm: 1 }),
  SGD({ learningRate: ExponentialDecay({ initialLearningRate: 0.1, decaySteps: 9, decayRate: 0.9 }) }),
  CosineDecay({ initialLearningRate: 0.1, decaySteps: 9, warmupTarget: 0.3, warmupSteps: 3 }),
  EarlyStopping({ monitor: 'val_accuracy', mode: 'max', baseline: null }),
  losses.mse(x, x, x),
  Huber({ delta: 2, reduction: 'sum' })(x, x),
  SparseCategoricalCrossentropy({ ignoreClass: null }),
]);

describe('layers refuse', () => {
  it('options that do not exist', () => {
    // @ts-expect-error misspelt
    only(() => Dense(20, { activaton: 'tanh' }));
    // @ts-expect-error Python's spelling
    only(() => Dense(20, { use_bias: false }));
    // @ts-expect-error of another layer
    only(() => Dropout(0.1, { units: 3 }));
    // @ts-expect-error misspelt
    only(() => Input({ shape: [3], nam: 'x' }));
    const outputShape = ([shape]: readonly Shape[]) => shape;
    const call = ([y]: readonly Tensor[]) => y;
    // @ts-expect-error an option by place that is none
    only(() => defineLayer({ name: 'x', positional: 'units', options: {}, outputShape, call, examples: [] }));
  });

  it('values of another kind', () => {
    // @ts-expect-error a name that does not exist
    only(() => Dense(20, { activation: 'tahn' }));
    // @ts-expect-error a name that does not exist
    only(() => Activation('tahn'));
    // @ts-expect-error a name that does not exist
    only(() => Dense(20, { kernelInitializer: 'glorotUniform' }));
    // @ts-expect-error the maker, not what it makes
    only(() => Dense(20, { kernelInitializer: HeNormal }));
    // @ts-expect-error a number is no regularizer
    only(() => Dense(20, { kernelRegularizer: 0.01 }));
    // @ts-expect-error text
    only(() => Dense('20'));
    // @ts-expect-error text
    only(() => Dense({ units: '20' }));
    // @ts-expect-error a number
    only(() => Dense(20, { name: 3 }));
    // @ts-expect-error a number is no shape
    only(() => Input(64));
  });

  it('to be made without what they need, or with too much', () => {
    // @ts-expect-error without units
    only(() => Dense());
    // @ts-expect-error without units
    only(() => Dense({ activation: 'tanh' }));
    // @ts-expect-error two values by place
    only(() => Dense(20, 'tanh'));
    // @ts-expect-error called on data
    only(() => Dense(20)(x));
  });
});

describe('initializers and regularizers refuse', () => {
  it('options that do not exist, and values of another kind', () => {
    // @ts-expect-error a value by place
    only(() => Constant(0.3));
    // @ts-expect-error fixed by its name
    only(() => GlorotUniform({ scale: 2 }));
    // @ts-expect-error of another one
    only(() => Orthogonal({ stddev: 2 }));
    // @ts-expect-error a name that does not exist
    only(() => VarianceScaling({ mode: 'fan_average' }));
    // @ts-expect-error text
    only(() => HeNormal({ seed: '7' }));
    // @ts-expect-error an object
    only(() => l2({ l2: 0.01 }));
    // @ts-expect-error by place
    only(() => l1_l2(0.01, 0.01));
  });
});

describe('optimizers refuse', () => {
  it('options that do not exist, and values of another kind', () => {
    // @ts-expect-error Python's spelling
    only(() => SGD({ learning_rate: 0.1 }));
    // @ts-expect-error of another one
    only(() => SGD({ rho: 0.9 }));
    // @ts-expect-error text
    only(() => Adam({ beta1: '0.9' }));
    // @ts-expect-error a name that does not exist
    only(() => Adam({ convention: 'slides' }));
    // @ts-expect-error by place
    only(() => RMSprop(0.001));
    // @ts-expect-error a convention that it has no form in
    only(() => Adagrad({ convention: 'course' }));
    // @ts-expect-error without conventions
    only(() => Lion({ convention: 'keras' }));
    // @ts-expect-error text
    only(() => Adagrad({ clipnorm: '1' }));
    // @ts-expect-error one word
    only(() => AdamW({ excludeFromWeightDecay: 'bias' }));
    // @ts-expect-error the maker, not what it makes
    only(() => SGD({ learningRate: ExponentialDecay }));
    // @ts-expect-error read only
    only(() => (Object.assign(SGD(), {}).options = {}));
  });

  it('definitions without a learning rate, and slots that are not there', () => {
    const update = () => {};
    // @ts-expect-error without learningRate
    only(() => defineOptimizer({ name: 'x', options: { rate: 0.1 }, ranges: {}, update, examples: [] }));
    only(() =>
      defineOptimizer({
        name: 'x',
        options: { learningRate: 0.1 },
        ranges: {},
        slots: ['velocity'],
        // @ts-expect-error misspelt
        update: (_w, _g, { velocty }) => velocty,
        examples: [],
      }),
    );
    only(() =>
      defineOptimizer({
        name: 'x',
        options: { learningRate: 0.1 },
        slots: ['velocity'],
        // @ts-expect-error misspelt
        starts: { velocty: () => 3 },
        update,
        examples: [],
      }),
    );
  });
});

describe('schedules refuse', () => {
  it('options that do not exist, and to be made without what they need', () => {
    // @ts-expect-error without options
    only(() => ExponentialDecay());
    // @ts-expect-error without decayRate
    only(() => ExponentialDecay({ initialLearningRate: 0.1, decaySteps: 9 }));
    // @ts-expect-error Python's spelling
    only(() => CosineDecay({ initialLearningRate: 0.1, decaySteps: 9, warmup_steps: 3 }));
    // @ts-expect-error text
    only(() => CosineDecay({ initialLearningRate: 0.1, decaySteps: '9' }));
    const at = () => 0.1;
    // @ts-expect-error a required option that there is not
    only(() => defineSchedule({ name: 'x', options: { rate: 0.1 }, required: ['rates'], at, examples: [] }));
    const options = { rate: 0.1 };
    // @ts-expect-error an option that there is not
    only(() => defineSchedule({ name: 'x', options, at: (_step, { rates }) => rates, examples: [] }));
  });
});

describe('losses, metrics and callbacks refuse', () => {
  it('arguments and options that do not exist', () => {
    // @ts-expect-error a loss that does not exist
    only(() => losses.mean_square_error(x, x));
    // @ts-expect-error arrays are no tensors
    only(() => losses.mse([[1]], x));
    // @ts-expect-error without predictions
    only(() => losses.mse(x));
    // @ts-expect-error misspelt
    only(() => Huber({ dleta: 2 }));
    // @ts-expect-error of another loss
    only(() => Huber({ labelSmoothing: 0.1 }));
    // @ts-expect-error text
    only(() => Huber({ delta: '2' }));
    // @ts-expect-error a name that does not exist
    only(() => CategoricalCrossentropy({ reduction: 'average' }));
    // @ts-expect-error the maker, not what it makes
    only(() => Huber(x, x));
    // @ts-expect-error without weights
    only(() => accuracy().update(x, x));
    // @ts-expect-error a number is no list of labels
    only(() => accuracyScore(3, [3]));
    // @ts-expect-error misspelt
    only(() => confusionMatrix([1], [1], { label: [1] }));
    // @ts-expect-error misspelt
    only(() => EarlyStopping({ patince: 3 }));
    // @ts-expect-error a name that does not exist
    only(() => EarlyStopping({ mode: 'maximum' }));
    // @ts-expect-error a number
    only(() => EarlyStopping({ restoreBestWeights: 1 }));
  });

  it('at compile time, and never by being called', () => assert.isAbove(compiled.length, 40));
});
