/**
 * Whole trainings of graphs: several inputs and outputs, shared and frozen layers, weights of samples and classes, and
 * batches that somebody makes. The SIMD executor ends where the reference ends, but for rounding.
 */
import { assert } from 'chai';
import {
  Add,
  BatchNormalization,
  Concatenate,
  Dense,
  Dropout,
  GaussianNoise,
  Input,
  l2,
  Model,
  Multiply,
  Sequential,
} from '../../src/nn/index.ts';
import { SGD } from '../../src/optim/index.ts';
import { Tensor, type TensorLike } from '../../src/tensor/index.ts';
import { generic } from '../shared/values.ts';
import { assertSameBits, someClasses, someLabels, someRows } from '../nn/shared/training.ts';
import { BATCHES, compareTrainings, epochsFor, INPUTS, ROWS, SEEN } from './shared/whole-trainings.ts';

const [OTHERS, CLASSES, UNITS] = [4, 3, 2];

/** Inputs and targets of both kinds. */
const data = (rows: number, seed: number) => ({
  x: [someRows(rows, INPUTS, seed), someRows(rows, OTHERS, seed + 1)] as [Tensor, Tensor],
  t: [someClasses(rows, CLASSES, seed + 2), someRows(rows, UNITS, seed + 3)] as [Tensor, Tensor],
});
const [train, seen] = [data(ROWS, 3), data(SEEN, 13)];
const sampleWeights = (seed: number) => generic(ROWS, [0.2, 1.9], { seed });

const optimizer = () => SGD({ learningRate: 0.03, momentum: 0.5 });
const fitting = (batchSize: number) => ({ batchSize, epochs: epochsFor(batchSize), verbose: 0 }) as const;

/** Two inputs that meet, and two outputs that part. */
function twoByTwo() {
  const [a, b] = [Input([INPUTS], { name: 'a' }), Input([OTHERS], { name: 'b' })];
  const left = Dense(6, { activation: 'tanh', kernelRegularizer: l2(0.01) })(GaussianNoise(0.05)(a));
  const right = Dense(6, { activation: 'sigmoid' })(b);
  const met = Concatenate()(Add()(left, right), Multiply()(left, right), right);
  const h = Dropout(0.2)(Dense(7, { activation: 'relu' })(met));
  return Model({
    inputs: [a, b],
    outputs: [
      Dense(CLASSES, { activation: 'softmax', name: 'clase' })(h),
      Dense(UNITS, { name: 'valor' })(Concatenate()(h, left)),
    ],
    seed: 6,
  });
}

function compiledTwoByTwo() {
  const model = twoByTwo();
  model.compile({
    optimizer: optimizer(),
    loss: ['categorical_crossentropy', 'huber'],
    lossWeights: { clase: 0.7, valor: 1.6 },
    metrics: { clase: ['accuracy'], valor: ['mae'] },
    weightedMetrics: [[], ['mse']],
  });
  return model;
}

