/**
 * Data that do not fit: refused before any arithmetic, with words that say where and how, and nothing is changed.
 */
import { assert } from 'chai';
import { Dense, Input, type LossName, Model, Sequential } from '../../src/nn/index.ts';
import { Adam } from '../../src/optim/index.ts';
import type { TensorLike } from '../../src/tensor/index.ts';
import { assertUnchanged } from './shared/refusal.ts';
import { assertSameState, someClasses, someLabels, someRows, stateOf } from './shared/training.ts';

const ROWS = 5;
const x = someRows(ROWS, 4);
const rows = x.toArray() as number[][];
const oneHot = someClasses(ROWS, 3);
const labels = someLabels(ROWS, 3);

/** A model that has trained, so that there is something to change. */
function net(loss: LossName, units = 3): Model {
  const activation = loss === 'mse' ? 'linear' : 'softmax';
  const model = Sequential([Input([4]), Dense(5, { activation: 'tanh' }), Dense(units, { activation })]);
  model.compile({ optimizer: Adam(), loss, metrics: ['accuracy'] });
  const targets = { mse: someRows(ROWS, units), sparse_categorical_crossentropy: labels };
  model.fit(x, (targets as Partial<Record<LossName, TensorLike>>)[loss] ?? oneHot);
  return model;
}

/** The rows with one number changed. */
const withValue = (row: number, column: number, value: unknown) =>
  rows.map((values, i) => (i === row ? values.with(column, value as number) : values));

const expectedKinds = 'expected nested arrays, a typed array, { data, shape }, an ndarray or a Tensor';
const notFinite = 'x holds a number that is not finite; expected finite numbers, received';

/** Rows that every call refuses: what they are, the kind of error, and its words. */
// biome-ignore format: one case a line
const badRows: readonly (readonly [what: string, x: unknown, kind: string, words: string])[] = [
  ['rows that are too wide', someRows(ROWS, 6), 'ShapeError', 'x does not fit the model; expected [rows, 4], received [5, 6].'],
  ['one sample', [1, 2, 3, 4], 'ShapeError', 'x does not fit the model; expected [rows, 4], received [4]. One sample is a row too: [x] in place of x.'],
  ['rows of other axes', [rows], 'ShapeError', 'x does not fit the model; expected [rows, 4], received [1, 5, 4].'],
  ['rows of no numbers', [[], []], 'ShapeError', 'x does not fit the model; expected [rows, 4], received [2, 0].'],
  ['no rows', [], 'ArgumentError', 'x is empty; expected at least one row, received [0].'],
  ['no rows in a shape', { data: [], shape: [0, 4] }, 'ArgumentError', 'x is empty; expected at least one row, received [0, 4].'],
  ['one number', 3, 'ShapeError', 'x is a single number; expected rows, such as [[1]], received 3.'],
  ['nothing', null, 'ArgumentError', `x are not numbers; ${expectedKinds}, received null.`],
  ['a name', 'iris', 'ArgumentError', `x are not numbers; ${expectedKinds}, received 'iris'.`],
  ['a name among the numbers', withValue(1, 2, 'a'), 'ArgumentError', "x[1][2] is no number; expected a number, received 'a'."],
  ['a row that is too short', rows.with(3, [1, 2, 3]), 'ShapeError', 'x[3] has another length; expected 4 values, received 3.'],
  ['a shape that is another', { data: x.data, shape: [ROWS, 3] }, 'ShapeError', 'data and shape of x differ in size; expected 15 numbers for [5, 3], received 20.'],
  ['NaN', withValue(2, 3, Number.NaN), 'ArgumentError', `${notFinite} NaN in row 2, column 3.`],
  ['Infinity', withValue(4, 0, Number.NEGATIVE_INFINITY), 'ArgumentError', `${notFinite} -Infinity in row 4, column 0.`],
  ['a number too large for float32', withValue(1, 1, 1e39), 'ArgumentError', `${notFinite} Infinity in row 1, column 1.`],
];

type Bad = readonly [what: string, loss: LossName, t: unknown, kind: string, words: string];

const [categorical, sparse] = ['categorical_crossentropy', 'sparse_categorical_crossentropy'] as const;
const classNumbers =
  "Class numbers go with 'sparse_categorical_crossentropy', or oneHot(labels) makes rows of them.";

const oneEach =
  'One number for each row needs a last layer of one unit; oneHot(labels) makes rows of class numbers.';

