/**
 * What the compiler says of the options of a model's methods: it refuses those that do not exist and values of another
 * kind, takes any part of them, and knows what comes out. Each line under `@ts-expect-error` must not compile, or the
 * build of the tests fails. Nothing here is called.
 */
import { assert } from 'chai';
import { add, scale, sum } from '../../src/autograd/index.ts';
import {
  type CompileOptions,
  Dense,
  defineLayer,
  type EvaluateOptions,
  type FitOptions,
  Flatten,
  type Layer,
  l2,
  Model,
  modelFromBytes,
  type Node,
  NonNeg,
  type PredictOptions,
  Sequential,
  type TrainOptions,
} from '../../src/nn/index.ts';
import { SGD } from '../../src/optim/index.ts';
import type { Shape, Tensor } from '../../src/tensor/index.ts';

/** Keeps the work from running, and the compiler from calling it unused. */
const compiled: (() => unknown)[] = [];
const only = (work: () => unknown) => compiled.push(work);

declare const x: Tensor;
declare const node: Node;
declare const bytes: Uint8Array;
declare const given: { epochs?: number; batchSize?: number; shuffle?: boolean };
const model = () => Sequential([Dense(1)]);
const batches = () => [[x, x]];

describe('the compiler takes', () => {
  it('any part of the options', () => {
    only(() => {
      const fit: FitOptions = given;
      const train: TrainOptions = { ...given, every: 'batch' };
      const evaluate: EvaluateOptions = { batchSize: 3 };
      const predict: PredictOptions = {};
      const compile: CompileOptions = { loss: 'mse' };
      const some: Partial<FitOptions> = { verbose: 0 };
      model().compile({ ...compile, optimizer: SGD() });
      model().fit(x, x, { ...some, ...fit });
      model().fit(x, x, given);
      model().train(x, x, train);
      model().evaluate(x, x, evaluate);
      return model().predict(x, predict);
    });
    only(() => {
      // @ts-expect-error an option that is there is not undefined
      const options: FitOptions = { epochs: undefined };
      return options;
    });
  });

  it('null where an option may be none, and nowhere else', () => {
    only(() =>
      model().fit(x, x, { validationData: null, sampleWeight: null, classWeight: null, stepsPerEpoch: null }),
    );
    // @ts-expect-error
    only(() => model().fit(x, x, { epochs: null }));
    // @ts-expect-error
    only(() => model().fit(x, x, { callbacks: null }));
  });
});

describe('the compiler refuses options that do not exist, and values of another kind, in', () => {
  it('fit, fitAsync and train', () => {
    // @ts-expect-error
    only(() => model().fit(x, x, { epoch: 3 }));
    // @ts-expect-error Python's spelling
    only(() => model().fit(x, x, { batch_size: 3 }));
    // @ts-expect-error
    only(() => model().fit(x, x, { validationdata: [x, x] }));
    // @ts-expect-error
    only(() => model().fit(x, x, { epochs: '3' }));
    // @ts-expect-error
    only(() => model().fit(x, x, { verbose: 3 }));
    // @ts-expect-error
    only(() => model().fit(x, x, { shuffle: 'rows' }));
    // @ts-expect-error
    only(() => model().fit(x, x, { onNonFinite: 'throw' }));
    // @ts-expect-error one of a list
    only(() => model().fit(x, x, { callbacks: {} }));
    // @ts-expect-error no pair
    only(() => model().fit(x, x, { validationData: [x] }));
    // @ts-expect-error of train
    only(() => model().fit(x, x, { every: 'batch' }));
    // @ts-expect-error
    only(() => model().fitAsync(x, x, { epoch: 3 }));
    // @ts-expect-error
    only(() => model().train(x, x, { every: 'step' }));
    // @ts-expect-error
    only(() => model().train(x, x, { evry: 'batch' }));
    // @ts-expect-error beside batches too
    only(() => model().fit(batches, { epoch: 3 }));
    // @ts-expect-error a split is a share or a way to choose
    only(() => model().fit(x, x, { validationSplit: { fractoin: 0.2 } }));
  });

  it('compile', () => {
    // @ts-expect-error without a loss
    only(() => model().compile({}));
    // @ts-expect-error
    only(() => model().compile({ los: 'mse' }));
    // @ts-expect-error
    only(() => model().compile({ loss: 'mse', metric: ['accuracy'] }));
    // @ts-expect-error the maker, not what it makes
    only(() => model().compile({ loss: 'mse', optimizer: SGD }));
    // @ts-expect-error
    only(() => model().compile({ loss: 'mse', lossWeights: 'one' }));
    // @ts-expect-error Keras's, which is not there
    only(() => model().compile({ loss: 'mse', jit_compile: true }));
  });

  it('evaluate, predict and what works on one batch', () => {
    // @ts-expect-error
    only(() => model().evaluate(x, x, { batchsize: 3 }));
    // @ts-expect-error Python's spelling
    only(() => model().evaluate(x, x, { return_dict: true }));
    // @ts-expect-error of fit
    only(() => model().evaluate(x, x, { epochs: 3 }));
    // @ts-expect-error
    only(() => model().predict(x, { batch: 3 }));
    // @ts-expect-error of evaluate
    only(() => model().predict(x, { sampleWeight: [1] }));
    // @ts-expect-error
    only(() => model().predictClasses(x, { batch: 3 }));
    // @ts-expect-error
    only(() => model().trainOnBatch(x, x, { weights: [1] }));
    // @ts-expect-error
    only(() => model().testOnBatch(x, x, { returnDict: 1 }));
  });

  it('what looks at a model, draws and stores it', () => {
    // @ts-expect-error
    only(() => model().activations(x, { train: true }));
    // @ts-expect-error
    only(() => model().gradients(x, x, { train: true }));
    // @ts-expect-error
    only(() => model().checkGradients(x, x, { epsilon: 1e-6 }));
    // @ts-expect-error
    only(() => model().summary({ styl: 'keras' }));
    // @ts-expect-error
    only(() => model().summary({ style: 'keras1' }));
    // @ts-expect-error
    only(() => model().toSVG({ style: 'circles' }));
    // @ts-expect-error
    only(() => model().toBytes('architecture'));
    // @ts-expect-error
    only(() => modelFromBytes(bytes, { customObjects: {} }));
    // @ts-expect-error
    only(() => Sequential([], { sed: 3 }));
    // @ts-expect-error
    only(() => Model({ inputs: node, outputs: node, nam: 'x' }));
  });
});

