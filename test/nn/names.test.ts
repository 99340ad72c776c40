/**
 * The first mistakes of a newcomer: names in place of numbers, and lists in place of rows.
 */
import { Dense, Input, Sequential } from '../../src/nn/index.ts';
import type { TensorLike } from '../../src/tensor/index.ts';
import { assertMessage } from './shared/refusal.ts';

describe('in place of numbers', () => {
  const model = Sequential([Input([2]), Dense(3, { activation: 'softmax' })]);
  model.compile({ loss: 'categorical_crossentropy' });
  const x = [
    [0.3, 1.2],
    [0.7, -0.4],
  ];
  const fit = (x: unknown, t: unknown) => () => model.fit(x as TensorLike, t as TensorLike);

  it('names as targets are refused, and it is said how to make numbers of them', () => {
    const help = 'LabelBinarizer().fitTransform(labels) makes rows of numbers of names.';
    const words = "t holds text; expected numbers, received 'Iris-setosa'.";
    assertMessage(fit(x, ['Iris-setosa', 'Iris-virginica']), 'ArgumentError', `fit: ${words} ${help}`);
  });

  it('text and truths as inputs are refused, and it is said how to read them', () => {
    const help = 'Number(value) makes a number; readCsv of multiperceptron/data reads a file of them.';
    const text = "fit: x holds text; expected numbers, received '0.3'.";
    assertMessage(fit([['0.3', '1.2']], [[1, 0, 0]]), 'ArgumentError', `${text} ${help}`);
    const truths = 'fit: t holds true and false; expected numbers, received true.';
    assertMessage(
      fit(x, [
        [true, false, false],
        [false, true, false],
      ]),
      'ArgumentError',
      `${truths} ${help}`,
    );
  });

  it('a flat list is no column, and it is said how to make one', () => {
    const one = Sequential([Input([1]), Dense(2)]);
    const help = 'A column has a list for each row: x.map((value) => [value]).';
    const words = 'predict: x does not fit the model; expected [rows, 1], received [3].';
    assertMessage(() => one.predict([0.3, 0.7, 1.1]), 'ShapeError', `${words} ${help}`);
  });
});
