/**
 * Models as files: all that a model is comes back, and training goes on as if it had never stopped.
 */
import { assert } from 'chai';
import {
  BatchNormalization,
  type CompileOptions,
  Concatenate,
  Dense,
  Dropout,
  GaussianNoise,
  Huber,
  Input,
  l1_l2,
  type Layer,
  MaxNorm,
  Model,
  modelFromBytes,
  RandomUniform,
  Sequential,
} from '../../src/nn/index.ts';
import * as layers from '../../src/nn/layers/index.ts';
import { Adam, type Optimizer, optimizers, schedules, SGD } from '../../src/optim/index.ts';
import { type Shape, Tensor, tensor } from '../../src/tensor/index.ts';
import { genericTensor } from '../shared/values.ts';
import { type AnyLayerDefinition, maker } from './layer-trial.ts';
import { underEachExecutor } from './shared/each-executor.ts';
import { assertSameBits, assertSameState, someClasses, someRows, stateOf } from './shared/training.ts';

const ROWS = 11;
const [x, t] = [someRows(ROWS, 4, 3), someClasses(ROWS, 3, 5)];

/** A model with all that draws random numbers, has state, or changes weights on the side. */
function rich(optimizer: Optimizer, dtype: 'float32' | 'float64' = 'float32'): Model {
  const model = Sequential(
    [
      Input({ shape: [4], name: 'Entrada' }),
      GaussianNoise(0.1),
      Dense(6, { activation: 'tanh', kernelRegularizer: l1_l2({ l1: 0.002, l2: 0.01 }) }),
      BatchNormalization(),
      Dropout(0.3),
      Dense(5, { activation: 'elu', kernelConstraint: MaxNorm({ maxValue: 1.3 }), useBias: false }),
      Dense(3, { activation: 'softmax', kernelInitializer: RandomUniform({ minval: -0.7, maxval: 0.4 }) }),
    ],
    { seed: 23, dtype, name: 'rico' },
  );
  model.compile({ optimizer, loss: 'categorical_crossentropy', metrics: ['accuracy', 'mae'] });
  return model;
}

const part = { epochs: 2, batchSize: 4, validationSplit: 0.3 } as const;

/** That two models are the same, and stay the same while they train on. */
function assertGoesOn(again: Model, model: Model): void {
  assert.equal(again.hash(), model.hash());
  assertSameState(stateOf(again), stateOf(model));
  assert.deepEqual(again.evaluate(x, t), model.evaluate(x, t));
  assert.deepEqual(again.fit(x, t, part).history, model.fit(x, t, part).history);
  assertSameState(stateOf(again), stateOf(model));
}

/** Every layer that has examples. */
const definitions = Object.values(layers).flatMap((value) => {
  const { definition } = value as { readonly definition?: AnyLayerDefinition };
  return definition?.examples === undefined ? [] : [definition];
});

/** The functions among options, by their names. */
const functionsIn = (options: object) =>
  Object.fromEntries(
    Object.values(options).flatMap((value) => (typeof value === 'function' ? [[value.name, value]] : [])),
  );

