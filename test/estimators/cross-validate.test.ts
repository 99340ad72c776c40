/**
 * crossValidate: scores as scikit-learn's, new estimators for each split, models, and what is refused.
 */
import { assert } from 'chai';
import { KFold, StandardScaler } from '../../src/data/index.ts';
import { type CrossValidation, crossValidate, MLPClassifier, pipeline } from '../../src/estimators/index.ts';
import { accuracyScore } from '../../src/metrics/index.ts';
import { Dense, Sequential } from '../../src/nn/index.ts';
import { type Tensor, tensor } from '../../src/tensor/index.ts';
import type { Stored } from '../data/shared/stored.ts';
import { assertClose, assertRefused, generic, genericTensor, peer } from '../shared/values.ts';
import { Centroids, cvOf, makers, Ridge, rowsOf, type StoredSplitter, scores } from './shared/by-hand.ts';

interface Case {
  readonly estimator: string;
  readonly x: Stored;
  readonly t: never[];
  readonly cv: StoredSplitter | number | null;
  readonly scoring: string[] | null;
  readonly scores: { test: number[]; train: number[]; mean: number; std: number }[];
}

const { crossValidate: stored } = peer<{ crossValidate: Case[] }>('validation.json');

const x = genericTensor([12, 2]);
const t = generic(12, [0, 1], { whole: true, seed: 3 });
const names = ['b', 'a', 'b', 'b', 'a', 'a', 'b', 'a', 'b', 'a', 'b', 'a'];

/** An estimator that keeps what it was told. */
function Recorder(log: { fit: unknown[][]; predict: unknown[][] }) {
  return () => ({
    fit(...given: [unknown, unknown, unknown?]) {
      log.fit.push(given);
    },
    predict(rows: number[]) {
      log.predict.push([rows]);
      return rows;
    },
  });
}

