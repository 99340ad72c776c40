/**
 * MLPClassifier and MLPRegressor as a user meets them: what they take, what they show, and what they refuse.
 */
import { inspect } from 'node:util';
import { assert } from 'chai';
import { optdigits } from '../../src/datasets/index.ts';
import { MLPClassifier, MLPRegressor } from '../../src/estimators/index.ts';
import { RandomState } from '../../src/random/index.ts';
import { type Tensor, tensor } from '../../src/tensor/index.ts';
import { assertRefused } from '../shared/values.ts';

const x = [
  [0.1, 1],
  [0.4, -1],
  [1.3, 0.2],
  [0.7, 2],
  [-0.6, 0.9],
];
const t = ['olmo', 'abeto', 'olmo', 'roble', 'abeto'];
const quick = { hiddenLayerSizes: [3], maxIter: 2 } as const;

/** What work prints. */
function printed(work: () => unknown): string[] {
  const lines: string[] = [];
  const { log } = console;
  console.log = (line: string) => lines.push(line);
  try {
    work();
  } finally {
    console.log = log;
  }
  return lines;
}

describe('an estimator', () => {
  it('shows the options that are not the defaults', () => {
    assert.equal(String(MLPClassifier()), 'MLPClassifier()');
    const model = MLPClassifier({
      hiddenLayerSizes: 20,
      solver: 'sgd',
      alpha: 1e-4,
      randomState: RandomState(3),
    });
    assert.equal(
      inspect(model),
      "MLPClassifier(hiddenLayerSizes: [20], solver: 'sgd', randomState: RandomState)",
    );
    assert.equal(
      String(MLPRegressor({ loss: 'poisson', shuffle: false })),
      "MLPRegressor(shuffle: false, loss: 'poisson')",
    );
    assert.deepEqual(model.options.hiddenLayerSizes, [20]);
    assert.equal(model.options.learningRateInit, 0.001);
    assert.equal(model.estimatorType, 'classifier');
    assert.equal(MLPRegressor().estimatorType, 'regressor');
  });

  it('tells nothing before fit', () => {
    const model = MLPClassifier();
    const names = [
      'loss',
      'bestLoss',
      'lossCurve',
      'validationScores',
      'bestValidationScore',
      'nIter',
      't',
      'converged',
      'coefs',
      'intercepts',
      'nFeaturesIn',
      'nOutputs',
      'nLayers',
      'outActivation',
      'classes',
    ] as const;
    for (const name of names)
      assertRefused(() => model[name], 'StateError', `MLPClassifier.${name}`, 'Call fit(x, t) first');
    for (const name of ['predict', 'predictProba', 'predictLogProba'] as const)
      assertRefused(() => model[name](x), 'StateError', `MLPClassifier.${name}`, 'Call fit');
    assertRefused(() => model.score(x, t), 'StateError', 'MLPClassifier.score');
    assertRefused(() => MLPRegressor().predict(x), 'StateError', 'MLPRegressor.predict');
  });

  it('gives itself back, and copies of its weights', () => {
    const model = MLPClassifier(quick);
    assert.equal(model.fit(x, t), model);
    model.coefs[0].data.fill(7);
    (model.lossCurve as number[]).push(7);
    assert.notEqual(model.coefs[0].data[0], 7);
    assert.lengthOf(model.lossCurve, 2);
    assert.deepEqual(
      model.coefs.map(({ shape }) => [...shape]),
      [
        [2, 3],
        [3, 3],
      ],
    );
    assert.deepEqual(
      model.intercepts.map(({ shape }) => [...shape]),
      [[3], [3]],
    );
    assert.equal(model.coefs[0].dtype, 'float64');
  });

  it('says whether it stopped by itself', () => {
    assert.isFalse(MLPClassifier(quick).fit(x, t).converged);
    const early = MLPClassifier({ ...quick, tol: 10, nIterNoChange: 1, maxIter: 9 }).fit(x, t);
    assert.isTrue(early.converged);
    assert.equal(early.nIter, 3, 'the first epoch always improves');
  });

  it('gives the same numbers again, and others for another randomState', () => {
    const curve = (randomState: number) => MLPClassifier({ ...quick, randomState }).fit(x, t).lossCurve;
    assert.deepEqual(curve(5), curve(5));
    assert.notDeepEqual(curve(5), curve(6));
  });

  it('draws on from a RandomState that it is given', () => {
    const random = RandomState(5);
    const model = MLPClassifier({ ...quick, randomState: random });
    const first = model.fit(x, t).lossCurve;
    assert.deepEqual(first, MLPClassifier({ ...quick, randomState: 5 }).fit(x, t).lossCurve);
    assert.notDeepEqual(model.fit(x, t).lossCurve, first);
  });

  it("prints scikit-learn's lines if it is to", () => {
    assert.isEmpty(printed(() => MLPClassifier(quick).fit(x, t)));
    const options = { ...quick, verbose: true, tol: 10, nIterNoChange: 1, maxIter: 9 } as const;
    const model = MLPClassifier(options);
    const lines = printed(() => model.fit(x, t));
    assert.deepEqual(lines, [
      ...model.lossCurve.map((loss, i) => `Iteration ${i + 1}, loss = ${loss.toFixed(8)}`),
      'Training loss did not improve more than tol=10.000000 for 1 consecutive epochs. Stopping.',
    ]);
    const adaptive = {
      ...options,
      solver: 'sgd',
      learningRate: 'adaptive',
      learningRateInit: 0.3,
      maxIter: 3,
    } as const;
    const last = printed(() => MLPClassifier(adaptive).fit(x, t)).at(-1);
    assert.match(last!, /Setting learning rate to 0\.060000$/);
    const early = { ...options, earlyStopping: true, validationFraction: 0.4, maxIter: 1 } as const;
    assert.match(
      printed(() => MLPRegressor(early).fit(x, [1, 2, 3, 4, 5]))[1],
      /^Validation score: -?\d+\.\d{6}$/,
    );
    assert.match(
      printed(() => MLPRegressor({ ...quick, solver: 'lbfgs', verbose: 1 }).fit(x, [1, 2, 3, 4, 5]))[0],
      /^Iteration 1, loss/,
    );
  });
});

