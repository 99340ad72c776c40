/**
 * Looking inside a model: activations, gradients, and the gradient check of a whole model.
 */
import { assert } from 'chai';
import { add, backward, defineOp, scale } from '../../src/autograd/index.ts';
import {
  BatchNormalization,
  Concatenate,
  Dense,
  defineLayer,
  Dropout,
  Input,
  l2,
  type Layer,
  losses,
  Model,
  Sequential,
} from '../../src/nn/index.ts';
import * as layers from '../../src/nn/layers/index.ts';
import { type Shape, Tensor } from '../../src/tensor/index.ts';
import { assertClose, genericTensor } from '../shared/values.ts';
import { type AnyLayerDefinition, maker } from './layer-trial.ts';
import { assertMessage } from './shared/refusal.ts';
import {
  assertOtherBits,
  assertSameBits,
  assertSameState,
  someClasses,
  someRows,
  stateOf,
} from './shared/training.ts';

const ROWS = 6;
const [x, t] = [someRows(ROWS, 4, 3), someClasses(ROWS, 3, 5)];

function net(dtype: 'float32' | 'float64' = 'float32'): Model {
  const model = Sequential(
    [
      Input([4]),
      Dense(5, { activation: 'tanh', name: 'oculta', kernelRegularizer: l2(0.03) }),
      Dropout(0.4),
      Dense(3, { activation: 'softmax', name: 'salida' }),
    ],
    { seed: 8, dtype },
  );
  model.compile({ optimizer: 'adam', loss: 'categorical_crossentropy' });
  return model;
}

/** Two inputs, a shared layer, two outputs with weights. */
function graph() {
  const [a, b] = [Input({ shape: [4], name: 'a' }), Input({ shape: [4], name: 'b' })];
  const shared = Dense(3, { activation: 'tanh' }); // dense, used twice
  const joined = Concatenate()(shared(a), shared(b));
  const outputs = [
    Dense(3, { activation: 'softmax' })(joined),
    Dense(2, { kernelRegularizer: l2(0.02) })(joined),
  ] as const;
  const model = Model({ inputs: [a, b], outputs, seed: 4 });
  model.compile({ optimizer: 'sgd', loss: ['categorical_crossentropy', 'mse'], lossWeights: [0.7, 0.3] });
  return model;
}
const both = [
  [x, someRows(ROWS, 4, 6)],
  [t, someRows(ROWS, 2, 7)],
] as const;

describe('activations', () => {
  it('are what models of the first layers give', () => {
    const model = net();
    const seen = model.activations(x);
    assert.deepEqual(Object.keys(seen), ['oculta', 'dropout', 'salida']);
    for (const [i, name] of Object.keys(seen).entries()) {
      const first = Sequential([Input([4]), ...model.layers.slice(0, i + 1)]);
      assertSameBits([seen[name]], [first.call(x).predictions], name);
    }
    assertSameBits([seen.salida], [model.call(x).predictions], 'predictions');
    assertSameBits([seen.dropout], [seen.oculta], 'dropout is off');
  });

  it('are as in training if asked for', () => {
    const model = net();
    const { oculta, dropout } = model.activations(x, { training: true });
    assertSameBits(
      [dropout],
      [Sequential([Input([4]), ...model.layers.slice(0, 2)], { seed: 8 }).call(x, true).predictions],
      'dropout',
    );
    const silent = Array.from(dropout.data).filter((value, i) => value === 0 && oculta.data[i] !== 0);
    assert.isAbove(silent.length, 3);
  });

  it('of each use of a shared layer, each with a name of its own', () => {
    const model = graph();
    const seen = model.activations(both[0]);
    assert.deepEqual(Object.keys(seen), ['dense', 'dense_3', 'concatenate', 'dense_1', 'dense_2']);
    const [first, second] = [seen.dense, seen.dense_3].map((tensor) => tensor.toArray() as number[][]);
    assert.deepEqual(
      seen.concatenate.toArray(),
      first.map((row, i) => [...row, ...second[i]]),
    );
    assertSameBits([seen.dense_1, seen.dense_2], model.call(both[0]).predictions, 'predictions');
  });

  it('are copies, and of a model that has just been built too', () => {
    const model = Sequential([Dense(3, { name: 'única' })]);
    const first = model.activations(x);
    const copy = first.única.data.slice();
    model.activations(someRows(ROWS, 4, 9));
    assert.deepEqual(first.única.data, copy);
    first.única.data.fill(0);
    assert.deepEqual(model.activations(x).única.data, copy);
  });
});

