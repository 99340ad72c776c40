/**
 * Models: weights and their copies, seeds, names, and how a model shows itself.
 */
import { inspect } from 'node:util';
import { assert } from 'chai';
import {
  Activation,
  Dense,
  Dropout,
  Input,
  l2,
  type Layer,
  Model,
  type ModelOptions,
  Sequential,
  type SummaryStyle,
} from '../../src/nn/index.ts';
import { Adam } from '../../src/optim/index.ts';
import { Tensor } from '../../src/tensor/index.ts';
import { peer } from '../shared/values.ts';
import {
  assertOtherBits,
  assertSameBits,
  assertSameState,
  someClasses,
  someRows,
  stateOf,
} from './shared/training.ts';

const x = someRows(11, 4);
const t = someClasses(11, 3);

const hidden = () => [Dense(5, { activation: 'tanh', kernelRegularizer: l2(0.01) }), Dropout(0.3)];
const last = () => Dense(3, { activation: 'softmax' });

const sequential = (options: ModelOptions = {}) =>
  Sequential([Input({ shape: [4] }), ...hidden(), last()], options);

function functional(options: ModelOptions = {}): Model {
  const inputs = Input({ shape: [4] });
  const outputs = [...hidden(), last()].reduce((node, layer) => layer(node), inputs);
  return Model({ inputs, outputs, ...options });
}

function train(model: Model): object {
  model.compile({ optimizer: Adam(), loss: 'categorical_crossentropy', metrics: ['accuracy'] });
  return model.fit(x, t, { batchSize: 4, epochs: 2, validationSplit: 0.2 }).history;
}

describe('a model', () => {
  it('is the same whether it is made as a Sequential or as a graph: weights, training, predictions', () => {
    for (const seed of [0, 31]) {
      const [one, other] = [sequential({ seed }), functional({ seed })];
      assertSameBits(one.getWeights(), other.getWeights());
      assert.deepEqual(train(one), train(other));
      assertSameState(stateOf(one), stateOf(other));
      assertSameBits([one.predict(x)], [other.predict(x)]);
    }
  });

  describe('has a seed', () => {
    it('that settles its start weights', () => {
      const kernel = (seed: number) => sequential({ seed }).getWeights();
      assertSameBits(kernel(7), kernel(7));
      assertOtherBits(kernel(7), kernel(8));
      assert.equal(sequential({ seed: 7 }).seed, 7);
    });

    it("that is drawn with 'random', shown, and gives the same model again", () => {
      const drawn = sequential({ seed: 'random' });
      const { seed } = drawn;
      assert.isTrue(Number.isSafeInteger(seed) && seed >= 0);
      assert.notEqual(seed, sequential({ seed: 'random' }).seed);
      const again = sequential({ seed });
      assertSameBits(again.getWeights(), drawn.getWeights());
      assert.deepEqual(train(drawn), train(again));
    });
  });

  describe('gives and takes weights', () => {
    it('as copies, layer by layer: kernel, then bias', () => {
      const model = sequential();
      const weights = model.getWeights();
      assert.deepEqual(
        weights.map(({ shape }) => shape),
        [[4, 5], [5], [5, 3], [3]],
      );
      const [first, dropout, second] = model.layers;
      assertSameBits([...first.getWeights(), ...second.getWeights()], weights);
      assert.deepEqual(dropout.getWeights(), []);
      const before = model.getWeights();
      for (const { data } of [...weights, ...first.getWeights()]) data.fill(9);
      assertSameBits(model.getWeights(), before);
    });

    it('of every kind of data, and copies them', () => {
      const model = sequential();
      const [source, expected] = [sequential({ seed: 3 }), sequential({ seed: 3 })];
      const [k1, b1, k2, b2] = source.getWeights();
      model.setWeights([
        k1.toArray(),
        b1.data,
        { data: k2.data, shape: k2.shape },
        new Tensor(Float64Array.from(b2.data), [3]),
      ]);
      assertSameBits(model.getWeights(), source.getWeights());
      k2.data.fill(9);
      assertSameBits(model.getWeights(), expected.getWeights());
    });

    it('through its layers', () => {
      const model = sequential();
      const other = sequential({ seed: 3 });
      const [kernel, bias] = other.layers[0].getWeights();
      model.layers[0].setWeights([kernel, bias]);
      assertSameBits(model.getWeights().slice(0, 2), [kernel, bias]);
      assertOtherBits([model.predict(x)], [sequential().predict(x)]);
    });

    it('while Programs are in use: they see what was set', () => {
      const [a, b] = [sequential(), sequential({ seed: 3 })];
      train(a);
      a.predict(x);
      a.setWeights(b.getWeights());
      assertSameBits([a.predict(x)], [b.predict(x)]);
    });
  });

  it('lists its parameters, named after their layers', () => {
    const model = sequential();
    assert.deepEqual(
      model.parameters.map(({ name, shape }) => [name, shape]),
      [
        ['dense/kernel', [4, 5]],
        ['dense/bias', [5]],
        ['dense_1/kernel', [5, 3]],
        ['dense_1/bias', [3]],
      ],
    );
  });

  it('has a name', () => {
    assert.equal(sequential().name, 'sequential');
    assert.equal(functional().name, 'functional');
    assert.equal(sequential({ name: 'Iris' }).name, 'Iris');
    assert.equal(functional({ name: 'Iris' }).name, 'Iris');
  });

  it('prints itself', () => {
    const body = '[Dense(5, tanh, l2(0.01)) "dense", Dropout(0.3) "dropout", Dense(3, softmax) "dense_1"]';
    const model = sequential({ name: 'Iris' });
    assert.equal(String(model), `Sequential "Iris" ${body}`);
    assert.equal(inspect(model), String(model));
    assert.include(inspect([model]), String(model));
    assert.equal(
      String(functional()),
      `Model "functional" ${body.replace('[', '[InputLayer([4]) "input_layer", ')}`,
    );
    assert.equal(String(Sequential([Dense(3)])), 'Sequential "sequential" [Dense(3)]');
    assert.equal(String(Sequential()), 'Sequential "sequential" []');
  });

  it('is of its kind, and of float32 unless told', () => {
    const model = sequential();
    assert.equal(model.kind, 'model');
    assert.equal(model.dtype, 'float32');
    assert.isTrue(model.getWeights().every(({ dtype }) => dtype === 'float32'));
    assert.equal(model.step.value, 0);
  });
});

