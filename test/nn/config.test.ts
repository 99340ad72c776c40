/**
 * The architecture as plain data: `toConfig`, `modelFromConfig`, `clone`; and finding and taking away layers.
 */
import { assert } from 'chai';
import {
  Activation,
  Add,
  BatchNormalization,
  Concatenate,
  Constant,
  Dense,
  Dropout,
  Input,
  l2,
  MaxNorm,
  Model,
  type ModelConfig,
  modelFromConfig,
  Sequential,
} from '../../src/nn/index.ts';
import { assertClose } from '../shared/values.ts';
import { assertMessage } from './shared/refusal.ts';
import { assertOtherBits, assertSameBits, someClasses, someRows } from './shared/training.ts';

const x = someRows(7, 4, 3);

/** A graph with all that graphs may have: a shared layer, branches, layers with options of every kind. */
function graph() {
  const [a, b] = [Input({ shape: [4], name: 'a' }), Input([4])];
  const shared = Dense(4, { activation: 'tanh', kernelRegularizer: l2(0.02), kernelConstraint: MaxNorm() });
  const silent = Dropout(0.3, { trainable: false });
  const sum = Add()(shared(a), silent(shared(shared(b))));
  const joined = Concatenate()(
    sum,
    Dense(3, { useBias: false, biasInitializer: Constant({ value: 0.3 }) })(a),
  );
  const outputs = [Dense(2, { name: 'salida' })(BatchNormalization()(joined)), sum] as const;
  return Model({ inputs: [a, b], outputs, seed: 12, name: 'grafo', dtype: 'float64' });
}

const row = () =>
  Sequential([Input([4]), Dense(5, { activation: 'relu', name: 'oculta' }), Dropout(0.2), Dense(3)], {
    seed: 5,
    name: 'fila',
  });

const throughJson = (config: ModelConfig) => JSON.parse(JSON.stringify(config)) as ModelConfig;

describe('toConfig', () => {
  it('tells of a Sequential what it is made of', () => {
    const model = Sequential(
      [Input({ shape: [4], name: 'entrada' }), Activation('relu', { trainable: false })],
      {
        seed: 7,
        name: 'corta',
      },
    );
    assert.deepEqual(model.toConfig(), {
      kind: 'Sequential',
      name: 'corta',
      seed: 7,
      dtype: 'float32',
      layers: [
        { type: 'InputLayer', name: 'entrada', options: { shape: [4] } },
        { type: 'Activation', name: 'activation', options: { activation: 'relu' }, trainable: false },
      ],
      nodes: [
        { layer: 0, inputs: [] },
        { layer: 1, inputs: [0] },
      ],
      inputs: [0],
      outputs: [1],
    });
  });

  it('tells of a graph which use feeds which', () => {
    const { kind, layers, nodes, inputs, outputs } = graph().toConfig();
    assert.deepEqual([kind, inputs, outputs], ['Model', [0, 1], [10, 6]]);
    assert.deepEqual(
      layers.map(({ name, type }) => [name, type]),
      [
        ['a', 'InputLayer'],
        ['input_layer', 'InputLayer'],
        ['dense', 'Dense'],
        ['dropout', 'Dropout'],
        ['add', 'Add'],
        ['dense_1', 'Dense'],
        ['concatenate', 'Concatenate'],
        ['batch_normalization', 'BatchNormalization'],
        ['salida', 'Dense'],
      ],
    );
    const uses = nodes.map(({ layer, inputs: from }) => `${layers[layer].name} < ${from.join()}`);
    assert.lengthOf(
      uses.filter((use) => use.startsWith('dense <')),
      3,
    );
    assert.include(layers[3], { type: 'Dropout', name: 'dropout', trainable: false });
    assert.include(layers[3].options, { rate: 0.3 });
  });

  it('is the same text in JSON, however often it is asked for, made again or trained', () => {
    for (const make of [graph, row]) {
      const model = make();
      const text = JSON.stringify(model.toConfig());
      assert.equal(JSON.stringify(model.toConfig()), text);
      assert.equal(JSON.stringify(make().toConfig()), text);
      assert.deepEqual(throughJson(model.toConfig()), model.toConfig(), 'all of it is plain data');
      model.compile({ optimizer: 'sgd', loss: 'mse' } as never);
      assert.equal(JSON.stringify(model.toConfig()), text);
    }
  });

  it('holds nothing of the model that could be changed', () => {
    const model = row();
    const config = model.toConfig();
    (config.layers[1].options as { units: number }).units = 77;
    (config.layers[0].options as { shape: number[] }).shape[0] = 9;
    assert.notDeepEqual(model.toConfig(), config);
    assert.deepEqual(model.predict(x).shape, [7, 3]);
  });
});

