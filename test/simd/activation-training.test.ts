/**
 * Every activation by its name, in hidden layers and in the last, in a whole training: the SIMD executor ends where the
 * reference ends, but for rounding.
 */
import { assert } from 'chai';
import {
  type ActivationName,
  activations,
  Dense,
  initializers,
  Input,
  type Layer,
  Sequential,
} from '../../src/nn/index.ts';
import { SGD } from '../../src/optim/index.ts';
import { someClasses, someRows } from '../nn/shared/training.ts';
import { BATCHES, compareTrainings, epochsFor, INPUTS, ROWS, SEEN } from './shared/whole-trainings.ts';

const CLASSES = 3;
const [x, seen] = [someRows(ROWS, INPUTS, 3), someRows(SEEN, INPUTS, 4)];

/** Weights and gradients that leave exponentials small, and other functions on both sides of their kinks. */
const kernelInitializer = initializers.random_uniform({ minval: -0.7, maxval: 0.7, seed: 8 });

function compare(layers: () => Layer[], loss: 'categorical_crossentropy' | 'mse', batchSize: number): void {
  const targets = loss === 'mse' ? someRows : someClasses;
  const { twinless } = compareTrainings({
    make() {
      const model = Sequential([Input([INPUTS]), ...layers()], { seed: 5 });
      const optimizer = SGD({ learningRate: 0.01, momentum: 0.5, clipnorm: 0.3 });
      model.compile({ optimizer, loss, metrics: loss === 'mse' ? [] : ['accuracy'] });
      return model;
    },
    fit: (model) =>
      model.fit(x, targets(ROWS, CLASSES, 5), {
        batchSize,
        epochs: epochsFor(batchSize),
        validationData: [seen, targets(SEEN, CLASSES, 6)],
        verbose: 0,
      }),
    predict: (model) => model.predict(seen),
  });
  assert.isEmpty(twinless);
}

describe('training with every activation under simd', () => {
  const names = Object.keys(activations) as ActivationName[];

  it('finds the activations', () => assert.isAbove(names.length, 20));

  for (const activation of names) {
    it(`${activation} in hidden layers`, () => {
      const layers = () => [
        Dense(9, { activation, kernelInitializer }),
        Dense(6, { activation, kernelInitializer }),
        Dense(CLASSES, { activation: 'softmax' }),
      ];
      for (const batchSize of BATCHES) compare(layers, 'categorical_crossentropy', batchSize);
    });

    it(`${activation} in the last layer`, () => {
      const layers = () => [
        Dense(9, { activation: 'tanh' }),
        Dense(CLASSES, { activation, kernelInitializer }),
      ];
      for (const batchSize of BATCHES) compare(layers, 'mse', batchSize);
    });
  }
});
