/**
 * learningCurve: sizes, rows and scores as scikit-learn's.
 */
import { assert } from 'chai';
import { KFold } from '../../src/data/index.ts';
import { learningCurve } from '../../src/estimators/index.ts';
import { Dense, Sequential } from '../../src/nn/index.ts';
import { RandomState } from '../../src/random/index.ts';
import type { Stored } from '../data/shared/stored.ts';
import { assertClose, assertRefused, generic, genericTensor, peer } from '../shared/values.ts';
import { cvOf, makers, Ridge, rowsOf, type StoredSplitter, scores } from './shared/by-hand.ts';

interface Case {
  readonly estimator: string;
  readonly x: Stored;
  readonly t: never[];
  readonly options: {
    readonly trainSizes?: number[];
    readonly cv?: StoredSplitter | number;
    readonly shuffle?: boolean;
    readonly randomState?: number;
    readonly scoring?: string;
  };
  readonly trainSizes: number[];
  readonly trainScores: number[][];
  readonly testScores: number[][];
}

const { learningCurve: stored } = peer<{ learningCurve: Case[] }>('validation.json');

const x = genericTensor([20, 2]);
const t = generic(20);

describe('learningCurve', () => {
  it('has the sizes, rows and scores of scikit-learn', () => {
    for (const [i, { estimator, options, ...one }] of stored.entries()) {
      const { cv, scoring, ...given } = options;
      const all = { ...given, ...cvOf(cv) };
      const curve =
        scoring === undefined
          ? learningCurve(makers[estimator], rowsOf(one.x), one.t, all)
          : learningCurve(makers[estimator], rowsOf(one.x), one.t, { ...all, scoring: scores[scoring] });
      assert.deepEqual(curve.trainSizes, one.trainSizes);
      one.trainSizes.forEach((size, j) => {
        const what = `${i}: ${estimator}, ${size} rows`;
        assertClose(curve.trainScores[j], one.trainScores[j], 1e-12, `${what}, train`);
        assertClose(curve.testScores[j], one.testScores[j], 1e-12, `${what}, test`);
      });
    }
  });

  it('learns from the first rows of each split, or from rows in random order', () => {
    const seen: number[][] = [];
    const make = () => ({
      fit(rows: number[]) {
        seen.push(rows);
      },
      predict: () => 0,
    });
    const rows = [10, 11, 12, 13, 14, 15];
    const options = { cv: KFold({ nSplits: 2 }), scoring: () => 0, trainSizes: [3, 1] };
    const curve = learningCurve(make, rows, rows, options);
    assert.deepEqual(curve, {
      trainSizes: [1, 3],
      trainScores: [
        [0, 0],
        [0, 0],
      ],
      testScores: [
        [0, 0],
        [0, 0],
      ],
    });
    assert.deepEqual(seen.splice(0), [[13], [13, 14, 15], [10], [10, 11, 12]]);
    learningCurve(make, rows, rows, { ...options, shuffle: true, randomState: 2 });
    const state = RandomState(2);
    const orders = [13, 10].map((first) => state.permutation(3).map((i) => first + i));
    assert.deepEqual(seen, [orders[0].slice(0, 1), orders[0], orders[1].slice(0, 1), orders[1]]);
  });

  it('reads whole numbers as rows, and as shares if one among them is not whole', () => {
    const sizes = (trainSizes: number[]) =>
      learningCurve(Ridge, x, t, { trainSizes, scoring: () => 0 }).trainSizes;
    assert.deepEqual(sizes([1]), [1]);
    assert.deepEqual(sizes([16, 3, 3]), [3, 16]);
    assert.deepEqual(sizes([1, 0.5]), [8, 16]);
    assert.deepEqual(sizes([0.03, 0.7]), [1, 11]);
  });

  it('of a model has all that its evaluate gives, or one of them', () => {
    const make = () => {
      const model = Sequential([Dense(1)], { seed: 2 });
      model.compile({ optimizer: 'sgd', loss: 'mse', metrics: ['accuracy'] });
      return model;
    };
    const options = { trainSizes: [0.4, 1], cv: KFold({ nSplits: 2 }), fit: { epochs: 2 } };
    const all = learningCurve(make, x, t, options);
    assert.sameMembers(Object.keys(all), ['loss', 'accuracy']);
    assert.deepEqual(all.loss.trainSizes, [4, 10]);
    assert.deepEqual(learningCurve(make, x, t, { ...options, scoring: 'loss' }), all.loss);
    assert.notEqual(all.loss.testScores[0][0], all.loss.testScores[1][0]);
  });

  it('refuses sizes that are neither shares nor numbers of rows', () => {
    const refuse = (trainSizes: unknown, received: string) =>
      assertRefused(
        () => learningCurve(Ridge, x, t, { trainSizes } as object),
        'ArgumentError',
        'learningCurve: trainSizes is not usable; expected shares above 0 up to 1, or whole numbers up to 16, the training ' +
          `rows of a split, received ${received}.`,
      );
    refuse([0.2, 1.5], '[0.2, 1.5]');
    refuse([0, 0.5], '[0, 0.5]');
    refuse([17], '[17]');
    refuse([-1, 4], '[-1, 4]');
    refuse([], '[]');
    refuse(5, '5');
    refuse(['3'], "['3']");
    assertRefused(
      () => learningCurve(Ridge, x, t, { train_sizes: [1] } as object),
      'ArgumentError',
      "Did you mean 'trainSizes'?",
    );
    assertRefused(
      () => learningCurve(Ridge() as never, x, t),
      'ArgumentError',
      'Write learningCurve(() => estimator(…), x, t)',
    );
    assertRefused(
      () => learningCurve(Ridge, x, t.slice(2)),
      'ShapeError',
      'learningCurve: x and t differ in rows',
    );
    assertRefused(
      () => learningCurve(Ridge, x, t, { randomState: -2 }),
      'ArgumentError',
      'learningCurve: randomState is not usable',
    );
  });
});