describe('crossValidate', () => {
  it('scores as scikit-learn does', () => {
    assert.isAtLeast(stored.length, 20);
    for (const [i, one] of stored.entries()) {
      const make = makers[one.estimator];
      const rows = rowsOf(one.x);
      const options = { ...cvOf(one.cv), returnTrainScore: true };
      let results: CrossValidation[];
      if (one.scoring === null) results = [crossValidate(make, rows, one.t, options)];
      else if (one.scoring.length === 1)
        results = [crossValidate(make, rows, one.t, { ...options, scoring: scores[one.scoring[0]] })];
      else {
        const scoring = Object.fromEntries(one.scoring.map((name) => [name, scores[name]]));
        const record = crossValidate(make, rows, one.t, { ...options, scoring });
        assert.sameMembers(Object.keys(record), one.scoring);
        results = one.scoring.map((name) => record[name]);
      }
      one.scores.forEach((expected, j) => {
        const what = `${i}: ${one.estimator}, ${one.scoring?.[j] ?? 'score'}`;
        const { testScore, trainScore, mean, std, splits } = results[j];
        assertClose(testScore, expected.test, 1e-12, what);
        assertClose(trainScore as number[], expected.train, 1e-12, `${what}, train`);
        assertClose([mean, std], [expected.mean, expected.std], 1e-12, `${what}, mean and std`);
        assert.equal(splits.length, testScore.length);
      });
    }
  });

  it('gives each fit the rows of its split, and predicts the others', () => {
    const log = { fit: [] as unknown[][], predict: [] as unknown[][] };
    const rows = [10, 11, 12, 13, 14];
    const result = crossValidate(Recorder(log), rows, ['a', 'b', 'c', 'd', 'e'], {
      cv: KFold({ nSplits: 2 }),
      scoring: (targets, predictions) => targets.length + predictions.length / 10,
    });
    assert.deepEqual(log.fit, [
      [[13, 14], ['d', 'e'], undefined],
      [[10, 11, 12], ['a', 'b', 'c'], undefined],
    ]);
    assert.deepEqual(log.predict, [[[10, 11, 12]], [[13, 14]]]);
    assert.deepEqual(result, {
      testScore: [3.3, 2.2],
      mean: 2.75,
      std: 0.5499999999999998,
      splits: [
        { train: [3, 4], test: [0, 1, 2] },
        { train: [0, 1, 2], test: [3, 4] },
      ],
    });
  });

  it('makes an estimator for each split, and none beside', () => {
    let made = 0;
    const make = () => {
      made++;
      return { fit() {}, predict: () => [], score: () => 1 };
    };
    crossValidate(make, x, t, { cv: 3 });
    assert.equal(made, 3);
  });

  it('predicts once for several scores', () => {
    const log = { fit: [] as unknown[][], predict: [] as unknown[][] };
    const { length, one } = crossValidate(Recorder(log), [1, 2, 3, 4], [0, 1, 0, 1], {
      cv: 2,
      scoring: { length: (targets) => targets.length, one: () => 1 },
    });
    assert.deepEqual([length.testScore, one.testScore, log.predict.length], [[2, 2], [1, 1], 2]);
  });

  it('hands options to fit, of weights those of the rows', () => {
    const log = { fit: [] as unknown[][], predict: [] as unknown[][] };
    const fit = { epochs: 7, sampleWeight: [0.1, 0.2, 0.3, 0.4] };
    crossValidate(Recorder(log), [1, 2, 3, 4], [0, 1, 0, 1], {
      cv: KFold({ nSplits: 2 }),
      scoring: () => 0,
      fit,
    });
    assert.deepEqual(
      log.fit.map(([, , options]) => options),
      [
        { epochs: 7, sampleWeight: [0.3, 0.4] },
        { epochs: 7, sampleWeight: [0.1, 0.2] },
      ],
    );
  });

  it('takes splits as they are', () => {
    const cv = [{ train: [0, 1, 2, 3, 4, 5], test: [9, 8] }];
    const { splits, testScore } = crossValidate(Centroids, x, names, { cv });
    assert.deepEqual([...splits], cv);
    assert.lengthOf(testScore, 1);
  });

  it('keeps the shares of classes, where targets are classes', () => {
    const sorted = [...Array(6).fill(0), ...Array(6).fill(1)] as number[];
    const options = { cv: 3, scoring: () => 0 };
    const tests = (
      targets: number[] | string[] | number[][] | Tensor | boolean[],
      estimatorType?: 'regressor',
    ) => {
      const type = estimatorType === undefined ? {} : { estimatorType };
      const make = () => ({ fit() {}, predict: () => [], ...type });
      return crossValidate(make, x, targets as number[], options).splits.map(({ test }) => test);
    };
    const kept = [
      [0, 1, 6, 7],
      [2, 3, 8, 9],
      [4, 5, 10, 11],
    ];
    const plain = [
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9, 10, 11],
    ];
    const oneHot = sorted.map((c) => [1 - c, c]);
    for (const classes of [
      sorted,
      sorted.map((c) => `class ${c}`),
      sorted.map((c) => c === 1),
      oneHot,
      tensor(oneHot),
      tensor(sorted),
      sorted.map((c) => [c]),
    ])
      assert.deepEqual(tests(classes), kept);
    for (const others of [
      sorted.map((c) => c + 0.25),
      sorted.map((c) => [c, c]),
      sorted.map((c) => [0, c]),
      sorted.map((c) => [0.75 - c, 0.25 + c]),
      sorted.map((c) => [2 * c - 1, 2 - 2 * c]),
    ])
      assert.deepEqual(tests(others), plain);
    assert.deepEqual(tests(sorted, 'regressor'), plain);
  });

  it('takes an MLPClassifier', () => {
    const make = () => MLPClassifier({ hiddenLayerSizes: [4], maxIter: 20, randomState: 1 });
    const { testScore, mean } = crossValidate(make, x, names, { cv: 3 });
    assert.lengthOf(testScore, 3);
    assert.isTrue(mean >= 0 && mean <= 1);
    const { right } = crossValidate(make, x, names, { cv: 3, scoring: { right: accuracyScore } });
    assert.deepEqual(right.testScore, testScore);
  });
});

