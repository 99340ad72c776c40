/**
 * Layers of several inputs: their formulas, in models, and what they refuse.
 */
import { assert } from 'chai';
import {
  Add,
  Average,
  Concatenate,
  Dense,
  Dot,
  Input,
  type Layer,
  Maximum,
  Minimum,
  Model,
  Multiply,
  type Node,
  Subtract,
} from '../../src/nn/index.ts';
import { type Shape, type Tensor, tensor } from '../../src/tensor/index.ts';
import { assertClose, assertRefused, genericTensor } from '../shared/values.ts';
import { under } from './shared/each-executor.ts';

const shapeRefused = (work: () => unknown, message: string) => assertRefused(work, 'ShapeError', message);
const refused = (work: () => unknown, message: string) => assertRefused(work, 'ArgumentError', message);

/** What a layer gives for rows of several inputs. */
function output(layer: Layer, rows: readonly Tensor[]): number[] {
  const inputs = rows.map(({ shape }) => Input({ shape: shape.slice(1) }));
  const model = Model({ inputs, outputs: layer(inputs), dtype: 'float64' });
  return Array.from((model.predict as (x: readonly Tensor[]) => Tensor)(rows).data);
}

const rowsOf = (count: number, shape: Shape = [4, 3]) =>
  Array.from({ length: count }, (_, i) => genericTensor(shape, { seed: 11 + i }));
const each = (rows: readonly Tensor[], of: (...x: number[]) => number) =>
  Array.from(rows[0].data, (_, i) => of(...rows.map(({ data }) => data[i])));

describe('merge layers', () => {
  const formulas: readonly (readonly [Layer, number, (...x: number[]) => number])[] = [
    [Add(), 2, (a, b) => a + b],
    [Add(), 3, (a, b, c) => a + b + c],
    [Subtract(), 2, (a, b) => a - b],
    [Multiply(), 2, (a, b) => a * b],
    [Multiply(), 4, (a, b, c, d) => a * b * c * d],
    [Average(), 2, (a, b) => (a + b) / 2],
    [Average(), 3, (a, b, c) => (a + b + c) / 3],
    [Maximum(), 3, Math.max],
    [Minimum(), 3, Math.min],
  ];
  for (const [layer, count, formula] of formulas) {
    it(`${layer.type} of ${count}`, () => {
      const rows = rowsOf(count);
      assertClose(output(layer, rows), each(rows, formula), 1e-15);
    });
  }

  it('Concatenate puts rows side by side', () => {
    const [a, b, c] = [
      tensor([
        [1, 2],
        [3, 4],
      ]),
      tensor([[5], [6]]),
      tensor([
        [7, 8],
        [9, 0],
      ]),
    ];
    assert.deepEqual(output(Concatenate(), [a, b, c]), [1, 2, 5, 7, 8, 3, 4, 6, 9, 0]);
  });

  it('Dot is the scalar product of rows, and the cosine under normalize', () => {
    const [a, b] = [
      tensor([
        [3, 4],
        [1, 0],
        [0, 0],
      ]),
      tensor([
        [4, 3],
        [0, 7],
        [2, 1],
      ]),
    ];
    assert.deepEqual(output(Dot(1), [a, b]), [24, 0, 0]);
    assert.deepEqual(output(Dot({ axes: [-1, 1] }), [a, b]), [24, 0, 0]);
    assertClose(output(Dot(-1, { normalize: true }), [a, b]), [0.96, 0, 0], 1e-15);
  });

  it('Dot of rows with several vectors takes each with each', () => {
    const a = tensor([
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
    ]);
    const b = tensor([
      [
        [1, 0],
        [2, 1],
      ],
    ]);
    assert.deepEqual(output(Dot(2), [a, b]), [1, 4, 3, 10, 5, 16]);
  });

  it('take one node twice, and are called with nodes or with a list of them', () => {
    const x = Input([3]);
    const rows = genericTensor([4, 3]);
    for (const node of [Multiply()(x, x), Multiply()([x, x])]) {
      const model = Model({ inputs: x, outputs: node, dtype: 'float64' });
      assertClose(
        model.predict(rows).data,
        rows.data.map((v) => v * v),
        1e-15,
      );
    }
    assert.deepEqual([...Dense(2)([x]).shape], [2]);
  });

  it('train in nets that branch, the same on both executors', () => {
    const [x, t] = [genericTensor([24, 5], { seed: 1 }), genericTensor([24, 2], { seed: 2 })];
    const hidden = (node: Node) => Dense(4, { activation: 'tanh' })(node);
    const run = () => {
      const input = Input([5]);
      const [a, b] = [hidden(input), hidden(input)];
      const merged = [
        Add()([a, b, a]),
        Subtract()(a, b),
        Multiply()(a, b),
        Average()(b, a),
        Maximum()(a, b),
        Minimum()(a, b),
        Dot(1, { normalize: true })(a, b),
        Dot(1)(a, b),
      ];
      const model = Model({ inputs: input, outputs: Dense(2)(Concatenate()([...merged, input])), seed: 3 });
      model.compile({ optimizer: 'adam', loss: 'mse' });
      const { history } = model.fit(x, t, { batchSize: 7, epochs: 12, verbose: 0 });
      return { losses: history.loss, weights: model.getWeights() };
    };
    const [plain, fast] = [under('reference', run), under('simd', run)];
    assert.isBelow(plain.losses[11], 0.8 * plain.losses[0]);
    assertClose(fast.losses, plain.losses, 1e-5);
    for (const [i, { data }] of plain.weights.entries())
      assertClose(fast.weights[i].data, data, 1e-4, `${i}`);
  });
});

