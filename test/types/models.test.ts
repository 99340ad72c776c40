/**
 * What the compiler refuses about models of several inputs and outputs, and about data that come in batches. The
 * compiler is the test: each line under `@ts-expect-error` must not compile, or the build of the tests fails. Nothing here
 * is called.
 */
import { assert } from 'chai';
import { Dense, Input, Model, Sequential } from '../../src/nn/index.ts';
import type { Tensor, TensorLike } from '../../src/tensor/index.ts';

/** Keeps the work from running, and the compiler from calling it unused. */
const compiled: (() => unknown)[] = [];
const only = (work: () => unknown) => compiled.push(work);
const use = (..._values: unknown[]): void => {};

declare const x: Tensor;
const rows = [[1, 2, 3]];
const [a, b] = [Input([3]), Input([2])];
const twoInputs = () => Model({ inputs: [a, b], outputs: Dense(1)(a) });
const twoOutputs = () => Model({ inputs: a, outputs: [Dense(2)(a), Dense(1)(a)] });
const both = () => Model({ inputs: [a, b], outputs: [Dense(2)(a), Dense(1)(b)] });

/** Right. */
only(() => {
  const model = both();
  const [first, second] = model.predict([x, rows]);
  const [third, fourth] = model.predictOnBatch({ a: x, b: rows });
  const { predictions } = model.call([x, x], true);
  const one: Tensor = twoInputs().predict([x, x]);
  const alone: Tensor = Model({ inputs: [a], outputs: [Dense(1)(a)] }).predict(x);
  const plain: Tensor = Sequential([Dense(1)]).predict(rows);
  model.fit(
    [x, rows],
    { a: x, b: rows },
    {
      validationData: [
        [x, x],
        [x, x],
      ],
      sampleWeight: [1, 2],
    },
  );
  model.compile({ loss: ['mse', 'mae'], lossWeights: { a: 0.3 }, metrics: { a: ['mae'] } });
  model.compile({ loss: { a: 'mse', b: 'mae' }, lossWeights: [1, 2], metrics: [['mae'], ['mse']] });
  const list: number[] = model.evaluate([x, x], [x, x]);
  const named: number = model.evaluate([x, x], [x, x], { returnDict: true }).loss;
  const numbers: number[] = model.trainOnBatch([x, x], [x, x], { sampleWeight: [1] });
  use(first.shape, second.shape, third.shape, fourth.shape, predictions[1].shape);
  use(one, alone, plain, list, named, numbers);
});

/** Batches as they are written without thinking of types. */
only(() => {
  const model = Sequential([Dense(1)]);
  function* generator() {
    yield [x, x];
  }
  async function* stream() {
    yield [rows, rows, [1, 2]];
  }
  function* pairs() {
    yield [
      [x, x],
      [x, x],
    ] as const;
  }
  const list = [
    [x, x],
    [x, x],
  ];
  model.fit(generator);
  model.fit(() => list, { epochs: 3 });
  use(
    model.fitAsync(stream),
    model.train(() => [
      [x, x],
      [rows, rows],
    ]),
  );
  both().fit(pairs);
});

only(() => {
  // @ts-expect-error two inputs
  twoInputs().predict(x);
  // @ts-expect-error not three
  twoInputs().predict([x, x, x]);
  // @ts-expect-error not one
  both().fit([x], [x, x]);
  // @ts-expect-error two inputs
  twoInputs().fit(x, x);
  // @ts-expect-error two outputs
  twoOutputs().fit(x, x);
  // @ts-expect-error two inputs for validation too
  both().fit([x, x], [x, x], { validationData: [x, [x, x]] });
  // @ts-expect-error there is no third
  use(both().predict([x, x])[2]);
  // @ts-expect-error a list of Tensors has no shape
  use(twoOutputs().predict(x).shape);
  // @ts-expect-error one Tensor is no list
  use(twoInputs().predict([x, x])[0]);
  // @ts-expect-error only with returnDict
  use(both().evaluate([x, x], [x, x]).loss);
  // @ts-expect-error only without
  use(both().evaluate([x, x], [x, x], { returnDict: true }).map(Number));
  // @ts-expect-error only a Sequential can be given layers
  twoInputs().add(Dense(1));
  // @ts-expect-error only a Sequential can lose its last layer
  twoInputs().pop();
  // @ts-expect-error outputs are missing
  Model({ inputs: a });
  // @ts-expect-error a layer is no node
  Model({ inputs: a, outputs: Dense(1) });
  // @ts-expect-error no such option
  Sequential([Dense(1)]).fit(x, x, { epoch: 3 });
  // @ts-expect-error no data
  Sequential([Dense(1)]).fit(() => 3);
  const given: TensorLike = [[1]];
  // @ts-expect-error returnDict is true or false
  Sequential([Dense(1)]).testOnBatch(given, given, { returnDict: 'yes' });
});

describe('what the compiler refuses about models', () => {
  it('is not run', () => {
    assert.lengthOf(compiled, 3);
  });
});