describe('training under simd', () => {
  it('with two inputs and two outputs, losses with factors, metrics of each', () => {
    for (const batchSize of BATCHES) {
      const { twinless } = compareTrainings({
        make: compiledTwoByTwo,
        fit: (model) =>
          model.fit(train.x, train.t, { ...fitting(batchSize), validationData: [seen.x, seen.t] }),
        predict: (model) => model.predict(seen.x),
      });
      assert.isEmpty(twinless);
    }
  });

  it('with weights of the samples, one list for all outputs or one for each', () => {
    const [one, other] = [sampleWeights(31), sampleWeights(32)];
    for (const sampleWeight of [one, [one, other]]) {
      for (const batchSize of BATCHES) {
        const { twinless } = compareTrainings({
          make: compiledTwoByTwo,
          fit: (model) =>
            model.fit(train.x, train.t, {
              ...fitting(batchSize),
              sampleWeight,
              validationData: [seen.x, seen.t, generic(SEEN, [0.2, 1.9], { seed: 33 })],
            }),
          predict: (model) => model.predict(seen.x),
        });
        assert.isEmpty(twinless);
      }
    }
  });

  it('with weights of the classes, of class numbers and of one-hot rows', () => {
    const labels = new Tensor(Float32Array.from(someLabels(ROWS, CLASSES, 5)), [ROWS]);
    for (const loss of ['sparse_categorical_crossentropy', 'categorical_crossentropy'] as const) {
      const t = loss === 'categorical_crossentropy' ? train.t[0] : labels;
      for (const batchSize of BATCHES) {
        const { twinless } = compareTrainings({
          make() {
            const model = Sequential([Input([INPUTS]), Dense(6, { activation: 'tanh' })]);
            model.add(Dense(CLASSES, { activation: 'softmax' }));
            model.compile({ optimizer: optimizer(), loss, weightedMetrics: ['accuracy'] });
            return model;
          },
          fit: (model) =>
            model.fit(train.x[0], t, { ...fitting(batchSize), classWeight: { 0: 1.7, 2: 0.3 } }),
          predict: (model) => model.predict(seen.x[0]),
        });
        assert.deepEqual(twinless, t === labels ? ['accuracy update'] : []);
      }
    }
  });

  it('with a layer that is used twice, in two branches and one behind the other', () => {
    for (const batchSize of BATCHES) {
      const { twinless } = compareTrainings({
        make() {
          const [a, b] = [Input([INPUTS]), Input([INPUTS])];
          const shared = Dense(INPUTS, { activation: 'tanh', activityRegularizer: 'l2' });
          const both = Concatenate()(shared(Dropout(0.1)(shared(a))), shared(b));
          const model = Model({ inputs: [a, b], outputs: Dense(UNITS)(both), seed: 6 });
          model.compile({ optimizer: optimizer(), loss: 'mse' });
          return model;
        },
        fit: (model) => model.fit([train.x[0], someRows(ROWS, INPUTS, 9)], train.t[1], fitting(batchSize)),
        predict: (model) => model.predict([seen.x[0], seen.x[0]]),
      });
      assert.isEmpty(twinless);
    }
  });

  it('with frozen layers, whose weights and averages stay', () => {
    for (const batchSize of BATCHES) {
      const { model, start, twinless } = compareTrainings({
        make() {
          const layers = [
            Dense(6, { activation: 'tanh', trainable: false, kernelRegularizer: 'l2' }),
            BatchNormalization({ trainable: false, gammaInitializer: 'random_uniform' }),
            Dense(7, { activation: 'tanh', useBias: false }), // a bias would have next to no gradient
            BatchNormalization({ momentum: 0.8, epsilon: 0.1 }),
            Dropout(0.2), // so that no gradient comes to nothing
          ];
          const model = Sequential([Input([INPUTS]), ...layers, Dense(UNITS)], { seed: 6 });
          model.compile({ optimizer: optimizer(), loss: 'mse', metrics: ['mae'] });
          return model;
        },
        fit: (model) => model.fit(train.x[0], train.t[1], fitting(batchSize)),
        predict: (model) => model.predict(seen.x[0]),
      });
      assert.isEmpty(twinless);
      const frozen = model.layers.slice(0, 2).flatMap((layer) => layer.getWeights());
      assertSameBits(frozen, start.slice(0, frozen.length), 'frozen');
    }
  });

  it('with layers that are frozen and set free on the way', () => {
    const { twinless } = compareTrainings({
      make: compiledTwoByTwo,
      fit(model) {
        const histories = [false, true, false].map((trainable) => {
          model.layers.find(({ type }) => type === 'Dense')!.trainable = trainable;
          return model.fit(train.x, train.t, { ...fitting(9), epochs: 12 }).history.loss;
        });
        return { history: { loss: histories.flat() } };
      },
      predict: (model) => model.predict(seen.x),
    });
    assert.isEmpty(twinless);
  });

  /** Batches of some sizes, the rows in their order. */
  function* batches(sizes: readonly number[], weighted: boolean) {
    const weights = sampleWeights(31);
    let begin = 0;
    for (const rows of sizes) {
      const part = (tensor: Tensor): TensorLike => {
        const [all, columns] = tensor.shape;
        assert.isAtMost(begin + rows, all);
        return { data: tensor.data.slice(begin * columns, (begin + rows) * columns), shape: [rows, columns] };
      };
      const [x, t] = [train.x.map(part), train.t.map(part)] as [TensorLike, TensorLike][];
      yield weighted ? ([x, t, weights.slice(begin, begin + rows)] as const) : ([x, t] as const);
      begin += rows;
    }
  }

  it('with batches that a generator gives, of many sizes, with and without weights', () => {
    for (const weighted of [false, true]) {
      const { twinless } = compareTrainings({
        make: compiledTwoByTwo,
        fit: (model) => model.fit(() => batches([3, 1, 7, 3, 9], weighted), { epochs: 20, verbose: 0 }),
        predict: (model) => model.predict(seen.x),
      });
      assert.isEmpty(twinless);
    }
  });

  it('batch by batch, with evaluations between', () => {
    const { twinless } = compareTrainings({
      make: compiledTwoByTwo,
      fit(model) {
        const losses: number[] = [];
        for (let epoch = 0; epoch < 20; epoch++) {
          for (const [x, t] of batches([3, 1, 7, 3, 9], false)) {
            losses.push(...model.trainOnBatch(x, t));
            losses.push(...model.testOnBatch(seen.x, seen.t));
          }
        }
        return { history: { losses } };
      },
      predict: (model) => model.predictOnBatch(seen.x),
    });
    assert.isEmpty(twinless);
  });
});
