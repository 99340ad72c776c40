/**
 * What the compiler refuses about layers of several inputs, Lambda, constraints and regularizers: misspelt options, names
 * that do not exist, values of another kind. Each line under `@ts-expect-error` must not compile, or the build of the
 * tests fails. Nothing here is called.
 */
import { assert } from 'chai';
import { multiply, relu, scale, sum } from '../../src/autograd/index.ts';
import {
  Add,
  Concatenate,
  type ConstraintName,
  Dense,
  defineConstraint,
  defineLayer,
  defineRegularizer,
  Dot,
  Lambda,
  l1_l2,
  l2,
  MaxNorm,
  MinMaxNorm,
  type Node,
  NonNeg,
  OrthogonalRegularizer,
  type RegularizerName,
  UnitNorm,
} from '../../src/nn/index.ts';
import type { Shape, Tensor } from '../../src/tensor/index.ts';

/** Keeps the work from running, and the compiler from calling it unused. */
const compiled: (() => unknown)[] = [];
const only = (work: () => unknown) => compiled.push(work);

declare const x: Tensor;
declare const a: Node;
declare const nodes: readonly Node[];

/** Right, each in every form: what is wrong below differs in one place. */
only(() => [
  Add()(a, a),
  Add({ name: 'suma' })([a, a]),
  Add()(nodes),
  Add()(...nodes),
  Concatenate({ axis: -1 })([a, a]),
  Dot(1),
  Dot([1, 2], { normalize: true }),
  Dot({ axes: [-1, -1], normalize: false, name: 'coseno' }),
  Lambda(relu),
  Lambda((y) => scale(y, { factor: 2 }), { outputShape: [3] }),
  Lambda((p, q) => multiply(p, q)),
  Dense(3, { kernelConstraint: 'max_norm', biasConstraint: NonNeg(), activityRegularizer: 'l2' }),
  Dense(3, { kernelRegularizer: 'orthogonal_regularizer', biasRegularizer: (w) => sum(w) }),
  l2(0.01, { convention: 'course' }),
  OrthogonalRegularizer({ factor: 0.1, mode: 'columns' }),
  MinMaxNorm({ minValue: 0.5, maxValue: 2, rate: 0.9 }),
]);

/** Every name is in the union that completion offers. */
const constraintNames: readonly ConstraintName[] = ['max_norm', 'non_neg', 'unit_norm', 'min_max_norm'];
const regularizerNames: readonly RegularizerName[] = ['l1', 'l2', 'l1_l2', 'orthogonal_regularizer'];

describe('layers of several inputs refuse', () => {
  it('options that do not exist, and values of another kind', () => {
    // @ts-expect-error of another layer
    only(() => Add({ axis: 1 }));
    // @ts-expect-error by place
    only(() => Concatenate(1));
    // @ts-expect-error text
    only(() => Concatenate({ axis: '1' }));
    // @ts-expect-error without axes
    only(() => Dot());
    // @ts-expect-error without axes
    only(() => Dot({ normalize: true }));
    // @ts-expect-error three axes
    only(() => Dot([1, 1, 1]));
    // @ts-expect-error British spelling
    only(() => Dot(1, { normalise: true }));
    // @ts-expect-error called on data
    only(() => Add()([x, x]));
    // @ts-expect-error a list and a node
    only(() => Add()([a], a));
  });
});

describe('Lambda refuses', () => {
  it('what is no function of tensors', () => {
    // @ts-expect-error a number in place of a tensor
    only(() => Lambda((y: Tensor) => y.data[0]));
    // @ts-expect-error nothing is returned
    only(() => Lambda((y: Tensor) => void scale(y, { factor: 2 })));
    // @ts-expect-error a name
    only(() => Lambda('relu'));
    // @ts-expect-error a number is no shape
    only(() => Lambda(relu, { outputShape: 3 }));
    // @ts-expect-error Python's spelling
    only(() => Lambda(relu, { output_shape: [3] }));
  });
});

describe('constraints refuse', () => {
  it('options that do not exist, and values of another kind', () => {
    // @ts-expect-error a name that does not exist
    only(() => Dense(3, { kernelConstraint: 'maxNorm' }));
    // @ts-expect-error the maker, not what it makes
    only(() => Dense(3, { kernelConstraint: MaxNorm }));
    // @ts-expect-error a regularizer
    only(() => Dense(3, { kernelConstraint: l2(0.1) }));
    // @ts-expect-error by place
    only(() => MaxNorm(3));
    // @ts-expect-error Python's spelling
    only(() => MaxNorm({ max_value: 3 }));
    // @ts-expect-error text
    only(() => MinMaxNorm({ rate: '1' }));
    // @ts-expect-error without options
    only(() => UnitNorm({ axis: 0 }));
    // @ts-expect-error an option that is not there
    only(() => defineConstraint({ name: 'x', options: { most: 1 }, apply: (_w, { mots }) => mots }));
    // @ts-expect-error without apply
    only(() => defineConstraint({ name: 'x', options: {} }));
  });
});

describe('regularizers refuse', () => {
  it('options that do not exist, and values of another kind', () => {
    // @ts-expect-error Keras's class
    only(() => Dense(3, { kernelRegularizer: 'L1L2' }));
    // @ts-expect-error a constraint
    only(() => Dense(3, { activityRegularizer: MaxNorm() }));
    // @ts-expect-error gives a number
    only(() => Dense(3, { kernelRegularizer: (w: Tensor) => w.data[0] }));
    // @ts-expect-error misspelt
    only(() => Dense(3, { activityRegulariser: 'l2' }));
    // @ts-expect-error a name that does not exist
    only(() => l2(0.1, { convention: 'slides' }));
    // @ts-expect-error by place
    only(() => OrthogonalRegularizer(0.1));
    // @ts-expect-error a name that does not exist
    only(() => OrthogonalRegularizer({ mode: 'column' }));
    // @ts-expect-error misspelt
    only(() => l1_l2({ l3: 1 }));
    // @ts-expect-error gives a number
    only(() => defineRegularizer({ name: 'x', options: {}, penalty: () => 3 }));
  });
});

describe('defineLayer takes', () => {
  const outputShape = ([shape]: readonly Shape[]) => shape;

  it('results with a penalty or updates, and nothing else', () => {
    only(() =>
      defineLayer({
        name: 'x',
        options: {},
        outputShape,
        call: ([y]) => ({ output: y, penalty: sum(y) }),
        examples: [{ options: {}, input: [[3], [3]], output: [3], parameters: 0 }],
      }),
    );
    only(() =>
      defineLayer({
        name: 'x',
        options: {},
        outputShape,
        // @ts-expect-error a number
        call: ([y]) => ({ output: y, penalty: 3 }),
        examples: [],
      }),
    );
  });

  it('at compile time, and never by being called', () => {
    assert.isAbove(compiled.length, 30);
    assert.isAbove(constraintNames.length + regularizerNames.length, 7);
  });
});