describe('a model that was written to bytes and read again', () => {
  underEachExecutor(() => {
    for (const definition of definitions) {
      it(`is the same: with ${definition.name}`, () => {
        for (const [i, { options, input }] of definition.examples.entries()) {
          const shapes = (Array.isArray(input[0]) ? input : [input]) as readonly Shape[];
          const nodes = shapes.map((shape) => Input({ shape }));
          const layer: Layer = maker(definition)(options);
          const model = Model({ inputs: nodes, outputs: layer(nodes), seed: 5, name: `ejemplo_${i}` });
          const again = modelFromBytes(model.toBytes(), { custom: functionsIn(options) });
          const rows = shapes.map((shape, place) =>
            tensor(genericTensor([6, ...shape], { seed: 31 + place, between: [-1, 1.4] }), {
              dtype: 'float32',
            }),
          );
          const data = rows.length === 1 ? rows[0] : (rows as unknown as Tensor);
          assert.equal(again.hash(), model.hash());
          assertSameBits([again.predict(data)], [model.predict(data as never)], 'predictions');
          assert.deepEqual(again.toConfig(), model.toConfig());
          assert.deepEqual(again.toBytes(), model.toBytes());
          assert.equal(String(again), String(model));
        }
      });
    }

    for (const [name, make] of Object.entries(optimizers)) {
      it(`trains on as if it had never stopped: ${name}`, () => {
        const all = [{}, ...make.definition.examples.map(({ options }) => options)];
        const common = [
          { clipnorm: 0.7 },
          { globalClipnorm: 0.6, weightDecay: 0.03, excludeFromWeightDecay: ['bias'] },
        ];
        for (const options of [...all, ...common]) {
          const model = rich(make(options as never));
          const whole = rich(make(options as never));
          model.fit(x, t, part);
          whole.fit(x, t, part);
          const again = modelFromBytes(model.toBytes());
          assert.deepEqual(again.optimizer.toJSON(), whole.optimizer.toJSON());
          assertGoesOn(again, whole);
        }
      });
    }

    it('trains on as if it had never stopped: schedules', () => {
      for (const make of Object.values(schedules)) {
        for (const { options } of make.definition.examples) {
          const learningRate = make(options as never);
          for (const optimizer of [
            () => SGD({ learningRate, momentum: 0.4 }),
            () => Adam({ learningRate }),
          ]) {
            const [model, whole] = [rich(optimizer()), rich(optimizer())];
            for (const one of [model, whole]) one.fit(x, t, part);
            assertGoesOn(modelFromBytes(model.toBytes()), whole);
          }
        }
      }
    });

    it('trains on as if it had never stopped: in steps by hand, in float64, from the very beginning', () => {
      for (const dtype of ['float32', 'float64'] as const) {
        const [model, whole] = [rich(Adam(), dtype), rich(Adam(), dtype)];
        assertGoesOn(modelFromBytes(model.toBytes()), whole);
        for (const one of [model, whole]) {
          one.fit(x, t, part);
          one.trainOnBatch(x, t);
          one.fit(() => [[x, t]], { epochs: 2 });
        }
        const again = modelFromBytes(model.toBytes());
        assert.equal(again.dtype, dtype);
        assertGoesOn(again, model);
      }
    });

    it('draws the weights of a layer that is added later as the first would have', () => {
      const add = (model: Model) => {
        const grown = model as ReturnType<typeof Sequential>;
        grown.add(Dense(3, { activation: 'softmax' }));
        return grown;
      };
      const model = rich(Adam());
      model.fit(x, t, part);
      const again = modelFromBytes(model.toBytes());
      assertGoesOn(add(again), add(model));
    });

    it('of several inputs and outputs, with a shared layer', () => {
      const [a, b] = [Input({ shape: [4], name: 'a' }), Input({ shape: [4], name: 'b' })];
      const shared = Dense(5, { activation: 'tanh', name: 'comun' });
      const met = Concatenate()(Dropout(0.2)(shared(a)), shared(Dense(4)(b)));
      const outputs = [
        Dense(3, { activation: 'softmax', name: 'z' })(met),
        Dense(2, { name: 'c' })(met),
      ] as const;
      const model = Model({ inputs: [a, b], outputs, seed: 3 });
      const compile: CompileOptions = {
        optimizer: Adam({ learningRate: 0.02 }),
        loss: { z: 'categorical_crossentropy', c: Huber({ delta: 0.6 }) },
        lossWeights: { z: 0.8, c: 0.3 },
        metrics: { z: ['accuracy'] },
        weightedMetrics: { c: ['mae', 'mse'] },
      };
      model.compile(compile);
      const data = [
        [x, someRows(ROWS, 4, 8)],
        [t, someRows(ROWS, 2, 9)],
      ] as const;
      model.fit(...data, part);
      const again = modelFromBytes(model.toBytes()) as unknown as typeof model;
      const results = [again, model].map((one) => [
        one.evaluate(...data, { returnDict: true }),
        one.fit(...data, part).history,
        one.hash(),
        one.predict({ b: data[0][1], a: x }).map((tensor) => tensor.toArray()),
      ]);
      assert.deepEqual(results[0], results[1]);
    });
  });

  it('has what compile settled', () => {
    const settings: Record<string, CompileOptions> = {
      names: { optimizer: 'sgd', loss: 'mse', metrics: ['accuracy', 'mae'] },
      'a loss with options': {
        loss: Huber({ delta: 0.3, reduction: 'sum' }),
        metrics: [Huber({ delta: 2.5 })],
      },
      'weighted metrics': { loss: 'mae', metrics: ['acc'], weightedMetrics: ['accuracy', 'mse'] },
      'the weight of a loss': { loss: 'mse', lossWeights: 0.37 },
      'one in a list': { loss: ['mse'], lossWeights: [0.6] },
    };
    for (const [what, options] of Object.entries(settings)) {
      const model = Sequential([Input([4]), Dense(3)], { seed: 2 });
      model.compile(options);
      const again = modelFromBytes(model.toBytes());
      const sampleWeight = Array.from({ length: ROWS }, (_, row) => 0.2 + 0.3 * row);
      const found = [again, model].map((one) => [
        one.evaluate(x, t, { sampleWeight, returnDict: true }),
        one.fit(x, t, { sampleWeight }).history,
      ]);
      assert.deepEqual(found[0], found[1], what);
    }
  });

  it('has the learning rate that was set on the way', () => {
    const model = rich(SGD({ learningRate: 0.1, momentum: 0.5 }));
    model.fit(x, t, part);
    model.optimizer.learningRate = 0.0123;
    const again = modelFromBytes(model.toBytes());
    assert.equal(again.optimizer.learningRate, 0.0123);
    assertGoesOn(again, model);
  });

  it('is not compiled if it was not', () => {
    const model = Sequential([Input([4]), Dense(3)]);
    const again = modelFromBytes(model.toBytes());
    assert.throws(() => again.fit(x, t), 'fit: sequential is not compiled.');
    assertSameBits([again.predict(x)], [model.predict(x)], 'predictions');
  });

  it('was not changed by being written, and gives the same bytes again', () => {
    const [model, other] = [rich(Adam()), rich(Adam())];
    for (const one of [model, other]) one.fit(x, t, part);
    const bytes = model.toBytes();
    assert.deepEqual(model.toBytes(), bytes);
    assert.deepEqual(other.toBytes(), bytes);
    assert.deepEqual(modelFromBytes(bytes).toBytes(), bytes);
    assertGoesOn(model, other);
  });

  it('shares nothing with the first', () => {
    const model = rich(Adam());
    const bytes = model.toBytes();
    const again = modelFromBytes(bytes);
    const before = stateOf(model);
    again.fit(x, t, part);
    assertSameState(stateOf(model), before);
    assert.deepEqual(model.toBytes(), bytes);
    bytes.fill(0);
    assert.notEqual(again.hash(), model.hash());
  });

  it('may be called what files call their own parts', () => {
    for (const name of ['optimizer', 'optimizer/m', 'a/b', '__metadata__', 'ñandú "1"', 'toString']) {
      const model = Sequential([Input([4]), Dense(5, { name }), Dense(3)]);
      model.compile({ optimizer: 'adam', loss: 'mse' });
      model.fit(x, t);
      const again = modelFromBytes(model.toBytes());
      assert.equal(again.getLayer(name).name, name);
      assertGoesOn(again, model);
      again.setWeights(
        again
          .getWeights()
          .map(({ shape }) => new Tensor(new Float32Array(shape.reduce((a, b) => a * b)), shape)),
      );
    }
  });
});
