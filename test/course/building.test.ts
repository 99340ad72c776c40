/**
 * The course, building a net in Keras (S14 to S18, D18 to D20): every way to write it, and what `summary` prints.
 */
import { assert } from 'chai';
import { Activation, Dense, Input, type Model as AnyModel, Model, Sequential } from '../../src/index.ts';
import { peer } from '../shared/values.ts';

const { summaries } = peer<{ summaries: Record<'keras3' | 'keras2', Record<string, string>> }>('course.json');

/** The six nets whose summary the slides show. */
const six: Readonly<Record<string, () => AnyModel>> = {
  a: () =>
    Sequential([
      Input({ shape: [4] }),
      Dense(2, { activation: 'tanh', name: 'dense_1' }),
      Dense(3, { activation: 'sigmoid', name: 'dense_2' }),
    ]),
  b() {
    const model = Sequential();
    model.add(Dense(2, { inputShape: [4] }));
    model.add(Activation('tanh'));
    model.add(Dense(3));
    model.add(Activation('softmax'));
    return model;
  },
  c: () =>
    Sequential([
      Dense(2, { inputShape: [4], activation: 'tanh', name: 'Oculto' }),
      Dense(3, { activation: 'softmax', name: 'salida' }),
    ]),
  d: () =>
    Sequential([
      Input({ shape: [4] }),
      Dense(2, { name: 'Oculto' }),
      Activation('tanh', { name: 'FunH' }),
      Dense(3, { name: 'salida' }),
      Activation('softmax', { name: 'FunO' }),
    ]),
  e() {
    const I = Input({ shape: [4], name: 'Entrada' });
    const oculta = Dense({ units: 2, activation: 'tanh', name: 'Oculto' })(I);
    const salida = Dense({ units: 3, activation: 'softmax', name: 'salida' })(oculta);
    return Model({ inputs: I, outputs: salida });
  },
  f() {
    const I = Input({ shape: [4], name: 'entrada' });
    const oculta = Activation('tanh', { name: 'FunH' })(Dense(2, { name: 'Oculto' })(I));
    const salida = Activation('softmax', { name: 'FunO' })(Dense(3, { name: 'salida' })(oculta));
    return Model({ inputs: I, outputs: salida });
  },
};

/** Output shapes and numbers of parameters, row by row, read from a summary of either style. */
function rowsOf(text: string): (readonly [name: string, shape: string, parameters: number])[] {
  return [...text.matchAll(/^[ │]+(\S+) \(\w+\)[ │]+\[?\((None, \d+)\)\]?[ │]+(\d+)/gm)].map(
    ([, name, shape, parameters]) => [name, shape, Number(parameters)],
  );
}

