/**
 * Losses as users meet them: by name, of their own making, and the targets that are refused before any arithmetic.
 */
import { assert } from 'chai';
import {
  defineOp,
  mean,
  meanSquaredError,
  multiply,
  scale,
  softmax,
  square,
  subtract,
} from '../../src/autograd/index.ts';
import {
  Dense,
  defineLoss,
  Input,
  type LossName,
  losses,
  Sequential,
  SparseCategoricalCrossentropy,
} from '../../src/nn/index.ts';
import { readLoss, readTargets } from '../../src/nn/losses/index.ts';
import { type Tensor, tensor } from '../../src/tensor/index.ts';
import { assertClose, assertRefused, genericTensor } from '../shared/values.ts';

const refused = (work: () => unknown, message: string, kind = 'ArgumentError') =>
  assertRefused(work, kind, message);

const half = defineLoss({
  name: 'half_squared_error',
  targets: 'numbers',
  call: (t, p, w) => scale(meanSquaredError(t, p, w), { factor: 1 / 2 }),
  examples: [],
});

describe('a loss', () => {
  const [t, p] = [genericTensor([4, 3], { seed: 1 }), genericTensor([4, 3], { seed: 2 })];

  it('speaks of itself where it is given no tensors', () => {
    refused(
      () => losses.mse([[1]] as never, p),
      'mean_squared_error: targets is not a tensor; expected a Tensor or a Parameter, received an array.',
    );
    refused(() => losses.bce(t, 3 as never), 'binary_crossentropy: predictions is not a tensor;');
    refused(() => losses.mae(t, p, [1, 1] as never), 'mean_absolute_error: weights is not a tensor;');
    const labels = tensor([0, 1], { dtype: 'float64' });
    const message = 'expected weights [4], received [2].';
    refused(() => losses.mse(t, p, labels), message, 'ShapeError');
  });

  it('of class numbers refuses those that are none, also by hand: a row of zeros would cost nothing', () => {
    const text =
      'sparse_categorical_crossentropy: t[1] is no class; expected a whole number from 0 to 2, received ';
    for (const label of [3, -1, 0.5]) {
      const labels = tensor([2, label, 0, 1], { dtype: 'float64' });
      for (const predictions of [p, softmax(p)]) {
        refused(() => losses.sparse_categorical_crossentropy(labels, predictions), `${text}${label}.`);
      }
    }
  });

  it('looks behind its own activation only, and only where the predictions come straight from it', () => {
    const z = tensor([[120, -120, 3.25]], { dtype: 'float64' });
    const hot = tensor([[0, 1, 0]], { dtype: 'float64' });
    const clipped = -Math.log(1e-7);
    const { categorical_crossentropy: categorical, binary_crossentropy: binary } = losses;
    assert.equal(categorical(hot, softmax(z)).item(), 240);
    assertClose([categorical(hot, scale(softmax(z), { factor: 1 })).item()], [clipped], 1e-12);
    assertClose([binary(hot, softmax(z)).item()], [(2 * clipped + 1e-7) / 3], 1e-8);
  });

  it('looks behind the op itself, not behind any op of its name', () => {
    const { definition } = softmax;
    const z = tensor([[120, -120, 3.25]], { dtype: 'float64' });
    const hot = tensor([[0, 1, 0]], { dtype: 'float64' });
    const clipped = -Math.log(1e-7);
    const own = defineOp({ ...definition }) as unknown as typeof softmax;
    assert.equal(own.definition.name, 'softmax');
    const { categorical_crossentropy: categorical, sparse_categorical_crossentropy: sparse } = losses;
    assertClose([categorical(hot, own(z)).item()], [clipped], 1e-12);
    assertClose([sparse(tensor([1], { dtype: 'float64' }), own(z)).item()], [clipped], 1e-12);
    assert.equal(categorical(hot, softmax(z)).item(), 240);
  });

  it('is made by a definition of the user', () => {
    assert.deepEqual([half.kind, half.name], ['loss', 'half_squared_error']);
    assertClose([half(t, p).item()], [losses.mse(t, p).item() / 2], 1e-15);
    const net = (loss: typeof half | 'mse') => {
      const model = Sequential([Input([3]), Dense(3)], { dtype: 'float64' });
      model.compile({ optimizer: 'sgd', loss });
      return model.evaluate(p, t)[0];
    };
    assertClose([net(half)], [net('mse') / 2], 1e-15);
  });

  it('may be a function of ops, whose targets may be any numbers', () => {
    const cubic = (targets: Tensor, predictions: Tensor) => {
      const error = subtract(predictions, targets);
      return mean(multiply(square(error), error));
    };
    const model = Sequential([Input([3]), Dense(3)], { dtype: 'float64' });
    model.compile({ optimizer: 'sgd', loss: cubic });
    const cubes = Array.from(model.predict(p).data, (value, i) => (value - t.data[i]) ** 3);
    const expected = cubes.reduce((total, cube) => total + cube) / 12;
    assertClose([model.evaluate(p, t)[0]], [expected], 1e-14);
    const losses = model.fit(p, t, { epochs: 2, verbose: 0 }).history.loss;
    assert.isBelow(losses[1], losses[0]);
  });

  it('of a user must give one number', () => {
    const each = (targets: Tensor, predictions: Tensor) => square(subtract(predictions, targets));
    const message = (who: string, received: string) =>
      `${who}: the loss is not one number; expected a Tensor [], received ${received}.`;
    refused(() => readLoss('compile', each)(t, p), message('each', '[4, 3]'), 'ShapeError');
    refused(() => readLoss('compile', (() => 3) as never)(t, p), message('custom loss', '3'), 'ShapeError');
    const model = Sequential([Input([3]), Dense(3)]);
    model.compile({ loss: each });
    refused(() => model.fit(p, t, { verbose: 0 }), message('each', '[4, 3]'), 'ShapeError');
  });

  it('is found by name, and a wrong name lists the right ones', () => {
    assert.strictEqual(readLoss('compile', 'MSE'), losses.mean_squared_error);
    assert.strictEqual(readLoss('compile', half), half);
    const names = Object.keys(losses).map((name) => `'${name}'`);
    refused(
      () => readLoss('compile', 'categorical_cross_entropy' as LossName),
      `compile: unknown loss; expected one of ${names.join(', ')}, received 'categorical_cross_entropy'. Did you mean 'categorical_crossentropy'?`,
    );
    refused(
      () => readLoss('compile', undefined as never),
      "compile: loss is missing; expected a name such as 'categorical_crossentropy', or a function (targets, predictions, weights) => Tensor, received undefined.",
    );
  });
});

