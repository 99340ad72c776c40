/**
 * Every constraint and every regularizer, at every place that takes one, in a whole training: the SIMD executor ends where
 * the reference ends, but for rounding.
 */
import { assert } from 'chai';
import { sumAbsolute, sumSquares } from '../../src/autograd/index.ts';
import {
  BatchNormalization,
  type Constraint,
  type ConstraintName,
  constraints,
  Dense,
  initializers,
  Input,
  type Layer,
  LayerNormalization,
  PReLU,
  type Regularizer,
  type RegularizerName,
  type RegularizerOption,
  regularizers,
  Sequential,
} from '../../src/nn/index.ts';
import * as room from '../../src/nn/layers/index.ts';
import { RMSprop, SGD } from '../../src/optim/index.ts';
import { someClasses, someRows } from '../nn/shared/training.ts';
import {
  BATCHES,
  type Compared,
  compareTrainings,
  epochsFor,
  INPUTS,
  ROWS,
  SEEN,
} from './shared/whole-trainings.ts';

const CLASSES = 3;
const [x, seen] = [someRows(ROWS, INPUTS, 3), someRows(SEEN, INPUTS, 4)];
const [t, seenTargets] = [someClasses(ROWS, CLASSES, 5), someClasses(SEEN, CLASSES, 6)];

/** Weights that are not near 0, where the gradient of l1 jumps. */
const uniform = initializers.random_uniform({ minval: 0.2, maxval: 0.9, seed: 8 });

/** The options in which a constraint is tried beside its defaults: bounds that weights run into. */
const constraintOptions: Readonly<Record<ConstraintName, readonly object[]>> = {
  max_norm: [{}, { maxValue: 0.6 }],
  non_neg: [{}],
  unit_norm: [{}],
  min_max_norm: [{}, { minValue: 0.5, maxValue: 0.7, rate: 0.6 }],
};

/** The same of a regularizer; and whether it takes vectors. */
const regularizerOptions: Readonly<Record<RegularizerName, readonly object[]>> = {
  l1: [{}, { l1: 0.003 }],
  l2: [{}, { l2: 0.03 }, { l2: 0.03, convention: 'course' }],
  l1_l2: [{ l1: 0.002 }, { l2: 0.03 }, { l1: 0.002, l2: 0.03 }],
  orthogonal_regularizer: [{}, { factor: 0.07, mode: 'columns' }],
};

function compare(layers: () => Layer[], batchSize: number, divided = false): Compared<unknown> {
  return compareTrainings({
    make() {
      const last = Dense(CLASSES, { activation: 'softmax' });
      const model = Sequential([Input([INPUTS]), ...layers(), last], { seed: 4 });
      const optimizer = divided
        ? RMSprop({ learningRate: 0.0007 })
        : SGD({ learningRate: 0.02, momentum: 0.5 });
      model.compile({ optimizer, loss: 'categorical_crossentropy', metrics: ['accuracy'] });
      return model;
    },
    fit: (model) =>
      model.fit(x, t, {
        batchSize,
        epochs: epochsFor(batchSize),
        validationData: [seen, seenTargets],
        verbose: 0,
      }),
    predict: (model) => model.predict(seen),
  });
}

/** All options of layers whose names end like this. */
const optionsLike = (ending: string): string[] =>
  Object.values(room).flatMap((value) =>
    'definition' in value
      ? Object.keys(value.definition.options).flatMap((option) =>
          option.endsWith(ending) ? [`${value.definition.name} ${option}`] : [],
        )
      : [],
  );