describe('merge layers refuse', () => {
  const [a, b] = [Input([3]), Input([4])];

  it('inputs of different shapes, naming them all', () => {
    for (const layer of [Add(), Multiply(), Average(), Maximum(), Minimum()]) {
      const message = `${layer.type}: inputs differ in shape; expected all [3], received [3] and [4]. Nothing broadcasts;`;
      shapeRefused(() => layer([a, b]), message);
      shapeRefused(() => layer(a, Input([3]), Input([1])), 'expected all [3], received [3], [3] and [1].');
    }
    shapeRefused(
      () => Subtract()([a, b]),
      'Subtract: inputs differ in shape; expected all [3], received [3] and [4].',
    );
    shapeRefused(
      () => Concatenate()(Input([2, 3]), Input([4, 3])),
      'Concatenate: inputs differ in more than the last axis; expected all [2, columns], received [2, 3] and [4, 3].',
    );
    shapeRefused(() => Concatenate()(Input([2, 3]), a), 'received [2, 3] and [3].');
    shapeRefused(
      () => Dot(1)(a, b),
      'Dot: the last axes differ; expected both [..., 3], received [3] and [4].',
    );
  });

  it('too few inputs, and too many', () => {
    for (const layer of [Add(), Multiply(), Average(), Maximum(), Minimum(), Concatenate()]) {
      shapeRefused(
        () => layer([a]),
        `${layer.type}: two or more inputs are needed; expected ${layer.type}(…)([a, b]), received 1, [3].`,
      );
    }
    for (const layer of [Subtract(), Dot(1)]) {
      shapeRefused(
        () => layer([a, a, a]),
        `${layer.type}: two inputs are needed; expected ${layer.type}(…)([a, b]), received 3, [3], [3] and [3].`,
      );
    }
  });

  it('axes that are not the last', () => {
    refused(
      () => Concatenate({ axis: 1 })(Input([2, 3]), Input([2, 3])),
      'Concatenate: axis is not usable; expected -1 or 2, the last axis of rows [2, 3], received 1. Inputs are put together along their last axis only.',
    );
    refused(() => Concatenate({ axis: 0 })(a, a), 'expected -1 or 1, the last axis of rows [3], received 0.');
    refused(
      () => Concatenate({ axis: 1.5 }),
      'Concatenate: axis is not usable; expected a whole number >= -1',
    );
    refused(
      () => Dot([1, 2])(Input([2, 3]), Input([2, 3])),
      'Dot: axes is not usable; expected -1 or 2, the last axis of rows [2, 3], received [1, 2]. Products are taken along the last axes only.',
    );
    for (const axes of ['1', [1], [1, 2, 3], [1, 1.5], null]) {
      refused(
        () => Dot(axes as never),
        'Dot: axes is not usable; expected a whole number, or one for each input, such as [1, 1], received ',
      );
    }
  });

  it('options that are unknown or of another kind', () => {
    refused(
      () => Add({ axis: 1 } as never),
      "Add: unknown option; expected one of 'name', 'inputShape', 'trainable', received 'axis'.",
    );
    refused(
      () => Add(1 as never),
      'Add: arguments not understood; expected one object of options, received [1].',
    );
    refused(() => Dot(1, { normalise: true } as never), "received 'normalise'. Did you mean 'normalize'?");
    refused(
      () => Dot(1, { normalize: 1 as never }),
      'Dot: normalize is not usable; expected true or false, received 1.',
    );
    refused(() => Dot({} as never), 'Dot: axes is missing; expected Dot(1) or Dot({ axes: 1 }).');
  });

  it('what is no node', () => {
    for (const wrong of [[], [undefined], [a, undefined], [tensor([1])], [[a]]]) {
      refused(() => Add()(wrong as never), 'Add: a layer is called on nodes of a graph; expected what Input');
    }
    refused(() => Add()([a, a] as never, a), 'Add: a layer is called on nodes of a graph;');
  });

  it('print as they are written', () => {
    assert.equal(
      String(Dot([1, -1], { normalize: true, name: 'coseno' })),
      'Dot([1, -1], normalize: true) "coseno"',
    );
    assert.equal(String(Concatenate()), 'Concatenate()');
  });
});
