/**
 * Graphs in which fusion could join what does not belong together: the results are those of the reference.
 */
import {
  add,
  addBias,
  append,
  defineOp,
  type Executor,
  freeze,
  matmul,
  multiply,
  prelu,
  type Program,
  reference,
  relu,
  reshape,
  scale,
  softmax,
  softmaxCrossEntropy,
  subtract,
  sum,
  sumSquares,
  tanh,
  trace,
} from '../../src/autograd/index.ts';
import { Adam, SGD } from '../../src/optim/index.ts';
import { simdExecutor } from '../../src/simd/executor.ts';
import { fill, ones, type Parameter, parameter, step, type Tensor } from '../../src/tensor/index.ts';
import { assertClose, genericTensor } from '../shared/values.ts';

/** A Program, and tensors to look at after each run. */
interface Graph {
  readonly program: Program;
  readonly watched: readonly Tensor[];
}

const input = (shape: number[], seed: number) => genericTensor(shape, { seed, dtype: 'float32' });
const weights = (shape: number[], seed: number) => parameter(input(shape, seed));

/** A training step of a loss, with its optimizer. */
function training(
  parameters: readonly Parameter[],
  x: Record<string, Tensor>,
  make: () => Tensor,
  optimizer = SGD(),
): Graph {
  const loss = trace(make);
  const program = freeze({ inputs: x, outputs: { loss }, loss });
  optimizer.advance();
  const watched = [loss, ...parameters.map(({ value }) => value)];
  return { program: append(program, optimizer.steps(program.parameters)), watched };
}

/** What three runs leave in the tensors that are watched. */
function results({ program, watched }: Graph, executor: Executor): Float64Array[] {
  const inputs = Object.values(program.inputs);
  const values = inputs.map(({ data }) => data.slice());
  const [{ run }] = executor.compile([program]);
  return [1, 2, 3].flatMap(() => {
    inputs.forEach((tensor, i) => {
      tensor.data.set(values[i]);
    });
    run();
    return watched.map(({ data }) => Float64Array.from(data));
  });
}

/** An op that no twin knows: y = x / 2 + x². */
const halved = defineOp({
  name: 'halved',
  inputs: ['x'],
  outputShape: ({ x }) => x,
  forward({ x }, y) {
    for (let i = 0; i < y.data.length; i++) y.data[i] = x.data[i] / 2 + x.data[i] * x.data[i];
  },
  reads: ['x'],
  backward(dy, { x: dx }, { x }) {
    if (dx !== null)
      for (let i = 0; i < dy.data.length; i++) dx.data[i] += dy.data[i] * (0.5 + 2 * x.data[i]);
  },
  examples: [{ shapes: { x: [3] }, output: [3] }],
});

const graphs: Readonly<Record<string, () => Graph>> = {
  'a bias that is made after the product it is added to'() {
    const [x, W, b] = [input([4, 3], 1), weights([3, 5], 2), weights([5], 3)];
    const y = trace(() => addBias(matmul(x, W), scale(b, { factor: 2 })));
    return { program: freeze({ inputs: { x }, outputs: { y } }), watched: [y] };
  },
  'a product of two parameters, of which one is updated first'() {
    const [U, W] = [weights([1, 3], 1), weights([3, 5], 2)];
    return training([U, W], {}, () => sumSquares(matmul(U, W)));
  },
  'a bias of one row, whose gradient is that of the sum'() {
    const [x, W, b] = [input([1, 3], 1), weights([3, 5], 2), weights([5], 3)];
    return training([W, b], { x }, () => sumSquares(relu(addBias(matmul(x, W), b))), Adam());
  },
  'a sum that is used by relu and by another'() {
    const [x, W, b] = [input([4, 3], 1), weights([3, 5], 2), weights([5], 3)];
    return training([W, b], { x }, () => {
      const z = addBias(matmul(x, W), b);
      return add(sumSquares(relu(z)), sum(tanh(z)));
    });
  },
  'tensors that are used twice by copying ops'() {
    const W = weights([3, 5], 2);
    return training([W], {}, () => {
      const h = tanh(W);
      return sumSquares(subtract(add(h, h), multiply(h, W)));
    });
  },
  'softmax that is read before the loss that makes it too'() {
    const [x, t, W] = [input([4, 3], 1), input([4, 5], 9), weights([3, 5], 2)];
    return training([W], { x }, () => {
      const z = matmul(x, W);
      const y = softmax(z);
      return add(sumSquares(y), softmaxCrossEntropy(t, z, ones([4])));
    });
  },
  'softmax that is read after the loss that makes it too'() {
    const [x, t, W] = [input([4, 3], 1), input([4, 5], 9), weights([3, 5], 2)];
    return training([W], { x }, () => {
      const z = matmul(x, W);
      const y = softmax(z);
      return add(softmaxCrossEntropy(t, z, ones([4])), sumSquares(y));
    });
  },
  'an input under another shape, with both shapes used'() {
    const [x, W] = [input([4, 2, 3], 1), weights([6, 5], 2)];
    return training([W], { x }, () => {
      const rows = reshape(x, { shape: '[4, -1]' });
      return add(sumSquares(matmul(rows, W)), sumSquares(multiply(x, tanh(x))));
    });
  },
  'results under other shapes that are shown'() {
    const [x, W] = [input([4, 6], 1), weights([6, 5], 2)];
    const y = trace(() => matmul(x, W));
    const [flat, square] = trace(() => [reshape(y), reshape(x, { shape: '[4, 2, 3]' })]);
    return { program: freeze({ inputs: { x }, outputs: { flat, square } }), watched: [y, flat, square] };
  },
  'a parameter under another shape, which is updated'() {
    const [x, a] = [input([4, 6], 1), weights([2, 3], 2)];
    return training([a], { x }, () => sumSquares(prelu(x, reshape(a))));
  },
  'a parameter under another shape, in inference'() {
    const [x, a] = [input([4, 6], 1), weights([2, 3], 2)];
    const y = trace(() => prelu(x, reshape(a)));
    return { program: freeze({ inputs: { x }, outputs: { y } }), watched: [y] };
  },
  'a shape that an op without twin works on'() {
    const [x, W] = [input([4, 6], 1), weights([6, 5], 2)];
    return training([W], { x }, () =>
      sum(halved(reshape(halved(reshape(matmul(x, W))), { shape: '[4, 5]' }))),
    );
  },
  'a tensor that is zeroed and then shown'() {
    const y = input([7], 1);
    return {
      program: { ...freeze({ inputs: {}, outputs: { y } }), steps: [step(fill, y, 0)] },
      watched: [y],
    };
  },
};

describe('fusion keeps the results of', () => {
  for (const [name, make] of Object.entries(graphs)) {
    it(name, () => {
      const [expected, received] = [results(make(), reference), results(make(), simdExecutor())];
      for (const [i, values] of expected.entries()) assertClose(received[i], values, 2e-6, `tensor ${i}`);
    });
  }
});