describe('what a classifier learns', () => {
  it('names, numbers, and yes or no', () => {
    assert.deepEqual(MLPClassifier(quick).fit(x, t).classes, ['abeto', 'olmo', 'roble']);
    const numbers = MLPClassifier<number>(quick).fit(x, Int8Array.of(7, -2, 7, 10, -2));
    assert.deepEqual(numbers.classes, [-2, 7, 10]);
    const flags = MLPClassifier<boolean>(quick).fit(x, [true, false, true, true, false]);
    assert.deepEqual(flags.classes, [false, true]);
    assert.isBoolean(flags.predict(x)[0]);
    assert.deepEqual(flags.predictProba(x).shape, [5, 2]);
    assert.equal(flags.outActivation, 'logistic');
  });

  it('the same from labels, a column of them, and one-hot rows', () => {
    const labels = [2, 0, 2, 1, 0];
    const rows = labels.map((label) => [0, 1, 2].map((j) => Number(j === label)));
    const curves = [labels, labels.map((label) => [label]), rows, tensor(rows), tensor(labels)].map(
      (targets) => MLPClassifier<number>(quick).fit(x, targets).lossCurve,
    );
    for (const curve of curves) assert.deepEqual(curve, curves[0]);
    const model = MLPClassifier<number>(quick).fit(x, tensor(rows));
    assert.deepEqual(model.classes, [0, 1, 2]);
    assert.equal(model.score(x, rows), model.score(x, labels));
  });

  it('a class for each column of one-hot rows, also where it has no row', () => {
    const model = MLPClassifier<number>(quick).fit(x, [
      [1, 0, 0],
      [0, 1, 0],
      [1, 0, 0],
      [0, 1, 0],
      [1, 0, 0],
    ]);
    assert.deepEqual(model.classes, [0, 1, 2]);
    assert.deepEqual(model.predictProba(x).shape, [5, 3]);
    const step = MLPClassifier<number>(quick).partialFit(
      x,
      tensor([
        [1, 0],
        [0, 1],
        [1, 0],
        [0, 1],
        [1, 0],
      ]),
    );
    assert.deepEqual(step.classes, [0, 1], 'the columns say which classes there are');
  });

  it('several labels a row only if it is told', () => {
    const several = [
      [1, 1],
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ];
    assertRefused(
      () => MLPClassifier(quick).fit(x, several),
      'ArgumentError',
      'row 0 of t is not one-hot',
      'multilabel: true',
    );
    const model = MLPClassifier({ ...quick, multilabel: true }).fit(x, several);
    assert.deepEqual(model.classes, [0, 1]);
    const predicted: Tensor = model.predict(x);
    assert.deepEqual(predicted.shape, [5, 2]);
    assert.isTrue(predicted.data.every((value: number) => value === 0 || value === 1));
    const [right, rows] = [model.score(x, predicted), model.score(x, tensor(several))];
    assert.equal(right, 1);
    assert.isBelow(rows, 1);
    const oneHot = MLPClassifier({ ...quick, multilabel: true }).fit(x, [
      [1, 0, 0],
      [0, 1, 0],
      [1, 0, 0],
      [0, 0, 1],
      [0, 1, 0],
    ]);
    assert.equal(oneHot.outActivation, 'logistic');
  });

  it('a single class, which it then always predicts', () => {
    const model = MLPClassifier(quick).fit(x, ['a', 'a', 'a', 'a', 'a']);
    assert.deepEqual(model.predict(x), ['a', 'a', 'a', 'a', 'a']);
    assert.equal(model.nOutputs, 1);
    assert.deepEqual(model.predictProba(x).shape, [5, 2]);
  });

  it('with warmStart and earlyStopping no worse than what it has been', () => {
    const many = [...x, ...x, ...x, ...x];
    const names = [...t, ...t, ...t, ...t];
    const options = { ...quick, warmStart: true, earlyStopping: true, validationFraction: 0.25 } as const;
    const model = MLPClassifier({ ...options, maxIter: 30, learningRateInit: 0.1 }).fit(many, names);
    const [{ length: epochs }, coefs] = [model.lossCurve, model.coefs];
    assert.equal(model.bestValidationScore, 1); // so that no epoch to come is better
    model.fit(many, names);
    assert.isAbove(model.lossCurve.length, epochs);
    assert.deepEqual(model.coefs, coefs);
  });

  it('the digits, in float32', () => {
    const { xTrain, tTrain, xTest, tTest } = optdigits({ scale: 1 / 16, oneHot: true });
    const model = MLPClassifier({
      hiddenLayerSizes: [20],
      activation: 'tanh',
      learningRateInit: 0.01,
      maxIter: 15,
    });
    model.fit(xTrain, tTrain);
    assert.equal(model.coefs[0].dtype, 'float32');
    assert.isAbove(model.score(xTest, tTest), 0.93);
    assert.isNumber(model.predict(xTest)[0]);
  });

  it('weights of rows as if rows were repeated', () => {
    const options = { ...quick, batchSize: 5, shuffle: false, solver: 'sgd', learningRateInit: 0.2 } as const;
    const doubled = [...x, x[1], x[4], x[4]];
    const names = [...t, t[1], t[4], t[4]];
    const repeated = MLPClassifier({ ...options, batchSize: 8 }).fit(doubled, names);
    const weighted = MLPClassifier(options).fit(x, t, { sampleWeight: [1, 2, 1, 1, 3] });
    weighted.lossCurve.forEach((loss, i) => {
      assert.approximately(loss, repeated.lossCurve[i], 1e-13);
    });
    const score = weighted.score(x, t, { sampleWeight: [1, 2, 1, 1, 3] });
    assert.approximately(score, weighted.score(doubled, names), 1e-13);
  });
});