describe('training with every constraint under simd', () => {
  it('tries each of them', () =>
    assert.sameMembers(Object.keys(constraintOptions), Object.keys(constraints)));

  for (const [name, all] of Object.entries(constraintOptions)) {
    for (const options of all) {
      const make = () => constraints[name as ConstraintName](options as never) as Constraint;

      it(`${name} ${JSON.stringify(options)} of kernels and biases`, () => {
        const layers = () => [
          Dense(7, { activation: 'tanh', kernelConstraint: make(), biasConstraint: make() }),
          Dense(6, { activation: 'relu', kernelConstraint: make() }),
        ];
        for (const batchSize of BATCHES) {
          for (const divided of [false, true])
            assert.deepEqual(compare(layers, batchSize, divided).twinless, ['apply']);
        }
      });

      it(`${name} ${JSON.stringify(options)} of what normalizes and of slopes`, () => {
        const both = { gammaConstraint: make(), betaConstraint: make(), gammaInitializer: uniform };
        const layers = () => [
          Dense(7, { activation: 'tanh' }),
          BatchNormalization({ ...both, epsilon: 0.1, momentum: 0.8 }),
          PReLU({ alphaConstraint: make(), alphaInitializer: uniform }),
          LayerNormalization({ ...both, epsilon: 0.1 }),
        ];
        for (const batchSize of BATCHES) assert.deepEqual(compare(layers, batchSize).twinless, ['apply']);
      });
    }
  }

  it('tries each place that takes one', () =>
    assert.sameMembers(optionsLike('Constraint'), [
      'Dense kernelConstraint',
      'Dense biasConstraint',
      'PReLU alphaConstraint',
      ...['BatchNormalization', 'LayerNormalization'].flatMap((layer) => [
        `${layer} betaConstraint`,
        `${layer} gammaConstraint`,
      ]),
    ]));
});

describe('training with every regularizer under simd', () => {
  it('tries each of them', () =>
    assert.sameMembers(Object.keys(regularizerOptions), Object.keys(regularizers)));

  const made: [what: string, make: () => Regularizer, vectors: boolean][] = Object.entries(
    regularizerOptions,
  ).flatMap(([name, all]) =>
    all.map((options): [string, () => Regularizer, boolean] => [
      `${name} ${JSON.stringify(options)}`,
      () => regularizers[name as RegularizerName](options as never),
      name !== 'orthogonal_regularizer',
    ]),
  );

  for (const [what, make, vectors] of made) {
    const twinless = vectors ? [] : ['orthogonalPenalty backward', 'orthogonalPenalty forward'];

    it(`${what} of kernels, biases and outputs`, () => {
      const bias: { biasRegularizer?: RegularizerOption } = vectors ? { biasRegularizer: make() } : {};
      const layers = () => [
        Dense(4, { activation: 'tanh', kernelRegularizer: make(), ...bias, biasInitializer: uniform }),
        Dense(3, { activation: 'sigmoid', activityRegularizer: make(), kernelRegularizer: make() }),
      ];
      // an output of one row has no two rows to be perpendicular to each other
      const batches = vectors || what.includes('columns') ? BATCHES : BATCHES.slice(1);
      for (const batchSize of batches) assert.deepEqual(compare(layers, batchSize).twinless, twinless);
    });

    if (vectors) {
      it(`${what} of what normalizes and of slopes`, () => {
        const both = { gammaRegularizer: make(), betaRegularizer: make(), gammaInitializer: uniform };
        const layers = () => [
          Dense(7, { activation: 'tanh' }),
          BatchNormalization({ ...both, betaInitializer: uniform, epsilon: 0.1, momentum: 0.8 }),
          PReLU({ alphaRegularizer: make(), alphaInitializer: uniform }),
          LayerNormalization({ ...both, betaInitializer: uniform, epsilon: 0.1 }),
        ];
        for (const batchSize of BATCHES) assert.isEmpty(compare(layers, batchSize).twinless);
      });
    }
  }

  it('functions of ops', () => {
    const layers = () => [
      Dense(4, {
        activation: 'tanh',
        kernelRegularizer: sumSquares,
        activityRegularizer: (y) => sumAbsolute(y),
      }),
    ];
    for (const batchSize of BATCHES) assert.isEmpty(compare(layers, batchSize).twinless);
  });

  it('tries each place that takes one', () =>
    assert.sameMembers(optionsLike('Regularizer'), [
      'Dense kernelRegularizer',
      'Dense biasRegularizer',
      'Dense activityRegularizer',
      'PReLU alphaRegularizer',
      ...['BatchNormalization', 'LayerNormalization'].flatMap((layer) => [
        `${layer} betaRegularizer`,
        `${layer} gammaRegularizer`,
      ]),
    ]));
});