describe('targets', () => {
  type Values = readonly (number | readonly number[])[];
  const read = (name: LossName, values: Values, output: readonly number[]) =>
    readTargets('fit', losses[name], tensor(values as never), output);
  const message = (
    name: LossName,
    values: Values,
    output: readonly number[],
    text: string,
    kind = 'ArgumentError',
  ) => {
    try {
      read(name, values, output);
    } catch (error) {
      assert.equal(String(error), `${kind}: fit: ${text}`);
      return;
    }
    assert.fail('nothing was thrown');
  };

  it('of the shape of the predictions are taken as they are', () => {
    const values = genericTensor([4, 3], { between: [0, 1] });
    for (const name of ['mse', 'mae', 'bce', 'categorical_crossentropy'] as const) {
      assert.strictEqual(readTargets('fit', losses[name], values, [3]), values);
    }
    const deep = genericTensor([2, 3, 4]);
    assert.strictEqual(readTargets('fit', losses.mse, deep, [3, 4]), deep);
  });

  it('may leave out or add an axis of one', () => {
    assert.deepEqual(read('mse', [3, -1, 2], [1]), tensor([[3], [-1], [2]]));
    assert.deepEqual(read('bce', [1, 0, 1], [1]), tensor([[1], [0], [1]]));
    assert.deepEqual(read('sparse_categorical_crossentropy', [[2], [0]], [3]), tensor([2, 0]));
    assert.deepEqual(read('sparse_categorical_crossentropy', [2, 0], [3]), tensor([2, 0]));
    assert.deepEqual(read('mse', [[3]], [1]), tensor([[3]]));
  });

  it('of another shape are refused: nothing broadcasts', () => {
    const shapes = (name: string, expected: string, received: string) =>
      `the targets do not fit ${name}; expected t ${expected}, received ${received}.`;
    const oneEach =
      ' One number for each row needs a last layer of one unit; oneHot(labels) makes rows of class numbers.';
    for (const name of ['mse', 'huber', 'categorical_hinge', 'poisson'] as const) {
      const text = (received: string) => shapes(losses[name].name, '[rows, 3]', received) + oneEach;
      message(name, [1, 0], [3], text('[2]'), 'ShapeError');
      message(name, [[1], [0]], [3], text('[2, 1]'), 'ShapeError');
    }
    message(
      'bce',
      [[1, 0]],
      [1],
      `${shapes('binary_crossentropy', '[rows, 1]', '[1, 2]')} One-hot rows go with a softmax unit for each class and 'categorical_crossentropy'.`,
      'ShapeError',
    );
    message(
      'categorical_crossentropy',
      [[1, 0]],
      [3],
      `${shapes('categorical_crossentropy', '[rows, 3]', '[1, 2]')} Targets of 2 columns need a last layer of 2 units.`,
      'ShapeError',
    );
    message(
      'mae',
      [[1, 0]],
      [3],
      `${shapes('mean_absolute_error', '[rows, 3]', '[1, 2]')} Targets of 2 columns need a last layer of 2 units.`,
      'ShapeError',
    );
    refused(
      () => readTargets('fit', losses.mse, tensor(3), [1]),
      `fit: ${shapes('mean_squared_error', '[rows, 1]', '[]')}`,
      'ShapeError',
    );
  });

  it('say which loss they go with: class numbers with the sparse one, one-hot rows with the other', () => {
    const help =
      "Class numbers go with 'sparse_categorical_crossentropy', or oneHot(labels) makes rows of them.";
    for (const [values, received] of [
      [[2, 0, 1], '[3]'],
      [[[2], [0]], '[2, 1]'],
    ] as const) {
      message(
        'categorical_crossentropy',
        values,
        [3],
        `the targets do not fit categorical_crossentropy; expected t [rows, 3], received ${received}. ${help}`,
        'ShapeError',
      );
    }
    message(
      'sparse_categorical_crossentropy',
      [
        [0, 0, 1],
        [1, 0, 0],
      ],
      [3],
      "the targets do not fit sparse_categorical_crossentropy; expected t [rows], received [2, 3]. One-hot rows go with 'categorical_crossentropy'.",
      'ShapeError',
    );
  });

  it('of one class alone are refused: their loss is always 0', () => {
    for (const name of ['categorical_crossentropy', 'sparse_categorical_crossentropy'] as const) {
      message(
        name,
        [1, 0],
        [1],
        `${name} needs two classes or more; expected an output [classes], received [1]. One unit goes with the activation 'sigmoid' and the loss 'binary_crossentropy'.`,
        'ShapeError',
      );
    }
    assert.equal(read('bce', [1, 0], [1]).size, 2);
  });

  it('that are class numbers must be those of a class', () => {
    const name = 'sparse_categorical_crossentropy';
    const text = (row: number, received: string, help = '') =>
      `t[${row}] is no class; expected a whole number from 0 to 2, received ${received}.${help}`;
    message(name, [-1, 0], [3], text(0, '-1'));
    message(name, [0, 1.5], [3], text(1, '1.5'));
    message(name, [0, Number.NaN], [3], text(1, 'NaN'));
    message(name, [-1, 3], [3], text(0, '-1'));
    message(name, [0, 2, 3], [3], text(2, '3', ' Labels up to 3 need a last layer of 4 units.'));
    message(name, [2, 5, 4], [3], text(1, '5', ' Labels up to 5 need a last layer of 6 units.'));
    message(name, [2, 3, 1], [3], text(1, '3', ' Labels count from 0: subtract 1 from each of them.'));
  });

  it('that are class numbers may hold the class that is ignored, which is no class of the net', () => {
    const loss = losses.sparse_categorical_crossentropy;
    const ignoring = (ignoreClass: number) => SparseCategoricalCrossentropy({ ignoreClass });
    const labels = tensor([2, -1, 0]);
    assert.strictEqual(readTargets('fit', ignoring(-1), labels, [3]), labels);
    const text = 'fit: t[1] is no class; expected a whole number from 0 to 2, received -1.';
    refused(() => readTargets('fit', loss, labels, [3]), text);
    refused(() => readTargets('fit', ignoring(-2), labels, [3]), text);
    const shifted = tensor([3, 255, 1]);
    refused(
      () => readTargets('fit', ignoring(255), shifted, [3]),
      'fit: t[0] is no class; expected a whole number from 0 to 2, received 3. Labels count from 0: subtract 1 from each of them.',
    );
  });

  it('that are amounts must not lie below 0', () => {
    for (const name of ['poisson', 'msle'] as const) {
      assert.equal(read(name, [[0, 1e4]], [2]).size, 2);
      const text = `t[1, 0] is out of range for ${losses[name].name}; expected a number >= 0, received -0.25.`;
      message(
        name,
        [
          [3, 0],
          [-0.25, 1],
        ],
        [2],
        text,
      );
    }
  });

  it('that are signs are -1 and 1, or 0 and 1, and nothing between', () => {
    for (const name of ['hinge', 'squared_hinge', 'categorical_hinge'] as const) {
      for (const no of [-1, 0]) {
        assert.equal(
          read(
            name,
            [
              [no, 1],
              [1, 1],
            ],
            [2],
          ).size,
          4,
        );
      }
      const text = (place: string, expected: string, received: string) =>
        `t[${place}] is out of range for ${losses[name].name}; expected ${expected}, received ${received}.`;
      message(name, [[1, -1, 0.5]], [3], text('0, 2', '-1 or 1', '0.5'));
      message(name, [[1, 0, 2]], [3], text('0, 2', '0 or 1', '2'));
      const both = `${text('0, 1', '0 or 1', '-1')} Write no as -1 or as 0, not as both.`;
      message(name, [[1, -1, 0]], [3], both);
    }
  });

  it('that are probabilities must lie between 0 and 1', () => {
    const text = (place: string, name: string, received: string) =>
      `t[${place}] is out of range for ${name}; expected a number from 0 to 1, received ${received}.`;
    const [categorical, binary] = ['categorical_crossentropy', 'binary_crossentropy'] as const;
    message(
      categorical,
      [
        [0, 1, 0],
        [0, 0, 2],
      ],
      [3],
      text('1, 2', categorical, '2'),
    );
    message(binary, [[0.25], [-0.5]], [1], text('1, 0', binary, '-0.5'));
    const hinge = " Targets of -1 and 1 go with 'hinge'; or write 0 for -1.";
    message(binary, [[1], [-1]], [1], `${text('1, 0', binary, '-1')}${hinge}`);
    message(
      binary,
      [
        [2, 0],
        [1, 1],
      ],
      [2],
      text('0, 0', binary, '2'),
    );
    message(binary, [1, 0, Number.NaN], [1], text('2, 0', binary, 'NaN'));
    assert.equal(read('mse', [[-7, 9]], [2]).size, 2);
  });

  it('are checked by fit, evaluate and validation alike, before any arithmetic', () => {
    const model = Sequential([Input([2]), Dense(3, { activation: 'softmax' })]);
    model.compile({ optimizer: 'sgd', loss: 'sparse_categorical_crossentropy' });
    const before = model.getWeights();
    const x = genericTensor([2, 2], { dtype: 'float32' });
    const text = ': t[1] is no class; expected a whole number from 0 to 2, received 3.';
    refused(() => model.fit(x, [0, 3], { verbose: 0 }), `fit${text}`);
    refused(() => model.fit(x, [0, 1], { verbose: 0, validationData: [x, [0, 3]] }), `fit${text}`);
    refused(() => model.evaluate(x, [0, 3]), `evaluate${text}`);
    assert.deepEqual(model.getWeights(), before);
  });
});
