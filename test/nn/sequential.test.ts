/**
 * Sequential: all ways to say which layers there are and what goes in.
 */
import { assert } from 'chai';
import {
  Activation,
  Dense,
  Dropout,
  Input,
  type Model,
  Sequential,
  type SequentialModel,
} from '../../src/nn/index.ts';
import { assertRefused } from '../shared/values.ts';
import { assertSameBits, assertSameState, someClasses, someRows, stateOf } from './shared/training.ts';

const x = someRows(11, 4);
const t = someClasses(11, 3);
const layers = () => [Dense(5, { activation: 'tanh' }), Dropout(0.2), Dense(3, { activation: 'softmax' })];

function train(model: Model): object {
  model.compile({ optimizer: 'adam', loss: 'categorical_crossentropy' });
  return model.fit(x, t, { batchSize: 4, epochs: 2 }).history;
}

/** The same model, made in every way. */
const ways: Record<string, () => SequentialModel> = {
  'a list with an Input': () => Sequential([Input({ shape: [4] }), ...layers()]),
  'an Input by its shape alone': () => Sequential([Input([4]), ...layers()]),
  'inputShape on the first layer': () =>
    Sequential([Dense(5, { activation: 'tanh', inputShape: [4] }), ...layers().slice(1)]),
  'layers added one by one': () => {
    const model = Sequential();
    model.add(Input({ shape: [4] }));
    for (const layer of layers()) model.add(layer);
    return model;
  },
  'layers added after inputShape': () => {
    const model = Sequential();
    model.add(Dense(5, { activation: 'tanh', inputShape: [4] }));
    for (const layer of layers().slice(1)) model.add(layer);
    return model;
  },
  'one object of options': () =>
    Sequential([
      Input({ shape: [4] }),
      Dense({ units: 5, activation: 'tanh' }),
      Dropout({ rate: 0.2 }),
      Dense({ units: 3, activation: 'softmax' }),
    ]),
  'data that tell the shape': () => Sequential(layers()),
  'layers added, and data that tell the shape': () => {
    const model = Sequential();
    for (const layer of layers()) model.add(layer);
    return model;
  },
};

