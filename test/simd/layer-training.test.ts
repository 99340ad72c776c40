/**
 * Every layer, amid others, in a whole training: the SIMD executor ends where the reference ends, but for rounding, and
 * draws the same noise.
 */
import { assert } from 'chai';
import {
  defineOp,
  type Executor,
  gaussianNoise,
  movingAverage,
  prelu,
  tanh,
} from '../../src/autograd/index.ts';
import {
  Dense,
  Flatten,
  Input,
  initializers,
  type LayerExample,
  Model,
  Reshape,
  Sequential,
} from '../../src/nn/index.ts';
import * as room from '../../src/nn/layers/index.ts';
import { SGD } from '../../src/optim/index.ts';
import { simd } from '../../src/simd/index.ts';
import type { Twin } from '../../src/simd/twin.ts';
import { type Kernel, type Shape, size, type Tensor } from '../../src/tensor/index.ts';
import { type AnyLayerDefinition, maker } from '../nn/layer-trial.ts';
import { recording, someClasses, someRows } from '../nn/shared/training.ts';
import { assertTrainedBy, underBoth, withTwins } from './shared/executors.ts';
import {
  BATCHES,
  compareTrainings,
  epochsFor,
  INPUTS,
  ROWS,
  SEEN,
  type Training,
} from './shared/whole-trainings.ts';

const CLASSES = 3;
const targets = someClasses(ROWS, CLASSES, 4);
const seenTargets = someClasses(SEEN, CLASSES, 5);

/**
 * Biases that are not near 0: where a mean is subtracted, the gradient of a bias is nothing but rounding, and a vector of
 * length 0 has no direction.
 */
const biasInitializer = initializers.random_uniform({ minval: 0.3, maxval: 0.9, seed: 9 });

/** Every layer that is called on others. */
const definitions = Object.values(room).flatMap((value): AnyLayerDefinition[] =>
  'definition' in value && value.definition.name !== 'Input' ? [value.definition] : [],
);

const shapesOf = ({ input }: LayerExample<object>): readonly Shape[] =>
  Array.isArray(input[0]) ? (input as readonly Shape[]) : [input as Shape];

/** A model in which the layer of an example stands between Dense layers. */
function netOf(definition: AnyLayerDefinition, example: LayerExample<object>) {
  const shapes = shapesOf(example);
  const inputs = shapes.map((_shape, i) => Input({ shape: [INPUTS], name: `x${i}` }));
  const before = shapes.map((shape, i) =>
    Reshape(shape)(Dense(size(shape), { activation: 'tanh', biasInitializer })(inputs[i])),
  );
  const between = Flatten()(maker(definition)(example.options)(before));
  const model = Model({ inputs, outputs: Dense(CLASSES, { activation: 'softmax' })(between) });
  model.compile({
    optimizer: SGD({ learningRate: 0.01, momentum: 0.5 }),
    loss: 'categorical_crossentropy',
    metrics: ['accuracy'],
  });
  return model;
}

/** Rows for each of the inputs. */
function rowsOf(inputs: number, rows: number, seed: number): readonly Tensor[] {
  const all = Array.from({ length: inputs }, (_, i) => someRows(rows, INPUTS, seed + i));
  return inputs === 1 ? (all[0] as never) : all;
}

/** PyTorch's moving variance is that of two rows or more. */
const needsTwoRows = (options: object) => 'convention' in options && options.convention === 'pytorch';

function train(
  definition: AnyLayerDefinition,
  example: LayerExample<object>,
  batchSize: number,
  fast: Executor = simd,
): void {
  const inputs = shapesOf(example).length;
  const [x, seen] = [rowsOf(inputs, ROWS, 10), rowsOf(inputs, SEEN, 20)];
  const training: Training<ReturnType<typeof netOf>> = {
    make: () => netOf(definition, example),
    fit: (model) =>
      model.fit(x, targets, {
        batchSize,
        epochs: epochsFor(batchSize),
        validationData: [seen, seenTargets],
        verbose: 0,
      }),
    predict: (model) => model.predict(seen),
  };
  compareTrainings(training, fast);
}

