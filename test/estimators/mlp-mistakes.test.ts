/**
 * What a newcomer does wrong with MLPClassifier and MLPRegressor, and what they are told.
 */
import { assert } from 'chai';
import { MLPClassifier, MLPRegressor } from '../../src/estimators/index.ts';
import { Tensor, tensor } from '../../src/tensor/index.ts';
import { assertRefused } from '../shared/values.ts';
import { dataOf } from './mlp-peer.ts';

const x = [
  [0.1, 1],
  [0.4, -1],
  [1.3, 0.2],
  [0.7, 2],
  [-0.6, 0.9],
];
const t = ['olmo', 'abeto', 'olmo', 'roble', 'abeto'];
const quick = { hiddenLayerSizes: [3], maxIter: 2 } as const;

describe('what goes wrong with MLPClassifier and MLPRegressor', () => {
  it('options that do not exist', () => {
    for (const [given, meant] of [
      [{ hidden_layer_sizes: [20] }, 'hiddenLayerSizes'],
      [{ learning_rate_init: 0.1 }, 'learningRateInit'],
      [{ random_state: 1 }, 'randomState'],
      [{ max_iter: 10 }, 'maxIter'],
      [{ early_stopping: true }, 'earlyStopping'],
      [{ beta_1: 0.8 }, 'beta1'],
    ] as const)
      assertRefused(
        () => MLPClassifier(given as object),
        'ArgumentError',
        'unknown option',
        `Did you mean '${meant}'?`,
      );
    assertRefused(() => MLPClassifier({ loss: 'poisson' } as object), 'ArgumentError', 'unknown option');
    assertRefused(
      () => MLPClassifier([20] as object),
      'ArgumentError',
      'Did you mean { hiddenLayerSizes: [20] }?',
    );
    assertRefused(() => MLPRegressor(20 as unknown as object), 'ArgumentError', '{ hiddenLayerSizes: 20 }');
  });

  it('options out of range', () => {
    const faults: Record<string, unknown[]> = {
      hiddenLayerSizes: [[20, 0], [2.5], '20', [['20']]],
      activation: ['sigmoid', 'Relu'],
      solver: ['SGD', 'rmsprop'],
      alpha: [-1, Number.NaN],
      batchSize: [0, 1.5, 'Auto'],
      learningRate: [0.1, 'fixed'],
      learningRateInit: [0, -1, '0.1'],
      powerT: [-0.1],
      maxIter: [0, 1.5, Number.POSITIVE_INFINITY],
      shuffle: [1],
      randomState: [-1, 1.5, null, 2 ** 32],
      tol: [-1],
      verbose: [-1, 'yes'],
      warmStart: ['yes'],
      momentum: [-0.1, 1.1],
      nesterovsMomentum: [0],
      earlyStopping: [0],
      validationFraction: [1, -0.1],
      beta1: [1, -0.1],
      beta2: [1],
      epsilon: [0],
      nIterNoChange: [0, 1.5],
      maxFun: [0],
      multilabel: [1],
    };
    for (const [name, values] of Object.entries(faults))
      for (const value of values)
        assertRefused(() => MLPClassifier({ [name]: value }), 'ArgumentError', 'MLPClassifier', name);
    assertRefused(() => MLPRegressor({ loss: 'mse' as 'poisson' }), 'ArgumentError', 'squared_error');
    assertRefused(
      () => MLPClassifier({ learningRate: 0.1 as unknown as 'constant' }),
      'ArgumentError',
      'learningRateInit: 0.1',
    );
  });

  it('rows and targets that do not fit', () => {
    const model = () => MLPClassifier(quick);
    assertRefused(
      () =>
        model().fit(
          [
            [0, Number.NaN],
            [1, 2],
          ],
          [0, 1],
        ),
      'ArgumentError',
      'NaN in row 0, column 1',
    );
    assertRefused(
      () => model().fit([1, 2, 3], [0, 1, 0]),
      'ShapeError',
      'expected x [rows, columns]',
      'x.map((value) => [value])',
    );
    assertRefused(
      () => model().fit([[[1, 2]], [[3, 4]]], [0, 1]),
      'ShapeError',
      '[2, 1, 2]',
      'shape: [rows, pixels]',
    );
    assertRefused(() => model().fit(t as never, x as never), 'ArgumentError', 'x holds text');
    assertRefused(() => model().fit(x, ['a', 'b']), 'ShapeError', '5 rows of t', 'received 2');
    assertRefused(
      () =>
        model().fit(
          x,
          tensor([
            [1, 0],
            [0, 1],
          ]),
        ),
      'ShapeError',
      '5 rows of t',
    );
    assertRefused(() => model().fit(x, undefined as never), 'ArgumentError', 't is missing');
    assertRefused(
      () => model().fit(x, ['a', 'b', 1, 'a', 'b']),
      'ArgumentError',
      't[2]',
      'expected a string',
    );
    assertRefused(() => model().fit(x, [0.5, 1, 2, 3, 1]), 'ArgumentError', 't[0]', 'MLPRegressor');
    assertRefused(() => model().fit(x, [0, 1, Number.NaN, 3, 1]), 'ArgumentError', 't[2]');
    assertRefused(() => model().fit([], []), 'ArgumentError', 'x is empty');
    assertRefused(
      () => MLPClassifier({ multilabel: true }).fit(x, [0, 1, 1, 0, 1]),
      'ShapeError',
      'no column for each label',
    );
    assertRefused(
      () => MLPClassifier({ multilabel: true }).fit(x, x),
      'ArgumentError',
      'row 0, column 0',
      '0 or 1',
    );
  });

  it('numbers that are none, for a regressor', () => {
    const model = () => MLPRegressor(quick);
    assertRefused(() => model().fit(x, t as never), 'ArgumentError', 't holds labels', 'MLPClassifier');
    assertRefused(() => model().fit(x, [1, 2, 3]), 'ShapeError', '5 rows of t');
    assertRefused(() => model().fit(x, [1, 2, Number.NaN, 4, 5]), 'ArgumentError', 'row 2');
    assertRefused(() => model().fit(x, [[[1]], [[2]], [[3]], [[4]], [[5]]]), 'ShapeError', '[rows, outputs]');
    assertRefused(
      () => MLPRegressor({ loss: 'poisson' }).fit(x, [1, 2, -3, 4, 5]),
      'ArgumentError',
      'row 2 of t',
      'squared_error',
    );
    const warm = MLPRegressor({ ...quick, warmStart: true }).fit(x, [1, 2, 3, 4, 5]);
    assertRefused(() => warm.fit(x, x), 'ShapeError', 't [rows, 1]', '[rows, 2]');
  });

  it('weights of rows', () => {
    const fit = (options: object) =>
      MLPClassifier({ ...quick, batchSize: 2, shuffle: false }).fit(x, t, options);
    assertRefused(() => fit([1, 2, 3, 4, 5]), 'ArgumentError', '{ sampleWeight: weights }');
    assertRefused(() => fit({ sample_weight: [1, 2, 3, 4, 5] }), 'ArgumentError', "'sampleWeight'");
    assertRefused(() => fit({ sampleWeight: [1, -2, 3, 4, 5] }), 'ArgumentError', 'sampleWeight[1]');
    assertRefused(() => fit({ sampleWeight: [1, 2, 3] }), 'ShapeError', '5');
    assertRefused(() => fit({ sampleWeight: [0, 0, 0, 0, 0] }), 'ArgumentError', 'sampleWeight');
    assertRefused(
      () => fit({ sampleWeight: [1, 1, 0, 0, 5] }),
      'ArgumentError',
      'weights of batch 2 sum to 0',
    );
  });

  it('other rows than fit saw', () => {
    const model = MLPClassifier(quick).fit(x, t);
    assertRefused(() => model.predict([[1, 2, 3]]), 'ShapeError', 'expected x [rows, 2]', '[1, 3]');
    assertRefused(() => model.predict([1, 2]), 'ShapeError', '[x] in place of x');
    assertRefused(() => model.predict([]), 'ArgumentError', 'x is empty');
    for (const method of ['predict', 'predictProba', 'predictLogProba'] as const) {
      const help = `Rows are its first argument: MLPClassifier.${method}(x).`;
      assertRefused(() => model[method](undefined as never), 'ArgumentError', 'x is missing', help);
    }
    const order = 'Rows come first, targets second, options third: MLPClassifier.score(x, t, { … }).';
    assertRefused(() => model.score(undefined as never, t), 'ArgumentError', order);
    assertRefused(() => model.score(x, [0, 1, 2, 0, 1]), 'ArgumentError', 'another kind', 'a string');
    assertRefused(() => model.score(x, ['olmo']), 'ShapeError', '5 rows of t');
    assert.deepEqual(
      MLPClassifier(quick)
        .fit(x, t)
        .fit(
          [
            [1, 2, 3],
            [4, 5, 6],
          ],
          [0, 1],
        ).nFeaturesIn,
      3,
      'fit begins anew',
    );
  });

  it('partialFit: classes that are missing, unseen or others', () => {
    const model = MLPClassifier(quick);
    assertRefused(() => model.partialFit(x, t), 'ArgumentError', 'classes are missing');
    assertRefused(
      () => model.partialFit(x, t, { classes: ['olmo', 'abeto'] }),
      'ArgumentError',
      't[3]',
      "'roble'",
    );
    assertRefused(
      () => model.partialFit(x, t, { classes: 'olmo' as never }),
      'ArgumentError',
      'an array of labels',
    );
    assertRefused(
      () => model.partialFit(x, t, { classes: ['olmo', 'olmo'] }),
      'ArgumentError',
      'occurs twice',
    );
    assertRefused(() => model.classes, 'StateError');
    const classes = ['roble', 'olmo', 'abeto'];
    model.partialFit(x, t, { classes });
    model.partialFit(x, t).partialFit([x[0]], [t[0]], { classes });
    assert.deepEqual(model.classes, ['abeto', 'olmo', 'roble']);
    assert.equal(model.nIter, 1);
    assert.equal(model.t, 11);
    assertRefused(
      () => model.partialFit(x, ['olmo', 'pino', 'olmo', 'olmo', 'olmo']),
      'ArgumentError',
      't[1]',
      "'pino'",
    );
    assertRefused(() => model.partialFit(x, [0, 1, 2, 0, 1]), 'ArgumentError', 'another kind');
    assertRefused(
      () => model.partialFit(x, t, { classes: ['a', 'b'] }),
      'ArgumentError',
      'others than before',
    );
    assertRefused(() => model.partialFit([[1, 2, 3]], ['olmo']), 'ShapeError', 'expected x [rows, 2]');
    assertRefused(
      () => MLPClassifier({ multilabel: true }).partialFit(x, [[1], [0], [1], [0], [1]], { classes: [0] }),
      'ArgumentError',
      'Leave out classes',
    );
    assertRefused(
      () => MLPClassifier({ earlyStopping: true }).partialFit(x, t, { classes }),
      'ArgumentError',
      'earlyStopping',
    );
  });

  it('warmStart with other classes', () => {
    const model = MLPClassifier({ ...quick, warmStart: true }).fit(x, t);
    assertRefused(
      () => model.fit(x, ['olmo', 'olmo', 'olmo', 'olmo', 'roble']),
      'ArgumentError',
      'all classes',
    );
    assertRefused(() => model.fit(x, ['olmo', 'pino', 'roble', 'abeto', 'roble']), 'ArgumentError', 't[1]');
  });

  it('too few rows to set aside', () => {
    assertRefused(
      () => MLPClassifier({ earlyStopping: true }).fit(x, t),
      'ArgumentError',
      'at least 2',
      '1 of 5',
    );
    const all = MLPRegressor({ earlyStopping: true, validationFraction: 0.99 });
    assertRefused(() => all.fit(x, [1, 2, 3, 4, 5]), 'ArgumentError', '5 of 5');
  });

  it('a loss that grows without end: the weights stay those from before', () => {
    const { x: rows, t: numbers } = dataOf('numbers');
    const model = MLPRegressor({
      solver: 'sgd',
      activation: 'identity',
      learningRateInit: 0.01,
      warmStart: true,
      maxIter: 3,
    });
    model.fit(rows, numbers as Tensor);
    const before = model.coefs;
    const far = new Tensor(
      rows.data.map((value) => value * 1e60),
      rows.shape,
    );
    assertRefused(() => model.fit(far, numbers as Tensor), 'NonFiniteError', 'not finite', 'StandardScaler');
    assert.deepEqual(model.coefs, before);
    assert.isTrue(Number.isFinite(model.fit(rows, numbers as Tensor).loss));
    const fresh = MLPRegressor({ solver: 'sgd', learningRateInit: 1e6 });
    assertRefused(
      () => fresh.fit(rows, numbers as Tensor),
      'NonFiniteError',
      'learningRateInit below 1000000',
    );
    assertRefused(() => fresh.loss, 'StateError');
  });
});