/** Targets that every call refuses. */
// biome-ignore format: one case a line
const badTargets: readonly Bad[] = [
  ['fewer rows', categorical, someClasses(4, 3), 'ShapeError', 'x and t differ in rows; expected 5 rows of t for x [5, 4], received t [4, 3].'],
  ['no rows', categorical, [], 'ArgumentError', 't is empty; expected at least one row, received [0].'],
  ['nothing', categorical, null, 'ArgumentError', `t are not numbers; ${expectedKinds}, received null.`],
  ['too many classes', categorical, someClasses(ROWS, 4), 'ShapeError', 'the targets do not fit categorical_crossentropy; expected t [rows, 3], received [5, 4]. Targets of 4 columns need a last layer of 4 units.'],
  ['class numbers for categorical', categorical, labels, 'ShapeError', `the targets do not fit categorical_crossentropy; expected t [rows, 3], received [5]. ${classNumbers}`],
  ['a column of class numbers for categorical', categorical, labels.map((label) => [label]), 'ShapeError', `the targets do not fit categorical_crossentropy; expected t [rows, 3], received [5, 1]. ${classNumbers}`],
  ['one-hot rows for sparse', sparse, oneHot, 'ShapeError', "the targets do not fit sparse_categorical_crossentropy; expected t [rows], received [5, 3]. One-hot rows go with 'categorical_crossentropy'."],
  ['a label too large', sparse, labels.with(3, 3), 'ArgumentError', 't[3] is no class; expected a whole number from 0 to 2, received 3. Labels up to 3 need a last layer of 4 units.'],
  ['a label below 0', sparse, labels.with(0, -1), 'ArgumentError', 't[0] is no class; expected a whole number from 0 to 2, received -1.'],
  ['a label between', sparse, labels.with(4, 1.5), 'ArgumentError', 't[4] is no class; expected a whole number from 0 to 2, received 1.5.'],
  ['a label that is a name', sparse, labels.with(2, 'setosa' as unknown as number), 'ArgumentError', "t[2] is no number; expected a number, received 'setosa'."],
  ['a probability above 1', categorical, rowsWith(1, 2, 1.25), 'ArgumentError', 't[1, 2] is out of range for categorical_crossentropy; expected a number from 0 to 1, received 1.25.'],
  ['a probability below 0', categorical, rowsWith(3, 0, -0.5), 'ArgumentError', 't[3, 0] is out of range for categorical_crossentropy; expected a number from 0 to 1, received -0.5.'],
  ['NaN', categorical, rowsWith(3, 1, Number.NaN), 'ArgumentError', 't holds a number that is not finite; expected finite numbers, received NaN in row 3, column 1.'],
  ['NaN among numbers', 'mse', rowsWith(0, 2, Number.NaN), 'ArgumentError', 't holds a number that is not finite; expected finite numbers, received NaN in row 0, column 2.'],
  ['one number for each row of three', 'mse', labels, 'ShapeError', `the targets do not fit mean_squared_error; expected t [rows, 3], received [5]. ${oneEach}`],
  ['a column for rows of three', 'mse', labels.map((label) => [label]), 'ShapeError', `the targets do not fit mean_squared_error; expected t [rows, 3], received [5, 1]. ${oneEach}`],
];

function rowsWith(row: number, column: number, value: number): number[][] {
  return (oneHot.toArray() as number[][]).map((values, i) =>
    i === row ? values.with(column, value) : values,
  );
}

type Work = (model: Model, x: TensorLike, t: TensorLike) => unknown;
const withTargets: Record<string, Work> = {
  fit: (model, x, t) => model.fit(x, t),
  train: (model, x, t) => model.train(x, t),
  evaluate: (model, x, t) => model.evaluate(x, t),
};
const all: Record<string, Work> = {
  ...withTargets,
  predict: (model, x) => model.predict(x),
  call: (model, x) => model.call(x),
};