describe('gradients', () => {
  it('are those of a backward walk by hand, penalty included', () => {
    for (const training of [false, true]) {
      const model = net();
      const { predictions, penalty } = model.call(x, training);
      backward(add(losses.categorical_crossentropy(t, predictions), penalty!));
      const expected = model.parameters.map(({ gradient }) => gradient!);
      const { oculta, salida } = model.gradients(x, t, { training });
      assertSameBits([oculta.kernel, oculta.bias, salida.kernel, salida.bias], expected, 'gradients');
    }
    assertOtherBits(
      [net().gradients(x, t).oculta.kernel],
      [net().gradients(x, t, { training: true }).oculta.kernel],
    );
  });

  it('of several outputs are those of the weighted sum of their losses', () => {
    const model = graph();
    const { predictions, penalty } = model.call(both[0]);
    const parts = [
      losses.categorical_crossentropy(t, predictions[0]),
      losses.mse(both[1][1], predictions[1]),
    ];
    const [a, b] = parts.map((loss, i) => scale(loss, { factor: [0.7, 0.3][i] }));
    backward(add(add(a, b), penalty!));
    const found = Object.values(model.gradients(...both)).flatMap((layer) => Object.values(layer));
    assertSameBits(
      found,
      model.parameters.map(({ gradient }) => gradient!),
      'gradients',
    );
  });

  it('change nothing, and add up to nothing', () => {
    const model = net();
    model.fit(x, t);
    const before = stateOf(model);
    const first = model.gradients(x, t);
    assert.isTrue(model.parameters.every(({ gradient }) => gradient === null));
    assertSameBits([model.gradients(x, t).salida.kernel], [first.salida.kernel], 'gradients');
    assertSameState(stateOf(model), before);
  });

  it('lead downhill: a small step against them lowers the loss by their square', () => {
    const model = net('float64');
    const [wide, target] = [x, t].map(({ data, shape }) => new Tensor(Float64Array.from(data), shape));
    const gradients = Object.values(model.gradients(wide, target)).flatMap((layer) => Object.values(layer));
    const lossNow = () => model.evaluate(wide, target)[0];
    const [before, step] = [lossNow(), 1e-6];
    const square = gradients
      .flatMap(({ data }) => Array.from(data))
      .reduce((sum, value) => sum + value * value, 0);
    for (const [i, { value }] of model.parameters.entries())
      for (let j = 0; j < value.size; j++) value.data[j] -= step * gradients[i].data[j];
    assert.closeTo((before - lossNow()) / step / square, 1, 1e-4);
  });

  it('of a parameter on which the loss does not depend are zero', () => {
    const Idle = defineLayer({
      name: 'Idle',
      options: {},
      build: ([shape]) => ({ unused: { shape, initializer: 'ones' } }),
      outputShape: ([shape]) => shape,
      call: ([z]) => z,
      examples: [],
    });
    const model = Sequential([Input([4]), Idle(), Dense(3)]);
    model.compile({ loss: 'mse' });
    assert.deepEqual(Array.from(model.gradients(x, t).idle.unused.data), [0, 0, 0, 0]);
  });
});

