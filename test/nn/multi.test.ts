/**
 * Models of several inputs and outputs: data and losses by place and by name, and what is reported of each output.
 */
import { assert } from 'chai';
import { add, backward, scale } from '../../src/autograd/index.ts';
import {
  type CompileOptions,
  Concatenate,
  Dense,
  Dropout,
  type FitOptions,
  Input,
  l2,
  losses,
  Model,
  Sequential,
} from '../../src/nn/index.ts';
import { Adam } from '../../src/optim/index.ts';
import { Tensor, tensor } from '../../src/tensor/index.ts';
import { assertClose, generic } from '../shared/values.ts';
import { under, underEachExecutor } from './shared/each-executor.ts';
import { assertOtherBits, assertSameBits, someClasses, someRows } from './shared/training.ts';
import { withReference } from '../shared/with-reference.ts';

const [ROWS, BATCH] = [11, 4];
const [xa, xb] = [someRows(ROWS, 4, 1), someRows(ROWS, 3, 2)];
const [tClass, tValue] = [someClasses(ROWS, 3, 3), someRows(ROWS, 2, 4)];
const [x, t] = [[xa, xb] as const, [tClass, tValue] as const];
const named = { x: { b: xb, a: xa }, t: { valor: tValue, clase: tClass } };

/** Two inputs that meet, and two outputs that part; a layer that both inputs share. */
function graph(dtype: 'float32' | 'float64' = 'float32') {
  const a = Input({ shape: [4], name: 'a' });
  const b = Input({ shape: [3], name: 'b' });
  const shared = Dense(5, { activation: 'tanh', name: 'comun', kernelRegularizer: l2(0.013) });
  const met = Concatenate()(shared(Dense(6)(a)), Dropout(0.2)(shared(Dense(6, { activation: 'tanh' })(b))));
  const clase = Dense(3, { activation: 'softmax', name: 'clase' })(met);
  return Model({ inputs: [a, b], outputs: [clase, Dense(2, { name: 'valor' })(met)], seed: 9, dtype });
}

const compile: CompileOptions = {
  loss: ['categorical_crossentropy', 'mse'],
  lossWeights: [1, 0.37],
  metrics: [['accuracy'], ['mae', 'mse']],
};

function net(options: Partial<CompileOptions> = {}) {
  const model = graph();
  model.compile({ optimizer: Adam({ learningRate: 0.02 }), ...compile, ...options });
  return model;
}

const fitOptions = { epochs: 3, batchSize: BATCH, verbose: 0 } as const;
const part = ({ data, shape: [, columns] }: Tensor, start: number, end = start + BATCH) => {
  const rows = data.slice(start * columns, end * columns);
  return new Tensor(rows, [rows.length / columns, columns]);
};

describe('what a model of several outputs watches', () => {
  const keys = (options: Partial<CompileOptions>) =>
    Object.keys(net({ loss: 'mse', metrics: [], ...options }).evaluate(x, t, { returnDict: true })).filter(
      (key) => !/loss|penalty/.test(key),
    );

  it('is told as a list for each, or as one for each, in order or by name', () => {
    assert.sameMembers(keys({ metrics: [['mae'], ['mse', 'mae']] }), ['clase_mae', 'valor_mse', 'valor_mae']);
    assert.sameMembers(keys({ metrics: ['mae', 'mse'] }), ['clase_mae', 'valor_mse']);
    assert.sameMembers(keys({ metrics: [losses.mae, ['mse']] }), ['clase_mean_absolute_error', 'valor_mse']);
    assert.sameMembers(keys({ metrics: { valor: 'mae' } }), ['valor_mae']);
    assert.sameMembers(keys({ metrics: { valor: 'mae', clase: ['mae'] } }), ['clase_mae', 'valor_mae']);
    assert.sameMembers(keys({ metrics: { valor: 'mae' }, weightedMetrics: ['mae', 'mae'] }), [
      'valor_mae',
      'clase_mae',
      'valor_weighted_mae',
    ]);
    assert.deepEqual(keys({ metrics: [[], []] }), []);
  });

  it('may be told by the name of the only output too', () => {
    const model = Sequential([Input([4]), Dense(2, { name: 'salida' })]);
    model.compile({ loss: 'mse', metrics: { salida: 'mae' }, weightedMetrics: { salida: ['mae'] } });
    const measured = model.evaluate(xa, tValue, { returnDict: true });
    assert.sameMembers(Object.keys(measured), ['loss', 'mae', 'weighted_mae']);
  });
});