describe('refused and without effect are', () => {
  const models = new Map<LossName, Model>();
  before(() => {
    for (const loss of [categorical, sparse, 'mse'] as const) models.set(loss, net(loss));
  });

  describe('rows:', () => {
    for (const [what, bad, kind, words] of badRows) {
      for (const [who, work] of Object.entries(all)) {
        it(`${what}, by ${who}`, () => {
          const model = models.get(categorical)!;
          assertUnchanged(model, () => work(model, bad as TensorLike, oneHot), kind, `${who}: ${words}`);
        });
      }
    }
  });

  describe('targets:', () => {
    for (const [what, loss, bad, kind, words] of badTargets) {
      for (const [who, work] of Object.entries(withTargets)) {
        it(`${what}, by ${who}`, () => {
          const model = models.get(loss)!;
          assertUnchanged(model, () => work(model, x, bad as TensorLike), kind, `${who}: ${words}`);
        });
      }
    }
  });

  it('all of them, by fitAsync', async () => {
    const cases = [
      ...badRows.map(([, bad, , words]) => [categorical, bad, oneHot, words] as const),
      ...badTargets.map(([, loss, bad, , words]) => [loss, x, bad, words] as const),
    ];
    for (const [loss, badX, badT, words] of cases) {
      const model = models.get(loss)!;
      const before = stateOf(model);
      let message = '';
      await model.fitAsync(badX as TensorLike, badT as TensorLike).catch((error: Error) => {
        message = error.message;
      });
      assert.equal(message, `fitAsync: ${words}`);
      assertSameState(stateOf(model), before);
    }
  });

  describe('validation data:', () => {
    // biome-ignore format: one case a line
    const cases: readonly (readonly [unknown, kind: string, words: string])[] = [
      [[x], 'ArgumentError', 'validationData is not a pair; expected [x, t] or [x, t, sampleWeight], received a list of 1.'],
      [[x, oneHot, oneHot], 'ShapeError', 'validationData[2] is not one number for each row; expected [5], received [5, 3].'],
      [x, 'ArgumentError', 'validationData is not a pair; expected [x, t] or [x, t, sampleWeight], received an object of Tensor kind.'],
      [[someRows(2, 3), oneHot], 'ShapeError', 'validationData[0] does not fit the model; expected [rows, 4], received [2, 3].'],
      [[x, someClasses(3, 3)], 'ShapeError', 'validationData[0] and validationData[1] differ in rows; expected 5 rows of validationData[1] for validationData[0] [5, 4], received validationData[1] [3, 3].'],
      [[x, labels], 'ShapeError', `the targets do not fit categorical_crossentropy; expected t [rows, 3], received [5]. ${classNumbers}`],
      [[withValue(2, 3, Number.NaN), oneHot], 'ArgumentError', 'validationData[0] holds a number that is not finite; expected finite numbers, received NaN in row 2, column 3.'],
      [[x, []], 'ArgumentError', 'validationData[1] is empty; expected at least one row, received [0].'],
    ];
    for (const [bad, kind, words] of cases) {
      it(words, () => {
        const model = models.get(categorical)!;
        const validationData = bad as readonly [TensorLike, TensorLike];
        assertUnchanged(model, () => model.fit(x, oneHot, { validationData }), kind, `fit: ${words}`);
        assertUnchanged(model, () => model.train(x, oneHot, { validationData }), kind, `train: ${words}`);
      });
    }
  });

  describe('weights:', () => {
    const [kernel, bias, top] = [someRows(4, 5), [1, 2, 3, 4, 5], someRows(5, 3)];
    // biome-ignore format: one case a line
    const cases: readonly (readonly [unknown, kind: string, words: string])[] = [
      [[kernel, bias, top], 'ArgumentError', 'weights do not match; expected a list of 4 arrays, received 3.'],
      [[], 'ArgumentError', 'weights do not match; expected a list of 4 arrays, received 0.'],
      [kernel, 'ArgumentError', 'weights do not match; expected a list of 4 arrays, received an object of Tensor kind.'],
      [undefined, 'ArgumentError', 'weights do not match; expected a list of 4 arrays, received undefined.'],
      [[kernel, bias, top, [1, 2]], 'ShapeError', 'shapes differ; expected weights[3] [3], received [2].'],
      [[kernel, bias, someRows(3, 5), [1, 2, 3]], 'ShapeError', 'shapes differ; expected weights[2] [5, 3], received [3, 5].'],
      [
        [kernel, bias, top, [1, Number.NaN, 3]],
        'ArgumentError',
        'weights[3] holds a number that is not finite; expected finite numbers, received NaN.',
      ],
      [[kernel, bias, top, 'ones'], 'ArgumentError', `weights[3] are not numbers; ${expectedKinds}, received 'ones'.`],
    ];
    for (const [bad, kind, words] of cases) {
      it(words, () => {
        const model = models.get(categorical)!;
        assertUnchanged(model, () => model.setWeights(bad as TensorLike[]), kind, `setWeights: ${words}`);
      });
    }

    it('of one layer', () => {
      const model = models.get(categorical)!;
      const refused = (weights: unknown, kind: string, words: string) =>
        assertUnchanged(
          model,
          () => model.layers[1].setWeights(weights as TensorLike[]),
          kind,
          `Dense.setWeights: ${words}`,
        );
      refused([top], 'ArgumentError', 'weights do not match; expected a list of 2 arrays, received 1.');
      refused([top, bias], 'ShapeError', 'shapes differ; expected weights[1] [3], received [5].');
    });
  });

  it('rows of one unit for a graph as for a Sequential', () => {
    const inputs = Input([4]);
    const model = Model({ inputs, outputs: Dense(1)(inputs) });
    model.compile({ loss: 'mse' });
    const words = 'fit: x does not fit the model; expected [rows, 4], received [5, 6].';
    assertUnchanged(model, () => model.fit(someRows(5, 6), [1, 2, 3, 4, 5]), 'ShapeError', words);
  });
});