describe('summary', () => {
  interface PeerLayer {
    readonly type: 'Input' | 'Dense' | 'Activation' | 'Dropout';
    readonly name?: string;
    readonly shape?: readonly number[];
    readonly units?: number;
    readonly activation?: 'tanh';
    readonly useBias?: boolean;
    readonly trainable?: boolean;
    readonly rate?: number;
  }
  interface PeerCase {
    readonly style: SummaryStyle;
    readonly lineLength: number;
    readonly model: {
      readonly kind: 'sequential' | 'functional';
      readonly name: string | null;
      readonly layers: readonly PeerLayer[];
      readonly fitted?: 'sgd' | 'adam';
    };
    readonly text: string;
  }

  const named = (name: string | undefined) => (name === undefined ? {} : { name });

  function layerOf({
    type,
    name,
    units = 0,
    activation = undefined,
    useBias = true,
    rate = 0,
  }: PeerLayer): Layer {
    if (type === 'Activation') return Activation(activation ?? 'linear', named(name));
    if (type === 'Dropout') return Dropout(rate, named(name));
    return Dense(units, { activation: activation ?? 'linear', useBias, ...named(name) });
  }

  function build({ style, model: { kind, name, layers } }: PeerCase): Model {
    const [input, ...rest] = layers;
    // Keras 2 calls what nobody named otherwise
    const inputName = input.name ?? (style === 'keras2' ? 'input_1' : undefined);
    const own = name ?? (style === 'keras2' && kind === 'functional' ? 'model' : undefined);
    const inputs = Input({ shape: input.shape!, ...named(inputName) });
    const made = rest.map(layerOf);
    if (kind === 'sequential') return Sequential([inputs, ...made], named(own));
    return Model({ inputs, outputs: made.reduce((node, layer) => layer(node), inputs), ...named(own) });
  }

  const { cases } = peer<{ cases: readonly PeerCase[] }>('summaries.json');
  const small = cases.filter(({ model: { layers, fitted } }) => {
    const known = layers.every(({ trainable = true, units = 0 }) => trainable && units < 1000);
    return known && fitted === undefined;
  });

  for (const [i, one] of small.entries()) {
    it(`of a model is the text of Keras: ${one.style}, ${one.lineLength} wide, ${i}`, () => {
      const { style, lineLength, text } = one;
      const model = build(one);
      assert.equal(`${model.summary({ style, lineLength })}\n`, text);
      if (style === 'keras3' && lineLength === 88) assert.equal(`${model.summary()}\n`, text);
    });
  }

  it('is compared for most models', () => assert.isAtLeast(small.length, 20));

  it('counts what the optimizer remembers once it has trained the model', () => {
    const model = sequential();
    const before = model.summary();
    assert.notInclude(before, 'Optimizer');
    model.compile({ optimizer: 'adam', loss: 'categorical_crossentropy' });
    assert.equal(model.summary(), before);
    train(model);
    assert.equal(model.summary(), `${before}\n Optimizer params: 86 (344.00 B)`); // m and v of 43 numbers
  });

  it('counts eight bytes a number in double precision', () => {
    assert.include(sequential({ dtype: 'float64' }).summary(), ' Total params: 43 (344.00 B)');
  });
});