describe('training with every layer under simd', () => {
  it('finds the layers', () => assert.isAbove(definitions.length, 20));

  for (const definition of definitions) {
    for (const [number, example] of definition.examples.entries()) {
      it(`${definition.name}, example ${number}`, () => {
        const alone = definition.name === 'BatchNormalization' && needsTwoRows(example.options);
        for (const batchSize of BATCHES) if (batchSize > 1 || !alone) train(definition, example, batchSize);
        if (alone) assert.throws(() => train(definition, example, 1), 'one row has no unbiased variance');
      });
    }
  }
});

describe('the comparison of trainings finds', () => {
  const nothing = (kernel: unknown): Twin => ({ kernel: kernel as Kernel, parts: () => [] });
  const tried = ({ definition }: { readonly definition: AnyLayerDefinition }, fast?: Executor) => {
    train(definition, definition.examples[0], 9, fast);
  };

  it('averages that do not move, which only predictions and validation look at', () => {
    const fast = withTwins(nothing(movingAverage.definition.forward));
    assert.throws(() => tried(room.BatchNormalization, fast), /^History: val_/);
  });

  it('noise that is not there', () => {
    const fast = withTwins(nothing(gaussianNoise.definition.forward));
    assert.throws(() => tried(room.GaussianNoise, fast), /^History: /);
  });

  it('a slope that is not learned', () => {
    const fast = withTwins(nothing(prelu.definition.backward));
    assert.throws(() => tried(room.PReLU, fast), /^History: /);
  });

  it('a kernel without a twin that is not listed', () => {
    const { forward, ...rest } = tanh.definition;
    const own = defineOp({ ...rest, name: 'own', forward: (...args) => forward(...args) });
    const examples = [{ options: { function: own }, input: [5], output: [5], parameters: 0 }];
    const definition: AnyLayerDefinition = { ...room.Lambda.definition, examples };
    assert.throws(() => tried({ definition }), 'kernels without a twin');
  });
});

describe('what layers draw under simd', () => {
  const drawing = definitions.filter(({ options }) => 'seed' in options);

  it('is of all layers that have a seed', () => assert.isAtLeast(drawing.length, 4));

  for (const definition of drawing) {
    for (const [number, example] of definition.examples.entries()) {
      it(`${definition.name}, example ${number}: the same numbers in every step as by the reference`, () => {
        for (const batchSize of BATCHES) {
          const shape = example.input as Shape;
          const [own, plain] = underBoth(() => {
            const { metric, predictions } = recording();
            const layers = [Dense(size(shape), { biasInitializer }), Reshape(shape)];
            const model = Sequential([
              Input([INPUTS]),
              ...layers,
              maker(definition)(example.options),
              Flatten(),
            ]);
            model.compile({ optimizer: SGD({ learningRate: 0 }), loss: 'mse', metrics: [metric] });
            const x = someRows(ROWS, INPUTS, 7);
            const t = model.predict(x);
            model.fit(x, t, { batchSize, epochs: 3, verbose: 0 });
            return { model, predictions: predictions.map((batch) => Float64Array.from(batch)), t };
          });
          assertTrainedBy('simd', own.model);
          assert.equal(own.predictions.length, plain.predictions.length);
          for (const [step, expected] of plain.predictions.entries()) {
            const largest = Math.max(...expected.map(Math.abs));
            expected.forEach((value, i) => {
              const off = Math.abs(own.predictions[step][i] - value);
              assert.isAtMost(off, 1e-5 * largest, `batches of ${batchSize}, step ${step}, [${i}]`);
            });
          }
          const epochs = [0, 1, 2].map((epoch) => {
            const steps = plain.predictions.length / 3;
            return plain.predictions.slice(epoch * steps, (epoch + 1) * steps).map((batch) => batch.join());
          });
          assert.notDeepEqual(epochs[1], epochs[0], 'other ones in each epoch');
        }
      });
    }
  }
});
