/**
 * Names are unions, wherever they are taken: each that there is compiles, and a misspelt one does not. The compiler is the
 * test: each line under `@ts-expect-error` must not compile, or the build of the tests fails. Nothing here is called.
 */
import { assert } from 'chai';
import { type MetricName, metrics } from '../../src/metrics/index.ts';
import * as nn from '../../src/nn/index.ts';
import {
  Adadelta,
  Adagrad,
  Adam,
  Adamax,
  AdamW,
  Nadam,
  type OptimizerName,
  optimizers,
  SGD,
  type ScheduleName,
  schedules,
} from '../../src/optim/index.ts';

/** Keeps the work from running, and the compiler from calling it unused. */
const compiled: (() => unknown)[] = [];
const only = (work: () => unknown) => compiled.push(work);

/** True for a union of names, false for any text, from which nothing could be completed. */
type IsUnion<T> = string extends T ? false : true;
const unions: readonly [
  IsUnion<nn.ActivationName>,
  IsUnion<nn.InitializerName>,
  IsUnion<nn.RegularizerName>,
  IsUnion<nn.ConstraintName>,
  IsUnion<nn.LossName>,
  IsUnion<OptimizerName>,
  IsUnion<MetricName>,
  IsUnion<ScheduleName>,
] = [true, true, true, true, true, true, true, true];

/** The names of a family, each of which its union must hold, and no other. */
const listed = <K extends string>(family: Readonly<Record<K, unknown>>) => Object.keys(family) as K[];

const model = () => nn.Sequential([nn.Dense(1)]);
const two = () => {
  const [a, b] = [nn.Input([3], { name: 'a' }), nn.Input([2], { name: 'b' })];
  return nn.Model({ inputs: [a, b], outputs: [nn.Dense(2)(a), nn.Dense(1)(b)] });
};

/** Right, in every place that takes names. */
only(() => {
  for (const activation of listed(nn.activations)) {
    const known: nn.ActivationName = activation;
    nn.Dense(3, { activation: known });
    nn.Activation(known);
  }
  for (const initializer of listed(nn.initializers)) {
    const known: nn.InitializerName = initializer;
    nn.Dense(3, { kernelInitializer: known, biasInitializer: known });
    nn.PReLU({ alphaInitializer: known });
    nn.BatchNormalization({ betaInitializer: known, movingMeanInitializer: known });
  }
  for (const regularizer of listed(nn.regularizers)) {
    const known: nn.RegularizerName = regularizer;
    nn.Dense(3, { kernelRegularizer: known, biasRegularizer: known, activityRegularizer: known });
    nn.LayerNormalization({ gammaRegularizer: known, betaRegularizer: null });
  }
  for (const constraint of listed(nn.constraints)) {
    const known: nn.ConstraintName = constraint;
    nn.Dense(3, { kernelConstraint: known, biasConstraint: null });
    nn.PReLU({ alphaConstraint: known });
  }
  for (const loss of listed(nn.losses)) {
    const known: nn.LossName = loss;
    model().compile({ loss: known, metrics: [known] });
    two().compile({ loss: [known, known], weightedMetrics: { dense: [known] } });
    two().compile({ loss: { dense: known, dense_1: nn.Huber() } });
  }
  for (const optimizer of listed(optimizers)) {
    const known: OptimizerName = optimizer;
    model().compile({ optimizer: known, loss: 'mse' });
  }
  for (const metric of listed(metrics)) {
    const known: MetricName = metric;
    model().compile({ loss: 'mse', metrics: [known], weightedMetrics: [known] });
  }
  const names: ScheduleName[] = listed(schedules);
  return names;
});