/** y = x², whose backward has forgotten the 2. */
const wrongSquare = defineOp({
  name: 'wrongSquare',
  inputs: ['x'],
  outputShape: ({ x: shape }) => shape,
  forward({ x: z }, y) {
    for (let i = 0; i < y.data.length; i++) y.data[i] = z.data[i] * z.data[i];
  },
  reads: ['x'],
  backward(dy, { x: dx }, { x: z }) {
    if (dx === null) return;
    for (let i = 0; i < z.data.length; i++) dx.data[i] += dy.data[i] * z.data[i];
  },
  examples: [],
});

describe('checkGradients of a model', () => {
  const definitions = Object.values(layers).flatMap((value) => {
    const { definition } = value as { readonly definition?: AnyLayerDefinition };
    return definition?.examples === undefined ? [] : [definition];
  });
  for (const definition of definitions) {
    it(`passes with ${definition.name}`, () => {
      for (const { options, input } of definition.examples) {
        for (const training of [false, true]) {
          const shapes = (Array.isArray(input[0]) ? input : [input]) as readonly Shape[];
          const nodes = shapes.map((shape) => Input({ shape }));
          const layer: Layer = maker(definition)(options);
          // a layer before and behind it, so that its inputs' gradients matter too
          const before = nodes.map((node) =>
            layers.Dense(node.shape.at(-1) as number, { activation: 'tanh' })(node),
          );
          const flat = layers.Flatten()(layer(before));
          const model = Model({ inputs: nodes, outputs: Dense(2)(flat), seed: 5 }) as unknown as Model;
          model.compile({ loss: 'mse' });
          const rows = shapes.map((shape, i) =>
            genericTensor([4, ...shape], { seed: 31 + i, between: [-1, 1.4] }),
          );
          const data = rows.length === 1 ? rows[0] : (rows as unknown as Tensor);
          const report = model.checkGradients(data, someRows(4, 2, 9), { training });
          assert.isTrue(report.passed, `training ${training}\n${report}`);
        }
      }
    });
  }

  it('passes for models of several inputs and outputs', () => {
    const report = graph().checkGradients(...both);
    assert.isTrue(report.passed, String(report));
    assert.deepEqual(
      report.parameters.map(({ parameter, checked }) => `${parameter} ${checked}`),
      [
        'dense/kernel 12',
        'dense/bias 3',
        'dense_1/kernel 18',
        'dense_1/bias 3',
        'dense_2/kernel 12',
        'dense_2/bias 2',
      ],
    );
  });

  it('works in Float64 whatever the model does, and changes nothing of it', () => {
    for (const dtype of ['float32', 'float64'] as const) {
      const model = net(dtype);
      const rows = someRows(ROWS, 4, 3, dtype);
      model.fit(rows, t.toArray());
      const before = stateOf(model);
      const report = model.checkGradients(rows, t.toArray(), { training: true });
      assert.isTrue(report.passed, String(report));
      assert.isBelow(Math.max(...report.parameters.map(({ error }) => error)), 1e-8);
      assertSameState(stateOf(model), before);
      assert.isTrue(model.parameters.every(({ gradient }) => gradient === null));
    }
  });

  const wrong = (): Model => {
    const model = Sequential(
      [
        Input([4]),
        Dense(3, { name: 'antes' }),
        Dense(3, { name: 'falsa', activation: (z) => wrongSquare(z) }),
        Dense(2, { name: 'después' }),
      ],
      { seed: 8 },
    );
    model.compile({ loss: 'mse' });
    return model;
  };

  it('finds a wrong gradient, in all that lies before it', () => {
    const report = wrong().checkGradients(x, someRows(ROWS, 2, 4));
    assert.isFalse(report.passed);
    assert.deepEqual(
      report.parameters.map(({ parameter, passed }) => [parameter, passed]),
      [
        ['antes/kernel', false],
        ['antes/bias', false],
        ['falsa/kernel', false],
        ['falsa/bias', false],
        ['después/kernel', true],
        ['después/bias', true],
      ],
    );
    const { worst, error } = report.parameters[2];
    assert.equal(worst[0].error, error);
    assertClose([worst[0].numeric / worst[0].analytic], [2], 1e-6);
    assert.lengthOf(wrong().checkGradients(x, someRows(ROWS, 2, 4), { worst: 2 }).parameters[2].worst, 2);
    assert.isTrue(wrong().checkGradients(x, someRows(ROWS, 2, 4), { tolerance: 10 }).passed);
  });

  it('is a table as text', () => {
    const lines = String(wrong().checkGradients(x, someRows(ROWS, 2, 4), { tolerance: 1e-6 })).split('\n');
    assert.deepEqual(lines.slice(0, 2), [
      'FAILED: gradients against differences, tolerance 0.000001',
      'parameter        numbers  largest error',
    ]);
    assert.match(lines[2], /^antes\/kernel +12 +\d\.\de[-+]\d+ {2}FAILED$/);
    assert.match(lines[7], /^después\/bias +2 +\d\.\de-\d+ {2}passed$/);
    assert.lengthOf(lines, 8);
    assert.equal(new Set(lines.slice(2).map((line) => line.search(/FAILED|passed/))).size, 1, 'aligned');
    assert.match(
      String(graph().checkGradients(...both)),
      /^passed: gradients against differences, tolerance 1e-7\n/,
    );
  });

  it('leaves out frozen layers, which still count for the others', () => {
    const model = wrong();
    model.getLayer('antes').trainable = false;
    model.getLayer('falsa').trainable = false;
    const { passed, parameters } = model.checkGradients(x, someRows(ROWS, 2, 4));
    assert.isTrue(passed);
    assert.deepEqual(
      parameters.map(({ parameter }) => parameter),
      ['después/kernel', 'después/bias'],
    );
  });

  it('holds for the batch normalization of a batch and of its moving means', () => {
    const model = Sequential([Input([4]), Dense(3), BatchNormalization(), Dense(2)], { seed: 2 });
    model.compile({ loss: 'mse' });
    model.fit(x, someRows(ROWS, 2, 4), { epochs: 3 });
    for (const training of [false, true])
      assert.isTrue(
        model.checkGradients(x, someRows(ROWS, 2, 4), { training }).passed,
        `training ${training}`,
      );
  });
});