describe('crossValidate of models', () => {
  const make = () => {
    const model = Sequential([Dense(3, { activation: 'tanh' }), Dense(1, { activation: 'sigmoid' })], {
      seed: 5,
    });
    model.compile({ optimizer: 'adam', loss: 'binary_crossentropy', metrics: ['accuracy'] });
    return model;
  };
  const options = { cv: 3, fit: { epochs: 4, batchSize: 3 } };

  it('scores by all that evaluate gives', () => {
    const result = crossValidate(make, x, t, { ...options, returnTrainScore: true });
    assert.sameMembers(Object.keys(result), ['loss', 'accuracy']);
    const [{ train, test }] = result.loss.splits;
    const rows = (places: number[]) => tensor(places.map((i) => [x.data[2 * i], x.data[2 * i + 1]]));
    const targets = (places: number[]) => places.map((i) => t[i]);
    const model = make();
    model.fit(rows(train), targets(train), { ...options.fit, verbose: 0 });
    const [loss, accuracy] = model.evaluate(rows(test), targets(test));
    assert.approximately(result.loss.testScore[0], loss, 1e-6);
    assert.equal(result.accuracy.testScore[0], accuracy);
    assert.lengthOf(result.loss.trainScore as number[], 3);
  });

  it('scores by one of them, or by functions of the predictions', () => {
    const all = crossValidate(make, x, t, options);
    assert.deepEqual(crossValidate(make, x, t, { ...options, scoring: 'loss' }), all.loss);
    const mixed = crossValidate(make, x, t, {
      ...options,
      scoring: { loss: 'loss', right: (targets, predictions) => share(targets, predictions) },
    });
    assert.deepEqual(mixed.loss.testScore, all.loss.testScore);
    assertClose(mixed.right.testScore, all.accuracy.testScore, 1e-12);
    assertRefused(
      () => crossValidate(make, x, t, { ...options, scoring: 'acuracy' }),
      'ArgumentError',
      "crossValidate: unknown name in scoring; expected one of 'loss', 'accuracy', received 'acuracy'",
      "Did you mean 'accuracy'?",
    );
  });

  it('each split begins with new weights', () => {
    const cv = [0, 1].map(() => ({ train: [0, 1, 2, 3, 4, 5], test: [6, 7, 8] }));
    const { testScore } = crossValidate(make, x, t, { ...options, cv }).loss;
    assert.equal(testScore[0], testScore[1]);
  });

  it('prints nothing unless told', () => {
    const told: unknown[] = [];
    const measured = () => ({
      fit: (_rows: unknown, _targets: unknown, options?: object) => void told.push(options),
      predict: () => [],
      evaluate: () => ({ loss: 0.3 }),
    });
    const cv = [{ train: [0, 1], test: [2] }];
    assert.equal(crossValidate(measured, x, t, { cv }).loss.mean, 0.3);
    crossValidate(measured, x, t, { cv, fit: { epochs: 9, verbose: 2 } });
    assert.deepEqual(told, [{ verbose: 0 }, { epochs: 9, verbose: 2 }]);
  });

  it('in a pipeline too', () => {
    const scaled = () => pipeline(StandardScaler(), make());
    const result = crossValidate(scaled, x, t, options);
    assert.sameMembers(Object.keys(result), ['loss', 'accuracy']);
  });
});

const share = (targets: readonly number[], predictions: Tensor) =>
  targets.filter((target, i) => target === Number(predictions.data[i] > 1 / 2)).length / targets.length;