describe('the course: building a net', () => {
  describe('S17, the six summaries of the slides, letter by letter', () => {
    for (const [slide, make] of Object.entries(six)) {
      it(`${slide}, as Keras 2 prints it`, () =>
        assert.equal(make().summary({ style: 'keras2' }), summaries.keras2[slide]));
      it(`${slide}, as Keras 3 prints it`, () => assert.equal(make().summary(), summaries.keras3[slide]));
    }

    it('a: 10 and 9 parameters, 19 in all, all of them trained', () => {
      const lines = six.a().summary({ style: 'keras2' }).split('\n');
      assert.deepEqual(lines.slice(4, 8), [
        ' dense_1 (Dense)             (None, 2)                 10        ',
        ' '.repeat(65),
        ' dense_2 (Dense)             (None, 3)                 9         ',
        ' '.repeat(65),
      ]);
      assert.deepEqual(
        lines.slice(9, 12).map((line) => line.replace(/ \(.*/, '')),
        ['Total params: 19', 'Trainable params: 19', 'Non-trainable params: 0'],
      );
      // W (4, 2) and b (2); W (2, 3) and b (3)
      assert.deepEqual(
        rowsOf(lines.join('\n')).map(([, , parameters]) => parameters),
        [4 * 2 + 2, 2 * 3 + 3],
      );
    });

    it('b: activations apart have no parameters, and names that count', () => {
      for (const style of ['keras2', 'keras3'] as const) {
        assert.deepEqual(rowsOf(six.b().summary({ style })), [
          ['dense', 'None, 2', 10],
          ['activation', 'None, 2', 0],
          ['dense_1', 'None, 3', 9],
          ['activation_1', 'None, 3', 0],
        ]);
      }
    });

    it('c and d: layers have the names that were given', () => {
      assert.deepEqual(
        rowsOf(six.c().summary()).map(([name]) => name),
        ['Oculto', 'salida'],
      );
      assert.deepEqual(
        rowsOf(six.d().summary()).map(([name]) => name),
        ['Oculto', 'FunH', 'salida', 'FunO'],
      );
    });

    it('D18: the shape of an input is a list in Keras 2, and a pair in Keras 3', () => {
      assert.include(
        six.e().summary({ style: 'keras2' }),
        ' Entrada (InputLayer)        [(None, 4)]               0 ',
      );
      assert.include(
        six.f().summary({ style: 'keras3' }),
        '│ entrada (InputLayer)                 │ (None, 4) ',
      );
    });

    it('D19: the number of rows is None in both styles', () => {
      for (const make of Object.values(six)) {
        for (const style of ['keras2', 'keras3'] as const) {
          assert.notMatch(make().summary({ style }), /null|undefined|NaN/);
          assert.include(make().summary({ style }), '(None, 2)');
        }
      }
    });
  });

  describe('one net, however it is written', () => {
    const tanh = { activation: 'tanh' } as const;
    const sigmoid = { activation: 'sigmoid' } as const;

    /** All ways of the slides, for the same seed. */
    const ways: Readonly<Record<string, () => AnyModel>> = {
      'S15, layer by layer after an Input': () => {
        const model = Sequential();
        model.add(Input({ shape: [4] }));
        model.add(Dense(2, tanh));
        model.add(Dense(3, sigmoid));
        return model;
      },
      'S16, the shape on the first layer': () => {
        const model = Sequential();
        model.add(Dense(2, { inputShape: [4], activation: 'tanh' }));
        model.add(Dense(3, sigmoid));
        return model;
      },
      'S18, activations apart': () => {
        const model = Sequential();
        model.add(Input({ shape: [4] }));
        model.add(Dense(2));
        model.add(Activation('tanh'));
        model.add(Dense(3));
        model.add(Activation('sigmoid'));
        return model;
      },
      'S18, a list': () => Sequential([Input({ shape: [4] }), Dense(2, tanh), Dense(3, sigmoid)]),
      'S18, a list with names': () =>
        Sequential([
          Input({ shape: [4] }),
          Dense(2, { activation: 'tanh', name: 'Oculto' }),
          Dense(3, { activation: 'sigmoid', name: 'salida' }),
        ]),
      'S18, functional': () => {
        const I = Input({ shape: [4], name: 'Entrada' });
        const oculta = Dense({ units: 2, activation: 'tanh', name: 'Oculto' })(I);
        return Model({
          inputs: I,
          outputs: Dense({ units: 3, activation: 'sigmoid', name: 'salida' })(oculta),
        });
      },
      'S18, layers first, then red = salida(oculta(I))': () => {
        const I = Input({ shape: [4] });
        const oculta = Dense(2, tanh);
        const salida = Dense(3, sigmoid);
        const red = salida(oculta(I));
        return Model({ inputs: I, outputs: red });
      },
      'D20, Input of a list alone': () =>
        Sequential([Input([4]), Dense({ units: 2, ...tanh }), Dense(3, sigmoid)]),
      'no shape at all: the first data tell it': () => Sequential([Dense(2, tanh), Dense(3, sigmoid)]),
    };
    const x = [
      [5.1, 3.5, 1.4, 0.2],
      [6.3, 2.9, 5.6, 1.8],
    ];

    for (const [way, make] of Object.entries(ways)) {
      it(way, () => {
        const model = make();
        const y = model.predict(x);
        assert.deepEqual(y.shape, [2, 3]);
        assert.deepEqual(
          model.getWeights().map(({ shape }) => shape),
          [[4, 2], [2], [2, 3], [3]],
        );
        assert.deepEqual(y, ways['S18, a list']().predict(x));
      });
    }

    it('S18: a layer in a list is found by its name', () => {
      const model = ways['S18, a list with names']();
      assert.deepEqual(
        model.layers.map(({ name }) => name),
        ['Oculto', 'salida'],
      );
      assert.strictEqual(model.getLayer('salida'), model.layers[1]);
    });

    it('S3: the dimensions of data and classes set those of input and output', () => {
      const model = ways['S15, layer by layer after an Input']();
      assert.throws(() => model.predict([[5.1, 3.5, 1.4]]), 'expected [rows, 4], received [1, 3]');
      assert.deepEqual(model.predict(x).shape, [2, 3]);
    });
  });
});
