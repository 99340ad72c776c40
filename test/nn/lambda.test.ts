/**
 * Lambda: functions of ops as layers, and what is refused of a function.
 */
import { assert } from 'chai';
import { add, addBias, concatenate, matmul, mean, relu, scale, sum } from '../../src/autograd/index.ts';
import { Dense, Input, Lambda, type Layer, Model, Sequential } from '../../src/nn/index.ts';
import { parameter, type Tensor, tensor } from '../../src/tensor/index.ts';
import { assertClose, assertRefused, genericTensor } from '../shared/values.ts';

const refused = (work: () => unknown, message: string, kind = 'ArgumentError') =>
  assertRefused(work, kind, message);
/** Lambda called as TypeScript would not have it. */
const anything = Lambda as unknown as (...args: unknown[]) => Layer;

const W = tensor([
  [0.3, -1.2],
  [0.7, 0.4],
  [-0.9, 0.1],
]);

describe('Lambda', () => {
  it('is its function, whose shape is found', () => {
    const x = genericTensor([4, 3]);
    const project = Lambda((y) => matmul(y, W));
    assert.deepEqual([...project(Input([3])).shape], [2]);
    assert.deepEqual([...project(Input([5, 3])).shape], [5, 2]);
    const doubled = Lambda((y: Tensor) => scale(y, { factor: 2 }), { name: 'doble' });
    const model = Sequential([Input([3]), doubled], { dtype: 'float64' });
    assertClose(
      model.predict(x).data,
      x.data.map((v) => 2 * v),
      1e-15,
    );
    assert.equal(model.layers[0].name, 'doble');
  });

  it('takes an op, several inputs, and the shape from whoever knows it', () => {
    const [a, b] = [Input([3]), Input([2])];
    assert.deepEqual([...Lambda(relu)(a).shape], [3]);
    const beside = Lambda((p, q) => concatenate([p, q]));
    const model = Model({ inputs: [a, b], outputs: beside([a, b]) });
    assert.deepEqual(model.predict([[[1, 2, 3]], [[4, 5]]]).toArray(), [[1, 2, 3, 4, 5]]);
    const shift = tensor([0.1, 0.2, 0.4], { dtype: 'float64' });
    const shifted = Lambda((y) => addBias(y, shift), { outputShape: [3] });
    const wide = Sequential([Input([3]), shifted], { dtype: 'float64' });
    assertClose(wide.predict([[1, 2, 3]]).data, [1.1, 2.2, 3.4], 1e-15);
  });

  it('lets gradients through in training', () => {
    const model = Sequential([
      Input([3]),
      Dense(4),
      Lambda((y) => add(y, scale(y, { factor: 2 }))),
      Dense(1),
    ]);
    model.compile({ optimizer: 'sgd', loss: 'mse' });
    const [x, t] = [genericTensor([20, 3], { seed: 1 }), genericTensor([20, 1], { seed: 2 })];
    const [before] = model.getWeights();
    const { loss } = model.fit(x, t, { epochs: 8, verbose: 0 }).history;
    assert.isBelow(loss[7], loss[0]);
    assert.notDeepEqual(model.getWeights()[0].data, before.data);
  });

  it('prints and writes down its name', () => {
    const halved = (y: Tensor) => scale(y, { factor: 1 / 2 });
    assert.equal(String(Lambda(halved)), 'Lambda(halved)');
    assert.equal(String(Lambda((y) => y, { name: 'igual' })), 'Lambda(function) "igual"');
    assert.deepEqual(JSON.parse(JSON.stringify(Lambda(halved, { outputShape: [3] }))), {
      type: 'Lambda',
      name: '',
      options: { function: { function: 'halved' }, outputShape: [3] },
    });
  });
});

describe('Lambda refuses', () => {
  const x = Input([3]);
  const help =
    'A Lambda is made of ops, such as (x) => scale(x, { factor: 2 }); one in braces needs a return.';

  it('a function that gives no tensor', () => {
    for (const [value, text] of [
      [undefined, 'undefined'],
      [[[1, 2]], '[[1, 2]]'],
      [3, '3'],
      [parameter([1]), 'an object of Parameter kind'],
    ] as const) {
      refused(
        () => anything(() => value)(x),
        `Lambda: the function gives no tensor; expected what an op gives, received ${text}. ${help}`,
      );
    }
  });

  it('a result that was not made of the input by ops', () => {
    refused(
      () => Lambda((y) => tensor(y.data.map(Math.sqrt), { shape: y.shape }))(x),
      `Lambda: the result was not made of the inputs by ops; received a tensor [7, 3] that does not depend on them. ${help}`,
    );
    refused(() => Lambda(() => W)(x), 'Lambda: the result was not made of the inputs by ops;');
  });

  it('a function that changes the number of rows', () => {
    for (const [work, shape] of [
      [(y: Tensor) => sum(y), '[]'],
      [(y: Tensor) => mean(y), '[]'],
      [(y: Tensor) => matmul(tensor(new Array(2).fill(new Array(7).fill(1))), y), '[2, 3]'],
    ] as const) {
      refused(
        () => Lambda(work)(x),
        `Lambda: the function changes the number of rows; expected [7, ...], received ${shape}. It works on many rows at once, and must keep their number.`,
        'ShapeError',
      );
    }
  });

  it('a result of another shape than outputShape says', () => {
    const model = Sequential([Input([3]), Lambda(relu, { outputShape: [2] })]);
    refused(
      () => model.predict([[1, 2, 3]]),
      'lambda: shapes differ; expected the output [1, 2], received [1, 3]. That is what its outputShape promises.',
      'ShapeError',
    );
  });

  it('arguments that are not usable', () => {
    refused(() => anything(), 'Lambda: function is missing; expected Lambda(');
    refused(
      () => anything({ function: 'relu' }),
      "Lambda: function is not usable; expected a function of tensors, such as (x) => scale(x, { factor: 2 }), received 'relu'.",
    );
    refused(() => anything(relu, { outputShape: 3 }), 'Lambda: this is not a shape; expected', 'ShapeError');
    refused(
      () => anything(relu, { output_shape: [3] }),
      "received 'output_shape'. Did you mean 'outputShape'?",
    );
  });
});