describe('crossValidate refuses', () => {
  const refuse = (message: string, ...given: unknown[]) =>
    assertRefused(
      () => (crossValidate as (...given: unknown[]) => unknown)(...given),
      'ArgumentError',
      'crossValidate: ',
      message,
    );

  it('an estimator that has seen the test rows', () => {
    const model = Centroids();
    refuse(
      'make gave the same estimator again, which has seen the test rows of other splits. Make it inside the function',
      () => model,
      x,
      names,
    );
    refuse('make is no function; expected a function that makes a new estimator', Ridge(), x, t);
    refuse('Write crossValidate(() => estimator(…), x, t)', MLPClassifier(), x, t);
  });

  it('what is no estimator', () => {
    refuse(
      'make gave no estimator; expected an object with fit(x, t) and predict(x), received undefined. Does the function return it?',
      () => {
        Centroids();
      },
      x,
      names,
    );
    refuse('make gave no estimator', () => ({ fit() {} }), x, names);
    refuse(
      'the estimator has no score of its own. Give scoring, such as { scoring: accuracyScore }.',
      () => ({ fit() {}, predict: () => [] }),
      x,
      names,
    );
  });

  it('what is no scoring', () => {
    refuse('scoring is not usable; expected a function, a name', Centroids, x, names, { scoring: 3 });
    refuse('scoring is not usable', Centroids, x, names, { scoring: {} });
    refuse('scoring is not usable', Centroids, x, names, { scoring: [accuracyScore] });
    refuse('scoring.f1 is not usable; expected a function', Centroids, x, names, { scoring: { f1: null } });
    refuse('only models have scores by name', Centroids, x, names, { scoring: 'accuracy' });
    refuse('scoring gave no number; expected a number, received [0.7, 0.9]', Centroids, x, names, {
      scoring: () => [0.7, 0.9],
    });
    refuse("the score 'matrix' gave no number", Centroids, x, names, { scoring: { matrix: () => 'x' } });
  });

  it('what is no cv', () => {
    const far = [{ train: [0, 1], test: [2, 1000] }];
    refuse('row of cv[0].test is not usable; expected a whole number >= 0 and <= ', Centroids, x, names, {
      cv: far,
    });
    refuse('cv is not usable; expected a whole number >= 2, received 1', Centroids, x, names, { cv: 1 });
    for (const cv of [
      '5',
      [],
      [[1, 2]],
      [null],
      [{ train: [0, 1], test: 2 }],
      [{ train: [], test: [2] }],
      null,
      KFold,
    ])
      refuse(
        'cv is not usable; expected a number of parts, a splitter such as KFold(), or a list',
        Centroids,
        x,
        names,
        { cv },
      );
    refuse("unknown option; expected one of 'cv'", Centroids, x, names, { nSplits: 3 });
    refuse('fit is not usable; expected options for fit', Centroids, x, names, { fit: 20 });
  });

  it('rows that do not fit', () => {
    assertRefused(
      () => crossValidate(Centroids, x, names.slice(1)),
      'ShapeError',
      'crossValidate: x and t differ in rows; expected 12, received 11.',
    );
    refuse('x has no rows', Centroids, { a: 1 }, names);
    refuse('t has no rows', Centroids, x, undefined);
  });

  it('promises', () => {
    const make = () => ({ fit: async () => {}, predict: () => [], score: () => 1 });
    assertRefused(
      () => crossValidate(make, x, names),
      'StateError',
      'fit returned a promise, and nobody waits for it here. Let fit train before it returns: model.fit, not model.fitAsync.',
    );
  });
});

describe('the types of crossValidate', () => {
  it('say whether there is one score or several, and what targets an estimator takes', () => {
    const one: number[] = crossValidate(Centroids, x, names).testScore;
    const named = crossValidate(Centroids, x, names, { scoring: { right: accuracyScore } });
    assert.deepEqual(named.right.testScore, one);
    // @ts-expect-error there is no score of this name
    assert.isUndefined(named.wrong);
    // @ts-expect-error names are no targets of a Ridge
    assert.throws(() => crossValidate(Ridge, names, names));
  });
});