describe('the compiler refuses a misspelt name of', () => {
  it('an activation', () => {
    // @ts-expect-error
    only(() => nn.Dense(3, { activation: 'rleu' }));
    // @ts-expect-error a capital
    only(() => nn.Dense(3, { activation: 'ReLU' }));
    // @ts-expect-error
    only(() => nn.Activation('leakyRelu'));
    // @ts-expect-error
    only(() => nn.activations.gleu);
  });

  it('an initializer', () => {
    // @ts-expect-error
    only(() => nn.Dense(3, { kernelInitializer: 'glorot' }));
    // @ts-expect-error Keras's class
    only(() => nn.Dense(3, { biasInitializer: 'Zeros' }));
    // @ts-expect-error
    only(() => nn.PReLU({ alphaInitializer: 'zero' }));
    // @ts-expect-error
    only(() => nn.BatchNormalization({ movingVarianceInitializer: 'one' }));
    // @ts-expect-error
    only(() => nn.LayerNormalization({ gammaInitializer: 'he' }));
  });

  it('a regularizer or a constraint', () => {
    // @ts-expect-error
    only(() => nn.Dense(3, { kernelRegularizer: 'l3' }));
    // @ts-expect-error
    only(() => nn.PReLU({ alphaRegularizer: 'L1' }));
    // @ts-expect-error
    only(() => nn.BatchNormalization({ gammaRegularizer: 'l1l2' }));
    // @ts-expect-error
    only(() => nn.Dense(3, { kernelConstraint: 'maxnorm' }));
    // @ts-expect-error
    only(() => nn.LayerNormalization({ betaConstraint: 'nonneg' }));
  });

  it('a loss', () => {
    // @ts-expect-error
    only(() => model().compile({ loss: 'mean_square_error' }));
    // @ts-expect-error
    only(() => model().compile({ loss: 'categorical_cross_entropy' }));
    // @ts-expect-error of the second output
    only(() => two().compile({ loss: ['mse', 'msee'] }));
    // @ts-expect-error of the second output, by name
    only(() => two().compile({ loss: { dense: 'mse', dense_1: 'msee' } }));
  });

  it('an optimizer or a schedule', () => {
    // @ts-expect-error
    only(() => model().compile({ optimizer: 'adm', loss: 'mse' }));
    // @ts-expect-error a capital
    only(() => model().compile({ optimizer: 'SGD', loss: 'mse' }));
    // @ts-expect-error a schedule has no name without options
    only(() => SGD({ learningRate: 'CosineDecay' }));
    // @ts-expect-error
    only(() => schedules.CosinDecay);
  });

  it('a metric', () => {
    // @ts-expect-error
    only(() => model().compile({ loss: 'mse', metrics: ['acuracy'] }));
    // @ts-expect-error
    only(() => model().compile({ loss: 'mse', weightedMetrics: ['mmse'] }));
    // @ts-expect-error no list
    only(() => model().compile({ loss: 'mse', metrics: 'accuracy' }));
    // @ts-expect-error of an output
    only(() => two().compile({ loss: 'mse', metrics: { dense: ['acuracy'] } }));
  });

  it('a convention, by the ones that each has', () => {
    only(() => [
      SGD({ convention: 'course' }),
      Adam({ convention: 'course' }),
      AdamW({ convention: 'pytorch' }),
      nn.BatchNormalization({ convention: 'pytorch' }),
      nn.LayerNormalization({ convention: 'keras' }),
    ]);
    // @ts-expect-error
    only(() => SGD({ convention: 'torch' }));
    // @ts-expect-error
    only(() => Adam({ convention: 'Keras' }));
    // @ts-expect-error
    only(() => AdamW({ convention: 'course' }));
    // @ts-expect-error
    only(() => Adagrad({ convention: 'course' }));
    // @ts-expect-error
    only(() => Adadelta({ convention: 'course' }));
    // @ts-expect-error
    only(() => Adamax({ convention: 'course' }));
    // @ts-expect-error
    only(() => Nadam({ convention: 'course' }));
    // @ts-expect-error
    only(() => nn.BatchNormalization({ convention: 'course' }));
    // @ts-expect-error
    only(() => nn.LayerNormalization({ convention: 'torch' }));
    // @ts-expect-error
    only(() => nn.l2(0.1, { convention: 'pytorch' }));
  });

  it('a way to do something', () => {
    // @ts-expect-error
    only(() => nn.Huber({ reduction: 'none' }));
    // @ts-expect-error
    only(() => nn.VarianceScaling({ distribution: 'normal' }));
    // @ts-expect-error
    only(() => nn.OrthogonalRegularizer({ mode: 'row' }));
    // @ts-expect-error
    only(() => nn.ModelCheckpoint('modelo', { saveFreq: 'batch' }));
    // @ts-expect-error
    only(() => nn.ReduceLROnPlateau({ mode: 'minimum' }));
    // @ts-expect-error
    only(() => nn.Sequential([], { dtype: 'float16' }));
    // @ts-expect-error
    only(() => nn.Sequential([], { seed: 'any' }));
  });

  it('while all that there are compile', () => {
    assert.isAbove(compiled.length, 40);
    assert.notInclude<boolean>(unions, false);
  });
});