describe('a model made again', () => {
  const ways: Record<string, (model: Model) => Model> = {
    'by modelFromConfig': (model) => modelFromConfig(model.toConfig()),
    'by modelFromConfig, through JSON': (model) => modelFromConfig(throughJson(model.toConfig())),
    'by clone': (model) => model.clone(),
  };
  for (const [way, again] of Object.entries(ways)) {
    it(`${way} has the weights that its seed draws, and none of what was learned`, () => {
      const model = row();
      model.compile({ optimizer: 'sgd', loss: 'mse' });
      model.fit(x, someRows(7, 3));
      const other = again(model);
      assertSameBits(other.getWeights(), row().getWeights());
      assertOtherBits(other.getWeights(), model.getWeights());
      assert.equal(String(other), String(model));
      assert.equal(other.summary(), row().summary());
      assert.throws(() => other.optimizer, 'is not compiled');
    });

    it(`${way} has the same graph, names, seed, type and options`, () => {
      const model = graph() as unknown as Model;
      const other = again(model);
      assert.deepEqual(other.toConfig(), model.toConfig());
      assert.deepEqual([other.name, other.seed, other.dtype], ['grafo', 12, 'float64']);
      assert.equal(other.summary(), model.summary());
      const rows = [x, someRows(7, 4, 8)] as never;
      const [p, q] = other.predict(rows) as unknown as ReturnType<ReturnType<typeof graph>['predict']>;
      const expected = model.predict(rows) as unknown as [typeof p, typeof q];
      assertSameBits([p, q], expected, 'predictions');
      assert.equal(other.layers.filter(({ type }) => type === 'Dense').length, 3, 'the shared layer is one');
      assert.equal(String(again(other)), String(other));
    });

    it(`${way} may wait for its input shape as the first does`, () => {
      const make = () =>
        Sequential([Dense(5, { activation: 'tanh', trainable: false }), Dense(3, { name: 'salida' })], {
          seed: 3,
        });
      const other = again(make());
      assert.deepEqual(other.toConfig(), make().toConfig());
      assertSameBits([other.predict(x)], [make().predict(x)], 'predictions');
      assert.deepEqual(
        other.parameters.map(({ name }) => name),
        ['salida/kernel', 'salida/bias'],
      );
    });

    it(`${way} keeps the input shape that its first layer says`, () => {
      const make = () => Sequential([Dense(5, { inputShape: [4] }), Dense(3)], { seed: 3 });
      const other = again(make());
      assert.deepEqual(other.toConfig(), make().toConfig());
      assertSameBits(other.getWeights(), make().getWeights());
    });
  }

  it('is of its own: what happens to one leaves the other alone', () => {
    const model = row();
    const other = model.clone();
    other.compile({ optimizer: 'sgd', loss: 'mse' });
    const before = model.getWeights();
    other.fit(x, someRows(7, 3), { epochs: 3 });
    other.getLayer('oculta').trainable = false;
    assertSameBits(model.getWeights(), before);
    assert.isTrue(model.getLayer('oculta').trainable);
  });

  it('with a seed that was drawn has that seed', () => {
    const model = Sequential([Input([4]), Dense(3)], { seed: 'random' });
    const other = model.clone();
    assert.equal(other.seed, model.seed);
    assertSameBits(other.getWeights(), model.getWeights());
  });

  it('may grow', () => {
    const other = modelFromConfig(row().toConfig()) as ReturnType<typeof Sequential>;
    const grown = row();
    for (const model of [grown, other]) model.add(Dense(2));
    assertSameBits(other.getWeights(), grown.getWeights());
  });

  it('is refused for what is no configuration', () => {
    const expected = 'expected what toConfig() of a model gave, received';
    const config = row().toConfig();
    // biome-ignore format: one case a line
    const bad: readonly (readonly [unknown, string])[] = [
      [undefined, `this is no model; ${expected} undefined.`],
      [null, `this is no model; ${expected} null.`],
      ['fila', `this is no model; ${expected} 'fila'.`],
      [row(), `this is no model; ${expected} a model.`],
      [JSON.stringify(config).slice(0, 20), `this is no model; ${expected} '{"kind":"Sequential"'.`],
      [{ ...config, kind: 'Sequencial' }, `this is no model; ${expected} a Sequencial.`],
      [{ ...config, layers: undefined }, `this is no model; ${expected} a Sequential.`],
      [{ ...config, layers: [{ type: 'Dense' }] }, `this is no model; ${expected} a Sequential.`],
      [{ ...config, nodes: [{ layer: 0 }] }, `this is no model; ${expected} a Sequential.`],
    ];
    for (const [value, words] of bad)
      assertMessage(
        () => modelFromConfig(value as ModelConfig),
        'ArgumentError',
        `modelFromConfig: ${words}`,
      );
    const apart = { ...config, nodes: config.nodes.with(1, { layer: 9, inputs: [0] }) };
    const message = 'modelFromConfig: the layers of the model do not fit together.';
    assertMessage(() => modelFromConfig(apart), 'DataError', message);
    const options = { customs: {} } as object;
    assertMessage(
      () => modelFromConfig(config, options),
      'ArgumentError',
      "modelFromConfig: unknown option; expected one of 'custom', received 'customs'. Did you mean 'custom'?",
    );
  });
});

