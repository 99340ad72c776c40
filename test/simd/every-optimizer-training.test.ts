/**
 * Every optimizer in every form and convention, with each way of clipping, with decay and with a schedule, and every
 * schedule, in a whole training: the SIMD executor ends where the reference ends, but for rounding.
 */
import { assert } from 'chai';
import { Dense, Input, Sequential } from '../../src/nn/index.ts';
import {
  ExponentialDecay,
  type Optimizer,
  type OptimizerName,
  optimizers,
  type Schedule,
  type ScheduleName,
  schedules,
  SGD,
} from '../../src/optim/index.ts';
import type { AnyOptimizerDefinition } from '../../src/optim/optimizer.ts';
import { someClasses, someRows } from '../nn/shared/training.ts';
import { BATCHES, compareTrainings, epochsFor, INPUTS, ROWS, SEEN } from './shared/whole-trainings.ts';

const CLASSES = 3;
const [x, seen] = [someRows(ROWS, INPUTS, 3), someRows(SEEN, INPUTS, 4)];
const [t, seenTargets] = [someClasses(ROWS, CLASSES, 5), someClasses(SEEN, CLASSES, 6)];

/**
 * Learning rates with which a hundred steps go somewhere. They are small, since rules that divide by the size of the
 * gradient, or look at its sign alone, run in circles around a minimum.
 */
const RATES: Readonly<Record<OptimizerName, number>> = {
  sgd: 0.03,
  rmsprop: 0.0007,
  adam: 0.002,
  adamw: 0.002,
  adagrad: 0.01,
  adadelta: 1,
  adamax: 0.002,
  nadam: 0.002,
  lion: 0.0007,
};

type Options = Readonly<Record<string, unknown>>;

/**
 * The options of each form: none, each convention, and those of the examples. Where the gradient is centered, s − ḡ²
 * loses its digits unless ε is added to it that is not too small: the reference itself would be off.
 */
function formsOf({ choices, examples }: AnyOptimizerDefinition): Options[] {
  const conventions = (choices?.convention ?? []) as readonly string[];
  const own = examples.map(({ options: { learningRate: _rate, ...options } }) =>
    options.centered === true ? { ...options, epsilon: 1e-3 } : options,
  );
  const forms: Options[] = [{}, ...conventions.map((convention) => ({ convention })), ...own];
  return [...new Map(forms.map((form) => [JSON.stringify(form), form])).values()];
}

/** Options that all optimizers have, by what they do. */
const additions: Readonly<Record<string, (rate: number) => Options>> = {
  'as it is': () => ({}),
  'clipped by norm': () => ({ clipnorm: 0.2 }),
  'clipped by value': () => ({ clipvalue: 0.03 }),
  'clipped by global norm': () => ({ globalClipnorm: 0.3 }),
  'with decay': () => ({ weightDecay: 0.07, excludeFromWeightDecay: ['bias'] }),
  'with a schedule': (rate) => ({ learningRate: decaying(rate) }),
  'with all of these': (rate) => ({
    learningRate: decaying(rate),
    globalClipnorm: 0.3,
    weightDecay: 0.07,
  }),
};

const decaying = (rate: number) =>
  ExponentialDecay({ initialLearningRate: 1.5 * rate, decaySteps: 20, decayRate: 0.8 });

function compare(optimizer: () => Optimizer, batchSize: number): void {
  const { twinless } = compareTrainings({
    make() {
      const layers = [Dense(7, { activation: 'tanh' }), Dense(CLASSES, { activation: 'softmax' })];
      const model = Sequential([Input([INPUTS]), ...layers], { seed: 4 });
      model.compile({ optimizer: optimizer(), loss: 'categorical_crossentropy', metrics: ['accuracy'] });
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
  assert.isEmpty(twinless);
}

describe('training with every optimizer under simd', () => {
  it('has a learning rate for each of them', () =>
    assert.sameMembers(Object.keys(RATES), Object.keys(optimizers)));

  for (const [name, maker] of Object.entries(optimizers)) {
    const learningRate = RATES[name as OptimizerName];
    const make = maker as unknown as (options: Options) => Optimizer;
    for (const form of formsOf(maker.definition)) {
      for (const [addition, more] of Object.entries(additions)) {
        it(`${maker.definition.name} ${JSON.stringify(form)}, ${addition}`, () => {
          const optimizer = () => make({ learningRate, ...form, ...more(learningRate) });
          for (const batchSize of BATCHES) compare(optimizer, batchSize);
        });
      }
    }
  }
});

describe('training with every schedule under simd', () => {
  for (const [name, { definition }] of Object.entries(schedules)) {
    for (const [number, { options }] of definition.examples.entries()) {
      it(`${name}, example ${number}`, () => {
        const make = schedules[name as ScheduleName] as unknown as (given: object) => Schedule;
        const optimizer = () => SGD({ learningRate: make(options), clipnorm: 0.3 });
        for (const batchSize of BATCHES) compare(optimizer, batchSize);
      });
    }
  }
});
