/**
 * Flatten and Reshape, and the op behind them: the same numbers in the same order.
 */
import { assert } from 'chai';
import { backward, multiply, reshape, sum } from '../../src/autograd/index.ts';
import { Dense, Flatten, Input, Reshape, Sequential } from '../../src/nn/index.ts';
import { parameter, zeros } from '../../src/tensor/index.ts';
import { assertClose, assertRefused, genericTensor } from '../shared/values.ts';
import { assertSameBits, someClasses, someRows } from './shared/training.ts';

describe('Flatten and Reshape', () => {
  const x = genericTensor([3, 2, 4, 5], { dtype: 'float32' });

  it('keep all numbers in their order', () => {
    const model = Sequential([Input([2, 4, 5]), Flatten(), Reshape([5, -1]), Reshape([2, 2, 10]), Flatten()]);
    const shapes = model.layers.map((layer) => [
      ...layer(Input(layer === model.layers[0] ? [2, 4, 5] : [40])).shape,
    ]);
    assert.deepEqual(shapes, [[40], [5, 8], [2, 2, 10], [40]]);
    const predictions = model.predict(x);
    assert.deepEqual([...predictions.shape], [3, 40]);
    assert.deepEqual(Array.from(predictions.data), Array.from(x.data));
  });

  it('pass gradients through in their order', () => {
    const [value, dy] = [parameter(x), genericTensor([3, 40], { dtype: 'float32' })];
    backward(sum(multiply(reshape(value, { shape: '[3, -1]' }), dy)));
    assert.deepEqual(Array.from(value.gradient!.data), Array.from(dy.data));
    assert.deepEqual([...value.gradient!.shape], [3, 2, 4, 5]);
  });

  it('train a net of images as if these were rows', () => {
    const [rows, t] = [someRows(23, 12, 3), someClasses(23, 3, 5)];
    const images = { data: rows.data, shape: [23, 4, 3] };
    const [flat, square] = [
      Sequential([Input([12]), Dense(7, { activation: 'relu' }), Dense(6, { activation: 'tanh' })], {
        seed: 3,
      }),
      Sequential(
        [
          Flatten({ inputShape: [4, 3] }),
          Dense(7, { activation: 'relu' }),
          Reshape([7, 1]),
          Flatten(),
          Dense(6, { activation: 'tanh' }),
          Reshape([2, -1]),
          Flatten(),
        ],
        { seed: 3 },
      ),
    ].map((model) => {
      model.add(Dense(3, { activation: 'softmax' }));
      model.compile({ optimizer: 'adam', loss: 'categorical_crossentropy' });
      return model;
    });
    for (const batchSize of [1, 7, 23]) {
      flat.fit(rows, t, { batchSize, epochs: 2, verbose: 0 });
      square.fit(images, t, { batchSize, epochs: 2, verbose: 0 });
      assertSameBits(square.getWeights(), flat.getWeights(), `batches of ${batchSize}`);
      assertSameBits([square.predict(images)], [flat.predict(rows)]);
    }
    assertClose(square.evaluate(images, t), flat.evaluate(rows, t), 0);
  });

  it('leave a row of one axis alone', () => {
    const model = Sequential([Input([5]), Flatten()]);
    const rows = genericTensor([2, 5], { dtype: 'float32' });
    assert.strictEqual(model.call(rows).predictions, rows);
  });

  it('refuse shapes that do not fit, and say how many numbers there are', () => {
    const refused: readonly (readonly [shape: number[], ...words: string[]])[] = [
      [
        [5, -1],
        'Reshape: 12 numbers do not fit [5, -1]; expected lengths that divide 12 beside the -1, received 5.',
      ],
      [[5, 2], 'Reshape: 12 numbers do not fit [5, 2]; expected a product of 12, received 10.'],
    ];
    for (const [shape, ...words] of refused)
      assertRefused(() => Reshape(shape)(Input([4, 3])), 'ShapeError', ...words);
  });

  it('refuse what is no shape, by name', () => {
    for (const shape of [[], [0, 3], [-1, -1], [2.5], [-2], ['3'], 12, null, [Number.NaN]])
      assertRefused(
        () => Reshape({ targetShape: shape as never }),
        'ArgumentError',
        'Reshape: targetShape is not usable; expected the lengths of one row, such as [8, 8]; one of them may be -1',
      );
    assertRefused(
      () => (Reshape as unknown as () => void)(),
      'ArgumentError',
      'Reshape: targetShape is missing',
    );
    assertRefused(() => Flatten({ dataFormat: 'last' } as never), 'ArgumentError', 'Flatten: unknown option');
    assertRefused(() => Flatten()(Input([2]), Input([2])), 'ShapeError', 'Flatten: one input is needed');
  });
});

describe('the op reshape', () => {
  const shapeOf = (from: number[], shape: string) => [...reshape(zeros(from), { shape }).shape];

  it('reads a shape as messages write it', () => {
    assert.deepEqual(shapeOf([4, 6], '[4, 2, 3]'), [4, 2, 3]);
    assert.deepEqual(shapeOf([4, 6], ' [ -1,3 ] '), [8, 3]);
    assert.deepEqual(shapeOf([1, 1], '[]'), []);
    assert.deepEqual(shapeOf([0, 3], '[0, 5]'), [0, 5]);
    assert.deepEqual(shapeOf([0, 3], '[-1, 5]'), [0, 5]);
    assert.deepEqual([...reshape(zeros([2, 3])).shape], [6]);
  });

  it('refuses what is none, and what does not fit', () => {
    for (const shape of ['4, 6', '[4; 6]', '[4, x]', '[-1, -1]', '[-2, 12]', '[1.5, 16]', '[4, ]x', ''])
      assertRefused(() => reshape(zeros([4, 6]), { shape }), 'ShapeError', 'reshape: this is not a shape');
    assertRefused(
      () => reshape(zeros([4, 6]), { shape: '[5, 5]' }),
      'ShapeError',
      'reshape: 24 numbers do not fit [5, 5]',
    );
    assertRefused(() => reshape(zeros([4, 6]), { shape: '[0, -1]' }), 'ShapeError', 'do not fit [0, -1]');
    assertRefused(
      () => reshape(zeros([2]), { shape: [2] as never }),
      'ArgumentError',
      'reshape: shape is not usable',
    );
  });
});
