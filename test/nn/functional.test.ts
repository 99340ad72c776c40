/**
 * Model: graphs of layers, shared layers, branches, names.
 */
import { assert } from 'chai';
import { add } from '../../src/autograd/index.ts';
import { Dense, defineLayer, Dropout, Input, l2, Model, Sequential } from '../../src/nn/index.ts';
import { SGD } from '../../src/optim/index.ts';
import { requireShape, type Tensor } from '../../src/tensor/index.ts';
import { assertClose, assertRefused } from '../shared/values.ts';
import { assertOtherBits, assertSameBits, someClasses, someRows } from './shared/training.ts';

const x = someRows(7, 4);

/** The sum of two inputs. */
const Sum = defineLayer({
  name: 'Sum',
  options: {},
  outputShape([a, b]) {
    requireShape('Sum', 'b', a, b);
    return a;
  },
  call: ([a, b]) => add(a, b),
  examples: [],
});

describe('Model', () => {
  it('lists its layers, the input first', () => {
    const inputs = Input({ shape: [4], name: 'Entrada' });
    const oculta = Dense(5, { activation: 'tanh', name: 'Oculto' });
    const model = Model({ inputs, outputs: Dense(3)(oculta(inputs)) });
    assert.deepEqual(
      model.layers.map(({ type, name }) => [type, name]),
      [
        ['InputLayer', 'Entrada'],
        ['Dense', 'Oculto'],
        ['Dense', 'dense'],
      ],
    );
    assert.strictEqual(model.layers[1], oculta);
    assert.deepEqual(
      model.layers.map((layer) => layer.getWeights().length),
      [0, 2, 2],
    );
    const plain = Input([4]);
    assert.equal(Model({ inputs: plain, outputs: Dense(3)(plain) }).layers[0].name, 'input_layer');
  });

  it('names layers in the order of the graph, passing over names that are taken', () => {
    const inputs = Input([4]);
    const outputs = Dense(3)(Dropout(0.1)(Dense(5, { name: 'dense' })(Dense(6)(inputs))));
    assert.deepEqual(
      Model({ inputs, outputs }).layers.map(({ name }) => name),
      ['input_layer', 'dense_1', 'dense', 'dropout', 'dense_2'],
    );
  });

  it('follows branches that part and meet', () => {
    const inputs = Input([4]);
    const [left, right] = [Dense(5, { activation: 'tanh' }), Dense(5, { activation: 'sigmoid' })];
    const top = Dense(3);
    const model = Model({ inputs, outputs: top(Sum()(left(inputs), right(inputs))) });
    assert.deepEqual(
      model.layers.map(({ name }) => name),
      ['input_layer', 'dense', 'dense_1', 'sum', 'dense_2'],
    );
    const branch = (layer: typeof left) => {
      const alone = Sequential([Input([4]), Dense(5, { activation: layer === left ? 'tanh' : 'sigmoid' })]);
      alone.setWeights(layer.getWeights());
      return alone.predict(x);
    };
    const sum = branch(left).data.map((a, i) => a + branch(right).data[i]);
    const head = Sequential([Input([5]), Dense(3)]);
    head.setWeights(top.getWeights());
    assertClose(model.predict(x).data, head.predict({ data: sum, shape: [7, 5] }).data, 1e-6);
  });

  describe('with a layer that is used twice', () => {
    const build = (rate = 0) => {
      const inputs = Input([4]);
      const shared = Dense(4, { activation: 'tanh', kernelRegularizer: l2(0.05), name: 'doble' });
      const silent = Dropout(rate);
      const outputs = Dense(3, { activation: 'softmax' })(silent(shared(silent(shared(inputs)))));
      return Model({ inputs, outputs });
    };

    it('has its weights once, and its penalty once', () => {
      const model = build();
      assert.deepEqual(
        model.getWeights().map(({ shape }) => shape),
        [[4, 4], [4], [4, 3], [3]],
      );
      assert.deepEqual(
        model.layers.map(({ name }) => name),
        ['input_layer', 'doble', 'dropout', 'dense'],
      );
      const [kernel] = model.getWeights();
      const penalty = 0.05 * Array.from(kernel.data).reduce((sum, w) => sum + w * w, 0);
      assertClose([model.call(x).penalty!.item()], [penalty], 1e-6);
    });

    it('computes as two layers of equal weights do, and its gradients add up', () => {
      const t = someClasses(7, 3);
      const model = build();
      const [kernel, bias, ...top] = model.getWeights();
      const two = Sequential([
        Input([4]),
        Dense(4, { activation: 'tanh' }),
        Dense(4, { activation: 'tanh' }),
        Dense(3, { activation: 'softmax' }),
      ]);
      const start = [kernel, bias, kernel, bias, ...top];
      two.setWeights(start);
      assertSameBits([model.predict(x)], [two.predict(x)]);

      // one step of descent without the penalty's part: the way of the shared layer is the sum of both ways
      const rate = 0.25;
      for (const one of [model, two]) {
        one.compile({ optimizer: SGD({ learningRate: rate }), loss: 'categorical_crossentropy' });
        one.fit(x, t, { batchSize: 7 });
      }
      const way = (after: Tensor, before: Tensor) => after.data.map((w, i) => w - before.data[i]);
      const [k, b] = model.getWeights();
      const [k1, b1, k2, b2] = two.getWeights();
      const [first, second] = [way(k1, kernel), way(k2, kernel)];
      const sum = first.map((w, i) => w + second[i] - rate * 2 * 0.05 * kernel.data[i]);
      assertClose(way(k, kernel), sum, 1e-6, 'kernel');
      const biases = way(b1, bias).map((w, i) => w + way(b2, bias)[i]);
      assertClose(way(b, bias), biases, 1e-6, 'bias');
      assert.isTrue([...first, ...second].every((w) => Math.abs(w) > 1e-6));
    });

    it('draws two masks, one for each use', () => {
      const inputs = Input([40]);
      const silent = Dropout(0.5);
      const model = Model({ inputs, outputs: silent(silent(inputs)) });
      const ones = { data: new Float32Array(400).fill(1), shape: [10, 40] };
      const values = Array.from(model.call(ones, true).predictions.data);
      // kept twice: 4; the same mask twice would keep a half
      assert.sameMembers([...new Set(values)], [0, 4]);
      assert.closeTo(values.filter((value) => value === 4).length / 400, 0.25, 0.09);
    });

    it('refuses inputs of another shape, when the model is made', () => {
      const inputs = Input([4]);
      const shared = Dense(5, { name: 'doble' });
      assertRefused(
        () => Model({ inputs, outputs: shared(shared(inputs)) }),
        'ShapeError',
        'doble: shapes differ; expected kernel [4, 5], received [5, 5]. ' +
          'A layer that is used again keeps its weights: its inputs must have the shape of the first.',
      );
    });
  });

  it('may share layers with another model, which sees what it trained', () => {
    const inputs = Input([4]);
    const hidden = Dense(5, { activation: 'tanh' });
    const features = hidden(inputs);
    const whole = Model({ inputs, outputs: Dense(3, { activation: 'softmax' })(features) });
    const part = Model({ inputs, outputs: features });
    assertSameBits(part.getWeights(), whole.getWeights().slice(0, 2));
    const before = part.predict(x);
    whole.compile({ optimizer: SGD({ learningRate: 0.5 }), loss: 'categorical_crossentropy' });
    whole.fit(x, someClasses(7, 3));
    assertSameBits(part.getWeights(), whole.getWeights().slice(0, 2));
    assertOtherBits([part.predict(x)], [before]);
  });
});