describe('the compiler knows', () => {
  it('what comes out', () => {
    only(() => {
      const last: Layer = model().pop();
      const list: number[] = model().evaluate(x, x);
      const alike: number[] = model().evaluate(x, x, { returnDict: false });
      const loss: number = model().evaluate(x, x, { batchSize: 3, returnDict: true }).loss;
      const epochs: number[] = model().fit(x, x).history.loss;
      const later: Promise<number[]> = model()
        .fitAsync(batches)
        .then(({ history }) => history.loss);
      const classes: number[] = model().predictClasses(x);
      return [last, list, alike, loss, epochs, later, classes];
    });
    // @ts-expect-error a list has no names
    only(() => model().evaluate(x, x, { returnDict: false }).loss);
    // @ts-expect-error a record is no list
    only(() => model().trainOnBatch(x, x, { returnDict: true }).map(Number));
    // @ts-expect-error of a model that is no Sequential
    only(() => Model({ inputs: node, outputs: node }).pop());
    // @ts-expect-error a layer, not a node
    only(() => model().pop().inputs);
    // @ts-expect-error may be learned, not replaced
    only(() => (model().parameters[0].value = x));
  });

  it('several outputs by their places', () => {
    const three = () =>
      Model({ inputs: [node, node], outputs: [Dense(1)(node), Flatten()(node), Dense(2)(node)] });
    only(() => {
      const [a, b, c]: readonly [Tensor, Tensor, Tensor] = three().predict([x, x]);
      three().fit([x, x], [x, x, x], {
        validationData: [{ a: x, b: x }, [x, x, x]],
        sampleWeight: { dense: [1] },
      });
      three().fit([x, x], { dense: x, flatten: x, dense_1: x });
      three().fit(() => [
        [
          [x, x],
          [x, x, x],
        ],
      ]);
      return [a, b, c];
    });
    // @ts-expect-error a list of four
    only(() => three().fit([x, x], [x, x, x, x]));
    // @ts-expect-error targets of one output
    only(() => three().evaluate([x, x], x));
    // @ts-expect-error no fourth
    only(() => three().predict([x, x])[3]);
    // @ts-expect-error inputs of one
    only(() => three().predictOnBatch(x));
    // @ts-expect-error inputs of one, in a batch
    only(() => three().trainOnBatch([x], [x, x, x]));
  });

  it('what a layer of several inputs gives: an output, updates, a penalty', () => {
    const outputShape = ([first]: readonly Shape[]) => first;
    only(() => {
      const Gate = defineLayer({
        name: 'Gate',
        positional: 'factor',
        options: { factor: 1, mode: 'sum' as 'sum' | 'first' },
        build: ([shape]) => ({
          slope: { shape, initializer: 'ones', regularizer: l2(0.1), constraint: NonNeg() },
        }),
        state: ([shape]) => ({ seen: { shape, initializer: 'zeros' } }),
        outputShape,
        call([a, b], { options: { factor, mode }, parameters: { slope }, state: { seen }, training }) {
          const output = mode === 'sum' ? add(a, b) : a;
          const penalty = scale(sum(slope.value), { factor });
          return { output, penalty: training ? penalty : null, updates: [[seen, scale(seen, { factor })]] };
        },
        examples: [{ options: { factor: 2 }, input: [[3], [3]], output: [3], parameters: 3 }],
      });
      return [
        Gate(2)(node, node),
        Gate(2, { mode: 'first' })([node, node]),
        Gate({ factor: 2, name: 'puerta' }),
      ];
    });
    const rest = { options: {}, outputShape, examples: [] };
    only(() => defineLayer({ ...rest, name: 'x', call: ([a]) => ({ output: a, penalty: sum(a) }) }));
    only(() =>
      defineLayer({
        ...rest,
        name: 'x',
        // @ts-expect-error a parameter that is not built
        call: ([a], { parameters: { kernel } }) => add(a, kernel),
      }),
    );
    // @ts-expect-error an option that there is not
    only(() => defineLayer({ ...rest, name: 'x', call: ([a], { options: { rate } }) => add(a, rate) }));
    // @ts-expect-error a penalty that is a number
    only(() => defineLayer({ ...rest, name: 'x', call: ([a]) => ({ output: a, penalty: 3 }) }));
    // @ts-expect-error updates without a state
    only(() => defineLayer({ ...rest, name: 'x', call: ([a]) => ({ output: a, updates: [a] }) }));
    // @ts-expect-error several outputs
    only(() => defineLayer({ ...rest, name: 'x', call: ([a, b]) => [a, b] }));
    const bad = () => ({ kernel: { shape: [3], initializer: 'zero' } });
    // @ts-expect-error an initializer that does not exist
    only(() => defineLayer({ ...rest, name: 'x', build: bad, call: ([a]) => a }));
  });

  it('all that at compile time, and without being called', () => assert.isAbove(compiled.length, 50));
});