describe('Sequential', () => {
  describe('is the same model from', () => {
    let expected: SequentialModel;
    let history: object;
    before(() => {
      expected = ways['a list with an Input']();
      history = train(expected);
    });
    for (const [way, make] of Object.entries(ways)) {
      it(way, () => {
        const model = make();
        assert.deepEqual(train(model), history);
        assertSameState(stateOf(model), stateOf(expected));
        assert.equal(String(model), String(expected));
      });
    }
  });

  it('lists its layers without the input', () => {
    for (const make of Object.values(ways)) {
      const model = make();
      assert.deepEqual(
        model.layers.map(({ type }) => type),
        ['Dense', 'Dropout', 'Dense'],
      );
      train(model);
      assert.deepEqual(
        model.layers.map(({ name }) => name),
        ['dense', 'dropout', 'dense_1'],
      );
    }
    assert.deepEqual(Sequential([Input([4])]).layers, []);
  });

  it('names layers, counting within the model', () => {
    const named = () =>
      Sequential([
        Input([4]),
        Dense(5),
        Activation('tanh'),
        Dense(4, { name: 'Oculto' }),
        Activation('tanh'),
        Dense(3),
        Dropout(0.1),
      ]).layers.map(({ name }) => name);
    const names = ['dense', 'activation', 'Oculto', 'activation_1', 'dense_1', 'dropout'];
    assert.deepEqual(named(), names);
    assert.deepEqual(named(), names, 'whatever was made before');
  });

  it('passes over names that are taken', () => {
    const model = Sequential([Input([4]), Dense(5, { name: 'dense_1' }), Dense(4), Dense(3)]);
    assert.deepEqual(
      model.layers.map(({ name }) => name),
      ['dense_1', 'dense', 'dense_2'],
    );
  });

  describe('that waits for data', () => {
    const work: Record<string, (model: Model) => unknown> = {
      fit: (model) => model.fit(x, t),
      train: (model) => [...model.train(x, t)],
      evaluate: (model) => model.evaluate(x, t),
      predict: (model) => model.predict(x),
      call: (model) => model.call(x),
    };
    for (const [name, use] of Object.entries(work)) {
      it(`is built by ${name}, and keeps its weights from then on`, () => {
        const [waiting, built] = [Sequential(layers()), ways['a list with an Input']()];
        for (const model of [waiting, built]) model.compile({ loss: 'categorical_crossentropy' });
        for (const model of [waiting, built]) use(model);
        assertSameBits(waiting.getWeights(), built.getWeights());
        assertSameBits([waiting.predict(x)], [built.predict(x)]);
      });
    }

    it('is built by fitAsync', async () => {
      const [waiting, built] = [Sequential(layers()), ways['a list with an Input']()];
      for (const model of [waiting, built]) {
        model.compile({ loss: 'categorical_crossentropy' });
        await model.fitAsync(x, t);
      }
      assertSameBits(waiting.getWeights(), built.getWeights());
    });

    it('is not built by what is refused', () => {
      const model = Sequential(layers());
      model.compile({ loss: 'categorical_crossentropy' });
      const wide = someRows(11, 6);
      assertRefused(() => model.fit(wide, someClasses(10, 3)), 'ShapeError', 'differ in rows');
      assertRefused(() => model.fit(wide, someClasses(11, 4)), 'ShapeError', 'do not fit');
      assertRefused(() => model.fit(wide, t, { epochs: -1 }), 'ArgumentError', 'epochs');
      assertRefused(() => model.fit(wide, t, { validationData: [x, t] }), 'ShapeError', 'validationData[0]');
      assertRefused(() => model.evaluate(wide, someClasses(11, 4)), 'ShapeError', 'do not fit');
      assertRefused(() => model.evaluate(wide, t, { batchSize: 0 }), 'ArgumentError', 'batchSize');
      assertRefused(() => model.predict(wide, { batchSize: 0 }), 'ArgumentError', 'batchSize');
      assertRefused(() => model.predict([1, 2, 3]), 'ShapeError', 'x tells no shape of one row');
      assertRefused(() => model.summary(), 'StateError', 'not built');
      assert.deepEqual(
        model.layers.map(({ name }) => name),
        ['', '', ''],
      );
      // so that the right data still decide
      assert.deepEqual(train(model), train(ways['a list with an Input']()));
    });

    it('takes rows of more axes than one', () => {
      const model = Sequential([Dense(3)]);
      assert.deepEqual(model.predict({ data: someRows(5, 8).data, shape: [5, 2, 4] }).shape, [5, 2, 3]);
      assertRefused(() => model.predict(x), 'ShapeError', 'expected [rows, 2, 4], received [11, 4]');
    });
  });

  it('may grow after it was used: old layers keep their weights', () => {
    const model = Sequential([Input([4]), Dense(5, { activation: 'tanh' })]);
    const before = model.getWeights();
    model.predict(x);
    model.add(Dense(3, { activation: 'softmax' }));
    assertSameBits(model.getWeights().slice(0, 2), before);
    assert.deepEqual(model.predict(x).shape, [11, 3]);
    const whole = Sequential([
      Input([4]),
      Dense(5, { activation: 'tanh' }),
      Dense(3, { activation: 'softmax' }),
    ]);
    assertSameBits(model.getWeights(), whole.getWeights());
    assert.deepEqual(train(model), train(whole));
  });

  it('may grow after its data built it', () => {
    const model = Sequential([Dense(5, { activation: 'tanh' })]);
    model.predict(x);
    model.add(Dense(3));
    assert.deepEqual(model.predict(x).shape, [11, 3]);
    assert.deepEqual(
      model.layers.map(({ name }) => name),
      ['dense', 'dense_1'],
    );
  });
});