describe('looking inside is refused', () => {
  it('before compile, where targets are wanted; not for activations', () => {
    const model = Sequential([Input([4]), Dense(3)]);
    const help = "Call model.compile({ optimizer: 'sgd', loss: 'mse', metrics: ['accuracy'] }) first.";
    assertMessage(
      () => model.gradients(x, t),
      'StateError',
      `gradients: sequential is not compiled. ${help}`,
    );
    assertMessage(
      () => model.checkGradients(x, t),
      'StateError',
      `checkGradients: sequential is not compiled. ${help}`,
    );
    assert.deepEqual(Object.keys(model.activations(x)), ['dense']);
  });

  it('for data and options that do not fit', () => {
    const model = net();
    const rows = 'x does not fit the model; expected [rows, 4], received [2, 3].';
    const bad = someRows(2, 3);
    assertMessage(() => model.activations(bad), 'ShapeError', `activations: ${rows}`);
    assertMessage(() => model.gradients(bad, t), 'ShapeError', `gradients: ${rows}`);
    assertMessage(() => model.checkGradients(bad, t), 'ShapeError', `checkGradients: ${rows}`);
    const yes = { training: 'yes' } as unknown as { training: boolean };
    const flag = "training is not usable; expected true or false, received 'yes'.";
    assertMessage(() => model.activations(x, yes), 'ArgumentError', `activations: ${flag}`);
    assertMessage(() => model.gradients(x, t, yes), 'ArgumentError', `gradients: ${flag}`);
    assertMessage(() => model.checkGradients(x, t, yes), 'ArgumentError', `checkGradients: ${flag}`);
    const misspelt = { trainig: true } as object;
    const words = "unknown option; expected one of 'training', received 'trainig'. Did you mean 'training'?";
    assertMessage(() => model.gradients(x, t, misspelt), 'ArgumentError', `gradients: ${words}`);
  });
});