describe('getLayer', () => {
  const [model, functional] = [row(), graph()];

  it('finds by name and by place, from the end too', () => {
    assert.strictEqual(model.getLayer('oculta'), model.layers[0]);
    assert.strictEqual(model.getLayer(1), model.layers[1]);
    assert.strictEqual(model.getLayer(-1), model.layers[2]);
    assert.equal(functional.getLayer(0).name, 'a');
    assert.equal(functional.getLayer('input_layer').type, 'InputLayer');
  });

  it('finds layers that wait for an input shape', () => {
    const first = Dense(5);
    const waiting = Sequential([first, Dense(3, { name: 'salida' })]);
    assert.strictEqual(waiting.getLayer(0), first);
    assert.equal(waiting.getLayer('salida').type, 'Dense');
  });

  it('refuses what is not there', () => {
    const names = "'oculta', 'dropout', 'dense'";
    // biome-ignore format: one case a line
    const bad: readonly (readonly [unknown, string])[] = [
      ['oculto', `unknown layer; expected one of ${names}, received 'oculto'. Did you mean 'oculta'?`],
      ['', `unknown layer; expected one of ${names}, received ''.`],
      [3, 'there is no such layer; expected a number from 0 to 2, or a name, received 3.'],
      [-4, 'there is no such layer; expected a number from 0 to 2, or a name, received -4.'],
      [1.5, 'there is no such layer; expected a number from 0 to 2, or a name, received 1.5.'],
      [Number.NaN, 'there is no such layer; expected a number from 0 to 2, or a name, received NaN.'],
      [undefined, 'there is no such layer; expected a number from 0 to 2, or a name, received undefined.'],
      [null, 'there is no such layer; expected a number from 0 to 2, or a name, received null.'],
    ];
    for (const [which, words] of bad)
      assertMessage(() => model.getLayer(which as string), 'ArgumentError', `fila.getLayer: ${words}`);
  });
});

describe('pop', () => {
  it('takes the last layer away, and gives it; the others keep their weights', () => {
    const model = row();
    const [kernel, bias] = model.getWeights();
    const last = model.layers[2];
    assert.strictEqual(model.pop(), last);
    assert.equal(model.pop().type, 'Dropout');
    assertSameBits(model.getWeights(), [kernel, bias]);
    assert.deepEqual(model.predict(x).shape, [7, 5]);
    const relu = model.predict(x).data;
    const neta = Array.from({ length: 35 }, (_, i) =>
      Array.from(
        { length: 4 },
        (_, j) => x.data[4 * Math.floor(i / 5) + j] * kernel.data[5 * j + (i % 5)],
      ).reduce((a, b) => a + b, 0),
    );
    assertClose(
      relu,
      neta.map((value) => Math.max(0, value)),
      1e-5,
    );
  });

  it('and add put layers in exchange', () => {
    const model = row();
    model.pop();
    model.add(Dense(2, { activation: 'softmax' }));
    assert.deepEqual(
      model.layers.map(({ type }) => type),
      ['Dense', 'Dropout', 'Dense'],
    );
    model.compile({ optimizer: 'sgd', loss: 'categorical_crossentropy' });
    model.fit(x, someClasses(7, 2));
    assert.deepEqual(model.predict(x).shape, [7, 2]);
    assert.deepEqual(modelFromConfig(model.toConfig()).toConfig(), model.toConfig());
  });

  it('leaves the Input of the last layer of all, to which others may be added', () => {
    const model = Sequential([Input([4]), Dense(3)]);
    model.pop();
    assert.deepEqual(model.layers, []);
    assert.throws(() => model.predict(x), 'predict: sequential is not built.');
    model.add(Dense(2));
    assert.deepEqual(
      model.getWeights().map(({ shape }) => shape),
      [[4, 2], [2]],
    );
  });

  it('takes layers from those that wait', () => {
    const model = Sequential([Dense(5), Dense(3)]);
    assert.match(String(model.pop()), /^Dense\(3\)/);
    assert.deepEqual(model.predict(x).shape, [7, 5]);
  });

  it('is refused where there is none, and of a graph; so is add', () => {
    assertMessage(
      () => Sequential().pop(),
      'ArgumentError',
      'pop: there is no layer. add(layer) puts one there.',
    );
    const functional = graph() as unknown as ReturnType<typeof Sequential>;
    const before = functional.toConfig();
    assertMessage(
      () => functional.pop(),
      'ArgumentError',
      'pop: only a Sequential can lose its last layer. Make another Model, with an earlier node as outputs.',
    );
    assertMessage(
      () => functional.add(Dense(3)),
      'ArgumentError',
      'add: only a Sequential can be given layers. Call a layer on a node, and make a Model of the nodes.',
    );
    assert.deepEqual(functional.toConfig(), before);
  });
});