describe('a model of several inputs and outputs', () => {
  underEachExecutor(() => {
    it('takes data by place and by name, to the same bits', () => {
      const [byPlace, byName, mixed] = [net(), net(), net()];
      const expected = byPlace.fit(x, t, { ...fitOptions, validationData: [x, t] });
      const other = byName.fit(named.x, named.t, { ...fitOptions, validationData: [named.x, named.t] });
      const third = mixed.fit(x, named.t, { ...fitOptions, validationData: [named.x, t] });
      for (const model of [byName, mixed]) assertSameBits(model.getWeights(), byPlace.getWeights());
      assert.deepEqual([other.history, third.history], [expected.history, expected.history]);
      assert.deepEqual(byName.evaluate(named.x, named.t), byPlace.evaluate(x, t));
      const predictions = byPlace.predict(x);
      assertSameBits(byName.predict(named.x), predictions, 'predictions');
      assertSameBits(byName.predictOnBatch(named.x), byPlace.predictOnBatch(x), 'predictions');
      assertSameBits(byName.call(named.x).predictions, byPlace.call(x).predictions, 'predictions');
      assert.deepEqual(
        predictions.map(({ shape }) => shape),
        [
          [ROWS, 3],
          [ROWS, 2],
        ],
      );
    });

    it('takes losses, weights and metrics for all, by place and by name', () => {
      const pairs: readonly (readonly [Partial<CompileOptions>, Partial<CompileOptions>])[] = [
        [{}, { loss: { valor: 'mse', clase: 'categorical_crossentropy' } }],
        [{}, { loss: [losses.categorical_crossentropy, losses.mse] }],
        [{}, { lossWeights: { clase: 1, valor: 0.37 } }],
        [{}, { lossWeights: { valor: 0.37 } }],
        [{}, { metrics: { valor: ['mae', 'mse'], clase: ['accuracy'] } }],
        [{ loss: 'mse' }, { loss: ['mse', 'mse'] }],
        [{ loss: 'mse' }, { loss: { clase: 'mse', valor: losses.mse } }],
        [{ lossWeights: 0.6 }, { lossWeights: [0.6, 0.6] }],
        [{ lossWeights: null }, { lossWeights: [1, 1] }],
        [{ metrics: [] }, { metrics: [[], []] }],
        [{ metrics: { valor: ['mae'] } }, { metrics: [[], ['mae']] }],
      ];
      for (const [one, other] of pairs) {
        const [a, b] = [net(one), net(other)];
        const what = JSON.stringify(other);
        assert.deepEqual(b.fit(x, t, fitOptions).history, a.fit(x, t, fitOptions).history, what);
        assertSameBits(b.getWeights(), a.getWeights(), what);
      }
    });

    it('adds up the losses with their weights, penalty included, and reports each before its weight', () => {
      for (const batchSize of [ROWS, BATCH, 1]) {
        const found = net().evaluate(x, t, { batchSize, returnDict: true });
        const [p, q] = net().predict(x);
        const clase = losses.categorical_crossentropy(tClass, p).item();
        const valor = losses.mse(tValue, q).item();
        const penalty = net().call(x).penalty!.item();
        assertClose([found.clase_loss, found.valor_loss], [clase, valor], 1e-5);
        assertClose([found.loss], [clase + 0.37 * valor + penalty], 1e-5);
        assertClose([found.valor_mse, found.valor_mae], [valor, losses.mae(tValue, q).item()], 1e-5);
        assert.isAbove(penalty, 0.01);
      }
    });

    it('names what it reports as Keras does', () => {
      const model = net();
      const { history } = model.fit(x, t, { ...fitOptions, validationSplit: 0.3 });
      const own = [
        'clase_accuracy',
        'clase_loss',
        'data_loss',
        'loss',
        'penalty',
        'valor_loss',
        'valor_mae',
        'valor_mse',
      ];
      assert.deepEqual(Object.keys(history), [...own, ...own.map((key) => `val_${key}`)]);
      const order = ['loss', 'clase_loss', 'valor_loss', 'clase_accuracy', 'valor_mae', 'valor_mse'];
      const byName = model.evaluate(x, t, { returnDict: true });
      assert.deepEqual(Object.keys(byName), order);
      assert.deepEqual(
        model.evaluate(x, t),
        order.map((key) => byName[key]),
      );
      assert.deepEqual(Object.keys(model.trainOnBatch(x, t, { returnDict: true })), order);
    });

    it('gives weights of samples to all outputs, or to each its own', () => {
      const weights = [generic(ROWS, [0.2, 2], { seed: 5 }), generic(ROWS, [0.2, 2], { seed: 6 })] as const;
      const fit = (sampleWeight: FitOptions['sampleWeight']) => {
        const model = net();
        const { history } = model.fit(x, t, { ...fitOptions, sampleWeight: sampleWeight! });
        return { weights: model.getWeights(), history };
      };
      const each = fit(weights);
      const byName = fit({ valor: weights[1], clase: weights[0] });
      assertSameBits(byName.weights, each.weights);
      assert.deepEqual(byName.history, each.history);
      const all = fit(weights[0]);
      assertSameBits(fit([weights[0], weights[0]]).weights, all.weights);
      assertSameBits(fit(tensor(weights[0])).weights, all.weights);
      assertOtherBits(all.weights, each.weights);
      const model = net();
      const found = model.evaluate(x, t, { sampleWeight: weights, returnDict: true });
      const [p, q] = model.predict(x);
      const expected = [
        losses.categorical_crossentropy(tClass, p, tensor(weights[0])).item(),
        losses.mse(tValue, q, tensor(weights[1])).item(),
      ];
      assertClose([found.clase_loss, found.valor_loss], expected, 1e-5);
    });

    it('trains on batches by place and by name', () => {
      const [arrays, batches] = [net(), net()];
      const expected = arrays.fit(x, t, { ...fitOptions, shuffle: false }).history;
      const { history } = batches.fit(
        () =>
          [0, 4, 8].map((start) => {
            const [a, b, c, v] = [xa, xb, tClass, tValue].map((all) => part(all, start));
            return start === 4
              ? ([
                  { b, a },
                  { valor: v, clase: c },
                ] as const)
              : ([
                  [a, b],
                  [c, v],
                ] as const);
          }),
        { epochs: 3 },
      );
      assert.deepEqual(history, expected);
      assertSameBits(batches.getWeights(), arrays.getWeights());
    });
  });

  describe('by hand', () => {
    withReference(); // equal bits are promised for the plain loops

    it('trains as fit does, to the last bit', () => {
      for (const lossWeights of [
        [1, 0.37],
        [0.21, 1],
      ] as const) {
        const [hand, fitted] = [
          net({ lossWeights: [...lossWeights] }),
          net({ lossWeights: [...lossWeights] }),
        ];
        for (let epoch = 0; epoch < 3; epoch++) {
          for (const start of [0, 4, 8]) {
            const [a, b, c, v] = [xa, xb, tClass, tValue].map((all) => part(all, start));
            const { predictions, penalty } = hand.call([a, b], true);
            const both = [
              losses.categorical_crossentropy(c, predictions[0]),
              losses.mse(v, predictions[1]),
            ].map((loss, i) => (lossWeights[i] === 1 ? loss : scale(loss, { factor: lossWeights[i] })));
            backward(add(add(both[0], both[1]), penalty!));
            hand.optimizer.apply(hand.parameters);
            hand.step.value++;
          }
        }
        fitted.fit(x, t, { ...fitOptions, shuffle: false });
        assertSameBits(fitted.getWeights(), hand.getWeights());
      }
    });
  });

  it('trains under simd as under the reference, within rounding', () => {
    const train = () => {
      const model = net({ optimizer: 'sgd' });
      const { history } = model.fit(x, t, fitOptions);
      return [...model.getWeights().map(({ data }) => data), ...Object.values(history)];
    };
    const [actual, expected] = [under('simd', train), under('reference', train)];
    for (const [i, values] of actual.entries()) assertClose(values, expected[i], 1e-5, `${i}`);
  });

  it('of a weight of 0 leaves what only that output learns alone', () => {
    const model = net({ lossWeights: { valor: 0 }, optimizer: 'sgd' });
    const before = model.getLayer('valor').getWeights();
    model.fit(x, t, fitOptions);
    assertSameBits(model.getLayer('valor').getWeights(), before);
  });

  describe('of a layer that gives two outputs', () => {
    const twice = () => {
      const [a, b] = [Input({ shape: [4], name: 'a' }), Input({ shape: [4], name: 'b' })];
      const layer = Dense(2, { name: 'd' });
      return Model({ inputs: [a, b], outputs: [layer(a), layer(b)], seed: 3 });
    };
    const data = [
      [xa, someRows(ROWS, 4, 8)],
      [someRows(ROWS, 2, 6), someRows(ROWS, 2, 7)],
    ] as const;

    it('numbers their names', () => {
      const model = twice();
      model.compile({ loss: { d: 'mse', d_1: 'mae' }, metrics: { d_1: ['mse'] } });
      const found = model.evaluate(...data, { returnDict: true });
      assert.deepEqual(Object.keys(found), ['loss', 'd_loss', 'd_1_loss', 'd_1_mse']);
      const named = model.evaluate(data[0], { d: data[1][0], d_1: data[1][1] });
      assert.deepEqual(named, model.evaluate(...data));
    });

    it('adds its gradients up', () => {
      const model = twice();
      model.compile({ loss: 'mse', optimizer: 'sgd' });
      const parts = [0, 1].map((i) => {
        const alone = Sequential([Input([4]), Dense(2)]);
        alone.setWeights(model.getWeights());
        alone.compile({ loss: 'mse' });
        return alone.gradients(data[0][i], data[1][i]).dense;
      });
      const { kernel, bias } = model.gradients(...data).d;
      const sum = (key: string) => parts[0][key].data.map((value, i) => value + parts[1][key].data[i]);
      assertClose(kernel.data, sum('kernel'), 1e-5);
      assertClose(bias.data, sum('bias'), 1e-5);
    });

    it('passes over names that another output has', () => {
      const a = Input([4]);
      const [first, second] = [Dense(4), Dense(4)]; // dense and dense_1
      const model = Model({ inputs: a, outputs: [first(a), first(first(a)), second(a)] });
      model.compile({ loss: 'mse' });
      const found = model.evaluate(xa, [xa, xa, xa], { returnDict: true });
      assert.deepEqual(Object.keys(found), ['loss', 'dense_loss', 'dense_2_loss', 'dense_1_loss']);
      assert.equal(new Set(Object.values(found)).size, 4);
    });
  });
});
